import { fillingOf, isClosing, withoutMarks } from './blank.ts';
import { hasBox } from './choice.ts';
import { type LabelIndex, type LabelMatch, labelOf } from './labels.ts';
import type { FormLine } from './lines.ts';
import { gapRows, type Row, rowsOfLine } from './rows.ts';
import type { FieldRule, FormRules, Place } from './rules.ts';

/** What stands in one row of a form, not yet understood. */
export interface RawValue {
  readonly match: LabelMatch;
  readonly text: string;
  readonly place: Place;
  readonly quoted: boolean;
  /** Nothing stands between label and value: it counts only if it is one. */
  readonly gap: boolean;
}

/** UTF-16 units of one value (SOFTECH-4 allows 8,000 characters). */
export const MAX_VALUE = 8_000;
const MAX_ADDRESS_LINES = 4;
const MAX_CHOICE_LINES = 10;
const MAX_ANSWER_LINES = 200;

/** The filled and unfilled rows of a text, and the lines they took. */
export function rawValues(
  text: string,
  lines: readonly FormLine[],
  form: FormRules,
): { readonly values: readonly RawValue[]; readonly taken: ReadonlySet<number> } {
  const fields = new Map(form.fields.map((field) => [field.key, field]));
  const rows = lines.map((line, index) => (line.blank ? [] : rowsOfLine(line, index, form.labels)));
  const stacked = rows.some((here, index) => isEmpty(here.at(-1)) && (rows[index + 1]?.length ?? 0) > 0);
  const values: RawValue[] = [];
  const taken = new Set<number>();
  for (const [index, line] of lines.entries()) {
    const across = headerAcross(line, lines[index + 1], form.labels);
    if (across !== undefined && !taken.has(index)) {
      values.push(...across);
      taken.add(index).add(index + 1);
      continue;
    }
    if (taken.has(index) && rows[index]?.length === 0) continue;
    for (const [nth, row] of (rows[index] ?? []).entries()) {
      const field = fields.get(row.match.key);
      if (field === undefined) continue;
      taken.add(index);
      const last = nth === (rows[index]?.length ?? 0) - 1;
      const below = last ? answerBelowQuote(text, row, field, lines, rows, form.labels) : undefined;
      if (below !== undefined) {
        for (let line = below.from; line <= below.to; line++) taken.add(line);
        values.push(below.value);
        continue;
      }
      const until = last ? lastLineOf(row, field, lines, rows, stacked, form.labels) : index;
      for (let line = index + 1; line <= until; line++) taken.add(line);
      values.push(rawValueOf(text, row, lines, until));
    }
  }
  for (const [index, line] of lines.entries()) {
    for (const row of taken.has(index) ? [] : gapRows(line, index, form.labels)) {
      const kind = fields.get(row.match.key)?.kind;
      if (kind === undefined || row.match.loose) continue;
      // "Service ID of 3 customers" names none.
      if (kind === 'identifier' && !/^\S*\p{N}\S*\s*$/u.test(text.slice(row.start, row.end))) continue;
      values.push({ ...rawValueOf(text, row, lines, index), gap: true });
    }
  }
  return { values, taken };
}

function isEmpty(row: Row | undefined): boolean {
  return row !== undefined && row.start >= row.end;
}

/**
 * What the writer put below a quoted row that he left unfilled, in lines of his own: up to the quote that goes on, or at once below the row. What stands
 * below the end of the quote is the rest of his mail.
 */
function answerBelowQuote(
  text: string,
  row: Row,
  field: FieldRule,
  lines: readonly FormLine[],
  rows: readonly (readonly Row[])[],
  labels: LabelIndex,
): { readonly value: RawValue; readonly from: number; readonly to: number } | undefined {
  if (!lines[row.line]?.quoted || fillingOf(text.slice(row.start, row.end), labels) !== 'empty') return undefined;
  const most = row.line + (field.kind === 'long-text' ? MAX_ANSWER_LINES : MAX_ADDRESS_LINES + 2);
  let from: number | undefined;
  let to = row.line;
  let index = row.line + 1;
  for (; index <= most && lines[index]?.quoted === false; index++) {
    const line = lines[index];
    if (line === undefined || line.blank) continue;
    if ((rows[index]?.length ?? 0) > 0 || isClosing(line.body)) return undefined;
    from ??= index;
    to = index;
  }
  const [first, last] = [lines[from ?? -1], lines[to]];
  if (from === undefined || first === undefined || last === undefined) return undefined;
  if (lines[index]?.quoted !== true && from !== row.line + 1) return undefined;
  const place: Place = { source: 'text', start: first.contentStart, end: last.end };
  const value = text.slice(place.start, place.end).slice(0, MAX_VALUE + 1_000);
  return { value: { match: row.match, text: value, place, quoted: false, gap: true }, from, to };
}

/** The last line that belongs to a row's value: its own, when it says enough. */
function lastLineOf(
  row: Row,
  field: FieldRule,
  lines: readonly FormLine[],
  rows: readonly (readonly Row[])[],
  stacked: boolean,
  labels: LabelIndex,
): number {
  const here = lines[row.line];
  if (here === undefined) return row.line;
  const inline = here.body.slice(row.start - here.bodyStart, row.end - here.bodyStart);
  const empty = inline.trim() === '';
  // A line to write on invites the writer below it, but only where much is to be written.
  const ruled = !empty && inline.length < 200 && fillingOf(inline, labels) === 'empty' && withoutMarks(inline) === '';
  // A heading may be underlined.
  const from = empty && isRule(lines[row.line + 1]) ? row.line + 1 : row.line;
  const belongs = (index: number): boolean => {
    const line = lines[index];
    return (
      line !== undefined && (rows[index]?.length ?? 0) === 0 && line.quoted === here.quoted && !isClosing(line.body)
    );
  };
  if (field.kind === 'long-text') {
    if (row.separator === 'none' && !belongs(from + 1)) return row.line;
    if ((empty || ruled) && stacked && lines[from + 1]?.blank !== false) return row.line;
    return extend(from, lines, belongs, Number.POSITIVE_INFINITY);
  }
  const filled = (index: number): boolean => belongs(index) && lines[index]?.blank === false;
  if (field.kind === 'address' && !empty && !ruled) return extend(from, lines, filled, MAX_ADDRESS_LINES);
  if (field.kind === 'choice' && (empty || hasBox(inline))) return choiceLines(from, lines, belongs, stacked);
  // Below a line to write on stands what was to be written on it.
  if (ruled && filled(row.line + 1)) return row.line + 1;
  if (!empty) return row.line;
  let next = from + 1;
  // In a stacked form a gap means that the row was left empty.
  if (lines[next]?.blank && !stacked) next++;
  if (!filled(next)) return row.line;
  return field.kind === 'address' ? extend(next, lines, filled, MAX_ADDRESS_LINES) : next;
}

function isRule(line: FormLine | undefined): boolean {
  return line !== undefined && line.body.length < 200 && /^[-=_~]{3,}\s*$/.test(line.body);
}

function extend(from: number, lines: readonly FormLine[], belongs: (index: number) => boolean, most: number): number {
  let last = from;
  for (let index = from + 1; index < lines.length && index - from <= most && belongs(index); index++)
    if (!lines[index]?.blank) last = index;
  return last;
}

/** Options on lines of their own, with boxes; else the one line below. */
function choiceLines(
  from: number,
  lines: readonly FormLine[],
  belongs: (index: number) => boolean,
  stacked: boolean,
): number {
  let last = from;
  for (let index = from + 1; index <= from + MAX_CHOICE_LINES && belongs(index); index++) {
    const line = lines[index];
    if (line === undefined || (line.blank && stacked)) break;
    if (line.blank) continue;
    if (hasBox(line.body)) last = index;
    else {
      if (last === from) last = index;
      break;
    }
  }
  return last;
}

function rawValueOf(text: string, row: Row, lines: readonly FormLine[], until: number): RawValue {
  const quoted = lines[row.line]?.quoted ?? false;
  const pieces = [text.slice(row.start, row.end)];
  for (let index = row.line + 1; index <= until; index++) {
    const line = lines[index];
    if (line !== undefined && !(index === row.line + 1 && isRule(line)))
      pieces.push(text.slice(line.contentStart, line.end));
  }
  let start = row.start;
  const inline = (pieces[0] ?? '').trim() !== '';
  if (!inline && until > row.line) {
    const first = lines.slice(row.line + 1, until + 1).find((line) => !line.blank && !isRule(line));
    start = first?.contentStart ?? row.start;
  }
  const end = until > row.line ? (lines[until]?.end ?? row.end) : row.end;
  const value = pieces.join('\n').slice(0, MAX_VALUE + 1_000);
  return {
    match: row.match,
    text: value,
    place: { source: 'text', start, end: Math.max(start, end) },
    quoted,
    gap: false,
  };
}

/** A line of labels alone between bars or tabs, and their values in the line below. */
function headerAcross(
  line: FormLine,
  below: FormLine | undefined,
  labels: LabelIndex,
): readonly RawValue[] | undefined {
  if (below === undefined || below.blank || line.body.length > 1_000 || !/[|\t]/.test(line.body)) return undefined;
  const heads = cellsOf(line).map((cell) => ({ cell, match: labelOf(cell.text, labels, 'exact') }));
  const named = heads.filter(({ cell }) => cell.text.trim() !== '');
  if (named.length < 2 || named.some(({ match }) => match === undefined)) return undefined;
  const under = cellsOf(below);
  // The same line of labels again is the next form, not its filling.
  if (under.some((cell) => labelOf(cell.text, labels, 'exact') !== undefined)) return undefined;
  return heads.flatMap(({ match }, column) => {
    const cell = under[column];
    if (match === undefined || cell === undefined) return [];
    const place: Place = { source: 'text', start: cell.start, end: cell.start + cell.text.length };
    return [{ match, text: cell.text, place, quoted: line.quoted, gap: false }];
  });
}

function cellsOf(line: FormLine): readonly { readonly text: string; readonly start: number }[] {
  const cells: { text: string; start: number }[] = [];
  let at = line.bodyStart;
  for (const text of line.body.slice(0, 4_000).split(/[|\t]/, 40)) {
    cells.push({ text, start: at });
    at += text.length + 1;
  }
  return cells;
}
