import type { Actor, TicketId } from '../ids.ts';

/** How cases that are one, or belong together, found each other. */
export type FilingEvent =
  /** Everything of the case went to another one, and what comes to its number lands there. */
  | { readonly kind: 'merged'; readonly into: TicketId; readonly by: Actor }
  /** Everything of that case came here. */
  | { readonly kind: 'absorbed'; readonly ticket: TicketId; readonly by: Actor };
