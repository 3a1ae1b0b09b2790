import { type AgreementStep, agreementStepsOf, hasAgreementSteps } from './agreement/steps.ts';
import { type EscalationStep, escalationSteps, matrixOf } from './escalation/steps.ts';
import type { TicketEvent } from './event.ts';
import type { Decision } from './facts.ts';
import type { Policy } from './policy.ts';
import { type RfoStep, rfoSteps } from './rfo/steps.ts';
import { type Promised, runsOfTicket, serviceLevelOf } from './sla/promises.ts';
import type { SlaRun } from './sla/run.ts';
import { standingOf } from './sla/standing.ts';
import { type SlaTimer, timersOf } from './sla/timers.ts';
import { isDone } from './status.ts';
import type { KnownPromises, TicketDraft } from './ticket-draft.ts';
import type { Timer } from './timer.ts';
import { hasUpkeep, type UpkeepStep, upkeepSteps } from './upkeep/steps.ts';

/** Something that a ticket does by itself at a moment, if nothing changes before. */
export type TicketStep =
  | { readonly kind: 'target'; readonly key: string; readonly due: Date; readonly timer: SlaTimer }
  | { readonly kind: 'escalation'; readonly key: string; readonly due: Date; readonly step: EscalationStep }
  /** What was deferred is taken up (INTERSPACE-6). */
  | { readonly kind: 'deferral'; readonly key: string; readonly due: Date }
  /** An offer or the deadline of the work (SOFTECH-8). */
  | { readonly kind: 'agreement'; readonly key: string; readonly due: Date; readonly step: AgreementStep }
  | RfoStep
  /** The hours open: what its work is, is decided anew (SAOP-6). */
  | { readonly kind: 'coverage'; readonly key: string; readonly due: Date }
  | { readonly kind: 'upkeep'; readonly key: string; readonly due: Date; readonly step: UpkeepStep };

/** Whether anything at all can become due on a ticket by itself: asked first, for most tickets nothing can. */
export function hasTimers(policy: Policy, of: Omit<Promised, 'history'>): boolean {
  return (
    of.ticket.care.deferral?.state === 'agreed' ||
    hasAgreementSteps(of.ticket) ||
    of.ticket.care.rfo?.state === 'asked' ||
    of.ticket.care.coverage.decided?.until !== undefined ||
    hasUpkeep(policy, of) ||
    serviceLevelOf(policy, of) !== undefined ||
    (matrixOf(policy, of)?.levels.some(({ trigger }) => trigger !== undefined) ?? false)
  );
}

/**
 * All that a ticket is yet to do by itself, whatever the moment; what a downtime kept from being done is among it. What was taken is not, nor
 * what a later step of the same promise has overtaken; a ticket at rest does nothing but
 * what was asked of it then.
 */
export function stepsOf(
  policy: Policy,
  of: Promised,
  runs: readonly SlaRun[] = runsOfTicket(policy, of),
  timers: readonly SlaTimer[] = timersOf(of.ticket.id, runs),
): readonly TicketStep[] {
  const { ticket } = of;
  if (isDone(ticket.status)) return rfoSteps(ticket);
  const taken = new Set(ticket.care.taken);
  const steps: TicketStep[] = [];
  for (const timer of notOvertaken(timers, taken))
    steps.push({ kind: 'target', key: timer.key, due: timer.due, timer });
  for (const step of escalationSteps(policy, of, runs))
    if (!taken.has(step.key)) steps.push({ kind: 'escalation', key: step.key, due: step.due, step });
  const { deferral } = ticket.care;
  if (deferral?.state === 'agreed') {
    const key = `${ticket.id}/deferral/${deferral.until.getTime()}`;
    if (!taken.has(key)) steps.push({ kind: 'deferral', key, due: deferral.until });
  }
  for (const step of agreementStepsOf(policy, ticket))
    if (!taken.has(step.key)) steps.push({ kind: 'agreement', key: step.key, due: step.due, step });
  const waits = ticket.care.coverage.decided?.until;
  if (waits !== undefined) {
    const key = `${ticket.id}/coverage/${waits.getTime()}`;
    if (!taken.has(key)) steps.push({ kind: 'coverage', key, due: waits });
  }
  for (const step of upkeepSteps(policy, of))
    if (!taken.has(step.key)) steps.push({ kind: 'upkeep', key: step.key, due: step.due, step });
  return [...steps, ...rfoSteps(ticket)];
}

/** Steps of a promise come in the order warnings, breach: once one was taken, those before it are no news. */
function notOvertaken(timers: readonly SlaTimer[], taken: ReadonlySet<string>): readonly SlaTimer[] {
  let last: SlaTimer | undefined;
  const left: SlaTimer[] = [];
  for (const timer of timers.toReversed()) {
    if (taken.has(timer.key)) last = timer;
    else if (timer.target !== last?.target || timer.cycle !== last.cycle) left.push(timer);
  }
  return left.reverse();
}

/** The same as what the store keeps. */
export function timersOfSteps(ticket: Promised['ticket'], steps: readonly TicketStep[]): readonly Timer[] {
  return steps.map(({ key, due }) => ({ key, due, ticket: ticket.id }));
}

/**
 * The step that is taken when the timer of a key fires: it, or the furthest that is due beyond it of the same promise or matrix, so that after
 * a downtime people are told where things stand, not each step on the way there. Undefined when it is not owed, or not due yet.
 */
export function stepDue(steps: readonly TicketStep[], key: string, now: Date): TicketStep | undefined {
  const own = steps.find((step) => step.key === key);
  if (own === undefined || own.due > now) return undefined;
  // A promise that was made shorter than what is spent already breaks a millisecond after its warnings: that is one piece of news.
  const due = steps.filter((step) => step.due.getTime() <= now.getTime() + (own.kind === 'target' ? 1 : 0));
  switch (own.kind) {
    case 'target':
      return due.findLast(
        (step) =>
          step.kind === 'target' && step.timer.target === own.timer.target && step.timer.cycle === own.timer.cycle,
      );
    case 'escalation':
      return due.findLast((step) => step.kind === 'escalation');
    case 'rfo':
      return due.findLast((step) => step.kind === 'rfo');
    case 'deferral':
    case 'coverage':
      return own;
    case 'agreement':
      return due.findLast((step) => step.kind === 'agreement');
    case 'upkeep':
      return due.findLast((step) => step.kind === 'upkeep' && step.step.kind === own.step.kind);
  }
}

/** A draft as its promises are worked out from. */
export function promisedOf(draft: TicketDraft): Promised {
  const { state: ticket, client, service } = draft;
  return { ticket, client, service, history: draft.wholeHistory };
}

/** Whether an event can change what is due on its ticket: for most mails nothing does, and the timers stay as they are. */
export function bearsOnTimers(event: TicketEvent): boolean {
  switch (event.kind) {
    case 'message-added':
      return event.direction === 'outbound';
    case 'assigned':
    case 'watcher-added':
    case 'watcher-removed':
    case 'watcher-proposed':
    case 'linked':
    case 'split':
    case 'answer-held':
    case 'answer-released':
    case 'answer-discarded':
    case 'undelivered':
    case 'urgency-suggested':
    case 'escalation-refused':
    case 'tier-changed':
    case 'contact-point':
    case 'enrolment':
    case 'hung':
    case 'unhung':
    case 'gathered':
    case 'let-go':
    case 'similar-found':
    case 'answers-found':
    case 'same-confirmed':
    case 'defect-plan':
    case 'defect-told':
    case 'analysed':
    case 'worker-introduced':
    case 'access-asked':
    case 'access-granted':
    case 'access-redeemed':
    case 'reply-address-asked':
    case 'reply-address-answered':
    case 'rfo-refused':
    case 'coverage-answered':
    case 'product-set':
    case 'time-booked':
    case 'absorbed':
    case 'tags-changed':
      return false;
    default:
      return true;
  }
}

/** Whether an event can change how its ticket's promises stand: that a step was taken does not. */
function bearsOnRuns(event: TicketEvent): boolean {
  return (
    bearsOnTimers(event) &&
    event.kind !== 'target-told' &&
    event.kind !== 'target-reached' &&
    event.kind !== 'escalated'
  );
}

/** The targets of a draft, as `runsOfTicket` has them, and their timers: worked out anew only after an event that they depend on. */
export function promisesOfDraft(policy: Policy, draft: TicketDraft): KnownPromises {
  const { events, service, promises: known, state } = draft;
  const bearing = events.reduce((count, event) => (bearsOnRuns(event) ? count + 1 : count), 0);
  if (known !== undefined && known.bearing === bearing && known.service === service) return known;
  const runs = runsOfTicket(policy, promisedOf(draft));
  const timers = isDone(state.status) ? [] : timersOf(state.id, runs);
  draft.promises = { service, bearing, runs, timers };
  return draft.promises;
}

/** What a draft is yet to do by itself. */
export function stepsOfDraft(policy: Policy, draft: TicketDraft): readonly TicketStep[] {
  const { runs, timers } = promisesOfDraft(policy, draft);
  return stepsOf(policy, promisedOf(draft), runs, timers);
}

/** Puts on record what a decision made come about, and answers the timers that its ticket has from now on. */
export function settleTimers(policy: Policy, draft: TicketDraft, now: Date): Decision['timers'] {
  const { state: ticket, client, service } = draft;
  if (!hasTimers(policy, { ticket, client, service }))
    // A new ticket has none that could be taken away.
    return draft.expected === 0 ? [] : [{ ticket: ticket.id, timers: [] }];
  if (draft.events.length > 0) recordReached(draft, promisesOfDraft(policy, draft).runs, now);
  return [{ ticket: ticket.id, timers: timersOfSteps(ticket, stepsOfDraft(policy, draft)) }];
}

/** A case that was opened again and is resolved anew has its resolution put on record once more: the last one counts. */
function recordReached(draft: TicketDraft, runs: readonly SlaRun[], now: Date): void {
  for (const run of runs) {
    const { kind: target, cycle, target: promise, until } = run;
    if (promise === undefined || until?.getTime() !== now.getTime()) continue;
    const recorded = draft.state.care.reached.includes(`${target}/${cycle}`);
    if (recorded && !(target === 'resolution' && draft.wasDone)) continue;
    const { state, counted } = standingOf(run, now);
    if (state !== 'met' && state !== 'missed') continue;
    draft.push({ kind: 'target-reached', target, cycle, state, counted, within: promise.within });
  }
}
