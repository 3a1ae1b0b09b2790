/** One line of the full text. */
export interface Line {
  /** Offset of its first unit. */
  readonly start: number;
  /** Offset behind its line end. */
  readonly end: number;
  /** Without the line end. */
  readonly text: string;
  /** How many `>` stand before it. */
  readonly depth: number;
  /** The text behind the quote marks, trimmed. */
  readonly body: string;
  readonly blank: boolean;
}

const QUOTE_MARKS = /^[ \t\u00a0]{0,3}(?:>[ \t\u00a0]?)+/;

/**
 * Lines that are told apart; all text behind them is one last line. No person writes so many, and a mail of a
 * million line ends must not cost seconds.
 */
export const MAX_READ_LINES = 15_000;

/** The lines of a text (line ends \n, \r\n or \r), in order; together they cover it. */
export function splitLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  const lineEnd = /\r\n|\r|\n/g;
  let start = 0;
  while (start < text.length) {
    const found = lines.length < MAX_READ_LINES ? lineEnd.exec(text) : null;
    const end = found ? found.index + found[0].length : text.length;
    lines.push(toLine(start, end, text.slice(start, found ? found.index : end)));
    start = end;
  }
  return lines;
}

function toLine(start: number, end: number, text: string): Line {
  if (text === '') return { start, end, text, depth: 0, body: '', blank: true };
  const marks = QUOTE_MARKS.exec(text)?.[0] ?? '';
  // ">>>  http://… <<<" is decoration, ">>>" before code may be a prompt; a quote has its marks on one side only.
  const decorated = marks !== '' && /<<+\s*$/.test(text.slice(-20));
  const depth = decorated ? 0 : countMarks(marks);
  const body = trimmed(depth > 0 ? text.slice(marks.length) : text);
  return { start, end, text, depth, body, blank: body === '' };
}

function countMarks(marks: string): number {
  let count = 0;
  for (const unit of marks) if (unit === '>') count++;
  return count;
}

const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]/g;

function trimmed(text: string): string {
  return text.replace(INVISIBLE, '').trim();
}

/** Whether the last unit of a text is a colon, plain or full-width. */
export function endsWithColon(text: string): boolean {
  return text.endsWith(':') || text.endsWith('\uff1a');
}

/**
 * A form of a line to compare with tables: lower case, one kind of space, dash, quotation mark and digit, without
 * direction marks and the asterisks that clients write for bold.
 */
export function comparable(text: string): string {
  return plain(text).toLowerCase();
}

/** Any but common blanks, ASCII that `plain` keeps, and composed Latin and Cyrillic letters: most lines have none. */
const UNUSUAL = /[^ !-%'-)+-_a-~\u00c0-\u024f\u0400-\u0482\u048a-\u052f]/;

/** Like `comparable`, letter case kept. */
export function plain(text: string): string {
  if (!UNUSUAL.test(text) && !text.includes('  ')) return text.trim();
  return text
    .normalize('NFC')
    .replace(INVISIBLE, '')
    .replace(/[*]/g, '')
    .replace(/[\u2018\u2019\u201a\u201b\u2032\u00b4`]/g, "'")
    .replace(/[\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033]|&quot;/g, '"')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\uff1a/g, ':')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/\s+/g, ' ')
    .trim();
}
