import { type Mark, type Region, renderHtml, textOf } from '../html/to-text.ts';
import type { HtmlElement } from '../html/tree.ts';
import { namesMoment } from './dates.ts';
import { headerBlockAt } from './header-block.ts';
import { comparable, type Line, splitLines } from './lines.ts';
import { replyHeaderAt } from './reply-header.ts';
import { HTML_STRUCTURE, type StructureRule } from './tables/html-structure.ts';

/** What an element says of the text it gave; `plain` is a blockquote that no client is known by. */
type RegionName = 'opaque' | 'container' | 'header' | 'forward' | 'signature' | 'plain';

/** A line with what the HTML told of it. */
export interface ReadLine extends Line {
  readonly role: 'header' | 'forward' | 'signature' | 'regular' | undefined;
}

/** A body to be read: its full text and its lines, quotes told by their depth wherever they were told by. */
export interface Body {
  readonly full: string;
  readonly source: 'text' | 'html';
  readonly lines: readonly ReadLine[];
  /** Whether elements of a known client showed what is quoted. */
  readonly structured: boolean;
  /** Whether a quote was taken for one although nothing but a bare blockquote shows it. */
  readonly guessed: boolean;
}

/** A text/plain body. */
export function textBody(text: string): Body {
  return {
    full: text,
    source: 'text',
    lines: linesOf(text),
    structured: false,
    guessed: false,
  };
}

function linesOf(text: string): ReadLine[] {
  return splitLines(text).map(
    // Written out: every line of every mail goes through here, and spreading takes many times as long.
    ({ start, end, text, depth, body, blank }) => ({ start, end, text, depth, body, blank, role: undefined }),
  );
}

/** An HTML body: the text that lies below is made here, with `> ` where a client's element is a quote. */
export function htmlBody(html: string): Body {
  const { text, regions } = renderHtml(html, markOf);
  const lines = linesOf(text);
  let structured = lines.some((line) => line.depth > 0);
  let opaqueTo = 0;
  for (const region of regions) {
    if (region.name === 'plain') continue;
    structured ||= region.name !== 'signature';
    if (
      region.end <= opaqueTo ||
      (region.name === 'container' && !lines.some((line) => line.start < region.start && !line.blank))
    )
      continue;
    const opaque = region.name === 'opaque' || region.name === 'container';
    if (opaque) opaqueTo = region.end;
    over(lines, region, (line) =>
      opaque ? { ...line, depth: line.depth + 1 } : { ...line, role: roleOf(region.name) },
    );
  }
  const guessed = settlePlainQuotes(lines, regions);
  return { full: text, source: 'html', lines, structured, guessed };
}

function roleOf(name: RegionName): ReadLine['role'] {
  return name === 'header' || name === 'forward' || name === 'signature' ? name : undefined;
}

function markOf(element: HtmlElement): Mark<RegionName> | undefined {
  // Most elements of most mail, and all of a hostile one, have nothing that a rule asks for.
  const known = isKnown(element);
  if (!known && element.name !== 'blockquote' && element.name !== 'div') return undefined;
  const rule = known ? HTML_STRUCTURE.find((candidate) => fits(candidate, element)) : undefined;
  switch (rule?.role) {
    case 'cite':
      return { quoted: true };
    case 'opaque':
      return { name: 'opaque' };
    case 'rest':
    case 'header-rest':
      return { name: 'opaque', toEnd: true };
    case 'header':
      return { name: 'header' };
    case 'forward':
      return { name: 'forward', toEnd: true };
    case 'signature':
      return { name: 'signature' };
    case undefined:
      if (element.name === 'blockquote') return { name: 'plain' };
      if (isOutlookHeaderDiv(element)) return { name: 'opaque', toEnd: true };
      return isQuoteContainer(element) ? { name: 'container', toEnd: true } : undefined;
  }
}

/** What any rule asks of the attributes of any element but a blockquote, in one search each. */
const ASKED: readonly (readonly [attribute: string, value: RegExp])[] = askedAttributes();

function askedAttributes(): readonly (readonly [string, RegExp])[] {
  const sources = new Map<string, string[]>();
  for (const { element, id, className, attribute } of HTML_STRUCTURE) {
    if (element === 'blockquote') continue;
    const asked = id ? (['id', id] as const) : className ? (['class', className] as const) : attribute;
    if (asked) sources.set(asked[0], [...(sources.get(asked[0]) ?? []), asked[1].source]);
  }
  return [...sources].map(([name, list]) => [name, new RegExp(list.join('|'), 'i')] as const);
}

/** Whether a rule may fit an element. */
function isKnown(element: HtmlElement): boolean {
  if (element.attributes.size === 0) return false;
  return element.name === 'blockquote' || ASKED.some(([attribute, value]) => has(element, attribute, value));
}

function fits(rule: StructureRule, element: HtmlElement): boolean {
  if (rule.element !== undefined && rule.element !== element.name) return false;
  if (rule.id && !has(element, 'id', rule.id)) return false;
  if (rule.className && !has(element, 'class', rule.className)) return false;
  return !rule.attribute || has(element, rule.attribute[0], rule.attribute[1]);
}

function has(element: HtmlElement, attribute: string, value: RegExp): boolean {
  const given = element.attributes.get(attribute);
  return given !== undefined && value.test(given);
}

/** Outlook for Windows draws a line over the header block and nothing else tells it, in any language. */
function isOutlookHeaderDiv(element: HtmlElement): boolean {
  const style = element.attributes.get('style');
  if (element.name !== 'div' || !style || !/border-top(?:-style)?\s*:[^;]*solid/i.test(style)) return false;
  const text = textOf(element, 1_500);
  const labels = text.match(/(?:^|\n|\s)\p{L}[\p{L} .-]{0,24}[\s\u00a0]?[:：]/gu)?.length ?? 0;
  return labels >= 3 && (text.includes('@') || namesMoment(comparable(text)));
}

/**
 * Old Zimbra webmail (Comcast) puts the name of its signature, a rule and the header block into one element, below
 * the element of the reply.
 */
function isQuoteContainer(element: HtmlElement): boolean {
  if (element.name !== 'div') return false;
  const rule = element.children.findIndex((child) => child.kind === 'element' && child.name === 'hr');
  if (rule < 1) return false;
  const above = element.children.slice(0, rule);
  const name = above
    .map((child) => (child.kind === 'text' ? child.data : '\n'))
    .join('')
    .trim();
  if (
    !above.every((child) => child.kind === 'text') ||
    !/^\p{Lu}[\p{L}.'-]{1,20}(?: \p{Lu}[\p{L}.'-]{1,20}){0,2}$/u.test(name)
  )
    return false;
  return (
    headerBlockAt(
      splitLines(
        textOf(element)
          .slice(textOf({ ...element, children: above }).length)
          .trim(),
      ),
      0,
    )?.sure === true
  );
}

function over(
  lines: ReadLine[],
  region: { readonly start: number; readonly end: number },
  change: (line: ReadLine) => ReadLine,
): void {
  for (let i = lineFrom(lines, region.start); i < lines.length; i++) {
    const line = lines[i];
    if (!line || line.start >= region.end) break;
    lines[i] = change(line);
  }
}

/** The first line that begins at `offset` or behind it. */
function lineFrom(lines: readonly Line[], offset: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Bare blockquotes that are looked at closely; further ones are text. */
const MAX_PLAIN_QUOTES = 40;

/**
 * A bare blockquote is a quote when a header introduces it or opens it, or, where nothing else in the mail is quoted,
 * when it is the last one. Any other is part of what the writer says.
 */
function settlePlainQuotes(lines: ReadLine[], regions: readonly Region<RegionName>[]): boolean {
  const outer: Region<RegionName>[] = [];
  for (const region of regions)
    if (region.name === 'plain' && (outer.at(-1)?.end ?? 0) <= region.start) outer.push(region);
  if (outer.length === 0) return false;
  const elsewhere = lines.some((line) => line.depth > 0 && !line.blank);
  for (const region of outer) over(lines, region, (line) => ({ ...line, depth: line.depth + 1 }));
  const introduced = outer.map((region, index) => index < MAX_PLAIN_QUOTES && isIntroduced(lines, region));
  const onlyGuess = !elsewhere && !introduced.includes(true);
  outer.forEach((region, index) => {
    if (introduced[index] || (onlyGuess && index === outer.length - 1)) return;
    over(lines, region, (line) => ({ ...line, depth: line.depth - 1, role: 'regular' }));
  });
  return onlyGuess;
}

function isIntroduced(lines: readonly ReadLine[], region: Region<RegionName>): boolean {
  const at = lineFrom(lines, region.start);
  let first = at;
  while (lines[first]?.blank) first++;
  if (replyHeaderAt(lines, first)?.sure) return true;
  for (let i = at - 1; i >= Math.max(0, at - 8); i--) {
    if (lines[i]?.role === 'header') return true;
    const header = replyHeaderAt(lines, i);
    if (!header?.sure) continue;
    return lines.slice(header.end, at).every((line) => line.blank);
  }
  return false;
}
