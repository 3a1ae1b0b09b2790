import { asc, desc, eq, sql } from 'drizzle-orm';
import type { TicketId } from '../desk/ids.ts';
import { addressKey } from '../mail/address.ts';
import type { MessageId, Span } from '../mail/mail.ts';
import { actorOf, known, parsed } from './codec.ts';
import { type Connection, param } from './connection.ts';
import type { MessageRow, Queries, StoredAttachment } from './port.ts';
import { select } from './prepared.ts';
import { attachments, messages } from './schema.ts';

type MessageQueries = Pick<Queries, 'messages' | 'message' | 'receivedOn' | 'seenIds'>;

/** What is asked of messages. */
export function messageQueries(db: Connection): MessageQueries {
  const { orm, raw } = db;
  const newest = select(
    db,
    orm
      .select()
      .from(messages)
      .where(eq(messages.ticket, param('ticket')))
      .orderBy(desc(messages.id))
      .limit(sql.placeholder('limit')),
  );
  const byId = select(
    db,
    orm
      .select()
      .from(messages)
      .where(eq(messages.id, param('id'))),
  );
  const attachmentsOf = select(
    db,
    orm
      .select()
      .from(attachments)
      .where(eq(attachments.message, param('message')))
      .orderBy(asc(attachments.position)),
  );
  // By way of the ledger: a second index of received Message-IDs would cost each mail a page more.
  const ticketsOf = raw
    .prepare(
      `SELECT DISTINCT m.ticket FROM ledger l CROSS JOIN messages m ON m.ledger = l.id
       WHERE l.message_id = @id AND m.message_id = @id ORDER BY m.ticket`,
    )
    .pluck();
  // What was sent to him, under the id he saw, and what he sent from any address of his. (A mail of his that staff forwarded has their id.)
  const seen = raw
    .prepare(
      `SELECT id FROM (
         SELECT coalesce(alias, message_id) AS id, created_at AS at FROM outbox
           WHERE ticket = @ticket AND recipient_key = @key AND state NOT IN ('failed', 'bounced', 'dropped')
         UNION
         SELECT m.message_id, m.at FROM messages m LEFT JOIN ledger l ON l.id = m.ledger
           WHERE m.ticket = @ticket AND m.message_id IS NOT NULL AND (
             l.sender_key = @key
             OR l.sender_key IN (
               SELECT key FROM contact_addresses WHERE contact = (SELECT contact FROM contact_addresses WHERE key = @key))
             OR (l.sender_key IS NULL AND m.by = (SELECT 'contact:' || contact FROM contact_addresses WHERE key = @key)))
       ) ORDER BY at DESC LIMIT @limit + 0`,
    )
    .pluck();

  function withAttachments(rows: readonly (typeof messages.$inferSelect)[]): readonly MessageRow[] {
    return rows.map((row) => ({
      key: row.id,
      ticket: row.ticket,
      direction: row.direction,
      by: actorOf(row.by),
      authenticity: row.authenticity,
      at: new Date(row.at),
      shown: row.shown ?? row.body,
      held: row.held === 1,
      channel: row.channel ?? 'mail',
      subject: row.subject,
      full: row.body,
      spans: parsed<Span[]>(row.spans),
      html: known(row.html),
      messageId: known(row.messageId),
      ledger: known(row.ledger),
      attachments: attachmentsOf.all({ message: row.id }).map(attachmentOf),
    }));
  }

  return {
    async messages(ticket, last) {
      return withAttachments(newest.all({ ticket, limit: last ?? -1 }).reverse());
    },
    async message(key) {
      const row = byId.get({ id: key });
      return row === undefined ? undefined : withAttachments([row])[0];
    },
    async receivedOn(ids) {
      return ids.flatMap((id) => (ticketsOf.all({ id }) as TicketId[]).map((ticket) => ({ id, ticket })));
    },
    async seenIds(ticket, address, limit) {
      const ids = seen.all({ ticket, key: addressKey(address), limit }) as MessageId[];
      return [...new Set(ids)].reverse();
    },
  };
}

function attachmentOf(row: typeof attachments.$inferSelect): StoredAttachment {
  return {
    filename: known(row.filename),
    contentType: row.contentType,
    detectedType: known(row.detectedType),
    size: row.size,
    contentId: known(row.contentId),
    inline: row.inline === 1,
    blob: known(row.blob),
    leftOut: known(row.leftOut),
    blocked: known(row.blocked),
  };
}
