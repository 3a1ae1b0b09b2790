import { stringify } from 'csv-stringify/sync';
import type { Desk } from '../desk/policy.ts';
import type { Statement, StatementLine } from '../desk/time/statement.ts';
import type { Paper, PaperBlock } from './document/paper.ts';
import { line } from './render/clean.ts';
import type { Words } from './render/words.ts';

/** What the document of a statement is made of. */
export interface StatementView {
  readonly desk: Desk;
  readonly clientName: string;
  readonly statement: Statement;
  /** When it is made. */
  readonly at: Date;
}

/** The names of its files: `work-2026-11.pdf`. */
export function statementFile({ month }: Statement, end: 'pdf' | 'csv'): string {
  return `work-${month}.${end}`;
}

/** What one row says of the work: its words, and that the client has not said yet whether he agrees. */
export function lineText({ subject, text, waits }: StatementLine, words: Words): string {
  const said = [line(subject) || words.say('no-subject'), line(text)].filter((part) => part !== '').join(' – ');
  return waits ? `${said} (${words.say('cover.answer.asked-you')})` : said;
}

/** The sums of a statement; what the level has paid only where it paid anything. */
export function sumRows({ worked, charged, included, due }: Statement, words: Words) {
  const minutes = (count: number) => words.say('cover.minutes', { minutes: count });
  return [
    { label: words.say('statement.worked'), value: minutes(worked) },
    ...(included === 0
      ? []
      : [
          { label: words.say('statement.charged'), value: minutes(charged) },
          { label: words.say('statement.included'), value: minutes(included) },
        ]),
    { label: words.say('statement.due'), value: minutes(due) },
  ];
}

/** The statement as a document. */
export function statementPaper({ desk, clientName, statement, at }: StatementView, words: Words): Paper {
  const table: PaperBlock = {
    kind: 'table',
    columns: [
      { head: words.say('fact.number'), share: 1.7, strong: true },
      { head: words.say('statement.day'), share: 2.8 },
      { head: words.say('statement.work'), share: 4.4 },
      { head: words.say('statement.worked'), share: 2 },
      { head: words.say('statement.due'), share: 2 },
    ],
    rows: statement.lines.map((one) => [
      [one.number],
      [words.day(one.at)],
      [lineText(one, words)],
      [words.say('cover.minutes', { minutes: one.worked })],
      [words.say('cover.minutes', { minutes: one.charged })],
    ]),
  };
  return {
    language: words.tag,
    issuer: line(desk.name),
    title: words.say('statement.title'),
    subtitle: [line(clientName), words.plainMonth(statement.month)].filter((part) => part !== '').join(' – '),
    at,
    pageText: (page, pages) => words.say('document.page', { page, pages }),
    blocks: [table, { kind: 'facts', rows: sumRows(statement, words) }],
  };
}

/** The same for a spreadsheet (RFC 4180): days as `2026-11-25` in the desk's time zone, minutes as numbers. */
export function statementCsv({ desk, statement }: StatementView): string {
  const day = (at: Date) => at.toLocaleDateString('sv-SE', { timeZone: desk.timeZone });
  const head = ['number', 'day', 'subject', 'work', 'worked_minutes', 'charged_minutes', 'waits_for_agreement'];
  const rows = statement.lines.map((one) => [
    one.number,
    day(one.at),
    line(one.subject),
    line(one.text),
    one.worked,
    one.charged,
    one.waits ? 'yes' : 'no',
  ]);
  const { worked, charged, included, due } = statement;
  const sums = [
    ['total', '', '', '', worked, charged, ''],
    ['included', '', '', '', '', included, ''],
    ['due', '', '', '', '', due, ''],
  ];
  const options = { escape_formulas: true, record_delimiter: '\r\n', bom: true } as const;
  return stringify([head, ...rows, ...sums], options);
}
