import type { Command } from 'commander';
import type { Common } from './ticket.ts';

export interface RestoreOptions extends Common {
  readonly replace?: boolean;
  readonly damaged?: boolean;
}

export interface ReconcileOptions extends Common {
  readonly since?: string;
  readonly dryRun?: boolean;
}

/** `spoc backup`, `restore`, `verify`, `reconcile`: that nothing that was remembered is lost. */
export function keepingCommands(program: Command): void {
  const run = () => import('./keeping-run.ts');
  program
    .command('backup <folder>')
    .description('copy all that is remembered to a folder, beside a gateway that may run')
    .option(
      '--json',
      'print {madeAt, schema, mails, tickets, messages, unsent, files, spooled, copied, bytes, lacking}',
    )
    .addHelpText(
      'after',
      `
In it: the database as it is at one moment, the files of large mails and attachments, and mail of \`spoc deliver\` that waits. The same folder
again copies only what is new. Not in it: the configuration, passwords and tokens, which lie outside of the data folder; keep those by yourself.
It holds all mail: guard it as you guard the data folder. Exit code 1: files are missing or damaged in the data folder, all else was copied.`,
    )
    .action(async (folder: string, _options, command: Command) => {
      process.exitCode = await (await run()).backup(folder, command.optsWithGlobals<Common>());
    });
  program
    .command('restore <folder>')
    .description('make a backup the content of the data folder; no gateway may run')
    .option('--replace', 'put aside what is in the data folder, in a folder within it')
    .option('--damaged', 'take a backup in which something is wrong as it is')
    .option('--json', 'print {madeAt, mails, tickets, held, wrong, putAside}')
    .addHelpText(
      'after',
      `
The backup is examined first. Outgoing mail that it holds is put on hold, since it may have gone out: \`spoc outbox list\`, then release or drop.
So is what follows from mail that arrived before the restore; mail that arrives from then on is answered as always. Ticket numbers go on with a gap, so
that none given since the backup means another ticket. Then \`spoc reconcile\` takes in again what the mailboxes still have.`,
    )
    .action(async (folder: string, _options, command: Command) =>
      (await run()).restoreFrom(folder, command.optsWithGlobals<RestoreOptions>()),
    );
  program
    .command('verify [folder]')
    .description('read all that is remembered, or a backup: database, references, ledger, histories, every blob')
    .option('--json', 'print {"ok", "wrong": [text]}')
    .action(async (folder: string | undefined, _options, command: Command) => {
      process.exitCode = await (await run()).verify(folder, command.optsWithGlobals<Common>());
    });
  program
    .command('reconcile [mailbox]')
    .description(
      'compare the mailboxes with the ledger, and take in what it does not know: after a restore, or at any time',
    )
    .option('--dry-run', 'only tell')
    .option('--since <date>', 'look at mail that arrived since (default: since the mailbox was first met)')
    .option(
      '--json',
      'a list of {mailbox, folders: [{folder, looked, unknown, first: [{uid, size, arrivedAt}], error}], error, deletes}',
    )
    .addHelpText(
      'after',
      `
Looks into the folder that is read and, with \`after: { move: FOLDER }\`, into that one. A mail that is known is never taken twice, wherever it lies now.
Where mail is deleted once it is decided (\`after: delete\`) there is nothing to compare with.`,
    )
    .action(async (mailbox: string | undefined, _options, command: Command) => {
      process.exitCode = await (await run()).reconcile(mailbox, command.optsWithGlobals<ReconcileOptions>());
    });
}
