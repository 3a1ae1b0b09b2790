import { relieveAndTell } from '../assignment/relieve.ts';
import { isSelf, staffAudience } from '../audience.ts';
import type { Draft } from '../draft.ts';
import type { Actor } from '../ids.ts';
import { deskOf, type Policy } from '../policy.ts';
import { calendarOf, type Promised } from '../sla/promises.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import { type SilenceStep, silenceStep, takeSilence } from './silence.ts';
import { warningBefore } from './when.ts';

/** What a case does by itself because of what staff keep on it. */
export type UpkeepStep =
  /** The agents' own date nears, or has come. */
  | {
      readonly kind: 'due';
      readonly key: string;
      readonly due: Date;
      readonly step: 'near' | 'past';
      readonly own: Date;
    }
  /** It was put off till then. */
  | { readonly kind: 'snooze'; readonly key: string; readonly due: Date }
  | { readonly kind: 'silence'; readonly key: string; readonly due: Date; readonly step: SilenceStep };

/** Whether any of these can become due: asked first, for most cases none can. */
export function hasUpkeep(policy: Policy, { ticket }: Pick<Promised, 'ticket'>): boolean {
  const { due, snoozed } = ticket.care.upkeep;
  if (due !== undefined || snoozed !== undefined) return true;
  return ticket.status === 'pending' && deskOf(policy, ticket.desk).silence !== undefined;
}

/** All of these that are ahead, those that were taken among them. */
export function upkeepSteps(policy: Policy, of: Promised): readonly UpkeepStep[] {
  const { ticket } = of;
  const { snoozed } = ticket.care.upkeep;
  const steps: UpkeepStep[] = [...dueSteps(policy, of)];
  if (snoozed !== undefined)
    steps.push({ kind: 'snooze', key: `${ticket.id}/snooze/${snoozed.getTime()}`, due: snoozed });
  const silence = silenceStep(policy, of);
  if (silence !== undefined) steps.push({ kind: 'silence', key: silence.key, due: silence.due, step: silence });
  return steps;
}

/** A date that was set after its warning would have been gives none. */
function dueSteps(policy: Policy, of: Promised): readonly UpkeepStep[] {
  const { ticket, history } = of;
  const { due } = ticket.care.upkeep;
  if (due === undefined) return [];
  const set = history.findLast(({ event }) => event.kind === 'due-set')?.at;
  const { timeZone } = deskOf(policy, ticket.desk);
  const near = warningBefore(due, { timeZone, calendar: calendarOf(policy, of) });
  const key = `${ticket.id}/due/${due.getTime()}`;
  const past: UpkeepStep = { kind: 'due', key: `${key}/past`, due, step: 'past', own: due };
  if (set !== undefined && near <= set) return [past];
  return [{ kind: 'due', key: `${key}/near`, due: near, step: 'near', own: due }, past];
}

/** Takes one of these steps. */
export function takeUpkeep(draft: Draft, ticket: TicketDraft, step: UpkeepStep): void {
  switch (step.kind) {
    case 'due':
      ticket.push({ kind: 'due-told', key: step.key, step: step.step, due: step.own });
      relieveAndTell(draft, ticket);
      tellAgents(draft, ticket, step.step === 'near' ? 'due-near' : 'due', step.own, { kind: 'gateway' });
      return;
    case 'snooze':
      relieveAndTell(draft, ticket);
      wake(draft, ticket, step.key, { kind: 'gateway' });
      return;
    case 'silence':
      takeSilence(draft, ticket, step.step);
      return;
  }
}

/** What was put off comes back: the moment came, or its client wrote. Whoever works on it is told; nothing happens to a case that was not put off. */
export function wake(draft: Draft, ticket: TicketDraft, key: string | undefined, by: Actor): void {
  if (ticket.state.care.upkeep.snoozed === undefined) return;
  ticket.push({ kind: 'snooze-ended', key, by });
  if (ticket.state.status === 'on-hold') ticket.setStatus('open', by);
  // A client's mail tells of itself.
  if (by.kind === 'gateway') tellAgents(draft, ticket, 'snooze', undefined, by);
}

function tellAgents(
  draft: Draft,
  ticket: TicketDraft,
  why: 'due-near' | 'due' | 'snooze',
  due: Date | undefined,
  by: Actor,
): void {
  const { id, desk } = ticket.state;
  for (const agent of staffAudience(draft, ticket)) {
    if (isSelf(draft, by, agent)) continue;
    const to = { kind: 'agent', id: agent } as const;
    draft.tell({ kind: 'agent-reminded', to, desk, ticket: id, changes: [], why, number: undefined, due });
  }
}
