import { Tokenizer } from 'htmlparser2';
import { CLOSES, VOID } from './elements.ts';

/** Their content is no text of the mail, so it goes with them. */
export const DROPPED_WITH_CONTENT =
  'script style textarea option select datalist title iframe object applet audio video canvas svg math template noembed noframes frameset xmp xml'.split(
    ' ',
  );

const DROPPED = new Set(DROPPED_WITH_CONTENT);
/** Copies tags and text of a document, leaving out what lies too deep, ends nothing, or is never shown. */
class Bounder {
  readonly out: string[] = [];
  readonly #html: string;
  readonly #maxDepth: number;
  readonly #open: string[] = [];
  /** How many of a name are open, and how many were left out for their depth and wait for their end. */
  readonly #count = new Map<string, number>();
  readonly #tooDeep = new Map<string, number>();
  #dropping: string | undefined;
  #droppingDepth = 0;
  #tag = '';
  #tagStart = 0;

  constructor(html: string, maxDepth: number) {
    this.#html = html;
    this.#maxDepth = maxDepth;
  }

  ontext(start: number, end: number): void {
    // What is text here must be text to the next reader as well.
    if (this.#dropping === undefined) this.out.push(this.#html.slice(start, end).replaceAll('<', '&lt;'));
  }

  ontextentity(codepoint: number): void {
    if (this.#dropping === undefined) this.out.push(`&#${codepoint};`);
  }

  onopentagname(start: number, end: number): void {
    this.#tag = this.#html.slice(start, end).toLowerCase();
    this.#tagStart = start - 1;
  }

  onopentagend(end: number): void {
    const name = this.#tag;
    if (this.#dropping !== undefined) {
      if (name === this.#dropping) this.#droppingDepth++;
      return;
    }
    if (DROPPED.has(name)) {
      this.#dropping = name;
      this.#droppingDepth = 1;
      return;
    }
    const ends = CLOSES.get(name);
    for (let top = this.#open.at(-1); ends && top !== undefined && ends.has(top); top = this.#open.at(-1)) this.#pop();
    if (!VOID.has(name)) {
      if (this.#open.length >= this.#maxDepth) {
        this.#tooDeep.set(name, (this.#tooDeep.get(name) ?? 0) + 1);
        return;
      }
      this.#open.push(name);
      this.#count.set(name, (this.#count.get(name) ?? 0) + 1);
    }
    this.out.push(this.#html.slice(this.#tagStart, end + 1));
  }

  onselfclosingtag(end: number): void {
    // In HTML the slash means nothing, but mail made by XML tools (`<o:p/>`) means it.
    this.onopentagend(end);
    if (!VOID.has(this.#tag)) this.#close(this.#tag);
  }

  onclosetag(start: number, end: number): void {
    const name = this.#html.slice(start, end).toLowerCase();
    if (name === 'br' && this.#dropping === undefined) this.out.push('<br>');
    else this.#close(name);
  }

  #close(name: string): void {
    if (this.#dropping !== undefined) {
      if (name === this.#dropping && --this.#droppingDepth === 0) this.#dropping = undefined;
      return;
    }
    const deeper = this.#tooDeep.get(name) ?? 0;
    if (deeper > 0) this.#tooDeep.set(name, deeper - 1);
    else if ((this.#count.get(name) ?? 0) > 0) while (this.#pop() !== name);
  }

  /** Ends the innermost element, in writing: the next reader then never has more open than this one. */
  #pop(): string | undefined {
    const name = this.#open.pop();
    if (name === undefined) return undefined;
    this.#count.set(name, (this.#count.get(name) ?? 1) - 1);
    this.out.push(`</${name}>`);
    return name;
  }

  onattribname(): void {}
  onattribdata(): void {}
  onattribentity(): void {}
  onattribend(): void {}
  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}
}

/**
 * Cuts HTML to a length and its elements to a depth, in linear time; comments and elements that never show text go.
 * sanitize-html needs this before it: its parser takes minutes for a mail of some hundred thousand open elements.
 */
export function boundHtml(html: string, maxLength: number, maxDepth: number): string {
  const bounded = html.slice(0, maxLength);
  const bounder = new Bounder(bounded, maxDepth);
  const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: true }, bounder);
  tokenizer.write(bounded);
  tokenizer.end();
  return bounder.out.join('');
}
