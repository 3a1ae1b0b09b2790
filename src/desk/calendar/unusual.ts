import { type Calendar, openSpans } from './calendar.ts';
import { DAY, dateOfDay, type LocalDate, MINUTE, weekdayOf } from './local.ts';
import { localDay, startOfDay, yearOf } from './zone.ts';

/** A day with other hours than its day of the week usually has: a holiday, a closure, a half day, a day that is worked after all. */
export interface UnusualDay {
  readonly date: LocalDate;
  /** Minutes from its midnight; empty: closed. */
  readonly open: readonly { readonly from: number; readonly to: number }[];
}

/** Weeks before and after by which the usual hours of a day are told. */
const WEEKS = 8;

/** The unusual days from `before` local days before the moment to `after` days after it, in order. */
export function unusualDays(calendar: Calendar, at: Date, before: number, after: number): readonly UnusualDay[] {
  const today = localDay(calendar.zone, at.getTime());
  const hours = new Map<number, UnusualDay['open']>();
  for (let day = today - before - WEEKS * 7; day <= today + after + WEEKS * 7; day++)
    hours.set(day, hoursOf(calendar, day));
  const usual = usualHours(hours);
  return [...hours]
    .filter(([day]) => day >= today - before && day <= today + after)
    .filter(([day, open]) => JSON.stringify(open) !== usual.get(weekdayOf(day)))
    .map(([day, open]) => ({ date: dateOfDay(day), open }));
}

/** By the clock on the wall, so that a day of its change is not unusual for the hour that it has or lacks. */
function hoursOf(calendar: Calendar, day: number): UnusualDay['open'] {
  const { zone } = calendar;
  const minute = (at: number) => {
    const offset = zone.stretches(yearOf(at)).find(({ to }) => at < to)?.offset ?? 0;
    return (at + offset - day * DAY) / MINUTE;
  };
  const [start, end] = [startOfDay(zone, day), startOfDay(zone, day + 1)];
  return openSpans(calendar, new Date(start), new Date(end)).map(({ from, to }) => ({
    from: minute(from.getTime()),
    // The end does not belong to the span: the clock may change with it.
    to: minute(to.getTime() - 1) + 1 / MINUTE,
  }));
}

/** The hours that most days of a weekday have, as text. */
function usualHours(hours: ReadonlyMap<number, UnusualDay['open']>): ReadonlyMap<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const [day, open] of hours) {
    const ofDay = counts.get(weekdayOf(day)) ?? new Map<string, number>();
    counts.set(weekdayOf(day), ofDay.set(JSON.stringify(open), (ofDay.get(JSON.stringify(open)) ?? 0) + 1));
  }
  return new Map([...counts].map(([day, ofDay]) => [day, [...ofDay].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '[]']));
}
