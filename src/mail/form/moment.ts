import { Temporal } from 'temporal-polyfill';
import { fold } from '../fold.ts';
import { type Part, partAt, type SaidDay } from './moment-parts.ts';
import { type DayPart, FILLERS } from './moment-words.ts';
import { type Token, tokensOf } from './tokens.ts';

/** What a moment is measured against. */
export interface MomentContext {
  readonly now: Date;
  /** IANA name. */
  readonly timeZone: string;
  /** Where an incomplete date lies. */
  readonly leans: 'past' | 'future';
}

interface Said {
  readonly day: SaidDay | undefined;
  readonly time: { readonly hour: number; readonly minute: number; readonly fixed: boolean } | undefined;
  readonly part: DayPart | undefined;
  readonly midnight: boolean;
  readonly ago: number | undefined;
  readonly offset: number | undefined;
  /** The token behind the last that said something. */
  readonly next: number;
}

const MAX_MOMENT = 200;
/** Words before a moment that a row's value may begin with ("started on Monday at 9"). */
const MAX_BEFORE = 6;
/** A day that is told without its year may lie this far on the other side of now. */
const SLACK_DAYS = 31;
const SLACK_MS = 60 * 60_000;

/**
 * Reads a moment in the forms of en, sr, sl, sk, cs and mk: `23.11. 10:00`, `jutros u 8:30`, `včera ob 14h`, `2 hours ago`. Answers ISO 8601 in UTC, or
 * the bare day when no time was said: nothing is invented. Undefined when it says no day and no time.
 */
export function readMoment(text: string, context: MomentContext): string | undefined {
  const tokens = tokensOf(text.slice(0, MAX_MOMENT));
  for (let from = 0; from < Math.min(tokens.length, MAX_BEFORE); from++) {
    const said = saidAt(tokens, from);
    if (said !== undefined) return resolve(said, context);
  }
  return undefined;
}

/** Reads a line that is a moment and nothing else. */
export function readWholeMoment(text: string, context: MomentContext): string | undefined {
  if (text.length > MAX_MOMENT) return undefined;
  const tokens = tokensOf(text);
  const said = saidAt(tokens, 0);
  if (said === undefined || tokens.slice(said.next).some((token) => token.kind !== 'sign')) return undefined;
  // A lone weekday or number is a word of something else.
  return said.time === undefined && said.ago === undefined && said.day?.kind !== 'date'
    ? undefined
    : resolve(said, context);
}

/** The moments that a text says something began: "since 23.11. 10:00", "od jutros u 9", with their places. At most 20. */
export function momentsSince(
  text: string,
  context: MomentContext,
): readonly { readonly value: string; readonly start: number; readonly end: number }[] {
  const found: { value: string; start: number; end: number }[] = [];
  for (const word of text.matchAll(SINCE_WORD)) {
    if (found.length >= 20) break;
    const before = found.at(-1);
    if (before !== undefined && word.index < before.end) continue;
    const from = word.index + word[0].length;
    // A bare number is an hour behind "since", behind "began" it counts something.
    const head: Token = {
      kind: 'word',
      text: /^(?:since|from|o)/iu.test(fold(word[0])) ? 'od' : 'je',
      start: 0,
      end: 0,
    };
    const tokens = [head, ...tokensOf(text.slice(from, from + 120), 40)];
    const said = saidAt(tokens, 0);
    const last = said && tokens[said.next - 1];
    const value = said && last && resolve(said, context);
    if (value === undefined || last === undefined || last === head) continue;
    // "From 1.10. to 31.10." is a span of something.
    if (said !== undefined && /^(?:to|do|until|till|[-–])$/.test(tokens[said.next]?.text ?? '')) continue;
    found.push({ value, start: word.index, end: from + last.end });
  }
  return found;
}

/** Since, from, and "it began" with the little words behind it. */
const SINCE_WORD =
  /(?<!\p{L})(?:since|from|od|од|po[čc]ev|почнувајќи|(?:started|began|begun|po[čc]e(?:lo|la|o)|za[čc]e(?:lo|la|l)|za[čc]al[oa]?|започна|почна|почело)(?:[ \t]{1,3}(?:je|se|to|sa|је|се)(?!\p{L})){0,3})(?!\p{L})/giu;

/** The parts of a moment from a token on, fillers between them; undefined when the first word that counts is no part of one. */
function saidAt(tokens: readonly Token[], from: number): Said | undefined {
  let said: Said = {
    day: undefined,
    time: undefined,
    part: undefined,
    midnight: false,
    ago: undefined,
    offset: undefined,
    next: from,
  };
  let at = from;
  while (at < tokens.length && at < from + 60) {
    const part = partAt(tokens, at, said.day !== undefined);
    const added = part === undefined ? undefined : add(said, part);
    if (part !== undefined && added !== undefined) {
      said = added;
      at = part.next;
      continue;
    }
    const token = tokens[at];
    if (token === undefined || !(token.kind === 'sign' ? /^[-,.()~/–—@:;]$/.test(token.text) : FILLERS.has(token.text)))
      break;
    at++;
  }
  return said.day === undefined &&
    said.time === undefined &&
    said.ago === undefined &&
    said.part === undefined &&
    !said.midnight
    ? undefined
    : said;
}

/** A part added to what was said; undefined when there was one of its kind before. A weekday beside a date says nothing new. */
function add(said: Said, part: Part): Said | undefined {
  const { next } = part;
  switch (part.kind) {
    case 'day':
      if (said.day === undefined || (said.day.kind === 'weekday' && part.day.kind === 'date'))
        return { ...said, day: part.day, next };
      return part.day.kind === 'weekday' || said.day.kind === 'relative' ? { ...said, next } : undefined;
    case 'time':
      return said.time === undefined && said.ago === undefined ? { ...said, time: part, next } : undefined;
    case 'part':
      if (said.part !== undefined) return undefined;
      return {
        ...said,
        part: part.part,
        day: said.day ?? (part.day === undefined ? undefined : { kind: 'relative', days: part.day }),
        next,
      };
    case 'midnight':
      return said.time === undefined ? { ...said, midnight: true, next } : undefined;
    case 'ago':
      return said.ago === undefined && said.time === undefined ? { ...said, ago: part.seconds, next } : undefined;
    case 'offset':
      return said.time === undefined || said.offset !== undefined ? undefined : { ...said, offset: part.minutes, next };
  }
}

function resolve(said: Said, context: MomentContext): string | undefined {
  if (said.ago !== undefined) return instant(context.now.getTime() - said.ago * 1_000);
  const now = Temporal.Instant.fromEpochMilliseconds(context.now.getTime()).toZonedDateTimeISO(context.timeZone);
  const today = now.toPlainDate();
  const day = said.day === undefined ? undefined : dayOf(said.day, today, context.leans);
  if (said.day !== undefined && day === undefined) return undefined;
  // "Midnight of Monday" may be either end of it: the day alone is sure.
  const time = said.midnight && day === undefined ? { hour: 0, minute: 0, fixed: true } : said.time;
  if (time === undefined)
    return day === undefined ? (said.part === undefined ? undefined : today.toString()) : day.toString();
  const hour = hourOf(time, said.part);
  const at = (date: Temporal.PlainDate): number => {
    const plain = date.toPlainDateTime({ hour: hour % 24, minute: time.minute }).add({ days: hour === 24 ? 1 : 0 });
    return said.offset === undefined
      ? plain.toZonedDateTime(context.timeZone).epochMilliseconds
      : plain.toZonedDateTime('UTC').epochMilliseconds - said.offset * 60_000;
  };
  // "Last night at 1" was this morning.
  const night = said.part === 'evening' && hour < 5 && said.day?.kind === 'relative' && said.day.days === -1;
  if (day !== undefined) return instant(at(night ? day.add({ days: 1 }) : day));
  const here = at(today);
  if (context.leans === 'past' && here > context.now.getTime() + SLACK_MS)
    return instant(at(today.subtract({ days: 1 })));
  if (context.leans === 'future' && here < context.now.getTime() - SLACK_MS) return instant(at(today.add({ days: 1 })));
  return instant(here);
}

function hourOf(time: { readonly hour: number; readonly fixed: boolean }, part: DayPart | undefined): number {
  if (time.fixed || part === undefined || time.hour > 11) return time.hour;
  if (part === 'afternoon') return time.hour + 12;
  if (part === 'evening' && time.hour >= 4) return time.hour + 12;
  return part === 'night' && time.hour >= 8 ? time.hour + 12 : time.hour;
}

function dayOf(day: SaidDay, today: Temporal.PlainDate, leans: 'past' | 'future'): Temporal.PlainDate | undefined {
  if (day.kind === 'relative') return today.add({ days: day.days });
  if (day.kind === 'weekday') {
    const back = (today.dayOfWeek - day.weekday + 7) % 7;
    return leans === 'past' ? today.subtract({ days: back }) : today.add({ days: (7 - back) % 7 });
  }
  if (day.year !== undefined) return dateOf(day.year, day.month, day.day);
  const candidates = [1, 0, -1, -2, -3, -4].map((years) => dateOf(today.year + years, day.month, day.day));
  const dates = candidates.filter((date): date is Temporal.PlainDate => date !== undefined);
  return leans === 'past'
    ? dates.find((date) => Temporal.PlainDate.compare(date, today.add({ days: SLACK_DAYS })) <= 0)
    : dates.findLast((date) => Temporal.PlainDate.compare(date, today.subtract({ days: SLACK_DAYS })) >= 0);
}

/** Undefined for a day that is not (31 April). */
function dateOf(year: number, month: number, day: number): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}

function instant(ms: number): string {
  return new Date(Math.floor(ms / 1_000) * 1_000).toISOString().replace('.000Z', 'Z');
}
