import type { Command } from 'commander';
import type { ImportOptions } from './register.ts';
import type { Common } from './ticket.ts';

const CHANGE_JSON =
  'print {dryRun, unchanged, differences: [{what, id, fields: [{field, from, to}]}]} or {problems: [{line, why}]}';

/** `spoc contract …`: what was agreed with single clients by a contract, for some days (CLOUDEMPIERE-9). */
export function contractCommands(program: Command): void {
  const run = () => import('./contract-run.ts');
  const contract = program
    .command('contract')
    .description('contracts of single clients: the service level that holds on their days, in the place of their own');
  contract
    .command('list')
    .description('all contracts')
    .option('--json', 'a list of {id, client, level, calendar, from, until}')
    .action(async (_options, command: Command) => (await run()).listContracts(command.optsWithGlobals<Common>()));
  contract
    .command('import <file>')
    .description('enter contracts from a CSV file (- is standard input); a wrong row is told and nothing is entered')
    .addHelpText(
      'after',
      '\nColumns: id,client,service_level,calendar,from,until. client: company number or name. from and until: days such as 2026-11-23, both included; until may be empty. The contract that holds when a ticket opens holds for it to its end.',
    )
    .option('--replace', 'remove the contracts that the file does not have')
    .option('--dry-run', 'show what would be added, changed and removed, and change nothing')
    .option('--json', CHANGE_JSON)
    .action(async (file: string, _options, command: Command) =>
      (await run()).importContracts(file, command.optsWithGlobals<ImportOptions>()),
    );
  contract
    .command('export')
    .description('print all contracts as CSV, as import reads them')
    .action(async (_options, command: Command) => (await run()).exportContracts(command.optsWithGlobals()));
}
