import { dateOfDay, dayNumber, parseLocalDate } from './local.ts';
import { localDate, startOfDay, type Zone } from './zone.ts';

/** A month on the wall calendar of a time zone, as `2026-10`. */
export type Month = string & { readonly __brand: 'Month' };

/** The moments between which a month lies; `to` is exclusive, and the beginning of the next. */
export interface MonthSpan {
  readonly from: Date;
  readonly to: Date;
}

/** Reads `2026-10`; undefined when it is no month. */
export function parseMonth(text: string): Month | undefined {
  return parseLocalDate(`${text}-01`) === undefined ? undefined : (text as Month);
}

/** The month in which a moment lies. */
export function monthOf(zone: Zone, at: Date): Month {
  return localDate(zone, at.getTime()).slice(0, 7) as Month;
}

/** The month that is so many after one; before it when negative. */
export function monthAfter(month: Month, count = 1): Month {
  const months = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + count;
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}` as Month;
}

/** When a month begins and ends. Throws outside 1970–2199. */
export function monthSpan(zone: Zone, month: Month): MonthSpan {
  return { from: new Date(startOf(zone, month)), to: new Date(startOf(zone, monthAfter(month))) };
}

function startOf(zone: Zone, month: Month): number {
  const first = parseLocalDate(`${month}-01`) ?? dateOfDay(0);
  return startOfDay(zone, dayNumber(first));
}
