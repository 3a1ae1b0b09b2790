import { ImapFlow } from 'imapflow';
import type { Outcome } from '../../../src/desk/facts.ts';
import type { LedgerId } from '../../../src/desk/ids.ts';
import {
  type ImapAccount,
  type IntakeLog,
  READER_LIMITS,
  type ReaderOptions,
} from '../../../src/intake/imap/account.ts';
import { createImapReader, type ImapReader } from '../../../src/intake/imap/reader.ts';
import { createKeeper, type KeptResult } from '../../../src/intake/keep.ts';
import { openStore } from '../../../src/store/open.ts';
import type { LedgerRow, Store } from '../../../src/store/port.ts';
import { temporaryFolder } from '../../servers/folder.ts';
import type { PeerMailbox } from '../../servers/imap-peer.ts';

export const SILENT: IntakeLog = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** A store in a temporary folder, with what a test wants to know of it. */
export interface TestStore {
  readonly store: Store;
  /** One entry for each commit. */
  readonly commits: (readonly KeptResult[])[];
  readonly keeper: ReturnType<typeof createKeeper>;
  /** All rows, oldest first. */
  rows(): Promise<readonly LedgerRow[]>;
  subjects(): Promise<readonly string[]>;
  raw(row: LedgerRow): Promise<Buffer>;
  settle(outcome?: Outcome): Promise<readonly LedgerId[]>;
  forget(): Promise<void>;
}

export async function testStore(): Promise<TestStore> {
  const folder = await temporaryFolder('store');
  const store = await openStore({ folder: folder.path, log: { info: () => undefined } });
  const commits: (readonly KeptResult[])[] = [];
  const keeper = createKeeper(store, { now: () => new Date(), onKept: (kept) => commits.push(kept) });
  const rows = async (): Promise<readonly LedgerRow[]> => (await store.read.ledgerRows({ limit: 5_000 })).toReversed();
  const raw = async (row: LedgerRow): Promise<Buffer> => {
    if (row.blob === undefined) throw new Error('a row without raw mail');
    return store.blobs.get(row.blob);
  };
  return {
    store,
    commits,
    keeper,
    rows,
    raw,
    subjects: async () => Promise.all((await rows()).map(async (row) => subjectOf(await raw(row)))),
    settle: async (outcome = 'opened') => {
      const waiting = (await store.read.ledgerRows({ waiting: true, limit: 5_000 })).map((row) => row.id);
      const by = { kind: 'gateway' } as const;
      await store.write(async (tx) => {
        for (const id of waiting) await tx.settle(id, outcome, undefined, ['test'], by, new Date());
      });
      return waiting;
    },
    forget: async () => {
      await store.close();
      await folder.forget();
    },
  };
}

/** A mail with this subject. */
export function mail(subject: string, body = 'Zdravo'): Buffer {
  const lines = [
    'From: Ana <ana@example.com>',
    'To: desk@example.com',
    `Subject: ${subject}`,
    `Message-ID: <${subject.replaceAll(' ', '-')}@example.com>`,
    '',
    body,
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
}

export function subjectOf(raw: Buffer): string {
  return /^Subject: (.*?)\r?$/m.exec(raw.toString('latin1'))?.[1] ?? '';
}

export function accountOf(mailbox: PeerMailbox, changes: Partial<ImapAccount> = {}): ImapAccount {
  return {
    name: 'support',
    host: mailbox.host,
    port: mailbox.port,
    tls: 'none',
    user: mailbox.user,
    password: mailbox.password,
    ca: undefined,
    folder: 'INBOX',
    since: 'now',
    after: { kind: 'leave' },
    poll: 3_600_000,
    ...changes,
  };
}

/** A reader with short bounds; end it with `close`. */
export function readerFor(desk: TestStore, account: ImapAccount, changes: Partial<ReaderOptions> = {}): ImapReader {
  return createImapReader({
    account,
    store: desk.store,
    keeper: desk.keeper,
    log: SILENT,
    now: () => new Date(),
    random: () => 0.5,
    signal: new AbortController().signal,
    ...changes,
    limits: {
      ...READER_LIMITS,
      step: 5_000,
      connect: 5_000,
      retry: { first: 10, most: 50 },
      refused: { first: 20, most: 50 },
      ...changes.limits,
    },
  });
}

/** A person who uses the same mailbox with a mail program of his own. */
export interface Colleague {
  readonly client: ImapFlow;
  append(raw: Buffer, date?: Date, folder?: string, flags?: string[]): Promise<void>;
  /** Subjects and flags of a folder. */
  list(
    folder?: string,
  ): Promise<readonly { readonly uid: number; readonly subject: string; readonly flags: readonly string[] }[]>;
  in<T>(folder: string, work: (client: ImapFlow) => Promise<T>): Promise<T>;
  leave(): Promise<void>;
}

export async function colleague(mailbox: PeerMailbox): Promise<Colleague> {
  const { host, port, user, password } = mailbox;
  const client = new ImapFlow({
    host,
    port,
    secure: false,
    doSTARTTLS: false,
    auth: { user, pass: password },
    logger: false,
    disableAutoIdle: true,
  });
  client.on('error', () => undefined);
  await client.connect();
  const within = async <T>(folder: string, work: (client: ImapFlow) => Promise<T>): Promise<T> => {
    // Another folder first, so that the view is fresh.
    await client.mailboxOpen(folder);
    await client.noop();
    return work(client);
  };
  return {
    client,
    append: async (raw, date, folder = 'INBOX', flags = []) => {
      await client.append(folder, raw, flags, date);
    },
    list: (folder = 'INBOX') =>
      within(folder, async () => {
        // RFC 3501: no message has a number in an empty folder; Dovecot answers BAD.
        if (client.mailbox !== false && client.mailbox.exists === 0) return [];
        const found: { uid: number; subject: string; flags: string[] }[] = [];
        for await (const one of client.fetch('1:*', { uid: true, flags: true, source: true })) {
          found.push({
            uid: one.uid,
            subject: subjectOf(one.source ?? Buffer.alloc(0)),
            flags: [...(one.flags ?? [])],
          });
        }
        return found;
      }),
    in: within,
    leave: async () => {
      await client.logout().catch(() => client.close());
    },
  };
}
