import { setImmediate } from 'node:timers/promises';
import type { ContactId, OutboxId } from '../desk/ids.ts';
import type { Connection } from './connection.ts';
import { emptyOutgoing } from './forget.ts';

/** Why an attachment is not there. */
export const TOO_OLD = 'removed by age';

/** Contacts, tickets and messages that one piece of a walk looks at. */
const PIECE = 500;

/** Lets go of some of the raw mail that is older than it is to be kept, within the open transaction; answers how many. Mail that waits for a person stays. */
export function removeOldRaw({ raw }: Connection, before: Date, limit: number, at: Date): number {
  const removed = raw
    .prepare(
      `UPDATE ledger SET removed = 'age' WHERE id IN (
         SELECT id FROM ledger INDEXED BY ledger_age WHERE removed IS NULL AND outcome IS NOT NULL AND arrived_at < ?
           AND outcome NOT IN ('held', 'quarantined', 'failed') LIMIT ?)`,
    )
    .run(before.getTime(), limit).changes;
  const sent = raw
    .prepare(
      `SELECT id FROM outbox INDEXED BY outbox_age
       WHERE emptied IS NULL AND state IN ('sent', 'dropped', 'bounced') AND created_at < ? LIMIT ?`,
    )
    .pluck()
    .all(before.getTime(), limit) as OutboxId[];
  for (const id of sent) emptyOutgoing(raw, id, at, false);
  return removed + sent.length;
}

/**
 * Lets go of the attachments of one piece of the messages beyond `after` that are older than they are to be kept, within the open transaction. `next`
 * is where to go on; undefined: that was the last piece.
 */
export function removeOldAttachments(
  { raw }: Connection,
  before: Date,
  after: number,
): { readonly removed: number; readonly next: number | undefined } {
  const to = after + PIECE;
  const removed = raw
    .prepare(
      `UPDATE attachments SET blob = NULL, left_out = '${TOO_OLD}' WHERE (message, position) IN (
         SELECT a.message, a.position FROM attachments a JOIN messages m ON m.id = a.message
         WHERE a.message > @after AND a.message <= @to AND a.blob IS NOT NULL AND m.at < @before AND m.held = 0)`,
    )
    .run({ after, to, before: before.getTime() }).changes;
  return { removed, next: to < lastOf(raw, 'messages') ? to : undefined };
}

/**
 * Contacts whose tickets all came to rest before that moment, and who take part in no other. Whoever has had no ticket stays: an operator entered him.
 * All tickets and contacts are walked through, a piece at a time, with others having their turn in between.
 */
export async function forgettable({ raw }: Connection, before: Date, limit: number): Promise<readonly ContactId[]> {
  const watching = raw
    .prepare(
      `SELECT DISTINCT w.value FROM tickets t, json_each(t.watchers) w
       WHERE t.id > @after AND t.id <= @to AND t.watchers <> '[]' AND (t.done_at IS NULL OR t.updated_at >= @before)`,
    )
    .pluck();
  const quiet = raw
    .prepare(
      `SELECT c.id FROM contacts c
       WHERE c.id > @after AND c.id <= @to AND c.forgotten IS NULL AND c.responsible = 0
         AND EXISTS (SELECT 1 FROM tickets t WHERE t.requester = c.id)
         AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.requester = c.id AND (t.done_at IS NULL OR t.updated_at >= @before))
         AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.by = 'contact:' || c.id AND m.at >= @before)
       ORDER BY c.id`,
    )
    .pluck();
  async function* inPieces(statement: typeof quiet, table: 'tickets' | 'contacts'): AsyncGenerator<ContactId> {
    const last = lastOf(raw, table);
    for (let after = 0; after < last; after += PIECE) {
      yield* statement.all({ after, to: after + PIECE, before: before.getTime() }) as ContactId[];
      await setImmediate();
    }
  }
  const watchers = new Set<ContactId>();
  for await (const id of inPieces(watching, 'tickets')) watchers.add(id);
  const found: ContactId[] = [];
  for await (const id of inPieces(quiet, 'contacts')) {
    if (found.length === limit) break;
    if (!watchers.has(id)) found.push(id);
  }
  return found;
}

function lastOf(raw: Connection['raw'], table: 'tickets' | 'contacts' | 'messages'): number {
  return Number(raw.prepare(`SELECT max(id) FROM ${table}`).pluck().get() ?? 0);
}
