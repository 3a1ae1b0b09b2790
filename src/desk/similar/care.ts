import type { Earlier, SimilarEvent } from './event.ts';
import type { AnswerId } from './published.ts';

/** What is known of a ticket's being like others. */
export interface CareSimilar {
  /** Earlier tickets that are like it. */
  readonly found: readonly Earlier[];
  /** Those of which staff confirmed that it is the same question: they alone count. */
  readonly same: readonly Earlier[];
  /** Published answers that were found for it. */
  readonly answers: readonly AnswerId[];
}

/** Like nothing. */
export const NOT_SIMILAR: CareSimilar = { found: [], same: [], answers: [] };

/** What an event makes of it. */
export function similarAfter(similar: CareSimilar, event: SimilarEvent): CareSimilar {
  switch (event.kind) {
    case 'similar-found':
      return { ...similar, found: event.earlier };
    case 'answers-found':
      return { ...similar, answers: event.answers };
    case 'same-confirmed':
      return { ...similar, same: event.earlier };
  }
}
