import { add, type Calendar, elapsed } from '../calendar/calendar.ts';
import type { RecordedEvent } from '../event.ts';
import { isDone, type Priority, type Status } from '../status.ts';
import type { SlaPause, SlaTarget, SlaTargetKind, SlaTerms } from './policy.ts';
import { type Life, type Segment, type SlaTicket, type SlaWait, timelineOf } from './timeline.ts';

/** Why a stretch of time counts towards a target, or does not. */
export type StretchWhy =
  | { readonly kind: 'counted'; readonly target: SlaTarget; readonly calendar: Calendar; readonly priority: Priority }
  | { readonly kind: 'paused'; readonly by: SlaPause }
  /** The case was at rest, and was opened again. */
  | { readonly kind: 'done'; readonly status: Status }
  /** The priority or level of that time promised nothing. */
  | { readonly kind: 'unpromised'; readonly priority: Priority };

/** A stretch of a target's time; `to` is undefined while it goes on, and counts nothing then. */
export interface SlaStretch {
  readonly from: Date;
  readonly to: Date | undefined;
  readonly why: StretchWhy;
}

/**
 * One promise and the time spent on it, up to what came about or for ever if nothing more happens: it does not depend on the moment at
 * which it is looked at (see `standingOf`).
 */
export interface SlaRun {
  readonly kind: SlaTargetKind;
  /** 1 for the first; updates are owed again and again. */
  readonly cycle: number;
  readonly from: Date;
  /** When what was promised came about. */
  readonly until: Date | undefined;
  /** What is promised in the end; undefined when an earlier promise was let go with a change of priority, level or desk. */
  readonly target: SlaTarget | undefined;
  readonly stretches: readonly SlaStretch[];
}

/** What a ticket's targets are worked out from: its history, the terms by its state, and waits that are no status. */
export interface SlaInput {
  readonly history: readonly RecordedEvent[];
  readonly termsFor: (ticket: SlaTicket) => SlaTerms | undefined;
  readonly waits: readonly SlaWait[];
}

/**
 * The targets of a ticket: first response and resolution once, one update for each answer that was owed (INTERSPACE-11, CLOUDEMPIERE-9).
 * After a change of priority, level or desk the new target is held against all the time counted so far.
 */
export function runsOf(input: SlaInput): readonly SlaRun[] {
  const { segments, lives } = timelineOf(input.history, input.termsFor, input.waits);
  const runs: SlaRun[] = [];
  for (const life of lives) {
    // Of most kinds nothing was ever promised.
    const { kind, cycle } = life;
    if (!segments.some(({ terms }) => targetOf(terms, kind) !== undefined)) continue;
    const stretches = joined(reasonedDuring(segments, life));
    const target = stretches.at(-1)?.target;
    if (stretches.every((one) => one.target === undefined)) continue;
    const until = life.until === undefined ? undefined : new Date(life.until);
    runs.push({
      kind,
      cycle,
      from: new Date(life.from),
      until,
      target,
      stretches: stretches.map((one) => one.stretch),
    });
  }
  return runs;
}

interface Reasoned {
  readonly stretch: SlaStretch;
  readonly target: SlaTarget | undefined;
}

/** The stretches of a life, cut to it. One that ends as it begins has the segment in which it lies. */
function reasonedDuring(segments: readonly Segment[], life: Life): readonly Reasoned[] {
  const end = life.until ?? Number.POSITIVE_INFINITY;
  const moment = end === life.from;
  const found: Reasoned[] = [];
  for (const segment of segments) {
    const within = moment ? segment.from <= end && end < segment.to : segment.to > life.from && segment.from < end;
    if (!within) continue;
    const from = moment ? end : Math.max(segment.from, life.from);
    const to = moment ? end : Math.min(segment.to, end);
    const target = targetOf(segment.terms, life.kind);
    const ends = to === Number.POSITIVE_INFINITY ? undefined : new Date(to);
    found.push({ target, stretch: { from: new Date(from), to: ends, why: whyOf(segment, target) } });
  }
  return found;
}

function targetOf(terms: SlaTerms | undefined, kind: SlaTargetKind): SlaTarget | undefined {
  if (terms !== undefined) for (const target of terms.targets) if (target.kind === kind) return target;
  return undefined;
}

function whyOf({ terms, priority, status, waits }: Segment, target: SlaTarget | undefined): StretchWhy {
  if (terms === undefined || target === undefined) return { kind: 'unpromised', priority };
  if (isDone(status)) return { kind: 'done', status };
  const reasons: readonly SlaPause[] = status === 'pending' || status === 'on-hold' ? [status, ...waits] : waits;
  const by = reasons.find((one) => target.pausedBy.includes(one));
  return by === undefined ? { kind: 'counted', target, calendar: terms.calendar, priority } : { kind: 'paused', by };
}

/** What goes on for the same reason is one stretch. */
function joined(reasoned: readonly Reasoned[]): readonly Reasoned[] {
  const whole: Reasoned[] = [];
  for (const one of reasoned) {
    const before = whole.at(-1);
    if (before !== undefined && before.target === one.target && sameWhy(before.stretch.why, one.stretch.why))
      whole[whole.length - 1] = {
        target: one.target,
        stretch: { from: before.stretch.from, to: one.stretch.to, why: one.stretch.why },
      };
    else whole.push(one);
  }
  return whole;
}

function sameWhy(a: StretchWhy, b: StretchWhy): boolean {
  switch (a.kind) {
    case 'counted':
      return b.kind === 'counted' && a.target === b.target && a.calendar === b.calendar && a.priority === b.priority;
    case 'paused':
      return b.kind === 'paused' && a.by === b.by;
    case 'done':
      return b.kind === 'done' && a.status === b.status;
    case 'unpromised':
      return b.kind === 'unpromised' && a.priority === b.priority;
  }
}

/** The milliseconds that a stretch counts up to a moment: business time by its calendar, or time itself. */
export function countedOf({ from, to, why }: SlaStretch, upTo: Date): number {
  const end = to !== undefined && to < upTo ? to : upTo;
  if (why.kind !== 'counted' || end <= from) return 0;
  return why.target.time === 'clock' ? end.getTime() - from.getTime() : elapsed(why.calendar, from, end);
}

/**
 * The moment at which so much of a promise is spent, in the past or ahead if nothing happens before; undefined when it never came to
 * that, or the clock stands still. A promise is its length and kind of time: raised, lowered and raised again it is the same. `part`
 * may be above 1, for a step of escalation after the target (INTERSPACE-10).
 */
export function momentOfPart(run: Pick<SlaRun, 'stretches'>, promise: SlaTarget, part: number): Date | undefined {
  return reaching(run, promise, Math.ceil(promise.within * part), 0);
}

/** The first moment at which a promise is broken: a millisecond after it was due, for an act when it is due is in time. */
export function breachOf(run: Pick<SlaRun, 'stretches'>, promise: SlaTarget): Date | undefined {
  return reaching(run, promise, promise.within, 1);
}

function reaching(
  { stretches }: Pick<SlaRun, 'stretches'>,
  promise: SlaTarget,
  wanted: number,
  after: number,
): Date | undefined {
  let counted = 0;
  for (const stretch of stretches) {
    const { from, to, why } = stretch;
    if (why.kind !== 'counted') continue;
    if (samePromise(why.target, promise)) {
      const left = Math.max(0, wanted - counted);
      const spent = why.target.time === 'clock' ? from.getTime() + left : add(why.calendar, from, left).getTime();
      if (to === undefined || spent + after <= to.getTime()) return new Date(spent + after);
    }
    if (to !== undefined) counted += countedOf(stretch, to);
  }
  return undefined;
}

/** Whether two targets are one promise: their warnings and pauses may differ. */
export function samePromise(a: SlaTarget, b: SlaTarget): boolean {
  return a.kind === b.kind && a.within === b.within && a.time === b.time;
}
