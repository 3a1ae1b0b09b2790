import type { Splitter } from './internals.ts';
import type { Note } from './words.ts';

/** Cuts trailing blanks and the line end: RFC 2046 §5.1.1 allows padding behind a boundary. */
function trimmedEnd(line: Buffer): number {
  let end = line.length;
  while (end > 0) {
    const byte = line[end - 1];
    if (byte !== 0x0a && byte !== 0x0d && byte !== 0x20 && byte !== 0x09) break;
    end--;
  }
  return end;
}

/** 1: the line is the delimiter, 2: the closing one, 0: neither. */
function compare(line: Buffer, start: number, end: number, boundary: Buffer): 0 | 1 | 2 {
  const length = end - start;
  if (length !== boundary.length && length !== boundary.length + 2) return 0;
  if (line.compare(boundary, 0, boundary.length, start, start + boundary.length) !== 0) return 0;
  if (length === boundary.length) return 1;
  return line[end - 1] === 0x2d && line[end - 2] === 0x2d ? 2 : 0;
}

/**
 * What a line is to the multiparts that are open, in mailsplit's terms: 1 a delimiter and 2 the end of the current
 * one, 3 and 4 those of one around it, which then becomes current; false for any other line.
 */
export function findBoundary(splitter: Splitter, line: Buffer, note: Note): 1 | 2 | 3 | 4 | false {
  let start = 0;
  if (line[0] === 0x0d) start++;
  if (line[start] === 0x0a && line.length > start + 1) start++;
  if (line[start] !== 0x2d || line[start + 1] !== 0x2d) return false;
  start += 2;
  const end = trimmedEnd(line);
  let node = splitter.node;
  if (node.multipart && !node._boundary && end - start >= 3 && node.headers) {
    node._boundary = Buffer.from(line.subarray(start, end));
    note('a multipart names no boundary: taken from its first delimiter');
  }
  if (!splitter.inEpilogue && node._boundary) {
    const own = compare(line, start, end, node._boundary);
    if (own !== 0) return own;
  }
  for (let inner = true; node._parentBoundary; inner = false) {
    const outer = compare(line, start, end, node._parentBoundary);
    if (outer !== 0) {
      if (!inner) note('a multipart does not end before its parent goes on');
      splitter.node = node;
      return outer === 1 ? 3 : 4;
    }
    if (!node._parentBoundaryOwner) break;
    node = node._parentBoundaryOwner;
  }
  return false;
}
