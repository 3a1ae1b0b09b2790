import type { Reading } from '../mail.ts';
import { isInterleaved, keepWhole } from './interleaved.ts';
import { MAX_READ_LINES } from './lines.ts';
import { withoutAdditions } from './parts.ts';
import { type Effort, MAX_EFFORT } from './reply-header.ts';
import { type Segment, segmentsOf } from './segments.ts';
import { splitSharedLine } from './shared-line.ts';
import { isVisible, spansOf, textOfSpans } from './spans.ts';
import { strictOf } from './strict.ts';
import { type Body, htmlBody, type ReadLine, textBody } from './structure.ts';
import { preferred } from './variants.ts';

/**
 * Reads what the writer wrote now. With both variants of a mail the full text lies over the one that says more
 * surely what is quoted; the visible reply of both is the same wherever a client made them from one mail.
 */
export function readReply(body: { readonly text?: string; readonly html?: string }): Reading {
  const ofText = body.text !== undefined && body.text.trim() !== '' ? readBody(textBody(body.text)) : undefined;
  const ofHtml = body.html !== undefined && body.html.trim() !== '' ? readBody(htmlBody(body.html)) : undefined;
  if (ofText && ofHtml && ofHtml.reading.full.trim() !== '') return preferred(ofText, ofHtml);
  return (ofText ?? ofHtml ?? readBody(textBody(body.text ?? ''))).reading;
}

/** A reading with how sure it is of its cuts. */
export interface BodyReading {
  readonly reading: Reading;
  /** Elements or sure rules showed what is quoted; `none` when nothing is. */
  readonly evidence: 'structure' | 'sure' | 'unsure' | 'none';
}

function readBody(body: Body): BodyReading {
  const effort: Effort = { left: MAX_EFFORT };
  const lines = splitSharedLine(body.lines);
  const segments = withoutAdditions(lines, segmentsOf(lines, body.full, effort));
  const interleaved = isInterleaved(lines, segments, body.guessed);
  const shown = notNothing(lines, interleaved ? keepWhole(lines, segments) : segments);
  const spans = spansOf(lines, shown, body.full);
  const visible = textOfSpans(body.full, spans.filter(isVisible));
  const elided = textOfSpans(
    body.full,
    spans.filter((span) => !isVisible(span)),
  );
  const cuts = segments.filter((segment) => segment.kind === 'quote' || segment.kind === 'header');
  const unsure = cuts.filter((segment) => !segment.sure).map((segment) => `unsure cut: ${segment.rule}`);
  const strict = strictOf(body.full, spansOf(lines, segments, body.full), {
    interleaved,
    exhausted: effort.left <= 0 || lines.length > MAX_READ_LINES,
    unclearHtml: body.guessed || lines.some((line) => line.role === 'regular'),
    unsure,
    resumed: isResumed(lines, segments),
    forward: segments.some((segment) => segment.kind === 'forward'),
    nothingCut: cuts.length === 0,
  });
  const evidence =
    cuts.length === 0 ? 'none' : unsure.length > 0 || body.guessed ? 'unsure' : body.structured ? 'structure' : 'sure';
  return { reading: { full: body.full, source: body.source, spans, visible, elided, strict }, evidence };
}

/** When nothing would be left everything is shown: for people an answer is never empty. */
function notNothing(lines: readonly ReadLine[], segments: readonly Segment[]): readonly Segment[] {
  const left = segments.some(
    (segment) =>
      (segment.kind === 'reply' || segment.kind === 'forward' || segment.rule.startsWith('kept: ')) &&
      !isBlank(lines, segment),
  );
  return left
    ? segments
    : segments.map((segment) => ({ ...segment, rule: `kept: ${segment.rule}, nothing else is there` }));
}

function isResumed(lines: readonly ReadLine[], segments: readonly Segment[]): boolean {
  const quote = segments.findIndex((segment) => segment.kind === 'quote');
  return (
    quote >= 0 && segments.slice(quote + 1).some((segment) => segment.kind === 'reply' && !isBlank(lines, segment))
  );
}

function isBlank(lines: readonly ReadLine[], segment: Segment): boolean {
  for (let i = segment.from; i < segment.to; i++) if (!lines[i]?.blank) return false;
  return true;
}
