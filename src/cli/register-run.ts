import type { Service } from '../desk/facts.ts';
import { ClientNames } from '../intake/import/client-names.ts';
import type { Difference } from '../intake/import/difference.ts';
import { allServices, type RegisterChange, type RegisterChanged, type ServiceRow } from '../intake/import/registers.ts';
import type { Queries } from '../store/port.ts';
import { configured } from './configuration.ts';
import { changing, reading } from './data.ts';
import { EXIT, Failure } from './exit.ts';
import { oneOf } from './given.ts';
import { clientOf } from './people-find.ts';
import type { ExportOptions, ImportOptions, ListOptions } from './register.ts';
import { FORMATS, type Format, formatOf, type RegisterTable } from './register-table.ts';
import { readServices, writeServices } from './service-table.ts';
import { tableText } from './table-text.ts';
import { colour, count, lines, plain, remark, say, sayJson, table } from './terminal.ts';
import type { Common } from './ticket.ts';

function serviceShape({ id, client, name, circuits, level, matrix }: Service, clients: ClientNames) {
  const agreed = { serviceLevel: level ?? null, escalation: matrix ?? null };
  return { id, client, clientName: clients.called(client), name, circuits, ...agreed };
}

export async function listServices(options: ListOptions): Promise<void> {
  await reading(await configured(options.config), async ({ read }) => {
    const of = options.client === undefined ? undefined : (await clientOf(read, options.client)).id;
    const clients = await ClientNames.read(read);
    const services = (await allServices(read)).filter(({ client }) => of === undefined || client === of);
    if (options.json === true) return sayJson(services.map((one) => serviceShape(one, clients)));
    if (services.length === 0) return say('No services. `spoc service import` enters them.');
    const rows = services.map(({ id, client, name, circuits, level, matrix }) => [
      id,
      clients.called(client),
      level ?? '–',
      matrix ?? '–',
      circuits.join(', '),
      name,
    ]);
    say(table(['id', 'client', 'service level', 'escalation', 'circuits', 'name'], rows, 5));
  });
}

export async function showService(id: string, options: Common): Promise<void> {
  await reading(await configured(options.config), async ({ read }) => {
    const service = await serviceNamed(read, id);
    const clients = await ClientNames.read(read);
    if (options.json === true) return sayJson(serviceShape(service, clients));
    const { client, name, circuits, level, matrix } = service;
    say(`${colour.bold(plain(service.id))}  ${plain(name)}`);
    const facts = {
      client: clients.called(client),
      circuits: circuits.join(', '),
      'service level': level,
      escalation: matrix,
    };
    for (const [key, value] of Object.entries(facts))
      if (value !== undefined && value !== '') say(`  ${colour.dim(key.padEnd(14))}${plain(value)}`);
  });
}

/** The service of an ID or circuit, however it is written. Throws a `Failure` when there is none. */
export async function serviceNamed(read: Queries, word: string): Promise<Service> {
  const found = (await read.servicesNamed([word])).get(word);
  if (found === undefined)
    throw new Failure(EXIT.missing, `there is no service ${word}`, '`spoc service list` shows them: ID and circuits');
  return found;
}

export async function importServices(file: string, options: ImportOptions): Promise<void> {
  await importTold(file, options, readServices, (rows, rest) => ({ kind: 'services', rows, ...rest }));
}

export async function removeServices(ids: readonly string[], options: ImportOptions): Promise<void> {
  await changeTold({ kind: 'services', rows: [], remove: ids, dryRun: options.dryRun === true }, options);
}

/** Reads a register's file, changes the register so, and tells what came of it. Throws a `Failure` when a row is wrong. */
export async function importTold<Row>(
  file: string,
  options: ImportOptions,
  readRows: (text: string, format: Format) => RegisterTable<Row>,
  change: (rows: readonly Row[], rest: Pick<RegisterChange, 'remove' | 'dryRun'>) => RegisterChange,
): Promise<void> {
  const format = formatOf(file, options.format);
  const read = readRows(await tableText(file), format);
  if (read.kind === 'wrong') return refused(file, read.problems, options);
  const remove = options.replace === true ? 'others' : [];
  await changeTold(change(read.rows, { remove, dryRun: options.dryRun === true }), options, file, read.lineOf);
}

/** Changes a register and tells what came of it. Throws a `Failure` when that is refused. */
export async function changeTold(
  wanted: RegisterChange,
  options: ImportOptions,
  file?: string,
  lineOf?: (row: number) => number,
): Promise<void> {
  const settings = await configured(options.config);
  const result = await changing(settings, ({ operations }) => operations.changeRegister(wanted));
  if (result.kind === 'done') return told(result, wanted.dryRun, options);
  // A row that is none became null on the socket.
  const problems = result.problems.map(({ row, why }) => ({ line: row == null ? undefined : lineOf?.(row), why }));
  return refused(file, problems, options);
}

function refused(
  file: string | undefined,
  problems: readonly { readonly line: number | undefined; readonly why: string }[],
  options: Common,
): never {
  if (options.json === true) sayJson({ problems: problems.map(({ line, why }) => ({ line: line ?? null, why })) });
  else
    for (const { line, why } of problems)
      remark(lines([file, line, ` ${why}`].filter((part) => part !== undefined).join(':')).trim());
  if (file === undefined) throw new Failure(EXIT.data, 'nothing was changed');
  const rows = count(new Set(problems.map(({ line }) => line)).size, 'row');
  throw new Failure(
    EXIT.data,
    `${rows} of ${file} cannot be entered; nothing was changed`,
    'correct the lines above and import again',
  );
}

function told(
  { differences, unchanged }: Extract<RegisterChanged, { kind: 'done' }>,
  dryRun: boolean,
  options: Common,
): void {
  if (options.json === true) {
    sayJson({ dryRun, unchanged, differences: differences.map(differenceShape) });
    return;
  }
  if (dryRun) for (const one of differences) say(differenceText(one));
  const of = (kind: Difference['what']) => differences.filter(({ what }) => what === kind).length;
  const sum = `${of('added')} added, ${of('changed')} changed, ${of('removed')} removed, ${unchanged} unchanged`;
  say(dryRun ? `Would be: ${sum}. Nothing was changed.` : `${sum}.`);
}

function differenceShape({ what, id, fields }: Difference) {
  return { what, id, fields: fields.map(({ field, from, to }) => ({ field, from: from ?? null, to: to ?? null })) };
}

const SIGNS = { added: colour.green('+'), changed: colour.yellow('~'), removed: colour.red('-') };

function differenceText({ what, id, fields }: Difference): string {
  const shown = fields.map(({ field, from, to }) => {
    if (what === 'changed') return `    ${field}: ${plain(from ?? '') || '–'} → ${plain(to ?? '') || '–'}`;
    return `    ${field}: ${plain((what === 'added' ? to : from) ?? '') || '–'}`;
  });
  return [`${SIGNS[what]} ${plain(id)}`, ...(what === 'removed' ? [] : shown)].join('\n');
}

export async function exportServices(options: ExportOptions): Promise<void> {
  const format = oneOf(options.format ?? 'csv', FORMATS, 'format');
  await reading(await configured(options.config), async ({ read }) => {
    const clients = await ClientNames.read(read);
    const rows = (await allServices(read)).map(
      ({ id, client, name, circuits, level, matrix }): ServiceRow => ({
        id,
        client: clients.called(client),
        name,
        circuits,
        level,
        matrix,
      }),
    );
    process.stdout.write(writeServices(rows, format));
  });
}
