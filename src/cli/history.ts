import type { Settings } from '../config/settings.ts';
import type { AssignedWhy, RecordedEvent } from '../desk/event.ts';
import { calledName } from '../desk/facts.ts';
import type { Actor, ContactId, TicketId } from '../desk/ids.ts';
import type { WaitingAct } from '../desk/waiting.ts';
import type { Queries } from '../store/port.ts';
import { reasonText } from './fact-text.ts';
import { defectEventText, rfoEventText } from './history-defect.ts';
import { policyEventText } from './history-policy.ts';
import { similarEventText } from './history-similar.ts';
import { upkeepEventText } from './history-upkeep.ts';

/** What the ids of a history mean, in words. */
export interface Names {
  readonly actor: (by: Actor) => string;
  readonly contact: (id: ContactId) => string;
  readonly ticket: (id: TicketId) => string;
}

/** The names of everybody, and of every ticket, in these histories and beside them. */
export async function namesIn(
  read: Queries,
  settings: Settings,
  events: readonly RecordedEvent[],
  actors: readonly Actor[] = [],
): Promise<Names> {
  const contacts = new Map<ContactId, string>();
  const mentioned = events.flatMap(({ event }) =>
    'contact' in event && event.contact !== undefined
      ? [event.contact]
      : event.kind === 'opened'
        ? [event.requester]
        : [],
  );
  const acting = [...actors, ...events.flatMap(({ event }) => ('by' in event ? [event.by] : []))];
  for (const id of new Set([...mentioned, ...acting.flatMap((by) => (by.kind === 'contact' ? [by.id] : []))])) {
    const contact = await read.contact(id);
    if (contact !== undefined) contacts.set(id, calledName(contact));
  }
  const linked = events.flatMap(({ event }) => ticketsIn(event));
  const tickets = await numbersOf(read, linked);
  const contact = (id: ContactId) => contacts.get(id) ?? `contact ${id}`;
  return {
    contact,
    ticket: (id) => tickets.get(id) ?? `ticket ${id}`,
    actor: (by) => {
      switch (by.kind) {
        case 'agent':
          return settings.policy.agents.get(by.id)?.name ?? by.id;
        case 'contact':
          return contact(by.id);
        case 'operator':
          return 'the operator';
        case 'gateway':
          return 'the gateway';
      }
    },
  };
}

/** What waits with an answer, by the names of its acts. */
function beside(acts: readonly WaitingAct[] = []): string {
  return acts.length === 0 ? '' : `, and with it ${acts.map(({ kind }) => kind).join(', ')}`;
}

/** Other tickets that an event names. */
function ticketsIn(event: RecordedEvent['event']): readonly TicketId[] {
  switch (event.kind) {
    case 'linked':
    case 'absorbed':
    case 'gathered':
    case 'let-go':
      return [event.ticket];
    case 'split':
    case 'merged':
      return [event.into];
    case 'hung':
      return [event.on];
    case 'unhung':
      return [event.from];
    case 'defect-told':
      return [event.of];
    default:
      return [];
  }
}

/** The numbers of tickets. */
export async function numbersOf(read: Queries, tickets: readonly TicketId[]): Promise<ReadonlyMap<TicketId, string>> {
  const facts = await read.ticketFacts([...new Set(tickets)]);
  return new Map([...facts].map(([id, { ticket }]) => [id, ticket.number]));
}

/** Why the gateway gave a ticket to somebody; empty when a person did. */
export function whyText(why: AssignedWhy | undefined): string {
  switch (why?.kind) {
    case 'rule':
      return `: rule ${why.rule} of the desk`;
    case 'absent':
      return `: ${why.agent} is away${why.rule === undefined ? '' : `, rule ${why.rule} of the desk`}`;
    case 'request-type':
      return `: requests of type ${why.type}`;
    case 'tier':
      return `: it went to ${why.tier}`;
    case undefined:
      return '';
  }
}

/** An event in a person's words. */
export function eventText({ event }: RecordedEvent, names: Names): string {
  switch (event.kind) {
    case 'opened':
      return `opened as ${event.number} at ${event.desk} for ${names.contact(event.requester)}, ${event.status}, by ${names.actor(event.by)}`;
    case 'message-added':
      return `message #${event.message} added, ${event.direction}, ${event.authenticity}, by ${names.actor(event.by)}${event.untold ? '; the client has no address and did not get it' : ''}`;
    case 'priority-changed':
      return `priority from ${event.from} to ${event.to} by ${names.actor(event.by)}${event.reason === undefined ? '' : `: ${reasonText(event.reason)}`}`;
    case 'status-changed':
    case 'type-changed':
      return `${event.kind.replace('-changed', '')} from ${event.from} to ${event.to} by ${names.actor(event.by)}`;
    case 'assigned':
      return `assigned to ${event.to ?? 'nobody'} by ${names.actor(event.by)}${whyText(event.why)}`;
    case 'watcher-added':
    case 'watcher-removed':
    case 'watcher-proposed':
      return `${names.contact(event.contact)}: ${event.kind.replace('-', ' ')} by ${names.actor(event.by)}`;
    case 'moved':
      return `moved from ${event.from} (${event.oldNumber}) to ${event.to} (${event.newNumber}) by ${names.actor(event.by)}`;
    case 'client-set':
      return `of client ${event.client} from now on, by ${names.actor(event.by)}`;
    case 'linked':
      return `linked, ${event.relation}, to ${names.ticket(event.ticket)} by ${names.actor(event.by)}`;
    case 'split':
      return `${event.messages.map((key) => `#${key}`).join(', ')} split off into ${names.ticket(event.into)} by ${names.actor(event.by)}`;
    case 'answer-held':
      return `answer #${event.message} waits: ${event.why}, by ${names.actor(event.by)}${beside(event.acts)}`;
    case 'answer-released':
      return `answer #${event.message} released by ${names.actor(event.by)}`;
    case 'answer-discarded':
      return `answer #${event.message} dropped by ${names.actor(event.by)}`;
    case 'undelivered':
      return `mail ${event.outbox} was not delivered, ${event.permanent ? 'for good' : 'for now'}`;
    case 'similar-found':
    case 'answers-found':
    case 'same-confirmed':
      return similarEventText(event, names);
    case 'hung':
    case 'unhung':
    case 'gathered':
    case 'let-go':
    case 'defect-plan':
    case 'defect-told':
    case 'analysed':
      return defectEventText(event, names);
    case 'rfo-asked':
    case 'rfo-refused':
    case 'rfo-told':
    case 'rfo-issued':
      return rfoEventText(event, names);
    case 'merged':
      return `merged into ${names.ticket(event.into)} by ${names.actor(event.by)}`;
    case 'absorbed':
      return `${names.ticket(event.ticket)} merged into it by ${names.actor(event.by)}`;
    case 'tags-changed':
    case 'due-set':
    case 'due-told':
    case 'snoozed':
    case 'snooze-ended':
    case 'spam-marked':
    case 'spam-unmarked':
    case 'client-reminded':
    case 'closed-silent':
      return upkeepEventText(event, names);
    default:
      return policyEventText(event, names);
  }
}
