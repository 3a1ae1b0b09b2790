import type { LocalDate } from '../calendar/local.ts';
import type { Act } from '../command.ts';
import type { Draft } from '../draft.ts';
import type { TicketFacts } from '../facts.ts';
import type { Actor, DeskId } from '../ids.ts';
import type { TranscriptResult } from '../notice.ts';
import type { Policy } from '../policy.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import { WAKE } from '../timer.ts';
import { planOf } from './bonds.ts';
import { setByPlan, tellClient, tellNews } from './hang.ts';
import { type DefectPlan, type Release, releaseKey, samePlan } from './plan.ts';

type Stage = Extract<Act, { readonly kind: 'stage' }>;

/** A release of a desk, as the configuration or the register has it. */
export function releaseOf(policy: Policy, desk: DeskId, name: string | undefined): Release | undefined {
  return name === undefined ? undefined : policy.releases.get(releaseKey(desk, name));
}

/** The releases of a desk. */
export function releasesOf(policy: Policy, desk: DeskId): readonly Release[] {
  return [...policy.releases.values()].filter((release) => release.desk === desk);
}

/** Why a defect cannot come to a stage; undefined when it can. `acts` are all that are to be done with it, in order. */
export function stageProblem(
  act: Stage,
  { ticket }: TicketFacts,
  policy: Policy,
  acts: readonly Act[],
): TranscriptResult | undefined {
  const before = acts.slice(0, Math.max(0, acts.indexOf(act)));
  const type = before.findLast((one) => one.kind === 'type')?.to ?? ticket.type;
  if (type !== 'defect') return { kind: 'no-defect', why: 'other-type' };
  const stage = before.findLast((one) => one.kind === 'stage')?.to ?? planOf(ticket.care.bonds).stage;
  if ((act.to === 'planned' || act.to === 'released') && (stage === 'reported' || stage === 'not-a-defect'))
    return { kind: 'no-defect', why: 'not-confirmed' };
  const known = releasesOf(policy, ticket.desk);
  if (act.release !== undefined && known.length > 0 && releaseOf(policy, ticket.desk, act.release) === undefined)
    return { kind: 'bad-argument', expected: known.slice(-30).map(({ name }) => name), nearest: undefined };
  if (act.to === 'planned' && expectedOf(act, policy, ticket.desk) === undefined)
    return { kind: 'bad-argument', expected: ['#planned 4.2 by 2027-01-15'], nearest: undefined };
  return undefined;
}

function expectedOf(act: Stage, policy: Policy, desk: DeskId): LocalDate | undefined {
  return act.day ?? releaseOf(policy, desk, act.release)?.expected;
}

/** Brings a defect to a stage, and lets all who wait for it know. */
export function advance(draft: Draft, ticket: TicketDraft, act: Stage, by: Actor): void {
  if (ticket.state.type !== 'defect') return;
  const { desk } = ticket.state;
  const before = planOf(ticket.state.care.bonds);
  const release = releaseOf(draft.policy, desk, act.release)?.name ?? act.release;
  if (act.to === 'planned') {
    const plan = { stage: act.to, release, expected: expectedOf(act, draft.policy, desk) } as const;
    setPlan(draft, ticket, plan, act.day !== undefined, by);
  } else if (act.to === 'released') {
    setPlan(draft, ticket, { stage: act.to, release: release ?? before.release }, false, by);
  } else {
    setPlan(draft, ticket, { stage: act.to }, false, by);
  }
}

/** A release has another day now, or is out: the defects that are planned for it follow. */
export function followRelease(draft: Draft, ticket: TicketDraft): void {
  const { plan } = ticket.state.care.bonds;
  if (plan?.stage !== 'planned' || ticket.state.type !== 'defect') return;
  const release = releaseOf(draft.policy, ticket.state.desk, plan.release);
  if (release === undefined) return;
  const by: Actor = { kind: 'gateway' };
  if (release.released !== undefined) setPlan(draft, ticket, { stage: 'released', release: plan.release }, false, by);
  else if (!plan.fixed && release.expected !== undefined && release.expected !== plan.expected)
    setPlan(draft, ticket, { stage: 'planned', release: plan.release, expected: release.expected }, false, by);
}

function setPlan(draft: Draft, ticket: TicketDraft, plan: DefectPlan, fixed: boolean, by: Actor): void {
  const { bonds } = ticket.state.care;
  const before = planOf(bonds);
  if (samePlan(before, plan) && (bonds.plan?.fixed ?? false) === fixed) return;
  ticket.push({ kind: 'defect-plan', plan, ...(fixed ? { fixed } : {}), by });
  if (samePlan(before, plan)) return;
  setByPlan(draft, ticket, plan, by);
  tellClient(draft, ticket, plan, before);
  wakeGathered(draft, ticket);
}

/** Each case that hangs looks at the defect by a command of its own; many do so over some minutes, so that the breaker takes them for what they are. */
function wakeGathered(draft: Draft, ticket: TicketDraft): void {
  const inMinute = Math.max(1, Math.floor(draft.policy.limits.automaticPerMinute / 4));
  for (const [nth, id] of ticket.state.care.bonds.gathered.entries()) {
    const due = new Date(draft.now.getTime() + Math.floor(nth / inMinute) * 60_000);
    draft.wake({ ticket: id, key: `${WAKE}${ticket.state.id}`, due });
  }
}

/** A case that hangs on a defect takes in where that stands now. */
export function takeNews(draft: Draft, ticket: TicketDraft, defect: TicketFacts | undefined): void {
  if (defect === undefined) return;
  tellNews(draft, ticket, defect.ticket.id, planOf(defect.ticket.care.bonds), { kind: 'gateway' });
}
