/** How much of a subject is read, UTF-16 units: any real pile of prefixes fits. */
const MAX_SUBJECT = 8000;
/** How long a cleaned subject may be. */
const MAX_CLEAN = 500;
const MAX_NUMBERS = 20;

/**
 * What mail clients put before the subject of an answer or a forwarded mail and a colon, by language. Words that people use
 * alike with a colon (Ref:, Per:, Za:) are not here: a prefix too many is untidy, a lost word is lost.
 */
const PREFIXES = [
  // en, fr, es, it, pt, ro
  're',
  'fw',
  'fwd',
  'tr',
  'réf',
  'rép',
  'rv',
  'r',
  'i',
  'rif',
  'inoltra(?:to)?',
  'res',
  'enc',
  'răsp',
  'înaintare',
  // de, nl, sv, da, nb, fi, et
  'aw',
  'antw(?:ort)?',
  'wg',
  'weitergel(?:eitet)?',
  'doorst',
  'sv',
  'vs',
  'vb',
  'vl',
  'vidarebefordrat',
  'videresendt?',
  'vast',
  'edasi',
  // hr, bs, sr, sl
  'odg',
  'odgovor',
  'od',
  'proslijeđeno',
  'proslijedjeno',
  'prosleđeno',
  'prosledjeno',
  'prosl',
  'naprijed',
  'posredovano',
  'posr',
  'preusmerjeno',
  'одг',
  'одговор',
  'од',
  'прослеђено',
  'просл',
  // mk, bg, ru, uk
  'проследување',
  'проследено',
  'препратено',
  'препр',
  'пр',
  'отг',
  'отговор',
  'отв',
  'ответ',
  'пересл',
  'на',
  'відп',
  'пд',
  // cs, sk, pl, hu
  'odp',
  'odpověď',
  'odpoveď',
  'přeposláno',
  'přeposlané',
  'přeposlaná',
  'přepos',
  'preposlané',
  'preposlaná',
  'preposlaný',
  'prepos',
  'pd',
  'vá',
  'továbbítás',
  'továbbítva',
  'tov',
  // lt, lv, tr, id, el, he, ar
  'ats',
  'atb',
  'pārs',
  'ynt',
  'ilt',
  'İlt',
  'bls',
  'ter',
  'απ',
  'πρθ',
  'σχετ',
  'השב',
  'הועבר',
  'رد',
  'إعادة توجيه',
  // zh, ja, ko
  '回复',
  '回覆',
  '答复',
  '答覆',
  '回信',
  '转发',
  '轉寄',
  '轉發',
  '返信',
  '転送',
  '답장',
  '회신',
  '전달',
];

/** One prefix with its count (`Re[2]:`, `RE^3:`, `AW (2):`), at the position asked. "Od: 8:00 do 16:00" are hours. */
const PREFIX = new RegExp(
  `(?:(?:${PREFIXES.join('|')})(?:[ ]?(?:[[(]\\d{1,4}[\\])]|[*^]\\d{1,4}|\\d{1,2}))?[ ]?[:：](?<!(?:od|од|на)[:：](?=[ ]?\\d))[ ]?)`,
  'iuy',
);
/** What gateways put before the subjects of mail from outside. */
const OUTSIDE =
  /\[(?:ext|extern|external|externí|externá|vanjski|spoljni|zunanje|надворешен)(?: (?:e-?mail|sender|mail))?\] ?/iuy;
const TAG = /\[ ?#?([\p{L}\d]{1,10}) ?- ?(\d{1,12}) ?\] ?/iuy;

/**
 * Takes a pile of reply and forward prefixes and our `[EB-1042]` tags from the front of a subject; the words of a person stay
 * ("Re-order:"). With `prefixes` only tags of those are ours, and they are taken from anywhere. At most 500 characters.
 */
export function cleanSubject(subject: string, prefixes?: readonly string[]): string {
  const ours = prefixes && new Set(prefixes.map((prefix) => prefix.toLowerCase()));
  const isOurs = (prefix: string) => (ours ? ours.has(prefix.toLowerCase()) : /^[A-Z]+$/.test(prefix));
  let text = plainSubject(subject);
  if (ours)
    text = text.replace(new RegExp(TAG.source, 'giu'), (tag, prefix: string) => (isOurs(prefix) ? '' : tag)).trim();
  let at = 0;
  for (;;) {
    const next = after(PREFIX, text, at) ?? after(OUTSIDE, text, at) ?? after(TAG, text, at, isOurs);
    if (next === undefined || next === at) break;
    at = next;
  }
  return [...text.slice(at).trim()].slice(0, MAX_CLEAN).join('').trim();
}

/** Whether a subject begins with what `cleanSubject` takes from its front: it is that of a mail which answers or is answered. */
export function hasPrefix(subject: string): boolean {
  const text = plainSubject(subject);
  return (after(PREFIX, text, 0) ?? after(TAG, text, 0)) !== undefined;
}

/** What mail clients put before the subject of a mail that they forward, in the languages of our desks and a few around them. */
const FORWARDS =
  /^[ ]*(?:fwd?|tr|rv|wg|weitergel(?:eitet)?|proslijeđeno|proslijedjeno|prosleđeno|prosledjeno|prosl|posredovano|posr|preusmerjeno|прослеђено|просл|проследување|проследено|препратено|препр|přeposlán[oéa]|přepos|preposlan[éáý]|prepos|pd)\.?[ ]?[:：]/iu;

/** Whether the outermost prefix of a subject says that the mail is a forwarded one. */
export function isForwardSubject(subject: string): boolean {
  return FORWARDS.test(subject.slice(0, MAX_SUBJECT).normalize('NFC'));
}

/**
 * The ticket numbers in a subject, as `PREFIX-digits` in order, each once. In any brackets (`[EB-1042]`, `【eb‑1042】`); without
 * brackets only as a word of its own with one of our `prefixes`. Without `prefixes` any bracketed `[A-Z]{1,10}-digits`.
 */
export function ticketNumbersIn(subject: string, prefixes?: readonly string[]): string[] {
  const text = plainSubject(subject);
  const numbers = new Set<string>();
  if (!prefixes) {
    for (const [, prefix = '', digits = ''] of text.matchAll(/\[ ?#?([A-Z]{1,10}) ?- ?(\d{1,12}) ?\]/g))
      numbers.add(`${prefix}-${digits}`);
    return [...numbers].slice(0, MAX_NUMBERS);
  }
  const canonical = new Map(
    prefixes
      .filter((prefix) => prefix !== '')
      .map((prefix) => [prefix.normalize('NFKC').toLowerCase(), prefix] as const),
  );
  if (canonical.size === 0) return [];
  const names = [...canonical.keys()]
    .sort((a, b) => b.length - a.length)
    .map(escaped)
    .join('|');
  const pattern = new RegExp(
    `\\[ ?#?(${names}) ?- ?(\\d{1,12}) ?\\]|(?<![\\p{L}\\p{N}_.-])(${names})-(\\d{1,12})(?![\\p{L}\\p{N}_-]|\\.\\d)`,
    'giu',
  );
  for (const [, inside, digits, bare, bareDigits] of text.matchAll(pattern)) {
    const prefix = canonical.get((inside ?? bare ?? '').toLowerCase());
    if (prefix) numbers.add(`${prefix}-${digits ?? bareDigits}`);
    if (numbers.size >= MAX_NUMBERS) break;
  }
  return [...numbers];
}

/** One line with plain blanks, ASCII brackets, dashes and digits, and nothing invisible. */
function plainSubject(subject: string): string {
  return subject
    .slice(0, MAX_SUBJECT)
    .replace(/\p{Cf}|\p{Variation_Selector}/gu, '')
    .replace(/[［【〔〖]/g, '[')
    .replace(/[］】〕〗]/g, ']')
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[\u2010-\u2015\u2212\ufe58\ufe63\uff0d](?=\s?\d)/g, '-')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

function after(pattern: RegExp, text: string, at: number, accept?: (first: string) => boolean): number | undefined {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  return found && (accept?.(found[1] ?? '') ?? true) ? at + found[0].length : undefined;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
