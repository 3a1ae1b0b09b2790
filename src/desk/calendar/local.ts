/** A day on the wall calendar of a time zone, as `2026-12-24`. */
export type LocalDate = string & { readonly __brand: 'LocalDate' };
/** A day of every year, as `12-24`. */
export type MonthDay = string & { readonly __brand: 'MonthDay' };
/** One day, or the same day of every year. */
export type DayPattern = LocalDate | MonthDay;

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** Minutes from a local midnight to the next, on the wall clock. */
export const DAY_MINUTES = 1440;

/** Reads `2026-12-24`; undefined when it is no day of the calendar. */
export function parseLocalDate(text: string): LocalDate | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return undefined;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? (text as LocalDate) : undefined;
}

/** Reads `12-24`; `02-29` is a day too, though not of every year. */
export function parseMonthDay(text: string): MonthDay | undefined {
  return parseLocalDate(`2024-${text}`) === undefined ? undefined : (text as MonthDay);
}

/** Reads one day or a day of every year. */
export function parseDayPattern(text: string): DayPattern | undefined {
  return parseLocalDate(text) ?? parseMonthDay(text);
}

/** The days from 1970-01-01 to a date. */
export function dayNumber(date: LocalDate): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY;
}

/** The date that is so many days after 1970-01-01. */
export function dateOfDay(day: number): LocalDate {
  return new Date(day * DAY).toISOString().slice(0, 10) as LocalDate;
}

/** The day of the week of a date given by its day number. */
export function weekdayOf(day: number): Weekday {
  // 1970-01-01 was a Thursday.
  return WEEKDAYS[(((day + 3) % 7) + 7) % 7] ?? 'mon';
}

/** `12-24` of `2026-12-24`. */
export function monthDayOf(date: LocalDate): MonthDay {
  return date.slice(5) as MonthDay;
}
