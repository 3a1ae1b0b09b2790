import { type WrittenLevel, withRegistered, writtenLevel } from '../config/registered-levels.ts';
import { serviceLevel } from '../config/schema-sla.ts';
import type { Settings } from '../config/settings.ts';
import { type ServiceLevel, type ServiceLevelId, SLA_TARGET_KINDS } from '../desk/sla/policy.ts';
import { PRIORITIES } from '../desk/status.ts';
import type { Queries } from '../store/port.ts';
import { configured } from './configuration.ts';
import { reading } from './data.ts';
import { EXIT, Failure } from './exit.ts';
import { oneOf } from './given.ts';
import { readLevels, writeLevels } from './level-table.ts';
import type { ExportOptions, ImportOptions } from './register.ts';
import { changeTold, importTold } from './register-run.ts';
import { FORMATS } from './register-table.ts';
import { colour, plain, remark, say, sayJson, table } from './terminal.ts';
import type { Common } from './ticket.ts';
import { spanText } from './time-text.ts';

interface Listed {
  readonly level: ServiceLevel;
  readonly from: 'configuration' | 'register';
}

async function allLevels(settings: Settings, read: Queries): Promise<readonly Listed[]> {
  const { policy, problems } = withRegistered(settings.policy, await read.serviceLevels());
  for (const problem of problems) remark(problem);
  return [...policy.sla.levels.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((level) => ({ level, from: settings.policy.sla.levels.has(level.id) ? 'configuration' : 'register' }));
}

function levelShape({ level: { id, name, calendar, tellsClient, targets }, from }: Listed) {
  return { id, name, from, calendar: calendar ?? null, tellsClient, targets };
}

export async function listLevels(options: Common): Promise<void> {
  const settings = await configured(options.config);
  await reading(settings, async ({ read }) => {
    const levels = await allLevels(settings, read);
    if (options.json === true) return sayJson(levels.map(levelShape));
    if (levels.length === 0)
      return say(
        'No service levels. `service_levels:` of the configuration and `spoc service-level import` make them.',
      );
    const rows = levels.map(({ level, from }) => [level.id, from, level.calendar ?? '–', level.name]);
    say(table(['id', 'from', 'calendar', 'name'], rows, 3));
  });
}

export async function showLevel(id: string, options: Common): Promise<void> {
  const settings = await configured(options.config);
  await reading(settings, async ({ read }) => {
    const found = (await allLevels(settings, read)).find(({ level }) => level.id === id);
    if (found === undefined)
      throw new Failure(EXIT.missing, `there is no service level ${id}`, '`spoc service-level list` shows them');
    if (options.json === true) return sayJson(levelShape(found));
    const { level, from } = found;
    say(`${colour.bold(plain(level.id))}  ${plain(level.name)}`);
    say(`  ${colour.dim('from          ')}${from}`);
    say(`  ${colour.dim('calendar      ')}${level.calendar ?? "the desk's"}`);
    say(`  ${colour.dim('tells client  ')}${level.tellsClient ? 'yes' : 'no'}`);
    const rows = PRIORITIES.map((priority) => [
      priority,
      ...SLA_TARGET_KINDS.map((kind) => {
        const target = level.targets[priority].find((one) => one.kind === kind);
        return target === undefined ? '–' : `${spanText(target.within)} ${target.time}`;
      }),
    ]);
    say(table(['priority', ...SLA_TARGET_KINDS], rows));
  });
}

export async function importLevels(file: string, options: ImportOptions): Promise<void> {
  await importTold(file, options, readLevels, (rows, rest) => ({ kind: 'service-levels', rows, ...rest }));
}

export async function removeLevels(ids: readonly string[], options: ImportOptions): Promise<void> {
  const dryRun = options.dryRun === true;
  await changeTold({ kind: 'service-levels', rows: [], remove: ids, dryRun }, options);
}

export async function exportLevels(options: ExportOptions): Promise<void> {
  const format = oneOf(options.format ?? 'csv', FORMATS, 'format');
  await reading(await configured(options.config), async ({ read }) => {
    const rows = (await read.serviceLevels()).map(({ id, level }) => ({ id, level: asWritten(id, level) }));
    process.stdout.write(writeLevels(rows, format));
  });
}

/** A level as the register has it; throws when an older or newer Spoc wrote what this one cannot read. */
function asWritten(id: ServiceLevelId, level: unknown): WrittenLevel {
  const read = serviceLevel.safeParse(level);
  if (read.success) return writtenLevel(read.data);
  throw new Failure(
    EXIT.data,
    `the service level ${id} of the register cannot be read`,
    `remove it: spoc service-level remove ${id}`,
  );
}
