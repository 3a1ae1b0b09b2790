import { decodeBytes } from './charset.ts';

/** Notes that something had to be guessed or repaired; called at most once per decoded stretch. */
export type Note = (what: string) => void;

const SILENT: Note = () => undefined;

interface EncodedWord {
  readonly charset: string;
  readonly bytes: Buffer;
  /** Index behind the word. */
  readonly end: number;
  readonly broken: boolean;
}

/** Header text is kept as latin1 strings, one unit a byte, until here. */
function bytesOf(raw: string): Buffer {
  return Buffer.from(raw, 'latin1');
}

function decodeQ(text: string): Buffer {
  const out = Buffer.alloc(text.length);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    const hex = char === '=' ? text.slice(i + 1, i + 3) : '';
    if (/^[\da-fA-F]{2}$/.test(hex)) {
      out[length++] = Number.parseInt(hex, 16);
      i += 2;
    } else out[length++] = char === '_' ? 0x20 : text.charCodeAt(i);
  }
  return out.subarray(0, length);
}

function isBlank(char: string): boolean {
  return char === ' ' || char === '\t' || char === '\r' || char === '\n';
}

/**
 * Where the text of a word ends: at `?=`. Senders leave `?` and blanks unencoded in Q, so the first `?=` that a
 * hex pair follows (`?=20`) still belongs to the text. Without any end the word is cut off: it goes on to the end.
 */
function endOfText(raw: string, from: number, q: boolean): number {
  for (let at = raw.indexOf('?=', from); at >= 0; at = raw.indexOf('?=', at + 1)) {
    if (!q || !/^[\dA-F]{2}/.test(raw.slice(at + 2, at + 4))) return at;
  }
  return -1;
}

const HEAD = /=\?([^?\s=]{0,64})\?([BbQq])\?/g;

/** Reads the encoded word (RFC 2047 §2) that a match of `HEAD` begins, tolerating what broken senders write. */
function readWord(raw: string, head: RegExpExecArray): EncodedWord {
  const q = (head[2] ?? '').toLowerCase() === 'q';
  const from = head.index + head[0].length;
  // The next word bounds the search, so that a line of beginnings without an end takes linear time.
  HEAD.lastIndex = from;
  const limit = HEAD.exec(raw)?.index ?? raw.length;
  const room = raw.slice(from, limit);
  const found = endOfText(room, 0, q);
  const broken = found < 0;
  // Cut off: up to the next word or the end; a lone `?` at the end is half of the mark.
  const text = broken ? room.replace(/\?$/, '') : room.slice(0, found);
  const charset = (head[1] ?? '').split('*')[0] ?? '';
  const bytes = q ? decodeQ(text) : Buffer.from(text.replace(/[^A-Za-z0-9+/=]/g, ''), 'base64');
  return { charset, bytes, end: broken ? limit : from + found + 2, broken };
}

/** Removes folding: the line break goes, the blank stays (RFC 5322 §2.2.3); a bare CR or LF becomes a blank. */
export function unfold(raw: string): string {
  return /[\r\n]/.test(raw) ? raw.replace(/\r?\n(?=[ \t])/g, '').replace(/[\r\n]+/g, ' ') : raw;
}

/** Controls have no business in a header value; they become blanks. */
function clean(text: string): string {
  return /[\x00-\x08\x0a-\x1f\x7f]/.test(text)
    ? text.replace(/\x00/g, '').replace(/[\x01-\x08\x0a-\x1f\x7f]/g, ' ')
    : text;
}

function decodePlain(raw: string, hint: string | undefined, note: Note): string {
  if (!/[^\x00-\x7f]|\x1b\$/.test(raw)) return raw;
  const { text, charset } = decodeBytes(bytesOf(raw), undefined, hint);
  note(`raw 8-bit header text read as ${charset}`);
  return text;
}

/**
 * Decodes a raw header value (latin1, folded or not): encoded words, also broken ones, 8-bit bytes in or outside
 * of them, characters split between words. `hint` is the charset to try for undeclared bytes. Linear in its input.
 */
export function decodeHeader(raw: string, hint?: string, note: Note = SILENT): string {
  const line = unfold(raw);
  if (!line.includes('=?')) return clean(decodePlain(line, hint, note));
  let out = '';
  let plainFrom = 0;
  let pending: { charset: string; bytes: Buffer[] } | undefined;
  const flush = (): void => {
    if (!pending) return;
    const { text, charset, guessed } = decodeBytes(Buffer.concat(pending.bytes), pending.charset, hint);
    if (guessed) note(`encoded word marked ${pending.charset || 'with no charset'} read as ${charset}`);
    out += text;
    pending = undefined;
  };
  HEAD.lastIndex = 0;
  for (let head = HEAD.exec(line); head; head = HEAD.exec(line)) {
    const word = readWord(line, head);
    const at = head.index;
    if (word.broken) note('encoded word without end');
    const between = line.slice(plainFrom, at);
    const blank = ![...between].some((char) => !isBlank(char));
    if (pending && blank && pending.charset.toLowerCase() === word.charset.toLowerCase())
      pending.bytes.push(word.bytes);
    else {
      const joined = pending !== undefined && blank;
      flush();
      if (!joined) out += decodePlain(between, hint, note);
      pending = { charset: word.charset, bytes: [word.bytes] };
    }
    plainFrom = word.end;
    HEAD.lastIndex = word.end;
  }
  flush();
  return clean(out + decodePlain(line.slice(plainFrom), hint, note));
}
