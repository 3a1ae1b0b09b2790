import { fold } from '../../mail/fold.ts';
import { readWholeMoment } from '../../mail/form/moment.ts';
import { type Days, readDays } from '../absence/days.ts';
import { type Calendar, nextOpening, openSpans } from '../calendar/calendar.ts';
import { DAY, HOUR, MINUTE } from '../calendar/local.ts';
import { localDay, startOfDay, zoneOf } from '../calendar/zone.ts';

/** What a moment that an agent names is measured against. */
export interface WhenContext {
  readonly now: Date;
  /** IANA name of the desk's. */
  readonly timeZone: string;
  /** The desk's hours; undefined: none are known. */
  readonly calendar: Calendar | undefined;
}

/** A moment further away is a slip of the pen. */
const FURTHEST = 3 * 366 * DAY;
const SPAN = /^(?:for )?(\d{1,3}) ?(h|hours?|d|days?|w|weeks?)$/;
const NONE = /^(?:none|no|off|-|nobody|never)$/;

/**
 * Reads the date behind `#due`: `2026-12-05`, `5. 12. 2026`, `friday`, `2026-12-05 14:00`; a day alone means the end of its opening hours. `none` takes
 * the date away. Undefined: it is no moment ahead.
 */
export function readDue(
  text: string,
  context: WhenContext,
): { readonly kind: 'none' } | { readonly kind: 'at'; readonly at: Date } | undefined {
  if (NONE.test(fold(text).trim())) return { kind: 'none' };
  const said = readAhead(text, context);
  if (said === undefined) return undefined;
  return ahead(said.kind === 'day' ? closingOf(said.start, context) : said.at, context);
}

/**
 * Reads how long `#snooze` puts a case off: `3d` and `2w` till the hours begin on that day, `4h` by the clock, or a date or moment as behind `#due`; a
 * day alone means the beginning of its hours. Undefined: it is no moment ahead.
 */
export function readSnooze(text: string, context: WhenContext): Date | undefined {
  const span = SPAN.exec(fold(text).trim());
  if (span !== null) {
    const count = Number(span[1]);
    if (span[2]?.startsWith('h')) return ahead(new Date(context.now.getTime() + count * HOUR), context)?.at;
    const days = span[2]?.startsWith('w') ? count * 7 : count;
    const zone = zoneOf(context.timeZone);
    const start = new Date(startOfDay(zone, localDay(zone, context.now.getTime()) + days));
    return ahead(openingOf(start, context), context)?.at;
  }
  const said = readAhead(text, context);
  if (said === undefined) return undefined;
  return ahead(said.kind === 'day' ? openingOf(said.start, context) : said.at, context)?.at;
}

function ahead(at: Date, { now }: WhenContext): { readonly kind: 'at'; readonly at: Date } | undefined {
  const away = at.getTime() - now.getTime();
  return away > 0 && away <= FURTHEST ? { kind: 'at', at } : undefined;
}

function readAhead(
  text: string,
  { now, timeZone }: WhenContext,
): { readonly kind: 'day'; readonly start: Date } | { readonly kind: 'moment'; readonly at: Date } | undefined {
  const days = readDays(text, { now, timeZone });
  // A span from today on is “until” its last day; another one says two days.
  if (days !== undefined && (isOne(days) || days.first <= now)) return { kind: 'day', start: days.last };
  if (days !== undefined) return undefined;
  const moment = readWholeMoment(fold(text).replace(/^(?:until|till|by|do) /, ''), { now, timeZone, leans: 'future' });
  return moment === undefined || !moment.includes('T') ? undefined : { kind: 'moment', at: new Date(moment) };
}

function isOne({ first, last }: Days): boolean {
  return first.getTime() === last.getTime();
}

/** The end of the hours of a local day that begins then; of a day without any, and round the clock, its last minute. */
function closingOf(start: Date, { timeZone, calendar }: WhenContext): Date {
  const zone = zoneOf(timeZone);
  const end = startOfDay(zone, localDay(zone, start.getTime()) + 1);
  const last = calendar === undefined ? undefined : openSpans(calendar, start, new Date(end)).at(-1);
  return last === undefined || last.to.getTime() === end ? new Date(end - MINUTE) : last.to;
}

function openingOf(start: Date, { calendar }: WhenContext): Date {
  return calendar === undefined ? start : nextOpening(calendar, start);
}

/** How many days are looked back for one with opening hours. */
const LOOK_BACK = 14;

/** When agents are warned of a date of their own: as the last business day before it opens; a day before it where no hours are known. */
export function warningBefore(due: Date, { timeZone, calendar }: Omit<WhenContext, 'now'>): Date {
  const zone = zoneOf(timeZone);
  const day = localDay(zone, due.getTime());
  for (let back = 1; calendar !== undefined && back <= LOOK_BACK; back++) {
    const [from, to] = [startOfDay(zone, day - back), startOfDay(zone, day - back + 1)];
    const [first] = openSpans(calendar, new Date(from), new Date(to));
    if (first !== undefined) return first.from;
  }
  return new Date(due.getTime() - DAY);
}
