import type { Command } from 'commander';
import type { Common } from './ticket.ts';

export interface ForgetOptions extends Common {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** `spoc forget` and `spoc export-person`: what people may ask for about themselves. */
export function personCommands(program: Command): void {
  program
    .command('forget <address>')
    .description('take a person out of everything that is remembered')
    .option('--dry-run', 'only tell what there is')
    .option('--yes', 'without asking')
    .option('--json', 'print {result, tickets, open, messages, mails, outgoing}')
    .addHelpText(
      'after',
      `
What the person wrote goes, with attachments, raw mail and the text of outgoing mail about those tickets; addresses, names and numbers are
taken out of what others wrote on them. Tickets and their histories stay, without a name. The mails are never taken in again, even if the mailbox still has
them. Not reached: your backups (the next one to the same folder replaces them), the mailbox itself, declined forms of the name in what others wrote.`,
    )
    .action(async (address: string, _options, command: Command) => {
      const { forget } = await import('./person-run.ts');
      process.exitCode = await forget(address, command.optsWithGlobals<ForgetOptions>());
    });
  program
    .command('export-person <address> <file>')
    .description(
      'write everything that is remembered of a person to a JSON file: record, tickets, booked work, introductions and hours agreed with his client, messages, attachments, mails',
    )
    .option('--json', 'print {result, tickets, open, messages, mails, outgoing}')
    .action(async (address: string, file: string, _options, command: Command) => {
      const { exportPerson } = await import('./person-run.ts');
      await exportPerson(address, file, command.optsWithGlobals<Common>());
    });
}
