import { type Calendar, compileCalendar } from '../../../src/desk/calendar/calendar.ts';
import { holidaysOf } from '../../../src/desk/calendar/holidays.ts';
import { readHours } from '../../../src/desk/calendar/hours.ts';
import { type LocalDate, parseDayPattern, parseLocalDate } from '../../../src/desk/calendar/local.ts';
import type { CalendarId, CalendarRules } from '../../../src/desk/calendar/rules.ts';

/** Rules as a test writes them: hours as text, everything else as it stands. */
export function rulesOf(
  hours: string,
  timeZone: string,
  more: Partial<Omit<CalendarRules, 'week' | 'timeZone'>> = {},
): CalendarRules {
  const read = readHours(hours);
  if (read.kind === 'problem') throw new Error(read.problem);
  return {
    id: 'office' as CalendarId,
    timeZone,
    week: read.week,
    holidays: [],
    added: [],
    removed: [],
    halfDays: [],
    extraDays: [],
    closures: [],
    ...more,
  };
}

/** Public holidays, worked out once for all the calendars of a test file. */
const holidays = new Map<string, readonly LocalDate[]>();

export function calendarOf(...args: Parameters<typeof rulesOf>): Calendar {
  const rules = rulesOf(...args);
  return compileCalendar(rules, (year) => {
    const key = JSON.stringify([rules.holidays, year]);
    const known = holidays.get(key) ?? holidaysOf(rules.holidays)(year);
    holidays.set(key, known);
    return known;
  });
}

export function date(text: string): LocalDate {
  const read = parseLocalDate(text);
  if (read === undefined) throw new Error(text);
  return read;
}

export function day(text: string): NonNullable<ReturnType<typeof parseDayPattern>> {
  const read = parseDayPattern(text);
  if (read === undefined) throw new Error(text);
  return read;
}
