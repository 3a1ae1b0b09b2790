import type { Command } from 'commander';
import type { Common } from './ticket.ts';

export interface ListOptions extends Common {
  readonly client?: string;
}

export interface ImportOptions extends Common {
  readonly format?: string;
  readonly replace?: boolean;
  readonly dryRun?: boolean;
}

export interface ExportOptions extends Common {
  readonly format?: string;
}

const SERVICE_JSON = '{id, client, clientName, name, circuits, serviceLevel, escalation}';
const LEVEL_JSON = '{id, name, from, calendar, tellsClient, targets}';
const CHANGE_JSON =
  'print {dryRun, unchanged, differences: [{what, id, fields: [{field, from, to}]}]} or {problems: [{line, why}]}';

/** `spoc service …` and `spoc service-level …`: the registers of services and of what is promised for them. */
export function registerCommands(program: Command): void {
  const run = () => import('./register-run.ts');
  const service = program.command('service').description('the services of clients (INTERSPACE-5)');
  service
    .command('list')
    .description('all services')
    .option('--client <client>', 'of this client: id, company number or name')
    .option('--json', `a list of ${SERVICE_JSON}`)
    .action(async (_options, command: Command) => (await run()).listServices(command.optsWithGlobals<ListOptions>()));
  service
    .command('show <service>')
    .description('one service: ID or circuit, however it is written')
    .option('--json', SERVICE_JSON)
    .action(async (id: string, _options, command: Command) => (await run()).showService(id, command.optsWithGlobals()));
  importing(service, 'services')
    .addHelpText(
      'after',
      '\nCSV columns: id,client,name,circuits,service_level,escalation; circuits with ; between them.\nYAML: `services:` with a table by ID of client, name, circuits, service_level, escalation.\nThe client goes by company number or name.',
    )
    .action(async (file: string, _options, command: Command) =>
      (await run()).importServices(file, command.optsWithGlobals<ImportOptions>()),
    );
  exporting(service, 'services').action(async (_options, command: Command) =>
    (await run()).exportServices(command.optsWithGlobals<ExportOptions>()),
  );
  removing(service, 'services').action(async (ids: string[], _options, command: Command) =>
    (await run()).removeServices(ids, command.optsWithGlobals<ImportOptions>()),
  );
  levelCommands(program);
}

function levelCommands(program: Command): void {
  const run = () => import('./level-run.ts');
  const level = program
    .command('service-level')
    .description('service levels: those of the configuration, and those of the register beside them');
  level
    .command('list')
    .description('all service levels')
    .option('--json', `a list of ${LEVEL_JSON}`)
    .action(async (_options, command: Command) => (await run()).listLevels(command.optsWithGlobals()));
  level
    .command('show <level>')
    .description('one service level with its promises')
    .option('--json', LEVEL_JSON)
    .action(async (id: string, _options, command: Command) => (await run()).showLevel(id, command.optsWithGlobals()));
  importing(level, 'service levels')
    .addHelpText(
      'after',
      '\nCSV columns: id,name,calendar,tell_client,priority,target,within,time,paused_by,warn_at; one row for each promise.\npriority: all, low, normal, high, urgent. target: first_response, update, resolution. An empty list is written none.\nYAML: `service_levels:` as in the configuration.',
    )
    .action(async (file: string, _options, command: Command) =>
      (await run()).importLevels(file, command.optsWithGlobals<ImportOptions>()),
    );
  exporting(level, 'service levels of the register').action(async (_options, command: Command) =>
    (await run()).exportLevels(command.optsWithGlobals<ExportOptions>()),
  );
  removing(level, 'service levels').action(async (ids: string[], _options, command: Command) =>
    (await run()).removeLevels(ids, command.optsWithGlobals<ImportOptions>()),
  );
}

function importing(command: Command, what: string): Command {
  return command
    .command('import <file>')
    .description(
      `enter ${what} from a CSV or YAML file (- is standard input); a wrong row is told with its line and nothing is entered`,
    )
    .option('--format <format>', "csv or yaml; default: as the file's name ends")
    .option('--replace', `remove the ${what} that the file does not have`)
    .option('--dry-run', 'show what would be added, changed and removed, and change nothing')
    .option('--json', CHANGE_JSON);
}

function exporting(command: Command, what: string): Command {
  return command
    .command('export')
    .description(`print all ${what} as import reads them`)
    .option('--format <format>', 'csv or yaml; default: csv');
}

function removing(command: Command, what: string): Command {
  return command
    .command('remove <id...>')
    .description(`take ${what} out of the register`)
    .option('--dry-run', 'show what would be removed, and change nothing')
    .option('--json', CHANGE_JSON);
}
