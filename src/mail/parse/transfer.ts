import { Transform, type TransformCallback } from 'node:stream';

/** Content transfer encodings that change bytes; everything else is taken as it is. */
export type TransferEncoding = 'base64' | 'quoted-printable' | 'uuencode' | 'none';

interface Step {
  readonly bytes: Buffer;
  /** What cannot be decided before more input comes. */
  readonly held: string;
}

function hexValue(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  if (code >= 0x41 && code <= 0x46) return code - 0x37;
  return code >= 0x61 && code <= 0x66 ? code - 0x57 : -1;
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/** Blanks at a line's end are no content (RFC 2045 §6.7 rule 3); a run longer than this is let through undecided. */
const BLANK_RUN = 4096;

/** What a `=` at `at` means: a byte, a soft line break, or itself; undefined when more input is needed. */
function escapeAt(
  text: string,
  at: number,
  last: boolean,
): { readonly byte: number; readonly next: number } | undefined {
  const high = hexValue(text.charCodeAt(at + 1));
  const low = hexValue(text.charCodeAt(at + 2));
  if (high >= 0 && low >= 0) return { byte: high * 16 + low, next: at + 3 };
  let end = at + 1;
  while (end < text.length && end - at < BLANK_RUN && isBlank(text.charCodeAt(end))) end++;
  if (end === text.length) return last ? { byte: -1, next: end } : undefined;
  if (text.charCodeAt(end) === 0x0a) return { byte: -1, next: end + 1 };
  if (text.charCodeAt(end) === 0x0d) {
    if (end + 1 === text.length && !last) return undefined;
    return { byte: -1, next: text.charCodeAt(end + 1) === 0x0a ? end + 2 : end + 1 };
  }
  if (text.length - at < 3 && !last) return undefined;
  return { byte: 0x3d, next: at + 1 };
}

/** Decodes quoted-printable in time linear in the text; a `=` that means nothing stays as it is. */
function decodeQp(text: string, last: boolean): Step {
  const out = Buffer.allocUnsafe(text.length);
  let length = 0;
  let i = 0;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (code === 0x3d) {
      const step = escapeAt(text, i, last);
      if (!step) break;
      if (step.byte >= 0) out[length++] = step.byte;
      i = step.next;
    } else if (isBlank(code)) {
      let end = i + 1;
      while (end < text.length && isBlank(text.charCodeAt(end))) end++;
      const next = end === text.length && last ? 0x0a : text.charCodeAt(end);
      const cutOff = end === text.length || (next === 0x0d && end + 1 === text.length);
      if (cutOff && !last && end - i < BLANK_RUN) break;
      const trailing =
        next === 0x0a || (next === 0x0d && (text.charCodeAt(end + 1) === 0x0a || end + 1 === text.length));
      if (!trailing) for (; i < end; i++) out[length++] = text.charCodeAt(i);
      i = end;
    } else {
      out[length++] = code;
      i++;
    }
  }
  return { bytes: out.subarray(0, length), held: text.slice(i) };
}

/** A stepwise decoder as a stream. */
class SteppedDecoder extends Transform {
  #held = '';
  readonly #decode: (text: string, last: boolean) => Step;

  constructor(decode: (text: string, last: boolean) => Step) {
    super();
    this.#decode = decode;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const { bytes, held } = this.#decode(this.#held + chunk.toString('latin1'), false);
    this.#held = held;
    done(null, bytes);
  }

  override _flush(done: TransformCallback): void {
    done(null, this.#decode(this.#held, true).bytes);
  }
}

/**
 * Quoted-printable (RFC 2045 §6.7) as a stream. libqp's decoder holds the whole part in memory and takes a time
 * quadratic in runs of blanks, so hostile mail could stop it.
 */
export function quotedPrintableDecoder(): Transform {
  return new SteppedDecoder(decodeQp);
}

const NO_BASE64 = /[^A-Za-z0-9+/=]+/g;

/** Decodes base64 (RFC 2045 §6.8) with what is no base64 left out; padding inside ends a piece, the next one starts anew. */
function decodeBase64(text: string, last: boolean): Step {
  const plain = plainBase64(text);
  if (plain !== undefined && (plain.held === '' || !last)) return plain;
  const clean = text.replace(NO_BASE64, '');
  const open = last ? 0 : (clean.length - clean.lastIndexOf('=') - 1) % 4;
  const end = clean.length - open;
  return { bytes: piecesOfBase64(clean.slice(0, end)), held: clean.slice(end) };
}

/** What most mails are made of: lines of whole groups of four. Undefined when there is more to it than line ends. */
function plainBase64(text: string): Step | undefined {
  // Node reads these two as well (RFC 4648 §5); in mail they are no base64.
  if (text.includes('-') || text.includes('_')) return undefined;
  const joined = text.includes('\r') ? text.replaceAll('\r\n', '') : text.replaceAll('\n', '');
  const whole = joined.length - (joined.length % 4);
  const bytes = Buffer.from(joined.slice(0, whole), 'base64');
  // It leaves out what it does not know, and ends at padding.
  return bytes.length * 4 === whole * 3 ? { bytes, held: joined.slice(whole) } : undefined;
}

function piecesOfBase64(clean: string): Buffer {
  const padded = clean.indexOf('=');
  if (padded < 0 || !/[^=]/.test(clean.slice(padded))) return Buffer.from(clean, 'base64');
  return Buffer.concat(clean.split(/=+/).map((piece) => Buffer.from(piece, 'base64')));
}

/** Base64 as a stream. libbase64's decoder looks for strange characters in all of it first, which takes three times as long. */
export function base64Decoder(): Transform {
  return new SteppedDecoder(decodeBase64);
}

/** uuencoded parts (`Content-Transfer-Encoding: x-uuencode`), which mailparser hands on undecoded. */
export class UuDecoder extends Transform {
  #held = '';
  #state: 'before' | 'inside' | 'behind' = 'before';

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    done(null, this.decode(chunk));
  }

  override _flush(done: TransformCallback): void {
    done(null, this.#line(this.#held));
  }

  /** Decodes what is complete in `chunk`, keeping the last line open. */
  decode(chunk: Buffer): Buffer {
    const lines = (this.#held + chunk.toString('latin1')).split('\n');
    // No line of it is longer than 62 characters; what is, is no uuencoding and need not be kept.
    this.#held = (lines.pop() ?? '').slice(0, 1024);
    return Buffer.concat(lines.map((line) => this.#line(line.replace(/\r$/, ''))));
  }

  #line(line: string): Buffer {
    if (this.#state === 'before' && /^begin [0-7]{3,4} /.test(line)) this.#state = 'inside';
    else if (this.#state === 'inside' && line !== 'end') return uuLine(line);
    else if (this.#state === 'inside') this.#state = 'behind';
    return Buffer.alloc(0);
  }
}

function uuLine(line: string): Buffer {
  const length = (line.charCodeAt(0) - 32) & 63;
  const out = Buffer.alloc(length);
  const at = (i: number): number => (i < line.length ? (line.charCodeAt(i) - 32) & 63 : 0);
  for (let i = 1, n = 0; n < length; i += 4) {
    const group = (at(i) << 18) | (at(i + 1) << 12) | (at(i + 2) << 6) | at(i + 3);
    for (let shift = 16; shift >= 0 && n < length; shift -= 8) out[n++] = (group >> shift) & 255;
  }
  return out;
}

/** Decodes a whole part that is in memory. */
export function decodeTransfer(bytes: Buffer, encoding: TransferEncoding): Buffer {
  switch (encoding) {
    case 'base64':
      return decodeBase64(bytes.toString('latin1'), true).bytes;
    case 'quoted-printable':
      return decodeQp(bytes.toString('latin1'), true).bytes;
    case 'uuencode':
      return new UuDecoder().decode(Buffer.concat([bytes, Buffer.from('\n')]));
    case 'none':
      return bytes;
  }
}
