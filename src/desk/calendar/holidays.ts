import Holidays from 'date-holidays';
import { HOLIDAY_CORRECTIONS } from './holiday-law.ts';
import { DAY, dateOfDay, dayNumber, type LocalDate, parseLocalDate } from './local.ts';
import type { HolidayPlace } from './rules.ts';

/** Countries whose nations keep different days, so that one of them must be named. */
const NEEDS_REGION: ReadonlySet<string> = new Set(['GB']);

/** What is wrong with the places whose holidays a calendar keeps, each in one sentence for the operator. */
export function placeProblems(places: readonly HolidayPlace[]): readonly string[] {
  const countries = new Holidays().getCountries();
  return places.flatMap(({ country, region }) => {
    if (!Object.hasOwn(countries, country)) {
      const hint = country.toUpperCase() === 'UK' ? 'write GB' : 'write an ISO 3166 code such as RS';
      return [`no holidays are known of the country “${country}”; ${hint}`];
    }
    const regions = Object.keys(new Holidays().getStates(country) ?? {});
    if (region === undefined)
      return NEEDS_REGION.has(country) ? [`the holidays of ${country} need a region: ${regions.join(', ')}`] : [];
    if (regions.includes(region)) return [];
    return [
      `${country} has no region “${region}”; ${regions.length > 0 ? `it has ${regions.join(', ')}` : 'it has none'}`,
    ];
  });
}

/**
 * The public holidays of places, as the law has them, by year and in order: date-holidays for the dates alone, corrected by
 * {@link HOLIDAY_CORRECTIONS}. Throws on places that {@link placeProblems} complains of.
 */
export function holidaysOf(places: readonly HolidayPlace[]): (year: number) => readonly LocalDate[] {
  const problems = placeProblems(places);
  if (problems.length > 0) throw new Error(problems.join('; '));
  const sources = places.map(publicHolidays);
  return (year) => [...new Set(sources.flatMap((source) => source(year)))].sort();
}

function publicHolidays({ country, region }: HolidayPlace): (year: number) => readonly LocalDate[] {
  const told = askedOnce(region === undefined ? new Holidays(country) : new Holidays(country, region));
  const corrections = HOLIDAY_CORRECTIONS.filter(
    (one) => one.country === country && (one.region === undefined || one.region === region),
  ).map(({ add, since }) => ({ since, days: askedOnce(rulesAlone(add)) }));
  return (year) => {
    const sources = [told, ...corrections.filter(({ since }) => year >= since).map(({ days }) => days)];
    // A substitute for a day at the end of December is listed under the year before.
    return sources
      .flatMap((source) => [...source(year - 1), ...source(year)])
      .filter((date) => date.startsWith(`${year}-`));
  };
}

function rulesAlone(rules: readonly string[]): Holidays {
  const holidays = new Holidays();
  for (const rule of rules) holidays.setHoliday(rule, { name: rule, type: 'public' });
  return holidays;
}

/** Keeps what the library said: it works for milliseconds on each year. */
function askedOnce(holidays: Holidays): (year: number) => readonly LocalDate[] {
  const known = new Map<number, readonly LocalDate[]>();
  return (year) => {
    const days =
      known.get(year) ??
      holidays
        .getHolidays(year)
        .filter(({ type }) => type === 'public')
        .flatMap(wholeDays);
    known.set(year, days);
    return days;
  };
}

/** The days of a holiday. One that begins in the course of a day (Christmas Eve from 14:00) is none: the operator sets a half day. */
function wholeDays(holiday: { readonly date: string; readonly start: Date; readonly end: Date }): readonly LocalDate[] {
  const [day = '', time] = holiday.date.split(' ');
  const first = parseLocalDate(day);
  if (first === undefined || time !== '00:00:00') return [];
  // In whole days: between the two the clocks may have changed.
  const count = Math.max(1, Math.round((holiday.end.getTime() - holiday.start.getTime()) / DAY));
  return Array.from({ length: count }, (_, i) => dateOfDay(dayNumber(first) + i));
}
