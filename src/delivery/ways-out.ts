import type { Logger } from 'pino';
import type { MailboxId, MailboxSettings, Settings } from '../config/settings.ts';
import type { MailboxTokens } from '../config/tokens.ts';
import type { OutboxRow, Store, Tx } from '../store/port.ts';
import { createOutboxWorker } from './outbox.ts';
import type { Undelivered } from './outcome.ts';
import { type CopySession, createSentCopies, type SentCopies } from './sent-copy.ts';
import { createTransport, type Transport } from './transport.ts';

export interface WaysOutParts<S extends CopySession> {
  readonly settings: Settings;
  readonly store: Store;
  readonly tokens: (mailbox: MailboxId) => MailboxTokens;
  /** How the Sent folder of a mailbox is reached. */
  readonly copies: {
    readonly open: (mailbox: MailboxSettings) => Promise<S>;
    readonly close: (session: S) => Promise<void>;
  };
  /** A mail did not arrive: a person must know. Runs within the transaction that records it. */
  readonly onUndelivered: (tx: Tx, row: OutboxRow, why: Undelivered) => Promise<void>;
  readonly log: Logger;
  readonly now: () => Date;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** Everything by which mail goes out. */
export interface WaysOut {
  poke(): void;
  /** Starts no more mail; waits for what is on the way, `within` milliseconds at the most. */
  close(within: number): Promise<void>;
}

/** Rows taken from the outbox at once; how many of them are on the way is each mailbox's to say (`connections`). */
const CONCURRENCY = 20;

/** Begins to drain the outbox: a relay for each mailbox that sends, and copies to its Sent folder where that is wanted. */
export function openWaysOut<S extends CopySession>(parts: WaysOutParts<S>): WaysOut {
  const { settings, store, tokens, log, now, random, signal } = parts;
  const transports = new Map<MailboxId, Transport>();
  const copies = new Map<MailboxId, SentCopies>();
  for (const [id, box] of settings.mailboxes) {
    if (box.access.kind !== 'servers') continue;
    const { smtp } = box.access;
    if (smtp !== undefined) {
      const { host, port, tls, ca, login } = smtp;
      const user = login.kind === 'none' ? undefined : login.user;
      const password = login.kind === 'password' ? login.password.reveal() : undefined;
      const { address, connections } = box;
      const account = { name: id, host, port, tls, ca, user, password, address, connections };
      transports.set(id, createTransport(account, { log, tokens: tokens(id).smtp }));
    }
    if (box.sentCopy !== undefined) {
      const { open, close } = parts.copies;
      copies.set(id, createSentCopies({ store, folder: box.sentCopy, open: () => open(box), close, log, random }));
    }
  }
  const mailboxOf = (row: Pick<OutboxRow, 'desk'>) => settings.desks.get(row.desk)?.mailbox ?? ('' as MailboxId);
  const outbox = createOutboxWorker({
    store,
    transportFor: (desk) => transports.get(mailboxOf({ desk })),
    log,
    now,
    random,
    signal,
    concurrency: CONCURRENCY,
    onUndelivered: parts.onUndelivered,
    onSent: (row, alias) => copies.get(mailboxOf(row))?.add(row, alias),
  });
  const running = outbox.run();
  return {
    poke: () => outbox.poke(),
    close: async (within) => {
      await outbox.drain(within);
      await running;
      await Promise.all([...copies.values()].map((one) => one.drain()));
      for (const transport of transports.values()) transport.close();
    },
  };
}
