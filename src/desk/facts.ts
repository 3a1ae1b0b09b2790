import type { EmailAddress, MessageId } from '../mail/mail.ts';
import type { Absence, Presence } from './absence/absence.ts';
import type { CalendarId } from './calendar/rules.ts';
import type { AgreedHours, Introduction, Obligations } from './coverage/rules.ts';
import type { AuthenticityLevel, Direction, HeldWhy, RecordedEvent, TicketEvent } from './event.ts';
import type { Facts } from './form/facts.ts';
import type {
  Actor,
  AgentId,
  ClientId,
  ContactId,
  LedgerId,
  MatrixId,
  MessageKey,
  OutboxId,
  ServiceId,
  TicketId,
  TicketNumber,
} from './ids.ts';
import type { Notice, OutgoingKind, ReplyPurpose } from './notice.ts';
import type { RecordFacts } from './record/facts.ts';
import type { Sees } from './record/sees.ts';
import { NOTHING_SIMILAR, type SimilarFacts } from './similar/facts.ts';
import type { Contract } from './sla/contract.ts';
import type { ServiceLevelId } from './sla/policy.ts';
import type { Channel, Locale } from './status.ts';
import type { Ticket } from './ticket.ts';
import type { NewBooking } from './time/book.ts';
import type { Timer } from './timer.ts';
import type { SplitMatter } from './upkeep/beside.ts';

/** A person who writes for a client, or for himself when `client` is undefined. */
export interface Contact {
  readonly id: ContactId;
  readonly name: string;
  /** Undefined for someone who is reached by phone alone (SOFTECH-10): no mail goes to him. */
  readonly address: EmailAddress | undefined;
  /** Landline and mobile, as written (SAGA-5, SAGA-6). */
  readonly phones: readonly string[];
  /** Street and number, city and postcode, as written (SAGA-6). */
  readonly businessUnit: string | undefined;
  /** Whose requests he may see in the record (CLOUDEMPIERE-4). */
  readonly sees: Sees;
  readonly client: ClientId | undefined;
  readonly locale: Locale | undefined;
  /** Is told of every change of status of the client's tickets (SAGA-6, SAGA-8). */
  readonly responsible: boolean;
  /** Mail to the address bounced for good: nothing automatic goes there. */
  readonly undeliverable: boolean;
  /** Has been entered by staff or has opened a ticket that was accepted; a mere Cc address is not. */
  readonly known: boolean;
  /** Staff entered him: the register vouches for him. */
  readonly entered: boolean;
  /** To which products he was introduced (SAOP-4); undefined: to none. */
  readonly introductions?: readonly Introduction[];
  /** An agent called a mail of his spam. */
  readonly spammer: boolean;
}

/** Staff entered him, or he is of a client: that he exists is not his word alone. */
export function isVouchedFor({ entered, client }: Pick<Contact, 'entered' | 'client'>): boolean {
  return entered || client !== undefined;
}

/** What a person is called: by name, else address, else number. */
export function calledName({ name, address, phones }: Pick<Contact, 'name' | 'address' | 'phones'>): string {
  return name || (address ?? phones[0] ?? '');
}

export interface Client {
  readonly id: ClientId;
  readonly name: string;
  readonly companyNumber: string | undefined;
  readonly locale: Locale | undefined;
  /** The responsible persons of SAGA-6. */
  readonly responsible: readonly Contact[];
  /** What was agreed with him, where it is not the desk's own (CLOUDEMPIERE-1). */
  readonly level: ServiceLevelId | undefined;
  readonly calendar: CalendarId | undefined;
  readonly matrix: MatrixId | undefined;
  /** Contracts of his own, the newest first (CLOUDEMPIERE-9); undefined: none. */
  readonly contracts?: readonly Contract[];
  /** Whether he has settled what he owes (SAOP-6); undefined: the register does not say. */
  readonly obligations?: Obligations | undefined;
  /** Hours beside the usual that were agreed with him and have not ended long ago; undefined: none. */
  readonly agreedHours?: readonly AgreedHours[];
}

/** A service of a client, as the register has it (INTERSPACE-2, INTERSPACE-5). */
export interface Service {
  readonly id: ServiceId;
  readonly client: ClientId;
  readonly name: string;
  readonly circuits: readonly string[];
  readonly level: ServiceLevelId | undefined;
  readonly matrix: MatrixId | undefined;
}

/** What bears on every decision, whichever ticket it is about. */
export interface Surroundings {
  /** What the ticket that it may open may be like; empty for any other command. */
  readonly similar: SimilarFacts;
  /** That have not ended. */
  readonly absences: readonly Absence[];
  /** Tickets that are not done, by assignee; those who have none are not there. Empty unless a rule of assignment asks. */
  readonly workload: ReadonlyMap<AgentId, number>;
  /** Who had the last turn, by the key of the rule. */
  readonly turns: ReadonlyMap<string, AgentId>;
  /** Tickets that commands name by their number, by it in upper case. */
  readonly named: ReadonlyMap<string, TicketFacts>;
  /** Services that commands may name: those of the clients of the tickets at hand. Empty unless a command names one. */
  readonly services: readonly Service[];
}

/** Nothing that bears on a decision. */
export const NOTHING_AROUND: Surroundings = {
  absences: [],
  workload: new Map(),
  turns: new Map(),
  named: new Map(),
  services: [],
  similar: NOTHING_SIMILAR,
};

/** Who sent a mail. */
export type Sender = Person;

/** A ticket with the people on it. */
export interface TicketFacts {
  readonly ticket: Ticket;
  readonly subject: string;
  readonly requester: Contact;
  readonly watchers: readonly Contact[];
  readonly client: Client | undefined;
  readonly service: Service | undefined;
  /** What is known of the fields of its form. */
  readonly facts: Facts;
  /** The client who has the company number that the facts of an enrolment state; undefined when none has. */
  readonly namesake: ClientId | undefined;
  /** What the client wrote first; empty when staff began it. */
  readonly opening: string;
  /** All its events. */
  readonly history: readonly RecordedEvent[];
  /** For the answers that wait: who wrote each. */
  readonly held: readonly { readonly message: MessageKey; readonly by: Actor; readonly why: HeldWhy }[];
}

/** A token or Message-ID of ours that a mail cites, and what it was issued for. */
export interface Citation {
  readonly via: 'token' | 'issued-id';
  readonly outbox: OutboxId;
  readonly ticket: TicketId | undefined;
  readonly purpose: ReplyPurpose;
  /** The address it was issued to is the From address of this mail. */
  readonly issuedToSender: boolean;
  /** It was seen in a mail addressed to others as well: never again authorises a command. */
  readonly exposed: boolean;
  readonly expired: boolean;
  /** The ticket's version when it was issued. */
  readonly version: number;
  /** The answer that waits, for the notice that told of it. */
  readonly held: MessageKey | undefined;
  /** The message that the notice told of. */
  readonly message: MessageKey | undefined;
}

/** What the store knows that bears on a mail; asked for by `needs`. */
export interface MailFacts {
  readonly sender: Sender;
  readonly authenticity: {
    readonly level: AuthenticityLevel;
    readonly reason: string;
    readonly flags: readonly string[];
  };
  /** Of tokens first, then of ids, in the order In-Reply-To, References from the last to the first. */
  readonly citations: readonly Citation[];
  /** Tickets on which a cited id was received. */
  readonly received: readonly { readonly id: MessageId; readonly ticket: TicketId }[];
  /** Tickets that the subject names, old numbers included. */
  readonly named: readonly { readonly number: string; readonly ticket: TicketId }[];
  readonly tickets: ReadonlyMap<TicketId, TicketFacts>;
  /** An earlier mail of the same desk that this one is a copy of. */
  readonly copyOf: LedgerId | undefined;
  /** The people behind To, Cc and the forwarded From, by lower-case address. */
  readonly people: ReadonlyMap<string, Person>;
  /** The clients of the sender and of the people, by id. */
  readonly clients: ReadonlyMap<ClientId, Client>;
  /** Automatic answers that the sender got within the last hour and day. */
  readonly answered: { readonly hour: number; readonly day: number };
  /** Automatic answers that he got within the last hour about a ticket; those without any are not there. */
  readonly answeredOn: ReadonlyMap<TicketId, number>;
  /** Tickets that he opened within the last hour. */
  readonly openedLately: number;
  /** The desk that the mail is for has a ticket of his. */
  readonly servedHere: boolean;
  /** Mails that a cited notice to the operator told of, and whether they still wait for his decision. */
  readonly listed: readonly { readonly mail: LedgerId; readonly open: boolean }[];
  /** For a bounce: the mail of ours it is about. */
  readonly bounced: BouncedMail | undefined;
  /** Services that words of the mail may name, by `needs`' spelling of the word; whose they are is not looked at here. */
  readonly services: ReadonlyMap<string, Service>;
  /** Clients that an address of the desk is for, by company number. */
  readonly companies: ReadonlyMap<string, Client>;
  /** People with the number that called, when the mail records a call (SAGA-5). */
  readonly callers: readonly Contact[];
  /** When the mail asks for the record of requests and its sender is one of the people; else undefined. */
  readonly record: RecordFacts | undefined;
  readonly around: Surroundings;
  /** What a `#split` rests on, of the cases that the mail may be filed on. */
  readonly splits: ReadonlyMap<TicketId, SplitMatter>;
}

/** A mail of ours that came back, and whom it was for. */
export interface BouncedMail {
  readonly outbox: OutboxId;
  readonly kind: OutgoingKind;
  readonly ticket: TicketId | undefined;
  readonly contact: ContactId | undefined;
  readonly agent: AgentId | undefined;
  /** Whom it was sent to. */
  readonly recipient: EmailAddress;
  /** It has come back before: nobody is told again. */
  readonly again: boolean;
}

export type Person =
  /** `contact`: he has written in as a client would, too, or staff entered him as one. */
  | { readonly kind: 'agent'; readonly id: AgentId; readonly contact: Contact | undefined }
  | { readonly kind: 'contact'; readonly contact: Contact }
  /** Nobody we know; `client` is the one that owns the domain. */
  | { readonly kind: 'unknown'; readonly client: ClientId | undefined };

/** A contact that a decision brings into being. */
export interface NewContact {
  readonly id: ContactId;
  readonly name: string;
  readonly address: EmailAddress | undefined;
  /** As written. */
  readonly phone: string | undefined;
  readonly client: ClientId | undefined;
  readonly known: boolean;
}

/** A future client who was accepted: what the registers get (SAGA-6). */
export interface Enrolled {
  readonly contact: ContactId;
  /** The new client. */
  readonly client: ClientId;
  readonly companyNumber: string | undefined;
  /** The client's name; the contact's own when he signs for nobody else. */
  readonly clientName: string;
  readonly name: string;
  readonly businessUnit: string;
  readonly position: string;
  readonly landline: string;
  readonly mobile: string | undefined;
}

/** A message that a decision puts on a ticket. */
export interface NewMessage {
  readonly key: MessageKey;
  readonly ticket: TicketId;
  readonly direction: Direction;
  readonly by: Actor;
  readonly authenticity: AuthenticityLevel;
  /** `mail`: the whole mail with its attachments. `typed`: only `text`. */
  readonly source: 'mail' | 'typed';
  /** What people are shown of it, or what was sent to the client. */
  readonly text: string;
  /** The whole of it, which goes beside it as a file, where `text` was longer than the desk shows (SOFTECH-4). */
  readonly whole?: { readonly filename: string; readonly text: string };
  /** It waits for `#send` and has not been sent. */
  readonly held: boolean;
  /** How it came, where not by mail. */
  readonly channel: Channel;
}

/** What happens to one ticket: its next events, decided on version `expected` (0: it does not exist yet). */
export interface TicketChange {
  readonly ticket: TicketId;
  readonly expected: number;
  readonly events: readonly TicketEvent[];
  /** Set or changed subject. */
  readonly subject: string | undefined;
  /** A number that still threads to it after a move. */
  readonly formerNumber: TicketNumber | undefined;
}

/** Every mail seen has exactly one current outcome (DESIGN §3, the conservation law). */
export const OUTCOMES = [
  'opened',
  'added',
  'command',
  'bounce',
  'auto-reply',
  'automatic',
  'spam',
  'loop',
  'duplicate',
  'held',
  'refused',
  'quarantined',
  'failed',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What the operator decides about a mail that waits. */
export interface HeldAct {
  readonly mail: LedgerId;
  readonly act: 'release' | 'drop' | 'spam';
}

/** What a desk decided: the shell makes it so, atomically. */
export interface Decision {
  /** For a mail: what became of it, and why, for a person to read. */
  readonly outcome:
    | { readonly kind: Outcome; readonly ticket: TicketId | undefined; readonly reasons: readonly string[] }
    | undefined;
  /** For anything else: why nothing was done; undefined when it was. */
  readonly refusal: string | undefined;
  readonly contacts: readonly NewContact[];
  readonly changes: readonly TicketChange[];
  readonly messages: readonly NewMessage[];
  /** Messages that no longer wait. */
  readonly releases: readonly MessageKey[];
  /** Messages that change their ticket (a split). */
  readonly moves: readonly { readonly message: MessageKey; readonly ticket: TicketId }[];
  readonly notices: readonly Notice[];
  /** Issued ids and tokens that others have seen now. */
  readonly exposed: readonly OutboxId[];
  /** The address of this contact does not exist. */
  readonly undeliverable: readonly ContactId[];
  /** He has written from an address that had bounced: it works again. */
  readonly reachable: readonly ContactId[];
  /** The mail of ours that bounced. */
  readonly bounced: readonly OutboxId[];
  /** All timers that a ticket has from now on, in the place of those that it had. */
  readonly timers: readonly { readonly ticket: TicketId; readonly timers: readonly Timer[] }[];
  /** Single timers beside those: tickets that are to look at something beyond themselves. They stay until they have fired. */
  readonly wakes: readonly Timer[];
  /** What is known of the fields of a ticket's form from now on. */
  readonly facts: readonly { readonly ticket: TicketId; readonly facts: Facts }[];
  /** Absences to be entered; those of the same agent that they overlap give way. */
  readonly absences: readonly Absence[];
  /** Agents who are there after all: their absences are cut out of these times, before others are entered. */
  readonly back: readonly Presence[];
  /** Whose turn it was, by the key of the rule. */
  readonly turns: readonly { readonly key: string; readonly agent: AgentId }[];
  readonly enrolled: readonly Enrolled[];
  /** Mails that waited, and what the operator said of them. */
  readonly decided: readonly HeldAct[];
  /** Work that was booked. */
  readonly bookings: readonly NewBooking[];
  /** All that is kept under one case belongs to another one from now on, the numbers and addresses by which mail finds it included. */
  readonly merges: readonly { readonly from: TicketId; readonly into: TicketId }[];
  /** Contacts whose further mail is taken for spam, or no longer is. */
  readonly senders: readonly { readonly contact: ContactId; readonly spam: boolean }[];
}
