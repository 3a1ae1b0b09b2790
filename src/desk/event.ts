import type { EmailAddress } from '../mail/mail.ts';
import type { AccessEvent } from './access/event.ts';
import type { AgreementEvent } from './agreement/event.ts';
import type { CoverageEvent } from './coverage/event.ts';
import type { DefectEvent } from './defect/event.ts';
import type { FilingEvent } from './filing/event.ts';
import type {
  Actor,
  AgentId,
  ClientId,
  ContactId,
  DeskId,
  FormId,
  MatrixId,
  MessageKey,
  OutboxId,
  RequestTypeId,
  ServiceId,
  TicketId,
  TicketNumber,
} from './ids.ts';
import type { PriorityReason } from './priority/decide.ts';
import type { Suggestion } from './priority/suggest.ts';
import type { ReplyAddressEvent } from './reply-address/event.ts';
import type { RequestTypeEvent } from './request-type/event.ts';
import type { RfoEvent } from './rfo/event.ts';
import type { SimilarEvent } from './similar/event.ts';
import type { SlaTargetKind } from './sla/policy.ts';
import type { Channel, Priority, Status, TicketType, Tier } from './status.ts';
import type { TimeEvent } from './time/event.ts';
import type { UpkeepEvent } from './upkeep/event.ts';
import type { WaitingAct } from './waiting.ts';

/** How sure we are that a sender is who his From line says (DESIGN §4). */
export const AUTHENTICITY_LEVELS = ['claimed', 'cited', 'proved'] as const;
export type AuthenticityLevel = (typeof AUTHENTICITY_LEVELS)[number];

export type Direction = 'inbound' | 'outbound' | 'internal';
export type LinkRelation = 'follow-up-of' | 'split-from' | 'named' | 'related';

/**
 * One fact in a ticket's history. Append-only; a ticket is the fold of its events. Events hold ids and facts, no free text and no
 * addresses, so that a person can be forgotten without breaking history.
 */
export type TicketEvent =
  | {
      readonly kind: 'opened';
      readonly number: TicketNumber;
      readonly desk: DeskId;
      readonly requester: ContactId;
      readonly client: ClientId | undefined;
      readonly channel: Channel;
      readonly type: TicketType;
      readonly priority: Priority;
      /** `open` when staff began it, `new` when it waits. */
      readonly status: Status;
      readonly by: Actor;
      /** By older mail that was taken in: nothing is promised on it, and it does nothing by itself. */
      readonly imported?: true;
    }
  | {
      readonly kind: 'message-added';
      readonly message: MessageKey;
      readonly direction: Direction;
      readonly by: Actor;
      readonly authenticity: AuthenticityLevel;
      /** Undefined is mail. */
      readonly channel?: Channel;
      /** An answer that the client did not get: he has no address, and is yet to be called (SOFTECH-10). */
      readonly untold?: true;
    }
  | { readonly kind: 'status-changed'; readonly from: Status; readonly to: Status; readonly by: Actor }
  | {
      readonly kind: 'assigned';
      readonly to: AgentId | undefined;
      readonly by: Actor;
      /** Why the gateway did it. */
      readonly why?: AssignedWhy;
    }
  | {
      readonly kind: 'priority-changed';
      readonly from: Priority;
      readonly to: Priority;
      readonly by: Actor;
      /** Why it is so, and what it overruled (INTERSPACE-6). */
      readonly reason?: PriorityReason;
    }
  | { readonly kind: 'type-changed'; readonly from: TicketType; readonly to: TicketType; readonly by: Actor }
  | { readonly kind: 'watcher-added'; readonly contact: ContactId; readonly by: Actor }
  | { readonly kind: 'watcher-removed'; readonly contact: ContactId; readonly by: Actor }
  /** Someone in cc of a follow-up who is no contact of the client: an agent confirms him with `#watch`. */
  | { readonly kind: 'watcher-proposed'; readonly contact: ContactId; readonly by: Actor }
  | {
      readonly kind: 'moved';
      readonly from: DeskId;
      readonly to: DeskId;
      readonly oldNumber: TicketNumber;
      readonly newNumber: TicketNumber;
      readonly by: Actor;
    }
  | { readonly kind: 'linked'; readonly ticket: TicketId; readonly relation: LinkRelation; readonly by: Actor }
  /** Messages that a wrong filing had put here went to a ticket of their own. */
  | { readonly kind: 'split'; readonly messages: readonly MessageKey[]; readonly into: TicketId; readonly by: Actor }
  | {
      readonly kind: 'answer-held';
      readonly message: MessageKey;
      readonly why: HeldWhy;
      readonly by: Actor;
      /** What its mail asked for beside it, and is done when it goes. */
      readonly acts?: readonly WaitingAct[];
    }
  | { readonly kind: 'answer-released'; readonly message: MessageKey; readonly by: Actor }
  /** It will not be sent: its author wrote another, or a person dropped it. */
  | { readonly kind: 'answer-discarded'; readonly message: MessageKey; readonly by: Actor }
  | {
      readonly kind: 'undelivered';
      readonly outbox: OutboxId;
      readonly contact: ContactId | undefined;
      readonly permanent: boolean;
    }
  /** The service that the case is about, as the register has it (INTERSPACE-2, INTERSPACE-5). */
  | { readonly kind: 'service-set'; readonly service: ServiceId | undefined; readonly by: Actor }
  /** A mail or a person answered fields of the desk's form; the values are rows of the store. */
  | {
      readonly kind: 'facts-given';
      readonly form: FormId;
      /** Fields that are settled by it, and fields that were said but cannot be used. */
      readonly settled: readonly string[];
      readonly unsettled: readonly string[];
      /** Whether every required fact is there now. */
      readonly complete: boolean;
      readonly by: Actor;
    }
  /** The client was asked for these fields, in this order. */
  | { readonly kind: 'facts-asked'; readonly form: FormId; readonly fields: readonly string[] }
  /** A step of a target was told: a warning at a part of it, or that it was missed. `key` is the timer's. */
  | {
      readonly kind: 'target-told';
      readonly key: string;
      readonly target: SlaTargetKind;
      readonly cycle: number;
      readonly step: 'warning' | 'missed';
      readonly due: Date;
    }
  /** What was promised came about; `missed` when it was late. Milliseconds counted, of what was promised. */
  | {
      readonly kind: 'target-reached';
      readonly target: SlaTargetKind;
      readonly cycle: number;
      readonly state: 'met' | 'missed';
      readonly counted: number;
      readonly within: number;
    }
  /** The case went up a level of its matrix (INTERSPACE-10, INTERSPACE-11). `key` is the timer's, when one did it. */
  | {
      readonly kind: 'escalated';
      readonly matrix: MatrixId;
      /** From 1. */
      readonly level: number;
      readonly why: 'age' | 'target' | 'client' | 'agent';
      readonly key: string | undefined;
      readonly by: Actor;
    }
  /** The client asked for escalation, and it was not done. */
  | { readonly kind: 'escalation-refused'; readonly why: EscalationRefusal; readonly by: Actor }
  /** Functional escalation: to another level of solvers (CLOUDEMPIERE-5). */
  | { readonly kind: 'tier-changed'; readonly from: Tier; readonly to: Tier; readonly by: Actor }
  /** Words of a mail, or its mark of importance, suggest an urgency (INTERSPACE-6). */
  | { readonly kind: 'urgency-suggested'; readonly suggestion: Suggestion; readonly by: Actor }
  /** The client was offered to have it done on the next business day (INTERSPACE-6). */
  | { readonly kind: 'deferral-offered'; readonly until: Date }
  | { readonly kind: 'deferral-answered'; readonly agreed: boolean; readonly until: Date; readonly by: Actor }
  /** The day came, or work was taken up before it. */
  | { readonly kind: 'deferral-ended'; readonly key: string | undefined; readonly by: Actor }
  /** By which address of the desk the client reaches it, and is answered (SAGA-1 to SAGA-3): the desk's own, nobody's person. */
  | { readonly kind: 'contact-point'; readonly address: EmailAddress; readonly by: Actor }
  /** A future client's enrolment (SAGA-1, SAGA-6): it waits for his facts, for an agent, or is decided. */
  | { readonly kind: 'enrolment'; readonly state: EnrolmentState; readonly by: Actor }
  /** Whose case it is from now on: the client that its requester became. */
  | { readonly kind: 'client-set'; readonly client: ClientId; readonly by: Actor }
  | RequestTypeEvent
  | SimilarEvent
  | DefectEvent
  | ReplyAddressEvent
  | AccessEvent
  | AgreementEvent
  | RfoEvent
  | CoverageEvent
  | TimeEvent
  | FilingEvent
  | UpkeepEvent;

/**
 * Why the gateway gave a ticket to somebody, or back to the queue: a rule (by its place in the list, from 1); whoever had it is away, and his deputy or
 * a rule came next; another level of solvers.
 */
export type AssignedWhy =
  | { readonly kind: 'rule'; readonly rule: number }
  | { readonly kind: 'absent'; readonly agent: AgentId; readonly rule?: number }
  | { readonly kind: 'tier'; readonly tier: Tier }
  /** Requests of this type are his (SOFTECH-3). */
  | { readonly kind: 'request-type'; readonly type: RequestTypeId };

/** Why a client's wish for escalation is not followed now: it was done lately, the highest level has it, there is no matrix; or who asks is not sure. */
export type EscalationRefusal = 'too-soon' | 'highest' | 'no-matrix' | 'too-often' | 'unproven';

/** How far an enrolment has come. */
export type EnrolmentState = 'asked' | 'waiting' | 'approved' | 'declined';

/** Why an agent's answer waits for his `#send`: a colleague answered first; the reading is doubtful; nothing was left of it. */
export type HeldWhy = 'answered-meanwhile' | 'doubtful' | 'empty' | 'too-large' | 'blocked';

/** An event as it stands in the history of one ticket. */
export interface RecordedEvent {
  readonly ticket: TicketId;
  /** 1 for the first event of the ticket. */
  readonly version: number;
  readonly at: Date;
  readonly event: TicketEvent;
}
