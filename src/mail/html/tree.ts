import { Tokenizer } from 'htmlparser2';
import { CLOSES, VOID } from './elements.ts';

/** An element of mail HTML; names and attribute names are in lower case. */
export interface HtmlElement {
  readonly kind: 'element';
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: HtmlNode[];
}

/** A stretch of text with its entities decoded. */
export interface HtmlText {
  readonly kind: 'text';
  readonly data: string;
}

export type HtmlNode = HtmlElement | HtmlText;

/** Nesting kept; what lies deeper is hung on the last kept level: no text is lost and no recursion runs away. */
export const MAX_HTML_DEPTH = 80;

/** UTF-16 units of HTML that are read; the rest is left out. */
export const MAX_HTML_LENGTH = 8_000_000;

/** Elements whose content is no text for a reader. */
const NEVER_SHOWN = new Set(
  'script style title template object applet iframe frameset noframes audio video canvas svg math select datalist xml'.split(
    ' ',
  ),
);

const KEPT_ATTRIBUTES = new Set(
  'id class style type cite href src alt name border start colspan rowspan hidden width data-marker data-signatureblock data-email'.split(
    ' ',
  ),
);
const MAX_ATTRIBUTE = 4_000;
const NO_ATTRIBUTES = new Map<string, string>();

/** Collects the tokens of one document into a tree; a stack of at most `MAX_HTML_DEPTH` keeps every step bounded. */
class TreeBuilder {
  readonly root: HtmlElement = { kind: 'element', name: '#root', attributes: NO_ATTRIBUTES, children: [] };
  readonly #html: string;
  readonly #open: HtmlElement[] = [this.root];
  readonly #tooDeep = new Map<string, number>();
  #hidden: string | undefined;
  #hiddenDepth = 0;
  #tag = '';
  #attributes = NO_ATTRIBUTES;
  #attribute = '';
  #value = '';

  constructor(html: string) {
    this.#html = html;
  }

  addText(data: string): void {
    if (this.#hidden === undefined && data !== '') this.#open.at(-1)?.children.push({ kind: 'text', data });
  }

  ontext(start: number, end: number): void {
    this.addText(this.#html.slice(start, end));
  }

  ontextentity(codepoint: number): void {
    this.addText(fromCodePoint(codepoint));
  }

  onattribname(start: number, end: number): void {
    this.#attribute = this.#html.slice(start, end).toLowerCase();
    this.#value = '';
  }

  onattribdata(start: number, end: number): void {
    if (this.#value.length < MAX_ATTRIBUTE)
      this.#value += this.#html.slice(start, Math.min(end, start + MAX_ATTRIBUTE));
  }

  onattribentity(codepoint: number): void {
    if (this.#value.length < MAX_ATTRIBUTE) this.#value += fromCodePoint(codepoint);
  }

  onattribend(): void {
    if (!KEPT_ATTRIBUTES.has(this.#attribute) || this.#attributes.has(this.#attribute)) return;
    if (this.#attributes === NO_ATTRIBUTES) this.#attributes = new Map();
    this.#attributes.set(this.#attribute, this.#value);
  }

  onopentagname(start: number, end: number): void {
    this.#tag = this.#html.slice(start, end).toLowerCase();
    this.#attributes = NO_ATTRIBUTES;
  }

  onopentagend(): void {
    const name = this.#tag;
    if (this.#hidden !== undefined) {
      if (name === this.#hidden) this.#hiddenDepth++;
      return;
    }
    if (NEVER_SHOWN.has(name)) {
      this.#hidden = name;
      this.#hiddenDepth = 1;
      return;
    }
    const closes = CLOSES.get(name);
    if (closes) while (this.#open.length > 1 && closes.has(this.#open.at(-1)?.name ?? '')) this.#open.pop();
    const element: HtmlElement = { kind: 'element', name, attributes: this.#attributes, children: [] };
    if (VOID.has(name)) {
      this.#open.at(-1)?.children.push(element);
    } else if (this.#open.length <= MAX_HTML_DEPTH) {
      this.#open.at(-1)?.children.push(element);
      this.#open.push(element);
    } else {
      this.#tooDeep.set(name, (this.#tooDeep.get(name) ?? 0) + 1);
    }
  }

  onselfclosingtag(): void {
    // In HTML the slash means nothing, but mail made by XML tools (`<o:p/>`, `<td/>`) means it.
    this.onopentagend();
    if (!VOID.has(this.#tag)) this.#close(this.#tag);
  }

  onclosetag(start: number, end: number): void {
    const name = this.#html.slice(start, end).toLowerCase();
    if (name === 'br')
      this.#open.at(-1)?.children.push({ kind: 'element', name, attributes: NO_ATTRIBUTES, children: [] });
    else this.#close(name);
  }

  #close(name: string): void {
    if (this.#hidden !== undefined) {
      if (name === this.#hidden && --this.#hiddenDepth === 0) this.#hidden = undefined;
      return;
    }
    const deeper = this.#tooDeep.get(name) ?? 0;
    if (deeper > 0) {
      this.#tooDeep.set(name, deeper - 1);
      return;
    }
    const at = this.#open.findLastIndex((element) => element.name === name);
    // A stray end tag of a table's inside must not close what lies around the table.
    if (at > 0 && !(name !== 'table' && this.#open.findLastIndex((element) => element.name === 'table') > at))
      this.#open.length = at;
  }

  oncdata(start: number, end: number, offset: number): void {
    this.addText(this.#html.slice(start, end - offset));
  }

  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}
}

/**
 * Parses mail HTML into a bounded tree; elements that never show text, and comments, are left out.
 * Over htmlparser2's tokenizer: its parser keeps an unbounded stack with linear operations, which a mail of
 * a million open elements makes quadratic.
 */
export function parseHtml(html: string): HtmlElement {
  const bounded = html.length > MAX_HTML_LENGTH ? html.slice(0, MAX_HTML_LENGTH) : html;
  const builder = new TreeBuilder(bounded);
  const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: true }, builder);
  tokenizer.write(bounded);
  tokenizer.end();
  return builder.root;
}

function fromCodePoint(codepoint: number): string {
  return codepoint >= 0 && codepoint <= 0x10ffff ? String.fromCodePoint(codepoint) : '�';
}
