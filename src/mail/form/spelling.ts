import { fold } from '../fold.ts';

/** A run of letters or of digits, folded, with its place in the text it came from. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const WORD = /[\p{L}\p{M}]+|\p{N}+/gu;

/** The folded words of a text in order, at most `limit`. */
export function wordsOf(text: string, limit = 100_000): readonly Word[] {
  const words: Word[] = [];
  for (const found of text.matchAll(WORD)) {
    if (words.length >= limit) break;
    const folded = fold(found[0]);
    if (folded !== '') words.push({ text: folded, start: found.index, end: found.index + found[0].length });
  }
  return words;
}

/** What two spellings of a label have in common: its folded letters and digits without anything between them. */
export function foldKey(text: string): string {
  return fold(text).replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Whether one letter put in, left out, replaced or swapped with its neighbour makes the one text the other. */
export function oneTypoApart(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let tail = 0;
  while (tail < a.length - start && tail < b.length - start && a[a.length - 1 - tail] === b[b.length - 1 - tail])
    tail++;
  const [restA, restB] = [a.slice(start, a.length - tail), b.slice(start, b.length - tail)];
  if (restA.length <= 1 && restB.length <= 1) return true;
  return restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0];
}

/** Every spelling with one letter left out, and the text itself: two texts one typo apart share one of them. */
export function withOneLess(text: string): readonly string[] {
  const all = [text];
  for (let at = 0; at < text.length; at++) all.push(text.slice(0, at) + text.slice(at + 1));
  return all;
}
