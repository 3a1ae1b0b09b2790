import { type LabelIndex, type LabelMatch, labelOf } from './labels.ts';
import type { FormLine } from './lines.ts';
import { wordsOf } from './spelling.ts';

/** A label in the text, and what stands behind it on its line. */
export interface Row {
  readonly match: LabelMatch;
  /** Index of its line. */
  readonly line: number;
  /** Absolute offsets of the value on the line; equal when nothing stands there. */
  readonly start: number;
  readonly end: number;
  readonly separator: 'strong' | 'weak' | 'none';
}

/** How far into a line a label is looked for, and how many separators are tried. */
const MAX_HEAD = 260;
const MAX_TRIES = 8;
const MAX_CUTS = 24;

interface Separator {
  readonly at: number;
  readonly length: number;
  readonly strong: boolean;
}

const SEPARATOR = /[:：=\t|]|[ \t\u00a0]?(?:->|=>|→)|[ \t\u00a0]+[-–—][ \t\u00a0]*|[-–—][ \t\u00a0]+|\?(?= )| {2,}/g;

/** The labels of one line, in order: one mostly, several in "ID: A-1, start: 9:00" and "ID | A-1 | Start | 9:00". */
export function rowsOfLine(line: FormLine, index: number, labels: LabelIndex): readonly Row[] {
  const first = firstRow(line, index, labels);
  if (first === undefined) return [];
  if (first.separator === 'none') return [first];
  const rows: Row[] = [];
  let open = first;
  for (let cuts = 0; cuts < MAX_CUTS; cuts++) {
    const next = nextRow(line, open, index, labels);
    if (next === undefined) break;
    rows.push({ ...open, end: Math.max(open.start, next.cut) });
    open = next.row;
  }
  rows.push(open);
  return rows;
}

function firstRow(line: FormLine, index: number, labels: LabelIndex): Row | undefined {
  for (const separator of separatorsIn(line.body)) {
    const written = line.body.slice(0, separator.at);
    const match = labelOf(written, labels, separator.strong ? 'tolerant' : 'exact');
    if (match === undefined) continue;
    // "Service ID | : A-1" and "ID :- A-1": what is only more separator belongs to the label.
    const start = separator.at + separator.length;
    const more = /^[ \t\u00a0]*(?:[:：=|\t>-]{1,3}(?=[ \t\u00a0*]{1,9}[^ \t\u00a0*])[ \t\u00a0]*)?\*{0,2}/.exec(
      line.body.slice(start, start + 40),
    );
    return {
      match,
      line: index,
      start: Math.min(endOfValues(line), line.bodyStart + start + (more?.[0].length ?? 0)),
      end: endOfValues(line),
      separator: separator.strong ? 'strong' : 'weak',
    };
  }
  if (line.body.length > MAX_HEAD) return undefined;
  const alone = labelOf(line.body, labels, 'exact');
  return alone === undefined
    ? undefined
    : { match: alone, line: index, start: line.end, end: line.end, separator: 'none' };
}

/** Behind the last bar of a table's row nothing stands. */
function endOfValues(line: FormLine): number {
  let end = line.body.length;
  while (end > 0 && /[\s|]/.test(line.body[end - 1] ?? '')) end--;
  return line.body.slice(end).includes('|') ? line.bodyStart + end : line.end;
}

const MAX_GAP_LINE = 400;
const MAX_GAP_VALUE = 40;
const COPULA = /^(?:is|je|ist|jest|е|је|#)[ \t]+/iu;

/** "Service ID SVC-1234, impact is degradation": labels and values with nothing between them and nothing else between the commas. */
export function gapRows(line: FormLine, index: number, labels: LabelIndex): readonly Row[] {
  if (line.blank || line.body.length > MAX_GAP_LINE) return [];
  const rows: Row[] = [];
  let at = line.bodyStart;
  for (const piece of line.body.split(/[,;]/)) {
    const row = gapRow(piece, at, index, labels);
    if (row !== undefined) rows.push(row);
    at += piece.length + 1;
  }
  return rows;
}

function gapRow(piece: string, at: number, line: number, labels: LabelIndex): Row | undefined {
  const words = wordsOf(piece, 8);
  for (let count = Math.min(6, words.length - 1); count > 0; count--) {
    const last = words[count - 1];
    const match = last && labelOf(piece.slice(0, last.end), labels, 'exact');
    if (match === undefined || last === undefined) continue;
    const behind = piece.slice(last.end);
    const rest = behind.trimStart();
    const value = rest.replace(COPULA, '');
    if (rest.length === behind.length || value.trim() === '' || value.length > MAX_GAP_VALUE) return undefined;
    return { match, line, start: at + piece.length - value.length, end: at + piece.length, separator: 'none' };
  }
  return undefined;
}

/** Separators of a line's head, those inside closed brackets left out. */
function separatorsIn(body: string): readonly Separator[] {
  const head = body.slice(0, MAX_HEAD);
  const inside: [number, number][] = [];
  for (const aside of head.matchAll(/\([^()]*\)|\[[^[\]]*\]/g))
    inside.push([aside.index, aside.index + aside[0].length]);
  const found: Separator[] = [];
  for (const one of head.matchAll(SEPARATOR)) {
    if (inside.some(([from, to]) => one.index >= from && one.index < to)) continue;
    found.push({ at: one.index, length: one[0].length, strong: /[:：=\t|]/.test(one[0]) });
    if (found.length >= MAX_TRIES) break;
  }
  return found;
}

const CUT = /[,;|\t]| {2,}/g;

interface NextRow {
  /** Where the value before it ends. */
  readonly cut: number;
  readonly row: Row;
}

/** The next label on the same line, spelt exactly and with a colon or the like: behind a comma, a bar or a gap, or behind a value that is no free text. */
function nextRow(line: FormLine, open: Row, index: number, labels: LabelIndex): NextRow | undefined {
  const behindCut = rowBehindCut(line, open.start, index, labels);
  const behindBlank = open.match.loose ? undefined : rowBehindBlank(line, open.start, index, labels);
  if (behindCut === undefined || behindBlank === undefined) return behindCut ?? behindBlank;
  return behindBlank.row.start < behindCut.row.start ? behindBlank : behindCut;
}

function rowBehindCut(line: FormLine, from: number, index: number, labels: LabelIndex): NextRow | undefined {
  const rest = line.body.slice(from - line.bodyStart, from - line.bodyStart + 2_000);
  let tries = 0;
  for (const cut of rest.matchAll(CUT)) {
    if (++tries > MAX_CUTS) return undefined;
    const behind = cut.index + cut[0].length;
    const piece = rest.slice(behind, behind + 130);
    const separator = cut[0] === '|' || cut[0] === '\t' ? /[:：=|\t]/.exec(piece) : /[:：=]/.exec(piece);
    if (separator === null) continue;
    const match = labelOf(piece.slice(0, separator.index), labels, 'exact');
    if (match !== undefined)
      return { cut: from + cut.index, row: rowAt(line, index, match, from + behind + separator.index + 1) };
  }
  return undefined;
}

/** "Service ID:SVC-1 Start time:10:00": the words before a colon, the most that make a label. */
function rowBehindBlank(line: FormLine, from: number, index: number, labels: LabelIndex): NextRow | undefined {
  const rest = line.body.slice(from - line.bodyStart, from - line.bodyStart + 600);
  let tries = 0;
  for (const separator of rest.matchAll(/[:：=]/g)) {
    if (++tries > MAX_CUTS) return undefined;
    const before = rest.slice(Math.max(0, separator.index - 80), separator.index);
    const starts = [...before.matchAll(/(?<=\s)\S/g)].map((word) => word.index).slice(-6);
    for (const start of starts) {
      const match = labelOf(before.slice(start), labels, 'exact');
      if (match === undefined) continue;
      const cut = from + separator.index - before.length + start;
      return { cut, row: rowAt(line, index, match, from + separator.index + 1) };
    }
  }
  return undefined;
}

function rowAt(line: FormLine, index: number, match: LabelMatch, behind: number): Row {
  const at = behind - line.bodyStart;
  const more = /^[ \t\u00a0*]*/.exec(line.body.slice(at, at + 20))?.[0].length ?? 0;
  const start = behind + more;
  return { match, line: index, start, end: Math.max(start, endOfValues(line)), separator: 'strong' };
}
