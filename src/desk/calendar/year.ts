import type { DaySpan } from './hours.ts';
import { DAY, type DayPattern, dateOfDay, dayNumber, type LocalDate, MINUTE, monthDayOf, weekdayOf } from './local.ts';
import type { CalendarRules, SpecialDay } from './rules.ts';
import type { Zone } from './zone.ts';

/** The open spans of one UTC year, in milliseconds, with the open time before each: what binary search runs on. */
export interface OpenYear {
  readonly starts: Float64Array;
  /** Exclusive. */
  readonly ends: Float64Array;
  /** Open milliseconds from the year's beginning to each start. */
  readonly before: Float64Array;
  /** Open milliseconds of the whole year. */
  readonly total: number;
}

/** The hours that a calendar has on a local day, given by its number. */
export type HoursOn = (day: number) => readonly DaySpan[];

/** Reads the rules day by day; public holidays are asked for once a year. */
export function hoursOn(rules: CalendarRules, holidays: (year: number) => readonly LocalDate[]): HoursOn {
  const known = new Map<number, ReadonlySet<LocalDate>>();
  const isHoliday = (date: LocalDate): boolean => {
    const year = Number(date.slice(0, 4));
    const dates = known.get(year) ?? new Set(holidays(year));
    known.set(year, dates);
    return dates.has(date);
  };
  const closures = rules.closures.map(({ from, to }) => ({ from: dayNumber(from), to: dayNumber(to) }));
  const added = new Set(rules.added);
  const removed = new Set(rules.removed);
  const extraDays = byDay(rules.extraDays);
  const halfDays = byDay(rules.halfDays);

  return (day) => {
    const date = dateOfDay(day);
    const extra = onDay(extraDays, date);
    if (extra !== undefined) return extra;
    if (closures.some(({ from, to }) => day >= from && day <= to)) return [];
    const free = has(added, date) || (isHoliday(date) && !has(removed, date));
    const hours = free ? [] : rules.week[weekdayOf(day)];
    return hours.length === 0 ? hours : (onDay(halfDays, date) ?? hours);
  };
}

function byDay(days: readonly SpecialDay[]): ReadonlyMap<DayPattern, readonly DaySpan[]> {
  return new Map(days.map(({ on, spans }) => [on, spans]));
}

function onDay(days: ReadonlyMap<DayPattern, readonly DaySpan[]>, date: LocalDate): readonly DaySpan[] | undefined {
  return days.get(date) ?? days.get(monthDayOf(date));
}

function has(days: ReadonlySet<DayPattern>, date: LocalDate): boolean {
  return days.has(date) || days.has(monthDayOf(date));
}

/**
 * Compiles the open spans of a UTC year. Open is what the clock on the wall says: an hour that the spring gap skips is not worked, an
 * hour that autumn repeats is worked twice. Years are UTC so that no moment belongs to two; a span over their border is cut, its sum kept.
 */
export function compileYear(year: number, zone: Zone, hours: HoursOn): OpenYear {
  const stretches = zone.stretches(year);
  const spans: { start: number; end: number }[] = [];
  // The local year begins up to a day before or after the UTC one.
  const last = Date.UTC(year + 1, 0, 1) / DAY;
  for (let day = Date.UTC(year, 0, 1) / DAY - 1; day <= last; day++) {
    for (const { from, to } of hours(day)) {
      for (const stretch of stretches) {
        const start = Math.max(day * DAY + from * MINUTE - stretch.offset, stretch.from);
        const end = Math.min(day * DAY + to * MINUTE - stretch.offset, stretch.to);
        if (start < end) spans.push({ start, end });
      }
    }
  }
  return summed(merged(spans));
}

/** In order, and spans that touch or overlap as one. */
function merged(spans: { start: number; end: number }[]): readonly { start: number; end: number }[] {
  spans.sort((a, b) => a.start - b.start);
  const whole: { start: number; end: number }[] = [];
  for (const span of spans) {
    const before = whole.at(-1);
    if (before !== undefined && span.start <= before.end) before.end = Math.max(before.end, span.end);
    else whole.push(span);
  }
  return whole;
}

function summed(spans: readonly { start: number; end: number }[]): OpenYear {
  const before = new Float64Array(spans.length);
  let total = 0;
  spans.forEach(({ start, end }, i) => {
    before[i] = total;
    total += end - start;
  });
  return {
    starts: Float64Array.from(spans, ({ start }) => start),
    ends: Float64Array.from(spans, ({ end }) => end),
    before,
    total,
  };
}

/** The index of the last value that is not above `limit` in a rising array; -1 when all are. */
export function lastUpTo(rising: Float64Array, limit: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The open milliseconds of a year up to a moment within it. */
export function openBefore(year: OpenYear, at: number): number {
  const i = lastUpTo(year.starts, at);
  if (i < 0) return 0;
  return (year.before[i] ?? 0) + Math.min(at, year.ends[i] ?? 0) - (year.starts[i] ?? 0);
}

/** The first moment of a year by which so many milliseconds (above 0, at most its total) have been open. */
export function momentOf(year: OpenYear, open: number): number {
  // Sums are whole milliseconds, so the last below `open` is the last up to `open - 1`.
  const i = lastUpTo(year.before, open - 1);
  return (year.starts[i] ?? 0) + open - (year.before[i] ?? 0);
}
