import type { Command } from 'commander';
import type { Common } from './ticket.ts';

export interface ReportOptions extends Common {
  readonly desk?: string;
  readonly client?: string;
  readonly month?: string;
  readonly output?: string;
  readonly locale?: string;
}

/** `spoc report`: what a month was like, at any time. */
export function reportCommand(program: Command): void {
  program
    .command('report')
    .description('what a month was like at a desk, or for a client there; after each month it is mailed by itself')
    .option('--desk <desk>', 'the desk (needed where there are several)')
    .option('--client <client>', 'of this client alone: id, company number or name')
    .option('--month <month>', 'such as 2026-11; default: the month before this one')
    .option('--output <file>', 'write it into a file: .pdf or .csv')
    .option('--locale <locale>', 'the language of the file and the tables; default: that of the desk')
    .option('--json', 'all figures, and the cases that they were counted from; times in milliseconds')
    .action(async (_options, command: Command) =>
      (await import('./monthly-report-run.ts')).monthlyReport(command.optsWithGlobals<ReportOptions>()),
    );
}
