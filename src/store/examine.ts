import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { TicketId } from '../desk/ids.ts';
import { fold } from '../desk/ticket.ts';
import type { BlobHash, Blobs } from './blobs.ts';
import { careOf, careText, eventOf } from './codec.ts';
import type { Connection } from './connection.ts';
import { ticketStates } from './ticket-rows.ts';

/** How deep is looked: `references` at rows and whether what they refer to is there; `contents` reads every blob and folds every history too. */
export type Depth = 'references' | 'contents';

/** Things of one kind that are named one by one. */
const NAMED = 20;
/** Tickets and small blobs to one query. */
const STEP = 200;

/** Looks whether the database is whole, its references lead somewhere, and the law of the ledger holds of the rows themselves. */
export async function examine(db: Connection, blobs: Blobs, depth: Depth): Promise<readonly string[]> {
  const wrong = [...damage(db), ...(await missingBlobs(db, blobs))];
  if (depth === 'references') return wrong;
  return [...wrong, ...(await spoiltBlobs(db, blobs)), ...brokenTickets(db)];
}

function damage({ raw }: Connection): readonly string[] {
  const wrong: string[] = [];
  for (const line of raw.prepare('PRAGMA integrity_check(20)').pluck().all())
    if (line !== 'ok') wrong.push(`the database file is damaged: ${String(line)}`);
  const loose = raw.prepare('SELECT count(*) FROM pragma_foreign_key_check').pluck().get();
  if (loose !== 0) wrong.push(`${String(loose)} rows refer to rows that are not there`);

  const counted = raw
    .prepare(
      `SELECT name, sum(n) AS n FROM (
         SELECT 'ledger:received' AS name, count(*) AS n FROM ledger
         UNION ALL SELECT 'ledger:' || coalesce(outcome, 'waiting'), count(*) FROM ledger GROUP BY outcome
         UNION ALL SELECT 'outbox:' || state, count(*) FROM outbox GROUP BY state
         UNION ALL SELECT name, -n FROM counts
       ) GROUP BY name HAVING sum(n) <> 0`,
    )
    .all() as { readonly name: string; readonly n: number }[];
  for (const { name, n } of counted) wrong.push(`the counter ${name} is ${Math.abs(n)} too ${n > 0 ? 'low' : 'high'}`);
  return wrong;
}

/** Blobs that a row needs. */
const NEEDED_BLOBS = `SELECT blob FROM (
  SELECT blob FROM ledger WHERE removed IS NULL UNION SELECT blob FROM attachments WHERE blob IS NOT NULL UNION SELECT blob FROM outbox_blobs)`;

/** The blobs of a database that lie in files, not in rows. */
export function blobsInFiles(raw: Connection['raw']): readonly BlobHash[] {
  return raw
    .prepare(`${NEEDED_BLOBS} WHERE NOT EXISTS (SELECT 1 FROM blobs WHERE hash = blob)`)
    .pluck()
    .all() as BlobHash[];
}

async function missingBlobs({ raw }: Connection, blobs: Blobs): Promise<readonly string[]> {
  const stillNeeded = raw.prepare(`SELECT ? IN (${NEEDED_BLOBS})`).pluck();
  const missing: BlobHash[] = [];
  // Asked again: beside a gateway at work it may have been let go of meanwhile.
  for (const hash of blobsInFiles(raw))
    if ((await blobs.pathOf(hash)) === undefined && stillNeeded.get(hash) === 1) missing.push(hash);
  return named(missing, (hash) => `the blob ${hash} is missing`, 'blobs are missing');
}

/** Blobs whose content is not what their name says. */
async function spoiltBlobs({ raw }: Connection, blobs: Blobs): Promise<readonly string[]> {
  const spoilt: string[] = [];
  const page = raw.prepare('SELECT id, hash, bytes FROM blobs WHERE id > ? ORDER BY id LIMIT ?');
  for (let after = 0, more = true; more; ) {
    const rows = page.all(after, STEP) as { readonly id: number; readonly hash: string; readonly bytes: Buffer }[];
    for (const { id, hash, bytes } of rows) {
      after = id;
      if (createHash('sha256').update(bytes).digest('hex') !== hash) spoilt.push(hash);
    }
    more = rows.length > 0;
  }
  for (const hash of blobsInFiles(raw)) {
    if ((await blobs.pathOf(hash)) === undefined) continue; // told as missing, or let go of meanwhile
    const sum = createHash('sha256');
    for await (const chunk of await blobs.stream(hash)) sum.update(chunk as Buffer);
    if (sum.digest('hex') !== hash) spoilt.push(hash);
  }
  return named(spoilt, (hash) => `the blob ${hash} is damaged: its content is another`, 'blobs are damaged');
}

/** Tickets whose row is not what their history makes. */
function brokenTickets(db: Connection): readonly string[] {
  const { raw } = db;
  const stateOf = ticketStates(db);
  const page = raw.prepare('SELECT id FROM tickets WHERE id > ? ORDER BY id LIMIT ?').pluck();
  const history = raw.prepare('SELECT version, at, event FROM events WHERE ticket = ? ORDER BY version');
  const broken: string[] = [];
  // One view of both: a commit must not come between the row and its events.
  const check = raw.transaction((id: TicketId): string | undefined => {
    const rows = history.all(id) as { readonly version: number; readonly at: number; readonly event: string }[];
    if (rows.some(({ version }, index) => version !== index + 1)) return `the history of ticket ${id} has gaps`;
    const events = rows.map(({ version, at, event }) => {
      return { ticket: id, version, at: new Date(at), event: eventOf(event) };
    });
    try {
      const made = fold(events);
      // What is undefined is not written.
      const same = isDeepStrictEqual({ ...made, care: careOf(careText(made.care)) }, stateOf(id)?.ticket);
      return same ? undefined : `ticket ${id} is not what its history says`;
    } catch (error) {
      return `the history of ticket ${id} cannot be: ${error instanceof Error ? error.message : String(error)}`;
    }
  });
  for (let after = 0, more = true; more; ) {
    const ids = page.all(after, STEP) as TicketId[];
    for (const id of ids) {
      after = id;
      const said = check(id);
      if (said !== undefined) broken.push(said);
    }
    more = ids.length > 0;
  }
  return named(broken, (said) => said, 'tickets are wrong');
}

function named<T extends string>(found: readonly T[], tell: (one: T) => string, rest: string): readonly string[] {
  const told = found.slice(0, NAMED).map(tell);
  return found.length > NAMED ? [...told, `${found.length - NAMED} more ${rest}`] : told;
}
