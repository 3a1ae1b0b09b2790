import type { ContactId, OutboxId } from '../desk/ids.ts';
import type { Connection } from './connection.ts';
import { emptyOutgoing } from './forget.ts';
import type { Ages } from './port.ts';

/** Why an attachment is not there. */
export const TOO_OLD = 'removed by age';

/** Lets go of some of what is older than it is to be kept, within the open transaction; answers how many things. Mail that waits for a person stays. */
export function removeOld(db: Connection, { rawBefore, attachmentsBefore }: Ages, limit: number, at: Date): number {
  const { raw } = db;
  let removed = 0;
  if (rawBefore !== undefined) {
    const before = rawBefore.getTime();
    removed += raw
      .prepare(
        `UPDATE ledger SET removed = 'age' WHERE id IN (
           SELECT id FROM ledger INDEXED BY ledger_age WHERE removed IS NULL AND outcome IS NOT NULL AND arrived_at < ?
             AND outcome NOT IN ('held', 'quarantined', 'failed') LIMIT ?)`,
      )
      .run(before, limit).changes;
    const sent = raw
      .prepare(
        `SELECT id FROM outbox INDEXED BY outbox_age
         WHERE emptied IS NULL AND state IN ('sent', 'dropped', 'bounced') AND created_at < ? LIMIT ?`,
      )
      .pluck()
      .all(before, limit) as OutboxId[];
    for (const id of sent) emptyOutgoing(raw, id, at, false);
    removed += sent.length;
  }
  if (attachmentsBefore !== undefined)
    removed += raw
      .prepare(
        `UPDATE attachments SET blob = NULL, left_out = '${TOO_OLD}' WHERE (message, position) IN (
           SELECT a.message, a.position FROM attachments a JOIN messages m ON m.id = a.message
           WHERE a.blob IS NOT NULL AND m.at < ? AND m.held = 0 LIMIT ?)`,
      )
      .run(attachmentsBefore.getTime(), limit).changes;
  return removed;
}

/** Contacts whose tickets all came to rest before that moment, and who take part in no other. Whoever has had no ticket stays: an operator entered him. */
export function forgettable({ raw }: Connection, before: Date, limit: number): readonly ContactId[] {
  return raw
    .prepare(
      `SELECT c.id FROM contacts c
       WHERE c.forgotten IS NULL AND c.responsible = 0
         AND EXISTS (SELECT 1 FROM tickets t WHERE t.requester = c.id)
         AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.requester = c.id AND (t.done_at IS NULL OR t.updated_at >= @before))
         AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.by = 'contact:' || c.id AND m.at >= @before)
         AND NOT EXISTS (
           SELECT 1 FROM tickets t, json_each(t.watchers) w
           WHERE (t.done_at IS NULL OR t.updated_at >= @before) AND w.value = c.id)
       ORDER BY c.id LIMIT @limit`,
    )
    .pluck()
    .all({ before: before.getTime(), limit }) as ContactId[];
}
