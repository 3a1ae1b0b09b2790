import type { Command } from 'commander';
import type { ActOptions, Common } from './ticket.ts';

export interface RecurringOptions extends Common {
  readonly desk?: string;
  readonly month?: string;
  readonly send?: boolean;
}

export interface PlanOptions extends ActOptions {
  readonly expected?: string;
}

const AS = ['--as <agent>', 'act as this agent of the configuration (default: the operator)'] as const;
const JSON_RESULT = ['--json', 'print {"tickets": [numbers], "notices": n}'] as const;

/** `spoc defect …` and `spoc problem …`: defects and problems, and the tickets that hang on them (CLOUDEMPIERE-8, INTERSPACE-7). */
export function defectCommands(program: Command): void {
  const run = () => import('./defect-act.ts');
  const show = () => import('./defect-show.ts');
  const defect = program.command('defect').description('defects, their fixes, and the tickets that wait for them');
  const problem = program
    .command('problem')
    .alias('problems')
    .description('problems, and the incidents that they caused');
  for (const [command, as] of [
    [defect, 'defect'],
    [problem, 'problem'],
  ] as const) {
    command
      .command('list')
      .description(`the ${as}s that are not done, with what hangs on them`)
      .option('--all', 'those that are done, too')
      .option('--json', `a list of {number, subject, status, stage, release, expected, hanging: [numbers]}`)
      .action(async (_options, on: Command) =>
        (await show()).listOf(as, on.optsWithGlobals<Common & { all?: boolean }>()),
      );
    acting(command, 'hang', `<number> <${as}>`, `let a ticket hang on a ${as}`).action(
      async (number: string, on: string, _options, given: Command) =>
        (await run()).hang(number, on, as, given.optsWithGlobals()),
    );
    acting(command, 'unhang', '<number>', `take a ticket off its ${as}`).action(
      async (number: string, _options, given: Command) =>
        (await run()).hang(number, undefined, as, given.optsWithGlobals()),
    );
  }
  problem
    .command('recurring')
    .description('circuits, services and clients whose incidents recur, up to the end of a month')
    .option('--desk <desk>', 'of this desk; may be left out where there is one')
    .option('--month <month>', 'up to the end of this month (2026-11); default: the one that ended last')
    .option('--send', 'mail the list to who answers for problems')
    .option(
      '--json',
      'print {month, from, until, atLeast, incidents, groups: [{by, name, incidents}]} or {month, sent}',
    )
    .action(async (_options, command: Command) =>
      (await import('./recurring-run.ts')).recurringIncidents(command.optsWithGlobals<RecurringOptions>()),
    );
  for (const [name, part, says] of [
    ['cause', 'root-cause', 'note its root cause'],
    ['prevention', 'prevention', 'note what keeps it from recurring'],
  ] as const)
    acting(
      problem,
      name,
      '<number> [text...]',
      `${says} (argument or standard input); the client never sees it`,
    ).action(async (number: string, text: string[], _options, given: Command) =>
      (await run()).analysis(number, part, text, given.optsWithGlobals()),
    );
  acting(defect, 'confirm', '<number>', 'our tests have confirmed it; all who wait for it are told').action(
    async (number: string, _options, command: Command) =>
      (await run()).stage(number, 'confirmed', undefined, command.optsWithGlobals()),
  );
  acting(defect, 'refute', '<number>', 'our tests have not confirmed it; all who wait for it are told').action(
    async (number: string, _options, command: Command) =>
      (await run()).stage(number, 'not-a-defect', undefined, command.optsWithGlobals()),
  );
  acting(defect, 'plan', '<number> <release>', 'a release carries the fix; all who wait for it are told')
    .option('--expected <day>', "when it is expected (2027-01-15); default: the release's own day")
    .action(async (number: string, release: string, _options, command: Command) =>
      (await run()).stage(number, 'planned', release, command.optsWithGlobals<PlanOptions>()),
    );
  acting(defect, 'released', '<number> [release]', 'the fix is out; all who wait for it are told').action(
    async (number: string, release: string | undefined, _options, command: Command) =>
      (await run()).stage(number, 'released', release, command.optsWithGlobals()),
  );
}

function acting(command: Command, name: string, args: string, description: string): Command {
  return command
    .command(`${name} ${args}`)
    .description(description)
    .option(...AS)
    .option(...JSON_RESULT);
}
