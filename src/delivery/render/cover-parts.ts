import { reasonText } from './context.ts';
import { mark } from './document.ts';
import type { TicketView } from './view.ts';
import type { Words } from './words.ts';

/** What the work on a ticket is, why, and what time it took so far: rows of its facts. */
export function coverageRows(view: TicketView['coverage'], words: Words): readonly (readonly [string, string])[] {
  if (view === undefined) return [];
  const { work, until, answer, reason, spent } = view;
  const notes = [
    ...(answer === undefined ? [] : [words.say(`cover.answer.${answer}`)]),
    ...(until === undefined ? [] : [words.say('cover.until', { date: words.date(until) })]),
  ];
  const said = [mark('pill', words.say(`cover.work.${work}`)), ...notes].join(', ');
  return [
    [words.say('cover.fact'), reason === undefined ? said : `${said}. ${reasonText(reason, words)}`],
    [words.say('cover.time'), spent === 0 ? '' : words.say('cover.minutes', { minutes: spent })],
  ];
}
