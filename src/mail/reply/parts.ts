import { disclaimerStart, listFooterStart } from './disclaimer.ts';
import { deviceLineCut, type Segment } from './segments.ts';
import { isDeviceLine, signatureStart } from './signature.ts';
import type { ReadLine } from './structure.ts';

/**
 * Takes off each stretch of reply what a program or a lawyer put below it: list footer, legal notice, signature,
 * device line. Where nothing but such things is there, it stays as it is.
 */
export function withoutAdditions(lines: readonly ReadLine[], segments: readonly Segment[]): readonly Segment[] {
  const last = segments.findLastIndex((segment) => segment.kind === 'reply');
  return segments.flatMap((segment, index) =>
    segment.kind === 'reply' ? partsOf(lines, segment, index === last) : [segment],
  );
}

function partsOf(lines: readonly ReadLine[], segment: Segment, isLast: boolean): readonly Segment[] {
  const additions: Segment[] = [];
  let to = segment.to;
  const takeOff = (from: number | undefined, kind: Segment['kind'], rule: string, sure = true): void => {
    if (from === undefined || from >= to) return;
    additions.unshift({ from, to, kind, rule, sure });
    to = from;
  };
  takeOff(listFooterStart(lines, segment.from, to), 'disclaimer', 'footer of a mailing list');
  const searchedTo = to;
  takeOff(disclaimerStart(lines, segment.from, to), 'disclaimer', 'legal notice');
  takeOff(signatureStart(lines, segment.from, to), 'signature', 'signature delimiter');
  if (to < searchedTo) takeOff(disclaimerStart(lines, segment.from, to), 'disclaimer', 'legal notice');
  const device = deviceLineCut(lines, segment.from, to);
  if (device !== undefined) {
    let end = device + 1;
    while (end < to && (lines[end]?.blank || isDeviceLine(lines[end]?.body ?? ''))) end++;
    if (end < to && isLast) takeOff(end, 'quote', 'below a device line', false);
    if (end >= to) takeOff(device, 'signature', 'device line');
  } else {
    takeOff(signatureElement(lines, segment.from, to), 'signature', KEPT_SIGNATURE);
  }
  return to > segment.from ? [{ ...segment, to }, ...additions] : additions;
}

/** A signature that only the HTML tells stays visible: the text variant of the same mail cannot tell it. */
export const KEPT_SIGNATURE = 'kept: signature element without delimiter';

function signatureElement(lines: readonly ReadLine[], from: number, to: number): number | undefined {
  let start: number | undefined;
  for (let i = to - 1; i >= from; i--) {
    const line = lines[i];
    if (line?.role === 'signature') start = i;
    else if (!line?.blank) break;
  }
  return start;
}
