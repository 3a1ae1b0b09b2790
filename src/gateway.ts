import { Resolver } from 'node:dns/promises';
import type { Logger } from 'pino';
import { startHousekeeping } from './clock/housekeeping.ts';
import { MONTHLY_JOBS } from './clock/jobs.ts';
import { monthlyStep } from './clock/monthly.ts';
import { tellOperator } from './clock/operator.ts';
import { timerStep } from './clock/timers.ts';
import type { DnsSettings, MailboxId, Settings } from './config/settings.ts';
import { tokenSources } from './config/tokens.ts';
import type { Undelivered } from './delivery/outcome.ts';
import type { Renderer } from './delivery/render/renderer.ts';
import { newToken } from './delivery/token.ts';
import { openWaysOut } from './delivery/ways-out.ts';
import { diskStatus, type GatewayStatus, serveControl } from './intake/control.ts';
import { type Core, createCore } from './intake/core.ts';
import { cachedResolver } from './intake/dns-cache.ts';
import type { Embedded } from './intake/embedded.ts';
import { peopleOf, startEmbeddedMailboxes } from './intake/embedded-mailboxes.ts';
import { execute } from './intake/execute.ts';
import { closeSession } from './intake/imap/session.ts';
import { startLoop } from './intake/loop.ts';
import type { Decided } from './intake/pipeline.ts';
import { mailboxOpener } from './intake/reconcile.ts';
import { openWaysIn } from './intake/ways-in.ts';
import type { Resolver as MailResolver } from './mail/authenticity/own-check.ts';
import { openStore } from './store/open.ts';
import type { OutboxRow, Store, Tx } from './store/port.ts';
import { watchStore } from './store/watch.ts';
import { createMetrics } from './watch/metrics.ts';
import { startWatch, type Watch } from './watch/watch.ts';

/** What a gateway is started with. The lock on the data folder is the caller's. */
export interface GatewayOptions {
  readonly settings: Settings;
  /** Prepared. */
  readonly renderer: Renderer;
  readonly log: Logger;
  readonly now: () => Date;
  /** In [0, 1). */
  readonly random: () => number;
}

/** The gateway, running. */
export interface Gateway {
  readonly core: Core;
  readonly store: Store;
  /** Where /healthz, /readyz and /metrics are answered. */
  readonly watchPort: number | undefined;
  /** The embedded mail servers, by mailbox. */
  readonly embedded: ReadonlyMap<MailboxId, Embedded>;
  readonly status: () => GatewayStatus;
  /** Takes no more mail in, lets what is at hand finish within `grace` milliseconds, then cuts it; all is recorded when it answers. */
  close(grace: number): Promise<void>;
}

/** Messages that the search index takes at a time. */
const INDEX_BATCH = 200;

/**
 * Starts the gateway. Mail comes in by IMAP, LMTP or the spool of `spoc deliver` and is kept; the pipeline decides it; the outbox delivers what
 * follows; the mailbox is told. Each of these works by itself and is woken by the one before it.
 */
export async function startGateway({ renderer, log, now, random, ...options }: GatewayOptions): Promise<Gateway> {
  const releases: (() => Promise<void> | void)[] = [];
  const ending = new AbortController();
  const { signal } = ending;
  const release = async () => {
    for (const one of releases.splice(0).reverse()) await one();
  };
  // What works by itself, to be ended before what it works on when the start fails half-way.
  const working: (() => Promise<void>)[] = [];
  const wakers: (() => void)[] = [];
  const wake = () => {
    for (const one of wakers) one();
  };
  try {
    const folder = options.settings.data;
    const watched = watchStore(await openStore({ folder, log }), { folder, now, log });
    const { store } = watched;
    releases.push(() => store.close());
    const servers = await startEmbeddedMailboxes(options.settings, now);
    releases.push(() => servers.close());
    const { settings, embedded } = servers;
    const tokens = tokenSources(settings, now);
    releases.push(() => tokens.close());

    const openMailbox = mailboxOpener(tokens.of, signal);

    // decide
    const token = () => newToken(now());
    const resolver = resolverOf(settings.dns);
    let watch: Watch | undefined;
    const onDecided = (mail: Decided) => watch?.decided(mail);
    const core = await createCore({
      store,
      settings,
      renderer,
      resolver,
      log,
      now,
      random,
      token,
      onChange: wake,
      ready: watched.ready,
      openMailbox,
      onDecided,
    });
    releases.push(() => core.close());

    // send
    const waysOut = openWaysOut({
      settings,
      store,
      tokens: tokens.of,
      copies: {
        open: openMailbox,
        close: closeSession,
      },
      onUndelivered: (tx, row, why) => tellUndelivered(tx, row, why, core, log, now()),
      log,
      now,
      random,
      signal,
    });

    working.push(() => waysOut.close(0));

    // work off what was kept, and feed the search index behind it
    const decideWaiting = async () => {
      if ((await core.step()) === 0) return store.read.nextRetryAt();
      wake();
      return 'more' as const;
    };
    const pipeline = startLoop('pipeline', decideWaiting, log, now);
    const feedIndex = async () => ((await store.indexSome(INDEX_BATCH)) > 0 ? ('more' as const) : undefined);
    const index = startLoop('search index', feedIndex, log, now);
    // tell the operator of what waits for him
    const operator = startLoop('operator', () => tellOperator(store, core.execution, now()), log, now);
    working.push(pipeline.close, index.close, operator.close);
    // what happens by itself
    const fireTimers = timerStep({
      store,
      timing: settings.timing,
      execution: core.execution,
      log,
      now,
      random,
      onChange: wake,
    });
    const timers = startLoop('timers', fireTimers, log, now);
    const workOffMonths = monthlyStep({
      ...{ store, jobs: MONTHLY_JOBS, execution: core.execution },
      ...{ log, now, random, onChange: wake },
    });
    const monthly = startLoop('monthly jobs', workOffMonths, log, now);
    working.push(timers.close, monthly.close);

    // take in
    const waysIn = await openWaysIn({
      settings,
      store,
      keeper: core.keeper,
      tokens: tokens.of,
      log,
      now,
      random,
      signal,
    });
    working.push(waysIn.close);
    wakers.push(waysOut.poke, pipeline.poke, index.poke, operator.poke, timers.poke, monthly.poke, waysIn.poke);

    const housekeeping = startHousekeeping(store, settings.retention, log, now);
    releases.push(() => housekeeping.close());
    const startedAt = now().toISOString();

    // be watched
    watch = await startWatch({
      settings,
      store,
      health: watched.health,
      waysIn,
      tokens: tokens.of,
      execution: core.execution,
      metrics: createMetrics(),
      token,
      startedAt: new Date(startedAt),
      log,
      now,
      onQueued: wake,
    });
    const watching = watch;
    working.push(watching.close);
    const status = (): GatewayStatus => ({
      pid: process.pid,
      startedAt,
      disk: diskStatus(watched.health()),
      mailboxes: waysIn.status().map(({ id, state, error }) => ({ id, state, error })),
      alarms: watching.alarms(),
      embedded: [...embedded].map(([mailbox, { imap, smtp }]) => ({
        mailbox,
        imap: { host: imap.host, port: imap.port },
        smtp,
        password: imap.password,
        people: peopleOf(settings),
      })),
    });
    const control = await serveControl(settings.data, core.operations, status);

    const close = async (grace: number): Promise<void> => {
      const cut = setTimeout(() => ending.abort(), grace);
      await control.close();
      await watching.close();
      await waysIn.close();
      await pipeline.close();
      await index.close();
      await operator.close();
      await timers.close();
      await monthly.close();
      await waysOut.close(grace / 2);
      clearTimeout(cut);
      ending.abort();
      await release();
    };
    return { core, store, watchPort: watching.server?.port, embedded, status, close };
  } catch (error) {
    ending.abort();
    for (const end of working.reverse()) await end();
    await release();
    throw error;
  }
}

/** DNS by the configured servers, cached; undefined when signatures are not to be checked. */
function resolverOf(dns: DnsSettings): MailResolver | undefined {
  if (dns.kind === 'off') return undefined;
  const resolver = new Resolver({ timeout: dns.timeout, tries: 1 });
  if (dns.servers.length > 0) resolver.setServers(dns.servers);
  return cachedResolver({ resolve: (domain, type) => resolver.resolve(domain, type), timeoutMs: dns.timeout });
}

/** A mail that could not be delivered reaches a person: the ticket's agents are told. A notice about a notice is never sent. */
async function tellUndelivered(
  tx: Tx,
  row: OutboxRow,
  why: Undelivered,
  core: Core,
  log: Logger,
  at: Date,
): Promise<void> {
  log.warn({ outbox: row.id, kind: row.kind, state: why.state }, 'a mail was not delivered');
  if (row.ticket === undefined || row.kind === 'agent-undelivered') return;
  const { id: outbox, ticket, contact, agent, recipient: address } = row;
  // X.1.x says that the address itself is wrong (RFC 3463 §3.2); all else may pass.
  const permanent = why.state === 'failed' && why.status?.startsWith('5.1') === true;
  const loss = { outbox, ticket, contact, agent, address, status: why.status, detail: why.text, permanent };
  await execute(tx, { kind: 'undelivered', ...loss }, core.execution, at);
}
