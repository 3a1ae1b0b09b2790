import { DAY, type LocalDate } from './local.ts';
import { type CalendarId, type CalendarRules, calendarProblems } from './rules.ts';
import { compileYear, hoursOn, lastUpTo, momentOf, type OpenYear, openBefore } from './year.ts';
import { LAST_YEAR, localDay, startOfDay, yearOf, type Zone, zoneOf } from './zone.ts';

/** Business hours compiled for arithmetic: the spans of a year are made when first asked for, and kept. */
export interface Calendar {
  readonly id: CalendarId;
  readonly timeZone: string;
  readonly zone: Zone;
  /** The open spans of a UTC year. */
  readonly year: (year: number) => OpenYear;
}

/** A calendar that cannot be used: its rules are wrong, or it stays closed for ever. */
export class CalendarError extends Error {
  override readonly name = 'CalendarError';
}

/** A span of opening hours. */
export interface OpenSpan {
  readonly from: Date;
  readonly to: Date;
}

/** A calendar without an opening in so many years is never open. */
const CLOSED_YEARS = 10;
const MOST_BUSINESS_DAYS = 1000;

/**
 * Compiles rules. `holidays` gives the public holidays of a local year in the places of the rules (see `holidaysOf`).
 * Throws a {@link CalendarError} on rules that {@link calendarProblems} complains of.
 */
export function compileCalendar(rules: CalendarRules, holidays: (year: number) => readonly LocalDate[]): Calendar {
  const problems = calendarProblems(rules);
  if (problems.length > 0) throw new CalendarError(`calendar ${rules.id}: ${problems.join('; ')}`);
  const zone = zoneOf(rules.timeZone);
  const hours = hoursOn(rules, holidays);
  const years = new Map<number, OpenYear>();
  const year = (number: number): OpenYear => {
    const made = years.get(number) ?? compileYear(number, zone, hours);
    years.set(number, made);
    return made;
  };
  return { id: rules.id, timeZone: rules.timeZone, zone, year };
}

/** Whether the desk is there at a moment. */
export function isOpen(calendar: Calendar, at: Date): boolean {
  const year = calendar.year(yearOf(at.getTime()));
  const i = lastUpTo(year.starts, at.getTime());
  return i >= 0 && at.getTime() < (year.ends[i] ?? 0);
}

/** Days that a calendar is looked at for whether it ever closes: a year, with all that is free in it. */
const WHOLE_YEAR = 366 * DAY;

/** Whether a calendar is open for a whole year from a moment on, day and night. */
export function isAlwaysOpen(calendar: Calendar, at: Date): boolean {
  return elapsed(calendar, at, new Date(at.getTime() + WHOLE_YEAR)) === WHOLE_YEAR;
}

/** The moment itself when open, else the next at which it opens. Throws a {@link CalendarError} when it never does. */
export function nextOpening(calendar: Calendar, at: Date): Date {
  if (isOpen(calendar, at)) return new Date(at);
  const first = yearOf(at.getTime());
  for (let number = first; number <= Math.min(first + CLOSED_YEARS, LAST_YEAR); number++) {
    const { starts } = calendar.year(number);
    const start = starts[lastUpTo(starts, at.getTime()) + 1];
    if (start !== undefined) return new Date(start);
  }
  throw neverOpen(calendar, at);
}

/**
 * The first moment by which so much business time (whole milliseconds, 0 or more) has gone since `from`: eight hours from 9:00 are up at
 * 17:00, not at 9:00 next morning. Throws a {@link CalendarError} when the calendar never opens.
 */
export function add(calendar: Calendar, from: Date, businessMs: number): Date {
  if (!Number.isSafeInteger(businessMs) || businessMs < 0)
    throw new RangeError(`business time is added in whole milliseconds from 0 on, not ${businessMs}`);
  const first = yearOf(from.getTime());
  if (businessMs === 0) return new Date(from);
  let left = businessMs + openBefore(calendar.year(first), from.getTime());
  let closed = 0;
  for (let number = first; number <= LAST_YEAR; number++) {
    const year = calendar.year(number);
    if (left <= year.total) return new Date(momentOf(year, left));
    left -= year.total;
    closed = year.total === 0 ? closed + 1 : 0;
    if (closed > CLOSED_YEARS) throw neverOpen(calendar, from);
  }
  throw new RangeError(
    `calendar ${calendar.id}: ${businessMs} ms of business time after ${from.toISOString()} is past ${LAST_YEAR}`,
  );
}

/** The business time between two moments in milliseconds; negative when `to` is before `from`. */
export function elapsed(calendar: Calendar, from: Date, to: Date): number {
  const [start, end] = [from.getTime(), to.getTime()];
  if (end < start) return 0 - elapsed(calendar, to, from);
  const [first, last] = [yearOf(start), yearOf(end)];
  let between = 0;
  for (let number = first; number < last; number++) between += calendar.year(number).total;
  return between + openBefore(calendar.year(last), end) - openBefore(calendar.year(first), start);
}

/** The opening hours between two moments, in order: what `spoc explain` shows of a target's time. */
export function openSpans(calendar: Calendar, from: Date, to: Date): readonly OpenSpan[] {
  const [start, end] = [from.getTime(), to.getTime()];
  const spans: { from: number; to: number }[] = [];
  if (end <= start) return [];
  for (let number = yearOf(start); number <= yearOf(end); number++) {
    const { starts, ends } = calendar.year(number);
    for (let i = Math.max(0, lastUpTo(starts, start)); i < starts.length && (starts[i] ?? 0) < end; i++) {
      const span = { from: Math.max(starts[i] ?? 0, start), to: Math.min(ends[i] ?? 0, end) };
      const before = spans.at(-1);
      // A span over the end of a UTC year was cut there.
      if (before !== undefined && before.to === span.from) before.to = span.to;
      else if (span.from < span.to) spans.push(span);
    }
  }
  return spans.map((span) => ({ from: new Date(span.from), to: new Date(span.to) }));
}

/** When the next business day opens, whatever is left of today: what is deferred waits till then (INTERSPACE-6). */
export function startOfNextBusinessDay(calendar: Calendar, at: Date): Date {
  const tomorrow = startOfDay(calendar.zone, localDay(calendar.zone, at.getTime()) + 1);
  return nextOpening(calendar, new Date(tomorrow));
}

/**
 * The close of the business day that is `days` (1 to 1000) after the local day of `from`, which does not count itself: an RFO asked for
 * on a Friday is due when the Friday after closes (INTERSPACE-8: 5 working days). A business day is one with any opening hours.
 */
export function addBusinessDays(calendar: Calendar, from: Date, days: number): Date {
  if (!Number.isInteger(days) || days < 1 || days > MOST_BUSINESS_DAYS)
    throw new RangeError(`business days are counted from 1 to ${MOST_BUSINESS_DAYS}, not ${days}`);
  let day = localDay(calendar.zone, from.getTime());
  for (let left = days; ; ) {
    const opening = nextOpening(calendar, new Date(startOfDay(calendar.zone, day + 1)));
    day = localDay(calendar.zone, opening.getTime());
    left--;
    if (left > 0) continue;
    return add(calendar, opening, elapsed(calendar, opening, new Date(startOfDay(calendar.zone, day + 1))));
  }
}

function neverOpen(calendar: Calendar, after: Date): CalendarError {
  return new CalendarError(
    `calendar ${calendar.id} is never open in the ${CLOSED_YEARS} years after ${after.toISOString().slice(0, 10)}; look at its hours and closures`,
  );
}
