import { DATE_WORDS } from './dates.ts';
import { REPLY_HEADERS, SMALL_WORDS } from './tables/reply-headers.ts';

/** What the forms of the table teach: how headers begin, which words say "wrote", which may stand between. */
interface HeaderWords {
  readonly leads: ReadonlySet<string>;
  /** Finds a verb anywhere. */
  readonly verb: RegExp;
  /** Finds a verb that ends the text. */
  readonly verbLast: RegExp;
  /** The last two units of every verb, brackets behind it left out. */
  readonly verbEndings: ReadonlySet<string>;
  readonly small: ReadonlySet<string>;
}

const CASELESS = /[\u0590-\u06ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;

export const HEADER_WORDS: HeaderWords = learn();

function learn(): HeaderWords {
  const leads = new Set<string>();
  const verbs = new Set<string>();
  const small = new Set<string>(SMALL_WORDS);
  for (const { form } of REPLY_HEADERS) {
    const text = form.toLowerCase().normalize('NFC');
    for (const alternatives of text.matchAll(/\[([^\]]+)\]/g))
      for (const verb of (alternatives[1] ?? '').split('|')) verbs.add(verb);
    const lead = /^[\s\p{P}]*([\p{L}\p{M}]+)/u.exec(text)?.[1];
    if (lead && text.search(/[{[]/) > text.indexOf(lead)) leads.add(lead);
    for (const word of text.replace(/\[[^\]]+\]|\{\w+\}/g, ' ').match(/[\p{L}\p{M}]+/gu) ?? []) small.add(word);
    for (const verb of verbs) for (const word of verb.match(/[\p{L}\p{M}]+/gu) ?? []) small.add(word);
  }
  const alternation = [...verbs]
    .sort((a, b) => b.length - a.length)
    .map((verb) => {
      const escaped = verb.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/ /g, '\\s+');
      return CASELESS.test(verb) ? escaped : `(?<![\\p{L}])${escaped}(?![\\p{L}])`;
    })
    .join('|');
  return {
    leads,
    verb: new RegExp(alternation, 'u'),
    verbLast: new RegExp(`(?:${alternation})[\\s)]*$`, 'u'),
    verbEndings: new Set([...verbs].map((verb) => verb.replace(/[\s)]+$/, '').slice(-2))),
    small,
  };
}

/** Whether a lower-case word may stand in a header without being part of a sentence. */
export function isHeaderWord(word: string): boolean {
  return HEADER_WORDS.small.has(word) || DATE_WORDS.has(word);
}
