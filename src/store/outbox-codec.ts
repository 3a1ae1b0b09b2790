import { getTableColumns, sql } from 'drizzle-orm';
import { addressKey } from '../mail/address.ts';
import { dateOf, identity, known, parsed } from './codec.ts';
import type { OutboxRow, OutgoingMail } from './port.ts';
import { outbox } from './schema.ts';

/** What a query selects for `outboxRowOf`. */
export const OUTBOX_ROW = {
  ...getTableColumns(outbox),
  mail: sql<string>`(SELECT mail FROM outbox_bodies WHERE outbox_bodies.outbox = outbox.id)`,
};

type Row = typeof outbox.$inferSelect & { readonly mail: string };

/** The part of a mail that is only read whole; dates and optional fields as JSON keeps them. */
type Content = Pick<
  OutgoingMail,
  | 'envelopeFrom'
  | 'from'
  | 'replyTo'
  | 'to'
  | 'cc'
  | 'subject'
  | 'text'
  | 'html'
  | 'inReplyTo'
  | 'references'
  | 'headers'
  | 'attachments'
> & { readonly date: number };

/** What a new mail says, as `outbox_bodies` keeps it. */
export function outboxBody(mail: OutgoingMail): string {
  const { envelopeFrom, from, replyTo, to, cc, subject, text, html, inReplyTo, references, headers, attachments } =
    mail;
  const date = mail.date.getTime();
  const content: Content = {
    envelopeFrom,
    from,
    replyTo,
    to,
    cc,
    subject,
    text,
    html,
    date,
    inReplyTo,
    references,
    headers,
    attachments,
  };
  return JSON.stringify(content);
}

/** The columns that a new mail fills. */
export function outboxColumns(mail: OutgoingMail) {
  return {
    rank: mail.automation === 'person' ? 0 : 1,
    ticket: mail.ticket,
    message: mail.message,
    contact: mail.contact,
    agent: mail.agent,
    kind: mail.kind,
    automation: mail.automation,
    purpose: mail.purpose,
    held: mail.held,
    version: mail.version,
    recipient: mail.recipient,
    recipientKey: addressKey(mail.recipient),
    desk: mail.desk,
    messageId: mail.messageId,
    tokenReply: identity(mail.tokens.reply),
    tokenNote: identity(mail.tokens.note),
    tokenBounce: identity(mail.tokens.bounce),
    notBefore: mail.notBefore?.getTime(),
  } as const;
}

/** An outbox row as the port shows it. A row without a next try shows when it was made. */
export function outboxRowOf(row: Row): OutboxRow {
  const content = parsed<Content>(row.mail);
  return {
    ...content,
    replyTo: content.replyTo,
    inReplyTo: content.inReplyTo,
    attachments: content.attachments.map(
      ({ filename, contentType, detectedType, size, contentId, inline, blob, leftOut, blocked }) => {
        return { filename, contentType, detectedType, size, contentId, inline, blob, leftOut, blocked };
      },
    ),
    date: new Date(content.date),
    id: row.id,
    state: row.state,
    attempts: row.attempts,
    mayBeSent: row.unsure > 0,
    handed: row.handed === 1,
    nextTry: new Date(row.nextTry ?? row.createdAt),
    lastError: known(row.lastError),
    createdAt: new Date(row.createdAt),
    sentAt: dateOf(row.sentAt),
    ticket: known(row.ticket),
    message: known(row.message),
    contact: known(row.contact),
    agent: known(row.agent),
    kind: row.kind,
    automation: row.automation,
    purpose: row.purpose,
    held: known(row.held),
    version: row.version,
    recipient: row.recipient,
    desk: row.desk,
    messageId: row.messageId,
    tokens: { reply: known(row.tokenReply), note: known(row.tokenNote), bounce: known(row.tokenBounce) },
    notBefore: dateOf(row.notBefore),
  };
}
