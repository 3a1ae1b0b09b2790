import type { Splitter } from './internals.ts';

const BODY = 2;
const [CR, LF, DASH] = [0x0d, 0x0a, 0x2d];
const DELIMITER = Buffer.from('\n--');
/** Of a shorter run (bytes) nothing is gained. */
const LEAST = 16 * 1024;
/** So much of a part the library reads before a run is looked for: its head. */
const HEAD = 4 * 1024;

/**
 * Repair "lines": mailsplit walks a body byte by byte, cuts out each line and asks whether it is a delimiter, which for a large attachment takes longer
 * than all else. Runs of lines none of which begins with `--` (RFC 2046 §5.1.1) are none: they are taken in one, with the same bytes in the same order.
 */
export function takeRuns(splitter: Splitter): void {
  const split = splitter._transform.bind(splitter);
  splitter._transform = (chunk, encoding, callback) => {
    let rest = chunk;
    const go = (error?: Error | null): void => {
      if (error) {
        callback(error);
        return;
      }
      const run = runOf(splitter, rest);
      if (run !== undefined) {
        take(splitter, run);
        rest = rest.subarray(run.length);
      }
      if (rest.length === 0) {
        callback();
        return;
      }
      const piece = rest.subarray(0, beforeRun(rest));
      rest = rest.subarray(piece.length);
      split(piece, encoding, go);
    };
    go();
  };
}

/** How much goes the library's way: all, unless a run stands further on. */
function beforeRun(bytes: Buffer): number {
  for (let start = 0; bytes.length - start >= HEAD + LEAST; ) {
    const next = bytes.indexOf(DELIMITER, start + 1);
    const end = next < 0 ? bytes.length : next;
    if (end - start >= HEAD + LEAST) return start + HEAD;
    start = end;
  }
  return bytes.length;
}

/** The lines at the front that are no delimiters, and what stands behind them of one that is not whole; undefined where the library has to look. */
function runOf(splitter: Splitter, bytes: Buffer): Buffer | undefined {
  if (splitter.state !== BODY || splitter.node.multipart || bytes.length < LEAST || mayDelimit(splitter, bytes))
    return undefined;
  const delimiter = bytes.indexOf(DELIMITER);
  const run = delimiter < 0 ? bytes : bytes.subarray(0, delimiter + 1);
  return run.length < LEAST || bodyEnd(run) === 0 ? undefined : run;
}

/** Whether the line at hand, which may have begun before, begins as delimiters do: behind a line end. */
function mayDelimit({ lineChunks }: Splitter, bytes: Buffer): boolean {
  const opening = Buffer.concat([...lineChunks.slice(0, 4), bytes].map((piece) => piece.subarray(0, 4)));
  let start = 0;
  if (opening[start] === CR) start++;
  if (opening[start] === LF) start++;
  return opening[start] === DASH && opening[start + 1] === DASH;
}

/** Where the last line ends, without its line end: that may belong to a delimiter. */
function bodyEnd(run: Buffer): number {
  const end = run.lastIndexOf(LF);
  return end > 0 && run[end - 1] === CR ? end - 1 : Math.max(end, 0);
}

function take(splitter: Splitter, run: Buffer): void {
  const { node } = splitter;
  const pending = splitter.takePendingLine();
  splitter.pendingLineTruncated = false;
  if (pending) splitter.push({ node, type: 'body', value: pending });
  const end = bodyEnd(run);
  splitter.push({ node, type: 'body', value: run.subarray(0, end) });
  splitter.appendPendingLine(run.subarray(end));
}
