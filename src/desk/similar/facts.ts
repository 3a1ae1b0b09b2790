import type { Contact } from '../facts.ts';
import type { ClientId, TicketId, TicketNumber } from '../ids.ts';
import type { PublishedAnswer } from './published.ts';
import type { Prepared } from './rank.ts';

/** An earlier ticket of the same contact or client. */
export interface EarlierTicket {
  readonly ticket: TicketId;
  readonly number: TicketNumber;
  readonly client: ClientId | undefined;
  readonly requester: Pick<Contact, 'id' | 'client' | 'businessUnit' | 'sees'>;
  /** Those of its subject, and of what was asked. */
  readonly words: Prepared;
}

/** What a new ticket may be like. */
export interface SimilarFacts {
  readonly earlier: readonly EarlierTicket[];
  readonly answers: readonly PublishedAnswer[];
}

/** Nothing that anything could be like. */
export const NOTHING_SIMILAR: SimilarFacts = { earlier: [], answers: [] };
