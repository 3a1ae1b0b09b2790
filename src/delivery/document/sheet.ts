/** What is drawn on. */
export type Sheet = PDFKit.PDFDocument;

/** Names of the fonts. */
export const TEXT = 'text';
export const STRONG = 'strong';

/** Points (1/72 inch). */
export const MARGIN = { top: 52, bottom: 64, left: 56, right: 56 } as const;
export const SIZE = { title: 20, large: 12, text: 10, small: 9, cell: 8.5, foot: 7.5 } as const;

export const INK = '#1b2430';
export const GREY = '#5b6775';
export const LINE = '#c9d0d8';
export const SHADE = '#eef1f4';

/** The width between the margins. */
export function widthOf(sheet: Sheet): number {
  return sheet.page.width - MARGIN.left - MARGIN.right;
}
