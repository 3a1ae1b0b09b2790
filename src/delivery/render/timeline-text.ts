import { line } from './clean.ts';
import type { TimelineLine } from './view.ts';
import type { Words } from './words.ts';

/** What happened, in a few words of the reader's language. */
export function timelineText(entry: TimelineLine, words: Words): string {
  switch (entry.kind) {
    case 'began':
      return words.say('rfo.event.began');
    case 'reported':
      return words.say(`rfo.event.reported.${entry.channel}`);
    case 'status':
      return words.say('rfo.event.status', { status: words.quoted(words.status(entry.to)) });
    case 'priority':
      return words.say('rfo.event.priority', { priority: words.priority(entry.to) });
    case 'informed':
      return words.say('rfo.event.informed');
    case 'escalated':
      return words.say('rfo.event.escalated', { level: line(entry.level) });
  }
}
