import { answerAudience, tellStaff } from './audience.ts';
import type { Act } from './command.ts';
import type { Draft, MessageDraft, TicketDraft } from './draft.ts';
import type { Contact, TicketFacts } from './facts.ts';
import type { Actor, MessageKey } from './ids.ts';
import type { Recipient, TranscriptResult } from './notice.ts';
import { isDone } from './status.ts';

/** What staff do to a ticket is the same by mail, terminal or page; these are its rules. */

/** Why an act cannot be done, in the words of a transcript; undefined when it can. */
export function impossible(
  act: Act,
  facts: TicketFacts,
  by: Actor,
  watched: Contact | undefined,
): TranscriptResult | undefined {
  if (act.kind === 'send')
    return heldOf(facts, act.message, by) === undefined ? { kind: 'nothing-to-send' } : undefined;
  if (act.kind === 'watch' && watched === undefined)
    return { kind: 'bad-argument', expected: ['name@example.com'], nearest: undefined };
  return undefined;
}

/** Does the acts that say nothing to the client themselves; the changes of status ride in what is told anyway. */
export function perform(
  draft: Draft,
  ticket: TicketDraft,
  acts: readonly Act[],
  by: Actor,
  watched: Contact | undefined,
): void {
  for (const act of acts) {
    switch (act.kind) {
      case 'status':
        ticket.setStatus(act.to, by);
        break;
      case 'assign':
        assign(draft, ticket, act.to, by);
        break;
      case 'priority':
        if (ticket.state.priority !== act.to) prioritise(draft, ticket, act.to, by);
        break;
      case 'move':
        move(draft, ticket, act.to, by);
        break;
      case 'watch':
        if (watched !== undefined) ticket.watch(watched, by);
        break;
      case 'send':
        break; // the caller sends: an answer brings more with it than the act
    }
  }
}

function assign(draft: Draft, ticket: TicketDraft, to: TicketDraft['state']['assignee'], by: Actor): void {
  if (ticket.state.assignee === to) return;
  ticket.assign(to, by);
  if (to === undefined || (by.kind === 'agent' && by.id === to)) return;
  const { id, desk } = ticket.state;
  draft.tell({
    kind: 'agent-assigned',
    to: { kind: 'agent', id: to },
    desk,
    ticket: id,
    changes: [],
    by,
    message: undefined,
  });
}

function prioritise(draft: Draft, ticket: TicketDraft, to: TicketDraft['state']['priority'], by: Actor): void {
  const from = ticket.state.priority;
  ticket.push({ kind: 'priority-changed', from, to, by });
  const { id, desk, assignee } = ticket.state;
  if (assignee === undefined || (by.kind === 'agent' && by.id === assignee)) return;
  const recipient: Recipient = { kind: 'agent', id: assignee };
  draft.tell({ kind: 'agent-changed', to: recipient, desk, ticket: id, changes: [], priority: { from, to }, by });
}

/** The ticket gets a number of its new desk; the old one still threads. An assignee who is no agent there loses it. */
function move(draft: Draft, ticket: TicketDraft, to: TicketDraft['state']['desk'], by: Actor): void {
  const { desk: from, number: oldNumber, assignee } = ticket.state;
  const target = draft.policy.desks.get(to);
  if (target === undefined || from === to) return;
  ticket.push({ kind: 'moved', from, to, oldNumber, newNumber: draft.ids.number(to), by });
  ticket.formerNumber = oldNumber;
  if (assignee !== undefined && !target.agents.includes(assignee)) ticket.assign(undefined, by);
  for (const id of target.agents) {
    if (by.kind === 'agent' && by.id === id) continue;
    draft.tell({ kind: 'agent-also', to: { kind: 'agent', id }, desk: to, ticket: ticket.state.id, changes: [] });
  }
}

/** How an answer goes out. */
export interface AnswerOptions {
  /** Lower-case addresses that the agent's own mail went to: not sent again (DESIGN §3.7). */
  readonly addressed: ReadonlySet<string>;
  /** Whether a command of the same mail sets the status; then the desk's own rule does not. */
  readonly statusSet: boolean;
}

/** An answer that is on the ticket now: assigns, sets the status by the desk's rule, and tells client, watchers and assignee. */
export function answered(
  draft: Draft,
  ticket: TicketDraft,
  message: MessageKey,
  by: Actor,
  options: AnswerOptions,
): void {
  if (by.kind === 'agent' && ticket.state.assignee === undefined) ticket.assign(by.id, by);
  const { answerSets } = draft.policy.desks.get(ticket.state.desk) ?? {};
  const working = !isDone(ticket.state.status) && ticket.state.status !== 'on-hold';
  if (!options.statusSet && answerSets !== undefined && working) ticket.setStatus(answerSets, by);
  foldChanges(ticket);

  const everyone = answerAudience(ticket);
  const addressed = everyone.filter((person) => options.addressed.has(person.address.toLowerCase()));
  const solution = ticket.state.status === 'resolved' && ticket.changes.some((change) => change.to === 'resolved');
  for (const person of everyone) {
    if (addressed.includes(person)) continue;
    const others = everyone
      .filter((other) => other !== person)
      .map((other): Recipient => ({ kind: 'contact', id: other.id }));
    draft.tell({
      kind: 'answer',
      to: { kind: 'contact', id: person.id },
      desk: ticket.state.desk,
      ticket: ticket.state.id,
      changes: [],
      message,
      cc: others,
      solution,
    });
  }
  if (ticket.state.assignee !== undefined) tellStaff(draft, ticket, message, 'agent-message', by);
}

/** new → open → pending within one act is told as new → pending. */
function foldChanges(ticket: TicketDraft): void {
  const [first] = ticket.changes;
  const last = ticket.changes.at(-1);
  if (first === undefined || last === undefined || ticket.changes.length < 2) return;
  ticket.changes.splice(0, ticket.changes.length, ...(first.from === last.to ? [] : [{ ...last, from: first.from }]));
}

/** An internal note: the ticket's agents are told, nobody else ever. */
export function noted(draft: Draft, ticket: TicketDraft, note: MessageDraft): MessageKey {
  const message = draft.addMessage(ticket, { ...note, direction: 'internal' });
  tellStaff(draft, ticket, message, 'agent-note', note.by);
  return message;
}

/** The answer that waits: the one named, else the newest of the author's own. The operator may send anyone's. */
export function heldOf(
  facts: TicketFacts,
  message: MessageKey | undefined,
  by: Actor,
): TicketFacts['held'][number] | undefined {
  const own = facts.held.filter(
    (held) => by.kind === 'operator' || (held.by.kind === 'agent' && by.kind === 'agent' && held.by.id === by.id),
  );
  return message === undefined ? own.at(-1) : own.find((held) => held.message === message);
}
