import type { ChoiceOption } from './rules.ts';
import { foldKey, oneTypoApart, type Word, wordsOf } from './spelling.ts';

/** An option met in a text. */
export interface OptionMatch {
  readonly option: string;
  readonly start: number;
  readonly end: number;
  /** A word before it turns it round ("not degraded") or makes it a mere possibility ("if degraded"). */
  readonly doubtful: boolean;
}

const BOX = /\[[ \t]{0,3}[xXхХ✓✔*]?[ \t]{0,3}\]|\([ \t]{0,3}[xXхХ✓✔]?[ \t]{0,3}\)|[☐☑☒□■✅✓✔]/u;
const CHECKED = /^(?:\[[ \t]*[xXхХ✓✔*][ \t]*\]|\([ \t]*[xXхХ✓✔][ \t]*\)|[☑☒■✅✓✔])$/u;

/** Whether a line has a box to tick. */
export function hasBox(line: string): boolean {
  return BOX.test(line.slice(0, 2_000));
}

/** Not, no, without, if: what stands at most three words before an option and takes its meaning. */
const TURNING = new Set(
  'not no never without if whether unless isn isnt wasn wasnt nije nisu nema bez ako da li ni niso brez ce nie nebol nebola ked ci neni nejsou bez pokud jestli zda nebyl nebyla ne nee dokolku dali nemase'.split(
    ' ',
  ),
);
const REACH = 3;

/** Whether a word of a negation or condition stands close before a word. */
export function isTurned(words: readonly Word[], at: number, text: string): boolean {
  for (let before = at - 1; before >= Math.max(0, at - REACH); before--) {
    const word = words[before];
    const next = words[before + 1];
    if (word === undefined || next === undefined) return false;
    // A full stop, comma or line end parts what is said before from what is said now.
    if (/[.!?;:,\n]/.test(text.slice(word.end, next.start))) return false;
    if (TURNING.has(word.text)) return true;
  }
  return false;
}

interface Phrase {
  readonly option: string;
  readonly words: readonly string[];
}

/** The phrases of a choice by their first word, the longest first: "non service affecting" is not "service affecting". */
export type PhraseIndex = ReadonlyMap<string, readonly Phrase[]>;

/** Options made ready once for all mails: those of a form do not change. */
const prepared = new WeakMap<readonly ChoiceOption[], PhraseIndex>();
const keyed = new WeakMap<readonly ChoiceOption[], readonly { readonly option: string; readonly folded: string }[]>();

/** Prepares options for `optionsIn`. */
export function phrasesOf(options: readonly ChoiceOption[]): PhraseIndex {
  const known = prepared.get(options) ?? indexed(options);
  prepared.set(options, known);
  return known;
}

function indexed(options: readonly ChoiceOption[]): PhraseIndex {
  const index = new Map<string, Phrase[]>();
  for (const option of options)
    for (const phrase of Object.values(option.words).flat()) {
      const words = wordsOf(phrase).map((word) => word.text);
      const [first] = words;
      if (first === undefined) continue;
      const others = index.get(first) ?? [];
      others.push({ option: option.key, words });
      others.sort((a, b) => b.words.length - a.words.length);
      index.set(first, others);
    }
  return index;
}

/** The options that a text names, in order. */
export function optionsIn(text: string, words: readonly Word[], phrases: PhraseIndex): readonly OptionMatch[] {
  const found: OptionMatch[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) break;
    const phrase = phrases
      .get(word.text)
      ?.find((one) => one.words.every((part, nth) => words[at + nth]?.text === part));
    const last = phrase && words[at + phrase.words.length - 1];
    if (phrase === undefined || last === undefined) continue;
    found.push({ option: phrase.option, start: word.start, end: last.end, doubtful: isTurned(words, at, text) });
    at += phrase.words.length - 1;
  }
  return found;
}

/** The option chosen in a row of a form; `empty` when nothing is ticked or all stand there to choose from. */
export function readChoice(
  value: string,
  options: readonly ChoiceOption[],
): { readonly kind: 'value'; readonly value: string } | { readonly kind: 'empty' } | { readonly kind: 'unreadable' } {
  const exact = exactOption(value, options);
  if (exact !== undefined) return { kind: 'value', value: exact };
  const phrases = phrasesOf(options);
  if (hasBox(value)) {
    const ticked = tickedIn(value, phrases);
    if (ticked.length === 0) return { kind: 'empty' };
    const [only] = ticked;
    return ticked.length === 1 && only !== undefined ? { kind: 'value', value: only } : { kind: 'unreadable' };
  }
  const named = optionsIn(value, wordsOf(value, 2_000), phrases);
  const distinct = new Set(named.map((match) => match.option));
  const [only] = named;
  if (distinct.size === 1 && only !== undefined && !named.some((match) => match.doubtful))
    return { kind: 'value', value: only.option };
  if (distinct.size > 1 && distinct.size === options.length) return { kind: 'empty' };
  return { kind: 'unreadable' };
}

/** The option that a text is as a whole, a typo in a long word allowed. */
function exactOption(value: string, options: readonly ChoiceOption[]): string | undefined {
  if (value.length > 200) return undefined;
  const key = foldKey(value);
  const near = new Set<string>();
  for (const { option, folded } of keysOf(options)) {
    if (folded === key && folded !== '') return option;
    if (folded.length >= 6 && oneTypoApart(folded, key)) near.add(option);
  }
  const [only] = near;
  return near.size === 1 ? only : undefined;
}

function keysOf(options: readonly ChoiceOption[]) {
  const known =
    keyed.get(options) ??
    options.flatMap(({ key, words }) =>
      Object.values(words)
        .flat()
        .map((phrase) => ({ option: key, folded: foldKey(phrase) })),
    );
  keyed.set(options, known);
  return known;
}

/** The options behind ticked boxes; with the boxes behind the options (`Degradation [x]`) those before. */
function tickedIn(value: string, phrases: PhraseIndex): readonly string[] {
  const boxes = [...value.slice(0, 8_000).matchAll(new RegExp(BOX.source, 'gu'))].slice(0, 40);
  const leading = wordsOf(value.slice(0, boxes[0]?.index ?? 0), 10).length === 0;
  const ticked = new Set<string>();
  for (const [nth, box] of boxes.entries()) {
    if (!CHECKED.test(box[0])) continue;
    const before = nth === 0 ? 0 : (boxes[nth - 1]?.index ?? 0) + (boxes[nth - 1]?.[0].length ?? 0);
    const from = leading ? box.index + box[0].length : before;
    const to = leading ? (boxes[nth + 1]?.index ?? value.length) : box.index;
    const piece = value.slice(from, to);
    for (const match of optionsIn(piece, wordsOf(piece, 200), phrases).slice(0, 1)) ticked.add(match.option);
  }
  return [...ticked];
}
