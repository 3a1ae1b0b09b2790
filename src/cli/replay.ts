import type { Command } from 'commander';
import type { Common } from './ticket.ts';

export interface ReplayCommandOptions extends Common {
  readonly mailbox?: string;
  readonly from?: string;
  readonly to?: string;
  readonly until?: string;
  readonly trust?: boolean;
  readonly people?: boolean;
  readonly verbose?: boolean;
}

/** `spoc replay PATH`: what a configuration would have made of mail that has been. */
export function replayCommand(program: Command): void {
  program
    .command('replay <path>')
    .description(
      'run mail (mbox, Maildir, folder of .eml files) through a configuration with a virtual clock; nothing is sent',
    )
    .option('--mailbox <name>', 'the mailbox by whose rules it is read (needed where there are several)')
    .option('--from <date>', 'only mail that came on this day (UTC) or later')
    .option('--to <date>', 'only mail that came before this day')
    .option('--until <date>', 'let timers run until then (default: 30 days after the last mail)')
    .option('--trust', 'take every sender for genuine, and every Received line for true')
    .option('--people', 'begin with the clients, contacts and services of the data folder, which is only read')
    .option('--verbose', 'tell of each mail what became of it')
    .option('--json', 'print the report as one object; with --verbose a line for each mail before it')
    .addHelpText(
      'after',
      `
Try a policy on last year's mail: replay it with the configuration as it is and as it may be, and compare. Mail comes in the order of its topmost
Received line where a trusted server wrote it, else of its Date. No DNS is asked: senders are proved by the results of trusted receivers,
or all with --trust, which mail that staff sent always needs (nobody checked it). Mail from the desk's own address counts as that of the desk's
first agent. Everything happens in a temporary folder (\`$TMPDIR\`, about as large as the archive), which is removed.
The same mail and configuration make the same report. The JSON keys:
  span {first, last, end}, mails {all, outcomes, agents {joined, opened, unplaced}, stopped [{at, outcome, from, subject, reasons}]},
  tickets {all, byDesk, byStatus, byPriority, byType}, notices [{kind, language, to, count}], assignments, escalations,
  escalationsRefused, targets [{level, priority, target, met, missed, open, median (milliseconds)}]`,
    )
    .action(async (path: string, _options, command: Command) => {
      const { replayArchive } = await import('./replay-run.ts');
      await replayArchive(path, command.optsWithGlobals<ReplayCommandOptions>());
    });
}
