import type { DeskId } from '../desk/ids.ts';
import type { Desk, Policy } from '../desk/policy.ts';
import type { EmailAddress } from '../mail/mail.ts';
import type { Secret } from './secret.ts';

/** The mailbox's name in the configuration (`support`). */
export type MailboxId = string & { readonly __brand: 'MailboxId' };

/**
 * All that an operator has said, checked and compiled: durations in milliseconds, sizes in bytes, files as absolute paths, secrets read.
 * Frozen; the raw configuration goes no further than the loader.
 */
export interface Settings {
  /** The main file, absolute. */
  readonly file: string;
  /** Database, blobs, spool and socket live here. */
  readonly data: string;
  /** `hold` keeps all outgoing mail in the outbox until it is released. */
  readonly delivery: 'send' | 'hold';
  readonly mailboxes: ReadonlyMap<MailboxId, MailboxSettings>;
  readonly desks: ReadonlyMap<DeskId, DeskSettings>;
  readonly policy: Policy;
  /** All of it that bears on what is due when, as text: when it is another one, timers are worked out anew. */
  readonly timing: string;
  readonly spam: SpamSettings;
  readonly attachments: AttachmentRules;
  /** Looks for malware; undefined for none. */
  readonly scan: ScanSettings | undefined;
  readonly intake: IntakeSettings;
  readonly retention: RetentionSettings;
  readonly dns: DnsSettings;
  /** The LMTP listener; undefined for none. */
  readonly lmtp: LmtpSettings | undefined;
  /** A folder of templates that take the place of ours, file by file. */
  readonly templates: string | undefined;
  readonly log: { readonly level: LogLevel };
  readonly watch: WatchSettings;
}

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** An IMAP account that is read, and the SMTP account by which its desks send. */
export interface MailboxSettings {
  readonly id: MailboxId;
  readonly access: MailboxAccess;
  readonly folder: string;
  /** Which mail is taken when the mailbox is met for the first time: what arrives from now on, or from a date on. */
  readonly since: { readonly kind: 'now' } | { readonly kind: 'date'; readonly date: Date };
  readonly after: AfterProcessing;
  /** Milliseconds between two looks, beside IDLE. */
  readonly poll: number;
  /** The mailbox's own address: envelope sender where no bounce address can be made. */
  readonly address: EmailAddress;
  /** Whether `address+token@…` reaches this mailbox; without it notices carry no reply tokens in addresses. */
  readonly plusAddresses: boolean;
  readonly delimiter: string;
  /** Mails on the way to the relay at once. */
  readonly connections: number;
  /** The folder that gets a copy of what was sent. */
  readonly sentCopy: string | undefined;
  /** authserv-ids whose Authentication-Results are believed; lower case. */
  readonly trusted: readonly string[];
  /** Takes mail that names no desk's address. Undefined only when no desk uses this mailbox. */
  readonly defaultDesk: DeskId | undefined;
  /** The mailbox's address and those of its desks, each once, as written: mail from them is our own. */
  readonly ownAddresses: readonly EmailAddress[];
}

export type MailboxAccess =
  /** An IMAP mailbox and an SMTP listener on loopback, started by the gateway; a port of 0 is any free one. */
  | { readonly kind: 'embedded'; readonly imapPort: number; readonly smtpPort: number }
  /** `smtp` is undefined for a mailbox that only reads. */
  | { readonly kind: 'servers'; readonly imap: ServerSettings; readonly smtp: ServerSettings | undefined };

/** One account on one server. */
export interface ServerSettings {
  readonly host: string;
  readonly port: number;
  /** `starttls` is required, never tried: without it the connection is closed. Certificates are always verified. */
  readonly tls: 'implicit' | 'starttls' | 'none';
  /** PEM certificates that are trusted instead of the system's. */
  readonly ca: string | undefined;
  readonly login: Login;
}

export type Login =
  | { readonly kind: 'password'; readonly user: string; readonly password: Secret }
  | { readonly kind: 'oauth'; readonly user: string; readonly oauth: OAuthSettings }
  /** A relay that asks for none (SMTP only). */
  | { readonly kind: 'none' };

export type OAuthSettings = MicrosoftOAuth | GoogleOAuth;

/** Client credentials of an application that Exchange Online lets into the mailbox. */
export interface MicrosoftOAuth {
  readonly provider: 'microsoft';
  readonly mailbox: MailboxId;
  readonly tenant: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** When the secret ends, as the operator was told. */
  readonly expires: Date | undefined;
  readonly tokenUrl: string;
  readonly scope: string;
}

/** A person's consent, kept as a refresh token. */
export interface GoogleOAuth {
  readonly provider: 'google';
  readonly mailbox: MailboxId;
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** When the secret or the consent ends, as the operator was told. */
  readonly expires: Date | undefined;
  /** A file is read at each renewal, so that `spoc login` takes effect without a restart. */
  readonly refreshToken:
    | { readonly kind: 'given'; readonly token: Secret }
    | { readonly kind: 'file'; readonly path: string };
  readonly authUrl: string;
  readonly tokenUrl: string;
  readonly scope: string;
}

/** What is done with a mail in the mailbox once its ledger row is settled. */
export type AfterProcessing =
  | { readonly kind: 'move'; readonly folder: string }
  /** Sets a flag: `\Flagged`, or a keyword. */
  | { readonly kind: 'flag'; readonly flag: string }
  | { readonly kind: 'delete' }
  | { readonly kind: 'leave' };

/** A desk and where its mail goes in and out. */
export interface DeskSettings {
  readonly desk: Desk;
  /** Reads the desk's addresses and sends its mail. */
  readonly mailbox: MailboxId;
  /** Where its published answers stand; undefined: it has none. */
  readonly answers: AnswerPlaces | undefined;
}

/** Absolute paths of a folder of articles and of a list of links. */
export interface AnswerPlaces {
  readonly folder: string | undefined;
  readonly links: string | undefined;
}

/** A header that marks mail as spam. */
export type SpamRule =
  /** The header's value begins with this word, in any case. */
  | { readonly kind: 'says'; readonly header: string; readonly word: string }
  /** The number at the beginning of the header's value is this or more. */
  | { readonly kind: 'at-least'; readonly header: string; readonly score: number };

export interface SpamSettings {
  readonly headers: readonly SpamRule[];
  /** Whether mail that fails DMARC is held. */
  readonly holdDmarcFail: boolean;
}

/** Attachments that are kept and never passed on; `*` and `?` stand for any characters, in any case. */
export interface AttachmentRules {
  /** Patterns of file names. */
  readonly names: readonly string[];
  /** Patterns of MIME types, as claimed and as found in the content. */
  readonly types: readonly string[];
}

/** How mail is scanned for malware before it is decided. */
export interface ScanSettings {
  readonly server:
    | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
    | { readonly kind: 'socket'; readonly path: string };
  /** What becomes of mail that cannot be scanned: it waits, and is quarantined in the end; or it passes. */
  readonly onError: 'hold' | 'pass';
  /** Milliseconds for one mail. */
  readonly timeout: number;
  /** Bytes of a mail; a larger one cannot be scanned. */
  readonly max: number;
}

/** Bounds of what is read and how much at once; sizes in bytes. */
export interface IntakeSettings {
  /** A larger mail is kept, but only this much of it is read. */
  readonly mailBytes: number;
  /** Of one attachment and of all attachments of a mail; what is over is listed as left out. */
  readonly attachmentBytes: number;
  readonly attachmentsBytes: number;
  /** A batch ends at either. */
  readonly batchMails: number;
  readonly batchBytes: number;
  /** Milliseconds that one mail may take to be parsed before it is stopped. */
  readonly parseTime: number;
}

/** How old what is remembered becomes, in milliseconds; undefined: it is kept. */
export interface RetentionSettings {
  /** Not older than `attachments`, which raw mail holds too. */
  readonly rawMail: number | undefined;
  readonly attachments: number | undefined;
  readonly personalData: number | undefined;
}

/** How DKIM and DMARC records are looked up; `off`: not at all, only trusted receivers prove a sender. */
export type DnsSettings =
  | { readonly kind: 'off' }
  /** No servers: the system's. `timeout` in milliseconds. */
  | { readonly kind: 'on'; readonly servers: readonly string[]; readonly timeout: number };

export interface LmtpSettings {
  readonly host: string;
  readonly port: number;
  /** The mailbox whose rules the mail is read by. */
  readonly mailbox: MailboxId;
}

/** What the operator sees of the gateway, and how he is told; durations in milliseconds. */
export interface WatchSettings {
  /** Where /healthz, /readyz and /metrics are answered; undefined: nowhere. */
  readonly listen: { readonly host: string; readonly port: number } | undefined;
  readonly alerts: AlertSettings;
  /** So long without any mail is told. */
  readonly quietFor: number;
  readonly canary: CanarySettings | undefined;
  /** `07:00`, by the clock of the machine; undefined: the day's account is not told. */
  readonly daily: string | undefined;
}

/** A mail to oneself, so often, that should be back within. */
export interface CanarySettings {
  readonly every: number;
  readonly within: number;
}

/** The ways by which the operator is told; none of them is the desks' own. */
export interface AlertSettings {
  readonly mail:
    | { readonly server: ServerSettings; readonly from: EmailAddress; readonly to: readonly EmailAddress[] }
    | undefined;
  readonly webhook: Secret | undefined;
  readonly command: readonly string[] | undefined;
  readonly repeat: number;
}

/** Every address that is ours, lower case: of all mailboxes and all desks. */
export function ownAddresses(settings: Settings): ReadonlySet<string> {
  return new Set([...settings.mailboxes.values()].flatMap((box) => box.ownAddresses.map((own) => own.toLowerCase())));
}
