import type { Command } from 'commander';
import type { ActOptions, Common } from './ticket.ts';

export interface CallOptions extends ActOptions {
  readonly desk?: string;
  readonly ticket?: string;
  readonly for?: string;
  readonly subject?: string;
  readonly answer?: string;
}

export interface OnCallOptions extends Common {
  readonly at?: string;
}

/** `spoc call` and `spoc on-call`. */
export function phoneCommands(program: Command): void {
  const run = () => import('./phone-run.ts');
  program
    .command('call <number> [notes...]')
    .description(
      'record a call: the number in any written form, or "withheld"; notes as arguments or on standard input',
    )
    .option('--desk <desk>', 'the desk that was called (needed where there are several)')
    .option('--ticket <number>', 'it was about this ticket (default: it opens one)')
    .option('--for <who>', 'who called: an address, a name, or the id of one of the people with the number')
    .option('--subject <subject>', 'of the new ticket (default: the first line of the notes)')
    .option('--answer <text>', 'what the caller was told: it counts as an answer, and is not sent')
    .option('--as <agent>', 'act as this agent of the configuration (default: the operator)')
    .option('--json', 'print {"tickets": [numbers], "notices": n}')
    .addHelpText(
      'after',
      '\nA number with blanks stands in quotes. One of several people is refused, with their names.\nBy mail: a line `call +381 64 … notes` at the head of a mail of an agent does the same.',
    )
    .action(async (number: string, notes: string[], _options, command: Command) =>
      (await run()).recordCall(number, notes, command.optsWithGlobals<CallOptions>()),
    );
  program
    .command('on-call')
    .description('who is on call, by rota, until when, and by which number')
    .option(
      '--at <moment>',
      'at this moment (default: now): 2026-12-24 or 2026-12-24T18:00, in the time zone of the rota',
    )
    .option('--json', 'a list of {rota, agent, name, number, from, until}; agent is null before the rota begins')
    .action(async (_options, command: Command) => (await run()).showOnCall(command.optsWithGlobals<OnCallOptions>()));
}
