import { type Word, wordsOf } from '../../mail/form/spelling.ts';
import type { Importance, UrgencyWords } from './rules.ts';

/** An urgency that a mail suggests, and by what. */
export interface Suggestion {
  readonly urgency: string;
  readonly by:
    | { readonly kind: 'word'; readonly word: string; readonly where: 'subject' | 'text' }
    | { readonly kind: 'importance'; readonly value: Importance };
}

const MAX_SUBJECT = 1_000;
const MAX_TEXT = 50_000;

/** "Nije hitno", "not urgent", "če je nujno": words that take the meaning of what follows. */
const NEGATIONS = new Set(
  'not no non nothing never isn isnt wasn wasnt aren nije nisu nista nimalo ni niso nic nie nies neni nejsou ne nee nenie nikako if unless ako ukoliko ce ked pokud jestli dokolku koga when kad kada ko kdyz'.split(
    ' ',
  ),
);
/** Words that may stand between such a word and what it takes. */
const BETWEEN = new Set(
  (
    't is it be a an so that this very too really particularly especially all at the yet super je jeste so su bi to tako toliko mnogo bas previse posebno uopste bilo preterano ' +
    'zelo ravno preve posebej sploh velmi az prilis vobec moc prave nijak tak zvlast zatim vubec e mnogu tolku premnogu bese voopsto posebno tolko was anything'
  ).split(' '),
);

/**
 * The urgency that a mail's words or its importance suggest: the first of `words` that fits, so the most urgent comes first. A word that is denied or
 * stands under a condition ("not urgent", "ni nujno", "ako je hitno") suggests nothing; what people write goes before what their program marks.
 */
export function suggestUrgency(
  subject: string,
  text: string,
  importanceHeader: string | undefined,
  words: readonly UrgencyWords[],
): Suggestion | undefined {
  const places = [
    { where: 'subject' as const, text: subject.slice(0, MAX_SUBJECT) },
    { where: 'text' as const, text: text.slice(0, MAX_TEXT) },
  ].map((place) => ({ ...place, words: wordsOf(place.text, 10_000) }));
  let denied = false;
  for (const one of words) {
    const byFirst = phrasesOf(one);
    for (const place of places) {
      for (let at = 0; at < place.words.length; at++) {
        const here = byFirst
          .get(place.words[at]?.text ?? '')
          ?.find(({ parts }) => parts.every((part, nth) => place.words[at + nth]?.text === part));
        if (here === undefined) continue;
        if (!isDenied(place.words, at, here.parts.length, place.text))
          return { urgency: one.urgency, by: { kind: 'word', word: here.word, where: place.where } };
        denied = true;
      }
    }
  }
  // Who writes "not urgent" has said it, whatever his program marks.
  const importance = denied ? undefined : importanceOf(importanceHeader);
  const marked = importance && words.find((one) => one.importance.includes(importance));
  return marked === undefined || importance === undefined
    ? undefined
    : { urgency: marked.urgency, by: { kind: 'importance', value: importance } };
}

/** Words that suggest an urgency, folded, by the first of them. */
type Phrases = ReadonlyMap<string, readonly { readonly word: string; readonly parts: readonly string[] }[]>;

/** Folded once for all mails: words of a policy do not change. */
const folded = new WeakMap<UrgencyWords, Phrases>();

function phrasesOf(urgency: UrgencyWords): Phrases {
  const known = folded.get(urgency);
  if (known !== undefined) return known;
  const byFirst = new Map<string, { readonly word: string; readonly parts: readonly string[] }[]>();
  for (const word of Object.values(urgency.words).flat()) {
    const parts = wordsOf(word).map((part) => part.text);
    const [first] = parts;
    if (first !== undefined) byFirst.set(first, [...(byFirst.get(first) ?? []), { word, parts }]);
  }
  folded.set(urgency, byFirst);
  return byFirst;
}

/** What `Importance`, `X-Priority`, `X-MSMail-Priority` or `Priority` say; undefined when it is none of their values. */
export function importanceOf(header: string | undefined): Importance | undefined {
  const value = header?.slice(0, 100).trim().toLowerCase() ?? '';
  if (/^(?:high|highest|urgent|[12](?!\d))/.test(value)) return 'high';
  if (/^(?:low|lowest|non-urgent|[45](?!\d))/.test(value)) return 'low';
  return /^(?:normal|3(?!\d))/.test(value) ? 'normal' : undefined;
}

function isDenied(words: readonly Word[], at: number, length: number, text: string): boolean {
  // "Hitno nije": denied behind it.
  const last = words[at + length - 1];
  const behind = words[at + length];
  if (
    last &&
    behind &&
    /^(?:nije|nisu|ni|niso|neni)$/.test(behind.text) &&
    /^\s*$/.test(text.slice(last.end, behind.start))
  ) {
    const after = words[at + length + 1];
    // "Hitno ni jedan …" begins something new.
    if (after === undefined || /[.!?,;\n]/.test(text.slice(behind.end, after.start))) return true;
  }
  for (let before = at - 1; before >= Math.max(0, at - 5); before--) {
    const [word, next] = [words[before], words[before + 1]];
    if (word === undefined || next === undefined || /[.!?;:,\n]/.test(text.slice(word.end, next.start))) return false;
    if (NEGATIONS.has(word.text)) return true;
    if (!BETWEEN.has(word.text)) return false;
  }
  return false;
}
