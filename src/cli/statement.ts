import type { Command } from 'commander';
import type { Common } from './ticket.ts';

export interface StatementOptions extends Common {
  readonly desk?: string;
  readonly month?: string;
  readonly output?: string;
  readonly locale?: string;
  readonly send?: boolean;
}

/** `spoc statement`: the work of a month for a client, shown, written into a file, or mailed. */
export function statementCommand(program: Command): void {
  program
    .command('statement <client>')
    .description('the work for a client in a month, and what of it is charged; after each month it is mailed by itself')
    .option('--desk <desk>', "default: the client's desk, or the only one")
    .option('--month <month>', 'such as 2026-11; default: the month before this one')
    .option('--output <file>', 'write it into a file: .pdf or .csv')
    .option('--locale <locale>', 'the language of the file; default: that in which the client is written to')
    .option('--send', "mail it to the client's persons responsible for support now, as after the month's end")
    .option('--json', '{month, lines, worked, charged, included, due} in minutes, or {sent}')
    .action(async (client: string, _options, command: Command) =>
      (await import('./statement-run.ts')).statement(client, command.optsWithGlobals<StatementOptions>()),
    );
}
