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
  return runs.flatMap((run) => {
    const { target } = run;
    if (target === undefined) return [];
    const steps: readonly SlaStep[] = run.until === undefined ? stepsOf(target) : [{ kind: 'breach' }];
    return steps.flatMap((step) => {
      const due = step.kind === 'breach' ? breachOf(run, target) : momentOfPart(run, target, step.part);
      if (due === undefined) return [];
      return [{ key: keyOf(ticket, run, target, step), ticket, target: run.kind, cycle: run.cycle, step, due }];
    });
  });
}

/** The steps of a target; made once for each, they are asked for by every decision. */
const STEPS = new WeakMap<SlaTarget, readonly SlaStep[]>();

function stepsOf(target: SlaTarget): readonly SlaStep[] {
  const made = STEPS.get(target);
  if (made !== undefined) return made;
  const parts = [...new Set(target.warnAt)].sort((a, b) => a - b);
  const steps = [...parts.map((part) => ({ kind: 'warning' as const, part })), { kind: 'breach' as const }];
  STEPS.set(target, steps);
  return steps;
}

/** `42/resolution/1/14400000-business/warning-0.75`. */
function keyOf(ticket: TicketId, run: SlaRun, target: SlaTarget, step: SlaStep): string {
  const last = step.kind === 'warning' ? `warning-${step.part}` : step.kind;
  return `${ticket}/${run.kind}/${run.cycle}/${target.within}-${target.time}/${last}`;
}
