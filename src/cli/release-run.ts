import type { Settings } from '../config/settings.ts';
import { localDate, zoneOf } from '../desk/calendar/zone.ts';
import { releaseKey } from '../desk/defect/plan.ts';
import type { DeskId } from '../desk/ids.ts';
import { deskOf } from '../desk/policy.ts';
import type { ReleaseRow } from '../intake/import/release-register.ts';
import { configured } from './configuration.ts';
import { type CsvProblem, readCsv, writeCsv } from './csv.ts';
import { reading } from './data.ts';
import { deskOrOnly } from './given.ts';
import type { ImportOptions } from './register.ts';
import { changeTold, importTold } from './register-run.ts';
import type { RegisterTable } from './register-table.ts';
import type { ReleaseOptions } from './release.ts';
import { say, sayJson, table } from './terminal.ts';
import type { Common } from './ticket.ts';

const COLUMNS = ['desk', 'name', 'expected', 'released'] as const;

/** All releases; the register's take the place of the configuration's of the same name. */
export async function listReleases(options: Common): Promise<void> {
  const settings = await configured(options.config);
  await reading(settings, async ({ read }) => {
    const registered = await read.releases();
    const keys = new Set(registered.map(({ desk, name }) => releaseKey(desk, name)));
    const own = [...settings.policy.releases.values()].filter(({ desk, name }) => !keys.has(releaseKey(desk, name)));
    const all = [
      ...own.map((one) => ({ ...one, from: 'configuration' })),
      ...registered.map((one) => ({ ...one, from: 'register' })),
    ];
    if (options.json === true)
      return sayJson(
        all.map(({ expected, released, ...one }) => ({
          ...one,
          expected: expected ?? null,
          released: released ?? null,
        })),
      );
    if (all.length === 0) return say('No releases. `spoc release set NAME --expected DAY` enters one.');
    const rows = all.map(({ desk, name, expected, released, from }) => [
      desk,
      name,
      expected ?? '–',
      released ?? '–',
      from,
    ]);
    say(table(['desk', 'name', 'expected', 'released', 'from'], rows, 1));
  });
}

/** What is known of a release, with some of it changed: the register gets it whole. */
async function changeRelease(
  name: string,
  options: ReleaseOptions,
  change: (settings: Settings, desk: DeskId) => Partial<ReleaseRow>,
): Promise<void> {
  const settings = await configured(options.config);
  const desk = deskOrOnly(settings, options.desk);
  const key = releaseKey(desk, name.trim());
  const known = await reading(settings, async ({ read }) => {
    const registered = (await read.releases()).find((one) => releaseKey(one.desk, one.name) === key);
    return registered ?? settings.policy.releases.get(key);
  });
  const row: ReleaseRow = {
    id: key,
    desk,
    name: known?.name ?? name.trim(),
    expected: known?.expected,
    released: known?.released,
    ...change(settings, desk),
  };
  await changeTold({ kind: 'releases', rows: [row], remove: [], dryRun: false }, options);
}

/** Enters a release, or gives it another day. */
export async function setRelease(name: string, options: ReleaseOptions): Promise<void> {
  await changeRelease(name, options, () => ({ expected: options.expected }));
}

/** A release came out. */
export async function releaseOut(name: string, options: ReleaseOptions): Promise<void> {
  await changeRelease(name, options, (settings, desk) => {
    const { timeZone } = deskOf(settings.policy, desk);
    return { released: options.on ?? localDate(zoneOf(timeZone), Date.now()) };
  });
}

export async function removeRelease(name: string, options: ReleaseOptions): Promise<void> {
  const settings = await configured(options.config);
  const id = releaseKey(deskOrOnly(settings, options.desk), name.trim());
  await changeTold({ kind: 'releases', rows: [], remove: [id], dryRun: false }, options);
}

export async function importReleases(file: string, options: ImportOptions): Promise<void> {
  await importTold(file, { ...options, format: 'csv' }, readReleases, (rows, rest) => ({
    kind: 'releases',
    rows,
    ...rest,
  }));
}

/** Reads a table of releases; tells every wrong row with its line. */
export function readReleases(text: string): RegisterTable<ReleaseRow> {
  const read = readCsv(text, COLUMNS, ['desk', 'name']);
  if (read.kind === 'wrong') return read;
  const problems: CsvProblem[] = [];
  const firstLine = new Map<string, number>();
  const rows = read.rows.map(({ line, cells }): ReleaseRow => {
    const { desk = '', name = '', expected, released } = cells;
    const id = releaseKey(desk as DeskId, name);
    const before = firstLine.get(id);
    if (before !== undefined) problems.push({ line, why: `${name} of ${desk} stands in line ${before} already` });
    firstLine.set(id, before ?? line);
    return { id, desk, name, expected: expected || undefined, released: released || undefined };
  });
  return problems.length > 0
    ? { kind: 'wrong', problems }
    : { kind: 'read', rows, lineOf: (row) => read.rows[row]?.line ?? 1 };
}

export async function exportReleases(options: Common): Promise<void> {
  await reading(await configured(options.config), async ({ read }) => {
    const rows = (await read.releases()).map(({ desk, name, expected, released }) => [
      desk,
      name,
      expected ?? '',
      released ?? '',
    ]);
    process.stdout.write(writeCsv(COLUMNS, rows));
  });
}
