/** UTF-16 units of text that come out of one HTML body; the rest is left out. */
export const MAX_TEXT_LENGTH = 4_000_000;

/** So near the bound text is written word by word; more than the indents of any line. */
const NEAR_BOUND = 10_000;

/** Blank lines kept between two lines of text. */
const MAX_BLANK_LINES = 2;

/** White space that collapses in HTML: `\s` has more. */
const BLANKS = /[ \t\r\n\f]+/g;
const OTHER_BLANKS = /[\t\r\n\f]| {2}/;

/** What a line begins with inside a quote or a list item: `first` on the first line only, then `rest`. */
interface Indent {
  first: string | undefined;
  readonly rest: string;
}

/**
 * Builds text line by line the way a browser lays out inline and block content: white space collapses, block
 * borders ask for line ends, and nothing is written until visible text follows. Offsets it tells are final.
 */
export class TextWriter {
  readonly #pieces: string[] = [];
  readonly #indents: Indent[] = [];
  #length = 0;
  #line: 'empty' | 'blank' | 'text' = 'empty';
  #owed = 0;
  #spaces = '';
  #cells = 0;
  #waiting: ((start: number) => void)[] = [];

  /** Where the text written so far ends. */
  get length(): number {
    return this.#length;
  }

  /** Calls back once, when text is next written, with the offset where it begins: the head of its line when it opens one. */
  onNextText(callback: (start: number) => void): void {
    this.#waiting.push(callback);
  }

  /** Text in which white space collapses; a no-break space is kept as a space. */
  inline(text: string): void {
    if (!text.includes('\u00a0') && this.#length + text.length < MAX_TEXT_LENGTH - NEAR_BOUND) {
      this.#collapsed(text);
      return;
    }
    for (const match of text.matchAll(/[ \t\r\n\f]+|[^ \t\r\n\f]+/g)) {
      const word = match[0];
      const first = word.charCodeAt(0);
      if (first === 32 || first === 9 || first === 10 || first === 13 || first === 12) {
        this.#blank();
      } else if (word.includes('\u00a0')) {
        for (const part of word.split(/(\u00a0+)/)) {
          if (part.startsWith('\u00a0')) this.#noBreakSpaces(part.length);
          else if (part !== '') this.#visible(part);
        }
      } else {
        this.#visible(word);
      }
    }
  }

  /** Text of words between common blanks alone, which is nearly all: written in one piece. */
  #collapsed(text: string): void {
    const one = OTHER_BLANKS.test(text) ? text.replace(BLANKS, ' ') : text;
    const from = one.startsWith(' ') ? 1 : 0;
    if (from === 1) this.#blank();
    if (from === one.length) return;
    const last = one.endsWith(' ');
    this.#visible(one.slice(from, last ? -1 : undefined));
    if (last) this.#blank();
  }

  #blank(): void {
    if (this.#line === 'text' && this.#spaces === '') this.#spaces = ' ';
  }

  /** Text kept as it is, its line ends included. */
  preformatted(text: string): void {
    const lines = text.split(/\r\n?|\n/);
    lines.forEach((line, index) => {
      if (index > 0) this.breakHere();
      for (const part of line.replaceAll('\t', '    ').split(/([ \u00a0]+)/)) {
        if (part === '') continue;
        if (part.trim() === '') this.#noBreakSpaces(part.length);
        else this.#visible(part);
      }
    });
  }

  #noBreakSpaces(count: number): void {
    if (this.#line === 'empty') this.#line = 'blank';
    this.#spaces += ' '.repeat(Math.min(count, 40));
  }

  #visible(word: string): void {
    if (this.#length + word.length > MAX_TEXT_LENGTH) return;
    if (this.#line !== 'text') {
      if (this.#pieces.length > 0) for (let i = Math.max(this.#owed, 1); i > 0; i--) this.#endLine(i > 1);
      this.#told();
      for (const indent of this.#indents) {
        this.#push(indent.first ?? indent.rest);
        indent.first = undefined;
      }
      this.#owed = 0;
      this.#line = 'text';
    }
    if (this.#spaces !== '') this.#push(this.#spaces);
    this.#spaces = '';
    this.#told();
    this.#push(word);
  }

  #told(): void {
    if (this.#waiting.length === 0) return;
    for (const callback of this.#waiting) callback(this.#length);
    this.#waiting = [];
  }

  #endLine(blankFollows: boolean): void {
    this.#push('\n');
    if (!blankFollows) return;
    const prefix = this.#indents.map((indent) => indent.rest).join('');
    if (prefix.includes('>')) this.#push(prefix.trimEnd());
  }

  #push(text: string): void {
    this.#pieces.push(text);
    this.#length += text.length;
  }

  /** A block border that wants at least `lines` line ends between what is before and what follows. */
  block(lines: number): void {
    if (this.#cells > 0) {
      if (this.#line === 'text') this.#spaces = ' ';
      return;
    }
    const owed = this.#line === 'blank' ? this.#owed + 1 : this.#owed;
    this.#settle(Math.max(owed, lines));
  }

  /** A `<br>`. */
  breakHere(): void {
    if (this.#cells > 0) this.block(1);
    else this.#settle(this.#owed + 1);
  }

  #settle(owed: number): void {
    this.#owed = Math.min(owed, MAX_BLANK_LINES + 1);
    this.#line = 'empty';
    this.#spaces = '';
  }

  /** Opens a quote, a list item or the like: what its lines begin with. Close with `dedent`. */
  indent(rest: string, first?: string): void {
    this.#indents.push({ first, rest });
  }

  dedent(): void {
    this.#indents.pop();
  }

  /** Inside, block borders are spaces: the cell of a table row. Close with `leaveCell`. */
  enterCell(): void {
    this.#cells++;
  }

  leaveCell(): void {
    this.#cells--;
    this.#spaces = this.#line === 'text' ? '' : this.#spaces;
  }

  toString(): string {
    return this.#pieces.join('');
  }
}
