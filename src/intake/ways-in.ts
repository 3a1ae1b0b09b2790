import { join } from 'node:path';
import type { Logger } from 'pino';
import type { MailboxId, Settings } from '../config/settings.ts';
import type { MailboxTokens } from '../config/tokens.ts';
import { addressKey } from '../mail/address.ts';
import type { Store } from '../store/port.ts';
import { imapAccount } from './imap/account.ts';
import { createGate, type Gate } from './imap/gate.ts';
import { createImapReader, type ImapReader, type ReaderStatus } from './imap/reader.ts';
import type { Keeper } from './keep.ts';
import { listenLmtp } from './lmtp.ts';
import { startLoop } from './loop.ts';
import { createSpoolReader } from './spool-reader.ts';

/** Where `spoc deliver` puts mail, below the data folder. */
export const SPOOL_IN = 'spool-in';

/** Mailboxes of one server that are opened at a time: after its restart all come back, and a login is the most costly of what it does. */
const LOGINS = 10;
/** Batches of the largest kind that all readers together hold at a time. */
const ROOM = 4;

export interface WaysInParts {
  readonly settings: Settings;
  readonly store: Store;
  readonly keeper: Keeper;
  readonly tokens: (mailbox: MailboxId) => MailboxTokens;
  readonly log: Logger;
  readonly now: () => Date;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** Everything by which mail comes in: IMAP mailboxes, the spool of `spoc deliver`, the LMTP listener. */
export interface WaysIn {
  /** Mail was decided: its mailbox is to be told. */
  poke(): void;
  status(): readonly (ReaderStatus & { readonly id: MailboxId })[];
  close(): Promise<void>;
}

/** Opens all ways in; each works by itself from then on. */
export async function openWaysIn(parts: WaysInParts): Promise<WaysIn> {
  const { settings, store, keeper, tokens, log, now, random, signal } = parts;
  const readers = new Map<MailboxId, ImapReader>();
  const gates = new Map<string, Gate>();
  // A server that hangs holds no more of it than its own set.
  const room = createGate(ROOM * settings.intake.batchBytes);
  for (const [id, box] of settings.mailboxes) {
    if (box.access.kind !== 'servers') continue;
    const account = imapAccount(box, box.access.imap);
    const server = `${account.host}:${account.port}`;
    const gate = gates.get(server) ?? createGate(LOGINS);
    gates.set(server, gate);
    const limits = { batchMails: settings.intake.batchMails, batchBytes: settings.intake.batchBytes };
    readers.set(
      id,
      createImapReader({
        ...{ account, store, keeper, log, now, random, signal, limits, gate, room },
        tokens: tokens(id).imap,
      }),
    );
  }
  const most = settings.intake.mailBytes;
  const lmtp = settings.lmtp && (await listenLmtp({ ...settings.lmtp, keeper, log, now, most }));
  const mailboxOf = (recipient: string) => mailboxFor(settings, recipient);
  const spool = createSpoolReader({ folder: join(settings.data, SPOOL_IN), keeper, mailboxOf, log, now, signal });
  const running = [...readers.values(), spool].map((one) => one.run());
  // Only those that are concerned: a hundred that look up from IDLE for each mail of one cost more than the mail.
  const tell = async () => {
    for (const mailbox of await store.read.untoldMailboxes()) readers.get(mailbox as MailboxId)?.poke();
    return undefined;
  };
  const telling = startLoop('mailboxes', tell, log, now);
  return {
    poke: telling.poke,
    status: () => [...readers].map(([id, reader]) => ({ id, ...reader.status() })),
    close: async () => {
      await telling.close();
      await Promise.all([...[...readers.values(), spool].map((one) => one.close()), lmtp?.close()]);
      await Promise.all(running);
    },
  };
}

/** The mailbox by whose rules mail to an address is read. */
function mailboxFor(settings: Settings, recipient: string): MailboxId {
  const key = addressKey(recipient);
  const boxes = [...settings.mailboxes.values()];
  const box = boxes.find(({ ownAddresses }) => ownAddresses.some((own) => addressKey(own) === key)) ?? boxes[0];
  if (box === undefined) throw new Error('no mailbox is configured');
  return box.id;
}
