import type { Command } from 'commander';
import type { ImportOptions } from './register.ts';
import type { Common } from './ticket.ts';

export interface ReleaseOptions extends Common {
  readonly desk?: string;
  readonly expected?: string;
  readonly on?: string;
}

const CHANGE_JSON =
  'print {dryRun, unchanged, differences: [{what, id, fields: [{field, from, to}]}]} or {problems: [{line, why}]}';

/** `spoc release …`: the register of releases that carry the fixes of defects (CLOUDEMPIERE-8). */
export function releaseCommands(program: Command): void {
  const run = () => import('./release-run.ts');
  const release = program
    .command('release')
    .description('releases that carry the fixes of defects; who waits for one is told of every change');
  release
    .command('list')
    .description('all releases, of the configuration and of the register')
    .option('--json', 'a list of {desk, name, expected, released, from}')
    .action(async (_options, command: Command) => (await run()).listReleases(command.optsWithGlobals()));
  release
    .command('set <name>')
    .description('enter a release, or give it another day')
    .requiredOption('--expected <day>', 'when it is expected: 2027-01-15')
    .option('--desk <desk>', 'of this desk; may be left out where there is one')
    .option('--json', CHANGE_JSON)
    .action(async (name: string, _options, command: Command) =>
      (await run()).setRelease(name, command.optsWithGlobals<ReleaseOptions>()),
    );
  release
    .command('out <name>')
    .description('it came out: the defects that were planned for it are released, and their clients told')
    .option('--on <day>', 'on this day; default: today')
    .option('--desk <desk>', 'of this desk; may be left out where there is one')
    .option('--json', CHANGE_JSON)
    .action(async (name: string, _options, command: Command) =>
      (await run()).releaseOut(name, command.optsWithGlobals<ReleaseOptions>()),
    );
  release
    .command('import <file>')
    .description(
      'enter releases from a CSV file (- is standard input); a wrong row is told with its line and nothing is entered',
    )
    .addHelpText('after', '\nColumns: desk,name,expected,released; days as 2027-01-15.')
    .option('--replace', 'remove the releases that the file does not have')
    .option('--dry-run', 'show what would be added, changed and removed, and change nothing')
    .option('--json', CHANGE_JSON)
    .action(async (file: string, _options, command: Command) =>
      (await run()).importReleases(file, command.optsWithGlobals<ImportOptions>()),
    );
  release
    .command('export')
    .description('print the releases of the register as CSV, as import reads them')
    .action(async (_options, command: Command) => (await run()).exportReleases(command.optsWithGlobals()));
  release
    .command('remove <name>')
    .description('take a release out of the register; what clients were told of it stands')
    .option('--desk <desk>', 'of this desk; may be left out where there is one')
    .option('--json', CHANGE_JSON)
    .action(async (name: string, _options, command: Command) =>
      (await run()).removeRelease(name, command.optsWithGlobals<ReleaseOptions>()),
    );
}
