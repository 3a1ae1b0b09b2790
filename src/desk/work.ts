import type { EmailAddress } from '../mail/mail.ts';
import { grantAccess, grantProblem } from './access/access.ts';
import { agreedProblem, isOver, recordAgreed, sendQuote, statusProblem } from './agreement/quote.ts';
import { assignByRules } from './assignment/assign.ts';
import { answerAudience, isSelf, staffAudience, tellStaff } from './audience.ts';
import type { Act, MailCommand } from './command.ts';
import { actOnCoverage, coverageProblem } from './coverage/answer.ts';
import { advance, stageProblem } from './defect/advance.ts';
import { hang, hangProblem } from './defect/hang.ts';
import { endDeferral, isDeferred } from './deferral/defer.ts';
import { type Draft, isUntold, type MessageDraft } from './draft.ts';
import { decideEnrolment, enrolmentProblem } from './enrolment/enrol.ts';
import { escalateByAgent, escalationProblem } from './escalation/escalate.ts';
import type { HeldWhy } from './event.ts';
import type { Contact, TicketFacts } from './facts.ts';
import { factProblem, setFact } from './form/set.ts';
import type { Actor, MessageKey } from './ids.ts';
import { OWN_SOURCE, type Recipient, type TranscriptResult } from './notice.ts';
import { deskOf, type Policy } from './policy.ts';
import { setRequestType, typeAtDesk } from './request-type/settle.ts';
import { writingProblem } from './rfo/issue.ts';
import { confirmSame, sameProblem } from './similar/same.ts';
import { isDone, type TicketType } from './status.ts';
import type { TicketDraft } from './ticket-draft.ts';
import { changeTier } from './tier.ts';
import { book, bookingProblem } from './time/book.ts';
import { actOn, upkeepProblem } from './upkeep/act-on.ts';
import type { Beside } from './upkeep/beside.ts';
import { unmarkSpam } from './upkeep/spam.ts';
import type { AskedAct } from './verbs.ts';
import { isAtOnce, waitingOf, waitingWith, waits } from './waiting.ts';

/** What staff do to a ticket is the same by mail, terminal or page; these are its rules. */

/** The contact behind an address that is to watch; undefined when none can be: it is an agent's. */
export type Watched = (address: EmailAddress) => Contact | undefined;

/**
 * Why an act cannot be done, in the words of a transcript; undefined when it can. `says`: words for the client came with it; `beside`: what else is to
 * be done, and tickets that it names.
 */
export function impossible(
  act: Act,
  facts: TicketFacts,
  by: Actor,
  mayWatch: (address: EmailAddress) => boolean,
  says: boolean,
  policy: Policy,
  beside: Beside,
): TranscriptResult | undefined {
  switch (act.kind) {
    case 'send': {
      const held = heldOf(facts, act.message, by);
      if (held === undefined) return { kind: 'nothing-to-send' };
      // Two answers in one mail: one of them would go unseen.
      if (says) return { kind: 'bad-argument', expected: ['#send'], nearest: undefined };
      const acts = waitingWith(facts, held.message);
      return acts
        .map((one) => impossible(one, facts, held.by, mayWatch, true, policy, { ...beside, acts }))
        .find((problem) => problem !== undefined);
    }
    case 'quote':
      return isOver(act.terms, beside.now) ? { kind: 'quote-over' } : undefined;
    case 'discard':
      return facts.held.some((held) => held.message === act.message) ? undefined : { kind: 'nothing-to-send' };
    case 'watch':
      return mayWatch(act.address)
        ? undefined
        : { kind: 'bad-argument', expected: ['name@example.com'], nearest: undefined };
    case 'status':
      return statusProblem(deskOf(policy, facts.ticket.desk), facts.ticket, act.to);
    case 'grant':
      return grantProblem(policy, facts, by);
    case 'agreed':
      return agreedProblem(facts.ticket, act.terms);
    case 'same':
      return sameProblem(facts, act);
    case 'resume':
      return isDeferred(facts.ticket) ? undefined : { kind: 'not-deferred' };
    case 'escalate':
      return escalationProblem(policy, facts, act.level);
    case 'approve':
      // Whether a client of that company number is there already is known of what the case says so far.
      if (beside.acts.some(({ kind }) => kind === 'fact'))
        return { kind: 'bad-argument', expected: ['#approve'], nearest: undefined };
      return enrolmentProblem(policy, facts, by, true);
    case 'decline':
      return enrolmentProblem(policy, facts, by, false);
    case 'hang':
      return hangProblem(act, facts, beside.named);
    case 'stage':
      return stageProblem(act, facts, policy, beside.acts);
    case 'rfo':
      return writingProblem(facts, policy, beside.written);
    case 'analysis':
      if (facts.ticket.type !== 'problem') return { kind: 'no-bond', why: 'problem' };
      return beside.written.text === ''
        ? { kind: 'bad-argument', expected: [`#${act.part}`], nearest: undefined }
        : undefined;
    case 'service':
    case 'fact':
      return factProblem({ policy, ticket: facts.ticket, services: beside.services }, act, by);
    case 'cover':
    case 'product':
      return coverageProblem(policy, facts, act);
    case 'time':
      return bookingProblem(facts, act);
    case 'merge':
    case 'split':
    case 'link':
    case 'unwatch':
    case 'tag':
    case 'due':
    case 'snooze':
    case 'spam':
      return upkeepProblem(act, facts, by, says, policy, beside);
    default:
      return undefined;
  }
}

/** Does the acts that say nothing to the client themselves; the changes of status ride in what is told anyway. */
export function perform(draft: Draft, ticket: TicketDraft, acts: readonly Act[], by: Actor, watched: Watched): void {
  for (const act of acts) {
    switch (act.kind) {
      case 'status':
        if (!isDone(act.to)) unmarkSpam(draft, ticket, by);
        ticket.setStatus(act.to, by);
        break;
      case 'assign':
        assign(draft, ticket, act.to, by);
        break;
      case 'priority':
        prioritise(draft, ticket, act.to, by);
        break;
      case 'type':
        retype(ticket, act.to, by);
        break;
      case 'quote':
        sendQuote(draft, ticket, act.terms, by);
        break;
      case 'grant':
        grantAccess(draft, ticket, act.way, by);
        break;
      case 'redeem':
        ticket.push({ kind: 'access-redeemed', by });
        break;
      case 'agreed':
        recordAgreed(draft, ticket, act.terms, by);
        break;
      case 'request-type':
        setRequestType(ticket, deskOf(draft.policy, ticket.state.desk), act.to, 'staff', by);
        break;
      case 'same':
        confirmSame(ticket, act, by);
        break;
      case 'resume':
        if (isDeferred(ticket.state)) endDeferral(draft, ticket, undefined, by);
        break;
      case 'move':
        move(draft, ticket, act.to, by);
        break;
      case 'watch': {
        const contact = watched(act.address);
        if (contact !== undefined) ticket.watch(contact, by);
        break;
      }
      case 'discard':
        ticket.push({ kind: 'answer-discarded', message: act.message, by });
        break;
      case 'escalate':
        escalateByAgent(draft, ticket, act.level, by);
        break;
      case 'tier':
        changeTier(draft, ticket, act.to, by);
        break;
      case 'approve':
        decideEnrolment(draft, ticket, true, act.client, by);
        break;
      case 'decline':
        decideEnrolment(draft, ticket, false, undefined, by);
        break;
      case 'hang':
        hang(draft, ticket, act, by);
        break;
      case 'stage':
        advance(draft, ticket, act, by);
        break;
      case 'service':
      case 'fact': {
        const result = setFact(draft, ticket, act, by);
        if (result !== undefined) draft.results.set(act, result);
        break;
      }
      case 'cover':
      case 'product':
        actOnCoverage(draft, ticket, act, by);
        break;
      case 'time':
        book(draft, ticket, act, by);
        break;
      case 'merge':
      case 'split':
      case 'link':
      case 'unwatch':
      case 'tag':
      case 'due':
      case 'snooze':
      case 'spam': {
        const result = actOn(draft, ticket, act, by);
        if (result !== undefined) draft.results.set(act, result);
        break;
      }
      case 'send':
      case 'rfo':
      case 'analysis':
        break; // the caller does it: the text that comes with it is more than the act
    }
  }
}

function assign(draft: Draft, ticket: TicketDraft, to: TicketDraft['state']['assignee'], by: Actor): void {
  if (ticket.state.assignee === to) {
    // A rule gave it to him; now he takes it up.
    if (by.kind === 'agent' && by.id === to) ticket.takeUp(by);
    return;
  }
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
  // Said again it is his word all the same: nothing that the client says later changes it.
  if (from !== to || deskOf(draft.policy, ticket.state.desk).priorities !== undefined)
    ticket.push({ kind: 'priority-changed', from, to, by });
  if (from === to) return;
  const { id, desk, assignee } = ticket.state;
  if (assignee === undefined || (by.kind === 'agent' && by.id === assignee)) return;
  const recipient: Recipient = { kind: 'agent', id: assignee };
  draft.tell({ kind: 'agent-changed', to: recipient, desk, ticket: id, changes: [], priority: { from, to }, by });
}

function retype(ticket: TicketDraft, to: TicketType, by: Actor): void {
  const from = ticket.state.type;
  if (from !== to) ticket.push({ kind: 'type-changed', from, to, by });
}

/** A ticket goes to another desk, whose agents it is new to. An assignee who is no agent there loses it. */
function move(draft: Draft, ticket: TicketDraft, to: TicketDraft['state']['desk'], by: Actor): void {
  const { assignee } = ticket.state;
  const target = draft.policy.desks.get(to);
  if (target === undefined || ticket.state.desk === to) return;
  draft.move(ticket, to, by);
  typeAtDesk(ticket, target);
  if (assignee !== undefined && !target.agents.includes(assignee)) ticket.assign(undefined, by);
  if (ticket.state.assignee === undefined && !isDone(ticket.state.status)) assignByRules(draft, ticket);
  for (const id of staffAudience(draft, ticket)) {
    if (isSelf(draft, by, id)) continue;
    const notice = { to: { kind: 'agent', id }, desk: to, ticket: ticket.state.id, changes: [] } as const;
    draft.tell({ ...notice, kind: 'agent-new', message: undefined, source: OWN_SOURCE });
  }
}

/** An answer that waited goes: first what waited with it, in its author's name, then what else is to be done, then the answer itself. */
export function release(
  draft: Draft,
  ticket: TicketDraft,
  held: TicketFacts['held'][number],
  acts: readonly Act[],
  by: Actor,
  how: { readonly facts: TicketFacts; readonly watched: Watched; readonly addressed: AnswerOptions['addressed'] },
): void {
  const waited = waitingWith(how.facts, held.message);
  perform(draft, ticket, waited, held.by, how.watched);
  perform(draft, ticket, acts, by, how.watched);
  draft.releaseMessage(ticket, held.message, held.by, by);
  const statusSet = setsStatus([...waited, ...acts]);
  answered(draft, ticket, held.message, held.by, { addressed: how.addressed, statusSet });
}

/** Whether acts say themselves what the status is from now on. */
export function setsStatus(acts: readonly Act[]): boolean {
  return acts.some(({ kind }) => kind === 'status' || kind === 'quote' || kind === 'agreed' || kind === 'grant');
}

/** How an answer goes out. */
export interface AnswerOptions {
  /** Lower-case addresses that the agent's own mail went to: not sent again (DESIGN §3.7). */
  readonly addressed: ReadonlySet<string>;
  /** Whether a command of the same mail sets the status; then the desk's own rule does not. */
  readonly statusSet: boolean;
}

/** Who has answered the client, by mail or on the phone, has the ticket; the desk's rule sets its status unless a command did. */
export function taken(draft: Draft, ticket: TicketDraft, by: Actor, statusSet: boolean): void {
  if (by.kind === 'agent' && ticket.state.assignee === undefined) ticket.assign(by.id, by);
  if (by.kind === 'agent') ticket.takeUp(by);
  const desk = deskOf(draft.policy, ticket.state.desk);
  const { answerSets } = desk;
  const working = !isDone(ticket.state.status) && ticket.state.status !== 'on-hold';
  if (answerSets !== undefined && statusProblem(desk, ticket.state, answerSets) !== undefined) return;
  if (!statusSet && answerSets !== undefined && working) ticket.setStatus(answerSets, by);
}

/** An answer that is on the ticket now: assigns, sets the status by the desk's rule, and tells client, watchers and assignee. */
export function answered(
  draft: Draft,
  ticket: TicketDraft,
  message: MessageKey,
  by: Actor,
  options: AnswerOptions,
): void {
  // Who has no address was told nothing by it: the case does not wait for him (SOFTECH-10).
  const untold = isUntold(ticket);
  taken(draft, ticket, by, options.statusSet || untold);
  const everyone = answerAudience(ticket);
  const addressed = everyone.filter((person) => options.addressed.has(person.address?.toLowerCase() ?? ''));
  const solution = ticket.state.status === 'resolved' && ticket.changes.some((change) => change.to === 'resolved');
  for (const person of everyone) {
    const self = by.kind === 'agent' && draft.agentOf(person.id) === by.id;
    if (addressed.includes(person) || self) continue;
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
  if (by.kind === 'agent' && untold) {
    const to: Recipient = { kind: 'agent', id: by.id };
    const { id, desk } = ticket.state;
    draft.tell({ kind: 'agent-call-back', to, desk, ticket: id, changes: [], message, contact: ticket.requester.id });
  }
}

/** An internal note: the ticket's agents are told, nobody else ever. */
export function noted(draft: Draft, ticket: TicketDraft, note: MessageDraft): MessageKey {
  const message = draft.addMessage(ticket, { ...note, direction: 'internal' });
  tellStaff(draft, ticket, message, 'agent-note', note.by);
  return message;
}

/** A note that tells what the analysis of a problem has found: it is kept as that. */
export function analysed(ticket: TicketDraft, acts: readonly Act[], message: MessageKey, by: Actor): void {
  for (const act of acts) if (act.kind === 'analysis') ticket.push({ kind: 'analysed', part: act.part, message, by });
}

/** Why an answer may not go to the client as it stands; undefined when it may. `text` is the whole of it, words of command lines included. */
export function unsendable(command: MailCommand, text: string, policy: Policy): HeldWhy | undefined {
  if (text.trim() === '') return command.attachments > 0 ? 'doubtful' : 'empty';
  if (command.doubt !== undefined) return 'doubtful';
  if (command.blocked > 0) return 'blocked';
  return command.attachmentBytes > policy.limits.outgoingBytes ? 'too-large' : undefined;
}

/**
 * Keeps an answer until its author says `#send`; with an empty one he is only told. What its mail asked for beside it is done at once, waits with it, or is
 * not done, and he is told which: `asked` are the acts with their lines.
 */
export function hold(
  draft: Draft,
  ticket: TicketDraft,
  message: MessageDraft,
  why: HeldWhy,
  newer: MessageKey | undefined,
  asked: readonly AskedAct[],
  watched: Watched,
): void {
  const acts = asked.map(({ act }) => act);
  perform(draft, ticket, acts.filter(isAtOnce), message.by, watched);
  const key = draft.holdMessage(ticket, message, why, waitingOf(acts, why));
  const { id, desk } = ticket.state;
  if (message.by.kind !== 'agent') return;
  const to: Recipient = { kind: 'agent', id: message.by.id };
  const lines = (are: (act: Act) => boolean) => asked.filter(({ act }) => are(act)).map(({ line }) => line);
  const beside = {
    done: lines(isAtOnce),
    waiting: lines((act) => waits(act, why)),
    undone: lines((act) => !isAtOnce(act) && !waits(act, why)),
  };
  draft.tell({ kind: 'agent-held', to, desk, ticket: id, changes: [], message: key, why, newer, ...beside });
}

/** The answer that waits: the one named, else the newest of the author's own that says anything. The operator may send anyone's. */
export function heldOf(
  facts: TicketFacts,
  message: MessageKey | undefined,
  by: Actor,
): TicketFacts['held'][number] | undefined {
  const own = facts.held.filter(
    (held) =>
      held.why !== 'empty' &&
      (by.kind === 'operator' || (held.by.kind === 'agent' && by.kind === 'agent' && held.by.id === by.id)),
  );
  return message === undefined ? own.at(-1) : own.find((held) => held.message === message);
}
