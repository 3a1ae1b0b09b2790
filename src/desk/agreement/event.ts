import type { Money } from '../../mail/money.ts';
import type { Actor, AgentId, MessageKey } from '../ids.ts';

/** What was offered: amounts and days only, words are in the message. */
export interface OfferTerms {
  /** From 1, on this ticket. */
  readonly offer: number;
  readonly price: Money | undefined;
  /** The last moment by which the work is to be done. */
  readonly due: Date | undefined;
}

/** What a ticket's history says of what was agreed with the client (SOFTECH-8). */
export type AgreementEvent =
  /** The client was told who deals with his case. */
  | { readonly kind: 'worker-introduced'; readonly agent: AgentId; readonly by: Actor }
  /** The price and the deadline were offered; `until` is the last moment at which the offer stands. */
  | (OfferTerms & { readonly kind: 'quote-sent'; readonly until: Date; readonly by: Actor })
  /** The client's word on an offer; `late` when it no longer stood, so that an agent confirms it. `message` holds what else he said. */
  | (OfferTerms & {
      readonly kind: 'quote-answered';
      readonly accepted: boolean;
      readonly late: boolean;
      readonly message: MessageKey | undefined;
      readonly by: Actor;
    })
  /** Nobody answered in time. */
  | { readonly kind: 'quote-expired'; readonly offer: number; readonly key: string }
  /** Both sides were reminded of an offer, or of the deadline of the work; `passed` when that is over. */
  | {
      readonly kind: 'agreement-reminded';
      readonly offer: number;
      readonly key: string;
      readonly of: 'offer' | 'work';
      readonly passed: boolean;
    };
