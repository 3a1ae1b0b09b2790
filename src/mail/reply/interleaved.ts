import type { Segment } from './segments.ts';
import { isRule } from './separator.ts';
import { isSignatureDelimiter } from './signature.ts';
import type { ReadLine } from './structure.ts';

/**
 * Whether the answer is written between the lines of the quote: the writer's text stands between quotes that say
 * something, or around quoted lines that nothing introduces (`guessed`: their marks are not the writer's doing).
 */
export function isInterleaved(lines: readonly ReadLine[], segments: readonly Segment[], guessed: boolean): boolean {
  const isReply = (segment: Segment): boolean => segment.kind === 'reply' && saysSomething(lines, segment);
  const quotes = segments.flatMap((segment, index) =>
    segment.kind === 'quote' && saysSomething(lines, segment) ? [index] : [],
  );
  const [first] = quotes;
  const last = quotes.at(-1);
  if (first === undefined || last === undefined) return false;
  if (segments.slice(first, last).some(isReply)) return true;
  const introduced = guessed || segments[first]?.sure === true || segments[first - 1]?.kind === 'header';
  return !introduced && segments.slice(0, first).some(isReply) && segments.slice(last).some(isReply);
}

/** Keeps everything from the first line to the last answer; what is quoted below it is elided. */
export function keepWhole(lines: readonly ReadLine[], segments: readonly Segment[]): readonly Segment[] {
  const last = segments.findLastIndex((segment) => segment.kind === 'reply' && saysSomething(lines, segment));
  return segments.map((segment, index) =>
    index < last && (segment.kind === 'quote' || segment.kind === 'header')
      ? { ...segment, rule: `kept: ${segment.rule}, answered between the lines` }
      : segment,
  );
}

/** Whether there is text besides signatures and footers. */
function saysSomething(lines: readonly ReadLine[], segment: Segment): boolean {
  for (let i = segment.from; i < segment.to; i++) {
    const line = lines[i];
    if (!line || line.blank || !/[\p{L}\p{N}]/u.test(line.body)) {
      if (line && (isRule(line.body) || isSignatureDelimiter({ ...line, depth: 0 }))) return false;
      continue;
    }
    // "-Ana Novak": a name behind a dash closes a mail.
    if (/^-\s?\p{Lu}/u.test(line.body) && line.body.split(' ').length <= 4) continue;
    return true;
  }
  return false;
}
