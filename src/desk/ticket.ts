import { type Care, careAfter, NO_CARE } from './care.ts';
import type { RecordedEvent, TicketEvent } from './event.ts';
import type { Actor, AgentId, ClientId, ContactId, DeskId, MessageKey, TicketId, TicketNumber } from './ids.ts';
import type { Channel, Priority, Status, TicketType } from './status.ts';

/** A case, as its events made it. Its subject and texts are rows of the store, not part of the fold. */
export interface Ticket {
  readonly id: TicketId;
  /** Number of events so far; a commit names the version it was decided on. */
  readonly version: number;
  readonly number: TicketNumber;
  readonly desk: DeskId;
  readonly status: Status;
  readonly statusSince: Date;
  readonly priority: Priority;
  readonly type: TicketType;
  readonly channel: Channel;
  readonly requester: ContactId;
  readonly client: ClientId | undefined;
  readonly assignee: AgentId | undefined;
  readonly watchers: readonly ContactId[];
  readonly openedAt: Date;
  /** When the ticket last came to rest (resolved or closed); undefined while it is worked on. */
  readonly doneAt: Date | undefined;
  /** The newest answer to the client: who gave it, and the ticket's version then. */
  readonly lastAnswer: { readonly by: Actor; readonly version: number; readonly message: MessageKey } | undefined;
  /** Answers that wait for `#send`. */
  readonly heldAnswers: readonly MessageKey[];
  readonly care: Care;
}

/** Adds one event to a ticket; `undefined` is the ticket before `opened`. Throws on a history that cannot be (a bug). */
export function apply(ticket: Ticket | undefined, recorded: RecordedEvent): Ticket {
  const { event, at, version } = recorded;
  if (ticket === undefined) {
    if (event.kind !== 'opened') throw new Error(`ticket ${recorded.ticket}: history begins with ${event.kind}`);
    return {
      id: recorded.ticket,
      version,
      number: event.number,
      desk: event.desk,
      status: event.status,
      statusSince: at,
      priority: event.priority,
      type: event.type,
      channel: event.channel,
      requester: event.requester,
      client: event.client,
      assignee: undefined,
      watchers: [],
      openedAt: at,
      doneAt: undefined,
      lastAnswer: undefined,
      heldAnswers: [],
      care: event.imported ? { ...NO_CARE, imported: true } : NO_CARE,
    };
  }
  return changed({ ...ticket, version, care: careAfter(ticket.care, event, at, version) }, event, at);
}

/** One spread at a time: engines copy that at once, several they walk through key by key. */
function changed(ticket: Ticket, event: TicketEvent, at: Date): Ticket {
  switch (event.kind) {
    case 'status-changed': {
      const done = event.to === 'resolved' || event.to === 'closed';
      return { ...ticket, status: event.to, statusSince: at, doneAt: done ? (ticket.doneAt ?? at) : undefined };
    }
    case 'assigned':
      return { ...ticket, assignee: event.to };
    case 'priority-changed':
      return { ...ticket, priority: event.to };
    case 'type-changed':
      return { ...ticket, type: event.to };
    case 'watcher-added':
      return ticket.watchers.includes(event.contact)
        ? ticket
        : { ...ticket, watchers: [...ticket.watchers, event.contact] };
    case 'watcher-removed':
      return { ...ticket, watchers: ticket.watchers.filter((contact) => contact !== event.contact) };
    case 'moved':
      return { ...ticket, desk: event.to, number: event.newNumber };
    case 'message-added':
      if (event.direction !== 'outbound') return ticket;
      return { ...ticket, lastAnswer: { by: event.by, version: ticket.version, message: event.message } };
    case 'answer-held':
      return { ...ticket, heldAnswers: [...ticket.heldAnswers, event.message] };
    case 'answer-released':
    case 'answer-discarded':
      return { ...ticket, heldAnswers: ticket.heldAnswers.filter((message) => message !== event.message) };
    case 'opened':
      throw new Error(`ticket ${ticket.id}: opened twice`);
    case 'watcher-proposed':
    case 'linked':
    case 'split':
    case 'undelivered':
    case 'service-set':
    case 'facts-given':
    case 'facts-asked':
    case 'urgency-suggested':
    case 'target-told':
    case 'target-reached':
    case 'escalated':
    case 'escalation-refused':
    case 'tier-changed':
    case 'deferral-offered':
    case 'deferral-answered':
    case 'deferral-ended':
    case 'contact-point':
    case 'enrolment':
    case 'request-type-set':
      return ticket; // `care` holds what these make
  }
}

/** The ticket that a history makes; throws when the history is empty. */
export function fold(history: readonly RecordedEvent[]): Ticket {
  let ticket: Ticket | undefined;
  for (const recorded of history) ticket = apply(ticket, recorded);
  if (ticket === undefined) throw new Error('a ticket has at least the event that opened it');
  return ticket;
}
