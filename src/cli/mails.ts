import type { Command } from 'commander';
import type { Common } from './ticket.ts';

export interface LedgerOptions extends Common {
  readonly outcome?: readonly string[];
  readonly waiting?: boolean;
  readonly before?: string;
  readonly limit: string;
}

export interface OutboxOptions extends Common {
  readonly state?: readonly string[];
  readonly ticket?: string;
  readonly limit: string;
}

const MAIL_JSON =
  '{mail, source, seenAt, arrivedAt, size, from, subject, messageId, desk, kind, authenticity, outcome, reasons, settledAt, settledBy, ticket, attempts, lastError, history}';

/** `spoc ledger`, `held`, `outbox`, `search`, `explain`: what came in, what goes out, and why. */
export function mailCommands(program: Command): void {
  const run = () => import('./mails-run.ts');
  program
    .command('ledger')
    .description('every mail that was received, newest first, with what became of it')
    .option(
      '--outcome <outcome...>',
      'only these: opened, added, command, bounce, auto-reply, automatic, spam, loop, duplicate, held, refused, quarantined, failed',
    )
    .option('--waiting', 'only mail that waits to be decided')
    .option('--before <mail>', 'older than this one: the next page')
    .option('--limit <n>', 'at most so many', '50')
    .option('--json', `{received, waiting, outcomes, mails: [${MAIL_JSON}]}`)
    .action(async (_options, command: Command) => (await run()).ledger(command.optsWithGlobals<LedgerOptions>()));

  const held = program.command('held').description('mail that waits for a person');
  held
    .command('list')
    .description('mail that is held or quarantined')
    .option('--limit <n>', 'at most so many', '200')
    .option('--json', `a list of ${MAIL_JSON}`)
    .action(async (_options, command: Command) => (await run()).heldList(command.optsWithGlobals<LedgerOptions>()));
  held
    .command('release <mail...>')
    .description('let these mails pass after all (also refused, spam or failed ones); a held answer is sent')
    .option('--json', 'a list of {id, result}: released, sent, unknown, not-held, refused (with why)')
    .action(async (mails: string[], _options, command: Command) =>
      (await run()).heldRelease(mails, command.optsWithGlobals()),
    );
  held
    .command('drop <mail...>')
    .description('settle these mails without a ticket')
    .option('--as <outcome>', 'spam or refused', 'spam')
    .option('--json', 'a list of {id, result}: dropped, unknown, not-held')
    .action(async (mails: string[], _options, command: Command) =>
      (await run()).heldDrop(mails, command.optsWithGlobals<Common & { readonly as: string }>()),
    );

  const outbox = program.command('outbox').description('mail that goes out');
  outbox
    .command('list')
    .description('outgoing mail; without --state all that is not sent')
    .option('--state <state...>', 'queued, sending, sent, uncertain, failed, hold, bounced, dropped')
    .option('--ticket <number>', 'of this ticket')
    .option('--limit <n>', 'at most so many', '200')
    .option(
      '--json',
      'a list of {id, state, kind, ticket, recipient, subject, attempts, nextTry, lastError, createdAt, sentAt, messageId}',
    )
    .action(async (_options, command: Command) => (await run()).outboxList(command.optsWithGlobals<OutboxOptions>()));
  outbox
    .command('release [id...]')
    .description('send what is on hold, failed or uncertain; without ids everything on hold')
    .option('--json', 'print {"changed"}')
    .action(async (which: string[], _options, command: Command) =>
      (await run()).outboxChange('release', which, command.optsWithGlobals()),
    );
  outbox
    .command('drop <id...>')
    .description('never send these')
    .option('--json', 'print {"changed"}')
    .action(async (which: string[], _options, command: Command) =>
      (await run()).outboxChange('drop', which, command.optsWithGlobals()),
    );

  program
    .command('search <words...>')
    .description('tickets by words of subject, text and attachment names; accents and alphabet make no difference')
    .option('--limit <n>', 'at most so many', '20')
    .option('--json', 'a list of {number, …, message, snippet}')
    .action(async (words: string[], _options, command: Command) =>
      (await run()).search(words, command.optsWithGlobals<Common & { readonly limit: string }>()),
    );
  program
    .command('explain <what>')
    .description('why a mail or ticket went where it went: the id of the ledger, a Message-ID, or a ticket number')
    .option('--json', 'one object {mails: […], ticket, events, outgoing}')
    .action(async (what: string, _options, command: Command) => {
      const { explain } = await import('./explain.ts');
      await explain(what, command.optsWithGlobals());
    });
}
