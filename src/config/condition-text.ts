import { fold } from '../mail/fold.ts';

/** Characters of a text that words are looked for in. */
const MOST_LOOKED_THROUGH = 20_000;

/** Whether a word begins in the text so; case, diacritics and the alphabet make no difference (`faktur` is found in „FAKTÚRY“). */
export function has(text: string, word: string): boolean {
  const wanted = folded(word).trim();
  if (wanted === '') return false;
  const where = folded(text.slice(0, MOST_LOOKED_THROUGH));
  for (let at = where.indexOf(wanted); at >= 0; at = where.indexOf(wanted, at + 1))
    if (at === 0 || !/[\p{L}\p{N}]/u.test(where[at - 1] ?? '')) return true;
  return false;
}

/** Whether two texts are the same but for case, diacritics and alphabet. */
export function is(text: string, other: string): boolean {
  return folded(text).trim() === folded(other).trim();
}

/** Texts that were folded last: the rules of a desk look at the same few, one after the other. */
const FOLDED = new Map<string, string>();
const MOST_FOLDED = 64;

function folded(text: string): string {
  const known = FOLDED.get(text);
  if (known !== undefined) return known;
  const made = fold(text).replace(/\s+/g, ' ');
  if (FOLDED.size >= MOST_FOLDED) FOLDED.clear();
  FOLDED.set(text, made);
  return made;
}
