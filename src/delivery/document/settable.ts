import type { Paper, PaperBlock } from './paper.ts';

/** Characters of one text; a longer one ends with an ellipsis. */
const MOST = 20_000;
/** A longer word may be broken after so many characters: the setting of a line takes time with the square of a word's length. */
const WORD = 24;
const LONG = new RegExp(`\\S{${WORD}}(?=\\S)`, 'gu');
const BREAK = '\u200b';

/** The same document, of texts that are set in time whatever they say. */
export function settable(paper: Paper): Paper {
  return {
    ...paper,
    issuer: text(paper.issuer),
    title: text(paper.title),
    subtitle: text(paper.subtitle),
    blocks: paper.blocks.map(block),
  };
}

function block(one: PaperBlock): PaperBlock {
  switch (one.kind) {
    case 'heading':
    case 'paragraph':
      return { ...one, text: text(one.text) };
    case 'facts':
      return { ...one, rows: one.rows.map(({ label, value }) => ({ label: text(label), value: text(value) })) };
    case 'list':
      return { ...one, items: one.items.map(text) };
    case 'table':
      return {
        ...one,
        columns: one.columns.map((column) => ({ ...column, head: text(column.head) })),
        rows: one.rows.map((row) => row.map((cell) => cell.map(text))),
      };
  }
}

function text(given: string): string {
  const whole = given.replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/g, ' ');
  const cut = whole.length > MOST ? `${whole.slice(0, MOST - 1)}…` : whole;
  return cut.replace(LONG, `$&${BREAK}`);
}
