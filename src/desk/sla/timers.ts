import type { TicketId } from '../ids.ts';
import type { SlaTarget, SlaTargetKind } from './policy.ts';
import { breachOf, momentOfPart, type SlaRun } from './run.ts';

/** A step of a target at which something is told. */
export type SlaStep = { readonly kind: 'warning'; readonly part: number } | { readonly kind: 'breach' };

/**
 * A moment at which a target takes a step. The key is that of (ticket, target, promise, step): it stays the same however often timers are
 * worked out again, so that a store that remembers the keys that fired fires each once; a step of another promise is another step.
 */
export interface SlaTimer {
  readonly key: string;
  readonly ticket: TicketId;
  readonly target: SlaTargetKind;
  readonly cycle: number;
  readonly step: SlaStep;
  readonly due: Date;
}

/**
 * The timers that a ticket should have, whatever the moment: those that fired are among them, and those that a downtime kept from firing.
 * What came about late keeps the breach alone, what came about in time keeps none. On firing the standing is worked out anew.
 */
export function timersOf(ticket: TicketId, runs: readonly SlaRun[]): readonly SlaTimer[] {
  const timers: SlaTimer[] = [];
  for (const run of runs) {
    const { target, kind, cycle } = run;
    if (target === undefined) continue;
    for (const { step, key } of stepsOf(target)) {
      if (run.until !== undefined && step.kind !== 'breach') continue;
      const due = step.kind === 'breach' ? breachOf(run, target) : momentOfPart(run, target, step.part);
      if (due !== undefined)
        timers.push({ key: `${ticket}/${kind}/${cycle}/${key}`, ticket, target: kind, cycle, step, due });
    }
  }
  return timers;
}

/** A step with its part of the key: `14400000-business/warning-0.75` of `42/resolution/1/14400000-business/warning-0.75`. */
interface KeyedStep {
  readonly step: SlaStep;
  readonly key: string;
}

/** The steps of a target; made once for each, they are asked for by every decision. */
const STEPS = new WeakMap<SlaTarget, readonly KeyedStep[]>();

function stepsOf(target: SlaTarget): readonly KeyedStep[] {
  const made = STEPS.get(target);
  if (made !== undefined) return made;
  const promise = `${target.within}-${target.time}`;
  const warnings = [...new Set(target.warnAt)]
    .sort((a, b) => a - b)
    .map((part): KeyedStep => ({ step: { kind: 'warning', part }, key: `${promise}/warning-${part}` }));
  const steps: readonly KeyedStep[] = [...warnings, { step: { kind: 'breach' }, key: `${promise}/breach` }];
  STEPS.set(target, steps);
  return steps;
}
