import type { Logger } from 'pino';
import type { AfterProcessing, MailboxSettings, ServerSettings } from '../../config/settings.ts';
import type { Store } from '../../store/port.ts';
import type { Keeper } from '../keep.ts';
import type { Gate } from './gate.ts';

/** Hands out an access token that is good for at least the next minute; throws `TokenError` with a word for the operator when consent is gone. */
export interface Tokens {
  accessToken(): Promise<string>;
  /** Forgets a token that the server refused, so that the next one is new. */
  forget?(token: string): void;
}

/** An IMAP account with the one folder of it that is read. */
export interface ImapAccount {
  /** The mailbox's name in the configuration; the ledger's and the cursor's key. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** `starttls` never falls back to plain text. */
  readonly tls: 'implicit' | 'starttls' | 'none';
  readonly user: string;
  /** Undefined with a token source. */
  readonly password: string | undefined;
  /** PEM certificates that are trusted instead of the system's. */
  readonly ca: string | undefined;
  readonly folder: string;
  /** At the first meeting: only mail from now on, or also older mail that arrived since this moment. */
  readonly since: 'now' | Date;
  /** `leave` opens the folder read-only. */
  readonly after: AfterProcessing;
  /** Milliseconds between two looks when nothing is announced. */
  readonly poll: number;
}

/** The account of a configured mailbox; with an OAuth login the caller adds the token source. */
export function imapAccount(mailbox: MailboxSettings, imap: ServerSettings): ImapAccount {
  const { login } = imap;
  return {
    name: mailbox.id,
    host: imap.host,
    port: imap.port,
    tls: imap.tls,
    user: login.kind === 'none' ? '' : login.user,
    password: login.kind === 'password' ? login.password.reveal() : undefined,
    ca: imap.ca,
    folder: mailbox.folder,
    since: mailbox.since.kind === 'now' ? 'now' : mailbox.since.date,
    after: mailbox.after,
    poll: mailbox.poll,
  };
}

/** Bounds of time (milliseconds), count and bytes; the defaults suit a server anywhere on the internet. */
export interface ReaderLimits {
  /** One IMAP step: a command's answer, one mail of a set, one piece of a large mail. */
  readonly step: number;
  readonly connect: number;
  /** Mails to one fetch, one commit and one move. */
  readonly batchMails: number;
  /** Raw bytes held in memory for one batch. */
  readonly batchBytes: number;
  /** Larger mails are streamed piece by piece instead of being fetched in a set. */
  readonly streamAbove: number;
  /** First and longest pause after a lost connection. */
  readonly retry: { readonly first: number; readonly most: number };
  /** The same after a refused login: slower, because servers lock accounts out. */
  readonly refused: { readonly first: number; readonly most: number };
}

export const READER_LIMITS: ReaderLimits = {
  step: 60_000,
  connect: 30_000,
  batchMails: 200,
  batchBytes: 16 * 1024 * 1024,
  streamAbove: 1024 * 1024,
  retry: { first: 1_000, most: 60_000 },
  refused: { first: 60_000, most: 900_000 },
};

export type IntakeLog = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

export interface ReaderOptions {
  readonly account: ImapAccount;
  readonly store: Store;
  readonly keeper: Keeper;
  readonly log: IntakeLog;
  readonly now: () => Date;
  /** 0 ≤ x < 1, for jitter. */
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly tokens?: Tokens | undefined;
  readonly limits?: Partial<ReaderLimits> | undefined;
  /** Through which connections are opened, shared by all that read at the same server. */
  readonly gate?: Gate | undefined;
  /** Through which sets of mail are fetched and kept, weighed by their bytes: what all readers hold in memory at once is bounded by its width. */
  readonly room?: Gate | undefined;
}
