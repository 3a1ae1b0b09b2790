import { fold } from '../mail/fold.ts';

/** Words before the first hit, and in all. */
const BEFORE = 6;
const WORDS = 24;
/** Only the beginning of a text is looked through (UTF-16 units). */
const REACH = 64_000;
/** Words as they stand in a text, marks and all; a longer one is cut. */
const WRITTEN = /[\p{L}\p{N}\p{Co}\p{M}]{1,100}/gu;

interface Found {
  readonly start: number;
  readonly end: number;
  readonly hit: boolean;
}

/**
 * The surroundings of the first of the folded words in a text, each word found between U+0002 and U+0003; the text's beginning when
 * none is there. White space is drawn together; `…` stands where it was cut.
 */
export function snippet(text: string, words: readonly string[]): string {
  const reach = text.slice(0, REACH).replace(/[\u0002\u0003]/g, '');
  const beginning: Found[] = [];
  const recent: Found[] = [];
  let picked: Found[] | undefined;
  for (const match of reach.matchAll(WRITTEN)) {
    const written = fold(match[0]);
    const hit = words.some((word) => written.startsWith(word));
    const found = { start: match.index, end: match.index + match[0].length, hit };
    if (picked !== undefined) picked.push(found);
    else if (hit) picked = [...recent, found];
    else {
      if (beginning.length < WORDS) beginning.push(found);
      recent.push(found);
      if (recent.length > BEFORE) recent.shift();
    }
    if (picked !== undefined && picked.length >= WORDS) break;
  }
  return marked(reach, picked ?? beginning, text.length > REACH);
}

function marked(text: string, words: readonly Found[], longer: boolean): string {
  const start = words[0]?.start ?? 0;
  const end = words.at(-1)?.end ?? 0;
  let out = text.slice(0, start).trim() === '' ? '' : '…';
  let at = start;
  for (const word of words) {
    const written = text.slice(word.start, word.end);
    out += text.slice(at, word.start) + (word.hit ? `\u0002${written}\u0003` : written);
    at = word.end;
  }
  // A few signs may close the last word's sentence; more words were cut.
  const rest = text.slice(end);
  const tail = rest.slice(0, rest.search(/[\s\p{L}\p{N}]|$/u)).slice(0, 3);
  out += tail;
  if (longer || rest.slice(tail.length).trim() !== '') out += '…';
  return out.replace(/\s+/g, ' ').trim();
}
