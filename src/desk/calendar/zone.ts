import { Temporal } from 'temporal-polyfill';
import { DAY, dateOfDay, type LocalDate } from './local.ts';

/** A stretch of time in which a zone's clock is a constant number of milliseconds ahead of UTC; `to` is exclusive. */
export interface ZoneStretch {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/** A time zone, cut into stretches for each UTC year. */
export interface Zone {
  readonly id: string;
  readonly stretches: (year: number) => readonly ZoneStretch[];
}

/** Times outside these years (UTC) are no times of tickets: they throw rather than fill the memory. */
export const FIRST_YEAR = 1970;
export const LAST_YEAR = 2199;

/** The UTC year of a moment (milliseconds); throws outside 1970–2199. */
export function yearOf(at: number): number {
  const year = new Date(at).getUTCFullYear();
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR))
    throw new RangeError(`calendars reach from ${FIRST_YEAR} to ${LAST_YEAR}, not to ${at} ms`);
  return year;
}

/** Whether a name is one of the IANA time zones. */
export function isTimeZone(id: string): boolean {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(id).timeZoneId !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** A time zone by its IANA name; throws on a name that is none (see {@link isTimeZone}). */
export function zoneOf(id: string): Zone {
  const known = new Map<number, readonly ZoneStretch[]>();
  const stretches = (year: number): readonly ZoneStretch[] => {
    const made = known.get(year) ?? stretchesOf(id, year);
    known.set(year, made);
    return made;
  };
  stretches(FIRST_YEAR);
  return { id, stretches };
}

function stretchesOf(id: string, year: number): readonly ZoneStretch[] {
  const end = Date.UTC(year + 1, 0, 1);
  const stretches: ZoneStretch[] = [];
  let here = Temporal.Instant.fromEpochMilliseconds(Date.UTC(year, 0, 1)).toZonedDateTimeISO(id);
  for (;;) {
    const next = here.getTimeZoneTransition('next');
    const to = Math.min(next?.epochMilliseconds ?? end, end);
    stretches.push({ from: here.epochMilliseconds, to, offset: here.offsetNanoseconds / 1_000_000 });
    if (next === null || to === end) return stretches;
    here = next;
  }
}

/** The local day (its number) of a moment. */
export function localDay(zone: Zone, at: number): number {
  const stretch = zone.stretches(yearOf(at)).find(({ to }) => at < to);
  return Math.floor((at + (stretch?.offset ?? 0)) / DAY);
}

/** The local date of a moment. */
export function localDate(zone: Zone, at: number): LocalDate {
  return dateOfDay(localDay(zone, at));
}

/** The moment at which a local day begins: its midnight, or the end of the gap that swallows it. */
export function startOfDay(zone: Zone, day: number): number {
  const midnight = day * DAY;
  for (let year = yearOf(midnight - DAY); year <= LAST_YEAR; year++) {
    const stretch = zone.stretches(year).find(({ to, offset }) => midnight - offset < to);
    if (stretch !== undefined) return Math.max(midnight - stretch.offset, stretch.from);
  }
  throw new RangeError(`calendars reach to ${LAST_YEAR}`);
}
