import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import MailComposer from 'nodemailer/lib/mail-composer';
import pino from 'pino';
import PostalMime from 'postal-mime';
import { expect } from 'vitest';
import { MONTHLY_JOBS } from '../../src/clock/jobs.ts';
import { monthlyStep } from '../../src/clock/monthly.ts';
import { tellOperator } from '../../src/clock/operator.ts';
import { timerStep } from '../../src/clock/timers.ts';
import { loadSettings } from '../../src/config/load.ts';
import type { Settings } from '../../src/config/settings.ts';
import { composeMime } from '../../src/delivery/mime.ts';
import { createRenderer, type Renderer } from '../../src/delivery/render/renderer.ts';
import type { LedgerId } from '../../src/desk/ids.ts';
import { type Core, createCore } from '../../src/intake/core.ts';
import type { Resolver } from '../../src/mail/authenticity/own-check.ts';
import { openStore } from '../../src/store/open.ts';
import type { LedgerRow, Store } from '../../src/store/port.ts';
import { CONFIGURATION, type Received, type Sending } from './world.ts';

const TEMPLATES = resolve(import.meta.dirname, '../../templates');

/** The whole gateway between its ways in and its relay, with a clock of its own: mail is handed in and taken out by the test. */
export interface DeskWorld {
  readonly core: Core;
  readonly store: Store;
  readonly settings: Settings;
  /** The virtual clock; everything reads it. */
  clock: Date;
  /** Hands mails in, works them off, and delivers what follows; answers their ledger rows. */
  send(...mails: readonly (Sending | Buffer)[]): Promise<readonly LedgerRow[]>;
  /** What somebody has got so far, oldest first. */
  inbox(address: string): readonly Received[];
  last(address: string): Received;
  /** Everybody who has got something. */
  everybody(): readonly string[];
  /** Delivers what waits in the outbox and is due. */
  deliver(): Promise<number>;
  /** Tells the operator what waits, as the clock does. */
  tellOperator(): Promise<Date | undefined>;
  /** Fires the timers that are due by the clock, walks on after a change of configuration, and delivers what follows. */
  tick(): Promise<void>;
  /** Moves the clock to a moment; each timer fires, and each mail that waited goes out, at its own moment on the way there. */
  until(moment: Date | string): Promise<void>;
  /** Moves the clock without anything happening on the way: the gateway was down. `tick` is its start. */
  down(moment: Date | string): void;
  /** Forgets what everybody has got. */
  clear(): void;
  /** Starts anew on the same data with another configuration; this world is over then. */
  reconfigured(configuration: string): Promise<DeskWorld>;
  close(): Promise<void>;
}

/** Counted over all worlds, so that one which goes on with another's data makes new ones. */
let tokens = 0;
let uid = 0;

/** The receiver that the configuration of tests trusts; mail of `unproved` senders goes without its mark. */
const RECEIVER = 'mx.test';

/** Starts a core on a store of its own. `configuration` defaults to the two desks of the embedded world. */
export async function startDesk(
  configuration: string = CONFIGURATION,
  files: Readonly<Record<string, string>> = {},
  goesOn?: { readonly folder: string; readonly clock: Date },
  resolver?: Resolver,
): Promise<DeskWorld> {
  const folder = goesOn?.folder ?? (await mkdtemp(join(tmpdir(), 'spoc-desk-')));
  const file = join(folder, 'spoc.yaml');
  await writeFile(file, configuration.replace(/^( {4}address: .*)$/m, `$1\n    trusted: [${RECEIVER}]`));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const loaded = await loadSettings(file, {});
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, null, 1));
  const { settings } = loaded;
  const renderer = prepared(settings.templates);
  const log = pino({ level: process.env.SPOC_TEST_LOG ?? 'silent' });
  const store = await openStore({ folder: settings.data, log });
  const boxes = new Map<string, Received[]>();
  const [box] = settings.mailboxes.keys();
  let nextMonth: Date | undefined;

  const world: DeskWorld = {
    core: await createCore({
      store,
      settings,
      renderer,
      resolver,
      log,
      now: () => world.clock,
      random: () => 0.5,
      token: () => `t${String(++tokens).padStart(25, '0')}`,
      onChange: () => undefined,
    }),
    store,
    settings,
    clock: goesOn?.clock ?? new Date('2026-11-23T09:00:00Z'),
    async send(...mails) {
      const raws = await Promise.all(mails.map((mail) => (Buffer.isBuffer(mail) ? mail : compose(mail, world.clock))));
      const kept = await world.core.keeper.keep(
        raws.map((content) => ({
          source: { kind: 'imap', mailbox: box ?? '', folder: 'INBOX', uidValidity: 1n, uid: ++uid },
          arrivedAt: world.clock,
          quiet: false,
          content,
        })),
      );
      while ((await world.core.step()) > 0);
      await world.tick();
      const rows = await Promise.all(kept.map(({ id }) => store.read.ledgerRow(id)));
      return rows.flatMap((row) => row ?? []);
    },
    inbox: (address) => boxes.get(address) ?? [],
    last: (address) => {
      const mail = boxes.get(address)?.at(-1);
      if (mail === undefined) throw new Error(`${address} has got no mail; others: ${[...boxes.keys()].join(', ')}`);
      return mail;
    },
    everybody: () => [...boxes.keys()],
    async deliver() {
      let count = 0;
      for (;;) {
        const rows = await store.write((tx) => tx.claim(world.clock, 100));
        if (rows.length === 0) return count;
        for (const row of rows) {
          const content = (await composeMime(row, store.blobs)).open();
          const raw = Buffer.isBuffer(content) ? content : await buffer(content);
          boxes.set(row.recipient, [...(boxes.get(row.recipient) ?? []), { ...(await PostalMime.parse(raw)), raw }]);
          count += 1;
        }
        await store.write(async (tx) => {
          for (const row of rows) await tx.sent(row.id, '250 ok', undefined, world.clock);
        });
      }
    },
    async tellOperator() {
      const next = await tellOperator(store, world.core.execution, world.clock);
      await world.deliver();
      return next;
    },
    async tick() {
      while ((await step()) === 'more');
      let next = await months();
      while (next === 'more') next = await months();
      nextMonth = next;
      await world.deliver();
    },
    async until(moment) {
      const end = new Date(moment);
      if (end < world.clock) throw new Error(`${end.toISOString()} is past: it is ${world.clock.toISOString()}`);
      await world.tick();
      for (;;) {
        const moments = [await store.read.nextTimerAt(), await store.read.nextOutboxAt(), nextMonth];
        const next = moments.flatMap((one) => one ?? []).sort((a, b) => a.getTime() - b.getTime())[0];
        if (next === undefined || next > end) break;
        if (next <= world.clock) throw new Error(`${next.toISOString()} was due and did not come about`);
        world.clock = next;
        await world.tick();
      }
      world.clock = end;
    },
    down(moment) {
      world.clock = new Date(moment);
    },
    clear: () => boxes.clear(),
    async reconfigured(other) {
      await world.core.close();
      await store.close();
      return startDesk(other, files, { folder, clock: world.clock }, resolver);
    },
    async close() {
      await world.core.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  const parts = {
    ...{ store, log, execution: world.core.execution },
    ...{ now: () => world.clock, random: () => 0, onChange: () => undefined },
  };
  const step = timerStep({ ...parts, timing: settings.timing });
  const months = monthlyStep({ ...parts, jobs: MONTHLY_JOBS });
  return world;
}

/** Ours alone, made once for all worlds of a test file: reading the templates of all languages takes seconds. */
let ours: Renderer | undefined;

function prepared(own: string | undefined): Renderer {
  if (own === undefined && ours !== undefined) return ours;
  const renderer = createRenderer({ builtIn: TEMPLATES, own });
  expect(renderer.prepare()).toEqual([]);
  if (own === undefined) ours = renderer;
  return renderer;
}

/** Builds the raw mail, with the receiver's mark unless its sender is `unproved`. */
export async function compose(mail: Sending, date: Date): Promise<Buffer> {
  const sender = /<([^>]+)>/.exec(mail.from)?.[1] ?? mail.from;
  const re = mail.replyTo;
  const quoted =
    re === undefined
      ? ''
      : `\n\nOn Mon, 23 Nov 2026 at 10:00, ${re.from?.name ?? ''} <${re.from?.address ?? ''}> wrote:\n${(re.text ?? '')
          .split('\n')
          .map((line) => `> ${line}`)
          .join('\n')}`;
  const composed = await new MailComposer({
    from: mail.from,
    to: (mail.to ?? mail.toInstead ?? re?.replyTo?.[0]?.address ?? re?.from?.address) as string,
    ...(mail.cc === undefined ? {} : { cc: mail.cc as string }),
    subject: mail.subject ?? (re === undefined ? 'Hello' : `Re: ${re.subject}`),
    text: `${mail.text ?? ''}${quoted}`,
    date,
    ...(mail.html === undefined ? {} : { html: mail.html }),
    ...(re?.messageId === undefined
      ? {}
      : { inReplyTo: re.messageId, references: `${re.references ?? ''} ${re.messageId}`.trim() }),
    ...(mail.messageId === undefined ? {} : { messageId: mail.messageId }),
    ...(mail.headers === undefined ? {} : { headers: mail.headers }),
    attachments: [...(mail.attachments ?? [])],
  })
    .compile()
    .build();
  const mark = mail.unproved ? '' : `Authentication-Results: ${RECEIVER}; auth=pass smtp.auth=${sender}\r\n`;
  return Buffer.concat([
    Buffer.from(`${mark}Received: from client by ${RECEIVER}; Mon, 23 Nov 2026 09:00:00 +0000\r\n`),
    composed,
  ]);
}

/** A ledger id of a row, for those who need only that. */
export function idOf(row: LedgerRow | undefined): LedgerId {
  if (row === undefined) throw new Error('there is no such row');
  return row.id;
}
