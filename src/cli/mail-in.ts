import type { Command } from 'commander';
import type { Common } from './ticket.ts';

export interface DeliverOptions extends Common {
  readonly recipient?: readonly string[];
}

export interface ImportOptions extends Common {
  readonly mailbox?: string;
  readonly desk?: string;
  readonly recipient?: string;
}

/** `spoc deliver` and `spoc import`: mail that comes neither by IMAP nor by LMTP. */
export function mailInCommands(program: Command): void {
  program
    .command('deliver')
    .description("take one mail from standard input (an MTA's pipe); the gateway reads it from the spool")
    .option(
      '-r, --recipient <address...>',
      'to whom the envelope says it goes (default: $ORIGINAL_RECIPIENT, $RECIPIENT, the only desk)',
    )
    .addHelpText(
      'after',
      `
In Postfix's master.cf:
  spoc unix - n n - - pipe flags=DORhu user=spoc argv=spoc deliver --config /etc/spoc/spoc.yaml --recipient \${recipient}
Exit codes for the MTA: 0 the mail is safe; 65 it is empty or too large; 75 not now, the MTA keeps it and tries again.`,
    )
    .action(async (_options, command: Command) => {
      const { deliver } = await import('./mail-in-run.ts');
      process.exitCode = await deliver(command.optsWithGlobals<DeliverOptions>(), process.stdin);
    });
  program
    .command('import <path>')
    .description('take older mail in without any notice: an mbox, a Maildir, a folder of .eml files, or one mail')
    .option('--mailbox <name>', 'the mailbox by whose rules it is read (needed where there are several)')
    .option('--desk <desk>', 'the desk it is taken to have come to')
    .option('--recipient <address>', '… or its address (default: that of the mailbox)')
    .option('--json', 'print {"kept", "seenBefore", "empty"}')
    .action(async (path: string, _options, command: Command) => {
      const { importOlder } = await import('./mail-in-run.ts');
      await importOlder(path, command.optsWithGlobals<ImportOptions>());
    });
}
