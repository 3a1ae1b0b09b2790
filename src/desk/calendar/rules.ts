import type { DaySpan, WeekHours } from './hours.ts';
import { DAY_MINUTES, type DayPattern, dayNumber, type LocalDate, WEEKDAYS } from './local.ts';
import { isTimeZone } from './zone.ts';

/** The calendar's name in the configuration (`office`). */
export type CalendarId = string & { readonly __brand: 'CalendarId' };

/** Whose public holidays are kept: ISO 3166 country, and its region where regions differ (`GB` and `SCT`). */
export interface HolidayPlace {
  readonly country: string;
  readonly region: string | undefined;
}

/** Days on which the company is shut: both ends belong to it. */
export interface Closure {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** Other hours than the week's on one day. */
export interface SpecialDay {
  readonly on: DayPattern;
  readonly spans: readonly DaySpan[];
}

/**
 * When a desk works, for a client or under a service level (SAGA-4, SAOP-6, CLOUDEMPIERE-1, CLOUDEMPIERE-3). Of several that speak of a day the most
 * particular wins: extra day, closure, removed and added holiday, public holiday, half day, week.
 */
export interface CalendarRules {
  readonly id: CalendarId;
  /** IANA name. */
  readonly timeZone: string;
  readonly week: WeekHours;
  /** Whose public holidays are free; none for a desk that is there 24/7. */
  readonly holidays: readonly HolidayPlace[];
  /** Free days that the law does not know (a patron saint's day). */
  readonly added: readonly DayPattern[];
  /** Public holidays on which there is work. */
  readonly removed: readonly DayPattern[];
  /** Days that have these hours instead of the week's, if they are working days at all (Christmas Eve till noon). */
  readonly halfDays: readonly SpecialDay[];
  /** Days that have these hours whatever else is said of them (a Saturday that is worked). */
  readonly extraDays: readonly SpecialDay[];
  readonly closures: readonly Closure[];
}

/** A closure longer than this many days is taken for a slip of the pen. */
const LONGEST_CLOSURE = 366;

/** What is wrong with a calendar's rules, each in one sentence for the operator; empty when it can be compiled. */
export function calendarProblems(rules: CalendarRules): readonly string[] {
  const problems: string[] = [];
  if (!isTimeZone(rules.timeZone))
    problems.push(`“${rules.timeZone}” is no IANA time zone; write one such as Europe/Belgrade`);
  const special = [...rules.halfDays, ...rules.extraDays];
  const spans = [...WEEKDAYS.flatMap((day) => rules.week[day]), ...special.flatMap((day) => day.spans)];
  for (const { from, to } of spans) {
    if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && to <= DAY_MINUTES && from < to))
      problems.push(`hours from minute ${from} to ${to} are none: 0 ≤ from < to ≤ ${DAY_MINUTES}`);
  }
  for (const { from, to } of rules.closures) {
    const days = dayNumber(to) - dayNumber(from) + 1;
    if (days < 1) problems.push(`the closure from ${from} to ${to} ends before it begins`);
    else if (days > LONGEST_CLOSURE)
      problems.push(`the closure from ${from} to ${to} is longer than ${LONGEST_CLOSURE} days`);
  }
  const everOpen = WEEKDAYS.some((day) => rules.week[day].length > 0);
  if (!everOpen) problems.push('it is never open: the week has no hours; write them as “Mon-Fri 09:00-17:00”');
  return problems;
}
