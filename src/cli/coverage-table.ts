import { SETTINGS } from '../desk/coverage/rules.ts';
import { type HoursRow, hoursId, type IntroductionRow, introductionId } from '../intake/import/coverage-registers.ts';
import { Cells } from './cells.ts';
import { type CsvProblem, readCsv, writeCsv } from './csv.ts';
import { momentIn } from './policy-run.ts';
import type { RegisterTable } from './register-table.ts';

export const INTRODUCTION_COLUMNS = ['contact', 'product', 'introduction', 'settings', 'since'] as const;
export const HOURS_COLUMNS = ['client', 'from', 'to'] as const;

/** Reads a table of introductions; tells every wrong row. */
export function readIntroductions(text: string): RegisterTable<IntroductionRow> {
  return readRows(text, INTRODUCTION_COLUMNS, ['contact', 'product'], (cells) => {
    const contact = cells.needed('contact');
    const product = cells.needed('product');
    const since = cells.text('since');
    if (since !== undefined && !isDay(since)) cells.problems.push(`since "${since}" is no day; write it as 2026-11-23`);
    return {
      id: introductionId(contact, product),
      contact,
      product,
      introduction: cells.word('introduction', ['incomplete', 'complete']) ?? 'complete',
      settings: cells.word('settings', SETTINGS) ?? 'complete',
      since,
    };
  });
}

/** Reads a table of agreed hours, moments on the clock of a time zone; tells every wrong row. */
export function readHoursTable(text: string, timeZone: string): RegisterTable<HoursRow> {
  return readRows(text, HOURS_COLUMNS, ['client', 'from', 'to'], (cells) => {
    const moment = (name: 'from' | 'to') => {
      const written = cells.needed(name);
      try {
        return written === '' ? '' : momentIn(written, timeZone).toISOString();
      } catch {
        cells.problems.push(`${name} "${written}" is no moment; write it as 2026-11-28 08:00`);
        return '';
      }
    };
    const client = cells.needed('client');
    const from = moment('from');
    return { id: hoursId(client, from), client, from, to: moment('to') };
  });
}

/** A table of introductions as `readIntroductions` reads it. */
export function writeIntroductions(rows: readonly Omit<IntroductionRow, 'id'>[]): string {
  return writeCsv(
    INTRODUCTION_COLUMNS,
    rows.map(({ contact, product, introduction, settings, since }) => [
      contact,
      product,
      introduction,
      settings,
      since ?? '',
    ]),
  );
}

/** A table of agreed hours as `readHoursTable` reads it; moments in UTC. */
export function writeHours(rows: readonly Omit<HoursRow, 'id'>[]): string {
  return writeCsv(
    HOURS_COLUMNS,
    rows.map(({ client, from, to }) => [client, from, to]),
  );
}

/** Reads the rows of a register, each by its id once; tells every wrong one. */
export function readRows<Row extends { readonly id: string }>(
  text: string,
  columns: readonly string[],
  needed: readonly string[],
  read: (cells: Cells) => Row,
): RegisterTable<Row> {
  const table = readCsv(text, columns, needed);
  if (table.kind === 'wrong') return table;
  const problems: CsvProblem[] = [];
  const firstLine = new Map<string, number>();
  const rows = table.rows.map((row) => {
    const cells = new Cells(row);
    const made = read(cells);
    const before = firstLine.get(made.id);
    if (before !== undefined) cells.problems.push(`${made.id} stands in line ${before} already`);
    firstLine.set(made.id, before ?? row.line);
    problems.push(...cells.problems.map((why) => ({ line: row.line, why })));
    return made;
  });
  if (problems.length > 0) return { kind: 'wrong', problems };
  return { kind: 'read', rows, lineOf: (row) => table.rows[row]?.line ?? 1 };
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
