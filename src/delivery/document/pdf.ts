import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import type { Paper, PaperBlock } from './paper.ts';
import { settable } from './settable.ts';
import { GREY, INK, LINE, MARGIN, type Sheet, SIZE, STRONG, TEXT, widthOf } from './sheet.ts';
import { drawTable } from './table.ts';

const require = createRequire(import.meta.url);
/** The standard fonts of PDF have neither č nor Cyrillic. */
const FONTS = {
  [TEXT]: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  [STRONG]: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
};

/** Sets a document on A4 and answers the file (PDF 1.7). */
export async function writePdf(given: Paper): Promise<Buffer> {
  const paper = settable(given);
  const { title, issuer, language, at } = paper;
  // With its reader of fonts it is large, and most gateways write no document for days.
  const { default: PDFDocument } = await import('pdfkit');
  const sheet: Sheet = new PDFDocument({
    size: 'A4',
    margins: MARGIN,
    bufferPages: true,
    pdfVersion: '1.7',
    lang: language,
    displayTitle: true,
    info: { Title: title, Author: issuer, Creator: 'Spoc', Producer: 'Spoc', CreationDate: at, ModDate: at },
  });
  for (const [name, file] of Object.entries(FONTS)) sheet.registerFont(name, file);
  const written = buffer(sheet);
  head(sheet, paper);
  for (const block of paper.blocks) draw(sheet, block);
  foot(sheet, paper);
  sheet.end();
  return written;
}

function head(sheet: Sheet, { issuer, title, subtitle }: Paper): void {
  sheet.font(TEXT).fontSize(SIZE.small).fillColor(GREY).text(issuer);
  sheet.moveDown(0.6);
  sheet.font(STRONG).fontSize(SIZE.title).fillColor(INK).text(title);
  if (subtitle !== '') sheet.font(TEXT).fontSize(SIZE.large).fillColor(GREY).text(subtitle);
  const y = sheet.y + 8;
  sheet
    .moveTo(MARGIN.left, y)
    .lineTo(MARGIN.left + widthOf(sheet), y)
    .lineWidth(1)
    .strokeColor(INK)
    .stroke();
  sheet.y = y + 14;
}

function draw(sheet: Sheet, block: PaperBlock): void {
  sheet.x = MARGIN.left;
  switch (block.kind) {
    case 'heading':
      room(sheet, 60);
      sheet.y += 8;
      sheet.font(STRONG).fontSize(SIZE.large).fillColor(INK).text(block.text);
      sheet.moveDown(0.3);
      return;
    case 'paragraph':
      sheet.font(TEXT).fontSize(block.tone === 'quiet' ? SIZE.small : SIZE.text);
      sheet.fillColor(block.tone === 'quiet' ? GREY : INK).text(block.text, { lineGap: 2 });
      sheet.moveDown(0.6);
      return;
    case 'facts':
      for (const row of block.rows) fact(sheet, row);
      sheet.moveDown(0.6);
      return;
    case 'list':
      sheet.font(TEXT).fontSize(SIZE.text).fillColor(INK);
      for (const item of block.items) {
        room(sheet, 30);
        const y = sheet.y;
        sheet.text('–', MARGIN.left, y, { lineBreak: false });
        sheet.text(item, MARGIN.left + 14, y, { width: widthOf(sheet) - 14, lineGap: 2 });
        sheet.moveDown(0.2);
      }
      sheet.x = MARGIN.left;
      sheet.moveDown(0.4);
      return;
    case 'table':
      drawTable(sheet, block);
      sheet.moveDown(0.6);
  }
}

/** A label in its column and the value beside it; the longer of both makes the row. */
function fact(sheet: Sheet, { label, value }: { readonly label: string; readonly value: string }): void {
  const labels = widthOf(sheet) * 0.28;
  const values = { width: widthOf(sheet) - labels - 10 };
  sheet.fontSize(SIZE.text);
  const height = Math.max(
    sheet.font(TEXT).heightOfString(label, { width: labels }),
    sheet.font(STRONG).heightOfString(value, values),
  );
  room(sheet, height);
  const y = sheet.y;
  sheet.font(TEXT).fillColor(GREY).text(label, MARGIN.left, y, { width: labels });
  sheet
    .font(STRONG)
    .fillColor(INK)
    .text(value, MARGIN.left + labels + 10, y, values);
  sheet.x = MARGIN.left;
  sheet.y = y + height + 4;
}

/** Begins a page when less than so many points are left on this one. */
function room(sheet: Sheet, height: number): void {
  if (sheet.y + height > sheet.page.maxY()) sheet.addPage();
}

/** Pages are counted when all are there. */
function foot(sheet: Sheet, { issuer, title, pageText }: Paper): void {
  const { start, count } = sheet.bufferedPageRange();
  for (let page = start; page < start + count; page++) {
    sheet.switchToPage(page);
    // Text below the margin would begin a page of its own.
    sheet.page.margins.bottom = 0;
    const y = sheet.page.height - MARGIN.bottom + 22;
    const width = widthOf(sheet);
    sheet
      .moveTo(MARGIN.left, y - 6)
      .lineTo(MARGIN.left + width, y - 6)
      .lineWidth(0.5)
      .strokeColor(LINE)
      .stroke();
    sheet.font(TEXT).fontSize(SIZE.foot).fillColor(GREY);
    const pages = pageText(page - start + 1, count);
    const right = sheet.widthOfString(pages) + 12;
    sheet.text(`${issuer} – ${title}`, MARGIN.left, y, {
      width: width - right,
      height: SIZE.foot * 1.5,
      ellipsis: true,
    });
    sheet.text(pages, MARGIN.left, y, { width, align: 'right', lineBreak: false });
    sheet.page.margins.bottom = MARGIN.bottom;
  }
}
