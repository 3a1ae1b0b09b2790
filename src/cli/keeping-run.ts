import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { MailboxReconciled } from '../intake/reconcile.ts';
import { backUp } from '../store/backup.ts';
import { restore } from '../store/restore.ts';
import { configured } from './configuration.ts';
import { changing, notRunning, openedForReading } from './data.ts';
import { EXIT, type ExitCode, Failure } from './exit.ts';
import { oneOf } from './given.ts';
import type { ReconcileOptions, RestoreOptions } from './keeping.ts';
import { lockFor } from './start-run.ts';
import { colour, count, lines, plain, remark, say, sayJson } from './terminal.ts';
import type { Common } from './ticket.ts';

/** Makes a backup. */
export async function backup(folder: string, options: Common): Promise<ExitCode> {
  const { data } = await configured(options.config);
  const target = resolve(folder);
  const done = await backUp(data, target, new Date());
  const wrong = done.lacking.length > 0;
  if (options.json === true) sayJson(done);
  else {
    const { mails, tickets, messages, unsent, files, spooled } = done;
    say(`${target} holds ${count(mails, 'mail')}, ${count(tickets, 'ticket')} and ${count(messages, 'message')}.`);
    say(`${count(files, 'large file')}, ${count(done.copied, 'of them new', 'of them new')} (${size(done.bytes)}).`);
    if (unsent > 0) say(`${count(unsent, 'outgoing mail')} not yet sent: a restore puts them on hold.`);
    if (spooled > 0) say(`${count(spooled, 'file')} of the spool.`);
    say(colour.dim('The configuration and its secrets are not in it.'));
  }
  for (const hash of done.lacking) remark(`the blob ${hash} is missing or damaged in ${data} and is not in the backup`);
  if (wrong) remark('  `spoc verify` tells what is wrong; an earlier backup may have them');
  return wrong ? EXIT.wrong : EXIT.ok;
}

/** Makes a backup the content of the data folder. */
export async function restoreFrom(folder: string, options: RestoreOptions): Promise<void> {
  const settings = await configured(options.config);
  const lock = lockFor(settings);
  try {
    const source = resolve(folder);
    const { replace = false, damaged = false } = options;
    const done = await restore({ source, folder: settings.data, replace, damaged, now: new Date() });
    if (options.json === true) return sayJson(done);
    const of = done.madeAt === undefined ? '' : ` as of ${done.madeAt}`;
    say(`${settings.data} holds ${count(done.mails, 'mail')} and ${count(done.tickets, 'ticket')}${of}.`);
    for (const one of done.wrong) say(colour.red(one));
    if (done.putAside !== undefined)
      say(`What was there lies in ${done.putAside}; remove it when you need it no more.`);
    if (done.held > 0)
      say(
        `${count(done.held, 'outgoing mail')} on hold: \`spoc outbox list\`, then \`spoc outbox release\` or \`drop\`.`,
      );
    say('Next: start the gateway, then `spoc reconcile` takes in what the mailboxes have and the backup has not.');
  } finally {
    lock.release();
  }
}

/** Examines the data folder, or another one that is laid out like it, with all its contents. */
export async function verify(folder: string | undefined, options: Common): Promise<ExitCode> {
  const place = folder === undefined ? (await configured(options.config)).data : resolve(folder);
  if (!existsSync(join(place, 'spoc.db')))
    throw new Failure(EXIT.missing, `there is no database in ${place}`, 'name a data folder or a backup');
  const wrong = await openedForReading(place, ({ examine }) => examine('contents'));
  if (options.json === true) sayJson({ ok: wrong.length === 0, wrong });
  else {
    for (const one of wrong) say(`${colour.red('wrong')}  ${lines(one)}`);
    if (wrong.length > 0)
      say(
        colour.dim(
          '       keep a copy of the folder as it is; an earlier backup may be whole: `spoc verify FOLDER` tells',
        ),
      );
    else say(`${place}: database, references, ledger, histories and blobs are whole.`);
  }
  return wrong.length === 0 ? EXIT.ok : EXIT.wrong;
}

/** Compares mailboxes with the ledger. */
export async function reconcile(mailbox: string | undefined, options: ReconcileOptions): Promise<ExitCode> {
  const settings = await configured(options.config);
  const asked = {
    mailbox: mailbox === undefined ? undefined : oneOf(mailbox, [...settings.mailboxes.keys()], 'mailbox'),
    since: options.since === undefined ? undefined : day(options.since),
    dryRun: options.dryRun === true,
  };
  return changing(settings, async ({ operations, running }) => {
    const results = await operations.reconcile(asked);
    const errors = results.flatMap(({ error, folders }) => [error, ...folders.map((one) => one.error)]).filter(isText);
    if (options.json === true) sayJson(results);
    else for (const result of results) tellReconciled(result, asked.dryRun);
    const taken = results.flatMap(({ folders }) => folders).some(({ unknown }) => unknown > 0);
    const wait = taken && !asked.dryRun ? notRunning(running, 'they are decided') : undefined;
    if (wait !== undefined) remark(wait);
    return errors.length === 0 ? EXIT.ok : EXIT.unavailable;
  });
}

function tellReconciled({ mailbox, folders, error, deletes }: MailboxReconciled, dryRun: boolean): void {
  if (isText(error)) say(`${mailbox}  ${colour.red(lines(error))}`);
  for (const { folder, looked, unknown, first, error: why } of folders) {
    const what = unknown === 0 ? 'all of them known' : `${unknown} ${dryRun ? 'unknown' : 'taken in'}`;
    say(`${mailbox}  ${plain(folder)}: ${count(looked, 'mail')} compared, ${what}`);
    for (const { uid, size: bytes, arrivedAt } of first)
      say(colour.dim(`     UID ${uid}  ${arrivedAt ?? ''}  ${size(bytes)}`));
    if (isText(why)) say(colour.red(`     ${lines(why)}`));
  }
  if (deletes) say(colour.dim(`     ${mailbox} deletes what is decided: that cannot be compared`));
}

/** What is not there is null once it crossed the socket. */
function isText(value: string | undefined | null): value is string {
  return typeof value === 'string';
}

/** A date or moment, as ISO 8601. */
function day(word: string): string {
  const date = new Date(word);
  if (/^\d{4}-\d{2}-\d{2}/.test(word) && !Number.isNaN(date.getTime())) return date.toISOString();
  throw new Failure(EXIT.usage, `"${word}" is no date`, 'write it as 2026-11-22');
}

function size(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
