import { fold } from './fold.ts';

/**
 * The words by which a client asks for the record of his requests, as the subject of a mail, by language; the first is the one that our mails
 * name. They are understood in every language, without regard to case, alphabet, diacritics and punctuation.
 */
export const RECORD_WORDS: Readonly<Record<string, readonly string[]>> = {
  en: ['status', 'my requests', 'my tickets', 'my cases', 'request status', 'ticket status', 'status of my requests'],
  sr: [
    'status',
    'stanje',
    'moji zahtevi',
    'status zahteva',
    'stanje zahteva',
    'status mojih zahteva',
    'stanje mojih zahteva',
  ],
  sl: [
    'stanje',
    'status',
    'moji zahtevki',
    'stanje zahtevka',
    'stanje zahtevkov',
    'status zahtevka',
    'stanje mojih zahtevkov',
  ],
  sk: ['stav', 'status', 'moje požiadavky', 'stav požiadavky', 'stav požiadaviek', 'stav mojich požiadaviek'],
  cs: ['stav', 'status', 'moje požadavky', 'stav požadavku', 'stav požadavků', 'stav mých požadavků'],
  mk: [
    'статус',
    'состојба',
    'мои барања',
    'моите барања',
    'статус на барањето',
    'статус на барањата',
    'состојба на барањата',
  ],
};

/** What may stand between the word and a number: `status št. EB-1042`. */
const FILLERS = [
  'no',
  'nr',
  'number',
  'of',
  'for',
  'st',
  'stevilka',
  'br',
  'broj',
  'c',
  'cislo',
  'cis',
  'za',
  'pre',
  'pro',
];

/** Characters of a subject that can be a word with its numbers; a longer one is a sentence. */
const LONGEST = 120;
/** Requests that one mail can ask for. */
export const MOST_ASKED = 3;

const WORDS: ReadonlySet<string> = new Set(Object.values(RECORD_WORDS).flat().map(keyOf));
/** Ours or anybody's: a number that means nothing is answered as one that is somebody else's. */
const NUMBER = /(?<![\p{L}\p{N}])(\p{L}[\p{L}\p{N}]{0,9}) ?- ?(\d{1,12})(?![\p{L}\p{N}])/gu;
const DIGITS = /(?<![\p{L}\p{N}])\d{1,12}(?![\p{L}\p{N}])/gu;

/** What a subject asks for. */
export interface RecordAsked {
  /** `EB-1042`, upper case, in order, each once; `1042` where the prefix was left out. Empty: the list of all. */
  readonly numbers: readonly string[];
}

/** Reads the subject of a mail, without reply prefixes: the word alone, or with the numbers of requests; undefined when it says anything else. */
export function readRecordSubject(subject: string): RecordAsked | undefined {
  if (subject.length > LONGEST) return undefined;
  const numbers: string[] = [];
  const rest = subject
    .replace(/\p{Cf}/gu, '')
    .normalize('NFKC')
    .replace(/[\u2010-\u2015\u2212](?=\s?\d)/g, '-')
    .replace(NUMBER, (_all, prefix: string, digits: string) => {
      numbers.push(`${prefix.toUpperCase()}-${digits}`);
      return ' ';
    })
    .replace(DIGITS, (digits) => {
      numbers.push(digits);
      return ' ';
    });
  const key = keyOf(rest);
  const bare = numbers.length === 0 ? key : withoutFillers(key);
  return WORDS.has(bare) ? { numbers: [...new Set(numbers)].slice(0, MOST_ASKED) } : undefined;
}

function withoutFillers(key: string): string {
  const words = key.split(' ');
  let end = words.length;
  while (end > 1 && FILLERS.includes(words[end - 1] ?? '')) end--;
  return words.slice(0, end).join(' ');
}

function keyOf(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Whether a text is the word once more: some write it into the subject and the mail. */
export function isRecordWord(text: string): boolean {
  return text.length <= LONGEST && readRecordSubject(text) !== undefined;
}
