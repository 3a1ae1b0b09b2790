import type { HtmlElement, HtmlNode } from './tree.ts';

const MAX_CELL = 200;
const MAX_COLUMNS = 20;
const MAX_CELLS = 5_000;

/** The cells of each row of a table, nested tables not entered. */
export function rowsOf(table: HtmlElement): HtmlElement[][] {
  const rows: HtmlElement[][] = [];
  const visit = (node: HtmlNode, row: HtmlElement[] | undefined): void => {
    if (node.kind === 'text') return;
    if (node.name === 'td' || node.name === 'th') {
      if (row) row.push(node);
      else rows.push([node]);
    } else if (node.name === 'tr') {
      const cells: HtmlElement[] = [];
      rows.push(cells);
      for (const child of node.children) visit(child, cells);
    } else if (node.name !== 'table') {
      for (const child of node.children) visit(child, row);
    }
  };
  for (const child of table.children) visit(child, undefined);
  return rows;
}

/**
 * Whether a table is one of data (rows to be read across) and not one that only lays a page out: at least two rows
 * with text in two columns, and every cell a short single line.
 */
export function isGrid(table: HtmlElement): boolean {
  const rows = rowsOf(table);
  if (rows.length < 2 || rows.length > MAX_CELLS || rows.some((row) => row.length > MAX_COLUMNS)) return false;
  if (hasLooseContent(table)) return false;
  let across = 0;
  let cells = 0;
  for (const row of rows) {
    cells += row.length;
    if (cells > MAX_CELLS) return false;
    let filled = 0;
    for (const cell of row) {
      const shape = cellShape(cell);
      if (shape === 'layout') return false;
      if (shape === 'text') filled++;
    }
    if (filled > 1) across++;
  }
  return across >= 2;
}

/** Text that stands in the table but in no cell would be lost by writing the cells alone. */
function hasLooseContent(table: HtmlElement): boolean {
  const loose = (node: HtmlNode): boolean => {
    if (node.kind === 'text') return node.data.trim() !== '';
    if (node.name === 'td' || node.name === 'th') return false;
    return node.name === 'table' || node.children.some(loose);
  };
  return table.children.some(loose);
}

const BLOCK_CONTENT = new Set(['table', 'ul', 'ol', 'pre', 'hr', 'blockquote']);

function cellShape(cell: HtmlElement): 'empty' | 'text' | 'layout' {
  let length = 0;
  let lines = 0;
  let lineHasText = false;
  let layout = false;
  const endLine = (): void => {
    if (lineHasText) lines++;
    lineHasText = false;
  };
  const visit = (node: HtmlNode): void => {
    if (layout) return;
    if (node.kind === 'text') {
      const text = node.data.trim();
      length += text.length;
      if (text !== '') lineHasText = true;
    } else if (BLOCK_CONTENT.has(node.name)) {
      layout = true;
    } else {
      const block = node.name === 'br' || node.name === 'p' || node.name === 'div';
      if (block) endLine();
      for (const child of node.children) visit(child);
      if (block) endLine();
    }
    if (length > MAX_CELL || lines > 1) layout = true;
  };
  visit(cell);
  endLine();
  if (layout || lines > 1) return 'layout';
  return length > 0 ? 'text' : 'empty';
}
