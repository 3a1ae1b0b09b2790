import { takeAgreementStep } from './agreement/steps.ts';
import { relieveAndTell } from './assignment/relieve.ts';
import { clientAudience, settleNotices, staffAudience } from './audience.ts';
import type { ReckonCommand, TimerCommand } from './command.ts';
import { settleCoverage } from './coverage/settle.ts';
import { followRelease, takeNews } from './defect/advance.ts';
import { endDeferral } from './deferral/defer.ts';
import { Draft, nothing } from './draft.ts';
import { escalate, matrixOfDraft } from './escalation/escalate.ts';
import type { Decision, Surroundings, TicketFacts } from './facts.ts';
import type { Actor, AgentId, Ids } from './ids.ts';
import type { TargetStep } from './notice.ts';
import type { Policy } from './policy.ts';
import { takeRfoStep } from './rfo/steps.ts';
import { serviceLevelOf } from './sla/promises.ts';
import { momentOfPart } from './sla/run.ts';
import type { TicketDraft } from './ticket-draft.ts';
import { WAKE } from './timer.ts';
import { promisedOf, promisesOfDraft, stepDue, stepsOfDraft, type TicketStep } from './timers.ts';
import { takeUpkeep } from './upkeep/steps.ts';

/** What the decision on a timer rests on. */
export interface TimerFacts {
  readonly around: Surroundings;
  readonly ticket: TicketFacts | undefined;
  /** The defect that it hangs on. */
  readonly defect: TicketFacts | undefined;
}

const GATEWAY: Actor = { kind: 'gateway' };

/**
 * A timer has come: what is owed is worked out anew, and its step is taken if it still is and was not taken before. Else the ticket's timers are
 * only put right, so that a timer that was set before something changed does no harm.
 */
export function decideTimer(command: TimerCommand, facts: TimerFacts, policy: Policy, now: Date, ids: Ids): Decision {
  if (facts.ticket === undefined) return nothing(undefined, 'there is no such ticket');
  const draft = new Draft(policy, now, ids, facts.around);
  const ticket = draft.ticket(facts.ticket);
  if (command.key.startsWith(WAKE)) {
    takeNews(draft, ticket, facts.defect);
    return draft.decision(undefined, settleNotices(draft));
  }
  draft.reckon(ticket);
  const step = stepDue(stepsOfDraft(policy, ticket), command.key, now);
  if (step === undefined) return draft.decision(undefined, []);
  take(draft, ticket, step);
  return draft.decision(undefined, settleNotices(draft));
}

/** Works out anew what follows from configuration and registers: a ticket's timers, and what its work is; a defect follows the day of its release. */
export function decideReckon(
  _command: ReckonCommand,
  facts: TimerFacts,
  policy: Policy,
  now: Date,
  ids: Ids,
): Decision {
  if (facts.ticket === undefined) return nothing(undefined, 'there is no such ticket');
  const draft = new Draft(policy, now, ids, facts.around);
  const ticket = draft.ticket(facts.ticket);
  followRelease(draft, ticket);
  draft.reckon(ticket);
  settleCoverage(draft, ticket, { why: 'registers' });
  return draft.decision(undefined, settleNotices(draft));
}

function take(draft: Draft, ticket: TicketDraft, step: TicketStep): void {
  switch (step.kind) {
    case 'target':
      tellTarget(draft, ticket, step);
      return;
    case 'escalation': {
      const { level, why, key } = step.step;
      const matrix = matrixOfDraft(draft.policy, ticket);
      if (matrix !== undefined) escalate(draft, ticket, { matrix, level, why, key, by: GATEWAY });
      return;
    }
    case 'rfo':
      relieveAndTell(draft, ticket);
      takeRfoStep(draft, ticket, step);
      return;
    case 'deferral':
      relieveAndTell(draft, ticket);
      endDeferral(draft, ticket, step.key, GATEWAY);
      return;
    case 'agreement':
      relieveAndTell(draft, ticket);
      takeAgreementStep(draft, ticket, step.step);
      return;
    case 'coverage':
      settleCoverage(draft, ticket, { why: 'hours', key: step.key });
      return;
    case 'upkeep':
      takeUpkeep(draft, ticket, step.step);
      return;
  }
}

/** Warns, or tells that a target was missed: those who can still do something about it, and the client where his level says so (INTERSPACE-11). */
function tellTarget(draft: Draft, ticket: TicketDraft, { timer, due }: Extract<TicketStep, { kind: 'target' }>): void {
  const { target, cycle, key } = timer;
  const promised = promisedOf(ticket);
  const run = promisesOfDraft(draft.policy, ticket).runs.find((one) => one.kind === target && one.cycle === cycle);
  const promise = run?.target;
  if (run === undefined || promise === undefined) return;
  const missed = timer.step.kind === 'breach';
  ticket.push({ kind: 'target-told', key, target, cycle, step: missed ? 'missed' : 'warning', due });

  // Who is away can do nothing about it (SAOP-2).
  relieveAndTell(draft, ticket);
  const base = { desk: ticket.state.desk, ticket: ticket.state.id, changes: [] } as const;
  const step: TargetStep = {
    target,
    missed,
    within: promise.within,
    time: promise.time,
    due: momentOfPart(run, promise, 1),
    reached: run.until,
  };
  const managers = (matrixOfDraft(draft.policy, ticket)?.levels ?? [])
    .filter(({ toldOfTargets }) => toldOfTargets === 'all' || (toldOfTargets === 'missed' && missed))
    .flatMap(({ agents }) => agents);
  const working = staffAudience(draft, ticket);
  for (const id of new Set<AgentId>([...working, ...managers])) {
    const manager = !working.includes(id);
    draft.tell({ ...base, kind: 'agent-target', to: { kind: 'agent', id }, step, manager });
  }
  // What came about meanwhile, though late, is no news to him.
  if (!missed || run.until !== undefined || serviceLevelOf(draft.policy, promised)?.tellsClient !== true) return;
  const mayEscalate = matrixOfDraft(draft.policy, ticket) !== undefined;
  for (const contact of clientAudience(ticket))
    draft.tell({ ...base, kind: 'target-missed', to: { kind: 'contact', id: contact.id }, step, mayEscalate });
}
