import type { SimilarEvent } from '../desk/similar/event.ts';
import type { Names } from './history.ts';

/** What a ticket was found to be like, in a person's words. */
export function similarEventText(event: SimilarEvent, names: Names): string {
  switch (event.kind) {
    case 'similar-found':
      return `like ${event.earlier.map(({ number }) => number).join(', ')}`;
    case 'answers-found':
      return `published answers that may help: ${event.answers.join(', ')}`;
    case 'same-confirmed':
      return event.earlier.length === 0
        ? `no repeated question, by ${names.actor(event.by)}`
        : `the same question as ${event.earlier.map(({ number }) => number).join(', ')}, by ${names.actor(event.by)}`;
  }
}
