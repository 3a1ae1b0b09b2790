import type { TicketFacts } from '../facts.ts';
import type { DeskId } from '../ids.ts';
import type { Waiting } from '../queue/order.ts';

/** What the store knows that bears on a question for the record. */
export interface RecordFacts {
  /** The requests that may be shown, the newest first, those that are not done before the others; whether they may is for the desk to say. */
  readonly tickets: readonly TicketFacts[];
  /** How many there are, with those that were not loaded. */
  readonly counts: { readonly open: number; readonly done: number };
  /** The numbers that were asked for, as written, and the tickets that have them. */
  readonly numbered: ReadonlyMap<string, TicketFacts>;
  /** The waiting lists of the desks of those that wait. */
  readonly queues: ReadonlyMap<DeskId, readonly Waiting[]>;
}

/** Requests of each sort that one list shows. */
export const MOST_LISTED = { open: 40, done: 20 } as const;
