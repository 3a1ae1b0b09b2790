import { DAY_MINUTES, WEEKDAYS, type Weekday } from './local.ts';

/** Opening hours within one local day: minutes after midnight, `to` exclusive and at most 1440 (24:00). */
export interface DaySpan {
  readonly from: number;
  readonly to: number;
}

/** The opening hours of an ordinary week. */
export type WeekHours = Readonly<Record<Weekday, readonly DaySpan[]>>;

/** Open day and night (INTERSPACE-1, CLOUDEMPIERE-1). */
export const ALWAYS: WeekHours = week(() => [{ from: 0, to: DAY_MINUTES }]);

/** What was read, or what is wrong with it in words for the operator. */
export type ReadHours =
  | { readonly kind: 'hours'; readonly week: WeekHours }
  | { readonly kind: 'problem'; readonly problem: string };

export type ReadSpans =
  | { readonly kind: 'spans'; readonly spans: readonly DaySpan[] }
  | { readonly kind: 'problem'; readonly problem: string };

const EXAMPLE = 'write it as “Mon-Fri 09:00-17:00, Sat 09:00-12:00” or “24/7”';
const LONGEST_TEXT = 1000;
const NAMES: readonly string[] = WEEKDAYS;
const DAYS = /^([a-z]{3})(?:[-–]([a-z]{3}))?$/;
const TIMES = /^(\d{1,2})(?::(\d{2}))?[-–](\d{1,2})(?::(\d{2}))?$/;

/**
 * Reads the opening hours of a week: days, then their hours, as often as needed (SAGA-4 `Mon-Fri 09:00-17:00`, SAOP-6
 * `Mon-Fri 08:00-16:00`, `Mon-Fri 08:00-12:00 13:00-17:00`, `24/7`). Hours past midnight (`22:00-06:00`) end on the next day.
 */
export function readHours(text: string): ReadHours {
  if (text.length > LONGEST_TEXT) return { kind: 'problem', problem: `longer than ${LONGEST_TEXT} characters` };
  if (text.trim() === '24/7') return { kind: 'hours', week: ALWAYS };
  const spans = new Map<Weekday, DaySpan[]>(WEEKDAYS.map((day) => [day, []]));
  let days: readonly Weekday[] = [];
  let timed = true;
  for (const word of words(text)) {
    const named = readDays(word);
    if (named !== undefined) {
      days = timed ? named : [...days, ...named];
      timed = false;
      continue;
    }
    const span = readSpan(word);
    if (span === undefined) return { kind: 'problem', problem: `“${word}” is neither days nor hours; ${EXAMPLE}` };
    if (days.length === 0) return { kind: 'problem', problem: `no days stand before ${word}; ${EXAMPLE}` };
    for (const day of days) addSpan(spans, day, span);
    timed = true;
  }
  if (!timed) return { kind: 'problem', problem: `no hours stand after ${days.join(', ')}; ${EXAMPLE}` };
  return { kind: 'hours', week: week((day) => spans.get(day) ?? []) };
}

/** Reads the hours of one day (`08:00-12:00, 13:00-17:00`); empty text is a day without hours. */
export function readSpans(text: string): ReadSpans {
  if (text.length > LONGEST_TEXT) return { kind: 'problem', problem: `longer than ${LONGEST_TEXT} characters` };
  const spans: DaySpan[] = [];
  for (const word of words(text)) {
    const span = readSpan(word);
    if (span === undefined || span.to <= span.from)
      return { kind: 'problem', problem: `“${word}” is no hours of one day; write them as “08:00-12:00”` };
    spans.push(span);
  }
  return { kind: 'spans', spans };
}

/** A week made day by day. */
export function week(hours: (day: Weekday) => readonly DaySpan[]): WeekHours {
  return {
    mon: hours('mon'),
    tue: hours('tue'),
    wed: hours('wed'),
    thu: hours('thu'),
    fri: hours('fri'),
    sat: hours('sat'),
    sun: hours('sun'),
  };
}

function words(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter((word) => word !== '');
}

function readDays(word: string): readonly Weekday[] | undefined {
  const match = DAYS.exec(word);
  if (match === null) return undefined;
  const first = NAMES.indexOf(match[1] ?? '');
  const last = match[2] === undefined ? first : NAMES.indexOf(match[2]);
  if (first < 0 || last < 0) return undefined;
  const count = ((last - first + 7) % 7) + 1;
  return Array.from({ length: count }, (_, i) => WEEKDAYS[(first + i) % 7] ?? 'mon');
}

/** `to` is not after `from` when the span passes midnight; equal times are no span. */
function readSpan(word: string): DaySpan | undefined {
  const match = TIMES.exec(word);
  if (match === null) return undefined;
  const from = minutes(match[1], match[2]);
  const to = minutes(match[3], match[4]);
  if (from === undefined || to === undefined || from === DAY_MINUTES || from === to) return undefined;
  return { from, to };
}

function minutes(hour: string | undefined, minute: string | undefined): number | undefined {
  const [hours, rest] = [Number(hour), Number(minute ?? '0')];
  const total = hours * 60 + rest;
  return rest < 60 && total <= DAY_MINUTES ? total : undefined;
}

function addSpan(spans: ReadonlyMap<Weekday, DaySpan[]>, day: Weekday, span: DaySpan): void {
  if (span.to > span.from) {
    spans.get(day)?.push(span);
    return;
  }
  spans.get(day)?.push({ from: span.from, to: DAY_MINUTES });
  const next = WEEKDAYS[(WEEKDAYS.indexOf(day) + 1) % 7] ?? 'mon';
  if (span.to > 0) spans.get(next)?.push({ from: 0, to: span.to });
}
