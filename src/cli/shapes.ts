import type { RecordedEvent } from '../desk/event.ts';
import type { Contact, TicketFacts } from '../desk/facts.ts';
import type { LedgerRow, MailSource, MessageRow, OutboxRow, TicketRow } from '../store/port.ts';

/* The shapes of --json: stable. Times are ISO 8601 in UTC; what is not there is null. */

/** A ticket in a list. */
export function ticketShape(row: TicketRow) {
  return {
    number: row.number,
    desk: row.desk,
    subject: row.subject,
    status: row.status,
    priority: row.priority,
    assignee: row.assignee ?? null,
    requester: personShape(row.requester),
    client: row.client ?? null,
    openedAt: row.openedAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** A person of a ticket. */
export function personShape({ id, name, address }: Contact) {
  return { id, name, address };
}

/** A ticket with its people and history; messages and events are added by who shows them. */
export function factsShape({ ticket, subject, requester, watchers, client, service, facts }: TicketFacts) {
  return {
    number: ticket.number,
    desk: ticket.desk,
    subject,
    status: ticket.status,
    statusSince: ticket.statusSince.toISOString(),
    priority: ticket.priority,
    type: ticket.type,
    channel: ticket.channel,
    assignee: ticket.assignee ?? null,
    requester: personShape(requester),
    watchers: watchers.map(personShape),
    client: client?.name ?? null,
    service: service?.id ?? null,
    facts,
    openedAt: ticket.openedAt.toISOString(),
    doneAt: ticket.doneAt?.toISOString() ?? null,
  };
}

/** One message of a ticket. */
export function messageShape(row: MessageRow) {
  return {
    id: row.key,
    direction: row.direction,
    by: row.by,
    authenticity: row.authenticity,
    at: row.at.toISOString(),
    subject: row.subject,
    text: row.shown,
    full: row.full,
    html: row.html ?? null,
    held: row.held,
    messageId: row.messageId ?? null,
    mail: row.ledger ?? null,
    attachments: row.attachments.map(
      ({ filename, contentType, detectedType, size, contentId, inline, leftOut, blocked }) => ({
        filename: filename ?? null,
        contentType,
        detectedType: detectedType ?? null,
        size,
        contentId: contentId ?? null,
        inline,
        leftOut: leftOut ?? null,
        blocked: blocked ?? null,
      }),
    ),
  };
}

/** One fact of a ticket's history. */
export function eventShape({ version, at, event }: RecordedEvent) {
  return { version, at: at.toISOString(), ...event };
}

/** One mail of the ledger; `ticket` is the number. */
export function ledgerShape(row: LedgerRow, ticket: string | undefined) {
  return {
    mail: row.id,
    source: sourceShape(row.source),
    seenAt: row.seenAt.toISOString(),
    arrivedAt: row.arrivedAt.toISOString(),
    size: row.size,
    from: row.from,
    subject: row.subject,
    messageId: row.messageId ?? null,
    desk: row.desk ?? null,
    kind: row.mailKind,
    authenticity: row.authenticity ?? null,
    outcome: row.outcome ?? null,
    reasons: row.reasons,
    settledAt: row.settled?.at.toISOString() ?? null,
    settledBy: row.settled?.by ?? null,
    ticket: ticket ?? null,
    attempts: row.attempts,
    lastError: row.lastError ?? null,
    history: row.history.map(({ at, outcome, by, reasons }) => ({
      at: at.toISOString(),
      outcome: outcome ?? null,
      by,
      reasons,
    })),
  };
}

function sourceShape(source: MailSource) {
  return source.kind === 'imap' ? { ...source, uidValidity: Number(source.uidValidity) } : source;
}

/** Where a mail was met, in words. */
export function sourceText(source: MailSource): string {
  if (source.kind === 'imap') return `mailbox ${source.mailbox}, ${source.folder}, UID ${source.uid}`;
  return `${source.kind} to ${source.recipient}`;
}

/** One outgoing mail; the texts stay in the store. */
export function outboxShape(row: OutboxRow, ticket: string | undefined) {
  return {
    id: row.id,
    state: row.state,
    kind: row.kind,
    ticket: ticket ?? null,
    recipient: row.recipient,
    subject: row.subject,
    attempts: row.attempts,
    nextTry: row.nextTry.toISOString(),
    lastError: row.lastError ?? null,
    createdAt: row.createdAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
    messageId: row.messageId,
  };
}
