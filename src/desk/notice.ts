import type { EmailAddress } from '../mail/mail.ts';
import type { AbsenceNotice, StandInNotice } from './absence/notice.ts';
import type { AccessNotice } from './access/notice.ts';
import type { AgreementNotice } from './agreement/notice.ts';
import type { CoverageNotice, CoverTold } from './coverage/notice.ts';
import type { DefectNotice } from './defect/notice.ts';
import type { EscalationRefusal, HeldWhy, TicketEvent } from './event.ts';
import type { Actor, AgentId, ContactId, DeskId, LedgerId, MatrixId, MessageKey, ServiceId, TicketId } from './ids.ts';
import type { ProblemNotice } from './problem/notice.ts';
import type { RecordNotice } from './record/notice.ts';
import type { ReplyAddressNotice } from './reply-address/notice.ts';
import type { ReportNotice } from './report/notice.ts';
import type { RfoNotice } from './rfo/notice.ts';
import type { SimilarNotice } from './similar/notice.ts';
import type { SlaTarget } from './sla/policy.ts';
import type { Priority, Status } from './status.ts';
import type { StatementNotice } from './time/notice.ts';
import type { UpkeepNotice } from './upkeep/notice.ts';

/** Whom a mail goes to. `address` is someone whom the desk does not know. */
export type Recipient =
  | { readonly kind: 'contact'; readonly id: ContactId }
  | { readonly kind: 'agent'; readonly id: AgentId }
  | { readonly kind: 'address'; readonly address: EmailAddress; readonly name: string }
  /** Whoever the configuration names as operator. */
  | { readonly kind: 'operator' };

/** A key under which two recipients are one. */
export function recipientKey(recipient: Recipient): string {
  if (recipient.kind === 'operator') return 'operator';
  return recipient.kind === 'address'
    ? `address:${recipient.address.toLowerCase()}`
    : `${recipient.kind}:${recipient.id}`;
}

/**
 * What a reply to a mail of ours means. `client`: more from the client. `answer`: an agent's answer to the client. `note`: an
 * internal note, always. `none`: nothing but placing. `operator`: what is to become of mail that waits.
 */
export type ReplyPurpose = 'client' | 'answer' | 'note' | 'none' | 'operator';

/** "from status X to status Y" (SAGA-8). */
export interface StatusChange {
  readonly from: Status;
  readonly to: Status;
  readonly by: Actor;
  readonly at: Date;
}

/** Status notices past the limit wait so long (milliseconds) for others, to be told in one mail (SAGA-8). */
export const COLLECTED_FOR = 3_600_000;

/** One line of a transcript: what was asked, and what came of it. */
export interface TranscriptLine {
  readonly line: string;
  readonly result: TranscriptResult;
}

export type TranscriptResult =
  | { readonly kind: 'done' }
  /** It was right, but nothing was done because another line was wrong. */
  | { readonly kind: 'not-done' }
  | { readonly kind: 'unknown-verb'; readonly nearest: string | undefined }
  | { readonly kind: 'bad-argument'; readonly expected: readonly string[]; readonly nearest: string | undefined }
  | { readonly kind: 'forbidden'; readonly needs: 'proof' | 'ticket' | 'empty-ticket' | 'staff' | 'approver' }
  /** The ticket is no enrolment, or it is decided; it still lacks facts; the company number is that of a client. */
  | { readonly kind: 'no-enrolment' | 'enrolment-incomplete' | 'enrolment-namesake' }
  | { readonly kind: 'nothing-to-send' }
  /** No offer waits for the client's word; a case that needs an agreement has none. */
  | { readonly kind: 'no-offer' | 'no-agreement' }
  /** A day of the offer that waited has passed. */
  | { readonly kind: 'quote-over' }
  /** The ticket asks for no access; the register does not have the applicant; a key is wrong, used or too old. */
  | { readonly kind: 'no-access-request' | 'applicant-unknown' | 'key-not-good' }
  /** Nothing like the ticket was found. */
  | { readonly kind: 'nothing-similar' }
  /** There is no ticket with that number. */
  | { readonly kind: 'no-ticket' }
  /** It is this ticket itself; it is of another client; an answer waits on it; the two hang on different tickets; others hang on it. */
  | { readonly kind: 'no-merge'; readonly why: 'same' | 'clients' | 'held' | 'bonds' | 'gathered' }
  /** It is of somebody else, and whether the two may see each other's messages is the agent's word. */
  | { readonly kind: 'merge-asks'; readonly number: string; readonly name: string }
  | { readonly kind: 'merged'; readonly number: string }
  /** No such message of a client is there; a ticket keeps at least one. */
  | { readonly kind: 'no-split'; readonly why: 'message' | 'only' }
  /** What was split off has this number. */
  | { readonly kind: 'split'; readonly number: string }
  | { readonly kind: 'not-watching' }
  | { readonly kind: 'too-many-tags'; readonly most: number }
  /** How a date or span was understood. */
  | { readonly kind: 'due'; readonly at: Date }
  | { readonly kind: 'snoozed'; readonly until: Date }
  /** How a date that was given as a fact, or the service that was named, was understood. */
  | { readonly kind: 'understood'; readonly at: Date }
  | { readonly kind: 'understood'; readonly day: Date }
  | { readonly kind: 'understood'; readonly text: string }
  /** The desk asks for no facts; the client of the ticket has no service in the register. */
  | { readonly kind: 'no-form' | 'no-service' }
  /** No later day was agreed for the ticket. */
  | { readonly kind: 'not-deferred' }
  /** The desk has no rules of coverage; the work on the ticket costs nothing that could be agreed to. */
  | { readonly kind: 'no-coverage' | 'not-chargeable' }
  /** More would be taken off than was booked. */
  | { readonly kind: 'less-booked' }
  /** He is away on these days (moments in the first and in the last), and who takes his tickets, by name, when he said so. */
  | { readonly kind: 'away'; readonly first: Date; readonly last: Date; readonly deputyName: string | undefined }
  /** He is there on these days after all. */
  | { readonly kind: 'present'; readonly first: Date; readonly last: Date }
  /** His absence has ended; he was in none. */
  | { readonly kind: 'back' | 'not-away' }
  /** The mail does not wait any more. */
  | { readonly kind: 'already-decided' }
  | { readonly kind: 'no-escalation'; readonly why: 'no-matrix' | 'highest' | 'done' }
  /** The case cannot hang there: there is no such ticket, it is of another sort, … ; or it hangs on none. */
  | { readonly kind: 'no-bond'; readonly why: 'unknown' | 'itself' | 'defect' | 'problem' | 'full' | 'none' }
  | { readonly kind: 'no-defect'; readonly why: 'other-type' | 'not-confirmed' }
  /** No document on an outage can be written so: of this case there is none, or it lacks a section. */
  | { readonly kind: 'no-rfo'; readonly why: 'not-resolved' | 'other-case' | 'doubtful' | 'cause' | 'prevention' }
  /** The number that called is that of all these people. */
  | { readonly kind: 'several-callers'; readonly people: readonly string[] }
  /** A call without a word of what it was about. */
  | { readonly kind: 'no-notes' };

/** What every notice has. */
export interface Base {
  readonly to: Recipient;
  readonly desk: DeskId;
}

/** What every notice of a ticket has. */
export interface OnTicket extends Base {
  readonly ticket: TicketId;
  /** Status lines that ride in this mail: one act gives each person at most one mail. */
  readonly changes: readonly StatusChange[];
}

/** Why a message stands where it stands, for the agents' eyes (DESIGN §3.4). */
export type Filed =
  | { readonly kind: 'token' | 'issued-id' | 'received-id' | 'number' }
  /** The mail names these tickets, but its sender may not join them. */
  | { readonly kind: 'named'; readonly tickets: readonly TicketId[] }
  /** It continues this ticket, closed too long ago to be opened again. */
  | { readonly kind: 'follows'; readonly ticket: TicketId };

/** What an agent should know of a sender: only the From line says who it is; its name is someone else's; there are several. */
export type SenderWarning = 'claimed' | 'display-name' | 'several-from';

/** Where an incoming message came from, and how sure that is. */
export interface Sourcing {
  readonly filed: readonly Filed[];
  readonly warnings: readonly SenderWarning[];
}

/** Nothing to say about where a message came from: staff wrote it. */
export const OWN_SOURCE: Sourcing = { filed: [], warnings: [] };

/** A mail that waits for the operator. */
export interface HeldMail {
  readonly id: LedgerId;
  readonly outcome: 'held' | 'quarantined';
  readonly at: Date;
  /** As its From line says. */
  readonly sender: string;
  readonly subject: string;
  /** Why it waits, in the ledger's words. */
  readonly reasons: readonly string[];
}

/** A promise that nears or passes its end. */
export interface TargetStep {
  readonly target: SlaTarget['kind'];
  readonly missed: boolean;
  /** What was promised, in milliseconds of opening hours or of the clock. */
  readonly within: number;
  readonly time: SlaTarget['time'];
  /** The end of it; undefined while its clock stands still. */
  readonly due: Date | undefined;
  /** When what was promised came about after all. */
  readonly reached: Date | undefined;
}

/** A level that a case has gone up to. */
export interface RisenTo {
  readonly matrix: MatrixId;
  /** From 1. */
  readonly level: number;
  /** As people read it. */
  readonly name: string;
  readonly why: Extract<TicketEvent, { kind: 'escalated' }>['why'];
}

/** A mail that goes out because of an event. Which words it uses is the template's affair: `templates/<locale>/<kind>.hbs`. */
export type Notice =
  /** To the requester: his ticket is open. `onBehalf` when staff opened it for him. */
  | (OnTicket & {
      readonly kind: 'confirmation';
      readonly message: MessageKey;
      readonly onBehalf: boolean;
      /** The ticket whose closed case this one follows. */
      readonly follows: TicketId | undefined;
      /** It holds the form with what is missing (INTERSPACE-5). */
      readonly asks: boolean;
      /** It says that the other address which he named is asked to confirm (SOFTECH-4). */
      readonly replyAddress?: true;
      /** It says who deals with the case (SOFTECH-8). */
      readonly introduces?: true;
      /** It says that what he wrote is longer than the desk shows, and kept whole (SOFTECH-4). */
      readonly shortened?: true;
      /** It offers to take the case up then (INTERSPACE-6). */
      readonly offer: Date | undefined;
      readonly cover?: CoverTold;
    })
  /** To the writer of an answer: what is still missing of the facts, or that nothing is. */
  | (OnTicket & {
      readonly kind: 'facts-asked';
      readonly asks: boolean;
      readonly offer: Date | undefined;
      readonly cover?: CoverTold;
    })
  /** To him who has answered an offer of deferral. */
  | (OnTicket & { readonly kind: 'deferral-answered'; readonly agreed: boolean; readonly until: Date })
  /** To the writer of a follow-up: it has come. */
  | (OnTicket & { readonly kind: 'follow-up'; readonly message: MessageKey; readonly shortened?: true })
  /** To the requester and the client's responsible person (SAGA-8). */
  | (OnTicket & {
      readonly kind: 'status-changed';
      /** Past the limit of automatic answers it waits until then, to be collected with others. */
      readonly notBefore: Date | undefined;
    })
  /** To the client: an agent's answer. `seenBy` were addressed by the agent's own mail and are shown in Cc only. */
  | (OnTicket & {
      readonly kind: 'answer';
      readonly message: MessageKey;
      readonly cc: readonly Recipient[];
      /** It is the solution: the ticket is resolved with it (SAOP-1). */
      readonly solution: boolean;
      readonly cover?: CoverTold;
    })
  /** To a sender whom the desk refuses politely; holds nothing of any ticket. */
  | (Base & { readonly kind: 'refused' })
  /** To a sender whose mail is held: how to prove that it is his. */
  | (Base & { readonly kind: 'prove'; readonly role: 'agent' | 'client' | 'record' })
  /** To agents: a ticket waits, with what the client wrote; `message` undefined is its newest (it came from another desk). */
  | (OnTicket & { readonly kind: 'agent-new'; readonly message: MessageKey | undefined; readonly source: Sourcing })
  /** To agents: a message of the client, or a colleague's answer to him. */
  | (OnTicket & {
      readonly kind: 'agent-message';
      readonly message: MessageKey;
      readonly source: Sourcing;
      /** In cc of the mail, no contacts of the client: `#watch` adds them. */
      readonly proposed: readonly ContactId[];
    })
  /** To agents: a case that was deferred is to be taken up; `message` undefined is its newest (INTERSPACE-6). */
  | (OnTicket & { readonly kind: 'agent-resumed'; readonly message: MessageKey | undefined })
  /** To the new assignee. */
  | (OnTicket & { readonly kind: 'agent-assigned'; readonly by: Actor; readonly message: MessageKey | undefined })
  /** To the client's responsible person: a customer of his has opened a ticket (SAGA-2). */
  | (OnTicket & { readonly kind: 'customer-opened'; readonly message: MessageKey })
  /** To the agent on call: an urgent ticket outside the hours of the phone (SAGA-5). */
  | (OnTicket & { readonly kind: 'agent-on-call'; readonly message: undefined })
  /** To the author of an answer: its addressee has no mail and has to be called (SOFTECH-10). Its replies are notes. */
  | (OnTicket & { readonly kind: 'agent-call-back'; readonly message: MessageKey; readonly contact: ContactId })
  /** To the approvers: a future client has given his facts (SAGA-1, SAGA-6). */
  | (OnTicket & { readonly kind: 'agent-enrolment' })
  /** To a client who was accepted: how the desk is reached. */
  | (OnTicket & { readonly kind: 'welcome'; readonly message: MessageKey | undefined })
  /** To a future client who was not; `message` is what he is told beside it. */
  | (OnTicket & { readonly kind: 'enrolment-declined'; readonly message: MessageKey | undefined })
  /** To agents: an internal note; its replies are notes. */
  | (OnTicket & { readonly kind: 'agent-note'; readonly message: MessageKey })
  /** To agents: status or priority changed by someone else. */
  | (OnTicket & {
      readonly kind: 'agent-changed';
      readonly priority: { readonly from: Priority; readonly to: Priority } | undefined;
      readonly by: Actor;
    })
  /** To the author of an answer that waits for `#send`; `newer` is the answer that came before it. */
  | (OnTicket & {
      readonly kind: 'agent-held';
      readonly message: MessageKey;
      readonly why: HeldWhy;
      readonly newer: MessageKey | undefined;
      /** Command lines of its mail that are carried out when it goes, those that have been already, and those that are not. */
      readonly waiting: readonly string[];
      readonly done: readonly string[];
      readonly undone: readonly string[];
    })
  /** To the author of command lines, when one was wrong or `#help` was asked. */
  | (Base & {
      readonly kind: 'transcript';
      readonly ticket: TicketId | undefined;
      readonly lines: readonly TranscriptLine[];
      readonly help: boolean;
      /** What he wrote below the commands and was not sent. */
      readonly unsent: string;
    })
  /** To the assignee: a mail of this ticket cannot be delivered. */
  | (OnTicket & {
      readonly kind: 'agent-undelivered';
      readonly address: EmailAddress;
      readonly status: string | undefined;
      readonly detail: string;
    })
  /** To the operator: mail that waits for his decision; `more` are not shown. */
  | (Base & { readonly kind: 'operator-held'; readonly mails: readonly HeldMail[]; readonly more: number })
  /** To the agents of another desk that a mail was addressed to as well. */
  | (OnTicket & { readonly kind: 'agent-also' })
  /** To assignee or desk, and to the managers who want it: a promised time nears its end, or was missed. */
  | (OnTicket & {
      readonly kind: 'agent-target';
      readonly step: TargetStep;
      /** He is told as a manager, not as who works on it: his replies are notes. */
      readonly manager: boolean;
    })
  /** To the client: a time that he was promised was missed (INTERSPACE-11). */
  | (OnTicket & { readonly kind: 'target-missed'; readonly step: TargetStep; readonly mayEscalate: boolean })
  /** To the client: which level has his case now; `asked` when he wanted it. */
  | (OnTicket & {
      readonly kind: 'escalated';
      readonly rise: RisenTo;
      readonly asked: boolean;
      /** He wrote the mail that asked for it. */
      readonly answers: boolean;
    })
  /** To the client: his wish is not followed now. */
  | (OnTicket & {
      readonly kind: 'escalation-refused';
      readonly why: EscalationRefusal;
      readonly level: string | undefined;
    })
  /** To the people of the level that a case has gone up to. */
  | (OnTicket & { readonly kind: 'agent-escalated'; readonly rise: RisenTo; readonly by: Actor })
  /** To a contact: the matrix of a service, client or desk, as a document (INTERSPACE-9). */
  | (Base & {
      readonly kind: 'escalation-matrix';
      readonly matrix: MatrixId;
      readonly service: ServiceId | undefined;
    })
  | SimilarNotice
  | RecordNotice
  | DefectNotice
  | ReplyAddressNotice
  | AccessNotice
  | AgreementNotice
  | RfoNotice
  | CoverageNotice
  | ProblemNotice
  | StatementNotice
  | UpkeepNotice
  | ReportNotice
  | AbsenceNotice
  | StandInNotice;

export type NoticeKind = Notice['kind'];

/** What a mail of ours is: a notice, or one to ourselves that measures the way. */
export type OutgoingKind = NoticeKind | 'canary';

/** All kinds, for those who must have a template for each. */
export const NOTICE_KINDS = [
  'confirmation',
  'facts-asked',
  'deferral-answered',
  'follow-up',
  'status-changed',
  'answer',
  'refused',
  'prove',
  'agent-new',
  'agent-resumed',
  'agent-message',
  'agent-assigned',
  'customer-opened',
  'agent-on-call',
  'agent-call-back',
  'agent-enrolment',
  'welcome',
  'enrolment-declined',
  'agent-note',
  'agent-changed',
  'agent-held',
  'transcript',
  'agent-undelivered',
  'agent-also',
  'operator-held',
  'agent-target',
  'target-missed',
  'escalated',
  'escalation-refused',
  'agent-escalated',
  'escalation-matrix',
  'record',
  'record-case',
  'agent-similar',
  'defect-news',
  'worker-introduced',
  'quote',
  'quote-answered',
  'quote-reminder',
  'agent-quote',
  'reply-address',
  'agent-access',
  'access-link',
  'agent-access-letter',
  'rfo-answered',
  'rfo',
  'agent-rfo',
  'coverage',
  'coverage-answered',
  'agent-coverage',
  'recurring-incidents',
  'statement',
  'merged',
  'reminder',
  'agent-reminded',
  'report',
  'agent-absences',
  'agent-stand-in',
] as const satisfies readonly NoticeKind[];

/** How a mail came to be: an automatic answer to a mail, an automatic notice of an event, or a person's words (RFC 3834 §5). */
export type Automation = 'answer' | 'notice' | 'person';
