import type { SpanKind } from '../mail.ts';
import { namesMoment } from './dates.ts';
import { headerBlockAt, strangeBlockAt } from './header-block.ts';
import { comparable } from './lines.ts';
import { findMarker } from './marker.ts';
import { type Effort, type Recognised, replyHeaderAt } from './reply-header.ts';
import { isBareSeparator, isRule, separatorOf } from './separator.ts';
import { isDeviceLine } from './signature.ts';
import type { ReadLine } from './structure.ts';

/** Lines `from` up to (without) `to`, of one kind. */
export interface Segment {
  readonly from: number;
  readonly to: number;
  readonly kind: SpanKind;
  readonly rule: string;
  /** False when the rule that cut it may be wrong. */
  readonly sure: boolean;
}

/** Cuts the lines of a body into what is reply, header, quote, forwarded mail and marker; the segments cover all lines. */
export function segmentsOf(lines: readonly ReadLine[], full: string, effort: Effort): readonly Segment[] {
  const segments: Segment[] = [];
  const marker = markerLineOf(lines, full);
  let reply = 0;
  let i = 0;
  const add = (to: number, kind: SpanKind, rule: string, sure: boolean): void => {
    const from = kind === 'reply' ? reply : withRulesAbove(lines, reply, i);
    if (from > reply) segments.push({ from: reply, to: from, kind: 'reply', rule: 'text of the writer', sure: true });
    if (to > from) segments.push({ from, to, kind, rule, sure });
    reply = to;
    i = to;
  };
  while (i < lines.length) {
    const line = lines[i];
    if (!line) break;
    if (i === marker && line.depth === 0) {
      i = withHeaderAbove(lines, reply, i);
      add(marker + 1, 'marker', 'our marker line', true);
      add(lines.length, 'quote', 'below the marker', true);
      break;
    }
    if (isGroupWise(line)) {
      add(i + 1, 'header', 'reply header between marks', true);
      add(lines.length, 'quote', 'below a header', true);
      break;
    }
    if (line.depth > 0) {
      const to = quoteEnd(lines, i);
      const headed = segments.at(-1)?.kind === 'header' && lines.slice(reply, i).every((other) => other.blank);
      const inside = headed ? undefined : headerInside(lines, i, to);
      add(
        skipBlank(lines, to),
        'quote',
        headed || inside ? 'quoted below a header' : 'quoted lines',
        headed || inside === true,
      );
      continue;
    }
    if (line.blank) {
      i++;
      continue;
    }
    if (line.role === 'forward' || separatorOf(line.body) === 'forward') {
      add(lines.length, 'forward', 'forwarded mail', true);
      break;
    }
    const header = headerAt(lines, i, effort);
    if (!header) {
      i++;
      continue;
    }
    const next = skipBlank(lines, header.end);
    const below = lines[next];
    add(next, 'header', header.rule, header.sure);
    if (!below || below.depth > 0 || below.role === 'header' || below.role === 'forward') continue;
    if (header.rule === 'separator' && (headerAt(lines, next, effort) || separatorOf(below.body) === 'forward'))
      continue;
    add(lines.length, 'quote', 'below a header', header.sure);
    break;
  }
  if (reply < lines.length) {
    i = lines.length;
    add(lines.length, 'reply', 'text of the writer', true);
  }
  return segments;
}

function headerAt(lines: readonly ReadLine[], at: number, effort: Effort): Recognised | undefined {
  const line = lines[at];
  if (!line || line.blank) return undefined;
  if (line.role === 'header') {
    let end = at + 1;
    while (lines[end]?.role === 'header' || (lines[end]?.blank && lines[end + 1]?.role === 'header')) end++;
    return { end, sure: true, rule: 'header element' };
  }
  if (separatorOf(line.body) === 'original') return { end: at + 1, sure: true, rule: 'separator' };
  return headerBlockAt(lines, at, effort) ?? strangeBlockAt(lines, at, effort) ?? replyHeaderAt(lines, at, effort);
}

/** GroupWise: `>>> Ana Novak <ana@example.com> 3/5/2024 10:12 AM >>>`, and the old mail below it without marks. */
function isGroupWise({ text, depth, body }: ReadLine): boolean {
  return (
    depth === 3 && text.startsWith('>>>') && body.length < 300 && body.endsWith('>>>') && namesMoment(comparable(body))
  );
}

/** Whether a quote says itself whom it quotes, in its first lines (Apple Mail). */
function headerInside(lines: readonly ReadLine[], from: number, to: number): boolean | undefined {
  for (let i = from; i < Math.min(from + 6, to); i++) {
    const line = lines[i];
    if (!line || line.blank) continue;
    if (separatorOf(line.body)) return true;
    const header = headerBlockAt(lines, i) ?? replyHeaderAt(lines, i);
    if (header) return header.sure;
  }
  return undefined;
}

/** Where a run of quoted lines ends; blank lines and the torn ends of wrapped quoted lines inside belong to it. */
function quoteEnd(lines: readonly ReadLine[], from: number): number {
  let end = from;
  for (let i = from; i < lines.length; ) {
    const line = lines[i];
    if (!line) break;
    if (line.depth > 0) {
      i++;
      end = i;
      continue;
    }
    const next = line.blank ? skipBlank(lines, i) : i + 1;
    if (line.blank ? (lines[next]?.depth ?? 0) > 0 : isTornEnd(lines, i)) i = next;
    else break;
  }
  return end;
}

function skipBlank(lines: readonly ReadLine[], from: number): number {
  let i = from;
  while (lines[i]?.blank && lines[i]?.depth === 0) i++;
  return i;
}

const LONG_LINE = 55;

/** A line that a mail system broke off a long quoted line, or a link that lost its quote mark: quoted lines around it. */
function isTornEnd(lines: readonly ReadLine[], at: number): boolean {
  const line = lines[at];
  const before = lines[at - 1];
  const after = lines[at + 1];
  if (!line || !before || before.depth === 0 || !after || after.depth === 0) return false;
  if (/^[(<[]?https?:\S+[)>\]]?(?:\s*>+)?$/.test(line.body) || /\S\s>$/.test(line.body)) return true;
  const opened = /[(<][^()<>]*$/.test(before.body.slice(-200));
  return (before.body.length >= LONG_LINE || opened) && !/^\p{Lu}/u.test(line.body) && line.body.length <= 100;
}

/** Rules and bare titles right above a header belong to it. */
function withRulesAbove(lines: readonly ReadLine[], low: number, at: number): number {
  let start = at;
  for (let i = at - 1; i >= low && i >= at - 6; i--) {
    const line = lines[i];
    if (!line || line.depth > 0) break;
    if (line.blank) continue;
    if (!isRule(line.body) && !isBareSeparator(line.body)) break;
    start = i;
  }
  return start;
}

/** Above our marker a header may stand in words that no table knows. */
function withHeaderAbove(lines: readonly ReadLine[], low: number, at: number): number {
  let i = at - 1;
  while (i > low && lines[i]?.blank) i--;
  const line = lines[i];
  return i >= low && line && /[:：]$/.test(line.body) && /[\d@]/.test(line.body) ? i : at;
}

function markerLineOf(lines: readonly ReadLine[], full: string): number | undefined {
  const marker = findMarker(full);
  if (!marker) return undefined;
  const at = lines.findIndex((line) => line.end > marker.start);
  return at < 0 ? undefined : at;
}

/** A device's line that text follows which nothing else explains: what follows is taken for old mail. */
export function deviceLineCut(lines: readonly ReadLine[], from: number, to: number): number | undefined {
  let written = false;
  for (let i = from; i < to; i++) {
    const line = lines[i];
    if (!line || line.blank) continue;
    if (written && isDeviceLine(line.body) && standsAlone(lines, i, to)) return i;
    written = true;
  }
  return undefined;
}

/** Whether a device's line is no line of a paragraph. */
function standsAlone(lines: readonly ReadLine[], at: number, to: number): boolean {
  const [before, after] = [lines[at - 1], lines[at + 1]];
  if (at + 1 >= to) return true;
  return (
    (after === undefined || after.blank || isRule(after.body) || isDeviceLine(after.body)) &&
    (before?.blank === true || isDeviceLine(before?.body ?? ''))
  );
}
