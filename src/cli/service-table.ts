import { stringify } from 'yaml';
import { z } from 'zod';
import { line } from '../config/fields.ts';
import type { ServiceRow } from '../intake/import/registers.ts';
import { Cells } from './cells.ts';
import { type CsvProblem, readCsv, writeCsv } from './csv.ts';
import type { Format, RegisterTable } from './register-table.ts';
import { readYaml } from './yaml-table.ts';

export const SERVICE_COLUMNS = ['id', 'client', 'name', 'circuits', 'service_level', 'escalation'] as const;

/** Characters of an id, and circuits of one service. */
const MOST = { id: 100, circuits: 100 };
/** A circuit's id may have blanks in it, but no signs that stand between several. */
const CIRCUIT = /^[^,;\r\n]+$/;

const word = (most: number) =>
  z.union([line(most), z.number()], `a line of at most ${most} characters`).transform((value) => String(value).trim());
const circuit = word(MOST.id).refine((id) => CIRCUIT.test(id), 'the id of a circuit, without commas and semicolons');

const document = z.strictObject({
  services: z.record(
    word(MOST.id),
    z.strictObject(
      {
        client: word(1000),
        name: word(1000).optional(),
        circuits: z
          .array(circuit, 'a list of circuits: [C-1, C-2]')
          .max(MOST.circuits, `at most ${MOST.circuits} circuits`)
          .prefault([]),
        service_level: word(MOST.id).optional(),
        escalation: word(MOST.id).optional(),
      },
      'a table with client and name',
    ),
    'a table of services by ID',
  ),
});

/** Reads a table of services; tells every wrong row with its line. */
export function readServices(text: string, format: Format): RegisterTable<ServiceRow> {
  return format === 'csv' ? fromCsv(text) : fromYaml(text);
}

function fromYaml(text: string): RegisterTable<ServiceRow> {
  const read = readYaml(text, document);
  if (read.kind === 'wrong') return read;
  const rows = Object.entries(read.value.services).map(([id, one]) => ({
    id: id.trim(),
    client: one.client,
    name: one.name ?? '',
    circuits: one.circuits,
    level: one.service_level,
    matrix: one.escalation,
  }));
  return {
    kind: 'read',
    rows,
    lineOf: (row) => read.lineOf(['services', Object.keys(read.value.services)[row] ?? '']),
  };
}

function fromCsv(text: string): RegisterTable<ServiceRow> {
  const table = readCsv(text, SERVICE_COLUMNS, ['id', 'client']);
  if (table.kind === 'wrong') return table;
  const problems: CsvProblem[] = [];
  const firstLine = new Map<string, number>();
  const rows = table.rows.map((row): ServiceRow => {
    const cells = new Cells(row);
    const id = cells.needed('id');
    if (id.length > MOST.id) cells.problems.push(`id has more than ${MOST.id} characters`);
    const before = firstLine.get(id);
    if (before !== undefined && id !== '') cells.problems.push(`${id} stands in line ${before} already`);
    firstLine.set(id, before ?? row.line);
    const made = {
      id,
      client: cells.needed('client'),
      name: cells.text('name') ?? '',
      circuits: circuitsOf(cells),
      level: cells.text('service_level'),
      matrix: cells.text('escalation'),
    };
    problems.push(...cells.problems.map((why) => ({ line: row.line, why })));
    return made;
  });
  if (problems.length > 0) return { kind: 'wrong', problems };
  return { kind: 'read', rows, lineOf: (row) => table.rows[row]?.line ?? 1 };
}

function circuitsOf(cells: Cells): readonly string[] {
  const found = (cells.text('circuits') ?? '')
    .split(/[,;\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
  if (found.length > MOST.circuits) cells.problems.push(`circuits has more than ${MOST.circuits} of them`);
  for (const one of found)
    if (one.length > MOST.id) cells.problems.push(`circuits: one has more than ${MOST.id} characters`);
  return found;
}

/** A table of services as `readServices` reads it. */
export function writeServices(services: readonly ServiceRow[], format: Format): string {
  if (format === 'csv')
    return writeCsv(
      SERVICE_COLUMNS,
      services.map(({ id, client, name, circuits, level, matrix }) => [
        id,
        client,
        name,
        circuits.join('; '),
        level ?? '',
        matrix ?? '',
      ]),
    );
  const entries = services.map(({ id, client, name, circuits, level, matrix }) => [
    id,
    {
      client,
      ...(name === '' ? {} : { name }),
      ...(circuits.length === 0 ? {} : { circuits: [...circuits] }),
      ...(level === undefined ? {} : { service_level: level }),
      ...(matrix === undefined ? {} : { escalation: matrix }),
    },
  ]);
  return stringify({ services: Object.fromEntries(entries) });
}
