import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { MailboxId, Settings } from '../config/settings.ts';
import { importKind } from '../intake/import/import.ts';
import { deliverToSpool } from '../intake/spool.ts';
import { configured } from './configuration.ts';
import { changing, notRunning } from './data.ts';
import { EXIT, type ExitCode, Failure } from './exit.ts';
import { address, desk, oneOf } from './given.ts';
import type { DeliverOptions, ImportOptions } from './mail-in.ts';
import { report } from './report.ts';
import { count, remark, say, sayJson } from './terminal.ts';

/** Puts one mail into the spool. Whatever may be better at the next try is `later`, so that the MTA keeps the mail. */
export async function deliver(options: DeliverOptions, input: Readable): Promise<ExitCode> {
  try {
    const settings = await configured(options.config);
    await deliverToSpool(input, {
      folder: join(settings.data, 'spool-in'),
      recipients: recipientsOf(settings, options.recipient),
      at: new Date(),
      unique: randomUUID(),
      most: settings.intake.mailBytes,
    });
    return EXIT.ok;
  } catch (error) {
    const told = report(error, false);
    if (told === EXIT.usage || told === EXIT.data) return told;
    // A configuration that is wrong now, a full disk: none of this is the mail's fault.
    return EXIT.later;
  }
}

function recipientsOf(settings: Settings, given: readonly string[] | undefined): readonly string[] {
  const named = given ?? [process.env.ORIGINAL_RECIPIENT ?? process.env.RECIPIENT ?? ''].filter((word) => word !== '');
  if (named.length > 0) return named.map(address);
  const desks = [...settings.policy.desks.values()];
  const [only] = desks;
  if (only !== undefined && desks.length === 1) return [only.addresses[0]];
  throw new Failure(EXIT.usage, 'to whom does the mail go?', 'say it with --recipient ADDRESS');
}

/** Takes older mail in, through the gateway that runs or by itself. */
export async function importOlder(path: string, options: ImportOptions): Promise<void> {
  const settings = await configured(options.config);
  const full = resolve(path);
  const kind = await importKind(full);
  const { mailbox, recipient } = placeOf(settings, options);
  await changing(settings, async ({ operations, running }) => {
    const result = await operations.importMail(full, mailbox, recipient);
    if (options.json === true) sayJson(result);
    else {
      const more = [
        ...(result.seenBefore > 0 ? [`${result.seenBefore} imported before`] : []),
        ...(result.empty > 0 ? [`${result.empty} empty`] : []),
      ];
      say(
        `${count(result.kept, 'mail')} taken in from the ${kind} ${path}${more.length > 0 ? ` (${more.join(', ')})` : ''}.`,
      );
    }
    const wait = result.kept > 0 ? notRunning(running, 'they become tickets') : undefined;
    if (wait !== undefined) remark(wait);
  });
}

/** By whose rules the mail is read, and the address that it is taken to have come to. */
function placeOf(
  settings: Settings,
  options: ImportOptions,
): { readonly mailbox: MailboxId; readonly recipient: string } {
  if (options.desk !== undefined) {
    const found = settings.desks.get(desk(settings, options.desk));
    if (found !== undefined) return { mailbox: found.mailbox, recipient: options.recipient ?? found.desk.addresses[0] };
  }
  const all = [...settings.mailboxes.values()];
  const asked = options.recipient?.toLowerCase();
  const owner = all.find((box) => box.ownAddresses.some((own) => own.toLowerCase() === asked));
  const box =
    options.mailbox === undefined
      ? (owner ?? (all.length === 1 ? all[0] : undefined))
      : settings.mailboxes.get(oneOf(options.mailbox, [...settings.mailboxes.keys()], 'mailbox'));
  if (box === undefined)
    throw new Failure(
      EXIT.usage,
      'there are several mailboxes',
      `say whose mail it is with --mailbox (${all.map(({ id }) => id).join(', ')}) or --desk`,
    );
  return { mailbox: box.id, recipient: options.recipient === undefined ? box.address : address(options.recipient) };
}
