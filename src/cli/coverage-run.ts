import { ClientNames } from '../intake/import/client-names.ts';
import { allHours, allIntroductions, contactWord, dayOf } from '../intake/import/coverage-registers.ts';
import type { Queries } from '../store/port.ts';
import { configured } from './configuration.ts';
import type { HoursOptions } from './coverage.ts';
import { readHoursTable, readIntroductions, writeHours, writeIntroductions } from './coverage-table.ts';
import { reading } from './data.ts';
import type { ImportOptions } from './register.ts';
import { importTold } from './register-run.ts';
import { say, sayJson, table } from './terminal.ts';
import type { Common } from './ticket.ts';

async function introductionsOf(read: Queries) {
  const rows = [];
  for (const { contact, product, introduction, settings, since } of await allIntroductions(read))
    rows.push({
      contact: await contactWord(read, contact),
      product,
      introduction,
      settings,
      since: dayOf(since) || undefined,
    });
  return rows;
}

async function hoursOf(read: Queries) {
  const clients = await ClientNames.read(read);
  return (await allHours(read)).map(({ client, from, to }) => ({
    client: clients.called(client),
    from: from.toISOString(),
    to: to.toISOString(),
  }));
}

export async function listIntroductions(options: Common): Promise<void> {
  await reading(await configured(options.config), async ({ read }) => {
    const rows = await introductionsOf(read);
    if (options.json === true) return sayJson(rows.map((row) => ({ ...row, since: row.since ?? null })));
    if (rows.length === 0) return say('No introductions. `spoc introduction import` enters them.');
    const cells = rows.map((one) => [one.product, one.introduction, one.settings, one.since ?? '–', one.contact]);
    say(table(['product', 'introduction', 'settings', 'since', 'contact'], cells, 4));
  });
}

export async function importIntroductions(file: string, options: ImportOptions): Promise<void> {
  await importTold(file, { ...options, format: 'csv' }, readIntroductions, (rows, rest) => ({
    kind: 'introductions',
    rows,
    ...rest,
  }));
}

export async function exportIntroductions(options: Common): Promise<void> {
  await reading(await configured(options.config), async ({ read }) => {
    process.stdout.write(writeIntroductions(await introductionsOf(read)));
  });
}

export async function listHours(options: Common): Promise<void> {
  await reading(await configured(options.config), async ({ read }) => {
    const rows = await hoursOf(read);
    if (options.json === true) return sayJson(rows);
    if (rows.length === 0) return say('No agreed hours. `spoc agreed-hours import` enters them.');
    say(
      table(
        ['from (UTC)', 'to (UTC)', 'client'],
        rows.map(({ client, from, to }) => [from, to, client]),
        2,
      ),
    );
  });
}

export async function importHours(file: string, options: HoursOptions): Promise<void> {
  const settings = await configured(options.config);
  const [first] = settings.policy.desks.values();
  const timeZone = options.timeZone ?? first?.timeZone ?? 'UTC';
  await importTold(
    file,
    { ...options, format: 'csv' },
    (text) => readHoursTable(text, timeZone),
    (rows, rest) => ({ kind: 'agreed-hours', rows, ...rest }),
  );
}

export async function exportHours(options: Common): Promise<void> {
  await reading(await configured(options.config), async ({ read }) => {
    process.stdout.write(writeHours(await hoursOf(read)));
  });
}
