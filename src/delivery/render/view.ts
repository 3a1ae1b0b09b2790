import type { AbsenceTold, StandIn } from '../../desk/absence/notice.ts';
import type { QuoteNews, QuoteResult } from '../../desk/agreement/notice.ts';
import type { Month } from '../../desk/calendar/month.ts';
import type { Cover } from '../../desk/coverage/care.ts';
import type { CoverageNotice, CoverTold } from '../../desk/coverage/notice.ts';
import type { AnalysisPart } from '../../desk/defect/event.ts';
import type { DefectPlan } from '../../desk/defect/plan.ts';
import type { Direction, EscalationRefusal, HeldWhy } from '../../desk/event.ts';
import type { TextLimits } from '../../desk/limits/limits.ts';
import type { HeldMail, RisenTo, TargetStep, TranscriptLine } from '../../desk/notice.ts';
import type { ShownPhone } from '../../desk/phone/shown.ts';
import type { Desk } from '../../desk/policy.ts';
import type { Recurring } from '../../desk/problem/recurring.ts';
import type { QueuePlace } from '../../desk/queue/order.ts';
import type { Sees } from '../../desk/record/sees.ts';
import type { Surcharge } from '../../desk/request-type/type.ts';
import type { RfoAnswer } from '../../desk/rfo/notice.ts';
import type { TimelineEntry } from '../../desk/rfo/timeline.ts';
import type { Channel, Locale, Priority, Status, TicketType, Tier } from '../../desk/status.ts';
import type { Statement } from '../../desk/time/statement.ts';
import type { Money } from '../../mail/money.ts';
import type { ReportTable } from '../report-paper.ts';

/*
 * What a notice shows, as plain data: no rows of the store, no ids. Whoever fills it has already left out what the recipient may not see;
 * the renderer shows everything that it is given.
 */

export interface DeskView {
  readonly name: string;
  /** Where replies go when they carry no token. */
  readonly address: string;
  /** Closes every mail to a client; may have several lines, may be empty. */
  readonly signature: string;
}

export interface RecipientView {
  /** May be empty. */
  readonly name: string;
}

export interface TicketView {
  readonly number: string;
  readonly subject: string;
  readonly status: Status;
  readonly priority: Priority;
  readonly type: TicketType;
  readonly channel: Channel;
  readonly openedAt: Date;
  readonly requesterName: string;
  readonly clientName: string | undefined;
  /** Undefined when nobody has it, or when this reader is not shown names of agents. */
  readonly assigneeName: string | undefined;
  /** Of its form, as this reader may see them. */
  readonly facts: readonly FactView[];
  /** Undefined where the desk has no catalogue. */
  readonly request: RequestTypeView | undefined;
  /** What its work is, for staff; undefined: nothing was decided, or the reader is none. */
  readonly coverage?: CoverageView | undefined;
  /** Of the agents, for their eyes: none where the reader is of the client's side. */
  readonly tags: readonly string[];
  /** The agents' own date. */
  readonly due: Date | undefined;
}

/** Somebody who asks for access. */
export interface ApplicantView {
  readonly address: string;
  /** The mail is surely from that address. */
  readonly proved: boolean;
  /** Staff have entered him. */
  readonly entered: boolean;
  /** Of whom the register or his domain says he is; empty: of nobody. */
  readonly client: string;
  /** Another client, whose company number he named. */
  readonly named: string;
  /** Responsible persons of that client, with their numbers. */
  readonly known: readonly string[];
}

/** What was offered, or agreed; `until` is the end of an offer that waits. */
export interface QuotedView {
  readonly price: Money | undefined;
  readonly due: Date | undefined;
  readonly until: Date | undefined;
}

/** The type of a request in the reader's language (SOFTECH-3). */
export interface RequestTypeView {
  readonly name: string;
  readonly surcharge: Surcharge | undefined;
  /** What the agent goes through; empty for clients. */
  readonly checklist: readonly string[];
}

/** What the work on a ticket is, as staff may see it in a mail that can be answered to the client. */
export interface CoverageView extends Pick<Cover, 'work' | 'until' | 'answer'> {
  /** Undefined: it is for some readers alone. */
  readonly reason: Cover['reason'] | undefined;
  /** Minutes. */
  readonly spent: number;
}

/** One value of a fact. */
export type FactValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'moment'; readonly at: Date }
  /** At midnight UTC; only the day was said. */
  | { readonly kind: 'day'; readonly day: Date };

/** One fact of a form; `none`: it was said not to apply. The other notes say why it does not count. */
export interface FactView {
  readonly label: string;
  readonly values: readonly FactValue[];
  readonly note: 'missing' | 'unreadable' | 'disputed' | 'not-recognised' | 'none' | undefined;
}

/** A row of a form to be filled in. */
export interface AskRowView {
  readonly number: number;
  readonly label: string;
  readonly optional: boolean;
  /** The answers of a choice. */
  readonly options: readonly string[];
  readonly moment: boolean;
  readonly why: 'missing' | 'unreadable' | 'disputed' | 'not-recognised';
  /** What was said and does not count. */
  readonly said: readonly string[];
}

/** A form to be filled in. */
export interface AskView {
  readonly rows: readonly AskRowView[];
}

/** Why an attachment's bytes are not there. `limit` is in bytes. */
export type LeftOut =
  | { readonly kind: 'too-large'; readonly limit: number | undefined }
  /** The attachments of the mail together were more than is taken. */
  | { readonly kind: 'together-too-large'; readonly limit: number | undefined }
  | { readonly kind: 'other' }
  /** The block list keeps it back. */
  | { readonly kind: 'blocked' };

export interface AttachmentView {
  /** Undefined when its sender gave it no name. */
  readonly filename: string | undefined;
  /** Bytes. */
  readonly size: number;
  readonly leftOut: LeftOut | undefined;
  /** What it is by its content, where its sender says otherwise and the reader is of the staff. */
  readonly disguised: string | undefined;
}

export interface MessageView {
  readonly authorName: string;
  readonly at: Date;
  readonly text: string;
  readonly attachments: readonly AttachmentView[];
  /** `text` is only the beginning. */
  readonly truncated: boolean;
}

/** One earlier message in an agent's notice; client-visible messages only where the notice can be answered to the client. */
export interface HistoryEntry {
  readonly authorName: string;
  readonly direction: Direction;
  readonly at: Date;
  readonly text: string;
}

/** "from status X to status Y" (SAGA-8). */
export interface ChangeView {
  readonly from: Status;
  readonly to: Status;
  /** Undefined when it happened by itself, or when this reader is not shown who did it. */
  readonly byName: string | undefined;
  readonly at: Date;
}

/** How an agent answers this mail. */
export interface ReplyHints {
  /** Replies to this address are internal notes; undefined where the mailbox has no plus-addresses and `#note` does it. */
  readonly noteAddress: string | undefined;
}

/** Why a message stands on this ticket: the rule of DESIGN §3.4 that found it, or why it found none. */
export type FiledView =
  | { readonly kind: 'token' | 'issued-id' | 'received-id' | 'number' }
  /** The mail names these tickets, but its sender may not join them. */
  | { readonly kind: 'named'; readonly numbers: readonly string[] }
  /** It continues this ticket, closed too long ago to be opened again. */
  | { readonly kind: 'follows'; readonly number: string };

/**
 * What an agent should know of the sender. `claimed`: only the From line says who it is. `display-name`: the name shown is that of someone
 * else whom the desk knows, or holds another address. `several-from`: the mail has several From addresses.
 */
export type WarningView = 'claimed' | 'display-name' | 'several-from';

/** Why the gateway has just given the ticket to the reader, or back to everybody. */
export type GivenView =
  | { readonly kind: 'rule'; readonly rule: number }
  /** `name` had it and is away. */
  | { readonly kind: 'deputy' | 'returned'; readonly name: string }
  | { readonly kind: 'away-rule'; readonly name: string; readonly rule: number }
  | { readonly kind: 'tier'; readonly tier: Tier }
  | { readonly kind: 'request-type'; readonly name: string };

/** One line of what happened in an outage; a level is named as clients know it. */
export type TimelineLine =
  | Exclude<TimelineEntry, { readonly kind: 'escalated' }>
  | { readonly at: Date; readonly kind: 'escalated'; readonly level: string };

interface Base {
  readonly desk: DeskView;
  readonly recipient: RecipientView;
}

interface OnTicket extends Base {
  readonly ticket: TicketView;
  /** Status lines that ride in this mail. */
  readonly changes: readonly ChangeView[];
  /** The marker line as `markerLine` made it; undefined shows none. */
  readonly marker: string | undefined;
}

interface ForAgent extends OnTicket {
  readonly reply: ReplyHints;
}

/** All that a notice to one person shows, by the kind of `Notice`. */
export type NoticeView =
  | (OnTicket & {
      readonly kind: 'confirmation';
      readonly message: MessageView;
      /** Staff opened it for him (a call, a visit). */
      readonly onBehalf: boolean;
      /** Number of the closed ticket that this one continues. */
      readonly follows: string | undefined;
      readonly ask: AskView | undefined;
      /** When it would be taken up, if the client agrees (INTERSPACE-6). */
      readonly offer: Date | undefined;
      /** He signs up: what is asked is about himself (SAGA-6). */
      readonly enrolment: boolean;
      /** Published answers that may help; he is asked to say so when they do. */
      readonly offered: readonly AnswerView[];
      /** It was a call, recorded by staff. */
      readonly call: boolean;
      readonly phone: ShownPhone | undefined;
      /** That the desk writes in one language only, in his and in the desk's; empty when it writes in his. */
      readonly languages: readonly string[];
      /** The other address that he named is asked to confirm. */
      readonly replyAddress: boolean;
      /** It says who deals with the case (SOFTECH-8). */
      readonly introduces: boolean;
      /** What he wrote is longer than that, and kept whole. */
      readonly shortened: TextLimits | undefined;
      /** Work waits for an agreement on price and deadline. */
      readonly agreement: boolean;
      /** The command by which he goes without the surcharge of the type; empty when there is none. */
      readonly usualType: string;
      readonly cover?: CoverTold | undefined;
    })
  /** Nothing is missing any more when it asks nothing. */
  | (OnTicket & {
      readonly kind: 'facts-asked';
      readonly ask: AskView | undefined;
      readonly offer: Date | undefined;
      readonly cover?: CoverTold | undefined;
    })
  | (OnTicket & { readonly kind: 'coverage'; readonly cover: CoverTold })
  | (OnTicket & Pick<Extract<CoverageNotice, { kind: 'coverage-answered' }>, 'kind' | 'answer'>)
  /** Internal, as a note is. */
  | (OnTicket &
      Pick<
        Extract<CoverageNotice, { kind: 'agent-coverage' }>,
        'kind' | 'work' | 'before' | 'rule' | 'reason' | 'answer'
      >)
  | (OnTicket & { readonly kind: 'deferral-answered'; readonly agreed: boolean; readonly until: Date })
  | (OnTicket & {
      readonly kind: 'follow-up';
      readonly message: MessageView;
      readonly shortened: TextLimits | undefined;
    })
  | (OnTicket & {
      readonly kind: 'status-changed';
      /** The answer that solved it, when this reader is shown it (SAOP-1). */
      readonly solution: MessageView | undefined;
    })
  | (OnTicket & {
      readonly kind: 'answer';
      /** The agent's text; `authorName` is shown under it unless it is empty. Attachments that travel along are not listed, left-out ones are. */
      readonly message: MessageView;
      readonly solution: boolean;
      /** The ticket begins with this mail (`#to`): the subject gets no `Re:`. */
      readonly opening: boolean;
      /** The client's message that it answers, quoted below. */
      readonly answered: MessageView | undefined;
      readonly cover?: CoverTold | undefined;
    })
  | (Base & { readonly kind: 'refused'; readonly about: MailView })
  | (Base & { readonly kind: 'prove'; readonly role: 'agent' | 'client' | 'record'; readonly about: MailView })
  | (ForAgent & {
      readonly kind: 'agent-new';
      readonly message: MessageView;
      readonly given: GivenView | undefined;
      readonly filed: readonly FiledView[];
      readonly warnings: readonly WarningView[];
      /** Earlier tickets like it that its requester may see, too. */
      readonly similar: readonly SimilarView[];
      readonly published: readonly AnswerView[];
    })
  /** Internal: its replies are notes, so it may hold what the client may not see. */
  | (OnTicket & { readonly kind: 'agent-similar'; readonly similar: readonly SimilarView[] })
  | (ForAgent & { readonly kind: 'agent-resumed'; readonly message: MessageView })
  | (ForAgent & {
      readonly kind: 'agent-message';
      readonly message: MessageView;
      readonly given: GivenView | undefined;
      /** `outbound`: a colleague's answer to the client. */
      readonly direction: 'inbound' | 'outbound';
      readonly history: readonly HistoryEntry[];
      /** Addresses in cc that are no contacts of the client. */
      readonly proposed: readonly string[];
      readonly filed: readonly FiledView[];
      readonly warnings: readonly WarningView[];
    })
  | (ForAgent & {
      readonly kind: 'agent-assigned';
      readonly byName: string | undefined;
      readonly given: GivenView | undefined;
      readonly message: MessageView | undefined;
      readonly history: readonly HistoryEntry[];
    })
  | (OnTicket & { readonly kind: 'customer-opened'; readonly message: MessageView })
  | (ForAgent & { readonly kind: 'agent-on-call'; readonly message: MessageView | undefined })
  /** Internal, as a note is: it names the numbers of the person who is to be called. */
  | (OnTicket & {
      readonly kind: 'agent-call-back';
      readonly message: MessageView;
      readonly phones: readonly string[];
    })
  /** With the facts that the future client gave. */
  | (ForAgent & { readonly kind: 'agent-enrolment' })
  | (OnTicket & {
      readonly kind: 'welcome';
      /** The client's name. */
      readonly client: string | undefined;
      /** What he is told beside it. */
      readonly message: MessageView | undefined;
      readonly phone: ShownPhone | undefined;
      readonly languages: readonly string[];
    })
  | (OnTicket & { readonly kind: 'enrolment-declined'; readonly message: MessageView | undefined })
  /** To who answers for problems. */
  | (Base & {
      readonly kind: 'recurring-incidents';
      readonly from: Date;
      /** Exclusive. */
      readonly until: Date;
      readonly groups: readonly Recurring[];
      readonly looked: number;
      readonly atLeast: number;
    })
  | (OnTicket & {
      readonly kind: 'rfo-answered';
      readonly answer: RfoAnswer;
      readonly due: Date | undefined;
      /** Of incidents that have such a document. */
      readonly priorities: readonly Priority[];
    })
  | (OnTicket & { readonly kind: 'rfo'; readonly message: MessageView })
  /** Internal: its replies are notes, so it may hold what the client may not see. */
  | (OnTicket & {
      readonly kind: 'agent-rfo';
      readonly stage: 'asked' | 'warning' | 'late';
      readonly due: Date;
      readonly message: MessageView | undefined;
      readonly timeline: readonly TimelineLine[];
      /** Of the problem that caused it. */
      readonly analysis: readonly { readonly part: AnalysisPart; readonly text: string }[];
    })
  | (OnTicket & {
      readonly kind: 'defect-news';
      readonly plan: DefectPlan;
      /** What he was told last. */
      readonly before: DefectPlan | undefined;
      readonly message: MessageView | undefined;
    })
  /** Internal: its replies are notes, so it may hold what the client may not see. */
  | (OnTicket & {
      readonly kind: 'agent-note';
      readonly message: MessageView;
      readonly history: readonly HistoryEntry[];
    })
  | (ForAgent & {
      readonly kind: 'agent-changed';
      readonly priority: { readonly from: Priority; readonly to: Priority } | undefined;
      readonly byName: string | undefined;
    })
  | (ForAgent & {
      readonly kind: 'agent-held';
      readonly message: MessageView;
      readonly why: HeldWhy;
      readonly newer: MessageView | undefined;
      /** Command lines of its mail that are carried out when it goes, those that have been already, and those that are not. */
      readonly waiting: readonly string[];
      readonly done: readonly string[];
      readonly undone: readonly string[];
    })
  | (Base & {
      readonly kind: 'transcript';
      readonly ticket: TicketView | undefined;
      /** As on `OnTicket`: with a ticket, a reply to the transcript is an answer to the client. */
      readonly marker: string | undefined;
      readonly about: MailView;
      readonly lines: readonly TranscriptLine[];
      readonly help: boolean;
      readonly unsent: string;
    })
  | (Base & { readonly kind: 'agent-absences'; readonly absences: readonly AbsenceTold[] })
  | (Base & { readonly kind: 'agent-stand-in'; readonly standsIn: readonly StandIn[] })
  | (ForAgent & {
      readonly kind: 'agent-undelivered';
      readonly address: string;
      /** RFC 3463 code. */
      readonly status: string | undefined;
      /** What the other server said. */
      readonly detail: string;
    })
  | (Base & {
      readonly kind: 'operator-held';
      readonly marker: string | undefined;
      readonly mails: readonly HeldMail[];
      readonly more: number;
    })
  /** `desk` is the one whose agents are told; `handledBy` the one that has the ticket. */
  | (OnTicket & { readonly kind: 'agent-also'; readonly handledBy: string })
  | (ForAgent & { readonly kind: 'agent-target'; readonly step: TargetStep; readonly manager: boolean })
  | (OnTicket & { readonly kind: 'target-missed'; readonly step: TargetStep; readonly mayEscalate: boolean })
  | (OnTicket & { readonly kind: 'escalated'; readonly level: string; readonly asked: boolean })
  | (OnTicket & {
      readonly kind: 'escalation-refused';
      readonly why: EscalationRefusal;
      /** That has the case now. */
      readonly level: string | undefined;
    })
  /** Internal: its replies are notes, so it may hold what the client may not see. */
  | (OnTicket & {
      readonly kind: 'agent-escalated';
      readonly level: string;
      readonly why: RisenTo['why'];
      readonly byName: string | undefined;
      readonly history: readonly HistoryEntry[];
    })
  /** With what is known of the applicant; a name or number that he wrote himself proves nothing. */
  | (ForAgent & { readonly kind: 'agent-access'; readonly applicant: ApplicantView })
  | (OnTicket & { readonly kind: 'access-link'; readonly link: string; readonly until: Date })
  /** The letter travels along as a document; replies are notes. */
  | (OnTicket & { readonly kind: 'agent-access-letter'; readonly until: Date })
  /** To somebody who is to be told nothing of the case yet: `writer` named his address. */
  | (OnTicket & { readonly kind: 'reply-address'; readonly writer: string })
  | (OnTicket & { readonly kind: 'worker-introduced'; readonly agreement: boolean })
  | (OnTicket & { readonly kind: 'quote'; readonly quoted: QuotedView; readonly message: MessageView | undefined })
  | (OnTicket & { readonly kind: 'quote-answered'; readonly quoted: QuotedView; readonly result: QuoteResult })
  | (OnTicket & {
      readonly kind: 'quote-reminder';
      readonly quoted: QuotedView;
      /** Of the deadline of the work; else of the offer. */
      readonly work: boolean;
      readonly passed: boolean;
    })
  | (ForAgent & {
      readonly kind: 'agent-quote';
      readonly quoted: QuotedView;
      readonly news: QuoteNews;
      readonly message: MessageView | undefined;
    })
  /** As a table; the same travels along as documents. */
  /** Of one client, or of the whole desk; `full`: its documents travel along. */
  | (Base & {
      readonly kind: 'report';
      readonly clientName: string | undefined;
      readonly month: Month;
      readonly tables: readonly ReportTable[];
      readonly full: boolean;
    })
  | (Base & { readonly kind: 'statement'; readonly clientName: string; readonly statement: Statement })
  /** The matrix itself travels along as a document. */
  | (Base & {
      readonly kind: 'escalation-matrix';
      readonly service: string | undefined;
      readonly validFrom: Date;
    })
  | (Base & {
      readonly kind: 'record';
      readonly about: MailView;
      readonly sees: Sees;
      readonly open: readonly RequestView[];
      readonly done: readonly RequestView[];
      readonly more: { readonly open: number; readonly done: number };
    })
  | (Base & {
      readonly kind: 'record-case';
      readonly about: MailView;
      readonly cases: readonly CaseView[];
    })
  /** `number` is that of the case which went into this one. */
  | (OnTicket & { readonly kind: 'merged'; readonly number: string })
  | (OnTicket & {
      readonly kind: 'reminder';
      /** What he was written last. */
      readonly message: MessageView | undefined;
      readonly closes: Date | undefined;
    })
  | (ForAgent & {
      readonly kind: 'agent-reminded';
      readonly why: 'due-near' | 'due' | 'snooze' | 'merged' | 'silent';
      readonly number: string | undefined;
      readonly due: Date | undefined;
    });

/** An earlier ticket that is like a new one. */
export interface SimilarView {
  readonly number: string;
  readonly subject: string;
  readonly requesterName: string;
  readonly openedAt: Date;
  readonly status: Status;
  /** The last answer to it. */
  readonly solution: string | undefined;
}

/** A published answer; without an address its beginning is shown. */
export interface AnswerView {
  readonly title: string;
  readonly url: string | undefined;
  readonly text: string;
}

/** A request in the record of whoever asks for it. */
export interface RequestView {
  readonly number: string;
  readonly subject: string;
  /** Whose it is, when it is somebody else's. */
  readonly requesterName: string | undefined;
  readonly status: Status;
  readonly receivedAt: Date;
  /** When somebody took it into work; undefined while it waits. */
  readonly takenAt: Date | undefined;
  readonly place: QueuePlace | undefined;
  /** Agreed to be taken up then. */
  readonly deferredUntil: Date | undefined;
  readonly closedAt: Date | undefined;
  /** The answer that closed it. */
  readonly solution: { readonly text: string; readonly truncated: boolean } | undefined;
}

/** The history of one; `request` is undefined where there is none that he may see. */
export interface CaseView {
  readonly number: string;
  readonly request: RequestView | undefined;
  /** Messages and changes of status, the oldest first. */
  readonly steps: readonly StepView[];
  /** Older ones that are not shown. */
  readonly more: number;
}

export type StepView =
  | { readonly kind: 'status'; readonly at: Date; readonly from: Status; readonly to: Status }
  | {
      readonly kind: 'message';
      readonly at: Date;
      readonly authorName: string;
      readonly text: string;
      readonly truncated: boolean;
    };

/** The incoming mail that a notice without a ticket is about. */
export interface MailView {
  readonly subject: string;
  readonly at: Date;
}

/** For whom a view is written. */
export interface RenderOptions {
  readonly locale: Locale;
  /** IANA name; all dates are shown in it. */
  readonly timeZone: string;
  /** What the desk calls the statuses, where it has words of its own. */
  readonly labels: Desk['statusLabels'];
}

/** A notice in words. `subject` is one line of at most 200 characters. */
export interface Rendered {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
