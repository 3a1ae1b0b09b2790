import type { TicketEvent } from '../event.ts';
import type { TicketId } from '../ids.ts';

/** What staff keep on a case for themselves. */
export interface Upkeep {
  /** In the order in which they came. */
  readonly tags: readonly string[];
  /** The agents' own date. */
  readonly due: Date | undefined;
  /** On hold until then. */
  readonly snoozed: Date | undefined;
  readonly spam: boolean;
  /** The case that everything of this one went to. */
  readonly mergedInto: TicketId | undefined;
}

/** A case on which nothing is kept. */
export const NO_UPKEEP: Upkeep = {
  tags: [],
  due: undefined,
  snoozed: undefined,
  spam: false,
  mergedInto: undefined,
};

/** What an event makes of it; the same object when it makes nothing. */
export function upkeepAfter(upkeep: Upkeep, event: TicketEvent): Upkeep {
  switch (event.kind) {
    case 'tags-changed': {
      const kept = upkeep.tags.filter((tag) => !event.removed.includes(tag));
      return { ...upkeep, tags: [...new Set([...kept, ...event.added])] };
    }
    case 'due-set':
      return { ...upkeep, due: event.due };
    case 'snoozed':
      return { ...upkeep, snoozed: event.until };
    case 'snooze-ended':
      return { ...upkeep, snoozed: undefined };
    case 'status-changed':
      return event.to === 'on-hold' || upkeep.snoozed === undefined ? upkeep : { ...upkeep, snoozed: undefined };
    case 'spam-marked':
      return { ...upkeep, spam: true };
    case 'spam-unmarked':
      return { ...upkeep, spam: false };
    case 'merged':
      return { ...upkeep, mergedInto: event.into };
    default:
      return upkeep;
  }
}

/** The timer whose step an event says was taken; undefined: none. */
export function takenBy(event: TicketEvent): string | undefined {
  switch (event.kind) {
    case 'due-told':
    case 'snooze-ended':
    case 'client-reminded':
    case 'closed-silent':
      return event.key;
    default:
      return undefined;
  }
}
