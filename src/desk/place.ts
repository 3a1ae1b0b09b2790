import { managersOf } from './escalation/escalate.ts';
import type { Citation, MailFacts, TicketFacts } from './facts.ts';
import type { AgentId, TicketId } from './ids.ts';
import { deskOf, type Policy } from './policy.ts';
import { replyContact } from './reply-address/state.ts';

/** Which rule found the ticket, in the order in which they count (DESIGN §3.4). */
export type Leg = 'token' | 'issued-id' | 'received-id' | 'number';

export type Placement =
  | {
      readonly kind: 'ticket';
      readonly facts: TicketFacts;
      readonly leg: Leg;
      /** What the token or id was issued for; undefined for the other legs. */
      readonly citation: Citation | undefined;
      readonly reasons: readonly string[];
    }
  | {
      readonly kind: 'none';
      /** Tickets that the mail names but that its sender may not join. */
      readonly named: readonly TicketId[];
      readonly reasons: readonly string[];
    };

interface Candidate {
  readonly leg: Leg;
  readonly ticket: TicketId;
  readonly citation: Citation | undefined;
  readonly shown: string;
}

/** Finds the ticket of a mail: the first leg whose ticket the sender may join; says which others were passed over and why. */
export function place(facts: MailFacts, policy: Policy): Placement {
  const reasons: string[] = [];
  const named = new Set<TicketId>();
  let found: { readonly candidate: Candidate; readonly facts: TicketFacts } | undefined;
  for (const candidate of candidates(facts)) {
    const ticket = facts.tickets.get(candidate.ticket);
    if (ticket === undefined) continue;
    const number = ticket.ticket.number;
    if (!mayJoin(candidate, ticket, facts, policy)) {
      named.add(candidate.ticket);
      reasons.push(`names ${number} by ${candidate.shown}, but the sender is no participant of it`);
    } else if (found === undefined) {
      found = { candidate, facts: ticket };
      reasons.push(`filed on ${number} by ${candidate.shown}`);
    } else if (found.facts.ticket.id !== candidate.ticket) {
      reasons.push(`conflict: ${candidate.shown} names ${number}; the earlier rule counts`);
    }
  }
  if (found === undefined) return { kind: 'none', named: [...named], reasons };
  return { kind: 'ticket', facts: found.facts, leg: found.candidate.leg, citation: found.candidate.citation, reasons };
}

function* candidates(facts: MailFacts): Generator<Candidate> {
  for (const via of ['token', 'issued-id'] as const) {
    for (const citation of facts.citations) {
      if (citation.via !== via || citation.ticket === undefined || citation.expired) continue;
      const shown = via === 'token' ? 'an address token of ours' : 'a Message-ID that we issued';
      yield { leg: via, ticket: citation.ticket, citation, shown };
    }
  }
  for (const { id, ticket } of facts.received) {
    yield { leg: 'received-id', ticket, citation: undefined, shown: `the Message-ID <${id}> received on it` };
  }
  for (const { number, ticket } of facts.named) {
    yield { leg: 'number', ticket, citation: undefined, shown: `${number} in the subject` };
  }
}

/**
 * Whether the sender may join the ticket in this way. Who got the token or id himself may; participants may by every leg; any contact of the
 * client may by all but a received id (DESIGN §3.4, §4); staff of the ticket's desk may.
 */
function mayJoin({ leg, citation }: Candidate, ticket: TicketFacts, { sender }: MailFacts, policy: Policy): boolean {
  if (sender.kind === 'agent' && isStaffOf(sender.id, ticket, policy)) return true;
  // What was written to staff lets in nobody who is staff no more.
  const toStaff = citation?.purpose === 'answer' || citation?.purpose === 'note';
  if (citation?.issuedToSender && (sender.kind === 'agent' || !toStaff)) return true;
  if (sender.kind === 'unknown' || sender.contact === undefined) return false;
  if (isParticipant(sender.contact.id, ticket)) return true;
  const client = sender.contact.client;
  return leg !== 'received-id' && client !== undefined && client === ticket.ticket.client;
}

/** Whether an agent works on the ticket: it is his desk's, or his, or has gone up to him. */
export function isStaffOf(agent: AgentId, facts: TicketFacts, policy: Policy): boolean {
  const { ticket } = facts;
  if (deskOf(policy, ticket.desk).agents.includes(agent) || ticket.assignee === agent) return true;
  return managersOf(policy, facts).includes(agent);
}

/** Whether a contact is on the ticket: requester, watcher, or a responsible person of its client. */
export function isParticipant(contact: TicketFacts['requester']['id'], ticket: TicketFacts): boolean {
  return (
    ticket.requester.id === contact ||
    replyContact(ticket.ticket.care.replyAddress) === contact ||
    ticket.watchers.some((watcher) => watcher.id === contact) ||
    (ticket.client?.responsible.some((person) => person.id === contact) ?? false)
  );
}
