/**
 * The whole gateway beside the bare parts that it stands on: `npm run bench [-- PAIRS [MAILS]]`. Floor: mailparser, five inserts a mail in
 * commits of fifty, one mail composed. Spoc: kept, understood in workers, decided, committed, confirmation rendered and composed, search index
 * fed. No servers: what the network costs is not in it. Runs them in turn and prints medians and ratios as a table, then one line of JSON.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import Database from 'better-sqlite3';
import { simpleParser } from 'mailparser';
import MailComposer from 'nodemailer/lib/mail-composer';
import pino from 'pino';
import { loadSettings } from '../../src/config/load.ts';
import { composeMime } from '../../src/delivery/mime.ts';
import { createRenderer } from '../../src/delivery/render/renderer.ts';
import { createCore } from '../../src/intake/core.ts';
import { openStore } from '../../src/store/open.ts';
import { ordinaryMails } from './ordinary-mail.ts';

const PAIRS = Number(process.argv[2] ?? 3);
const MAILS = Number(process.argv[3] ?? 400);
const BATCH = 50;

const CONFIGURATION = `
data: data
mailboxes:
  box: { embedded: true, address: support@bench.test, default_desk: support }
desks:
  support:
    { name: Support, address: support@bench.test, prefix: SUP, locale: en, time_zone: UTC, agents: [], signature: Support }
dns: 'off'
limits: { batch_mails: ${BATCH}, answers_per_hour: 10000, answers_per_day: 100000 }
`;

interface Run {
  readonly perSecond: number;
  /** Processor milliseconds of one mail, all threads. */
  readonly cpu: number;
}

async function timed(count: number, work: () => Promise<void>): Promise<Run> {
  const cpu = process.cpuUsage();
  const begun = performance.now();
  await work();
  const took = performance.now() - begun;
  const used = process.cpuUsage(cpu);
  return { perSecond: (count / took) * 1000, cpu: (used.user + used.system) / 1000 / count };
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'spoc-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function floor(mails: readonly Buffer[]): Promise<Run> {
  return inFolder(async (folder) => {
    const db = new Database(join(folder, 'floor.db'));
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.exec('CREATE TABLE rows (id INTEGER PRIMARY KEY, kind TEXT, a TEXT, b TEXT)');
    const insert = db.prepare('INSERT INTO rows (kind, a, b) VALUES (?, ?, ?)');
    const run = await timed(mails.length, async () => {
      for (let at = 0; at < mails.length; at += BATCH) {
        const batch = mails.slice(at, at + BATCH);
        const options = { skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true };
        const parsed = await Promise.all(batch.map((raw) => simpleParser(raw, options)));
        db.transaction(() => {
          for (const mail of parsed) {
            for (const kind of ['ledger', 'ticket', 'event', 'message', 'outbox'])
              insert.run(kind, mail.subject ?? '', mail.text ?? '');
          }
        })();
        for (const mail of parsed) {
          await new MailComposer({ to: mail.from?.text ?? '', subject: mail.subject ?? '', text: mail.text ?? '' })
            .compile()
            .build();
        }
      }
    });
    db.close();
    return run;
  });
}

function spoc(mails: readonly Buffer[]): Promise<Run> {
  return inFolder(async (folder) => {
    await writeFile(join(folder, 'spoc.yaml'), CONFIGURATION);
    const loaded = await loadSettings(join(folder, 'spoc.yaml'), {});
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    const { settings } = loaded;
    const renderer = createRenderer({ builtIn: resolve(import.meta.dirname, '../../templates'), own: undefined });
    renderer.prepare();
    const log = pino({ level: 'silent' });
    const store = await openStore({ folder: settings.data, log });
    let tokens = 0;
    const token = () => `t${String(++tokens).padStart(31, '0')}`;
    const now = () => new Date();
    const parts = { store, settings, renderer, resolver: undefined, log, now, random: Math.random, token };
    const core = await createCore({ ...parts, onChange: () => undefined });
    let uid = 0;
    const take = async (raws: readonly Buffer[]) => {
      const source = () => ({ kind: 'imap', mailbox: 'box', folder: 'INBOX', uidValidity: 1n, uid: ++uid }) as const;
      await core.keeper.keep(raws.map((content) => ({ source: source(), arrivedAt: now(), quiet: false, content })));
      while ((await core.step()) > 0);
      const rows = await store.write((tx) => tx.claim(now(), 1000));
      for (const row of rows) await buffer((await composeMime(row, store.blobs)).open());
      await store.write(async (tx) => {
        for (const row of rows) await tx.sent(row.id, '250 ok', undefined, now());
      });
      await store.indexSome(1000);
    };
    await take(mails.slice(0, BATCH)); // starts the workers
    const rest = mails.slice(BATCH);
    const run = await timed(rest.length, async () => {
      for (let at = 0; at < rest.length; at += BATCH) await take(rest.slice(at, at + BATCH));
    });
    await core.close();
    await store.close();
    return run;
  });
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const results = [];
for (const { name, mails } of ordinaryMails(MAILS)) {
  const pairs: { readonly floor: Run; readonly spoc: Run }[] = [];
  for (let pair = 0; pair < PAIRS; pair += 1) pairs.push({ floor: await floor(mails), spoc: await spoc(mails) });
  const of = (which: 'floor' | 'spoc', what: keyof Run) => median(pairs.map((pair) => pair[which][what]));
  results.push({
    corpus: name,
    floorPerSecond: Math.round(of('floor', 'perSecond')),
    spocPerSecond: Math.round(of('spoc', 'perSecond')),
    ratio: Number(median(pairs.map((pair) => pair.spoc.perSecond / pair.floor.perSecond)).toFixed(2)),
    floorCpuMs: Number(of('floor', 'cpu').toFixed(2)),
    spocCpuMs: Number(of('spoc', 'cpu').toFixed(2)),
  });
}
console.table(results);
console.log(JSON.stringify({ bench: 'whole', pairs: PAIRS, mails: MAILS, results }));
