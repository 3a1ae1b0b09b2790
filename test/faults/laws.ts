import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { OUTCOMES, type Outcome } from '../../src/desk/facts.ts';
import type { MessageId } from '../../src/mail/mail.ts';
import { openStore } from '../../src/store/open.ts';
import type { LedgerRow, OutboxRow, Store } from '../../src/store/port.ts';
import { EXPECTED, type Fed } from './crowd.ts';
import { DONE, type Stage } from './stage.ts';

/** What was found when all had come to rest. */
export interface Findings {
  /** A sentence for each law that does not hold. */
  readonly wrong: readonly string[];
  readonly outcomes: Readonly<Record<string, number>>;
  readonly tickets: number;
  readonly notices: number;
  /** Notices that somebody has got again: each was on the way when the gateway was killed. */
  readonly repeats: number;
  /** Notices that were on the way at two kills, and are left to a person. */
  readonly left: number;
}

/** What may lie in a data folder while no gateway runs. */
const FURNITURE = new Set(['spoc.db', 'lock.db', 'blobs', 'tmp', 'spool-in', 'deliver']);
const MOST = 100_000;

/** Holds what a gateway that has ended leaves behind to the laws. `onTheWay`: the Message-IDs that were on the way at each kill. */
export async function examineAll(
  stage: Stage,
  fed: readonly Fed[],
  onTheWay: readonly ReadonlySet<MessageId>[],
): Promise<Findings> {
  const wrong: string[] = [...(await leftovers(stage.data))];
  const store = await openStore({ folder: stage.data, log: { info: () => undefined } });
  try {
    wrong.push(...(await store.examine()));
    const rows = await store.read.ledgerRows({ limit: MOST });
    wrong.push(...(await mailLaws(store, rows, fed)), ...(await mailboxLaws(stage, fed)));
    const tickets = await ticketLaws(store, rows);
    const sent = await noticeLaws(store, await stage.received(), onTheWay);
    wrong.push(...tickets.wrong, ...sent.wrong);
    const outcomes = Object.fromEntries(
      OUTCOMES.map((outcome) => [outcome, rows.filter((row) => row.outcome === outcome).length] as const).filter(
        ([, count]) => count > 0,
      ),
    );
    return { wrong, outcomes, tickets: tickets.count, notices: sent.notices, repeats: sent.repeats, left: sent.left };
  } finally {
    await store.close();
  }
}

/** Temporary files, and whatever else should not be there. Before the store is opened: that sweeps. */
async function leftovers(data: string): Promise<readonly string[]> {
  const names = await readdir(data);
  const strange = names.filter((name) => !FURNITURE.has(name));
  const temporary = await readdir(join(data, 'tmp'));
  return [...strange, ...temporary.map((name) => `tmp/${name}`)].map((name) => `${name} is left in the data folder`);
}

function idOf(raw: Buffer): string {
  return /^X-Fed: (\S+)/m.exec(raw.toString('latin1'))?.[1] ?? 'no mail of ours';
}

/** Each mail has one ledger row with the outcome that it should have; its raw bytes are there; received = waiting + outcomes. */
async function mailLaws(store: Store, rows: readonly LedgerRow[], fed: readonly Fed[]): Promise<readonly string[]> {
  const wrong: string[] = [];
  const { received, waiting, outcomes } = await store.read.ledgerCounts();
  const settled = Object.values(outcomes).reduce((sum, n) => sum + n, 0);
  if (received !== waiting + settled)
    wrong.push(`${received} received, ${waiting} waiting, ${settled} with an outcome`);
  if (received !== fed.length) wrong.push(`${fed.length} mails came, ${received} were received`);
  const found = new Map<string, Outcome | undefined>();
  for (const row of rows) {
    const id = row.blob === undefined ? `row ${row.id} without a blob` : idOf(await store.blobs.get(row.blob));
    if (found.has(id)) wrong.push(`${id} has two ledger rows`);
    if (row.attempts > 0) wrong.push(`${id} failed ${row.attempts} times: ${row.lastError ?? ''}`);
    if (row.history.length > 0) wrong.push(`${id} changed its outcome`);
    found.set(id, row.outcome);
  }
  for (const { id, kind } of fed) {
    if (!found.has(id)) wrong.push(`${id} (${kind}) has no ledger row`);
    else if (found.get(id) !== EXPECTED[kind]) wrong.push(`${id} (${kind}) is ${found.get(id) ?? 'still waiting'}`);
  }
  return wrong;
}

/** The mailbox was told of each mail, once. */
async function mailboxLaws(stage: Stage, fed: readonly Fed[]): Promise<readonly string[]> {
  const wrong = (await stage.deskFolder('INBOX')).map((raw) => `${idOf(raw)} is still in the mailbox`);
  const done = (await stage.deskFolder(DONE)).map(idOf);
  for (const { id } of fed) {
    const times = done.filter((one) => one === id).length;
    if (times !== 1) wrong.push(`${id} lies ${times} times in ${DONE}`);
  }
  return wrong;
}

/** Each ticket and each message exists once, and leads to its mail. */
async function ticketLaws(
  store: Store,
  rows: readonly LedgerRow[],
): Promise<{ readonly wrong: readonly string[]; readonly count: number }> {
  const wrong: string[] = [];
  const tickets = await store.read.tickets({ limit: MOST });
  const opened = rows.filter((row) => row.outcome === 'opened');
  if (tickets.length !== opened.length) wrong.push(`${opened.length} mails opened ${tickets.length} tickets`);
  const numbers = new Set(tickets.map(({ number }) => number));
  if (numbers.size !== tickets.length) wrong.push('two tickets have one number');
  const messages = new Map<number, number>();
  for (const ticket of tickets) {
    const versions = (await store.read.events(ticket.id)).map(({ version }) => version);
    if (new Set(versions).size !== versions.length) wrong.push(`${ticket.number} has an event twice`);
    for (const { ledger } of await store.read.messages(ticket.id)) {
      if (ledger !== undefined) messages.set(ledger, (messages.get(ledger) ?? 0) + 1);
    }
  }
  for (const row of rows.filter(({ outcome }) => outcome === 'opened' || outcome === 'added')) {
    const count = messages.get(row.id) ?? 0;
    if (count !== 1) wrong.push(`ledger row ${row.id} (${row.outcome}) has ${count} messages`);
  }
  return { wrong, count: tickets.length };
}

/** Each notice exists once and was received once; again only if it was on the way at a kill, and then with the same Message-ID. */
async function noticeLaws(
  store: Store,
  received: ReadonlyMap<string, readonly Buffer[]>,
  onTheWay: readonly ReadonlySet<MessageId>[],
): Promise<Pick<Findings, 'wrong' | 'notices' | 'repeats' | 'left'>> {
  const wrong: string[] = [];
  const outbox = await store.read.outbox({ limit: MOST });
  const times = new Map<string, number>();
  for (const [address, mails] of received) {
    for (const raw of mails) {
      const id = /^Message-ID:\s*<([^>]+)>/im.exec(raw.toString('latin1'))?.[1] ?? '?';
      times.set(`${address} ${id}`, (times.get(`${address} ${id}`) ?? 0) + 1);
    }
  }
  const same = new Set<string>();
  let repeats = 0;
  let left = 0;
  for (const row of outbox) {
    const key = [row.kind, row.ticket, row.version, row.message, row.recipient].join(' ');
    if (same.has(key)) wrong.push(`two mails are one notice: ${key}`);
    same.add(key);
    const name = `${row.recipient} ${row.messageId}`;
    const got = times.get(name) ?? 0;
    times.delete(name);
    const kills = onTheWay.filter((ids) => ids.has(row.messageId)).length;
    repeats += Math.max(0, got - 1);
    if (row.state === 'uncertain') left += 1;
    wrong.push(...noticeLaw(row, got, kills));
  }
  for (const name of times.keys()) wrong.push(`a mail to ${name} was received and is not in the outbox`);
  return { wrong, notices: outbox.length, repeats, left };
}

function noticeLaw(row: OutboxRow, got: number, kills: number): readonly string[] {
  const name = `notice ${row.id} (${row.kind} to ${row.recipient})`;
  if (got > 1 + Math.min(kills, 1)) return [`${name} was received ${got} times, on the way at ${kills} kills`];
  switch (row.state) {
    case 'sent':
      return got === 0 ? [`${name} is said to be sent and was not received`] : [];
    case 'uncertain':
      return kills < 2 ? [`${name} is left to a person, and was on the way at ${kills} kills`] : [];
    case 'bounced':
      return got === 0 ? [`${name} bounced and was not received`] : [];
    case 'failed':
      return row.recipient.endsWith('@nowhere.test') ? [] : [`${name} failed: ${row.lastError ?? ''}`];
    default:
      return [`${name} is ${row.state}: ${row.lastError ?? ''}`];
  }
}
