import { setTimeout as sleep } from 'node:timers/promises';
import type { MailboxObject } from 'imapflow';
import { backoff } from '../../delivery/backoff.ts';
import { READER_LIMITS, type ReaderLimits, type ReaderOptions } from './account.ts';
import { acknowledge } from './after.ts';
import { closeSession, LoginRefused, message, openFolder, openSession, type Session } from './session.ts';
import { Suspects } from './suspects.ts';
import { takeNew } from './take.ts';

/** What a reader is doing, for `spoc doctor` and the log. */
export interface ReaderStatus {
  readonly state: 'connecting' | 'working' | 'listening' | 'disconnected' | 'refused' | 'closed';
  readonly since: Date;
  /** Why it is disconnected or refused. */
  readonly error: string | undefined;
  /** When the folder was last seen to hold nothing new. */
  readonly upToDate: Date | undefined;
  /** Lost connections or refused logins in a row. */
  readonly failures: number;
  /** Mails that could not be fetched and are tried again. */
  readonly unfetched: number;
  /** Why the mailbox could not be told of decided mail; tried again at every look. */
  readonly afterError: string | undefined;
}

/** Reads one folder of one mailbox for as long as it runs. */
export interface ImapReader {
  /** Works until `close`, or the signal; never rejects: what goes wrong is in the status and the log. */
  run(): Promise<void>;
  /** Mail was decided: the mailbox may have to be told. */
  poke(): void;
  status(): ReaderStatus;
  /** Ends after the step at hand. */
  close(): Promise<void>;
}

/** Makes a reader; it connects when `run` is called, and again whenever the connection is lost. */
export function createImapReader(options: ReaderOptions): ImapReader {
  return new Reader(options);
}

/** Servers may drop who idles for half an hour (RFC 2177 §3), and home routers much sooner. */
const LONGEST_IDLE = 540_000;

class Reader implements ImapReader {
  readonly #options: ReaderOptions;
  readonly #limits: ReaderLimits;
  readonly #suspects = new Suspects();
  readonly #ending = new AbortController();
  #suspectsOf: bigint | undefined;
  #status: ReaderStatus;
  #session: Session | undefined;
  #poked = false;
  #running: Promise<void> | undefined;

  constructor(options: ReaderOptions) {
    this.#options = { ...options, signal: AbortSignal.any([options.signal, this.#ending.signal]) };
    this.#limits = { ...READER_LIMITS, ...options.limits };
    this.#status = {
      state: 'connecting',
      since: options.now(),
      error: undefined,
      upToDate: undefined,
      failures: 0,
      unfetched: 0,
      afterError: undefined,
    };
  }

  run(): Promise<void> {
    this.#running ??= this.#loop();
    return this.#running;
  }

  poke(): void {
    this.#poked = true;
    this.#session?.onNews?.();
  }

  status(): ReaderStatus {
    return { ...this.#status, unfetched: this.#suspects.size };
  }

  async close(): Promise<void> {
    this.#ending.abort();
    this.#session?.onNews?.();
    await this.#running;
  }

  async #loop(): Promise<void> {
    const { signal } = this.#options;
    while (!signal.aborted) {
      try {
        await this.#connection();
      } catch (error) {
        if (!signal.aborted) await this.#pause(error);
      }
    }
    this.#set('closed');
  }

  /** One connection, from login to loss. */
  async #connection(): Promise<void> {
    const { account, tokens, signal, log, gate = (open) => open() } = this.#options;
    this.#set('connecting');
    const session = await gate(() => {
      signal.throwIfAborted();
      return openSession(account, tokens, this.#limits, signal);
    });
    const wake = (): void => session.onNews?.();
    signal.addEventListener('abort', wake);
    this.#session = session;
    try {
      log.info({ mailbox: account.name, host: account.host }, 'connected to the mailbox');
      while (!signal.aborted) {
        const folder = await openFolder(session, account);
        this.#forgetOthers(folder.uidValidity);
        const nextPoll = performance.now() + Math.min(account.poll, LONGEST_IDLE);
        do {
          this.#set('working');
          await this.#round(session, folder);
          this.#set('listening');
          await this.#wait(session, folder, nextPoll);
        } while (!signal.aborted && performance.now() < nextPoll);
      }
    } finally {
      this.#session = undefined;
      signal.removeEventListener('abort', wake);
      await closeSession(session);
    }
  }

  async #round(session: Session, folder: MailboxObject): Promise<void> {
    const { now } = this.#options;
    this.#poked = false;
    const between = (): Promise<void> => this.#acknowledge(session, folder);
    await between();
    await takeNew(session, folder, { ...this.#options, limits: this.#limits, suspects: this.#suspects, between });
    this.#status = { ...this.#status, failures: 0, error: undefined, upToDate: now() };
  }

  /** A mailbox that refuses to be told must not keep mail from coming in. */
  async #acknowledge(session: Session, folder: MailboxObject): Promise<void> {
    const { account, log } = this.#options;
    try {
      await acknowledge(session, folder, { ...this.#options, limits: this.#limits });
      this.#status = { ...this.#status, afterError: undefined };
    } catch (error) {
      if (!session.client.usable) throw error;
      if (this.#status.afterError === undefined) {
        log.warn({ mailbox: account.name, error: message(error) }, 'the mailbox could not be told of decided mail');
      }
      this.#status = { ...this.#status, afterError: message(error) };
    }
  }

  /**
   * Waits in IDLE for an announcement, something to tell the mailbox, the next poll or the end. IDLE is only a hint: the poll comes whatever it
   * does (DESIGN §3.1).
   */
  async #wait(session: Session, folder: MailboxObject, end: number): Promise<void> {
    const { signal } = this.#options;
    const { client } = session;
    while (!session.news && !signal.aborted && client.usable && performance.now() < end) {
      if (this.#poked && (await this.#hasUntold(folder))) break;
      if (this.#poked || session.news) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, end - performance.now());
        session.onNews = () => {
          clearTimeout(timer);
          resolve();
        };
        // It ends when the next command is issued; its failure shows there too.
        if (client.capabilities.has('IDLE')) client.idle().catch(() => undefined);
      });
      session.onNews = undefined;
    }
    this.#usable(session);
  }

  /** Whether mail was decided that the mailbox is to be told of: not every poke is for this mailbox. */
  async #hasUntold(folder: MailboxObject): Promise<boolean> {
    const { store, account } = this.#options;
    this.#poked = false;
    return (await store.read.unacknowledged(account.name, account.folder, folder.uidValidity, 1)).length > 0;
  }

  #usable(session: Session): void {
    if (!session.client.usable && !this.#options.signal.aborted) {
      throw new Error(
        `the server closed the connection${session.client.byeReason ? `: ${session.client.byeReason}` : ''}`,
      );
    }
  }

  async #pause(error: unknown): Promise<void> {
    const { account, log, random, signal, tokens } = this.#options;
    const refused = error instanceof LoginRefused;
    const failures = this.#status.failures + 1;
    // A token may have been withdrawn early: the next one is new, so it is tried at once.
    const slow = refused && (tokens === undefined || failures > 1);
    const { first, most } = slow ? this.#limits.refused : this.#limits.retry;
    const ms = backoff(failures, { first, cap: most }, random());
    this.#status = { ...this.#status, failures };
    this.#set(refused ? 'refused' : 'disconnected', message(error));
    log.warn(
      { mailbox: account.name, error: message(error), retryInMs: ms, failures },
      refused ? 'the mailbox refuses the login' : 'the mailbox cannot be read',
    );
    await sleep(ms, undefined, { signal }).catch(() => undefined);
  }

  #set(state: ReaderStatus['state'], error = this.#status.error): void {
    if (state === this.#status.state && error === this.#status.error) return;
    this.#status = { ...this.#status, state, error, since: this.#options.now() };
  }

  #forgetOthers(uidValidity: bigint): void {
    if (this.#suspectsOf !== uidValidity) this.#suspects.clear();
    this.#suspectsOf = uidValidity;
  }
}
