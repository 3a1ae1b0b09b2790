import type { ContactId, LedgerId, MessageKey, OutboxId, TicketId } from '../desk/ids.ts';
import { addressKey } from '../mail/address.ts';
import type { Connection } from './connection.ts';
import { list } from './connection.ts';
import type { PersonTrace } from './port.ts';

/** Everything that is remembered of the person with an address; undefined when nothing is. */
export function personTrace({ raw }: Connection, address: string): PersonTrace | undefined {
  const key = addressKey(address);
  const contact = raw.prepare('SELECT contact FROM contact_addresses WHERE key = ?').pluck().get(key) as
    | ContactId
    | undefined;
  return traceOf(raw, contact, [key]);
}

/** The same for a contact. */
export function contactTrace({ raw }: Connection, contact: ContactId): PersonTrace | undefined {
  return traceOf(raw, contact, []);
}

function traceOf(
  raw: Connection['raw'],
  contact: ContactId | undefined,
  given: readonly string[],
): PersonTrace | undefined {
  const ids = <T>(sql: string, ...values: unknown[]): readonly T[] =>
    raw
      .prepare(sql)
      .pluck()
      .all(...values) as T[];
  const none = contact ?? -1;
  const keys = [...new Set([...given, ...ids<string>('SELECT key FROM contact_addresses WHERE contact = ?', none)])];
  const sent = ids<LedgerId>(
    'SELECT id FROM ledger WHERE sender_key IN (SELECT value FROM json_each(?)) ORDER BY id',
    list(keys),
  );
  const messages = ids<MessageKey>(
    `SELECT id FROM messages WHERE by = ?
     UNION SELECT id FROM messages WHERE ledger IN (SELECT value FROM json_each(?)) ORDER BY 1`,
    `contact:${none}`,
    list(sent),
  );
  const requested = ids<TicketId>('SELECT id FROM tickets WHERE requester = ? ORDER BY id', none);
  const tickets = ids<TicketId>(
    `SELECT id FROM tickets WHERE requester = @contact
     UNION SELECT t.id FROM tickets t, json_each(t.watchers) w WHERE w.value = @contact
     UNION SELECT ticket FROM messages WHERE id IN (SELECT value FROM json_each(@messages))
     UNION SELECT ticket FROM ledger WHERE ticket IS NOT NULL AND id IN (SELECT value FROM json_each(@sent))
     ORDER BY 1`,
    { contact: none, messages: list(messages), sent: list(sent) },
  );
  const received = ids<OutboxId>(
    `SELECT id FROM outbox WHERE recipient_key IN (SELECT value FROM json_each(?))
     UNION SELECT id FROM outbox WHERE contact = ? ORDER BY 1`,
    list(keys),
    none,
  );
  if (contact === undefined && sent.length + messages.length + received.length === 0) return undefined;
  return { contact, keys, requested, tickets, messages, sent, received };
}
