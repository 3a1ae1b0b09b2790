import { durationAt } from './duration.ts';
import {
  AT,
  DAY_PARTS,
  DAYS,
  type DayPart,
  FILLERS,
  HALF,
  HOUR_UNITS,
  MIDNIGHT,
  monthOf,
  NOON,
  SINCE,
  weekdayOf,
} from './moment-words.ts';
import type { Token } from './tokens.ts';

/** A day as it was said. */
export type SaidDay =
  | { readonly kind: 'date'; readonly year: number | undefined; readonly month: number; readonly day: number }
  | { readonly kind: 'relative'; readonly days: number }
  | { readonly kind: 'weekday'; readonly weekday: number };

/** One part of a moment, and the token behind it. */
export type Part =
  | { readonly kind: 'day'; readonly day: SaidDay; readonly next: number }
  | {
      readonly kind: 'time';
      readonly hour: number;
      readonly minute: number;
      readonly fixed: boolean;
      readonly next: number;
    }
  | { readonly kind: 'part'; readonly part: DayPart; readonly day: number | undefined; readonly next: number }
  | { readonly kind: 'midnight'; readonly next: number }
  | { readonly kind: 'ago'; readonly seconds: number; readonly next: number }
  | { readonly kind: 'offset'; readonly minutes: number; readonly next: number };

/** The part of a moment that begins at a token; `hasDay`: a day was told before, so `10.30` is a time. */
export function partAt(tokens: readonly Token[], at: number, hasDay: boolean): Part | undefined {
  const token = tokens[at];
  if (token === undefined) return undefined;
  if (token.kind === 'number' && isInside(tokens, at)) return undefined;
  if (token.kind === 'number') return agoSuffix(tokens, at) ?? timeAt(tokens, at, hasDay) ?? dateAt(tokens, at);
  if (token.kind === 'word') return wordAt(tokens, at, token.text) ?? agoSuffix(tokens, at);
  return offsetAt(tokens, at);
}

const textAt = (tokens: readonly Token[], at: number): string => tokens[at]?.text ?? '';
/** Whether a token stands at once behind the one before it. */
const joined = (tokens: readonly Token[], at: number): boolean => tokens[at]?.start === tokens[at - 1]?.end;

/** Whether a number is the middle of something longer: an IP address, a version. */
function isInside(tokens: readonly Token[], at: number): boolean {
  return (
    tokens[at - 1]?.text === '.' && tokens[at - 2]?.kind === 'number' && joined(tokens, at) && joined(tokens, at - 1)
  );
}

function numberAt(tokens: readonly Token[], at: number, digits: number): number | undefined {
  const token = tokens[at];
  return token?.kind === 'number' && token.text.length <= digits ? Number(token.text) : undefined;
}

function wordAt(tokens: readonly Token[], at: number, word: string): Part | undefined {
  const next = textAt(tokens, at + 1);
  if (word === 'day' && next === 'before' && textAt(tokens, at + 2) === 'yesterday')
    return { kind: 'day', day: { kind: 'relative', days: -2 }, next: at + 3 };
  if (word === 'this' && next === 'morning') return { kind: 'part', part: 'morning', day: 0, next: at + 2 };
  if (word === 'this' && (next === 'afternoon' || next === 'evening'))
    return { kind: 'part', part: next, day: 0, next: at + 2 };
  if (word === 'last' && next === 'night') return { kind: 'part', part: 'evening', day: -1, next: at + 2 };
  if (word === 'pre' || word === 'pred' || word === 'prije') {
    if (next === 'podne') return { kind: 'part', part: 'morning', day: undefined, next: at + 2 };
    const bare = ['sat', 'uro', 'hodinou', 'tyzdnom', 'tydnem', 'tednom', 'dnom'].includes(next);
    const ago =
      durationAt(tokens, at + 1) ??
      (bare
        ? durationAt([{ kind: 'number', text: '1', start: 0, end: 0 }, ...tokens.slice(at + 1, at + 2)], 0)
        : undefined);
    if (ago !== undefined) return { kind: 'ago', seconds: ago.seconds, next: bare ? at + 2 : ago.next };
    return undefined;
  }
  if (word === 'po' && next === 'podne') return { kind: 'part', part: 'afternoon', day: undefined, next: at + 2 };
  if (HALF.has(word)) {
    const past = next === 'past';
    const hour = numberAt(tokens, past ? at + 2 : at + 1, 2);
    if (hour === undefined || hour < 1 || hour > 24) return undefined;
    return { kind: 'time', hour: past ? hour : hour - 1, minute: 30, fixed: false, next: past ? at + 3 : at + 2 };
  }
  const days = DAYS.get(word);
  if (days !== undefined) return { kind: 'day', day: { kind: 'relative', days }, next: at + 1 };
  if (NOON.has(word)) return { kind: 'time', hour: 12, minute: 0, fixed: true, next: at + 1 };
  if (MIDNIGHT.has(word) && word !== 'ponoci') return { kind: 'midnight', next: at + 1 };
  const part = DAY_PARTS.get(word);
  if (part !== undefined) return { kind: 'part', ...part, next: at + 1 };
  const month = monthOf(word);
  if (month !== undefined) {
    const day = numberAt(tokens, at + 1, 2);
    // "Nov 23, 2026"; "May 9:00" is no ninth of May.
    if (day === undefined || day < 1 || day > 31 || textAt(tokens, at + 2) === ':') return undefined;
    let next = at + 2;
    if (/^(?:st|nd|rd|th)$/.test(textAt(tokens, next))) next++;
    if (/^[.,]$/.test(textAt(tokens, next))) next++;
    const year = yearAt(tokens, next);
    return { kind: 'day', day: { kind: 'date', year, month, day }, next: year === undefined ? next : next + 1 };
  }
  const weekday = weekdayOf(word);
  if (weekday !== undefined)
    return { kind: 'day', day: { kind: 'weekday', weekday }, next: textAt(tokens, at + 1) === '.' ? at + 2 : at + 1 };
  return offsetAt(tokens, at);
}

function agoSuffix(tokens: readonly Token[], at: number): Part | undefined {
  const duration = durationAt(tokens, at);
  return duration !== undefined && textAt(tokens, duration.next) === 'ago'
    ? { kind: 'ago', seconds: duration.seconds, next: duration.next + 1 }
    : undefined;
}

function yearAt(tokens: readonly Token[], at: number): number | undefined {
  const token = tokens[at];
  if (token?.kind !== 'number' || textAt(tokens, at + 1) === ':') return undefined;
  const year = Number(token.text);
  return token.text.length === 4 && year >= 2000 && year < 2100 ? year : undefined;
}

/** `2026-11-23`, `23.11.2026`, `23. 11.`, `23/11/26`, `23-11-2026`, `23. novembra 2026`. With slashes the day goes first unless it cannot. */
function dateAt(tokens: readonly Token[], at: number): Part | undefined {
  const first = numberAt(tokens, at, 4);
  if (first === undefined) return undefined;
  const sign = textAt(tokens, at + 1);
  const second = numberAt(tokens, at + 2, 2);
  if (tokens[at]?.text.length === 4) {
    const day = numberAt(tokens, at + 4, 2);
    if (second === undefined || day === undefined || !/^[-./]$/.test(sign) || textAt(tokens, at + 3) !== sign)
      return undefined;
    return dated(first, second, day, textAt(tokens, at + 5) === 't' ? at + 6 : at + 5);
  }
  if (first > 31) return undefined;
  const suffix = /^(?:st|nd|rd|th|of)$/.test(sign) || sign === '.' ? 1 : 0;
  const of = textAt(tokens, at + 1 + suffix) === 'of' ? 1 : 0;
  const month = monthOf(textAt(tokens, at + 1 + suffix + of));
  if (month !== undefined) {
    let next = at + 2 + suffix + of;
    if (/^[.,]$/.test(textAt(tokens, next))) next++;
    const year = yearAt(tokens, next);
    return dated(year, month, first, year === undefined ? next : next + 1);
  }
  if (second === undefined || !/^[-./]$/.test(sign)) return undefined;
  const behind = textAt(tokens, at + 3);
  if (behind === sign) {
    const year = yearAt(tokens, at + 4) ?? shortYear(tokens, at + 4);
    // `10.10.10.1` is an IP address.
    if (
      year !== undefined &&
      textAt(tokens, at + 5) === '.' &&
      joined(tokens, at + 5) &&
      tokens[at + 6]?.kind === 'number' &&
      joined(tokens, at + 6)
    )
      return undefined;
    const next = year === undefined ? at + 4 : textAt(tokens, at + 5) === '.' ? at + 6 : at + 5;
    return sign === '/' && second > 12 ? dated(year, first, second, next) : dated(year, second, first, next);
  }
  // "23.11" and "23/11", but neither "10-12" nor a part of "10.0.0.1".
  if (sign === '-') return undefined;
  return sign === '/' && second > 12
    ? dated(undefined, first, second, at + 3)
    : dated(undefined, second, first, at + 3);
}

/** The `26` of `23.11.26`, written without a blank and with nothing of a time behind it. */
function shortYear(tokens: readonly Token[], at: number): number | undefined {
  const token = tokens[at];
  if (token?.kind !== 'number' || token.text.length !== 2 || !joined(tokens, at)) return undefined;
  return textAt(tokens, at + 1) === ':' ? undefined : 2000 + Number(token.text);
}

function dated(year: number | undefined, month: number, day: number, next: number): Part | undefined {
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  return { kind: 'day', day: { kind: 'date', year, month, day }, next };
}

/** `9:05`, `9.05` behind a day or "at", `14h`, `8h30`, `9 am`, `at 9`. */
function timeAt(tokens: readonly Token[], at: number, hasDay: boolean): Part | undefined {
  const hour = numberAt(tokens, at, 2);
  if (hour === undefined || hour > 24) return undefined;
  const before = textAt(tokens, at - 1);
  const expected = AT.has(before);
  const sign = textAt(tokens, at + 1);
  const minute = tokens[at + 2]?.text.length === 2 ? numberAt(tokens, at + 2, 2) : undefined;
  if (minute !== undefined && minute < 60 && joined(tokens, at + 1) && joined(tokens, at + 2)) {
    if (sign === ':') {
      const seconds = textAt(tokens, at + 3) === ':' && numberAt(tokens, at + 4, 2) !== undefined;
      let next = seconds ? at + 5 : at + 3;
      // `10:00:00.000Z`
      if (seconds && textAt(tokens, next) === '.' && joined(tokens, next) && tokens[next + 1]?.kind === 'number')
        next += 2;
      return clock(tokens, hour, minute, next);
    }
    const ends = textAt(tokens, at + 3) !== '.' || !joined(tokens, at + 3) || tokens[at + 4]?.kind !== 'number';
    const time = hasDay || expected || minute > 12 || HOUR_UNITS.has(textAt(tokens, at + 3));
    if (sign === '.' && ends && time) return clock(tokens, hour, minute, at + 3);
    if (sign === 'h') return clock(tokens, hour, minute, at + 3);
  }
  if (/^[ap]$/.test(sign) && textAt(tokens, at + 2) === '.' && textAt(tokens, at + 3) === 'm')
    return clock(tokens, hour, 0, at + 1);
  if (sign === 'am' || sign === 'pm') return clock(tokens, hour, 0, at + 1);
  if (HOUR_UNITS.has(sign)) return clock(tokens, hour, 0, at + 1);
  if (
    DAY_PARTS.has(sign) ||
    (/^(?:in|this)$/.test(sign) && DAY_PARTS.has(textAt(tokens, at + (sign === 'in' ? 3 : 2))))
  )
    return clock(tokens, hour, 0, at + 1);
  // A bare number is an hour behind "at" and the like, and only where nothing follows that it could count ("from 10 to 20", "u 3 navrata").
  if (!expected && !SINCE.has(before)) return undefined;
  const behind = sign === '.' ? tokens[at + 2] : tokens[at + 1];
  if (behind?.kind === 'number' || /^[./:%°-]$/.test(behind?.text ?? '')) return undefined;
  const counted =
    behind?.kind === 'word' &&
    sign !== '.' &&
    !DAYS.has(behind.text) &&
    weekdayOf(behind.text) === undefined &&
    !FILLERS.has(behind.text);
  if (counted || monthOf(behind?.text ?? '') !== undefined) return undefined;
  return clock(tokens, hour, 0, sign === '.' ? at + 2 : at + 1);
}

/** Takes what belongs to a time: am, pm, a unit. */
function clock(tokens: readonly Token[], said: number, minute: number, from: number): Part | undefined {
  let [hour, next, fixed] = [said, from, false];
  let half = textAt(tokens, next);
  if (/^[ap]$/.test(half) && textAt(tokens, next + 1) === '.' && textAt(tokens, next + 2) === 'm') {
    half += 'm';
    next += textAt(tokens, next + 3) === '.' ? 3 : 2;
  }
  if (half === 'am' || half === 'pm') {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (half === 'pm' ? 12 : 0);
    fixed = true;
    next++;
  } else if (HOUR_UNITS.has(half)) {
    next++;
    if (textAt(tokens, next) === '.' && half === 'hod') next++;
  }
  if (hour === 24 && minute > 0) return undefined;
  return { kind: 'time', hour, minute, fixed, next };
}

const ZONES: ReadonlyMap<string, number> = new Map([
  ['z', 0],
  ['utc', 0],
  ['gmt', 0],
  ['cet', 60],
  ['cest', 120],
  ['eet', 120],
  ['eest', 180],
]);

/** `Z`, `UTC`, `CET`, `+01:00`, `UTC+1`. */
function offsetAt(tokens: readonly Token[], at: number): Part | undefined {
  const named = ZONES.get(textAt(tokens, at));
  const signAt = named === undefined ? at : at + 1;
  const sign = textAt(tokens, signAt);
  const digits = tokens[signAt + 1];
  if (
    (sign === '+' || (sign === '-' && (named !== undefined || joined(tokens, signAt)))) &&
    digits?.kind === 'number' &&
    joined(tokens, signAt + 1)
  ) {
    const colon = textAt(tokens, signAt + 2) === ':';
    const hours = digits.text.length === 4 ? Number(digits.text.slice(0, 2)) : Number(digits.text);
    const minutes = colon
      ? (numberAt(tokens, signAt + 3, 2) ?? 0)
      : digits.text.length === 4
        ? Number(digits.text.slice(2))
        : 0;
    if (hours > 14 || minutes > 59) return undefined;
    return {
      kind: 'offset',
      minutes: (sign === '-' ? -1 : 1) * (hours * 60 + minutes),
      next: signAt + (colon ? 4 : 2),
    };
  }
  return named === undefined ? undefined : { kind: 'offset', minutes: named, next: at + 1 };
}
