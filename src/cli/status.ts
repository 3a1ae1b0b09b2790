import type { Command } from 'commander';
import type { Common } from './ticket.ts';

/** `spoc status`: whether a gateway works, for those who watch it. */
export function statusCommand(program: Command): void {
  program
    .command('status')
    .description('whether a gateway runs and takes mail in: quick, for health checks; `spoc doctor` looks deeper')
    .option('--json', 'print {ok, pid, startedAt, disk, mailboxes, …}')
    .addHelpText(
      'after',
      '\nExit codes: 0 it runs; 1 it runs and the disk takes no mail, or no mailbox can be read; 69 none runs.',
    )
    .action(async (_options, command: Command) => {
      const { status } = await import('./status-run.ts');
      process.exitCode = await status(command.optsWithGlobals<Common>());
    });
}
