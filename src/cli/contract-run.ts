import { ClientNames } from '../intake/import/client-names.ts';
import { allContracts, type ContractRow } from '../intake/import/contract-register.ts';
import type { Queries } from '../store/port.ts';
import { configured } from './configuration.ts';
import { readRows } from './coverage-table.ts';
import { writeCsv } from './csv.ts';
import { reading } from './data.ts';
import type { ImportOptions } from './register.ts';
import { importTold } from './register-run.ts';
import type { RegisterTable } from './register-table.ts';
import { say, sayJson, table } from './terminal.ts';
import type { Common } from './ticket.ts';

const COLUMNS = ['id', 'client', 'service_level', 'calendar', 'from', 'until'] as const;

async function rowsOf(read: Queries): Promise<readonly ContractRow[]> {
  const clients = await ClientNames.read(read);
  return (await allContracts(read)).map((one) => ({ ...one, client: clients.called(one.client) }));
}

function readContracts(text: string): RegisterTable<ContractRow> {
  return readRows(text, COLUMNS, ['id', 'client', 'service_level', 'from'], (cells) => ({
    id: cells.needed('id'),
    client: cells.needed('client'),
    level: cells.needed('service_level'),
    calendar: cells.text('calendar'),
    from: cells.needed('from'),
    until: cells.text('until'),
  }));
}

export async function listContracts(options: Common): Promise<void> {
  await reading(await configured(options.config), async ({ read }) => {
    const rows = await rowsOf(read);
    if (options.json === true)
      return sayJson(rows.map((one) => ({ ...one, calendar: one.calendar ?? null, until: one.until ?? null })));
    if (rows.length === 0) return say('No contracts. `spoc contract import` enters them.');
    const cells = rows.map((one) => [one.id, one.level, one.calendar ?? '–', one.from, one.until ?? '–', one.client]);
    say(table(['id', 'service level', 'calendar', 'from', 'until', 'client'], cells, 5));
  });
}

export async function importContracts(file: string, options: ImportOptions): Promise<void> {
  await importTold(file, { ...options, format: 'csv' }, readContracts, (rows, rest) => ({
    kind: 'contracts',
    rows,
    ...rest,
  }));
}

export async function exportContracts(options: Common): Promise<void> {
  await reading(await configured(options.config), async ({ read }) => {
    const rows = await rowsOf(read);
    process.stdout.write(
      writeCsv(
        COLUMNS,
        rows.map(({ id, client, level, calendar, from, until }) => [
          id,
          client,
          level,
          calendar ?? '',
          from,
          until ?? '',
        ]),
      ),
    );
  });
}
