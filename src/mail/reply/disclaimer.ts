import { comparable, type Line } from './lines.ts';
import { isRule } from './separator.ts';
import { DISCLAIMERS } from './tables/disclaimers.ts';

const LANGUAGES = Object.values(DISCLAIMERS);
/** Finds any hint of any language: of most paragraphs one search says that they are no notice. */
const ANY_HINT = new RegExp(
  LANGUAGES.flatMap(({ hints }) => hints.map((hint) => hint.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))).join('|'),
);
const MIN_LENGTH = 60;
const MAX_LENGTH = 4_000;

/** Whether a paragraph is a legal notice in one of the languages of the table. */
export function isDisclaimer(paragraph: string): boolean {
  if (paragraph.length < MIN_LENGTH) return false;
  const text = comparable(paragraph.slice(0, MAX_LENGTH)).replace(/^[^\p{L}]+/u, '');
  if (!ANY_HINT.test(text)) return false;
  return LANGUAGES.some(({ openings, hints }) => {
    const found = hints.filter((hint) => text.includes(hint)).length;
    return (
      found >= 3 ||
      (found >= 1 && openings.some((opening) => text.startsWith(opening)) && (found >= 2 || text.length < 400))
    );
  });
}

/**
 * Where the notices of lines `from` to `to` begin: the first paragraph that is one and below which only further
 * notices, short lines or rules stand.
 */
export function disclaimerStart(lines: readonly Line[], from: number, to: number): number | undefined {
  let start: number | undefined;
  let end = to;
  for (let paragraphs = 0; paragraphs < 12; paragraphs++) {
    while (end > from && isGap(lines[end - 1])) end--;
    if (end <= from) break;
    let begin = end;
    while (begin > from && !isGap(lines[begin - 1])) begin--;
    const text = lines
      .slice(begin, end)
      .map((line) => line.body)
      .join(' ');
    if (isDisclaimer(text)) start = begin;
    else if (start !== undefined || text.length > 300) break;
    end = begin;
  }
  while (start !== undefined && start > from && isGap(lines[start - 1])) start--;
  return start;
}

function isGap(line: Line | undefined): boolean {
  return line === undefined || line.blank || isRule(line.body);
}

/** Where a mailing list's footer begins: a rule, few lines, an address or a link among them, nothing below. */
export function listFooterStart(lines: readonly Line[], from: number, to: number): number | undefined {
  for (let i = to - 1; i >= Math.max(from, to - 12); i--) {
    const line = lines[i];
    if (!line || line.depth > 0 || !/^_{2,}$/.test(line.body)) continue;
    const below = lines.slice(i + 1, to).filter((other) => !other.blank);
    const listed =
      below.some((other) => /mailing list|listinfo|unsubscribe|groups\.|lists\./i.test(other.body)) &&
      below.every((other) => other.body.length < 200);
    return below.length > 0 && below.length <= 8 && listed ? i : undefined;
  }
  return undefined;
}
