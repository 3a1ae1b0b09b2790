import { Temporal } from 'temporal-polyfill';
import { fold } from '../../mail/fold.ts';
import { readWholeMoment } from '../../mail/form/moment.ts';
import { DAYS, weekdayOf } from '../../mail/form/moment-words.ts';

/** Whole days in a time zone. */
export interface Days {
  /** When the first begins, and when the last does. */
  readonly first: Date;
  readonly last: Date;
  /** When the last has ended. */
  readonly to: Date;
}

/** What days are measured against. */
export interface DaysContext {
  readonly now: Date;
  /** IANA name. */
  readonly timeZone: string;
}

/** Nobody is away for longer by one command; an earlier beginning is a slip of the pen. */
const MOST_DAYS = 366;
const MOST_BACK = 31;

/** Between the first day and the last; a bare hyphen only where it cannot be part of a date. */
const BETWEEN = /\s*(?:\.{2,3}|…|[–—]|\s-\s?|(?<=\d\.(?:\d{4})?)-|\s(?:to|do|az|until|till|through)\s)\s*/u;
/** Before a last day alone. */
const UNTIL = /^(?:until|till|to|through|do|az do|zakljucno s?a?|vkljucno do)\s+/u;
const FROM = /^(?:from|od)\s+/u;

/**
 * Reads days as they stand behind `#away`, in the forms of en, sr, sl, sk, cs and mk: `2026-12-20..2026-12-31`, `until 2026-12-31`, `24. 12. 2026`,
 * `20.-31.12.`, `today`, `od 20. do 31. decembra`. Undefined when they cannot be understood as a whole, are over, or are too many.
 */
export function readDays(written: string, { now, timeZone }: DaysContext): Days | undefined {
  const text = fold(written).replace(/\s+/g, ' ').trim().replace(FROM, '');
  if (text === '' || text.length > 100) return undefined;
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  const read = (part: string) => dayOf(part, today, timeZone);
  const until = text.replace(UNTIL, '');
  if (until !== text) return between(today, read(until), today, timeZone);
  const [left = '', right, more] = text.split(BETWEEN).map((part) => part.trim());
  if (right === undefined) return between(read(left), read(left), today, timeZone);
  if (more !== undefined) return undefined;
  const last = read(right);
  return last && between(firstOf(left, last, read), last, today, timeZone);
}

/** `20.` of `20.-31.12.` has the month of the other; `24.12.` of `24.12.-3.1.` the year in which it lies before it. */
function firstOf(
  text: string,
  last: Temporal.PlainDate,
  read: (part: string) => Temporal.PlainDate | undefined,
): Temporal.PlainDate | undefined {
  const bare = /^(\d{1,2})\.?$/.exec(text)?.[1];
  if (bare !== undefined) return planned({ year: last.year, month: last.month, day: Number(bare) });
  const first = read(text);
  if (first === undefined || /\d{4}/.test(text) || !/\d/.test(text)) return first;
  const { month, day } = first;
  const same = planned({ year: last.year, month, day });
  return same !== undefined && Temporal.PlainDate.compare(same, last) > 0
    ? planned({ year: last.year - 1, month, day })
    : same;
}

function dayOf(text: string, today: Temporal.PlainDate, timeZone: string): Temporal.PlainDate | undefined {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (iso !== null) return planned({ year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) });
  const ahead = DAYS.get(text);
  if (ahead !== undefined) return today.add({ days: ahead });
  const weekday = weekdayOf(text);
  if (weekday !== undefined) return today.add({ days: (weekday - today.dayOfWeek + 7) % 7 });
  const now = new Date(startOf(today, timeZone));
  const read = readWholeMoment(text, { now, timeZone, leans: 'future' });
  return read !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(read) ? Temporal.PlainDate.from(read) : undefined;
}

function planned(fields: { readonly year: number; readonly month: number; readonly day: number }) {
  try {
    return Temporal.PlainDate.from(fields, { overflow: 'reject' });
  } catch {
    return undefined; // 31 April
  }
}

function between(
  first: Temporal.PlainDate | undefined,
  last: Temporal.PlainDate | undefined,
  today: Temporal.PlainDate,
  timeZone: string,
): Days | undefined {
  if (first === undefined || last === undefined) return undefined;
  const compare = Temporal.PlainDate.compare;
  const wrong =
    compare(last, first) < 0 || compare(last, today) < 0 || compare(first, today.subtract({ days: MOST_BACK })) < 0;
  if (wrong || first.until(last).days > MOST_DAYS || compare(last, today.add({ days: 3 * MOST_DAYS })) > 0)
    return undefined;
  return {
    first: new Date(startOf(first, timeZone)),
    last: new Date(startOf(last, timeZone)),
    to: new Date(startOf(last.add({ days: 1 }), timeZone)),
  };
}

/** When a day begins. */
export function startOf(day: Temporal.PlainDate, timeZone: string): number {
  return day.toZonedDateTime(timeZone).epochMilliseconds;
}
