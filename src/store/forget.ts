import type { LedgerId, MessageKey, OutboxId } from '../desk/ids.ts';
import type { BlobHash } from './blobs.ts';
import { parsed } from './codec.ts';
import { type Connection, list } from './connection.ts';
import { hashedId, htmlMaskOf, type Mask, maskOf, nameWords } from './mask.ts';
import type { Forgetting, PersonTrace, Tx } from './port.ts';

/** What stands where a text was. */
const NOTHING = '–';
/** Why an attachment is not there. */
export const FORGOTTEN = 'forgotten';

/**
 * Takes a person out of everything that is remembered, within the open transaction. What he wrote goes whole; of what others wrote on his tickets go
 * his addresses, names and numbers. Rows, ids and events stay, so that histories can still be told. Answers what may now be let go of.
 */
export function forgetPerson(
  db: Connection,
  trace: PersonTrace,
  settle: Tx['settle'],
  reindex: (messages: readonly MessageKey[]) => void,
  at: Date,
): Forgetting {
  const { raw } = db;
  const words = wordsOf(raw, trace);
  const mask = maskOf(words);
  const ids = <T>(sql: string, values: object = {}): readonly T[] =>
    raw
      .prepare(sql)
      .pluck()
      .all({ ...values }) as T[];
  const json = {
    tickets: list(trace.tickets),
    requested: list(trace.requested),
    own: list(trace.messages),
    sent: list(trace.sent),
    received: list(trace.received),
  };
  const within = (name: keyof typeof json) => `IN (SELECT value FROM json_each(@${name}))`;
  const outgoing = ids<OutboxId>(
    `SELECT id FROM outbox WHERE id ${within('received')} UNION SELECT id FROM outbox WHERE ticket ${within('tickets')}`,
    { received: json.received, tickets: json.tickets },
  );
  const unsent = Number(
    raw
      .prepare(
        `SELECT count(*) FROM outbox WHERE id IN (SELECT value FROM json_each(?)) AND state IN ('queued', 'sending', 'uncertain')`,
      )
      .pluck()
      .get(list(outgoing)),
  );
  const waiting = Number(
    raw
      .prepare('SELECT count(*) FROM ledger WHERE outcome IS NULL AND id IN (SELECT value FROM json_each(?))')
      .pluck()
      .get(json.sent),
  );
  if (unsent + waiting > 0) return { kind: 'busy', unsent, waiting };

  const mails = ids<LedgerId>(
    `SELECT id FROM ledger WHERE id ${within('sent')} UNION SELECT id FROM ledger WHERE ticket ${within('tickets')}`,
    { sent: json.sent, tickets: json.tickets },
  );
  const blobs = ids<BlobHash>(
    `SELECT blob FROM ledger WHERE id IN (SELECT value FROM json_each(@mails))
     UNION SELECT blob FROM attachments WHERE blob IS NOT NULL AND message ${within('own')}
     UNION SELECT blob FROM outbox_blobs WHERE outbox IN (SELECT value FROM json_each(@outgoing))`,
    { mails: list(mails), own: json.own, outgoing: list(outgoing) },
  );
  const others = ids<MessageKey>(
    `SELECT id FROM messages WHERE ticket ${within('tickets')} AND id NOT ${within('own')}`,
    { tickets: json.tickets, own: json.own },
  );
  wipeMessages(raw, trace.messages);
  const htmlMask = htmlMaskOf(words);
  const onHis = new Set(
    ids<MessageKey>(`SELECT id FROM messages WHERE ticket ${within('requested')}`, { requested: json.requested }),
  );
  for (const id of others) {
    unquote(raw, id);
    maskMessage(raw, id, mask, htmlMask);
    // Its subject is that of his ticket.
    if (onHis.has(id)) raw.prepare(`UPDATE messages SET subject = '${NOTHING}' WHERE id = ?`).run(id);
  }
  raw
    .prepare(`UPDATE tickets SET subject = '${NOTHING}' WHERE id IN (SELECT value FROM json_each(?))`)
    .run(json.requested);
  raw.prepare("UPDATE bookings SET text = '' WHERE ticket IN (SELECT value FROM json_each(?))").run(json.requested);
  raw.prepare('DELETE FROM ticket_facts WHERE ticket IN (SELECT value FROM json_each(?))').run(json.requested);
  raw.prepare(`UPDATE ledger SET removed = 'forgotten' WHERE id IN (SELECT value FROM json_each(?))`).run(list(mails));
  for (const id of trace.sent) forgetMail(db, id, mask);
  for (const id of mails) maskMail(raw, id, mask, trace.requested);
  dropHeld(raw, trace.sent, settle, at);
  for (const id of outgoing) emptyOutgoing(raw, id, at, trace.received.includes(id));
  if (trace.contact !== undefined) wipeContact(raw, trace.contact, at);
  reindex([...trace.messages, ...others]);
  return { kind: 'done', blobs, words };
}

/** Takes out of a ledger row who wrote and what; what recognises the mail stays: UID, hash of the raw bytes, hash of its Message-ID, fingerprint. */
export function forgetMail({ raw }: Connection, id: LedgerId, mask: Mask = (text) => text): void {
  const row = raw.prepare('SELECT message_id, reasons FROM ledger WHERE id = ?').get(id) as
    | { readonly message_id: string | null; readonly reasons: string }
    | undefined;
  if (row === undefined) return;
  const hashed =
    row.message_id === null || row.message_id.startsWith('forgotten-') ? row.message_id : hashedId(row.message_id);
  raw
    .prepare(
      `UPDATE ledger SET sender = '', sender_key = NULL, subject = '${NOTHING}', message_id = @hashed, reasons = @reasons,
         last_error = NULL, removed = 'forgotten' WHERE id = @id`,
    )
    .run({ id, hashed, reasons: mask(row.reasons) });
}

/** His addresses, the words of his name, his numbers. */
function wordsOf(raw: Connection['raw'], { contact, keys }: PersonTrace): readonly string[] {
  const row =
    contact === undefined
      ? undefined
      : (raw.prepare('SELECT name, landline, mobile FROM contacts WHERE id = ?').get(contact) as {
          readonly name: string;
          readonly landline: string | null;
          readonly mobile: string | null;
        });
  return [...keys, ...nameWords(row?.name ?? ''), row?.landline ?? '', row?.mobile ?? ''].filter((word) => word !== '');
}

function wipeMessages(raw: Connection['raw'], own: readonly MessageKey[]): void {
  const idOf = raw.prepare('SELECT message_id FROM messages WHERE id = ?').pluck();
  const wipe = raw.prepare(
    `UPDATE messages SET subject = '${NOTHING}', shown = NULL, body = '${NOTHING}', spans = '[]', html = NULL, message_id = @hashed WHERE id = @id`,
  );
  const wipeAttachments = raw.prepare(
    `UPDATE attachments SET filename = NULL, content_id = NULL, blob = NULL, left_out = '${FORGOTTEN}', detected_type = NULL WHERE message = ?`,
  );
  for (const id of own) {
    const messageId = idOf.get(id) as string | null;
    wipe.run({ id, hashed: messageId === null ? null : hashedId(messageId) });
    wipeAttachments.run(id);
  }
}

/** Of what somebody else wrote on his tickets: what is quoted in it is his, so only the words that people are shown stay. */
function unquote(raw: Connection['raw'], id: MessageKey): void {
  raw
    .prepare(`UPDATE messages SET body = coalesce(shown, body), shown = NULL, spans = '[]', html = NULL WHERE id = ?`)
    .run(id);
}

/** Takes words out of what somebody else wrote. */
function maskMessage(raw: Connection['raw'], id: MessageKey, mask: Mask, htmlMask: Mask): void {
  const row = raw.prepare('SELECT subject, shown, body, html FROM messages WHERE id = ?').get(id) as Readonly<
    Record<'subject' | 'body', string> & Record<'shown' | 'html', string | null>
  >;
  const masked = {
    subject: mask(row.subject),
    shown: row.shown === null ? null : mask(row.shown),
    body: mask(row.body),
    html: row.html === null ? null : htmlMask(row.html),
  };
  raw
    .prepare('UPDATE messages SET subject = @subject, shown = @shown, body = @body, html = @html WHERE id = @id')
    .run({ ...masked, id });
  const named = raw
    .prepare('SELECT position, filename FROM attachments WHERE message = ? AND filename IS NOT NULL')
    .all(id);
  for (const { position, filename } of named as readonly { readonly position: number; readonly filename: string }[])
    raw
      .prepare('UPDATE attachments SET filename = ? WHERE message = ? AND position = ?')
      .run(mask(filename), id, position);
}

/** Reasons and earlier outcomes of a mail, whoever sent it; the subject of a mail about his ticket is his. */
function maskMail(raw: Connection['raw'], id: LedgerId, mask: Mask, requested: PersonTrace['requested']): void {
  const row = raw.prepare('SELECT subject, reasons, last_error, ticket FROM ledger WHERE id = ?').get(id) as {
    readonly subject: string;
    readonly reasons: string;
    readonly last_error: string | null;
    readonly ticket: PersonTrace['requested'][number] | null;
  };
  const subject = row.ticket !== null && requested.includes(row.ticket) ? NOTHING : mask(row.subject);
  raw
    .prepare('UPDATE ledger SET subject = ?, reasons = ?, last_error = ? WHERE id = ?')
    .run(subject, mask(row.reasons), row.last_error === null ? null : mask(row.last_error), id);
  const earlier = raw.prepare('SELECT position, reasons FROM ledger_history WHERE ledger = ?').all(id);
  for (const { position, reasons } of earlier as readonly { readonly position: number; readonly reasons: string }[])
    raw
      .prepare('UPDATE ledger_history SET reasons = ? WHERE ledger = ? AND position = ?')
      .run(mask(reasons), id, position);
}

/** Mail that waits for a person can be decided no more. */
function dropHeld(raw: Connection['raw'], sent: PersonTrace['sent'], settle: Tx['settle'], at: Date): void {
  const held = raw
    .prepare(
      `SELECT id, ticket FROM ledger WHERE outcome IN ('held', 'quarantined', 'failed') AND id IN (SELECT value FROM json_each(?))`,
    )
    .all(list(sent)) as readonly { readonly id: LedgerId; readonly ticket: PersonTrace['tickets'][number] | null }[];
  for (const { id, ticket } of held)
    void settle(id, 'refused', ticket ?? undefined, ['its sender was forgotten'], { kind: 'operator' }, at);
}

/** Lets go of the text of an outgoing mail; one that is his names him no more. What is not sent never will be. */
export function emptyOutgoing(raw: Connection['raw'], id: OutboxId, at: Date, his: boolean): void {
  const row = raw.prepare('SELECT mail FROM outbox_bodies WHERE outbox = ?').get(id) as { readonly mail: string };
  const mail = { ...parsed<Record<string, unknown>>(row.mail), to: [], cc: [], subject: NOTHING, text: '', html: '' };
  const rest = { references: [], headers: {}, attachments: [], inReplyTo: undefined, replyTo: undefined };
  raw
    .prepare('UPDATE outbox_bodies SET mail = @mail WHERE outbox = @id')
    .run({ id, mail: JSON.stringify({ ...mail, ...rest }) });
  raw
    .prepare(
      `UPDATE outbox SET emptied = @at, state = CASE WHEN state IN ('hold', 'failed') THEN 'dropped' ELSE state END,
         last_error = NULL, response = NULL WHERE id = @id`,
    )
    .run({ id, at: at.getTime() });
  raw.prepare('DELETE FROM outbox_blobs WHERE outbox = ?').run(id);
  if (his)
    raw
      .prepare(
        `UPDATE outbox SET recipient = @address, recipient_key = @address, token_reply = NULL, token_note = NULL WHERE id = @id`,
      )
      .run({ id, address: 'forgotten@forgotten.invalid' });
}

function wipeContact(raw: Connection['raw'], contact: NonNullable<PersonTrace['contact']>, at: Date): void {
  raw
    .prepare(
      `UPDATE contacts SET name = @name, business_unit = NULL, position = NULL, landline = NULL, mobile = NULL, responsible = 0, sees = 'own',
         undeliverable = 1, spammer = 0, forgotten = @at WHERE id = @contact`,
    )
    .run({ contact, name: `#${contact}`, at: at.getTime() });
  raw.prepare('DELETE FROM contact_addresses WHERE contact = ?').run(contact);
  raw.prepare('DELETE FROM contact_phones WHERE contact = ?').run(contact);
  raw.prepare('DELETE FROM introductions WHERE contact = ?').run(contact);
}

/** Rows that one step of a search for mentions looks at. */
const STEP = 500;

/** What one step of a search for mentions came to. */
export interface MaskedStep {
  readonly masked: readonly MessageKey[];
  readonly blobs: readonly BlobHash[];
  /** Where to go on; undefined at the end. */
  readonly next: number | undefined;
}

/** Takes addresses out of all messages from one on, and lets go of the raw mail that they came by. */
export function maskEverywhere({ raw }: Connection, addresses: readonly string[], after: number): MaskedStep {
  const mask = maskOf(addresses);
  const htmlMask = htmlMaskOf(addresses);
  const rows = raw
    .prepare(
      `SELECT id, ledger, subject || ' ' || coalesce(shown, '') || ' ' || body || ' ' || coalesce(html, '') AS text FROM messages
       WHERE id > ? ORDER BY id LIMIT ${STEP}`,
    )
    .all(after) as readonly { readonly id: MessageKey; readonly ledger: LedgerId | null; readonly text: string }[];
  const named = rows.filter(({ text }) => mask(text) !== text);
  for (const { id } of named) maskMessage(raw, id, mask, htmlMask);
  const mails = list(named.flatMap(({ ledger }) => ledger ?? []));
  raw.prepare(`UPDATE ledger SET removed = 'forgotten' WHERE id IN (SELECT value FROM json_each(?))`).run(mails);
  const blobs = raw.prepare('SELECT blob FROM ledger WHERE id IN (SELECT value FROM json_each(?))').pluck().all(mails);
  return { masked: named.map(({ id }) => id), blobs: blobs as BlobHash[], next: rows.at(-1)?.id };
}

/** Lets go of the texts of mail sent to others that has an address in it, from one on; answers where to go on. */
export function emptyEverywhere(
  { raw }: Connection,
  addresses: readonly string[],
  after: number,
  at: Date,
): number | undefined {
  const rows = raw
    .prepare(`SELECT id, emptied, state, (SELECT lower(mail) FROM outbox_bodies WHERE outbox = id) AS mail FROM outbox
       WHERE id > ? ORDER BY id LIMIT ${STEP}`)
    .all(after) as readonly {
    readonly id: OutboxId;
    readonly mail: string;
    readonly emptied: number | null;
    readonly state: string;
  }[];
  for (const { id, mail, emptied, state } of rows)
    if (emptied === null && AT_REST.has(state) && addresses.some((one) => mail.includes(one)))
      emptyOutgoing(raw, id, at, false);
  return rows.at(-1)?.id;
}

/** What is not to be sent any more by itself. */
const AT_REST: ReadonlySet<string> = new Set(['sent', 'dropped', 'bounced']);
