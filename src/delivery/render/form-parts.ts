import { list } from './blocks.ts';
import { line } from './clean.ts';
import { type Block, mark } from './document.ts';
import type { AskRowView, AskView, FactView } from './view.ts';
import type { Words } from './words.ts';

/** What is said of a fact, in one line. */
export function factText({ values, note }: FactView, words: Words): string {
  const said = values.map((value) => {
    if (value.kind === 'text') return line(value.text);
    return value.kind === 'day' ? words.plainDay(value.day) : words.date(value.at);
  });
  switch (note) {
    case undefined:
      return said.join(', ');
    case 'missing':
    case 'none':
    case 'unreadable':
      return words.say(`fact.note.${note}`);
    default:
      return words.say(`fact.note.${note}`, { value: said.join(' / ') });
  }
}

/** Labels of a form without what would be taken for the end of one, and without a second pair of brackets. */
export function form({ rows }: AskView, words: Words): Block {
  return {
    kind: 'form',
    rows: rows.map(({ number, label, optional, options }) => ({
      number,
      label: words
        .label(label)
        .replace(/[:：=|\t]+/g, ' ')
        .trim(),
      aside: optional ? words.say('form.optional') : '',
      options: options.map((option) => words.label(option)),
    })),
  };
}

/** What was said and does not count, so that it can be said again. */
export function unsettled({ rows }: AskView, words: Words): readonly Block[] {
  const items = rows.flatMap((row) => (row.why === 'missing' ? [] : [unusable(row, row.why, words)]));
  return items.length === 0 ? [] : [list(undefined, items)];
}

function unusable({ label, said }: AskRowView, why: Exclude<AskRowView['why'], 'missing'>, words: Words): string {
  const values = said
    .slice(0, 5)
    .map((one) => mark('strong', line(one, 100)))
    .join(' / ');
  const named = { label: words.label(label) };
  switch (why) {
    case 'unreadable':
      return words.say('form.unreadable', named);
    case 'disputed':
      return words.say('form.disputed', { ...named, values });
    case 'not-recognised':
      return words.say('form.not-recognised', { ...named, value: values });
  }
}
