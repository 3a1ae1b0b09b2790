import type { Command } from 'commander';
import type { Common } from './ticket.ts';

/** `spoc demo`: a short story. */
export function demoCommand(program: Command): void {
  program
    .command('demo')
    .description('play a short story between clients and agents in two languages, and show each mail as it goes')
    .addHelpText(
      'after',
      '\nIt plays on the gateway that runs, when that has an embedded mailbox; else on one of its own in a temporary folder. No mail leaves the machine.',
    )
    .action(async (_options, command: Command) => {
      const { demo } = await import('./demo-run.ts');
      await demo(command.optsWithGlobals<Common>());
    });
}
