import type { Statement } from '../../desk/time/statement.ts';
import { line } from './clean.ts';
import { type Block, inline, mark, plain } from './document.ts';
import type { Words } from './words.ts';

/** Rows of a statement that a mail shows; its documents have all of them. */
const MOST_ROWS = 200;

/** A statement of work as a table with its sums below. */
export function statementBlocks(statement: Statement, words: Words): readonly Block[] {
  const minutes = (count: number) => plain(words.say('cover.minutes', { minutes: count }));
  const rows = statement.lines.slice(0, MOST_ROWS).map((one) => {
    const subject = line(one.subject) || words.say('no-subject');
    const said = [subject, line(one.text)].filter((part) => part !== '').join(' – ');
    const waits = one.waits ? ` (${words.say('cover.answer.asked-you')})` : '';
    return [
      inline(mark('strong', line(one.number))),
      plain(words.day(one.at)),
      minutes(one.worked),
      minutes(one.charged),
      plain(`${said}${waits}`),
    ];
  });
  const { worked, charged, included, due } = statement;
  const sums = [
    { label: words.say('statement.worked'), value: minutes(worked) },
    ...(included === 0
      ? []
      : [
          { label: words.say('statement.charged'), value: minutes(charged) },
          { label: words.say('statement.included'), value: minutes(included) },
        ]),
    { label: words.say('statement.due'), value: inline(mark('strong', words.say('cover.minutes', { minutes: due }))) },
  ];
  const columns = [
    { head: words.say('fact.number'), align: 'left' as const },
    { head: words.say('statement.day'), align: 'left' as const },
    { head: words.say('statement.worked'), align: 'right' as const },
    { head: words.say('statement.due'), align: 'right' as const },
    { head: words.say('statement.work'), align: 'left' as const },
  ];
  return [
    { kind: 'table', columns, rows },
    { kind: 'facts', rows: sums },
  ];
}
