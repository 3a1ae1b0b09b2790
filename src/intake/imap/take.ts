import type { MailboxObject } from 'imapflow';
import type { Cursor, MailSource } from '../../store/port.ts';
import type { CursorMove, Incoming } from '../keep.ts';
import type { ReaderLimits, ReaderOptions } from './account.ts';
import { type Fetched, fetchRaw, type Listed, listSizes, MailGone, streamRaw } from './fetch.ts';
import { findPosition, highestUid, type Position } from './position.ts';
import { uidsAbove, uidsPresent, uidsSince } from './search.ts';
import { message, type Session } from './session.ts';
import type { Suspects } from './suspects.ts';
import { pieces } from './uids.ts';

export interface TakeOptions extends Omit<ReaderOptions, 'limits' | 'gate'> {
  readonly limits: ReaderLimits;
  readonly suspects: Suspects;
  /** Between two batches: tells the mailbox of what was decided meanwhile. */
  readonly between: () => Promise<void>;
}

/** Takes in all that is new in the open folder, oldest first, batch by batch. Answers how many mails were kept. */
export async function takeNew(session: Session, folder: MailboxObject, options: TakeOptions): Promise<number> {
  const { account, store, signal } = options;
  await options.keeper.ready();
  const position = await findPosition(session, folder, account, store, options.now());
  session.news = false;
  // Before the search: what arrives after it is the cursor's.
  const top = position.kind === 'scan' ? await highestUid(session, folder) : 0;
  const listed =
    position.kind === 'follow'
      ? await uidsAbove(session, position.cursor.lastUid)
      : await uidsSince(session, position.firstMet);
  const round = new Round(session, folder, position, listed, options);
  for (const batch of pieces(listed, options.limits.batchMails)) {
    if (signal.aborted) return round.kept;
    await round.take(batch);
    await options.between();
  }
  if (position.kind === 'scan') await round.endScan(top);
  return round.kept;
}

/** One pass over the UIDs that a search listed. */
class Round {
  kept = 0;
  readonly #session: Session;
  readonly #folder: MailboxObject;
  readonly #position: Position;
  readonly #listed: readonly number[];
  readonly #options: TakeOptions;
  /** UIDs with a ledger row, confirmed absent, or older than the first meeting. */
  readonly #settled = new Set<number>();
  #firstUnsettled = 0;
  #cursor: Cursor | undefined;

  constructor(
    session: Session,
    folder: MailboxObject,
    position: Position,
    listed: readonly number[],
    options: TakeOptions,
  ) {
    this.#session = session;
    this.#folder = folder;
    this.#position = position;
    this.#listed = listed;
    this.#options = options;
    this.#cursor = position.kind === 'follow' ? position.cursor : undefined;
  }

  async take(batch: readonly number[]): Promise<void> {
    const { account, store, suspects, now } = this.#options;
    const known = await store.read.knownUids(account.name, account.folder, this.#folder.uidValidity, batch);
    for (const uid of known) this.#settled.add(uid);
    const wanted = batch.filter((uid) => !known.has(uid) && suspects.isDue(uid, now()));
    if (wanted.length === 0) return this.#commit([], []);

    const sizes = await listSizes(this.#session, wanted);
    if (!this.#session.client.usable) throw sizes.error ?? new Error('the connection was lost while mail was listed');
    await this.#missing(wanted, sizes.got, sizes.error);
    const fresh = sizes.got.filter((mail) => this.#isWanted(mail));
    for (const group of this.#groups(fresh)) {
      if (this.#options.signal.aborted) return;
      await this.#takeGroup(group);
    }
    await this.#commit([], []);
  }

  /** Ends a scan: all that was to be taken has its row, so from here on the cursor leads. */
  async endScan(top: number): Promise<void> {
    if (this.#position.kind !== 'scan' || this.#listed.some((uid) => !this.#settled.has(uid))) return;
    const { account, store } = this.#options;
    const { uidValidity, firstMet } = this.#position;
    const lastUid = Math.max(top, this.#listed.at(-1) ?? 0);
    await store.write((tx) => tx.setCursor(account.name, account.folder, { uidValidity, lastUid, firstMet }));
  }

  async #takeGroup(group: readonly Listed[]): Promise<void> {
    const [first] = group;
    if (first === undefined) return;
    if (first.size > this.#options.limits.streamAbove) return this.#takeLarge(first);
    const { room = (work) => work() } = this.#options;
    const bytes = group.reduce((sum, mail) => sum + mail.size, 0);
    const { got, error } = await room(() => this.#fetchAndKeep(group), bytes);
    const uids = group.map((mail) => mail.uid);
    const held = await this.#missing(uids, got, error);
    // One bad mail can fail a whole set: the others need not wait for the next look.
    if (group.length > 1) for (const mail of group) if (held.has(mail.uid)) await this.#takeGroup([mail]);
  }

  async #fetchAndKeep(group: readonly Listed[]): Promise<Fetched<{ readonly uid: number }>> {
    const fetched = await fetchRaw(
      this.#session,
      group.map((mail) => mail.uid),
    );
    const raws = new Map(fetched.got.map((mail) => [mail.uid, mail.raw]));
    const mails = group.flatMap((mail) => {
      const raw = raws.get(mail.uid);
      return raw === undefined ? [] : [this.#incoming(mail, raw)];
    });
    await this.#commit(mails, []);
    return { got: fetched.got.map(({ uid }) => ({ uid })), error: fetched.error };
  }

  async #takeLarge(mail: Listed): Promise<void> {
    try {
      await this.#commit([this.#incoming(mail, streamRaw(this.#session, mail.uid))], []);
    } catch (error) {
      await this.#missing([mail.uid], [], error);
      if (!(error instanceof MailGone)) throw error;
    }
  }

  /** Mails asked for that did not come: gone (recorded as such), or still there and not to be had (answered, and tried again later). */
  async #missing(
    asked: readonly number[],
    got: readonly { readonly uid: number }[],
    error: unknown,
  ): Promise<ReadonlySet<number>> {
    const { suspects, log, account, now } = this.#options;
    const came = new Set(got.map((mail) => mail.uid));
    const missing = asked.filter((uid) => !came.has(uid));
    if (missing.length === 0) return new Set();
    if (!this.#session.client.usable) {
      for (const uid of missing) suspects.failed(uid, now());
      throw error ?? new Error('the connection was lost while mail was fetched');
    }
    // NOOP lets the server tell of expunges that it may not tell during FETCH (RFC 3501 §7.4.1).
    await this.#session.step('NOOP', this.#session.client.noop());
    const present = await uidsPresent(this.#session, missing);
    for (const uid of missing) if (present.has(uid)) suspects.failed(uid, now());
    if (present.size > 0) {
      const words = error === undefined ? 'nothing was sent' : message(error);
      log.warn({ mailbox: account.name, uids: [...present].slice(0, 20), error: words }, 'mail could not be fetched');
    }
    await this.#commit(
      [],
      missing.filter((uid) => !present.has(uid)),
    );
    return present;
  }

  async #commit(mails: readonly Incoming[], gone: readonly number[]): Promise<void> {
    const { keeper, suspects, account } = this.#options;
    const uids = [...mails.flatMap((mail) => (mail.source.kind === 'imap' ? [mail.source.uid] : [])), ...gone];
    const cursor = this.#advanced(new Set(uids));
    const move: CursorMove = {
      mailbox: account.name,
      folder: account.folder,
      cursor: cursor === this.#cursor ? undefined : cursor,
      vanished: gone.map((uid) => this.#source(uid)),
    };
    if (mails.length > 0 || gone.length > 0 || move.cursor !== undefined) {
      const results = await keeper.keep(mails, move);
      this.kept += results.filter((result) => !result.seenBefore).length;
    }
    for (const uid of uids) {
      this.#settled.add(uid);
      suspects.settled(uid);
    }
    this.#cursor = cursor;
  }

  /** The cursor once these are settled too: up to the mail before the first listed one that is not. A scan has none yet. */
  #advanced(more: ReadonlySet<number>): Cursor | undefined {
    if (this.#cursor === undefined) return undefined;
    let at = this.#firstUnsettled;
    for (const uid of this.#listed.slice(at)) {
      if (!this.#settled.has(uid) && !more.has(uid)) break;
      at += 1;
    }
    const lastUid = this.#listed[at - 1];
    if (lastUid === undefined || lastUid <= this.#cursor.lastUid) return this.#cursor;
    this.#firstUnsettled = at;
    return { ...this.#cursor, lastUid };
  }

  #isWanted(mail: Listed): boolean {
    if (this.#position.kind === 'follow' || mail.arrivedAt === undefined) return true;
    // INTERNALDATE has whole seconds.
    if (mail.arrivedAt.getTime() >= Math.floor(this.#position.firstMet.getTime() / 1000) * 1000) return true;
    this.#settled.add(mail.uid);
    return false;
  }

  /** Cuts a batch where its bytes fill up; large mails and suspects stand alone. */
  #groups(mails: readonly Listed[]): readonly (readonly Listed[])[] {
    const { batchBytes, streamAbove } = this.#options.limits;
    const groups: Listed[][] = [];
    let bytes = Number.POSITIVE_INFINITY;
    for (const mail of mails) {
      const alone = mail.size > streamAbove || this.#options.suspects.isSuspect(mail.uid);
      const open = groups.at(-1);
      if (alone || open === undefined || bytes + mail.size > batchBytes) {
        groups.push([mail]);
        bytes = alone ? Number.POSITIVE_INFINITY : mail.size;
      } else {
        open.push(mail);
        bytes += mail.size;
      }
    }
    return groups;
  }

  #incoming(mail: Listed, content: Incoming['content']): Incoming {
    return {
      source: this.#source(mail.uid),
      arrivedAt: mail.arrivedAt ?? this.#options.now(),
      quiet: false,
      content,
    };
  }

  #source(uid: number): MailSource {
    const { name, folder } = this.#options.account;
    return { kind: 'imap', mailbox: name, folder, uidValidity: this.#folder.uidValidity, uid };
  }
}
