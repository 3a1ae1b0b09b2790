import type {
  Actor,
  AgentId,
  ClientId,
  ContactId,
  DeskId,
  MessageKey,
  OutboxId,
  TicketId,
  TicketNumber,
} from './ids.ts';
import type { Channel, Priority, Status, TicketType } from './status.ts';

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
    }
  | {
      readonly kind: 'message-added';
      readonly message: MessageKey;
      readonly direction: Direction;
      readonly by: Actor;
      readonly authenticity: AuthenticityLevel;
    }
  | { readonly kind: 'status-changed'; readonly from: Status; readonly to: Status; readonly by: Actor }
  | { readonly kind: 'assigned'; readonly to: AgentId | undefined; readonly by: Actor }
  | { readonly kind: 'priority-changed'; readonly from: Priority; readonly to: Priority; readonly by: Actor }
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
  | { readonly kind: 'answer-held'; readonly message: MessageKey; readonly why: HeldWhy; readonly by: Actor }
  | { readonly kind: 'answer-released'; readonly message: MessageKey; readonly by: Actor }
  /** It will not be sent: its author wrote another, or a person dropped it. */
  | { readonly kind: 'answer-discarded'; readonly message: MessageKey; readonly by: Actor }
  | {
      readonly kind: 'undelivered';
      readonly outbox: OutboxId;
      readonly contact: ContactId | undefined;
      readonly permanent: boolean;
    };

/** Why an agent's answer waits for his `#send`: a colleague answered first; the reading is doubtful; nothing was left of it. */
export type HeldWhy = 'answered-meanwhile' | 'doubtful' | 'empty' | 'too-large';

/** An event as it stands in the history of one ticket. */
export interface RecordedEvent {
  readonly ticket: TicketId;
  /** 1 for the first event of the ticket. */
  readonly version: number;
  readonly at: Date;
  readonly event: TicketEvent;
}
