import { fold } from '../../mail/fold.ts';
import { STOP_WORDS } from './stop-words.ts';

/** Characters of a text that are compared: what a request is about stands at its beginning. */
const MOST_TEXT = 3_000;
/** Words of a text that are compared. */
const MOST_WORDS = 250;

/** A word of a text, as it is compared. */
export interface Term {
  /** Folded: lower case, without diacritics, Cyrillic as Latin. */
  readonly word: string;
  /** Without its ending. */
  readonly stem: string;
  /** The first letters of the stem. */
  readonly start: string;
  /** What is left of the stem when one to four letters are taken from the front. */
  readonly tails: readonly string[];
}

/** The words of a text that matter, in order, each stem once. */
export function termsOf(text: string): readonly Term[] {
  const found = new Map<string, Term>();
  let count = 0;
  const folded = fold(text.slice(0, MOST_TEXT));
  for (const [word] of folded.matchAll(ASCII.test(folded) ? ASCII_WORD : WORD)) {
    if (++count > MOST_WORDS) break;
    if (STOP_WORDS.has(word) || (word.length < 3 && !/\d/.test(word)) || word.length > 40) continue;
    const stem = stemOf(word);
    if (!found.has(stem)) found.set(stem, { word, stem, start: stem.slice(0, START), tails: tailsOf(stem) });
  }
  return [...found.values()];
}

const WORD = /[\p{L}\p{N}]+/gu;
/** Most text is, once it is folded; Unicode's classes cost several times as much. */
const ASCII = /^[\x00-\x7f]*$/;
const ASCII_WORD = /[a-z0-9]+/g;

/**
 * Endings of nouns, adjectives and verbs in Serbian, Slovene, Czech, Slovak, Macedonian and English, folded, the longest that fits counts. It is no grammar: it
 * makes most forms of a word one, and what it leaves apart is near all the same (see `nearness`).
 */
const ENDINGS =
  'iteljima ovanjem ovaniem ovanim ovanje ovanie ovani ovania ovana ovane ovanih ovanja ostmi osti ostou iranja iranje iranim iranie ejsih ejsie ega emu imi ymi ima ama ami ach ich ych ech ove ovi ova ovo ovu ovy ova iju ija ije iji ija jsk ing ings ied ies eno ena ene eni jem jam imo amo ete ate ite ijo ajo ejo ata oto ite iot mo li la lo le ti ni ne na no nu eg om em im ym am ih yh ov ev uv ou oj ej ij es ed us et at it ut ju ja je ji jo a e i o u y s'.split(
    ' ',
  );
const LONGEST = Math.max(...ENDINGS.map(({ length }) => length));
const IS_ENDING: ReadonlySet<string> = new Set(ENDINGS);
/** Letters that a stem keeps. */
const LEAST = 4;

/** A word without its ending. */
export function stemOf(word: string): string {
  if (/\d/.test(word)) return word;
  for (let cut = Math.max(LEAST, word.length - LONGEST); cut < word.length; cut++)
    if (IS_ENDING.has(word.slice(cut))) return word.slice(0, cut);
  return word;
}

/** The words of a text, sorted so that those which are near another are found without asking all of them. */
export interface Near {
  readonly byStem: ReadonlyMap<string, Term>;
  /** By their first three letters. */
  readonly byStart: ReadonlyMap<string, readonly Term[]>;
  /** By their tails. */
  readonly byTail: ReadonlyMap<string, Term>;
}

/** Letters by which forms of one word begin alike, that a tail has at least, and that a prefix has at most. */
const START = 3;
const TAIL = 5;
const PREFIX = 4;
/** Words of one text that begin alike and are looked at: a hostile text may have hundreds. */
const MOST_ALIKE = 20;

/** Sorts the words of a text. */
export function sorted(terms: readonly Term[]): Near {
  const byStart = new Map<string, Term[]>();
  const byTail = new Map<string, Term>();
  for (const term of terms) {
    const alike = byStart.get(term.start);
    if (alike === undefined) byStart.set(term.start, [term]);
    else if (alike.length < MOST_ALIKE) alike.push(term);
    for (const tail of term.tails) byTail.set(tail, term);
  }
  return { byStem: new Map(terms.map((term) => [term.stem, term])), byStart, byTail };
}

function tailsOf(stem: string): readonly string[] {
  const tails: string[] = [];
  for (let cut = 1; cut <= PREFIX && stem.length - cut >= TAIL; cut++) tails.push(stem.slice(cut));
  return tails;
}

/** How near a word is that stands behind a prefix: `naimportovat` to `importujem`. */
const BEHIND_PREFIX = 0.7;
/** Pairs of letters that two words share at least to be near. */
const LEAST_SHARED = 0.5;

/**
 * The word of a text that is nearest to another, and how near, from 0 to 1: 1 for the same stem; else, where both begin alike, by how many pairs of
 * letters they share (Dice), as forms of one word do; else where one stands in the other behind a prefix. Undefined when none is near.
 */
export function near(
  term: Term,
  { byStem, byStart, byTail }: Near,
): { readonly term: Term; readonly nearness: number } | undefined {
  const same = byStem.get(term.stem);
  if (same !== undefined) return { term: same, nearness: 1 };
  let best: { readonly term: Term; readonly nearness: number } | undefined;
  for (const other of byStart.get(term.start) ?? []) {
    const nearness = dice(term, other);
    if (nearness >= LEAST_SHARED && nearness > (best?.nearness ?? 0)) best = { term: other, nearness };
  }
  if (best !== undefined) return best;
  const behind = byTail.get(term.stem) ?? firstOf(term.tails, byStem);
  return behind === undefined || term.stem.length < TAIL ? undefined : { term: behind, nearness: BEHIND_PREFIX };
}

function firstOf(tails: readonly string[], byStem: Near['byStem']): Term | undefined {
  for (const tail of tails) {
    const found = byStem.get(tail);
    if (found !== undefined) return found;
  }
  return undefined;
}

function dice(a: Term, b: Term): number {
  const one = pairsOf(a.word);
  const other = pairsOf(b.word);
  let shared = 0;
  for (const pair of one) if (other.includes(pair)) shared++;
  return (2 * shared) / (one.length + other.length);
}

/** Its pairs of neighbouring letters, each once, as numbers. Worked out when asked for: few words are compared letter by letter. */
function pairsOf(word: string): readonly number[] {
  const pairs: number[] = [];
  for (let at = 0; at + 1 < word.length; at++) {
    const pair = word.charCodeAt(at) * 65_536 + word.charCodeAt(at + 1);
    if (!pairs.includes(pair)) pairs.push(pair);
  }
  return pairs;
}
