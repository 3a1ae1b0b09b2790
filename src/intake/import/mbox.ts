import { createReadStream } from 'node:fs';

/** A mail of an mbox: where it starts, and then pieces of its raw bytes. */
export type MboxPart =
  | {
      readonly kind: 'start';
      /** Of the From_ line, when it has one. */
      readonly date: Date | undefined;
      /** The byte at which the From_ line begins. */
      readonly offset: number;
    }
  | { readonly kind: 'bytes'; readonly bytes: Buffer };

/** Bytes of a file, from the first up to but without the second. */
export interface Stretch {
  readonly from: number;
  /** Undefined: to the end. */
  readonly to: number | undefined;
}

const FROM = Buffer.from('From ');
const LF = 0x0a;
const CR = 0x0d;
const GT = 0x3e;
/** A line without an end is passed on in pieces, so that no mbox fills the memory. */
const LONGEST_LINE = 64 * 1024;

/**
 * Reads an mbox (RFC 4155) line by line: `start` for each mail, then its bytes. A mail begins at a `From ` line at the start of the file or after an
 * empty line; one `>` is taken off `>From `, `>>From ` … (mboxrd, which reads mboxo rightly but for lines that truly began with `>From `).
 * `stretch` reads only the bytes from one From_ line up to another.
 */
export async function* readMbox(path: string, stretch: Stretch = { from: 0, to: undefined }): AsyncGenerator<MboxPart> {
  let offset = stretch.from;
  let afterEmpty = true;
  let inside = false;
  let lineStart = true;
  /** The empty line before the next From_ line belongs to the mbox, not to the mail. */
  let heldEmpty: Buffer | undefined;

  for await (const line of lines(path, stretch)) {
    const begins = offset;
    offset += line.length;
    const wasStart = lineStart;
    lineStart = line.at(-1) === LF;
    if (wasStart && afterEmpty && line.subarray(0, 5).equals(FROM)) {
      heldEmpty = undefined;
      inside = true;
      afterEmpty = false;
      yield { kind: 'start', date: fromLineDate(line.toString('latin1')), offset: begins };
      continue;
    }
    if (!inside) {
      if (!isEmpty(line)) return;
      continue;
    }
    if (heldEmpty !== undefined) yield { kind: 'bytes', bytes: heldEmpty };
    heldEmpty = undefined;
    afterEmpty = wasStart && isEmpty(line);
    if (afterEmpty) heldEmpty = line;
    else yield { kind: 'bytes', bytes: wasStart ? unescaped(line) : line };
  }
}

/** Whether a file begins like an mbox. */
export function isMbox(head: Buffer): boolean {
  return head.subarray(0, 5).equals(FROM);
}

function isEmpty(line: Buffer): boolean {
  return (line.length === 1 && line[0] === LF) || (line.length === 2 && line[0] === CR && line[1] === LF);
}

function unescaped(line: Buffer): Buffer {
  let at = 0;
  while (line[at] === GT) at += 1;
  return at > 0 && line.subarray(at, at + 5).equals(FROM) ? line.subarray(1) : line;
}

/** `From ana@example.com Tue Nov  1 10:00:00 2022`: asctime in UTC (RFC 4155). */
function fromLineDate(line: string): Date | undefined {
  const found =
    /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) +([A-Z][a-z]{2} +\d{1,2} \d{1,2}:\d{2}:\d{2})(?: [A-Z+\-0-9]{1,6})? (\d{4})\b/.exec(
      line.slice(0, 400),
    );
  if (found === null) return undefined;
  const date = new Date(`${found[1]} ${found[2]} UTC`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

async function* lines(path: string, { from, to }: Stretch): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let length = 0;
  for await (const chunk of createReadStream(path, {
    highWaterMark: 256 * 1024,
    start: from,
    ...(to === undefined ? {} : { end: to - 1 }),
  })) {
    let bytes: Buffer = chunk;
    for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF)) {
      const line = bytes.subarray(0, end + 1);
      yield rest.length === 0 ? line : Buffer.concat([...rest, line]);
      rest = [];
      length = 0;
      bytes = bytes.subarray(end + 1);
    }
    if (bytes.length === 0) continue;
    rest.push(bytes);
    length += bytes.length;
    if (length > LONGEST_LINE) {
      yield Buffer.concat(rest);
      rest = [];
      length = 0;
    }
  }
  if (length > 0) yield Buffer.concat(rest);
}
