import { clientAudience } from '../audience.ts';
import type { Act } from '../command.ts';
import type { Draft } from '../draft.ts';
import type { TicketFacts } from '../facts.ts';
import type { Actor, TicketId } from '../ids.ts';
import type { TranscriptResult } from '../notice.ts';
import { deskOf } from '../policy.ts';
import { isDone } from '../status.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import { planOf } from './bonds.ts';
import type { Bond } from './event.ts';
import { type DefectPlan, samePlan } from './plan.ts';

type Hang = Extract<Act, { readonly kind: 'hang' }>;

/** Cases that can hang on one defect or problem. */
const MOST_GATHERED = 2_000;

const BOND_OF = { defect: 'hangs-on', problem: 'caused-by' } as const satisfies Record<Hang['as'], Bond>;

/** Why a case cannot hang there; undefined when it can. */
export function hangProblem(
  { on, as }: Hang,
  facts: TicketFacts,
  named: ReadonlyMap<string, TicketFacts>,
): TranscriptResult | undefined {
  const { bonds } = facts.ticket.care;
  if (on === undefined) return hangsOn(bonds, as) === undefined ? { kind: 'no-bond', why: 'none' } : undefined;
  const target = named.get(on);
  if (target === undefined) return { kind: 'no-bond', why: 'unknown' };
  if (target.ticket.id === facts.ticket.id || bonds.gathered.length > 0) return { kind: 'no-bond', why: 'itself' };
  if (target.ticket.type !== as) return { kind: 'no-bond', why: as };
  return target.ticket.care.bonds.gathered.length >= MOST_GATHERED ? { kind: 'no-bond', why: 'full' } : undefined;
}

function hangsOn(bonds: TicketFacts['ticket']['care']['bonds'], as: Hang['as']): TicketId | undefined {
  return as === 'defect' ? bonds.defect?.on : bonds.problem;
}

/** Lets a case hang on a defect, whose plan its client is told at once, or on a problem, of which he is told nothing; or takes it off. */
export function hang(draft: Draft, ticket: TicketDraft, { on, as }: Hang, by: Actor): void {
  const bond = BOND_OF[as];
  const target = on === undefined ? undefined : draft.around.named.get(on);
  if (on !== undefined && (target === undefined || target.ticket.id === ticket.state.id)) return;
  const before = hangsOn(ticket.state.care.bonds, as);
  if (before === target?.ticket.id) return;
  if (before !== undefined) {
    ticket.push({ kind: 'unhung', from: before, bond, by });
    const earlier = [...draft.around.named.values()].find((facts) => facts.ticket.id === before);
    if (earlier !== undefined) draft.ticket(earlier).push({ kind: 'let-go', ticket: ticket.state.id, by });
  }
  if (target === undefined) {
    if (as === 'defect' && ticket.state.status === 'on-hold') ticket.setStatus('open', by);
    return;
  }
  ticket.push({ kind: 'hung', on: target.ticket.id, bond, by });
  const to = draft.ticket(target);
  to.push({ kind: 'gathered', ticket: ticket.state.id, by });
  if (as === 'defect') tellNews(draft, ticket, target.ticket.id, planOf(to.state.care.bonds), by);
}

/**
 * The client of a case that hangs on a defect is told of its plan, on his own ticket and in his language, and nothing of the defect's ticket or of others
 * that hang on it; the desk's rules set the status.
 */
export function tellNews(draft: Draft, ticket: TicketDraft, of: TicketId, plan: DefectPlan, by: Actor): void {
  const bond = ticket.state.care.bonds.defect;
  if (bond?.on !== of || (bond.told !== undefined && samePlan(bond.told, plan))) return;
  ticket.push({ kind: 'defect-told', of, plan });
  setByPlan(draft, ticket, plan, by);
  tellClient(draft, ticket, plan, bond.told);
}

/** Tells the client's side of a ticket where its defect stands. */
export function tellClient(draft: Draft, ticket: TicketDraft, plan: DefectPlan, before: DefectPlan | undefined): void {
  const { id, desk } = ticket.state;
  for (const contact of clientAudience(ticket))
    draft.tell({
      kind: 'defect-news',
      to: { kind: 'contact', id: contact.id },
      desk,
      ticket: id,
      changes: [],
      plan,
      before,
      message: undefined,
    });
}

/** What the plan of a defect makes of a case that waits for it. */
export function setByPlan(draft: Draft, ticket: TicketDraft, { stage }: DefectPlan, by: Actor): void {
  const { status, desk } = ticket.state;
  if (isDone(status)) return;
  const { waitingSets, releasedSets } = deskOf(draft.policy, desk).defects;
  if (stage === 'not-a-defect') {
    // Somebody has to look at it again.
    if (status === 'on-hold') ticket.setStatus('open', by);
    return;
  }
  const to = stage === 'released' ? releasedSets : waitingSets;
  if (to !== undefined) ticket.setStatus(to, by);
}
