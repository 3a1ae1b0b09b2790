import type { Command } from 'commander';
import type { ActOptions, Common } from './ticket.ts';

export interface RfoShowOptions extends Common {
  readonly output?: string;
}

/** `spoc rfo …`: documents on the reason of outages (INTERSPACE-8). */
export function rfoCommands(program: Command): void {
  const run = () => import('./rfo-run.ts');
  const rfo = program
    .command('rfo')
    .description('documents on the reason of outages: those asked for, and those issued');
  rfo
    .command('list')
    .description('incidents whose document was asked for or issued, those that are due first')
    .option('--json', 'a list of {number, subject, state, due, issuedAt, file}')
    .action(async (_options, command: Command) => (await run()).listRfos(command.optsWithGlobals()));
  rfo
    .command('show <number>')
    .description('the document of an incident: its text, or the PDF file that was sent')
    .option('--output <file>', 'write the PDF there; - is standard output')
    .option('--json', 'one object {number, state, due, issuedAt, text, file, size}')
    .action(async (number: string, _options, command: Command) =>
      (await run()).showRfo(number, command.optsWithGlobals<RfoShowOptions>()),
    );
  rfo
    .command('draft <number>')
    .description('a text to begin with, with the course of events as the ticket tells it')
    .action(async (number: string, _options, command: Command) =>
      (await run()).draftRfo(number, command.optsWithGlobals()),
    );
  rfo
    .command('write <number> [text...]')
    .description(
      'issue it: a text with the sections “Cause:”, “Prevention:” and, if wanted, “Timeline:” (or standard input)',
    )
    .option('--as <agent>', 'act as this agent of the configuration (default: the operator)')
    .option('--json', 'print {"tickets": [numbers], "notices": n}')
    .action(async (number: string, text: string[], _options, command: Command) =>
      (await run()).writeRfo(number, text, command.optsWithGlobals<ActOptions>()),
    );
}
