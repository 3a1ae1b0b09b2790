import type { ClientWord } from '../mail/client-words.ts';
import type { CommandLine } from '../mail/commands.ts';
import type { Bounce, EmailAddress, Mailbox, MailKind, MessageId } from '../mail/mail.ts';
import type { Absence, Presence } from './absence/absence.ts';
import type { AccessWay } from './access/event.ts';
import type { Terms } from './agreement/terms.ts';
import type { LocalDate } from './calendar/local.ts';
import type { Month } from './calendar/month.ts';
import type { CoverageAct } from './coverage/answer.ts';
import type { AnalysisPart } from './defect/event.ts';
import type { DefectStage, ReleaseName } from './defect/plan.ts';
import type { AuthenticityLevel } from './event.ts';
import type { FactAct } from './form/set.ts';
import type {
  Actor,
  AgentId,
  ClientId,
  ContactId,
  DeskId,
  LedgerId,
  MessageKey,
  OutboxId,
  RequestTypeId,
  ServiceId,
  TicketId,
} from './ids.ts';
import type { SameAct } from './similar/same.ts';
import type { Channel, Priority, Status, TicketType, Tier } from './status.ts';
import type { TimeAct } from './time/book.ts';
import type { UpkeepAct } from './upkeep/act.ts';

/** What an agent (or the operator in his place) may do to a ticket. */
export type Act =
  | { readonly kind: 'status'; readonly to: Status }
  | { readonly kind: 'assign'; readonly to: AgentId | undefined }
  | { readonly kind: 'priority'; readonly to: Priority }
  | { readonly kind: 'move'; readonly to: DeskId }
  | { readonly kind: 'watch'; readonly address: EmailAddress }
  /** Releases the answer that waits; undefined is the newest of the author's own. */
  | { readonly kind: 'send'; readonly message: MessageKey | undefined }
  /** It is not to be sent. */
  | { readonly kind: 'discard'; readonly message: MessageKey }
  /** Up one level of the matrix, or to the level named (from 1). */
  | { readonly kind: 'escalate'; readonly level: number | undefined }
  /** To another level of solvers (CLOUDEMPIERE-5). */
  | { readonly kind: 'tier'; readonly to: Tier }
  | { readonly kind: 'type'; readonly to: TicketType }
  /** Of the desk's catalogue (SOFTECH-3). */
  | { readonly kind: 'request-type'; readonly to: RequestTypeId }
  /** An offer to the client, and that he agrees: to the offer that he has, or to these terms (SOFTECH-8). */
  | { readonly kind: 'quote'; readonly terms: Terms }
  | { readonly kind: 'grant'; readonly way: AccessWay }
  /** A key is used; only what it is kept under is handed in. */
  | { readonly kind: 'redeem'; readonly hash: string }
  | { readonly kind: 'agreed'; readonly terms: Terms | undefined }
  /** What is deferred is taken up now. */
  | { readonly kind: 'resume' }
  /** The decision on an enrolment (SAGA-1); `client` is the client's name, where it is not what the form says. */
  | { readonly kind: 'approve'; readonly client: string | undefined }
  | { readonly kind: 'decline' }
  | SameAct
  /** The case hangs on the defect or problem of this number; undefined: on none any more. */
  | { readonly kind: 'hang'; readonly on: string | undefined; readonly as: 'defect' | 'problem' }
  /** How far a defect has come (CLOUDEMPIERE-8); `day`: when the release is expected, where it is not the release's own day. */
  | {
      readonly kind: 'stage';
      readonly to: Exclude<DefectStage, 'reported'>;
      readonly release: ReleaseName | undefined;
      readonly day: LocalDate | undefined;
    }
  /** The text that comes with it is the document on an outage (INTERSPACE-8). */
  | { readonly kind: 'rfo' }
  /** The note that comes with it tells what the analysis of a problem has found (INTERSPACE-7). */
  | { readonly kind: 'analysis'; readonly part: AnalysisPart }
  | FactAct
  | CoverageAct
  | TimeAct
  | UpkeepAct;

/** A mail, understood: what the desk's rules read of it. */
export interface MailCommand {
  readonly kind: 'mail';
  readonly ledger: LedgerId;
  /** The desk that its addresses name, and further desks that it was addressed to. */
  readonly desk: DeskId;
  readonly otherDesks: readonly DeskId[];
  readonly mailKind: MailKind;
  readonly kindReasons: readonly string[];
  readonly bounce: Bounce | undefined;
  readonly from: readonly Mailbox[];
  /** To and Cc of the mail without the gateway's own addresses. */
  readonly to: readonly Mailbox[];
  readonly cc: readonly Mailbox[];
  readonly messageId: MessageId | undefined;
  /** Details of our plus-addresses that it was sent to; ids of In-Reply-To, then of References from the last to the first. */
  readonly tokens: readonly string[];
  readonly cites: readonly MessageId[];
  /** Its From line is an address of ours, although it is no mail that we issued. */
  readonly fromUs: boolean;
  /** Ticket numbers in the subject, upper case. */
  readonly numbers: readonly string[];
  /** Without reply prefixes and without our number. */
  readonly subject: string;
  /** Leading command lines of the strict reply, and what stands below them. */
  readonly commands: readonly CommandLine[];
  readonly body: string;
  /** The same reply as it is shown to people (nothing but the quotes elided); never empty when the mail says anything. */
  readonly visible: string;
  /** All that it says, with what it quotes: a form of ours may stand there, filled in. */
  readonly full: string;
  /** Why `body` should not go to a client unseen. */
  readonly doubt: string | undefined;
  /** A word of the client's that stands alone on the first line of his reply: `escalate`, `agree`, `decline`. */
  readonly word: ClientWord | undefined;
  /** The address of ours that it was sent to, lower case; undefined when none was named. */
  readonly sentTo: string | undefined;
  /** The HTML as it came, for the tables of a form; not safe to show. */
  readonly html: string | undefined;
  /** What the mail marks itself as (`Importance`, `X-Priority`). */
  readonly importance: string | undefined;
  /** When it was written, as far as it can be believed. */
  readonly writtenAt: Date;
  /** Files; pictures within the text (a signature's, say) do not count. */
  readonly attachments: number;
  readonly attachmentBytes: number;
  /** Attachments that are kept but not passed on. */
  readonly blocked: number;
  /** The mail that the writer forwarded, when the mail is a forward: whose it was, and what it said. */
  readonly forwarded: { readonly from: Mailbox; readonly subject: string; readonly text: string } | undefined;
  /** Why it is taken for spam (a configured header, DMARC fail); undefined when it is not. */
  readonly spam: string | undefined;
  /** Why it may not come in (malware, or it could not be scanned); undefined when it may. */
  readonly quarantine: string | undefined;
  /** A person let it pass after it was held, refused or quarantined. */
  readonly released: boolean;
  /** Imported: it causes no mail. */
  readonly quiet: boolean;
}

/** Staff do something to a ticket from anywhere but a mail. */
export interface ActCommand {
  readonly kind: 'act';
  readonly ticket: TicketId;
  readonly by: Actor;
  readonly acts: readonly Act[];
  /** What the client is told, or what is noted. */
  readonly text: string | undefined;
  readonly visibility: 'client' | 'internal';
}

/** A ticket is opened by staff on behalf of a contact: a phone call, a portal request, a mail to be begun (SAGA-5, CLOUDEMPIERE-5). */
export interface OpenCommand {
  readonly kind: 'open';
  readonly desk: DeskId;
  readonly by: Actor;
  readonly requester: ContactId;
  readonly channel: Channel;
  readonly type: TicketType;
  readonly priority: Priority;
  readonly subject: string;
  readonly text: string;
  /** `inbound`: what the client said. `outbound`: what staff write to him (`#to`). */
  readonly direction: 'inbound' | 'outbound';
}

/** A document that a client is entitled to goes to one of its contacts by mail: the escalation matrix (INTERSPACE-9). */
export interface HandOverCommand {
  readonly kind: 'hand-over';
  readonly desk: DeskId;
  readonly by: Actor;
  readonly to: ContactId;
  /** Of this service; else of the contact's client, else of the desk. */
  readonly service: ServiceId | undefined;
  /** The contact must be one of this client's; undefined: whoever he is. */
  readonly client: ClientId | undefined;
}

/** A timer of a ticket is due: whether its step is still to be taken is decided now. */
export interface TimerCommand {
  readonly kind: 'timer';
  readonly ticket: TicketId;
  readonly key: string;
}

/** The policy or a register changed: a ticket's timers are worked out anew. */
export interface ReckonCommand {
  readonly kind: 'reckon';
  readonly ticket: TicketId;
}

/** A call that staff record (SAGA-5, SOFTECH-10): on a ticket, or as a new one. */
export interface CallCommand {
  readonly kind: 'call';
  readonly desk: DeskId;
  readonly by: Actor;
  /** As written; undefined when the caller withheld it. */
  readonly number: string | undefined;
  /** Who it was, where staff say so: an address, a name, or the id of one of the people with the number. */
  readonly who: string | undefined;
  /** Empty: the beginning of the notes. */
  readonly subject: string;
  readonly notes: string;
  /** What the caller was told: it counts as an answer, and is not sent. */
  readonly answer: string | undefined;
  readonly ticket: TicketId | undefined;
}

/** Agents are away, or back (SAOP-2). */
export interface AbsenceCommand {
  readonly kind: 'absence';
  readonly by: Actor;
  readonly absences: readonly Absence[];
  readonly back: readonly Presence[];
}

/** The list of incidents that recurred up to the end of a month goes to who answers for problems (INTERSPACE-7). */
export interface RecurringCommand {
  readonly kind: 'recurring';
  readonly desk: DeskId;
  readonly by: Actor;
  readonly month: Month;
}

/** Undoes a wrong filing: these messages go to a ticket of their own, for `requester`. */
export interface SplitCommand {
  readonly kind: 'split';
  readonly ticket: TicketId;
  readonly messages: readonly MessageKey[];
  readonly subject: string;
  readonly requester: ContactId;
  readonly by: Actor;
}

/** A relay refused a mail of ours, or gave it up: a person must know. */
export interface UndeliveredCommand {
  readonly kind: 'undelivered';
  readonly outbox: OutboxId;
  readonly ticket: TicketId;
  /** Whom it was for; undefined when he is no contact. */
  readonly contact: ContactId | undefined;
  readonly agent: AgentId | undefined;
  readonly address: EmailAddress;
  /** RFC 3463 or SMTP code. */
  readonly status: string | undefined;
  /** What the relay said. */
  readonly detail: string;
  /** The address is refused, rather than this mail or this relay. */
  readonly permanent: boolean;
}

/** Everything that can be asked of a desk, whatever the channel. */
export type Command =
  | MailCommand
  | ActCommand
  | OpenCommand
  | SplitCommand
  | UndeliveredCommand
  | TimerCommand
  | ReckonCommand
  | CallCommand
  | AbsenceCommand
  | HandOverCommand
  | RecurringCommand;

/** Whether the first level is at least the second. */
export function atLeast(level: AuthenticityLevel, needed: AuthenticityLevel): boolean {
  const rank = { claimed: 0, cited: 1, proved: 2 } as const;
  return rank[level] >= rank[needed];
}
