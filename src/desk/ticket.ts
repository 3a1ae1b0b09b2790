import { type Care, careAfter, NO_CARE } from './care.ts';
import type { RecordedEvent } from './event.ts';
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
  if (ticket === undefined) return opened(recorded);
  const next: Changing = { ...ticket };
  change(next, recorded);
  return next;
}

function opened({ event, ticket: id, at, version }: RecordedEvent): Ticket {
  if (event.kind !== 'opened') throw new Error(`ticket ${id}: history begins with ${event.kind}`);
  return {
    id,
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

type Changing = { -readonly [K in keyof Ticket]: Ticket[K] };

/** Changes a copy that nobody else has yet: a history makes one, not one for each event. */
function change(ticket: Changing, { event, at, version }: RecordedEvent): void {
  ticket.version = version;
  ticket.care = careAfter(ticket.care, event, at, version);
  switch (event.kind) {
    case 'status-changed': {
      const done = event.to === 'resolved' || event.to === 'closed';
      ticket.status = event.to;
      ticket.statusSince = at;
      ticket.doneAt = done ? (ticket.doneAt ?? at) : undefined;
      return;
    }
    case 'assigned':
      ticket.assignee = event.to;
      return;
    case 'priority-changed':
      ticket.priority = event.to;
      return;
    case 'type-changed':
      ticket.type = event.to;
      return;
    case 'watcher-added':
      if (!ticket.watchers.includes(event.contact)) ticket.watchers = [...ticket.watchers, event.contact];
      return;
    case 'watcher-removed':
      ticket.watchers = ticket.watchers.filter((contact) => contact !== event.contact);
      return;
    case 'client-set':
      ticket.client = event.client;
      return;
    case 'moved':
      ticket.desk = event.to;
      ticket.number = event.newNumber;
      return;
    case 'message-added':
      if (event.direction === 'outbound') ticket.lastAnswer = { by: event.by, version, message: event.message };
      return;
    case 'answer-held':
      ticket.heldAnswers = [...ticket.heldAnswers, event.message];
      return;
    case 'answer-released':
    case 'answer-discarded':
      ticket.heldAnswers = ticket.heldAnswers.filter((message) => message !== event.message);
      return;
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
    case 'similar-found':
    case 'answers-found':
    case 'same-confirmed':
    case 'hung':
    case 'unhung':
    case 'gathered':
    case 'let-go':
    case 'defect-plan':
    case 'defect-told':
    case 'analysed':
    case 'access-asked':
    case 'access-granted':
    case 'access-redeemed':
    case 'reply-address-asked':
    case 'reply-address-answered':
    case 'worker-introduced':
    case 'quote-sent':
    case 'quote-answered':
    case 'quote-expired':
    case 'agreement-reminded':
    case 'rfo-asked':
    case 'rfo-refused':
    case 'rfo-told':
    case 'rfo-issued':
    case 'coverage-decided':
    case 'coverage-answered':
    case 'product-set':
    case 'time-booked':
    case 'merged':
    case 'absorbed':
    case 'tags-changed':
    case 'due-set':
    case 'due-told':
    case 'snoozed':
    case 'snooze-ended':
    case 'spam-marked':
    case 'spam-unmarked':
    case 'client-reminded':
    case 'closed-silent':
      return; // `care` holds what these make
  }
}

/** The ticket that a history makes; throws when the history is empty. */
export function fold(history: readonly RecordedEvent[]): Ticket {
  const [first, ...later] = history;
  if (first === undefined) throw new Error('a ticket has at least the event that opened it');
  const ticket: Changing = opened(first);
  for (const recorded of later) change(ticket, recorded);
  return ticket;
}
