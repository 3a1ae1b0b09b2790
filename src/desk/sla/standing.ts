import { openSpans } from '../calendar/calendar.ts';
import type { SlaTarget } from './policy.ts';
import {
  breachOf,
  countedOf,
  momentOfPart,
  type SlaRun,
  type SlaStretch,
  type StretchWhy,
  samePromise,
} from './run.ts';

/** How a promise stands: `released` was let go before it came about. */
export type SlaState = 'running' | 'paused' | 'met' | 'missed' | 'released';

/** A promise that held for a while and was broken then, though another holds now: lowering the priority hides no miss. */
export interface EarlierMiss {
  readonly target: SlaTarget;
  readonly at: Date;
}

/** A target as it stands at a moment. */
export interface SlaStanding {
  readonly state: SlaState;
  /** Milliseconds that counted so far, in the target's kind of time. */
  readonly counted: number;
  /** Milliseconds left; below 0 when over; undefined when released. */
  readonly remaining: number | undefined;
  /** Until when an act is in time, if nothing else happens; undefined while that cannot be said (paused) or nothing is owed. */
  readonly due: Date | undefined;
  /** The next warning ahead. */
  readonly warning: Date | undefined;
  /** When it was missed, or will be. */
  readonly breach: Date | undefined;
  readonly earlierMisses: readonly EarlierMiss[];
}

/** A span for `spoc explain`. */
export interface SlaSpan {
  readonly from: Date;
  readonly to: Date;
  /** Milliseconds. */
  readonly counted: number;
  readonly why: StretchWhy;
}

/** How a target stands at a moment; `now` is not before the last event that the run was made from. */
export function standingOf(run: SlaRun, now: Date): SlaStanding {
  const { target, until } = run;
  const end = until ?? now;
  const counted = run.stretches.reduce((sum, stretch) => sum + countedOf(stretch, end), 0);
  const earlierMisses = earlierMissesOf(run, end);
  if (target === undefined)
    return {
      state: 'released',
      counted,
      remaining: undefined,
      due: undefined,
      warning: undefined,
      breach: undefined,
      earlierMisses,
    };
  const breach = breachOf(run, target);
  const state = stateOf(run, breach, now);
  const open = until === undefined;
  return {
    state,
    counted,
    remaining: target.within - counted,
    due: open && breach !== undefined ? new Date(breach.getTime() - 1) : undefined,
    warning: open ? warningsOf(run, target).find((at) => at > now) : undefined,
    breach,
    earlierMisses,
  };
}

function stateOf(run: SlaRun, breach: Date | undefined, now: Date): SlaState {
  // The stretches of what came about end there, so a breach that they reach was before it.
  if (run.until !== undefined) return breach === undefined ? 'met' : 'missed';
  if (breach !== undefined && breach <= now) return 'missed';
  return stretchAt(run, now)?.why.kind === 'counted' ? 'running' : 'paused';
}

function stretchAt(run: SlaRun, now: Date): SlaStretch | undefined {
  return run.stretches.find(({ from, to }) => from <= now && (to === undefined || now < to));
}

/** The moments of a promise's warnings, past and ahead, in order. */
function warningsOf(run: SlaRun, target: SlaTarget): readonly Date[] {
  return target.warnAt
    .map((part) => momentOfPart(run, target, part))
    .filter((at) => at !== undefined)
    .sort((a, b) => a.getTime() - b.getTime());
}

function earlierMissesOf(run: SlaRun, end: Date): readonly EarlierMiss[] {
  const promises: SlaTarget[] = [];
  for (const { why } of run.stretches) {
    if (why.kind !== 'counted' || promises.some((one) => samePromise(one, why.target))) continue;
    if (run.target === undefined || !samePromise(run.target, why.target)) promises.push(why.target);
  }
  return promises.flatMap((target) => {
    const at = breachOf(run, target);
    return at === undefined || at > end ? [] : [{ target, at }];
  });
}

/** Each span of a target's time up to a moment, for `spoc explain`: business time by the opening hours that counted, the rest whole. */
export function explainRun(run: SlaRun, now: Date): readonly SlaSpan[] {
  const end = run.until ?? now;
  return run.stretches.flatMap((stretch): readonly SlaSpan[] => {
    const { from, why } = stretch;
    const to = stretch.to !== undefined && stretch.to < end ? stretch.to : end;
    if (to <= from) return [];
    if (why.kind !== 'counted' || why.target.time === 'clock')
      return [{ from, to, counted: countedOf(stretch, to), why }];
    return openSpans(why.calendar, from, to).map((open) => ({
      ...open,
      counted: open.to.getTime() - open.from.getTime(),
      why,
    }));
  });
}
