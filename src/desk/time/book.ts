import type { Draft } from '../draft.ts';
import type { TicketFacts } from '../facts.ts';
import type { Actor, TicketId } from '../ids.ts';
import type { TranscriptResult } from '../notice.ts';
import { type Desk, deskOf } from '../policy.ts';
import { requestTypeCalled } from '../request-type/choose.ts';
import type { TicketDraft } from '../ticket-draft.ts';

/** Somebody has worked on a ticket. */
export interface TimeAct {
  readonly kind: 'time';
  /** Below nothing: so much less than was booked. */
  readonly minutes: number;
  /** What was done; may be empty. */
  readonly text: string;
}

/** A row of work that a decision adds. */
export interface NewBooking {
  readonly ticket: TicketId;
  /** Of its event. */
  readonly version: number;
  readonly by: Actor;
  readonly minutes: number;
  readonly text: string;
}

/** Why work cannot be booked; undefined when it can. */
export function bookingProblem(
  { ticket }: Pick<TicketFacts, 'ticket'>,
  { minutes }: TimeAct,
): TranscriptResult | undefined {
  return ticket.care.time.spent + minutes < 0 ? { kind: 'less-booked' } : undefined;
}

/** The request of the desk's catalogue that the words of a booking are, or begin with: `data correction in the ledger`. */
function workNamed(desk: Desk, text: string): string | undefined {
  const words = text.split(/\s+/).filter((word) => word !== '');
  for (let count = Math.min(words.length, MOST_WORDS_OF_A_TYPE); count > 0; count--) {
    const type = requestTypeCalled(desk, words.slice(0, count).join(' '));
    if (type !== undefined) return type.id;
  }
  return undefined;
}

/** Words that a request of the catalogue may be called by. */
const MOST_WORDS_OF_A_TYPE = 6;

/** Books work: what follows for coverage is decided with the rest. */
export function book(draft: Draft, ticket: TicketDraft, { minutes, text }: TimeAct, by: Actor): void {
  // Two corrections in one mail may take off more than there is.
  if (ticket.state.care.time.spent + minutes < 0) return;
  const work = workNamed(deskOf(draft.policy, ticket.state.desk), text);
  ticket.push({ kind: 'time-booked', minutes, ...(work === undefined ? {} : { work }), by });
  draft.bookings.push({ ticket: ticket.state.id, version: ticket.state.version, by, minutes, text });
}
