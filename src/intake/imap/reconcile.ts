import { createHash } from 'node:crypto';
import type { MailboxObject } from 'imapflow';
import type { MessageId } from '../../mail/mail.ts';
import type { LedgerRow } from '../../store/port.ts';
import type { Incoming } from '../keep.ts';
import type { ReaderLimits, ReaderOptions } from './account.ts';
import { fetchRaw, type Listed, listWithIds, MailGone, streamRaw } from './fetch.ts';
import { uidsSince } from './search.ts';
import { message, type Session } from './session.ts';
import { pieces } from './uids.ts';

export interface ReconcileOptions extends Pick<ReaderOptions, 'account' | 'store' | 'keeper' | 'now'> {
  readonly limits: ReaderLimits;
  /** Older mail is not looked at; undefined: what arrived since the mailbox was first met. */
  readonly since: Date | undefined;
  /** Only tells. */
  readonly dryRun: boolean;
}

/** A mail of the server that the ledger did not know. Plain data: it crosses the control socket. */
export interface UnknownMail {
  readonly uid: number;
  readonly size: number;
  readonly arrivedAt: string | undefined;
}

/** What came of one folder. */
export interface FolderReconciled {
  readonly folder: string;
  /** Mails that were compared with the ledger. */
  readonly looked: number;
  /** Taken in, or with `dryRun` to be taken in; the first of them one by one. */
  readonly unknown: number;
  readonly first: readonly UnknownMail[];
  /** Why it could not be read, or not to its end. */
  readonly error: string | undefined;
}

/** Mails that are told one by one. */
const TOLD = 100;

/**
 * Compares a mailbox with the ledger: the folder that is read and the one that decided mail is moved to. Mail that the ledger does not know is taken in,
 * as if it had just come; which copy of a mail is which the rules of *Same mail* decide (DESIGN §3).
 */
export async function reconcileMailbox(
  session: Session,
  options: ReconcileOptions,
): Promise<readonly FolderReconciled[]> {
  const { account, store } = options;
  const cursor = await store.read.cursor(account.name, account.folder);
  const since = options.since ?? cursor?.firstMet ?? (account.since === 'now' ? undefined : account.since);
  const folders = [account.folder, ...(account.after.kind === 'move' ? [account.after.folder] : [])];
  const results: FolderReconciled[] = [];
  for (const folder of folders) {
    const comparison = new Comparison(session, folder, options);
    const error = since === undefined ? NOT_MET : await comparison.run(since);
    results.push({ folder, ...comparison.result, error });
    if (!session.client.usable) break;
  }
  return results;
}

const NOT_MET = 'the gateway has not met this mailbox yet: start it once, or say --since';

/** One folder against the ledger. */
class Comparison {
  readonly result = { looked: 0, unknown: 0, first: [] as UnknownMail[] };
  readonly #session: Session;
  readonly #folder: string;
  readonly #options: ReconcileOptions;

  constructor(session: Session, folder: string, options: ReconcileOptions) {
    this.#session = session;
    this.#folder = folder;
    this.#options = options;
  }

  /** Answers why it did not come to its end. */
  async run(since: Date): Promise<string | undefined> {
    const { keeper, account, limits, store } = this.#options;
    try {
      await keeper.ready();
      // As `moveTo` names it: `/` is the server's own separator.
      const path = this.#folder === account.folder ? this.#folder : this.#folder.split('/');
      const open = this.#session.client.mailboxOpen(path, { readOnly: true });
      const folder = await this.#session.step('open folder', open);
      const cursor = await store.read.cursor(account.name, this.#folder);
      // What lies beyond the cursor is new, and the reader's.
      const top = cursor?.uidValidity === folder.uidValidity ? cursor.lastUid : Number.POSITIVE_INFINITY;
      const uids = (await uidsSince(this.#session, since)).filter((uid) => uid <= top);
      for (const batch of pieces(uids, limits.batchMails)) await this.#compare(folder, batch, since);
      return undefined;
    } catch (error) {
      return message(error);
    }
  }

  async #compare(folder: MailboxObject, batch: readonly number[], since: Date): Promise<void> {
    const { account, store, limits } = this.#options;
    const known = await store.read.knownUids(account.name, this.#folder, folder.uidValidity, batch);
    const listed = await listWithIds(
      this.#session,
      batch.filter((uid) => !known.has(uid)),
    );
    if (listed.error !== undefined) throw listed.error;
    this.result.looked += known.size;
    const unsure: Listed[] = [];
    for (const mail of listed.got) {
      // INTERNALDATE has whole seconds.
      if (mail.arrivedAt !== undefined && mail.arrivedAt.getTime() < Math.floor(since.getTime() / 1000) * 1000)
        continue;
      this.result.looked += 1;
      if (!(await this.#isRecorded(mail))) unsure.push(mail);
    }
    for (const mail of unsure) if (mail.size > limits.streamAbove) await this.#takeLarge(folder, mail);
    await this.#takeSmall(
      folder,
      unsure.filter((mail) => mail.size <= limits.streamAbove),
    );
  }

  /** The same Message-ID, size and moment of arrival in this mailbox: a move keeps all three, so its bytes need not be fetched. */
  async #isRecorded({
    messageId,
    size,
    arrivedAt,
  }: Listed & { readonly messageId: MessageId | undefined }): Promise<boolean> {
    if (messageId === undefined || arrivedAt === undefined) return false;
    const { store, account } = this.#options;
    const same = (row: LedgerRow): boolean =>
      row.source.mailbox === account.name &&
      row.size === size &&
      Math.floor(row.arrivedAt.getTime() / 1000) === Math.floor(arrivedAt.getTime() / 1000);
    return (await store.read.ledgerByMessageId(messageId)).some(same);
  }

  async #takeSmall(folder: MailboxObject, mails: readonly Listed[]): Promise<void> {
    const { batchBytes } = this.#options.limits;
    for (let at = 0; at < mails.length; ) {
      const group: Listed[] = [];
      for (let bytes = 0; at < mails.length; at++) {
        const mail = mails[at];
        if (mail === undefined || (group.length > 0 && bytes + mail.size > batchBytes)) break;
        group.push(mail);
        bytes += mail.size;
      }
      const fetched = await fetchRaw(
        this.#session,
        group.map((mail) => mail.uid),
      );
      if (fetched.error !== undefined) throw fetched.error;
      const fresh: Incoming[] = [];
      for (const { uid, raw } of fetched.got) {
        const mail = group.find((one) => one.uid === uid);
        if (mail === undefined || (await this.#isKept(createHash('sha256').update(raw).digest('hex')))) continue;
        this.#tell(mail);
        fresh.push(this.#incoming(folder, mail, raw));
      }
      await this.#keep(fresh);
    }
  }

  async #takeLarge(folder: MailboxObject, mail: Listed): Promise<void> {
    try {
      const sum = createHash('sha256');
      if (this.#options.dryRun) {
        for await (const piece of streamRaw(this.#session, mail.uid)) sum.update(piece as Buffer);
        if (!(await this.#isKept(sum.digest('hex')))) this.#tell(mail);
        return;
      }
      const stored = await this.#options.keeper.store(streamRaw(this.#session, mail.uid));
      if (await this.#isKept(stored.hash)) return;
      this.#tell(mail);
      await this.#keep([this.#incoming(folder, mail, stored)]);
    } catch (error) {
      if (!(error instanceof MailGone)) throw error;
    }
  }

  #isKept(hash: string): Promise<boolean> {
    return this.#options.store.read.keptRaw(this.#options.account.name, hash);
  }

  #tell({ uid, size, arrivedAt }: Listed): void {
    this.result.unknown += 1;
    if (this.result.first.length < TOLD) this.result.first.push({ uid, size, arrivedAt: arrivedAt?.toISOString() });
  }

  async #keep(mails: readonly Incoming[]): Promise<void> {
    if (mails.length === 0 || this.#options.dryRun) return;
    const { keeper, store, account } = this.#options;
    const kept = await keeper.keep(mails);
    // In the folder of decided mail there is nothing more to be done with it.
    if (this.#folder !== account.folder)
      await store.write((tx) =>
        tx.acknowledged(
          kept.map(({ id }) => id),
          'done',
        ),
      );
  }

  #incoming(folder: MailboxObject, mail: Listed, content: Incoming['content']): Incoming {
    const { account, now } = this.#options;
    const place = { mailbox: account.name, folder: this.#folder, uidValidity: folder.uidValidity, uid: mail.uid };
    return { source: { kind: 'imap', ...place }, arrivedAt: mail.arrivedAt ?? now(), quiet: false, content };
  }
}
