import { type LabelIndex, labelOf } from './labels.ts';
import { foldKey } from './spelling.ts';

/** Answers that say nothing, in the desk's languages: as good as an empty row. */
const UNKNOWN = keys(
  'unknown',
  "don't know",
  'dont know',
  "i don't know",
  'not known',
  'not sure',
  'tbd',
  'ne znam',
  'neznam',
  'nepoznato',
  'ne znamo',
  'ne vem',
  'ne vemo',
  'neznano',
  'neviem',
  'nevieme',
  'neznáme',
  'nevím',
  'nevíme',
  'neznámé',
  'не знам',
  'не знаеме',
  'непознато',
);

/** Answers that say that the question does not apply. */
const NONE = keys(
  'n/a',
  'na',
  'n.a.',
  'not applicable',
  'not available',
  'none',
  'no',
  'nothing',
  'nije primenljivo',
  'nije primjenjivo',
  'nema',
  'nemam',
  'nemamo',
  'ne',
  'ni',
  'ni na voljo',
  'ni relevantno',
  'nimam',
  'nimamo',
  'brez',
  'žiadne',
  'žiadna',
  'žiaden',
  'nie je',
  'nie sú',
  'nemáme',
  'neaplikovateľné',
  'žádné',
  'žádná',
  'žádný',
  'není',
  'nejsou',
  'nelze použít',
  'нема',
  'нема податок',
  'немам',
  'немаме',
  'не е применливо',
  'не се применува',
);

function keys(...words: readonly string[]): ReadonlySet<string> {
  return new Set(words.map(foldKey));
}

/** Nothing but lines to write on, dots, empty boxes and brackets. */
const RULED = /^[\s_.…·‥?\u2026[\](){}<>|*"'`~^#:;,□☐-]*$/u;

/** What is left of a value when the marks of an empty row are taken from around it: `____A-1____`, `[A-1]`, `**A-1**`, `"A-1"`. */
export function withoutMarks(value: string): string {
  let text = value
    .replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/g, '')
    .replace(/\u00a0/g, ' ')
    .trim();
  const ruled = /^[_…]{2,}\s*|^\.{3,}\s*/.exec(text);
  if (ruled !== null) text = text.slice(ruled[0].length);
  // Counted from the end: a pattern at the end of a text would be tried at every place of it.
  let end = text.length;
  while (end > 0 && /[_…\s]/.test(text[end - 1] ?? '')) end--;
  if (text.length - end >= 2) text = text.slice(0, end);
  for (let depth = 0; depth < 3; depth++) {
    const inner = wrapped(text);
    if (inner === undefined) break;
    text = inner.trim();
  }
  return text.trim();
}

const PAIRS: readonly (readonly [string, string])[] = [
  ['**', '**'],
  ['*', '*'],
  ['[', ']'],
  ['<', '>'],
  ['"', '"'],
  ['„', '“'],
  ['„', '”'],
  ['“', '”'],
  ['»', '«'],
  ["'", "'"],
  ['`', '`'],
];

function wrapped(text: string): string | undefined {
  if (text.length < 2) return undefined;
  for (const [open, close] of PAIRS) {
    if (text.length <= open.length + close.length || !text.startsWith(open) || !text.endsWith(close)) continue;
    const inner = text.slice(open.length, text.length - close.length);
    if (!inner.includes(open) && !inner.includes(close)) return inner;
  }
  return undefined;
}

/** What a row holds: a value, nothing (`empty`), or the word that there is nothing to say (`none`). */
export function fillingOf(value: string, labels: LabelIndex): 'value' | 'empty' | 'none' {
  if (/^\s*[-–—/\\]{1,3}\s*$/.test(value)) return 'none';
  if (RULED.test(value)) return 'empty';
  if (value.length > 80) return 'value';
  const text = withoutMarks(value);
  const key = foldKey(text);
  if (NONE.has(key)) return 'none';
  if (UNKNOWN.has(key)) return 'empty';
  // A label in the place of a value: `<Service ID>`, or the next row of a form whose rows ran together.
  return labelOf(text.replace(/[:：]\s*[_.…]*$/u, ''), labels, 'exact') === undefined ? 'value' : 'empty';
}

/** How people close a mail in the desk's languages: behind it stands no value. */
const CLOSINGS = [
  'best regards',
  'kind regards',
  'regards',
  'thanks',
  'thank you',
  'many thanks',
  'sincerely',
  'yours sincerely',
  'cheers',
  'pozdrav',
  'srdačan pozdrav',
  's poštovanjem',
  'hvala',
  'unapred hvala',
  'lep pozdrav',
  'lep dan',
  's spoštovanjem',
  'lp',
  's pozdravom',
  's úctou',
  'ďakujem',
  'ďakujeme',
  'vopred ďakujem',
  'vďaka',
  's pozdravem',
  'děkuji',
  'děkujeme',
  'děkuju',
  'díky',
  'předem děkuji',
  'со почит',
  'поздрав',
  'срдечен поздрав',
  'благодарам',
  'однапред благодарам',
  'фала',
].map(foldKey);

/** Whether a line closes a mail, or begins its signature (RFC 3676 §4.3). */
export function isClosing(line: string): boolean {
  const text = line.trim();
  if (text === '--' || /^_{10,}$/.test(text) || /^-{5,}/.test(text)) return true;
  if (text === '' || text.length > 40) return false;
  const key = foldKey(text);
  const [first = ''] = text.split(/[\s,.!]/, 1);
  return CLOSINGS.some((closing) => (closing.length > 4 ? key.startsWith(closing) : foldKey(first) === closing));
}
