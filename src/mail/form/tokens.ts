import { fold } from '../fold.ts';

/** A word, a number or a sign of a text, with its place. */
export interface Token {
  readonly kind: 'word' | 'number' | 'sign';
  /** Words folded, numbers in ASCII digits. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const TOKEN = /(\p{L}[\p{L}\p{M}]*)|(\d+)|([^\s\p{L}\d])/gu;

/** The tokens of a text, at most `limit`; blanks are left out. */
export function tokensOf(text: string, limit = 400): readonly Token[] {
  const tokens: Token[] = [];
  for (const found of text.matchAll(TOKEN)) {
    if (tokens.length >= limit) break;
    const kind = found[1] !== undefined ? 'word' : found[2] !== undefined ? 'number' : 'sign';
    const token = kind === 'word' ? fold(found[0]) : found[0];
    tokens.push({ kind, text: token, start: found.index, end: found.index + found[0].length });
  }
  return tokens;
}
