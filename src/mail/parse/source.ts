import type { Readable } from 'node:stream';
import { endOfHead } from './head.ts';
import type { ParseLimits } from './limits.ts';
import type { Note } from './words.ts';

/** A mail cut into its header block (latin1) and what follows. Bounded by `limits.bytes`. */
export interface OpenedMail {
  readonly head: string;
  readonly body: AsyncIterable<Buffer> | Iterable<Buffer>;
}

const PIECE = 64 * 1024;

function isBlankByte(byte: number | undefined): boolean {
  return byte === 0x0a || byte === 0x0d;
}

/** Skips a byte order mark, empty lines and nothing else before the head. */
function startOf(bytes: Buffer): number {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (at < bytes.length && isBlankByte(bytes[at])) at++;
  return at;
}

/** A mail whose lines all end in a bare CR (old Macintosh, broken converters) is read as if they were LF. */
function onlyCr(bytes: Buffer): boolean {
  return bytes.includes(0x0d) && !bytes.includes(0x0a);
}

function crToLf(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf(0x0d); at >= 0; at = copy.indexOf(0x0d, at + 1)) copy[at] = 0x0a;
  return copy;
}

function* pieces(bytes: Buffer): Iterable<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

interface Cut {
  readonly head: string;
  readonly rest: Buffer;
}

/** Cuts off the head when it is complete in `bytes`, or has to be since nothing more comes or it is too long. */
function cutHead(bytes: Buffer, final: boolean, limits: ParseLimits, note: Note): Cut | undefined {
  const start = startOf(bytes);
  const end = endOfHead(bytes, start);
  // A head over its bound is still followed for a while, so that the body is found behind it.
  if (end === undefined && !final && bytes.length <= limits.headerBytes * 8) return undefined;
  const headEnd = end ?? bytes.length;
  if (headEnd - start > limits.headerBytes) note(`header longer than ${limits.headerBytes} bytes: cut`);
  return {
    head: bytes.toString('latin1', start, Math.min(headEnd, start + limits.headerBytes)),
    rest: bytes.subarray(headEnd),
  };
}

/** Cuts a whole mail in memory. */
export function openBuffer(source: Buffer, limits: ParseLimits, note: Note): OpenedMail {
  let bytes = source;
  if (bytes.length > limits.bytes) {
    note(`mail longer than ${limits.bytes} bytes: the rest was not read`);
    bytes = bytes.subarray(0, limits.bytes);
  }
  if (onlyCr(bytes.subarray(0, PIECE))) bytes = crToLf(bytes);
  const cut = cutHead(bytes, true, limits, note) ?? { head: '', rest: bytes };
  return { head: cut.head, body: pieces(cut.rest) };
}

/** How much is looked at to tell the line ends of a mail that has no LF. */
const LINE_END_SAMPLE = 4096;

/** Cuts a mail that streams in; errors of the stream are thrown to the caller. */
export async function openStream(source: Readable, limits: ParseLimits, note: Note): Promise<OpenedMail> {
  const chunks = bounded(source, limits, note);
  let bytes: Buffer = Buffer.alloc(0);
  let bare: boolean | undefined;
  for (;;) {
    const { value, done } = await chunks.next();
    if (value) bytes = Buffer.concat([bytes, bare ? crToLf(value) : value]);
    if (bare === undefined && (bytes.includes(0x0a) || bytes.length >= LINE_END_SAMPLE || done)) {
      bare = onlyCr(bytes);
      if (bare) bytes = crToLf(bytes);
    }
    const cut = bare === undefined ? undefined : cutHead(bytes, done === true, limits, note);
    if (cut) return { head: cut.head, body: chain(cut.rest, done ? [] : chunks, bare === true) };
  }
}

/** The source as buffers, up to the bound of bytes. */
async function* bounded(source: Readable, limits: ParseLimits, note: Note): AsyncGenerator<Buffer, void, undefined> {
  let left = limits.bytes;
  for await (const piece of source) {
    const chunk: Buffer = Buffer.isBuffer(piece) ? piece : Buffer.from(piece);
    const kept = chunk.subarray(0, left);
    left -= kept.length;
    if (kept.length > 0) yield kept;
    if (kept.length < chunk.length) return note(`mail longer than ${limits.bytes} bytes: the rest was not read`);
  }
}

async function* chain(
  first: Buffer,
  rest: AsyncIterable<Buffer> | Iterable<Buffer>,
  bare: boolean,
): AsyncGenerator<Buffer, void, undefined> {
  yield* pieces(first);
  for await (const chunk of rest) yield bare ? crToLf(chunk) : chunk;
}
