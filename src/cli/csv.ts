import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { nearest } from '../config/nearest.ts';

/** One row with the line on which it begins (from 1) and its cells by column. */
export interface CsvRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

export interface CsvProblem {
  readonly line: number;
  readonly why: string;
}

export type CsvRead =
  /** `columns` are those that the table has. */
  | { readonly kind: 'rows'; readonly columns: readonly string[]; readonly rows: readonly CsvRow[] }
  | { readonly kind: 'wrong'; readonly problems: readonly CsvProblem[] };

/**
 * Reads a table (RFC 4180; a byte order mark, and the semicolons and tabs of spreadsheets, are understood). The first line names the columns, in
 * any order and case; those not in `columns` are a mistake, and `needed` must be there.
 */
export function readCsv(text: string, columns: readonly string[], needed: readonly string[]): CsvRead {
  let records: readonly { readonly info: { readonly lines: number }; readonly record: readonly string[] }[];
  try {
    const options = {
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      max_record_size: 100_000,
    } as const;
    // With `info` each record comes with where it stood, which the types do not say.
    records = parse(text, options) as unknown as typeof records;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = 'lines' in error && typeof error.lines === 'number' ? error.lines : 1;
    return { kind: 'wrong', problems: [{ line, why: error.message }] };
  }
  const [head, ...rest] = records;
  if (head === undefined)
    return { kind: 'wrong', problems: [{ line: 1, why: `the first line names the columns: ${columns.join(',')}` }] };
  const names = head.record.map((name) =>
    name
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, '_'),
  );
  const wrong = headProblems(names, columns, needed);
  if (wrong.length > 0) return { kind: 'wrong', problems: wrong };

  const rows: CsvRow[] = [];
  const problems: CsvProblem[] = [];
  let before = head.info.lines;
  for (const { info, record } of rest) {
    const line = before + 1;
    before = info.lines;
    if (record.every((cell) => cell.trim() === '')) continue;
    if (record.length !== names.length)
      problems.push({ line, why: `${record.length} cells instead of ${names.length}` });
    else rows.push({ line, cells: Object.fromEntries(names.map((name, at) => [name, unescaped(record[at] ?? '')])) });
  }
  return problems.length > 0 ? { kind: 'wrong', problems } : { kind: 'rows', columns: names, rows };
}

function headProblems(names: readonly string[], columns: readonly string[], needed: readonly string[]): CsvProblem[] {
  const unknown = names
    .filter((name) => !columns.includes(name))
    .map((name) => {
      const near = nearest(name, columns);
      return `there is no column "${name}"${near === undefined ? '' : `, did you mean "${near}"?`} Known: ${columns.join(', ')}`;
    });
  const twice = names.filter((name, at) => names.indexOf(name) < at).map((name) => `the column "${name}" stands twice`);
  const missing = needed.filter((name) => !names.includes(name)).map((name) => `the column "${name}" is missing`);
  return [...unknown, ...twice, ...missing].map((why) => ({ line: 1, why }));
}

/** What separates the names of the first line; spreadsheets of many countries write semicolons. */
function delimiterOf(text: string): string {
  const head = /^[^\r\n]{0,10000}/.exec(text)?.[0] ?? '';
  const counted = [',', ';', '\t'].map((sign) => ({ sign, n: head.split(sign).length }));
  return counted.reduce((best, one) => (one.n > best.n ? one : best)).sign;
}

/** Writes a table; what a spreadsheet would take for a formula gets an apostrophe in front, which reading takes away again. */
export function writeCsv(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return stringify([[...columns], ...rows.map((row) => [...row])], { escape_formulas: true, record_delimiter: '\r\n' });
}

function unescaped(cell: string): string {
  return cell.replace(/^'(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/, '').trim();
}
