import type { RecordedEvent } from '../event.ts';
import type { Facts } from '../form/facts.ts';
import { chosen } from '../form/take.ts';
import type { Actor } from '../ids.ts';
import type { Desk, DeskPriorities } from '../policy.ts';
import { PRIORITIES, type Priority } from '../status.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import { decidePriority, type PriorityDecision, type PrioritySaid } from './decide.ts';
import { type Suggestion, suggestUrgency } from './suggest.ts';

/** The priority of a new ticket before anything is known of it. */
export function usualPriority({ priorities }: Pick<Desk, 'priorities'>): Priority {
  return priorities?.rules.usual ?? 'normal';
}

/** What was said of a ticket's priority so far, from its facts and history. */
export function saidOf(
  facts: Facts,
  history: readonly RecordedEvent[],
  desk: Pick<Desk, 'form'>,
  { rules }: DeskPriorities,
): PrioritySaid {
  const choice = chosen(facts, desk.form?.priority);
  return {
    agent: agentSaid(history, rules.usual),
    client: PRIORITIES.find((one) => one === choice),
    impact: chosen(facts, desk.form?.impact),
    urgency: chosen(facts, desk.form?.urgency),
    suggestion: suggestionIn(history),
  };
}

/** Why a ticket has the priority that it has; undefined where the desk has no rules. For `explain`. */
export function priorityOf(
  facts: Facts,
  history: readonly RecordedEvent[],
  desk: Pick<Desk, 'form' | 'priorities'>,
): PriorityDecision | undefined {
  return desk.priorities && decidePriority(saidOf(facts, history, desk, desk.priorities), desk.priorities.rules);
}

/** The last word of staff: it stays whatever else is said. */
function agentSaid(history: readonly RecordedEvent[], usual: Priority): Priority | undefined {
  const isStaff = (by: Actor) => by.kind === 'agent' || by.kind === 'operator';
  const last = history.findLast(({ event }) => event.kind === 'priority-changed' && isStaff(event.by))?.event;
  if (last?.kind === 'priority-changed') return last.to;
  const opened = history[0]?.event;
  return opened?.kind === 'opened' && isStaff(opened.by) && opened.priority !== usual ? opened.priority : undefined;
}

function suggestionIn(history: readonly RecordedEvent[]): Suggestion | undefined {
  const last = history.findLast(({ event }) => event.kind === 'urgency-suggested')?.event;
  return last?.kind === 'urgency-suggested' ? last.suggestion : undefined;
}

/** Remembers what urgency a mail of the client suggests, where it is more than was suggested before. */
export function noteUrgency(
  ticket: TicketDraft,
  desk: Desk,
  said: { readonly subject: string; readonly text: string; readonly importance: string | undefined },
  by: Actor,
): void {
  if (desk.priorities === undefined) return;
  const { words } = desk.priorities;
  const suggestion = suggestUrgency(said.subject, said.text, said.importance, words);
  if (suggestion === undefined) return;
  const rank = (urgency: string) => words.findIndex((one) => one.urgency === urgency);
  const before = suggestionIn(ticket.wholeHistory);
  if (before !== undefined && rank(suggestion.urgency) >= rank(before.urgency)) return;
  ticket.push({ kind: 'urgency-suggested', suggestion, by });
}

/** Gives a ticket the priority that follows from all that was said; what an agent said stays (INTERSPACE-2, INTERSPACE-6, CLOUDEMPIERE-6). */
export function settlePriority(ticket: TicketDraft, desk: Desk, by: Actor): void {
  const decision = priorityOf(ticket.facts, ticket.wholeHistory, desk);
  const from = ticket.state.priority;
  if (decision === undefined || decision.reason.kind === 'agent' || decision.priority === from) return;
  ticket.push({
    kind: 'priority-changed',
    from,
    to: decision.priority,
    by: madeBy(decision, by),
    reason: decision.reason,
  });
}

/** Only his own choice is the client's act; a matrix is the desk's. */
function madeBy({ reason }: PriorityDecision, by: Actor): Actor {
  return reason.kind === 'client' ? by : { kind: 'gateway' };
}
