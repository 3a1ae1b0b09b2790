import { comparable, type Line } from './lines.ts';
import { DEVICE_ENDINGS, DEVICE_LINES, DEVICE_WORD } from './tables/devices.ts';

const OPENINGS = Object.values(DEVICE_LINES)
  .flat()
  .sort((a, b) => b.length - a.length);
/** By how they begin: looked at first, because every line of a mail is asked. */
const OPENINGS_BY_START = new Map<string, string[]>();
for (const phrase of OPENINGS) {
  const start = phrase.slice(0, 2);
  OPENINGS_BY_START.set(start, [...(OPENINGS_BY_START.get(start) ?? []), phrase]);
}
const LAST_LETTERS = new Set(DEVICE_ENDINGS.map((phrase) => phrase.slice(-2)));
const MAX_SIGNATURE_LINES = 25;
const LETTER = /\p{L}/u;

/** The line that opens a signature (RFC 3676 §4.3), its trailing space perhaps lost on the way. */
export function isSignatureDelimiter(line: Line): boolean {
  return line.depth === 0 && line.body === '--';
}

/**
 * Where the signature of lines `from` to `to` begins: at the delimiter, when no more follows than a signature has.
 * A delimiter over a bare name and an application's line is what that application writes around a name: kept.
 */
export function signatureStart(lines: readonly Line[], from: number, to: number): number | undefined {
  for (let i = Math.max(from, to - MAX_SIGNATURE_LINES - 1); i < to; i++) {
    const line = lines[i];
    if (!line || !isSignatureDelimiter(line)) continue;
    const below = lines.slice(i + 1, to).filter((other) => !other.blank);
    if (below.length === 0) return i;
    const [name, second] = below;
    const bare =
      below.length === 2 && name && second && isDeviceLine(second.body) && /^[\p{L}\p{M}]+$/u.test(name.body);
    return bare ? undefined : i;
  }
  return undefined;
}

/** "Sent from my iPhone" and what other devices, applications and languages make of it; no sentence of a writer. */
export function isDeviceLine(body: string): boolean {
  if (body.length > 300) return false;
  const lower = body.toLowerCase().normalize('NFC');
  const first = lower.search(LETTER);
  if (first < 0) return false;
  const end = endOfLetters(lower);
  if (!mayOpen(lower, first, end) && !LAST_LETTERS.has(lower.slice(Math.max(first, end - 2), end))) return false;
  const text = comparable(body)
    .replace(/<[^<>]{0,250}>|\(https?:[^()\s]{0,250}\)|\[https?:[^[\]\s]{0,250}\]|https?:\S{1,250}/g, ' ')
    .replace(/[_~]+/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[-\s"'([]+|[\s"')\]]+$/g, '');
  if (text.length < 6 || text.length > 110) return false;
  const opening = OPENINGS_BY_START.get(text.slice(0, 2))?.find((phrase) => text.startsWith(phrase));
  const rest = opening === undefined ? text : text.slice(opening.length).replace(/^[\s:]+/, '');
  if (opening === undefined && !DEVICE_ENDINGS.some((ending) => text.replace(/\.$/, '').endsWith(ending))) return false;
  const words = rest.split(' ').filter(Boolean);
  const device = DEVICE_WORD.test(text);
  if (/[!?;]|\.\s|,\s\p{Ll}/u.test(rest) || words.length > 9) return false;
  if (device) return words.length <= 7 || /galaxy|samsung|outlook|mail/.test(rest);
  return (
    opening !== undefined &&
    words.length <= 6 &&
    !rest.endsWith('.') &&
    !rest.includes(',') &&
    isOwnDevice(opening, body)
  );
}

/** Whether a line may begin as an opening does, its letters from `first` to `end`. */
function mayOpen(lower: string, first: number, end: number): boolean {
  const openings = OPENINGS_BY_START.get(lower.slice(first, Math.min(first + 2, end)));
  if (!openings) return false;
  // Where nothing stands before its first word, that word has to agree as far as the opening goes.
  const word = /^\p{L}{1,6}/u.exec(lower)?.[0];
  return word === undefined || openings.some((phrase) => phrase.startsWith(word) || word.startsWith(phrase));
}

/** Where the last letter of a text ends. */
function endOfLetters(text: string): number {
  let end = text.length;
  while (end > 0) {
    const start = (text.codePointAt(end - 2) ?? 0) > 0xffff ? end - 2 : end - 1;
    if (LETTER.test(text.slice(start, end))) break;
    end = start;
  }
  return end;
}

/** An unknown device needs its owner ("my Wiko RIDGE") or a capital letter ("TypeApp") to be one. */
function isOwnDevice(opening: string, body: string): boolean {
  if (/ my$|我的$/.test(opening)) return /\p{Lu}|\d/u.test(body.slice(opening.length));
  const rest = body
    .replace(/^[^\p{L}]+/u, '')
    .slice(opening.length)
    .trim();
  return /^\p{Lu}/u.test(rest) && rest.split(/\s+/).length <= 3;
}
