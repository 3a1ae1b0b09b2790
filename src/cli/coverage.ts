import type { Command } from 'commander';
import type { ImportOptions } from './register.ts';
import type { Common } from './ticket.ts';

export interface HoursOptions extends ImportOptions {
  readonly timeZone?: string;
}

const CHANGE_JSON =
  'print {dryRun, unchanged, differences: [{what, id, fields: [{field, from, to}]}]} or {problems: [{line, why}]}';

/** `spoc introduction …` and `spoc agreed-hours …`: the registers that coverage rests on (SAOP-4 to SAOP-6). */
export function coverageCommands(program: Command): void {
  const run = () => import('./coverage-run.ts');
  const introduction = program
    .command('introduction')
    .description('which contacts were introduced to which products, and whether their settings are in order');
  introduction
    .command('list')
    .description('all introductions')
    .option('--json', 'a list of {contact, product, introduction, settings, since}')
    .action(async (_options, command: Command) => (await run()).listIntroductions(command.optsWithGlobals<Common>()));
  importing(introduction, 'introductions', 'contact,product,introduction,settings,since')
    .addHelpText(
      'after',
      'introduction and settings: complete (the default) or incomplete. since: a day such as 2026-11-23. Who has no row for a product was not introduced to it.',
    )
    .action(async (file: string, _options, command: Command) =>
      (await run()).importIntroductions(file, command.optsWithGlobals<ImportOptions>()),
    );
  introduction
    .command('export')
    .description('print all introductions as CSV, as import reads them')
    .action(async (_options, command: Command) => (await run()).exportIntroductions(command.optsWithGlobals()));

  const hours = program
    .command('agreed-hours')
    .description('hours beside the usual that were agreed with clients: work is done in them as if it were open');
  hours
    .command('list')
    .description('all agreed hours')
    .option('--json', 'a list of {client, from, to}; times in UTC')
    .action(async (_options, command: Command) => (await run()).listHours(command.optsWithGlobals<Common>()));
  importing(hours, 'agreed hours', 'client,from,to')
    .option('--time-zone <zone>', 'in which the times of the file are; default: that of the first desk')
    .addHelpText('after', 'client: company number or name. from and to: moments such as 2026-11-28 08:00.')
    .action(async (file: string, _options, command: Command) =>
      (await run()).importHours(file, command.optsWithGlobals<HoursOptions>()),
    );
  hours
    .command('export')
    .description('print all agreed hours as CSV; times in UTC')
    .action(async (_options, command: Command) => (await run()).exportHours(command.optsWithGlobals()));
}

function importing(command: Command, what: string, columns: string): Command {
  return command
    .command('import <file>')
    .description(
      `enter ${what} from a CSV file (- is standard input); a wrong row is told with its line and nothing is entered`,
    )
    .addHelpText('after', `\nColumns: ${columns}.`)
    .option('--replace', `remove the ${what} that the file does not have`)
    .option('--dry-run', 'show what would be added, changed and removed, and change nothing')
    .option('--json', CHANGE_JSON);
}
