import type { Command } from 'commander';
import type { Common } from './ticket.ts';

export interface DoctorOptions extends Common {
  readonly quick?: boolean;
}

/** `spoc doctor`: looks whether all is well. */
export function doctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('look whether all is well: configuration, templates, gateway, ledger, store, outbox, mail that waits')
    .option('--quick', 'without examining the whole store')
    .option('--json', '{"ok", "findings": [{level: fine | waits | wrong, what, next}]}')
    .addHelpText('after', '\nExit codes: 0 nothing is wrong (mail may wait for a person); 1 something is wrong.')
    .action(async (_options, command: Command) => {
      const { doctor } = await import('./doctor-run.ts');
      process.exitCode = await doctor(command.optsWithGlobals<DoctorOptions>());
    });
}
