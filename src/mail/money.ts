import { fold } from './fold.ts';

/** An amount of money; `currency` is its code by ISO 4217. Every currency here has hundredths. */
export interface Money {
  readonly hundredths: number;
  readonly currency: string;
}

/** How people in the desks' countries write the currencies that they use, folded. */
const CALLED: Readonly<Record<string, readonly string[]>> = {
  EUR: ['eur', '€', 'euro', 'euros', 'eura', 'evro', 'evra', 'evrov', 'evri', 'evrih'],
  CZK: ['czk', 'kc', 'korun', 'koruna', 'koruny'],
  RSD: ['rsd', 'din', 'dinar', 'dinara', 'dinari'],
  MKD: ['mkd', 'den', 'denar', 'denari', 'denara'],
  BAM: ['bam', 'km'],
  USD: ['usd', '$', 'dolar', 'dolara', 'dollars'],
  GBP: ['gbp', '£'],
  CHF: ['chf'],
  HUF: ['huf', 'ft'],
  PLN: ['pln', 'zl'],
  RON: ['ron', 'lei'],
  BGN: ['bgn', 'lv'],
};

const CURRENCIES: ReadonlyMap<string, string> = new Map(
  Object.entries(CALLED).flatMap(([code, words]) => words.map((word) => [word, code] as const)),
);

/** Amounts above this (hundredths) are slips of the pen. */
const MOST = 1e12;
/** Blanks that stand between thousands. */
const BLANK = ' \u00a0\u202f';
const NUMBER = String.raw`\d{1,3}(?:[${BLANK}]\d{3})+(?:[.,]\d{1,2})?|\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,3}(?:['’]\d{3})+(?:[.,]\d{1,2})?|\d{1,10}(?:[.,]\d{1,2})?`;
const UNIT = String.raw`[€$£]|\p{L}{2,7}\.?`;
const BEFORE = new RegExp(`^\\s*(${UNIT})[${BLANK}]?(${NUMBER})(?![\\d.,]*\\d)(?:[.,]?[-–—])?`, 'u');
const AFTER = new RegExp(`^\\s*(${NUMBER})(?![\\d.,]*\\d)(?:[.,]?[-–—])?[${BLANK}]*(${UNIT})?`, 'u');

/** The currency that a word means; undefined when it means none. */
export function currencyCalled(word: string): string | undefined {
  return CURRENCIES.get(fold(word).replace(/\.$/, ''));
}

/**
 * Reads the amount with which a text begins, as it is written in the desks' languages: `120 EUR`, `1.234,50 €`, `5 000 Kč`, `12.000 din`, `EUR 120`,
 * `120,- Kč`. A number alone is of the usual currency. Answers the amount and what follows it; undefined when the text begins with none.
 */
export function readMoney(
  text: string,
  usual: string | undefined,
): { readonly money: Money; readonly rest: string } | undefined {
  const before = BEFORE.exec(text);
  const first = before?.[1] === undefined ? undefined : currencyCalled(before[1]);
  if (before !== null && first !== undefined) return made(before[2] ?? '', first, text.slice(before[0].length));
  const after = AFTER.exec(text);
  if (after === null) return undefined;
  const [whole, number = '', unit] = after;
  const named = unit === undefined ? undefined : currencyCalled(unit);
  if (named !== undefined) return made(number, named, text.slice(whole.length));
  if (usual === undefined) return undefined;
  // The word behind it is no currency: it belongs to what follows.
  return made(number, usual, text.slice(whole.length - (unit ?? '').length));
}

function made(number: string, currency: string, rest: string) {
  const hundredths = Math.round(amountOf(number) * 100);
  return hundredths > MOST ? undefined : { money: { hundredths, currency }, rest };
}

/** A separator before one or two last digits is the decimal one; all others stand between thousands. */
function amountOf(number: string): number {
  const [, whole = '', part = ''] = /^(.*?)(?:[.,](\d{1,2}))?$/.exec(number) ?? [];
  return Number(`${whole.replace(/\D/g, '')}.${part}`);
}
