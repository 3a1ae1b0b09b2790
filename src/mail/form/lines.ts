/** UTF-16 units of a mail that are read for facts: no form is longer. */
export const MAX_FORM_TEXT = 200_000;
const MAX_LINES = 4_000;

/** One line of a mail that may hold a row of a form. */
export interface FormLine {
  /** Offsets of the line without its line end. */
  readonly start: number;
  readonly end: number;
  /** Quoted lines have `>` before them. */
  readonly quoted: boolean;
  /** Where the text behind quote marks begins. */
  readonly contentStart: number;
  /** Where the text behind bullets, numbers and bold marks begins. */
  readonly bodyStart: number;
  /** From `bodyStart` to `end`. */
  readonly body: string;
  /** The number of "1." or "1)" before the body. */
  readonly number: number | undefined;
  readonly blank: boolean;
}

const QUOTE = /^[ \t\u00a0]{0,3}(?:>[ \t\u00a0]?){1,20}/;
const BULLET = /^[-+*•●▪◦·‣–—»→✔✓>]{1,2}[ \t\u00a0]+/;
const NUMBER = /^\(?(\d{1,2})[.)](?=\s|\p{L}|\*)[ \t\u00a0]*/u;
const LETTER = /^\(?[a-zA-Z]\)[ \t\u00a0]+/;
const DECORATION = /^(?:\*{1,3}|_{1,3}(?=\p{L})|#{1,6}[ \t]|`|")/u;
const BLANKS = /^[ \t\u00a0\u200b\ufeff]+/;

/** The first lines of a text, at most 4,000 of the first 200,000 units. */
export function formLines(text: string): readonly FormLine[] {
  const bounded = text.slice(0, MAX_FORM_TEXT);
  const lines: FormLine[] = [];
  const lineEnd = /\r\n|\r|\n/g;
  let start = 0;
  while (start <= bounded.length && lines.length < MAX_LINES) {
    const found = lineEnd.exec(bounded);
    const end = found === null ? bounded.length : found.index;
    lines.push(lineAt(bounded, start, end));
    if (found === null) break;
    start = end + found[0].length;
  }
  return lines;
}

function lineAt(text: string, start: number, end: number): FormLine {
  const line = text.slice(start, end);
  const quote = QUOTE.exec(line)?.[0].length ?? 0;
  let at = quote;
  let number: number | undefined;
  const skip = (pattern: RegExp): RegExpExecArray | null => {
    // Only the head of a line is looked at: a line may be 200,000 units long.
    const found = pattern.exec(line.slice(at, at + 40));
    if (found !== null) at += found[0].length;
    return found;
  };
  skip(BLANKS);
  if (skip(BULLET) !== null) skip(BLANKS);
  const numbered = skip(NUMBER);
  if (numbered !== null) number = Number(numbered[1]);
  else skip(LETTER);
  skip(DECORATION);
  const body = line.slice(at);
  return {
    start,
    end,
    quoted: quote > 0,
    contentStart: start + quote,
    bodyStart: start + at,
    body,
    number,
    blank: body.trim() === '',
  };
}
