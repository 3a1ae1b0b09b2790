import type { Absence } from '../desk/absence/absence.ts';
import type { CalendarId } from '../desk/calendar/rules.ts';
import type { AgreedHours, Introduction, Obligations } from '../desk/coverage/rules.ts';
import type { Release } from '../desk/defect/plan.ts';
import type { AuthenticityLevel, Direction, RecordedEvent } from '../desk/event.ts';
import type { Citation, Client, Contact, Decision, Outcome, Person, Service, TicketFacts } from '../desk/facts.ts';
import type {
  Actor,
  AgentId,
  ClientId,
  ContactId,
  DeskId,
  Ids,
  LedgerId,
  MatrixId,
  MessageKey,
  OutboxId,
  ServiceId,
  TicketId,
  TicketNumber,
} from '../desk/ids.ts';
import type { Automation, OutgoingKind, ReplyPurpose } from '../desk/notice.ts';
import type { Waiting } from '../desk/queue/order.ts';
import type { Sees } from '../desk/record/sees.ts';
import type { CountedCase } from '../desk/report/report.ts';
import type { EarlierTicket } from '../desk/similar/facts.ts';
import type { Contract, ContractId } from '../desk/sla/contract.ts';
import type { ServiceLevelId } from '../desk/sla/policy.ts';
import type { Channel, Locale, Priority, Status, TicketType } from '../desk/status.ts';
import type { NewBooking } from '../desk/time/book.ts';
import type { Timer } from '../desk/timer.ts';
import type { EmailAddress, MessageId, Span } from '../mail/mail.ts';
import type { BlobHash, Blobs } from './blobs.ts';

/**
 * The store: all that is remembered. A small port, async throughout, so that another database can stand behind it. One process writes
 * (DESIGN §2); `write` calls queue behind each other and each is one atomic, fsynced commit. Reads outside of it see committed state.
 */
export interface Store {
  readonly blobs: Blobs;
  readonly read: Queries;
  /** Runs `work` as one transaction; rolls all of it back when it throws. */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Feeds the search index with messages committed since; answers how many; bounded by `limit`. Recoverable after a crash. */
  indexSome(limit: number): Promise<number>;
  /** Removes blobs that nothing refers to and that were last stored before that moment (a day ago, say); answers how many. */
  sweepBlobs(before: Date): Promise<number>;
  /** Examines what is kept, for `spoc doctor` and, with its contents, `spoc verify`: a sentence for each thing that is wrong. Takes its time. */
  examine(depth?: 'references' | 'contents'): Promise<readonly string[]>;
  /** Takes a person out of everything that is remembered, and lets go of the files; undefined when nothing is remembered of him. */
  forget(who: { readonly address: string } | { readonly contact: ContactId }, at: Date): Promise<Forgotten | undefined>;
  /** Lets go of raw mail, as it came and as it was sent, that is older than that; answers how many. Their files go with the next sweep. */
  removeOldRaw(before: Date, at: Date): Promise<number>;
  /** The same for attachments of messages. */
  removeOldAttachments(before: Date): Promise<number>;
  close(): Promise<void>;
}

/** Everything that is remembered of a person, by id. */
export interface PersonTrace {
  readonly contact: ContactId | undefined;
  /** His addresses, as look-ups use them. */
  readonly keys: readonly string[];
  /** Tickets that he asked for. */
  readonly requested: readonly TicketId[];
  /** Those and the ones he takes part in. */
  readonly tickets: readonly TicketId[];
  /** Messages that he wrote. */
  readonly messages: readonly MessageKey[];
  /** Mails that came from him. */
  readonly sent: readonly LedgerId[];
  /** Mails that went to him. */
  readonly received: readonly OutboxId[];
}

/** What came of forgetting: `busy` when mail of his is still to be decided, or mail about him to be sent; nothing was changed then. */
export type Forgetting =
  | { readonly kind: 'busy'; readonly unsent: number; readonly waiting: number }
  | { readonly kind: 'done'; readonly blobs: readonly BlobHash[]; readonly words: readonly string[] };

/** What `Store.forget` did. */
export type Forgotten = Extract<Forgetting, { kind: 'busy' }> | { readonly kind: 'done'; readonly trace: PersonTrace };

/** Where a mail was met. `imap` is identified by its UID; the others by raw hash and recipient (DESIGN §3, *Seen before*). */
export type MailSource =
  | {
      readonly kind: 'imap';
      readonly mailbox: string;
      readonly folder: string;
      readonly uidValidity: bigint;
      readonly uid: number;
    }
  | { readonly kind: 'pipe' | 'lmtp' | 'import'; readonly mailbox: string; readonly recipient: string };

/** A mail that was kept and waits to be decided. */
export interface KeptMail {
  readonly source: MailSource;
  readonly blob: BlobHash;
  readonly size: number;
  /** When the server got it (INTERNALDATE), or now for the other ways in. */
  readonly arrivedAt: Date;
  /** Imported: no notice goes out because of it. */
  readonly quiet: boolean;
  /** Whom its From line names, as a hint for a fair order; undefined when nobody has looked. */
  readonly sender?: string | undefined;
}

export interface WaitingMail extends KeptMail {
  readonly id: LedgerId;
  readonly attempts: number;
  /** Set by `spoc held release`: by whom, and that the checks which held it are passed over. */
  readonly released: boolean;
}

export interface Cursor {
  readonly uidValidity: bigint;
  /** Every UID up to here has a ledger row or is confirmed absent. */
  readonly lastUid: number;
  /** When the folder was first met: older mail is not taken. */
  readonly firstMet: Date;
}

/** What is known of a mail once it was read; kept on its ledger row for people and for the rules of *Same mail*. */
export interface LedgerReading {
  readonly desk: DeskId | undefined;
  readonly from: string;
  readonly subject: string;
  readonly messageId: MessageId | undefined;
  readonly fingerprint: string;
  readonly mailKind: string;
  readonly authenticity: AuthenticityLevel | undefined;
}

export interface StoredAttachment {
  readonly filename: string | undefined;
  /** As the sender said. */
  readonly contentType: string;
  /** By its content; undefined for texts and for what is not known. */
  readonly detectedType: string | undefined;
  readonly size: number;
  readonly contentId: string | undefined;
  readonly inline: boolean;
  /** Undefined when its bytes were left out. */
  readonly blob: BlobHash | undefined;
  readonly leftOut: string | undefined;
  /** The rule of the block list that it falls under: it is kept, and never passed on. */
  readonly blocked: string | undefined;
}

/** The texts of a message, beside what `NewMessage` says of it. */
export interface MessageBody {
  readonly subject: string;
  /** The full text with its spans (DESIGN: nothing is ever lost); the shown text is `NewMessage.text`. */
  readonly full: string;
  readonly spans: readonly Span[];
  /** Sanitised. */
  readonly html: string | undefined;
  readonly messageId: MessageId | undefined;
  readonly ledger: LedgerId | undefined;
  readonly attachments: readonly StoredAttachment[];
}

/** A mail to be sent, complete: a repeat after a crash is the same mail. */
export interface OutgoingMail {
  readonly ticket: TicketId | undefined;
  readonly message: MessageKey | undefined;
  readonly contact: ContactId | undefined;
  readonly agent: AgentId | undefined;
  readonly kind: OutgoingKind;
  readonly automation: Automation;
  readonly purpose: ReplyPurpose;
  /** The waiting answer that the mail tells of. */
  readonly held: MessageKey | undefined;
  /** The ticket's version when it was written. */
  readonly version: number;
  readonly recipient: EmailAddress;
  /** The desk whose sending account carries it. */
  readonly desk: DeskId;
  /** Fixed before the first try; random. */
  readonly messageId: MessageId;
  /** Address tokens of this mail: a reply to the first is an answer (or the client's reply), to the second a note, bounces come to the third. */
  readonly tokens: {
    readonly reply: string | undefined;
    readonly note: string | undefined;
    readonly bounce: string | undefined;
  };
  readonly envelopeFrom: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly replyTo: string | undefined;
  readonly to: readonly { readonly name: string; readonly address: string }[];
  readonly cc: readonly { readonly name: string; readonly address: string }[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly date: Date;
  readonly inReplyTo: MessageId | undefined;
  readonly references: readonly MessageId[];
  /** Further header fields (`Auto-Submitted`, …). */
  readonly headers: Readonly<Record<string, string>>;
  readonly attachments: readonly StoredAttachment[];
  /** Not to be sent before this moment (collected notices). */
  readonly notBefore: Date | undefined;
}

/** `hold`: kept until the operator releases it. `uncertain`: the connection was lost after DATA (DESIGN §3.7). */
export const OUTBOX_STATES = [
  'queued',
  'sending',
  'sent',
  'uncertain',
  'failed',
  'hold',
  'bounced',
  'dropped',
] as const;
export type OutboxState = (typeof OUTBOX_STATES)[number];

export interface OutboxRow extends OutgoingMail {
  readonly id: OutboxId;
  readonly state: OutboxState;
  /** Tries begun: `claim` counts the one it starts; `releaseOutbox` begins again at 0. */
  readonly attempts: number;
  /** An earlier try ended without the relay's word (`uncertain`, or a crash): it may have been sent. `releaseOutbox` clears it. */
  readonly mayBeSent: boolean;
  /** Of a row that is `sending`: its end may have left for the relay (`handing`). */
  readonly handed: boolean;
  readonly nextTry: Date;
  readonly lastError: string | undefined;
  readonly createdAt: Date;
  readonly sentAt: Date | undefined;
}

/** Writing, within one transaction. Reads through it see its own writes. */
export interface Tx extends Queries {
  /** Runs `work` in a savepoint, by a `tx` of its own: when it throws, only that is rolled back, and the error is thrown on. */
  savepoint<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The makers of ids; a desk's `prefix` comes from the policy. */
  ids(prefixOf: (desk: DeskId) => string): Ids;

  /** Stores small raw mail with this transaction's commit (many mails, one fsync); `Blobs.put` is for large ones and streams. */
  putBlob(bytes: Buffer): Promise<BlobHash>;

  // The ledger and its cursors
  keep(mail: KeptMail, at: Date): Promise<{ readonly id: LedgerId; readonly seenBefore: boolean }>;
  /** Records that a UID within the cursor's reach had vanished before it could be fetched. */
  vanished(source: MailSource, at: Date): Promise<void>;
  setCursor(mailbox: string, folder: string, cursor: Cursor): Promise<void>;
  recordReading(id: LedgerId, reading: LedgerReading): Promise<void>;
  /** Sets the current outcome; an earlier one goes to the row's history with who and why. */
  settle(
    id: LedgerId,
    outcome: Outcome,
    ticket: TicketId | undefined,
    reasons: readonly string[],
    by: Actor,
    at: Date,
  ): Promise<void>;
  /** One more failed try: the mail waits until `nextTry`. */
  retryLater(id: LedgerId, error: string, nextTry: Date): Promise<void>;
  /** The mail waits until `nextTry`, without a try being counted: the disk is at fault. */
  waitLonger(id: LedgerId, error: string, nextTry: Date): Promise<void>;
  /** Takes out of a row who wrote and what: the mail is a copy of one that was forgotten. */
  forgetMail(id: LedgerId): Promise<void>;
  /** Puts a settled mail back on the waiting list (held mail released, quarantined mail retried). */
  requeue(id: LedgerId, by: Actor, why: string, at: Date): Promise<void>;
  /** The mailbox has been told, or need not be (`gone`). */
  acknowledged(ids: readonly LedgerId[], how: 'done' | 'gone'): Promise<void>;
  /** The operator is told of these mails by this notice. */
  told(ids: readonly LedgerId[], notice: OutboxId): Promise<void>;

  // The desk's decisions
  /** Writes contacts, events, tickets, messages, releases, moves, exposures and marks of a decision. Throws `VersionConflict`. */
  apply(decision: Decision, bodies: ReadonlyMap<MessageKey, MessageBody>, at: Date): Promise<void>;

  /** Adds a file that was made for it to a message. */
  attach(message: MessageKey, attachment: StoredAttachment): Promise<void>;

  // The outbox
  /** `mailbox`: by which the mail came that caused it. */
  enqueue(mail: OutgoingMail, state: 'queued' | 'hold', at: Date, mailbox?: string): Promise<OutboxId>;
  /**
   * Takes up to `limit` due rows (state queued or uncertain-once) and marks them `sending`; passes over desks whose relay is down or busy. Persons' words first; then
   * one for each desk, and within it for each mailbox that is answered, in turn, of these the oldest.
   */
  claim(now: Date, limit: number, except?: readonly DeskId[]): Promise<readonly OutboxRow[]>;
  /** The end of these mails is about to leave for the relay: a crash from here on leaves it in doubt whether they were sent. */
  handing(ids: readonly OutboxId[]): Promise<void>;
  sent(id: OutboxId, response: string, alias: MessageId | undefined, at: Date): Promise<void>;
  /** A relay's own Message-ID for a mail of ours, learnt after it was sent (from the Sent copy). */
  aliasLearnt(id: OutboxId, alias: MessageId): Promise<void>;
  /** Back to the queue after a temporary failure. */
  deferred(id: OutboxId, error: string, nextTry: Date): Promise<void>;
  failed(id: OutboxId, error: string, at: Date): Promise<void>;
  uncertain(id: OutboxId, error: string, nextTry: Date | undefined): Promise<void>;
  /** At start, for rows left `sending` by a crash: those that were handed over become uncertain (once), the others are queued again. */
  recoverSending(at: Date): Promise<number>;
  /** hold → queued, failed/uncertain → queued, or → dropped. Undefined ids: all on hold. Answers how many. */
  releaseOutbox(ids: readonly OutboxId[] | undefined, to: 'queued' | 'dropped', at: Date): Promise<number>;

  // People. Both throw `RecordRefused`; a record without id meets an existing client by company number, a contact by any of its addresses or,
  // when he has none, by client, name and number.
  putClient(client: ClientRecord): Promise<ClientId>;
  putContact(contact: ContactRecord): Promise<ContactId>;

  // Registers. They throw `RecordRefused`; what is put takes the place of what has the same id.
  putService(service: ServiceRecord): Promise<void>;
  removeService(id: ServiceId): Promise<boolean>;
  putContract(contract: Contract & { readonly client: ClientId }): Promise<void>;
  removeContract(id: ContractId): Promise<boolean>;
  /** `level` as the register of levels writes it: the store keeps it as it is. */
  putServiceLevel(id: ServiceLevelId, level: unknown): Promise<void>;
  removeServiceLevel(id: ServiceLevelId): Promise<boolean>;
  putRelease(release: Release): Promise<void>;
  removeRelease(desk: DeskId, name: string): Promise<boolean>;
  /** To a product; what is there of it gives way. */
  putIntroduction(contact: ContactId, introduction: Introduction): Promise<void>;
  removeIntroduction(contact: ContactId, product: Introduction['product']): Promise<boolean>;
  /** Hours that begin at the same moment give way. */
  putAgreedHours(client: ClientId, hours: AgreedHours): Promise<void>;
  removeAgreedHours(client: ClientId, from: Date): Promise<boolean>;

  // Timers. They are set by `apply`.
  /** A timer's step failed: it is tried again at that moment. */
  timerLater(timer: Pick<Timer, 'ticket' | 'key'>, nextTry: Date): Promise<void>;
  /** It led to nothing: the ticket's timers were worked out anew without it, or it cannot be carried out. */
  dropTimer(timer: Pick<Timer, 'ticket' | 'key'>): Promise<void>;

  /** A value that outlives the process, under a name (`timers:fingerprint`); at most 1,000 characters. */
  remember(name: string, value: string): Promise<void>;
}

/** What a person was introduced to. */
export interface ContactIntroduction extends Introduction {
  readonly contact: ContactId;
}

/** Hours that were agreed with a client. */
export interface ClientHours extends AgreedHours {
  readonly client: ClientId;
}

/** Work that was booked on a ticket. */
export interface Booking extends NewBooking {
  readonly at: Date;
}

/** Where and when work was booked. */
export interface BookedWithin {
  readonly desk: DeskId;
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

/** A service as its register has it. */
export type ServiceRecord = Service;

/** Whose tickets of which time are asked for. */
export interface ReportOf {
  readonly desk: DeskId;
  readonly client: ClientId | undefined;
  readonly from: Date;
  readonly to: Date;
  readonly limit: number;
}

/** A timer that is due, and how often its step has failed. */
export interface DueTimer extends Timer {
  readonly attempts: number;
}

/** A client organisation as an operator keeps it. */
export interface ClientRecord {
  readonly id: ClientId | undefined;
  readonly companyNumber: string | undefined;
  readonly name: string;
  readonly locale: Locale | undefined;
  /** Mail domains that are this client's alone; free-mail domains are refused. */
  readonly domains: readonly string[];
  /** The desk that serves it; undefined: any. */
  readonly desk: DeskId | undefined;
  /** What was agreed with it, by the names of the configuration or the registers; undefined: as the desk has it. */
  readonly level: ServiceLevelId | undefined;
  readonly calendar: CalendarId | undefined;
  readonly matrix: MatrixId | undefined;
  /** Whether it has settled what it owes; undefined: nobody has said. */
  readonly obligations?: Obligations | undefined;
}

/** A person of a client with the six attributes of SAGA-6. */
export interface ContactRecord {
  readonly id: ContactId | undefined;
  readonly client: ClientId | undefined;
  readonly name: string;
  /** Street and number, city and postcode. */
  readonly businessUnit: string | undefined;
  readonly position: string | undefined;
  readonly landline: string | undefined;
  readonly mobile: string | undefined;
  /** The first is written to; none: he is reached by phone (SOFTECH-10). */
  readonly addresses: readonly EmailAddress[];
  readonly locale: Locale | undefined;
  readonly responsible: boolean;
  /** Whose requests he may see in the record; undefined: as it was, his own at first. */
  readonly sees?: Sees | undefined;
}

/** Mail that was announced and gone before it could be fetched. It was never received: it has no ledger row and no part in the law. */
export interface VanishedMail {
  readonly source: MailSource;
  readonly at: Date;
}

export interface LedgerRow {
  readonly id: LedgerId;
  readonly source: MailSource;
  /** Undefined when the raw mail was let go of, as `removed` says. */
  readonly blob: BlobHash | undefined;
  readonly removed: 'age' | 'forgotten' | undefined;
  readonly size: number;
  readonly seenAt: Date;
  readonly arrivedAt: Date;
  readonly outcome: Outcome | undefined;
  /** Who gave it the current outcome. */
  readonly settled: { readonly at: Date; readonly by: Actor } | undefined;
  readonly reasons: readonly string[];
  readonly ticket: TicketId | undefined;
  readonly desk: DeskId | undefined;
  readonly from: string;
  readonly subject: string;
  readonly messageId: MessageId | undefined;
  readonly mailKind: string;
  readonly authenticity: AuthenticityLevel | undefined;
  readonly attempts: number;
  readonly lastError: string | undefined;
  /** The outcomes before the current one, oldest first; undefined where a person put it back to wait, with his word for why. */
  readonly history: readonly {
    readonly at: Date;
    readonly outcome: Outcome | undefined;
    readonly by: Actor;
    readonly reasons: readonly string[];
  }[];
}

export interface TicketRow {
  readonly id: TicketId;
  readonly number: TicketNumber;
  readonly desk: DeskId;
  readonly subject: string;
  readonly status: Status;
  readonly priority: Priority;
  readonly assignee: AgentId | undefined;
  readonly requester: Contact;
  readonly client: string | undefined;
  readonly openedAt: Date;
  readonly updatedAt: Date;
}

export interface TicketFilter {
  readonly desk?: DeskId;
  readonly status?: readonly Status[];
  readonly assignee?: AgentId | 'nobody';
  readonly client?: ClientId;
  readonly requester?: ContactId;
  readonly tag?: string;
  readonly before?: TicketId;
  readonly limit: number;
}

export interface MessageRow extends MessageBody {
  readonly key: MessageKey;
  readonly ticket: TicketId;
  readonly direction: Direction;
  readonly by: Actor;
  readonly authenticity: AuthenticityLevel;
  readonly at: Date;
  /** What people are shown, or what was sent. */
  readonly shown: string;
  readonly held: boolean;
  readonly channel: Channel;
}

/** An earlier ticket with its subject and what was asked. */
export type EarlierText = Omit<EarlierTicket, 'words'> & { readonly text: string };

export interface SearchHit {
  readonly ticket: TicketRow;
  readonly message: MessageKey;
  /** The words found in their surroundings, marked by U+0002 and U+0003. */
  readonly snippet: string;
}

/** Reading. Lists are bounded by their `limit`; nothing scans all tickets. */
export interface Queries {
  // Ledger
  cursor(mailbox: string, folder: string): Promise<Cursor | undefined>;
  /**
   * Mail that waits and is due, one of each mailbox in turn, beginning with the mailbox behind `after`; in a mailbox oldest first, but of a sender who has many
   * waiting only some before the first of everybody else; at most `limit` rows and `bytes` of raw mail (but at least one).
   */
  waiting(now: Date, limit: number, bytes: number, after?: string): Promise<readonly WaitingMail[]>;
  /** Since when the mail has been waiting that is the first of its mailbox and the oldest of these. */
  oldestWaiting(now: Date): Promise<Date | undefined>;
  nextRetryAt(): Promise<Date | undefined>;
  /** Mailboxes with decided mail that they have not been told of. */
  untoldMailboxes(): Promise<readonly string[]>;
  /** Decided mail of a mailbox folder that the mailbox has not been told of. */
  unacknowledged(
    mailbox: string,
    folder: string,
    uidValidity: bigint,
    limit: number,
  ): Promise<readonly { readonly id: LedgerId; readonly uid: number; readonly outcome: Outcome }[]>;
  /** Which of these UIDs have a row. */
  knownUids(
    mailbox: string,
    folder: string,
    uidValidity: bigint,
    uids: readonly number[],
  ): Promise<ReadonlySet<number>>;
  /** Whether raw mail with this hash came into the mailbox, be it forgotten since. */
  keptRaw(mailbox: string, hash: string): Promise<boolean>;
  /** Newest first. */
  vanishedMails(limit: number): Promise<readonly VanishedMail[]>;
  ledgerRow(id: LedgerId): Promise<LedgerRow | undefined>;
  ledgerByMessageId(id: MessageId): Promise<readonly LedgerRow[]>;
  ledgerRows(filter: {
    readonly outcome?: readonly Outcome[];
    readonly waiting?: boolean;
    readonly before?: LedgerId;
    readonly limit: number;
  }): Promise<readonly LedgerRow[]>;
  /** For the conservation law. */
  ledgerCounts(): Promise<{
    readonly received: number;
    readonly waiting: number;
    readonly outcomes: Readonly<Record<Outcome, number>>;
  }>;

  // What bears on a mail
  people(addresses: readonly string[]): Promise<ReadonlyMap<string, Person>>;
  citations(
    tokens: readonly string[],
    ids: readonly MessageId[],
    from: string,
    now: Date,
    life: number,
  ): Promise<readonly Citation[]>;
  issued(ids: readonly MessageId[]): Promise<ReadonlySet<MessageId>>;
  receivedOn(ids: readonly MessageId[]): Promise<readonly { readonly id: MessageId; readonly ticket: TicketId }[]>;
  numbered(numbers: readonly string[]): Promise<readonly { readonly number: string; readonly ticket: TicketId }[]>;
  ticketFacts(ids: readonly TicketId[]): Promise<ReadonlyMap<TicketId, TicketFacts>>;
  /** Mail that waits for the operator (held or quarantined, on no ticket) and that he has not been told of, oldest first; and how many there are. */
  forOperator(limit: number): Promise<{ readonly mails: readonly LedgerRow[]; readonly count: number }>;
  /** The mails that a notice told the operator of. */
  toldBy(notice: OutboxId): Promise<readonly LedgerRow[]>;
  /** When the operator was told last. */
  lastTold(): Promise<Date | undefined>;
  /**
   * An earlier decided mail of the desk with this Message-ID and fingerprint; without an id only equal raw bytes. Mail that was held and is
   * not proved is no original of a proved one: its author may be somebody else.
   */
  copyOf(
    of: LedgerId,
    desk: DeskId,
    messageId: MessageId | undefined,
    fingerprint: string,
    blob: BlobHash,
    proved: boolean,
  ): Promise<LedgerId | undefined>;
  answered(address: string, now: Date): Promise<{ readonly hour: number; readonly day: number }>;
  /** Automatic answers to an address within the last hour, by ticket; tickets without any are left out. */
  answeredOn(address: string, tickets: readonly TicketId[], now: Date): Promise<ReadonlyMap<TicketId, number>>;
  /** Tickets that a contact has opened since. */
  openedSince(contact: ContactId, since: Date): Promise<number>;
  hasTicketAt(contact: ContactId, desk: DeskId): Promise<boolean>;
  /** The mail of ours with this Message-ID (or a relay's alias of it) or bounce token. */
  outboxBy(key: { readonly messageId?: MessageId; readonly bounceToken?: string }): Promise<OutboxRow | undefined>;

  // Tickets
  ticketByNumber(number: string): Promise<TicketId | undefined>;
  tickets(filter: TicketFilter): Promise<readonly TicketRow[]>;
  events(ticket: TicketId): Promise<readonly RecordedEvent[]>;
  /** Oldest first; `last` bounds it to the newest. */
  messages(ticket: TicketId, last?: number): Promise<readonly MessageRow[]>;
  message(key: MessageKey): Promise<MessageRow | undefined>;
  /** Message-IDs on a ticket that this address has seen (sent to it, or sent by it), oldest first, at most the newest `limit`. */
  seenIds(ticket: TicketId, address: string, limit: number): Promise<readonly MessageId[]>;
  search(words: string, limit: number): Promise<readonly SearchHit[]>;

  // The record of requests
  /** The newest tickets that a contact may see in the record, those that are not done first, and how many there are of each (CLOUDEMPIERE-4). */
  recordOf(
    reader: Contact,
    limits: { readonly open: number; readonly done: number },
  ): Promise<{
    readonly tickets: readonly TicketId[];
    readonly counts: { readonly open: number; readonly done: number };
  }>;
  /**
   * Earlier tickets of these contacts or clients that may be like a text: the newest, and those in which its rarest words stand (SAOP-5). `words` gives
   * folded beginnings of words; it is asked only where somebody has more tickets than those.
   */
  earlierLike(
    who: { readonly contacts: readonly ContactId[]; readonly clients: readonly ClientId[] },
    words: () => readonly string[],
  ): Promise<readonly EarlierText[]>;
  /** The tickets of a desk that nobody has taken into work, in no order, at most 5,000 (SAOP-2). */
  waitingList(desk: DeskId): Promise<readonly Waiting[]>;

  // People
  contact(id: ContactId): Promise<(ContactRecord & Contact) | undefined>;
  client(id: ClientId): Promise<(ClientRecord & Client) | undefined>;
  clients(limit: number, after?: ClientId): Promise<readonly (ClientRecord & { readonly id: ClientId })[]>;
  contacts(filter: {
    readonly client?: ClientId;
    readonly after?: ContactId;
    readonly limit: number;
  }): Promise<readonly (ContactRecord & { readonly id: ContactId })[]>;

  /** People with a number that ends in the same eight digits, at most 50: which of them it is, is for the desk to say. */
  contactsByPhone(number: string): Promise<readonly Contact[]>;
  clientByCompanyNumber(number: string): Promise<(ClientRecord & Client) | undefined>;

  // Registers
  /** Services that these words name by id or circuit, whatever their case and signs, by the word as given. */
  servicesNamed(words: readonly string[]): Promise<ReadonlyMap<string, Service>>;
  service(id: ServiceId): Promise<Service | undefined>;
  services(filter: {
    readonly client?: ClientId;
    readonly after?: ServiceId;
    readonly limit: number;
  }): Promise<readonly Service[]>;
  serviceLevels(): Promise<readonly { readonly id: ServiceLevelId; readonly level: unknown }[]>;

  /** Releases that carry fixes, beside those of the configuration. */
  releases(): Promise<readonly Release[]>;
  /** Tickets of a sort, the newest first. */
  ticketsOfType(type: TicketType, limit: number): Promise<readonly TicketId[]>;
  /** Tickets of a sort that were opened from a moment on and before another, the oldest first. */
  openedBetween(type: TicketType, from: Date, to: Date, limit: number): Promise<readonly TicketId[]>;
  /** By contact and product, after one of them. */
  introductions(
    after: Pick<ContactIntroduction, 'contact' | 'product'> | undefined,
    limit: number,
  ): Promise<readonly ContactIntroduction[]>;
  /** By client and beginning, after one of them. */
  agreedHours(after: Pick<ClientHours, 'client' | 'from'> | undefined, limit: number): Promise<readonly ClientHours[]>;

  // Booked work
  /** Of a ticket, oldest first. */
  bookings(ticket: TicketId): Promise<readonly Booking[]>;
  /** Clients of a desk on whose tickets work was booked within a time, by id. */
  bookedClients(of: BookedWithin, after: ClientId | undefined, limit: number): Promise<readonly ClientId[]>;
  /** Their tickets. */
  bookedTickets(of: BookedWithin, client: ClientId, limit: number): Promise<readonly TicketId[]>;

  /** All contracts of clients, by id. */
  contracts(
    after: ContractId | undefined,
    limit: number,
  ): Promise<readonly (Contract & { readonly client: ClientId })[]>;
  /** Tickets of a desk, or of one client there, that were opened in a span of time, came to rest since it began, or have not; in order. */
  reportTickets(of: ReportOf): Promise<readonly TicketId[]>;
  /** Those that count, with what of their histories is counted. */
  countedCases(tickets: readonly TicketId[]): Promise<readonly CountedCase[]>;

  // Staff
  /** That have not ended at that moment, the first to end first. */
  absences(at: Date): Promise<readonly Absence[]>;
  /** Tickets that are not done, by assignee. */
  workload(): Promise<ReadonlyMap<AgentId, number>>;
  turns(keys: readonly string[]): Promise<ReadonlyMap<string, AgentId>>;

  // Timers
  /** Due at that moment, the oldest first; found by index. */
  dueTimers(now: Date, limit: number): Promise<readonly DueTimer[]>;
  nextTimerAt(): Promise<Date | undefined>;
  timersOf(ticket: TicketId): Promise<readonly Timer[]>;
  /** Tickets that are not done, above an id, in order: for a walk through all of them in steps. */
  openTickets(after: TicketId | undefined, limit: number): Promise<readonly TicketId[]>;
  remembered(name: string): Promise<string | undefined>;

  // Outbox
  outbox(filter: {
    readonly state?: readonly OutboxState[];
    readonly ticket?: TicketId;
    readonly before?: OutboxId;
    readonly limit: number;
  }): Promise<readonly OutboxRow[]>;
  outboxCounts(): Promise<Readonly<Record<OutboxState, number>>>;
  nextOutboxAt(): Promise<Date | undefined>;
  /** Since when the oldest mail that may be sent has been waiting for it. */
  oldestQueued(now: Date): Promise<Date | undefined>;

  /** Everything that is remembered of the person with an address; undefined: nothing. */
  personTrace(address: string): Promise<PersonTrace | undefined>;
  outgoing(id: OutboxId): Promise<OutboxRow | undefined>;
  /** Contacts whose last ticket came to rest before that moment, at most `limit`. Walks through all of them, a piece at a time. */
  forgettable(before: Date, limit: number): Promise<readonly ContactId[]>;
  /** When the data were last restored from a backup: mail that arrived before may have been answered already. */
  restoredAt(): Promise<Date | undefined>;
}

/** A ticket changed between reading and writing; decide again. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict';
}

/** A client or contact cannot be entered so; the message tells an operator why. */
export class RecordRefused extends Error {
  override readonly name = 'RecordRefused';
}
