import type { Command } from 'commander';
import type { Common } from './ticket.ts';

/** `spoc access redeem`: a key that was handed over is used, once; for the portal that clients come to (SOFTECH-2). */
export function accessCommand(program: Command): void {
  program
    .command('access')
    .description('access of clients to a portal')
    .command('redeem <key>')
    .description('use a key, once: prints whose it is, or that it is not good')
    .option('--json', '{ticket, contact, client, companyNumber}')
    .action(async (key: string, _options, command: Command) =>
      (await import('./access-run.ts')).redeem(key, command.optsWithGlobals<Common>()),
    );
}
