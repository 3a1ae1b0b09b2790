import { isGrid, rowsOf } from './grid.ts';
import { isSeen, PLAIN_SIGHT, type Sight, sightOf } from './sight.ts';
import { TextWriter } from './text-writer.ts';
import { type HtmlElement, type HtmlNode, parseHtml } from './tree.ts';

/** A stretch of the text that came out of one element. */
export interface Region<Name> {
  readonly start: number;
  readonly end: number;
  readonly name: Name;
}

/**
 * How an element is to be read: `name` makes its text a region of its own lines (`toEnd`: from there to the end of
 * the document), `quoted` writes `> ` before its lines.
 */
export interface Mark<Name> {
  readonly name?: Name;
  readonly toEnd?: boolean;
  readonly quoted?: boolean;
}

const RULE = '_'.repeat(32);
const MAX_QUOTE_LEVELS = 12;
const MAX_LINK = 2_000;

/** Line ends that a block wants before and after itself; `p` and its like want a blank line. */
const BLOCKS: ReadonlyMap<string, number> = new Map([
  ...'address article aside blockquote body center dd details div dl dt fieldset figure footer form header html li main nav ol section summary table tbody tfoot thead tr td th caption ul'
    .split(' ')
    .map((name): [string, number] => [name, 1]),
  ...'h1 h2 h3 h4 h5 h6 p pre'.split(' ').map((name): [string, number] => [name, 2]),
]);

/**
 * The text a person would read in mail HTML: lists keep their bullets and numbers, tables of data their rows and
 * columns, links their addresses (`text <https://…>`), quotes their `> `. Time grows with the length only.
 */
export function htmlToText(html: string): string {
  return renderHtml(html, (element) => ({ quoted: element.name === 'blockquote' })).text;
}

/** Like `htmlToText`, and tells where the text of the elements that `mark` names has come to lie, in order of their start. */
export function renderHtml<Name>(
  html: string,
  mark: (element: HtmlElement) => Mark<Name> | undefined,
): { readonly text: string; readonly regions: readonly Region<Name>[] } {
  const renderer = new Renderer(mark);
  renderer.children(parseHtml(html));
  for (const region of renderer.regions) if (region.toEnd) region.end = renderer.writer.length;
  const regions = renderer.regions.filter((region) => region.start >= 0 && region.end > region.start);
  regions.sort((a, b) => a.start - b.start || b.end - a.end);
  return { text: renderer.writer.toString(), regions: regions.map(({ start, end, name }) => ({ start, end, name })) };
}

class Renderer<Name> {
  readonly writer = new TextWriter();
  readonly regions: { start: number; end: number; readonly name: Name; readonly toEnd: boolean }[] = [];
  readonly #mark: (element: HtmlElement) => Mark<Name> | undefined;
  #quotes = 0;
  #preformatted = 0;
  #sight: Sight = PLAIN_SIGHT;

  constructor(mark: (element: HtmlElement) => Mark<Name> | undefined) {
    this.#mark = mark;
  }

  children(element: HtmlElement): void {
    for (const child of element.children) this.#node(child);
  }

  #node(node: HtmlNode): void {
    if (node.kind === 'element') this.#element(node);
    else if (!isSeen(this.#sight)) return;
    else if (this.#preformatted > 0) this.writer.preformatted(node.data);
    else this.writer.inline(node.data);
  }

  #element(element: HtmlElement): void {
    const outer = this.#sight;
    const sight = this.#sightOf(element);
    if (sight === undefined) return;
    this.#sight = sight;
    this.#seen(element);
    this.#sight = outer;
  }

  /** Undefined: not shown to a reader. The text of a marker line counts nevertheless, wherever a template has hidden it. */
  #sightOf(element: HtmlElement): Sight | undefined {
    const sight = sightOf(element, this.#sight);
    if (sight !== undefined && (sight === this.#sight || isSeen(sight))) return sight;
    return textOf(element).includes('##-') ? PLAIN_SIGHT : sight;
  }

  #seen(element: HtmlElement): void {
    const mark = this.#mark(element);
    if (mark?.name === undefined) {
      this.#marked(element, mark?.quoted === true);
      return;
    }
    const region = { start: -1, end: -1, name: mark.name, toEnd: mark.toEnd === true };
    this.writer.block(1);
    this.regions.push(region);
    this.writer.onNextText((start) => {
      region.start = start;
    });
    this.#marked(element, mark.quoted === true);
    region.end = this.writer.length;
    this.writer.block(1);
  }

  #marked(element: HtmlElement, quoted: boolean): void {
    if (!quoted || this.#quotes >= MAX_QUOTE_LEVELS) {
      this.#shown(element);
      return;
    }
    this.writer.block(1);
    this.#quotes++;
    this.writer.indent('> ');
    this.#shown(element);
    this.writer.block(1);
    this.writer.dedent();
    this.#quotes--;
  }

  #shown(element: HtmlElement): void {
    const preformatted =
      element.name === 'pre' || /white-space\s*:\s*(?:pre|break-spaces)/i.test(element.attributes.get('style') ?? '');
    if (preformatted) this.#preformatted++;
    this.#laidOut(element);
    if (preformatted) this.#preformatted--;
  }

  #laidOut(element: HtmlElement): void {
    switch (element.name) {
      case 'br':
        this.writer.breakHere();
        break;
      case 'hr':
        this.writer.block(1);
        this.writer.inline(RULE);
        this.writer.block(1);
        break;
      case 'img':
        this.#image(element);
        break;
      case 'a':
        this.#link(element);
        break;
      case 'ul':
      case 'ol':
      case 'menu':
      case 'dir':
        this.#list(element);
        break;
      case 'table':
        if (isGrid(element)) this.#grid(element);
        else this.#block(element, 1);
        break;
      case 'textarea':
      case 'input':
      case 'button':
        break;
      default:
        this.#block(element, linesAround(element));
        break;
    }
  }

  #block(element: HtmlElement, lines: number): void {
    if (lines > 0) this.writer.block(lines);
    this.children(element);
    if (lines > 0) this.writer.block(lines);
  }

  #image(element: HtmlElement): void {
    const alt = element.attributes.get('alt')?.replace(/\s+/g, ' ').trim();
    if (alt) this.writer.inline(`[${alt}]`);
  }

  #link(element: HtmlElement): void {
    const from = this.writer.length;
    this.children(element);
    const href = element.attributes.get('href')?.trim() ?? '';
    if (this.writer.length === from || href.length > MAX_LINK || !/^(?:https?|ftp|mailto|tel):/i.test(href)) return;
    const said = comparableLink(textOf(element));
    const linked = comparableLink(href);
    if (linked !== '' && said !== linked && !(/^(?:mailto|tel):/i.test(href) && said.includes(linked)))
      this.writer.inline(` <${href.replace(/\s/g, '%20')}>`);
  }

  #list(list: HtmlElement): void {
    this.writer.block(1);
    let number = Math.trunc(Number(list.attributes.get('start') ?? '1')) || 1;
    for (const child of list.children) {
      if (child.kind !== 'element' || child.name !== 'li' || this.#sightOf(child) === undefined) {
        this.#node(child);
        continue;
      }
      const bullet = list.name === 'ol' ? `${number++}. ` : '- ';
      this.writer.block(1);
      this.writer.indent(' '.repeat(bullet.length), bullet);
      this.#element(child);
      this.writer.block(1);
      this.writer.dedent();
    }
    this.writer.block(1);
  }

  #grid(table: HtmlElement): void {
    for (const row of rowsOf(table)) {
      this.writer.block(1);
      row.forEach((cell, index) => {
        if (index > 0) this.writer.inline(' | ');
        this.writer.enterCell();
        const outer = this.#sight;
        this.#sight = this.#sightOf(cell) ?? { ...outer, visible: false };
        this.children(cell);
        this.#sight = outer;
        this.writer.leaveCell();
      });
    }
    this.writer.block(1);
  }
}

/** Word and Outlook write every line as a paragraph without margins. */
function linesAround(element: HtmlElement): number {
  const lines = BLOCKS.get(element.name) ?? 0;
  if (lines < 2 || element.name !== 'p' || element.attributes.size === 0) return lines;
  const tight =
    /\bMso|\bp1\b/.test(element.attributes.get('class') ?? '') ||
    /margin\s*:\s*0(?:px|cm|in|pt)?\s*(?:;|$|0)/i.test(element.attributes.get('style') ?? '');
  return tight ? 1 : lines;
}

/** The text below an element as it stands, at most a few thousand units of it. */
export function textOf(element: HtmlElement, limit = 2_000): string {
  let text = '';
  const visit = (node: HtmlNode): void => {
    if (text.length >= limit) return;
    if (node.kind === 'text') text += node.data.slice(0, limit);
    else if (node.name === 'br') text += '\n';
    else for (const child of node.children) visit(child);
  };
  visit(element);
  return text;
}

function comparableLink(link: string): string {
  return link
    .trim()
    .toLowerCase()
    .replace(/^(?:mailto:|tel:|https?:\/\/)/, '')
    .replace(/^www\./, '')
    .replace(/[/\s]+$/, '');
}
