import type { Locale } from '../status.ts';
import type { Prepared } from './rank.ts';

/** The name of a published answer: that of its file, or of its row in the list of links. */
export type AnswerId = string & { readonly __brand: 'AnswerId' };

/** An answer that the desk has published: an article, or a link (SAOP-5, CLOUDEMPIERE-2). */
export interface PublishedAnswer {
  readonly id: AnswerId;
  readonly title: string;
  /** Where it can be read; undefined: the mail that offers it shows its beginning. */
  readonly url: string | undefined;
  /** Undefined: for readers of any language. */
  readonly locale: Locale | undefined;
  /** The text without markup. */
  readonly text: string;
  readonly titleWords: Prepared;
  readonly words: Prepared;
}

/** How a desk uses what it has published. */
export interface AnswerRules {
  /** Whether they are offered to the client in the confirmation; else only staff are shown them. */
  readonly offer: boolean;
  /** How many at most. */
  readonly most: number;
}
