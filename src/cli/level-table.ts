import { stringify } from 'yaml';
import { z } from 'zod';
import { NAME } from '../config/fields.ts';
import { TARGET_KEYS, TARGET_TABLES, type WrittenLevel, writtenLevel } from '../config/registered-levels.ts';
import { serviceLevel } from '../config/schema-sla.ts';
import type { LevelRow } from '../intake/import/registers.ts';
import { Cells } from './cells.ts';
import { type CsvProblem, type CsvRow, readCsv, writeCsv } from './csv.ts';
import type { Format, RegisterTable } from './register-table.ts';
import { readYaml } from './yaml-table.ts';

/** One row is one promise: of a level, a priority (or all) and a target. */
export const LEVEL_COLUMNS = [
  'id',
  'name',
  'calendar',
  'tell_client',
  'priority',
  'target',
  'within',
  'time',
  'paused_by',
  'warn_at',
] as const;

/** What a cell says that holds an empty list. */
const NOTHING = 'none';

const document = z.strictObject({
  service_levels: z
    .record(z.string(), serviceLevel, 'a table of service levels by name')
    .meta({ propertyNames: { pattern: NAME.source } }),
});

/** Reads a table of service levels; tells every wrong row with its line. */
export function readLevels(text: string, format: Format): RegisterTable<LevelRow> {
  return format === 'csv' ? fromCsv(text) : fromYaml(text);
}

function fromYaml(text: string): RegisterTable<LevelRow> {
  const read = readYaml(text, document);
  if (read.kind === 'wrong') return read;
  const rows = Object.entries(read.value.service_levels).map(([id, level]) => ({ id, level: writtenLevel(level) }));
  return { kind: 'read', rows, lineOf: (row) => read.lineOf(['service_levels', rows[row]?.id ?? '']) };
}

/** A level as its rows have said it so far. */
interface Gathered {
  readonly line: number;
  readonly head: Readonly<Record<string, unknown>>;
  readonly targets: Record<string, Record<string, unknown>>;
}

function fromCsv(text: string): RegisterTable<LevelRow> {
  const table = readCsv(text, LEVEL_COLUMNS, ['id', 'name']);
  if (table.kind === 'wrong') return table;
  const problems: CsvProblem[] = [];
  const levels = new Map<string, Gathered>();
  for (const row of table.rows) problems.push(...gather(row, levels).map((why) => ({ line: row.line, why })));
  const rows: LevelRow[] = [];
  const lines: number[] = [];
  for (const [id, { line, head, targets }] of levels) {
    const read = serviceLevel.safeParse({ ...head, targets });
    // A promise that is wrong by itself was told with its row.
    if (read.success) rows.push({ id, level: writtenLevel(read.data) });
    else if (problems.length === 0)
      problems.push(...read.error.issues.map(({ path, message }) => ({ line, why: `${path.join('.')}: ${message}` })));
    lines.push(line);
  }
  if (problems.length > 0) return { kind: 'wrong', problems };
  return { kind: 'read', rows, lineOf: (row) => lines[row] ?? 1 };
}

/** Takes one row to what its level has said; answers what is wrong with it. */
function gather(row: CsvRow, levels: Map<string, Gathered>): readonly string[] {
  const cells = new Cells(row);
  const id = cells.needed('id');
  const before = levels.get(id);
  const tell = cells.word('tell_client', ['yes', 'no']);
  const head = {
    name: cells.text('name') ?? before?.head.name,
    ...given('calendar', cells.text('calendar') ?? before?.head.calendar),
    ...given('tell_client', tell === undefined ? before?.head.tell_client : tell === 'yes'),
  };
  if (head.name === undefined) cells.problems.push('name is empty');
  if (before !== undefined && JSON.stringify(head) !== JSON.stringify(before.head))
    cells.problems.push(`name, calendar or tell_client of ${id} is another than in line ${before.line}`);
  const level: Gathered = before ?? { line: row.line, head, targets: {} };
  levels.set(id, level);
  const target = targetOf(cells);
  if (target !== undefined) {
    const { priority, key, value } = target;
    const own = level.targets[priority] ?? {};
    level.targets[priority] = own;
    if (own[key] !== undefined) cells.problems.push(`${id} has ${key} of ${priority} twice`);
    own[key] = value;
    const read = serviceLevel.safeParse({ name: 'x', targets: { [priority]: { [key]: value } } });
    for (const issue of read.error?.issues ?? []) cells.problems.push(...told(issue));
  }
  return cells.problems;
}

/** The promise of a row; undefined for a row that says only what its level is called. */
function targetOf(cells: Cells) {
  const priority = cells.word('priority', TARGET_TABLES);
  const key = cells.word('target', TARGET_KEYS);
  const within = cells.text('within');
  if (priority === undefined && key === undefined && within === undefined) return undefined;
  const value = {
    within: cells.needed('within'),
    ...given('time', cells.text('time')),
    ...given('paused_by', listOf(cells, 'paused_by')),
    ...given('warn_at', listOf(cells, 'warn_at')?.map(Number)),
  };
  if (key === undefined) cells.problems.push(`target is empty; one of ${TARGET_KEYS.join(', ')} would be right`);
  return key === undefined ? undefined : { priority: priority ?? 'all', key, value };
}

function listOf(cells: Cells, name: string): readonly string[] | undefined {
  const text = cells.text(name);
  if (text === undefined) return undefined;
  return text === NOTHING ? [] : text.split(/[\s,;]+/).filter((word) => word !== '');
}

function given<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Partial<Record<K, V>>);
}

/** An issue of one promise, with the column that it is about. */
function told(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === 'invalid_union') return issue.errors.at(-1)?.flatMap(told) ?? [issue.message];
  const column = issue.path.findLast((key) => LEVEL_COLUMNS.some((one) => one === key));
  return [`${column === undefined ? '' : `${String(column)}: `}expected ${issue.message}`];
}

/** A table of service levels as `readLevels` reads it. */
export function writeLevels(levels: readonly LevelRow[], format: Format): string {
  if (format === 'yaml')
    return stringify(
      { service_levels: Object.fromEntries(levels.map(({ id, level }) => [id, level])) },
      { aliasDuplicateObjects: false },
    );
  return writeCsv(
    LEVEL_COLUMNS,
    levels.flatMap(({ id, level }) => rowsOf(id, level)),
  );
}

function rowsOf(id: string, { name, calendar, tell_client, targets }: WrittenLevel): readonly (readonly string[])[] {
  const head = [id, name, calendar ?? '', tell_client ? 'yes' : 'no'];
  const rows = TARGET_TABLES.flatMap((priority) =>
    TARGET_KEYS.flatMap((key) => {
      const target = targets[priority]?.[key];
      if (target === undefined) return [];
      const { within, time, paused_by, warn_at } = target;
      return [[...head, priority, key, within, time, paused_by.join(' ') || NOTHING, warn_at.join(' ') || NOTHING]];
    }),
  );
  return rows.length > 0 ? rows : [[...head, '', '', '', '', '', '']];
}
