import type { AuthenticityLevel } from '../event.ts';

/** How a desk agrees with its clients on price and deadline (SOFTECH-8). */
export interface AgreementRules {
  /** Whether the client is told who deals with his case. */
  readonly introduce: boolean;
  /** Whether work waits for an agreement, where the request type does not say. */
  readonly required: boolean;
  /** How sure a client's word on an offer must be. */
  readonly needs: AuthenticityLevel;
  /** Days for which an offer stands when it does not say. */
  readonly standsFor: number;
  /** Days before a deadline on which both sides are reminded. */
  readonly remindBefore: number;
  /** Of amounts without a currency (ISO 4217). */
  readonly currency: string;
}

/** Of a desk that says nothing: offers can be sent all the same. */
export function defaultAgreements(currency: string): AgreementRules {
  return { introduce: false, required: false, needs: 'proved', standsFor: 14, remindBefore: 1, currency };
}
