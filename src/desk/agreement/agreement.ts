import type { Money } from '../../mail/money.ts';
import type { AgentId } from '../ids.ts';
import type { Desk } from '../policy.ts';
import { requestTypeOf } from '../request-type/choose.ts';
import type { Ticket } from '../ticket.ts';
import type { AgreementEvent } from './event.ts';

/** What was agreed with the client of a case, or is being agreed (SOFTECH-8). */
export interface Agreement {
  /** Whom the client was told of last. */
  readonly introduced: AgentId | undefined;
  /** The newest offer. */
  readonly offer: Offer | undefined;
  /** The ticket's versions with the offers before it, which are answered no more. */
  readonly replaced: readonly number[];
}

/** An offer, and how it stands; `late`: accepted when it no longer stood, so that an agent confirms it. */
export interface Offer {
  readonly number: number;
  readonly state: 'open' | 'accepted' | 'declined' | 'expired' | 'late';
  readonly price: Money | undefined;
  readonly due: Date | undefined;
  readonly until: Date;
  /** Since when it stands so. */
  readonly at: Date;
  /** The ticket's version with it. */
  readonly asked: number;
}

const NOTHING: Agreement = { introduced: undefined, offer: undefined, replaced: [] };

/** What an event makes of it. */
export function agreementAfter(
  before: Agreement | undefined,
  event: AgreementEvent,
  at: Date,
  version: number,
): Agreement | undefined {
  const agreement = before ?? NOTHING;
  const { offer } = agreement;
  switch (event.kind) {
    case 'worker-introduced':
      return { ...agreement, introduced: event.agent };
    case 'quote-sent': {
      const { offer: number, price, due, until } = event;
      const replaced = offer === undefined ? agreement.replaced : [...agreement.replaced, offer.asked];
      return { ...agreement, replaced, offer: { number, state: 'open', price, due, until, at, asked: version } };
    }
    case 'quote-answered': {
      if (offer?.number !== event.offer) return agreement;
      const state = !event.accepted ? 'declined' : event.late ? 'late' : 'accepted';
      return { ...agreement, offer: { ...offer, state, at } };
    }
    case 'quote-expired':
      return offer?.number === event.offer && offer.state === 'open'
        ? { ...agreement, offer: { ...offer, state: 'expired', at } }
        : agreement;
    case 'agreement-reminded':
      return agreement;
  }
}

/** Whether the desk begins work on such a case only once price and deadline are agreed. */
export function needsAgreement(desk: Desk, { care }: Pick<Ticket, 'care'>): boolean {
  return requestTypeOf(desk, care.requestType)?.agreement ?? desk.agreements.required;
}

/** Whether work waits for the client's word, or for the offer that he can answer. */
export function awaitsAgreement(desk: Desk, ticket: Pick<Ticket, 'care'>): boolean {
  const state = ticket.care.agreement?.offer?.state;
  return needsAgreement(desk, ticket) && state !== 'accepted' && state !== 'declined';
}
