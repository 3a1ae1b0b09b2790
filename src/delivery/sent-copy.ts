import type { ImapFlow } from 'imapflow';
import { messageId } from '../mail/address.ts';
import type { MessageId } from '../mail/mail.ts';
import type { OutboxRow, Store } from '../store/port.ts';
import { backoff } from './backoff.ts';
import type { DeliveryLog } from './log.ts';
import { composeMime } from './mime.ts';

/** A logged-in IMAP connection whose every step is bounded in time. */
export interface CopySession {
  readonly client: ImapFlow;
  step<T>(what: string, work: Promise<T>): Promise<T>;
}

export interface SentCopyOptions<S extends CopySession> {
  readonly store: Store;
  /** The folder for copies (`Sent`). */
  readonly folder: string;
  readonly open: () => Promise<S>;
  readonly close: (session: S) => Promise<void>;
  readonly log: DeliveryLog;
  /** 0 ≤ x < 1, for jitter. */
  readonly random: () => number;
  /** Milliseconds after sending before the folder is looked at: some servers put a copy there themselves, a little later. */
  readonly settle?: number | undefined;
}

/** Keeps copies of sent mail in a folder of the mailbox, as far as that goes: a copy that fails never touches the mail. */
export interface SentCopies {
  /** Takes note of a mail that was sent. `alias` is the Message-ID that the relay gave it, when it said so. */
  add(row: OutboxRow, alias: MessageId | undefined): void;
  /** Copies what waits now, without settling; what fails is given up. */
  drain(): Promise<void>;
}

/** How many copies may wait; more than that are not made (memory is for the mail itself). */
const MOST_WAITING = 1_000;
/** Copies of larger mail (bytes) are not made: an APPEND is held in memory whole. */
const MOST_BYTES = 40 * 1024 * 1024;
const MOST_TRIES = 4;
const SETTLE = 10_000;
const RETRY = { first: 30_000, cap: 600_000 };

/** Headers under which servers keep our Message-ID when they give the mail another. */
const ORIGINALS = ['X-Microsoft-Original-Message-ID', 'X-Google-Original-Message-ID'];

interface Waiting {
  readonly row: OutboxRow;
  readonly alias: MessageId | undefined;
  readonly tries: number;
}

/** Makes the keeper of copies for one mailbox. */
export function createSentCopies<S extends CopySession>(options: SentCopyOptions<S>): SentCopies {
  const { store, folder, log } = options;
  let waiting: Waiting[] = [];
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> = Promise.resolve();

  function schedule(ms: number): void {
    if (timer !== undefined || waiting.length === 0) return;
    timer = setTimeout(() => {
      timer = undefined;
      working = working.then(copyAll);
    }, ms);
    timer.unref();
  }

  async function copyAll(): Promise<void> {
    const batch = waiting;
    waiting = [];
    let failed: readonly Waiting[] = batch;
    try {
      failed = await copyOver(batch);
    } catch (error) {
      log.warn({ err: error, folder }, 'copies of sent mail wait: the folder cannot be reached');
    }
    const again = failed.map((one) => ({ ...one, tries: one.tries + 1 })).filter((one) => one.tries < MOST_TRIES);
    if (again.length < failed.length) {
      log.warn({ folder, mails: failed.length - again.length }, 'no copy of sent mail was made: given up');
    }
    waiting = [...again, ...waiting];
    const tries = Math.max(1, ...again.map((one) => one.tries));
    schedule(again.length > 0 ? backoff(tries, RETRY, options.random()) : (options.settle ?? SETTLE));
  }

  /** Answers those that failed. */
  async function copyOver(batch: readonly Waiting[]): Promise<readonly Waiting[]> {
    const session = await options.open();
    const failed: Waiting[] = [];
    try {
      await openFolder(session, folder);
      for (const one of batch) {
        if (!session.client.usable) failed.push(one);
        else if (!(await copyOne(session, one))) failed.push(one);
      }
    } finally {
      await options.close(session);
    }
    return failed;
  }

  async function copyOne(session: CopySession, { row, alias }: Waiting): Promise<boolean> {
    try {
      const found = await storedId(session, row.messageId, alias);
      if (found === undefined) return await append(session, row);
      if (found !== row.messageId && found !== alias) await store.write((tx) => tx.aliasLearnt(row.id, found));
      return true;
    } catch (error) {
      log.debug({ err: error, outbox: row.id, folder }, 'a copy of sent mail failed');
      return false;
    }
  }

  async function append(session: CopySession, row: OutboxRow): Promise<boolean> {
    const chunks: Buffer[] = [];
    let size = 0;
    const content = (await composeMime(row, store.blobs)).open();
    for await (const chunk of Buffer.isBuffer(content) ? [content] : (content as AsyncIterable<Buffer>)) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MOST_BYTES) {
        log.info({ outbox: row.id, folder }, 'no copy of sent mail was made: too large');
        return true;
      }
    }
    const done = session.client.append(folder, Buffer.concat(chunks), ['\\Seen'], row.sentAt ?? row.date);
    return (await session.step('APPEND', done)) !== false;
  }

  return {
    add(row, alias) {
      if (waiting.length >= MOST_WAITING) {
        log.warn({ outbox: row.id, folder }, 'no copy of sent mail is made: too many wait');
        return;
      }
      waiting.push({ row, alias, tries: 0 });
      schedule(options.settle ?? SETTLE);
    },
    async drain() {
      clearTimeout(timer);
      timer = undefined;
      await working;
      if (waiting.length > 0) await copyAll();
      clearTimeout(timer);
      timer = undefined;
      waiting = [];
    },
  };
}

/** Opens the folder, and makes it when it is not there. */
async function openFolder(session: CopySession, folder: string): Promise<void> {
  try {
    await session.step('open folder', session.client.mailboxOpen(folder));
  } catch (error) {
    if (!session.client.usable) throw error;
    await session.step('create folder', session.client.mailboxCreate(folder));
    await session.step('open folder', session.client.mailboxOpen(folder));
  }
}

/**
 * The Message-ID of the copy that the server has put into the folder by itself (Gmail and Microsoft 365 do), which is the one that the
 * recipient sees; undefined when there is none yet.
 */
async function storedId(
  session: CopySession,
  ours: MessageId,
  alias: MessageId | undefined,
): Promise<MessageId | undefined> {
  const ids = alias === undefined ? [ours] : [ours, alias];
  const or = [
    ...ids.map((id) => ({ header: { 'Message-ID': `<${id}>` } })),
    ...ORIGINALS.map((name) => ({ header: { [name]: ours } })),
  ];
  const uids = await session.step('SEARCH', session.client.search({ or }, { uid: true }));
  const uid = uids === false || uids === undefined ? undefined : uids.at(-1);
  if (uid === undefined) return undefined;
  const mail = await session.step('FETCH', session.client.fetchOne(`${uid}`, { envelope: true }, { uid: true }));
  return (mail ? messageId(mail.envelope?.messageId ?? '') : undefined) ?? ours;
}
