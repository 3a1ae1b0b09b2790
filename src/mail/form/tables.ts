import { rowsOf } from '../html/grid.ts';
import { type HtmlElement, type HtmlNode, parseHtml } from '../html/tree.ts';
import { type LabelIndex, type LabelMatch, labelOf } from './labels.ts';
import { MAX_VALUE, type RawValue } from './layout.ts';

const MAX_HTML = 1_000_000;
const MAX_TABLES = 100;
const MAX_CELLS = 4_000;
const MAX_TEXT = 200_000;

/** Elements around old mail, as the common clients mark it. */
const QUOTES = /(?:^|\s)(?:gmail_quote|yahoo_quoted|moz-cite-prefix|protonmail_quote|tutanota_quote|zmail_extra)/;
const QUOTE_IDS =
  /^(?:x_)*(?:divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|mail-editor-reference-message-container)$/;
/** Behind these everything to the end of the mail is old. */
const REST_IDS = /^(?:x_)*(?:divRplyFwdMsg|appendonsend)$/;

interface Cell {
  readonly text: string;
  readonly start: number;
}

/** The text of all cells, made as the tables are walked: places of what is found in tables lie over it. */
class CellText {
  #length = 0;
  readonly #pieces: string[] = [];
  cells = 0;

  add(text: string, behind: '\t' | '\n'): Cell {
    this.cells++;
    const room = Math.max(0, MAX_TEXT - this.#length);
    const kept = text.slice(0, Math.min(room, MAX_VALUE));
    const cell = { text: kept, start: this.#length };
    this.#pieces.push(kept, behind);
    this.#length += kept.length + 1;
    return cell;
  }

  toString(): string {
    return this.#pieces.join('');
  }
}

/** The rows of a form in the tables of HTML: a label and its value side by side, or labels in the first row and values below. */
export function tableValues(
  html: string,
  labels: LabelIndex,
  ours: readonly string[] = [],
): { readonly values: readonly RawValue[]; readonly text: string } {
  const text = new CellText();
  const values: RawValue[] = [];
  for (const { table, quoted } of tablesIn(parseHtml(html.slice(0, MAX_HTML)))) {
    if (text.cells >= MAX_CELLS) break;
    const rows: (readonly Cell[])[] = [];
    for (const row of rowsOf(table)) {
      if (text.cells + row.length > MAX_CELLS) break;
      rows.push(row.map((cell, index) => text.add(cellText(cell), index === row.length - 1 ? '\n' : '\t')));
    }
    if (rows.some((row) => row.some((cell) => ours.includes(cell.text)))) continue;
    values.push(...(acrossRows(rows, labels, quoted) ?? rows.flatMap((row) => alongRow(row, labels, quoted))));
  }
  return { values, text: text.toString() };
}

function tablesIn(root: HtmlElement): readonly { readonly table: HtmlElement; readonly quoted: boolean }[] {
  const tables: { table: HtmlElement; quoted: boolean }[] = [];
  let rest = false;
  const visit = (node: HtmlNode, within: boolean): void => {
    if (node.kind === 'text' || tables.length >= MAX_TABLES) return;
    const id = node.attributes.get('id') ?? '';
    rest ||= REST_IDS.test(id);
    const quoted = within || rest || isQuote(node, id);
    if (node.name === 'table') tables.push({ table: node, quoted });
    for (const child of node.children) visit(child, quoted);
  };
  visit(root, false);
  return tables;
}

function isQuote(element: HtmlElement, id: string): boolean {
  if (element.name === 'blockquote') return true;
  return element.attributes.size > 0 && (QUOTES.test(element.attributes.get('class') ?? '') || QUOTE_IDS.test(id));
}

/** What a cell says, its lines kept; tables within it speak for themselves. */
function cellText(cell: HtmlElement): string {
  let text = '';
  const visit = (node: HtmlNode): void => {
    if (text.length > MAX_VALUE) return;
    if (node.kind === 'text') text += node.data.replace(/\s+/g, ' ');
    else if (node.name === 'br') text += '\n';
    else if (node.name !== 'table') {
      const block = /^(?:p|div|li|tr|h[1-6]|pre|ul|ol)$/.test(node.name);
      if (block && text !== '' && !text.endsWith('\n')) text += '\n';
      for (const child of node.children) visit(child);
      if (block && !text.endsWith('\n')) text += '\n';
    }
  };
  for (const child of cell.children) visit(child);
  return text
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim();
}

function labelIn(cell: Cell, labels: LabelIndex): LabelMatch | undefined {
  const said = cell.text.length > 500 ? '' : cell.text.replace(/\([^()]*\)/g, ' ').trim();
  const text = said.length > 130 ? '' : said.replace(/^\(?\d{1,2}[.)]\s?/, '').replace(/[:：*=\s-]{1,6}$/, '');
  return text === '' ? undefined : labelOf(text, labels, 'tolerant');
}

function acrossRows(
  rows: readonly (readonly Cell[])[],
  labels: LabelIndex,
  quoted: boolean,
): readonly RawValue[] | undefined {
  const [head = [], below, ...more] = rows;
  const matches = head.map((cell) => labelIn(cell, labels));
  const filled = head.filter((cell) => cell.text !== '').length;
  if (filled < 2 || matches.filter((match) => match !== undefined).length < filled) return undefined;
  // A table of many rows lists many things: it is the filling of no form.
  if (below === undefined || more.some((row) => row.some((cell) => cell.text !== ''))) return undefined;
  if (below.some((cell) => labelIn(cell, labels) !== undefined)) return undefined;
  return matches.flatMap((match, column) => {
    const cell = below[column];
    return match === undefined || cell === undefined ? [] : [rawOf(match, cell, quoted)];
  });
}

function alongRow(row: readonly Cell[], labels: LabelIndex, quoted: boolean): readonly RawValue[] {
  const values: RawValue[] = [];
  for (let at = 0; at + 1 < row.length; at++) {
    const [label, value] = [row[at], row[at + 1]];
    const match = label && labelIn(label, labels);
    if (match === undefined || value === undefined) continue;
    if (labelIn(value, labels) !== undefined) continue;
    values.push(rawOf(match, value, quoted));
    at++;
  }
  return values;
}

function rawOf(match: LabelMatch, cell: Cell, quoted: boolean): RawValue {
  const place = { source: 'tables', start: cell.start, end: cell.start + cell.text.length } as const;
  return { match, text: cell.text, place, quoted, gap: false };
}
