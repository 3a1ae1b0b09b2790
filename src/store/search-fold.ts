import { fold } from '../mail/fold.ts';

/** The folded words of a query or text, in order: runs of letters and digits. */
export function foldedWords(text: string): readonly string[] {
  return fold(text).match(WORD) ?? [];
}

const WORD: RegExp = /[\p{L}\p{N}\p{Co}]+/gu;
