import { HALF, UNIT_SECONDS, type Unit, unitOf } from './moment-words.ts';
import { type Token, tokensOf } from './tokens.ts';

/** Half a year: what is longer is no duration of a fault. */
const MAX_SECONDS = 183 * UNIT_SECONDS.day;
const ONE = new Set('a an one jedan jedna jedno jednu jeden jednom eden edna edno en ena eno eno'.split(' '));

/** A count of time units at a token: "2 sata", "1,5 h", "pola sata", "pol ure", "2h 30m". */
export function durationAt(
  tokens: readonly Token[],
  from: number,
): { readonly seconds: number; readonly next: number } | undefined {
  let at = from;
  let seconds = 0;
  let smallest = Number.POSITIVE_INFINITY;
  for (;;) {
    const part = partAt(tokens, at);
    // Units go down: "2 h 30 min" is one duration, "2 h 3 h" are two.
    if (part === undefined || UNIT_SECONDS[part.unit] >= smallest) break;
    smallest = UNIT_SECONDS[part.unit];
    seconds += part.count * UNIT_SECONDS[part.unit];
    at = part.next;
    while (['and', 'i', 'in', 'a', ','].includes(tokens[at]?.text ?? '') && partAt(tokens, at + 1) !== undefined) at++;
  }
  return at === from || seconds <= 0 || seconds > MAX_SECONDS ? undefined : { seconds: Math.round(seconds), next: at };
}

function partAt(
  tokens: readonly Token[],
  at: number,
): { readonly count: number; readonly unit: Unit; readonly next: number } | undefined {
  const first = tokens[at];
  if (first === undefined) return undefined;
  if (first.kind === 'number' && first.text.length <= 5) {
    const fraction = tokens[at + 1];
    const digits = tokens[at + 2];
    const decimal =
      fraction !== undefined &&
      /^[.,]$/.test(fraction.text) &&
      digits?.kind === 'number' &&
      fraction.end === digits.start;
    const count = decimal ? Number(`${first.text}.${digits.text}`) : Number(first.text);
    return withUnit(tokens, decimal ? at + 3 : at + 1, count);
  }
  if (HALF.has(first.text)) {
    const next = ONE.has(tokens[at + 1]?.text ?? '') ? at + 2 : at + 1;
    return withUnit(tokens, next, 0.5);
  }
  if (ONE.has(first.text)) return withUnit(tokens, at + 1, 1);
  return undefined;
}

function withUnit(tokens: readonly Token[], at: number, count: number) {
  const unit = unitOf(tokens[at]?.text ?? '');
  if (unit === undefined) return undefined;
  // "min." and "hod."
  const next = tokens[at + 1]?.text === '.' && tokens[at + 1]?.start === tokens[at]?.end ? at + 2 : at + 1;
  return { count, unit, next };
}

/** Reads a duration into ISO 8601 (`PT2H30M`, `P2D`); also `1:30` (hours and minutes) and a lone unit ("an hour"). Undefined when it is none. */
export function readDuration(text: string): string | undefined {
  const bounded = text.slice(0, 200);
  const clock = /^\s*(\d{1,3}):([0-5]\d)(?::([0-5]\d))?\s*h?\s*$/.exec(bounded);
  if (clock !== null) return iso(Number(clock[1]) * 3_600 + Number(clock[2]) * 60 + Number(clock[3] ?? 0));
  const tokens = tokensOf(bounded);
  // "about 2 hours": a few words may stand before it.
  for (let at = 0; at < Math.min(tokens.length, 6); at++) {
    const found = durationAt(tokens, at);
    if (found !== undefined) return iso(found.seconds);
  }
  const [only] = tokens;
  const unit = tokens.length === 1 ? unitOf(only?.text ?? '') : undefined;
  return unit === undefined || (only?.text.length ?? 0) < 3 ? undefined : iso(UNIT_SECONDS[unit]);
}

function iso(total: number): string | undefined {
  if (total <= 0 || total > MAX_SECONDS) return undefined;
  const days = Math.floor(total / 86_400);
  const hours = Math.floor((total % 86_400) / 3_600);
  const minutes = Math.floor((total % 3_600) / 60);
  const seconds = total % 60;
  const time = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${seconds ? `${seconds}S` : ''}`;
  return `P${days ? `${days}D` : ''}${time === '' ? '' : `T${time}`}`;
}
