import { randomBytes } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type GatewayStatus, serveControl } from './cli/control.ts';
import { createTokenSource, TOKEN_DEPS } from './config/oauth.ts';
import { Secret } from './config/secret.ts';
import type { DnsSettings, MailboxId, MailboxSettings, ServerSettings, Settings } from './config/settings.ts';
import { createOutboxWorker } from './delivery/outbox.ts';
import type { Undelivered } from './delivery/outcome.ts';
import type { Renderer } from './delivery/render/renderer.ts';
import { createTransport, type TokenSource, type Transport } from './delivery/transport.ts';
import { type Core, createCore } from './intake/core.ts';
import { cachedResolver } from './intake/dns-cache.ts';
import { AUTHSERV_ID, type Embedded, startEmbedded } from './intake/embedded.ts';
import { execute } from './intake/execute.ts';
import { imapAccount } from './intake/imap/account.ts';
import { createImapReader, type ImapReader } from './intake/imap/reader.ts';
import { listenLmtp } from './intake/lmtp.ts';
import { startLoop } from './intake/loop.ts';
import { createSpoolReader } from './intake/spool-reader.ts';
import type { Resolver as MailResolver } from './mail/authenticity/own-check.ts';
import { openStore } from './store/open.ts';
import type { OutboxRow, Store, Tx } from './store/port.ts';

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
  /** The embedded mail servers, by mailbox. */
  readonly embedded: ReadonlyMap<MailboxId, Embedded>;
  readonly status: () => GatewayStatus;
  /** Takes no more mail in, lets what is at hand finish within `grace` milliseconds, then cuts it; all is recorded when it answers. */
  close(grace: number): Promise<void>;
}

/** How many mails go out at once, and how many messages the search index takes at a time. */
const CONCURRENCY = 10;
const INDEX_BATCH = 200;

/**
 * Starts the gateway. Mail comes in by IMAP, LMTP or the spool of `spoc deliver` and is kept; the pipeline decides it; the outbox delivers what
 * follows; the mailbox is told. Each of these works by itself and is woken by the one before it.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { renderer, log, now, random } = options;
  const releases: (() => Promise<void> | void)[] = [];
  const ending = new AbortController();
  const release = async () => {
    for (const one of releases.splice(0).reverse()) await one();
  };
  try {
    const store = await openStore({ folder: options.settings.data, log });
    releases.push(() => store.close());

    const embedded = new Map<MailboxId, Embedded>();
    const settings = await withEmbedded(options.settings, embedded, now, releases);
    const tokens = tokenSources(settings, now, releases);
    const wakers: (() => void)[] = [];
    const wake = () => {
      for (const one of wakers) one();
    };

    // decide
    const token = () => randomBytes(16).toString('hex');
    const resolver = resolverOf(settings.dns);
    const core = createCore({ store, settings, renderer, resolver, log, now, random, token, onChange: wake });
    releases.push(() => core.close());

    // send
    const transports = transportsOf(settings, tokens, log, releases);
    const outbox = createOutboxWorker({
      store,
      transportFor: (desk) => transports.get(settings.desks.get(desk)?.mailbox ?? ('' as MailboxId)),
      log,
      now,
      random,
      signal: ending.signal,
      concurrency: CONCURRENCY,
      onUndelivered: (tx, row, why) => tellUndelivered(tx, row, why, core, log, now()),
    });
    const sending = outbox.run();
    wakers.push(() => outbox.poke());

    // work off what was kept, and feed the search index behind it
    const pipeline = startLoop(
      'pipeline',
      async () => {
        if ((await core.step()) === 0) return store.read.nextRetryAt();
        wake();
        return 'more';
      },
      log,
      now,
    );
    const index = startLoop(
      'search index',
      async () => ((await store.indexSome(INDEX_BATCH)) > 0 ? 'more' : undefined),
      log,
      now,
    );
    wakers.push(
      () => pipeline.poke(),
      () => index.poke(),
    );

    // take in
    const readers = readersOf(
      settings,
      { store, keeper: core.keeper, log, now, random, signal: ending.signal },
      tokens,
    );
    const reading = [...readers.values()].map((reader) => reader.run());
    for (const reader of readers.values()) wakers.push(() => reader.poke());
    const mailboxOf = (recipient: string) => mailboxFor(settings, recipient);
    const spool = createSpoolReader({
      folder: join(settings.data, 'spool-in'),
      keeper: core.keeper,
      mailboxOf,
      log,
      now,
      signal: ending.signal,
    });
    const spooling = spool.run();
    const lmtp =
      settings.lmtp &&
      (await listenLmtp({ ...settings.lmtp, keeper: core.keeper, log, now, most: settings.intake.mailBytes }));

    const startedAt = now().toISOString();
    const status = (): GatewayStatus => ({
      pid: process.pid,
      startedAt,
      mailboxes: [...readers].map(([id, reader]) => ({
        id,
        state: reader.status().state,
        error: reader.status().error,
      })),
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
      const deadline = setTimeout(() => ending.abort(), grace);
      await control.close();
      await Promise.all([...readers.values()].map((reader) => reader.close()));
      await Promise.all([spool.close(), lmtp?.close(), ...reading, spooling]);
      await pipeline.close();
      await index.close();
      await outbox.drain(Math.max(grace / 2, 1));
      await sending;
      clearTimeout(deadline);
      ending.abort();
      await release();
    };
    return { core, store, embedded, status, close };
  } catch (error) {
    ending.abort();
    await release();
    throw error;
  }
}

/** Starts the servers of embedded mailboxes; answers settings in which they are servers like any other. */
async function withEmbedded(
  settings: Settings,
  embedded: Map<MailboxId, Embedded>,
  now: () => Date,
  releases: (() => Promise<void> | void)[],
): Promise<Settings> {
  const mailboxes = new Map(settings.mailboxes);
  for (const [id, box] of settings.mailboxes) {
    if (box.access.kind !== 'embedded') continue;
    const password = randomBytes(9).toString('base64url');
    const servers = await startEmbedded({
      addresses: [box.address, ...box.ownAddresses.filter((own) => own !== box.address)],
      people: peopleOf(settings),
      password,
      ports: { imap: box.access.imapPort, smtp: box.access.smtpPort },
      now,
    });
    releases.push(() => servers.close());
    embedded.set(id, servers);
    const login = { kind: 'password', user: box.address, password: new Secret(password) } as const;
    const plain = { tls: 'none', ca: undefined, login } as const;
    const imap: ServerSettings = { host: servers.imap.host, port: servers.imap.port, ...plain };
    const smtp: ServerSettings = { host: servers.smtp.host, port: servers.smtp.port, ...plain };
    // It begins empty with each start: all that lies in it has come since.
    const since = { kind: 'date', date: new Date(0) } as const;
    mailboxes.set(id, {
      ...box,
      since,
      access: { kind: 'servers', imap, smtp },
      trusted: [...box.trusted, AUTHSERV_ID],
    });
  }
  return { ...settings, mailboxes };
}

/** Who has a box on the embedded server, beside the gateway: the agents, and a few clients for the demo. */
function peopleOf(settings: Settings): readonly string[] {
  const agents = [...settings.policy.agents.values()].map((agent) => agent.addresses[0]);
  return [...new Set([...agents, ...DEMO_CLIENTS])];
}

/** Clients of the demo; example domains of RFC 2606. */
const DEMO_CLIENTS = ['ana@client.example', 'jovan@klijent.example'];

function tokenSources(
  settings: Settings,
  now: () => Date,
  releases: (() => Promise<void> | void)[],
): ReadonlyMap<MailboxId, { readonly imap: TokenSource | undefined; readonly smtp: TokenSource | undefined }> {
  const source = (server: ServerSettings | undefined): TokenSource | undefined => {
    if (server?.login.kind !== 'oauth') return undefined;
    const tokens = createTokenSource(server.login.oauth, { ...TOKEN_DEPS, now });
    releases.push(() => tokens.close());
    return tokens;
  };
  const found = new Map<
    MailboxId,
    { readonly imap: TokenSource | undefined; readonly smtp: TokenSource | undefined }
  >();
  for (const [id, { access }] of settings.mailboxes) {
    if (access.kind === 'servers') found.set(id, { imap: source(access.imap), smtp: source(access.smtp) });
  }
  return found;
}

function transportsOf(
  settings: Settings,
  tokens: ReturnType<typeof tokenSources>,
  log: Logger,
  releases: (() => Promise<void> | void)[],
): ReadonlyMap<MailboxId, Transport> {
  const transports = new Map<MailboxId, Transport>();
  for (const [id, box] of settings.mailboxes) {
    if (box.access.kind !== 'servers' || box.access.smtp === undefined) continue;
    const { host, port, tls, ca, login } = box.access.smtp;
    const user = login.kind === 'none' ? undefined : login.user;
    const password = login.kind === 'password' ? login.password.reveal() : undefined;
    const account = { name: id, host, port, tls, ca, user, password, address: box.address };
    const transport = createTransport(account, { log, tokens: tokens.get(id)?.smtp });
    releases.push(() => transport.close());
    transports.set(id, transport);
  }
  return transports;
}

function readersOf(
  settings: Settings,
  parts: Omit<Parameters<typeof createImapReader>[0], 'account'>,
  tokens: ReturnType<typeof tokenSources>,
): ReadonlyMap<MailboxId, ImapReader> {
  const readers = new Map<MailboxId, ImapReader>();
  for (const [id, box] of settings.mailboxes) {
    if (box.access.kind !== 'servers') continue;
    const account = imapAccount(box, box.access.imap);
    const limits = { batchMails: settings.intake.batchMails, batchBytes: settings.intake.batchBytes };
    readers.set(id, createImapReader({ ...parts, account, limits, tokens: tokens.get(id)?.imap }));
  }
  return readers;
}

/** DNS by the configured servers, cached; undefined when signatures are not to be checked. */
function resolverOf(dns: DnsSettings): MailResolver | undefined {
  if (dns.kind === 'off') return undefined;
  const resolver = new Resolver({ timeout: dns.timeout, tries: 1 });
  if (dns.servers.length > 0) resolver.setServers(dns.servers);
  return cachedResolver({ resolve: (domain, type) => resolver.resolve(domain, type), timeoutMs: dns.timeout });
}

/** The mailbox by whose rules mail to an address is read. */
function mailboxFor(settings: Settings, recipient: string): MailboxId {
  const address = recipient.toLowerCase();
  const owns = (box: MailboxSettings) => box.ownAddresses.some((own) => own.toLowerCase() === address);
  const box = [...settings.mailboxes.values()].find(owns) ?? [...settings.mailboxes.values()][0];
  if (box === undefined) throw new Error('no mailbox is configured');
  return box.id;
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
  await execute(
    tx,
    {
      kind: 'undelivered',
      outbox: row.id,
      ticket: row.ticket,
      contact: row.contact,
      agent: row.agent,
      address: row.recipient,
      status: why.status,
      detail: why.text,
      permanent: why.state === 'failed' && why.status?.startsWith('5.1') === true,
    },
    core.execution,
    at,
  );
}
