import { staffAudience } from '../audience.ts';
import { atLeast } from '../command.ts';
import type { Draft } from '../draft.ts';
import type { Contact, TicketFacts } from '../facts.ts';
import type { AgentId } from '../ids.ts';
import { isParticipant } from '../place.ts';
import { deskOf, type Policy } from '../policy.ts';
import type { Receiving } from '../receiving.ts';
import { isDone } from '../status.ts';
import type { Ticket } from '../ticket.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import type { RfoRefusal } from './event.ts';
import type { RfoAnswer } from './notice.ts';
import { rfoCalendar, rfoTimes } from './rules.ts';

/** Whether a client's mail asks for the document on an outage, by a word on a line of its own; where the desk has none, the word is but a word. */
export function asksRfo({ command, desk }: Pick<Receiving, 'command' | 'desk'>): boolean {
  return command.word === 'rfo' && desk.rfo !== undefined && (command.mailKind === 'human' || command.released);
}

/** Why a case has no such document; undefined when it has. */
export function rfoProblem(policy: Policy, ticket: Ticket): Exclude<RfoRefusal, 'unproven'> | undefined {
  const rules = deskOf(policy, ticket.desk).rfo;
  if (rules === undefined || ticket.type !== 'incident' || !rules.priorities.includes(ticket.priority))
    return 'other-case';
  return isDone(ticket.status) ? undefined : 'not-resolved';
}

/**
 * A client asks for the document on an outage (INTERSPACE-8). It is promised for a resolved incident of the desk's priorities, and its agents are told;
 * one that is there is sent again; else he is told why there is none. Answers what the ledger says of it; undefined when the mail asks for none.
 */
export function followRfo(
  receiving: Receiving,
  ticket: TicketDraft,
  facts: TicketFacts,
  sender: Contact,
): string | undefined {
  if (!asksRfo(receiving)) return undefined;
  const { draft, policy, mayAnswer } = receiving;
  const answer = (kind: RfoAnswer, due: Date | undefined) => {
    const { id, desk } = ticket.state;
    const to = { kind: 'contact', id: sender.id } as const;
    if (mayAnswer) draft.tell({ kind: 'rfo-answered', to, desk, ticket: id, changes: [], answer: kind, due });
  };
  const why = mayAsk(receiving, facts, sender) ? rfoProblem(policy, ticket.state) : 'unproven';
  if (why !== undefined) {
    ticket.push({ kind: 'rfo-refused', contact: sender.id, why });
    answer(why, undefined);
    return `a document on the outage was asked for and refused: ${REASONS[why]}`;
  }
  const { rfo } = ticket.state.care;
  if (rfo?.state === 'asked' && rfo.due !== undefined) {
    answer(rfo.due < draft.now ? 'late' : 'promised', rfo.due);
    return 'a document on the outage was asked for again';
  }
  const since = ticket.state.doneAt;
  if (rfo?.message !== undefined && (since === undefined || rfo.at >= since)) {
    const { id, desk } = ticket.state;
    draft.tell({
      kind: 'rfo',
      to: { kind: 'contact', id: sender.id },
      desk,
      ticket: id,
      changes: [],
      message: rfo.message,
    });
    return 'the document on the outage is there, and is sent again';
  }
  const rules = deskOf(policy, ticket.state.desk).rfo;
  const calendar = rules && rfoCalendar(policy, ticket.state.desk, rules);
  if (rules === undefined || calendar === undefined) return undefined;
  const { due, warn } = rfoTimes(calendar, rules, draft.now);
  ticket.push({ kind: 'rfo-asked', contact: sender.id, due, ...(warn === undefined ? {} : { warn }) });
  answer('promised', due);
  tellRfoStaff(draft, ticket, 'asked', due);
  return `a document on the outage was asked for; it is due ${due.toISOString()}`;
}

const REASONS: Readonly<Record<RfoRefusal, string>> = {
  'not-resolved': 'the incident is not resolved yet',
  'other-case': 'the case is no incident of a priority that has one',
  unproven: 'the sender is not sure enough for an act of a client',
};

function mayAsk({ desk, facts: known }: Receiving, facts: TicketFacts, sender: Contact): boolean {
  const ofClient = sender.client !== undefined && sender.client === facts.ticket.client;
  return atLeast(known.authenticity.level, desk.needs.clientAct) && (ofClient || isParticipant(sender.id, facts));
}

/** Tells those who write the document, and who answers for problems once it is due. */
export function tellRfoStaff(draft: Draft, ticket: TicketDraft, step: 'asked' | 'warning' | 'late', due: Date): void {
  const { id, desk } = ticket.state;
  const manager = step === 'asked' ? undefined : deskOf(draft.policy, desk).problems?.manager;
  const people = new Set<AgentId>([...staffAudience(draft, ticket), ...(manager === undefined ? [] : [manager])]);
  for (const agent of people) {
    const to = { kind: 'agent', id: agent } as const;
    draft.tell({ kind: 'agent-rfo', to, desk, ticket: id, changes: [], step, due, message: undefined });
  }
}
