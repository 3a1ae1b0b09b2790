import type { Span } from '../mail.ts';
import type { Segment } from './segments.ts';
import type { ReadLine } from './structure.ts';

/** Segments of lines as spans over the full text. */
export function spansOf(lines: readonly ReadLine[], segments: readonly Segment[], full: string): readonly Span[] {
  const spans: Span[] = [];
  for (const segment of segments) {
    const start = lines[segment.from]?.start ?? full.length;
    const end = lines[segment.to - 1]?.end ?? start;
    if (end > start) spans.push({ start, end, kind: segment.kind, rule: segment.rule });
  }
  return spans;
}

/** Whether a span is shown as the reply; recomputable from the spans alone. */
export function isVisible(span: Span): boolean {
  return span.kind === 'reply' || span.kind === 'forward' || span.rule.startsWith('kept: ');
}

/** The text of some spans with \n at its line ends, without blank lines around it; what a header that shared a line stood between is parted. */
export function textOfSpans(full: string, spans: readonly Span[]): string {
  const pieces: string[] = [];
  spans.forEach((span, index) => {
    const before = spans[index - 1];
    if (before && !/[\r\n]/.test(full.charAt(before.end - 1))) pieces.push('\n');
    pieces.push(full.slice(span.start, span.end));
  });
  return tidy(pieces.join('').replace(/\r\n?/g, '\n'));
}

/** Text without blank lines around it; leading spaces of the first line stay. */
export function tidy(text: string): string {
  return text.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd();
}
