/*
 * What a template makes: a short document of blocks, from which the text part and the HTML part are written. Everything in it is plain
 * text; HTML comes into being in `html-writer.ts` alone, where everything is escaped. So nothing that a person wrote can become markup.
 */

/** A stretch of a line. `pill` is a status, `mail` an address, `code` what is typed as it stands. */
export interface Inline {
  readonly kind: 'text' | 'strong' | 'pill' | 'mail' | 'code';
  readonly text: string;
}

export type Line = readonly Inline[];

/** How loudly a paragraph speaks. */
export type Tone = 'normal' | 'quiet' | 'notice' | 'warning';

/** A row of a form, with its number. `aside` is shown behind the label and read by nobody. */
export interface FormRow {
  readonly number: number;
  readonly label: string;
  readonly aside: string;
  readonly options: readonly string[];
}

/** A column of a table; numbers stand on the right. */
export interface TableColumn {
  readonly head: string;
  readonly align: 'left' | 'right';
}

export type Block =
  | { readonly kind: 'title'; readonly level: 1 | 2; readonly line: Line }
  | { readonly kind: 'paragraph'; readonly line: Line; readonly tone: Tone }
  /** A form that the reader fills in: what he writes behind a label is read again. */
  | { readonly kind: 'form'; readonly rows: readonly FormRow[] }
  | { readonly kind: 'facts'; readonly rows: readonly { readonly label: string; readonly value: Line }[] }
  /** A person's own words, shown as they are. */
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'quote'; readonly heading: Line; readonly text: string; readonly tail: Line | undefined }
  | { readonly kind: 'list'; readonly heading: Line | undefined; readonly items: readonly Line[] }
  /** Each row has a cell for each column. */
  | { readonly kind: 'table'; readonly columns: readonly TableColumn[]; readonly rows: readonly (readonly Line[])[] }
  /** Text above it is a reply; it must stand on a line of its own, unchanged. */
  | { readonly kind: 'marker'; readonly line: string }
  | { readonly kind: 'signature'; readonly text: string };

export interface NoticeDocument {
  readonly subject: string;
  /** What lists of mails show beside the subject. */
  readonly preheader: string;
  readonly blocks: readonly Block[];
}

/** Noncharacters (Unicode §23.7): `clean.ts` takes them out of whatever people wrote. */
const OPEN = { strong: '\ufdd0', pill: '\ufdd1', mail: '\ufdd2', code: '\ufdd3' } as const;
const CLOSE = '\ufddf';
const KIND_OF = new Map<string, Inline['kind']>([
  [OPEN.strong, 'strong'],
  [OPEN.pill, 'pill'],
  [OPEN.mail, 'mail'],
  [OPEN.code, 'code'],
]);

/** Marks a stretch within a line, to be read by `inline`. */
export function mark(kind: keyof typeof OPEN, text: string): string {
  return text === '' ? '' : `${OPEN[kind]}${text}${CLOSE}`;
}

/** Reads a line with its marks; blanks and line breaks of the template's own layout become single blanks, no-break spaces stay. */
export function inline(text: string): Line {
  const line: Inline[] = [];
  let kind: Inline['kind'] = 'text';
  const oneLine = text.replace(/[ \t\r\n]+/g, ' ').trim();
  for (const piece of oneLine.split(/([\ufdd0-\ufdd3\ufddf])/)) {
    if (piece === CLOSE) kind = 'text';
    else if (KIND_OF.has(piece)) kind = KIND_OF.get(piece) ?? 'text';
    else if (piece !== '') line.push({ kind, text: piece });
  }
  return line;
}

/** A line of nothing but text. */
export function plain(text: string): Line {
  return text === '' ? [] : [{ kind: 'text', text }];
}

/** The same line without marks, for a subject or a preview. */
export function unmarked(text: string): string {
  return inline(text)
    .map((one) => one.text)
    .join('');
}
