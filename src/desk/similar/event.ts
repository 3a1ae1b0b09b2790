import type { Actor, TicketId, TicketNumber } from '../ids.ts';
import type { AnswerId } from './published.ts';

/** An earlier ticket that is like one; its number as it was then. */
export interface Earlier {
  readonly ticket: TicketId;
  readonly number: TicketNumber;
}

export type SimilarEvent =
  /** Earlier tickets of the same contact or client are like it, the likest first (SAOP-5). */
  | { readonly kind: 'similar-found'; readonly earlier: readonly Earlier[] }
  /** Published answers that may help were offered to the client, the likest first. */
  | { readonly kind: 'answers-found'; readonly answers: readonly AnswerId[] }
  /** Staff say that it is the same question again as these; none: it is not. */
  | { readonly kind: 'same-confirmed'; readonly earlier: readonly Earlier[]; readonly by: Actor };
