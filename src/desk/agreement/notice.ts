import type { MessageKey } from '../ids.ts';
import type { OnTicket } from '../notice.ts';

/** What a client's word on an offer came to; `unproven`: it is not sure that it is his. */
export type QuoteResult = 'accepted' | 'declined' | 'late' | 'unproven';

/** What agents are told of an offer: the client's word, that nobody answered, or that a deadline nears or has passed. */
export type QuoteNews = QuoteResult | 'offer-ends' | 'expired' | 'work-nears' | 'work-due';

/** Mails about who deals with a case, and for what price and by when (SOFTECH-8). */
export type AgreementNotice =
  /** To the client: who deals with his case, and that he may say what is unclear. */
  | (OnTicket & { readonly kind: 'worker-introduced' })
  /** To the client: an offer, with what the agent writes to it. */
  | (OnTicket & { readonly kind: 'quote'; readonly message: MessageKey | undefined })
  /** To who has answered an offer. */
  | (OnTicket & { readonly kind: 'quote-answered'; readonly result: QuoteResult })
  /** To the client: an offer ends soon, or has ended; the day by which the work is to be done has come. */
  | (OnTicket & { readonly kind: 'quote-reminder'; readonly of: 'offer' | 'work'; readonly passed: boolean })
  /** To agents; with the client's message, where there is one. */
  | (OnTicket & { readonly kind: 'agent-quote'; readonly news: QuoteNews; readonly message: MessageKey | undefined });
