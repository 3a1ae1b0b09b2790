/*
 * A document on paper as plain data: what is handed over to people as a file. `pdf.ts` sets it. Everything in it is text that was cleaned
 * already; what a reader may not see is not in it.
 */

/** A column of a table; `share` is its part of the width, beside the shares of the others. */
export interface PaperColumn {
  readonly head: string;
  readonly share: number;
  readonly strong?: boolean;
}

export type PaperBlock =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string; readonly tone?: 'normal' | 'quiet' }
  | { readonly kind: 'facts'; readonly rows: readonly { readonly label: string; readonly value: string }[] }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  /** Each cell has lines of its own; a row breaks over pages only when no page has room for it. */
  | {
      readonly kind: 'table';
      readonly columns: readonly PaperColumn[];
      readonly rows: readonly (readonly (readonly string[])[])[];
    };

/** A document: the same value gives the same bytes. */
export interface Paper {
  /** BCP 47. */
  readonly language: string;
  /** Who issues it: stands above the title and in the foot of each page. */
  readonly issuer: string;
  readonly title: string;
  /** A line below the title; empty for none. */
  readonly subtitle: string;
  /** When it was made. */
  readonly at: Date;
  readonly blocks: readonly PaperBlock[];
  /** What the foot of each page says beside the issuer: `Page 1 of 3`. */
  readonly pageText: (page: number, pages: number) => string;
}
