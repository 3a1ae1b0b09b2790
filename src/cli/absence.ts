import type { Command } from 'commander';
import type { Common } from './ticket.ts';

export interface AbsenceOptions extends Common {
  readonly deputy?: string;
  readonly dryRun?: boolean;
}

const ABSENCE_JSON = '{agent, from, to, deputy, source}';
const DAYS =
  'Days: 2026-12-20..2026-12-31, 2026-12-24, today, "until 2026-12-31", "24. 12. 2026"; the last counts too.';

/** `spoc absence …`: who is away when (SAOP-2). */
export function absenceCommands(program: Command): void {
  const run = () => import('./absence-run.ts');
  const absence = program.command('absence').description('when agents are away; their tickets do not wait for them');
  absence
    .command('list')
    .description('who is away, now and later')
    .option('--json', `a list of ${ABSENCE_JSON}; "to" is the moment at which it has ended`)
    .action(async (_options, command: Command) => (await run()).listAbsences(command.optsWithGlobals()));
  absence
    .command('add <agent> <days>')
    .description('enter an absence; what it overlaps of the same agent gives way')
    .addHelpText('after', `\n${DAYS}`)
    .option('--deputy <agent>', 'takes the tickets meanwhile (default: the deputy of the configuration)')
    .option('--json', `print ${ABSENCE_JSON}`)
    .action(async (agent: string, days: string, _options, command: Command) =>
      (await run()).addAbsence(agent, days, command.optsWithGlobals<AbsenceOptions>()),
    );
  absence
    .command('remove <agent> [days]')
    .description('the agent is there on these days after all; without days: from now on')
    .addHelpText('after', `\n${DAYS}`)
    .action(async (agent: string, days: string | undefined, _options, command: Command) =>
      (await run()).removeAbsences(agent, days, command.optsWithGlobals()),
    );
  absence
    .command('import <file>')
    .description(
      'enter absences from a CSV file (- is standard input); a wrong row is told with its line and nothing is entered',
    )
    .addHelpText('after', '\nColumns: agent,from,to,deputy; days such as 2026-12-24. An empty "to" is the same day.')
    .option('--dry-run', 'only say what would be entered')
    .option('--json', `print {"dryRun", "entered": [${ABSENCE_JSON}]} or {"problems": [{line, why}]}`)
    .action(async (file: string, _options, command: Command) =>
      (await run()).importAbsences(file, command.optsWithGlobals<AbsenceOptions>()),
    );
}
