import type { PaperBlock } from './paper.ts';
import { GREY, INK, LINE, MARGIN, SHADE, type Sheet, SIZE, STRONG, TEXT, widthOf } from './sheet.ts';

type Table = Extract<PaperBlock, { readonly kind: 'table' }>;
type Row = Table['rows'][number];

/** Around the text of a cell. */
const PAD = { x: 6, y: 6 } as const;
const GAP = 2;

/** Draws a table; each page that it goes on to begins with its head. */
export function drawTable(sheet: Sheet, table: Table): void {
  const widths = columnWidths(sheet, table);
  const heading = table.columns.map(({ head }) => [head]);
  const headHeight = heightOf(sheet, heading, widths, () => STRONG);
  const fontOf = (column: number) => (table.columns[column]?.strong === true ? STRONG : TEXT);
  const drawHead = () => {
    const { y } = sheet;
    sheet.rect(MARGIN.left, y, widthOf(sheet), headHeight).fill(SHADE);
    drawRow(sheet, heading, widths, y, headHeight, () => STRONG, GREY);
  };
  const whole = sheet.page.maxY() - MARGIN.top - headHeight;
  const rows = table.rows.flatMap((row) => fitting(sheet, row, widths, whole, fontOf));
  const first = rows[0] === undefined ? 0 : Math.min(whole, heightOf(sheet, rows[0], widths, fontOf));
  if (sheet.y + headHeight + first > sheet.page.maxY()) sheet.addPage();
  drawHead();
  for (const row of rows) {
    const height = Math.min(whole, heightOf(sheet, row, widths, fontOf));
    if (sheet.y + height > sheet.page.maxY()) {
      sheet.addPage();
      drawHead();
    }
    drawRow(sheet, row, widths, sheet.y, height, fontOf, INK);
    sheet.moveTo(MARGIN.left, sheet.y).lineTo(MARGIN.left + widthOf(sheet), sheet.y);
    sheet.lineWidth(0.5).strokeColor(LINE).stroke();
  }
  sheet.x = MARGIN.left;
}

function columnWidths(sheet: Sheet, { columns }: Table): readonly number[] {
  const sum = columns.reduce((all, { share }) => all + share, 0);
  return columns.map(({ share }) => (widthOf(sheet) * share) / sum);
}

/** A row that no page has room for, in parts that have it, as far as its cells have several lines. */
function fitting(
  sheet: Sheet,
  row: Row,
  widths: readonly number[],
  most: number,
  fontOf: (column: number) => string,
): readonly Row[] {
  const longest = Math.max(...row.map((cell) => cell.length));
  if (longest < 2 || heightOf(sheet, row, widths, fontOf) <= most) return [row];
  const half = Math.ceil(longest / 2);
  const parts = [row.map((cell) => cell.slice(0, half)), row.map((cell) => cell.slice(half))];
  return parts.flatMap((part) => fitting(sheet, part, widths, most, fontOf));
}

function heightOf(sheet: Sheet, row: Row, widths: readonly number[], fontOf: (column: number) => string): number {
  const heights = row.map((cell, column) => {
    sheet.font(fontOf(column)).fontSize(SIZE.cell);
    const width = (widths[column] ?? 0) - 2 * PAD.x;
    return cell.reduce((sum, line) => sum + sheet.heightOfString(line, { width }) + GAP, 0);
  });
  return Math.max(SIZE.cell, ...heights) + 2 * PAD.y - GAP;
}

function drawRow(
  sheet: Sheet,
  row: Row,
  widths: readonly number[],
  top: number,
  height: number,
  fontOf: (column: number) => string,
  colour: string,
): void {
  let x = MARGIN.left;
  const bottom = top + height - PAD.y;
  for (const [column, cell] of row.entries()) {
    const width = (widths[column] ?? 0) - 2 * PAD.x;
    sheet.font(fontOf(column)).fontSize(SIZE.cell).fillColor(colour);
    let y = top + PAD.y;
    for (const line of cell) {
      const left = bottom - y;
      if (left < SIZE.cell) break;
      sheet.text(line, x + PAD.x, y, { width, height: left + 2, ellipsis: true });
      y = sheet.y + GAP;
    }
    x += widths[column] ?? 0;
  }
  sheet.x = MARGIN.left;
  sheet.y = top + height;
}
