import { decodeBytes } from './charset.ts';
import { decodeHeader, type Note, unfold } from './words.ts';

/** A structured header such as Content-Type: the value in lower case and its parameters by lower-case name. */
export interface Structured {
  readonly value: string;
  readonly params: ReadonlyMap<string, string>;
  /** The boundary parameter byte for byte (latin1): it is compared, never shown. */
  readonly boundary: string | undefined;
}

const MAX_PARAMS = 64;
/** Continuations of one parameter (RFC 2231 §3). */
const MAX_PIECES = 256;

interface Piece {
  readonly index: number;
  readonly encoded: boolean;
  readonly raw: string;
}

function percentBytes(raw: string): Buffer {
  const out = Buffer.alloc(raw.length);
  let length = 0;
  for (let i = 0; i < raw.length; i++) {
    const hex = raw.charAt(i) === '%' ? raw.slice(i + 1, i + 3) : '';
    if (/^[\da-fA-F]{2}$/.test(hex)) {
      out[length++] = Number.parseInt(hex, 16);
      i += 2;
    } else out[length++] = raw.charCodeAt(i);
  }
  return out.subarray(0, length);
}

/** Joins the pieces of one parameter: `name*0*=utf-8''%C4%8D`, `name*1=…`; bytes first, then characters. */
function join(pieces: readonly Piece[], note: Note): string {
  const sorted = [...pieces].sort((a, b) => a.index - b.index);
  if (!sorted.some((piece) => piece.encoded)) {
    return decodeHeader(sorted.map((piece) => piece.raw).join(''), undefined, note);
  }
  let charset: string | undefined;
  const bytes = sorted.map((piece, at) => {
    let raw = piece.raw;
    const lead = at === 0 && piece.encoded ? /^([^']{0,64})'[^']{0,64}'/.exec(raw) : null;
    if (lead) {
      charset = lead[1];
      raw = raw.slice(lead[0].length);
    }
    return piece.encoded ? percentBytes(raw) : Buffer.from(raw, 'latin1');
  });
  return decodeBytes(Buffer.concat(bytes), charset).text;
}

/** Reads a parameter's value at `at`: quoted (with escapes) or up to the next `;`. Answers the index behind it. */
function readValue(raw: string, at: number): { readonly text: string; readonly end: number } {
  if (raw.charAt(at) !== '"') {
    const semicolon = raw.indexOf(';', at);
    const end = semicolon < 0 ? raw.length : semicolon;
    return { text: raw.slice(at, end).trim(), end };
  }
  let text = '';
  let i = at + 1;
  for (; i < raw.length && raw.charAt(i) !== '"'; i++) {
    if (raw.charAt(i) === '\\' && i + 1 < raw.length) i++;
    text += raw.charAt(i);
  }
  const semicolon = raw.indexOf(';', i);
  return { text, end: semicolon < 0 ? raw.length : semicolon };
}

/** Takes comments out of what is outside quotes (RFC 5322 §3.2.2), in one pass. */
function withoutComments(raw: string): string {
  if (!raw.includes('(')) return raw;
  let out = '';
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < raw.length; i++) {
    const char = raw.charAt(i);
    if (depth === 0 && char === '"') quoted = !quoted;
    if (!quoted && char === '(' && raw.indexOf(')', i) > 0) depth++;
    if (depth === 0) out += char;
    if (!quoted && char === ')' && depth > 0) depth--;
  }
  return out;
}

/** Index of what ends the value: `;`, or the blank or comma some mailers put in its place before `charset=`. */
function endOfValue(line: string): number {
  const missing = /^\s*[\w.+-]{1,80}\/[\w.+-]{1,80}([\s,]+)(?=[\w-]{1,40}\s?=)/.exec(line.slice(0, 256));
  return missing ? missing[0].length - 1 : line.indexOf(';');
}

/** Reads a header with parameters (RFC 2045 §5.1, RFC 2231). `raw` is latin1. Of equal names the first counts. */
export function readStructured(raw: string, note: Note = () => undefined): Structured {
  const unfolded = unfold(raw);
  const line = /^[^"]*\(/.test(unfolded.slice(0, 512)) ? withoutComments(unfolded) : unfolded;
  const first = endOfValue(line);
  const value = decodeHeader((first < 0 ? line : line.slice(0, first)).trim())
    .toLowerCase()
    .trim();
  const pieces = new Map<string, Piece[]>();
  let at = first < 0 ? line.length : first + 1;
  while (at < line.length && pieces.size < MAX_PARAMS) {
    const equals = line.indexOf('=', at);
    const semicolon = line.indexOf(';', at);
    if (equals < 0) break;
    if (semicolon >= 0 && semicolon < equals) {
      at = semicolon + 1;
      continue;
    }
    const label = /^([^*\s]{1,64})(?:\*(\d{1,3}))?(\*)?$/.exec(line.slice(at, equals).trim().slice(0, 80));
    let start = equals + 1;
    while (line.charAt(start) === ' ' || line.charAt(start) === '\t') start++;
    const { text, end } = readValue(line, start);
    at = end + 1;
    if (!label) continue;
    const name = (label[1] ?? '').toLowerCase();
    const piece: Piece = {
      index: label[2] === undefined ? -1 : Number(label[2]),
      encoded: label[3] !== undefined,
      raw: text,
    };
    const list = pieces.get(name) ?? [];
    if (
      list.length < MAX_PIECES &&
      !list.some((other) => other.index === piece.index && other.encoded === piece.encoded)
    )
      list.push(piece);
    pieces.set(name, list);
  }
  const boundary = pieces.get('boundary');
  return {
    value,
    params: new Map([...pieces].map(([name, list]) => [name, best(list, note)])),
    boundary: boundary
      ?.toSorted((a, b) => a.index - b.index)
      .map((piece) => piece.raw)
      .join(''),
  };
}

/** Both `filename` and `filename*` may be given: the extended one wins (RFC 6266 §4.3, RFC 2231). */
function best(list: readonly Piece[], note: Note): string {
  const extended = list.filter((piece) => piece.encoded || piece.index >= 0);
  const plain = list.filter((piece) => !piece.encoded && piece.index < 0);
  return join(extended.length > 0 ? extended : plain.slice(0, 1), note);
}
