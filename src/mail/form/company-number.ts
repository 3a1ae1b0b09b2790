/** The countries whose company numbers are checked here, by ISO 3166. */
export const COMPANY_COUNTRIES = ['CZ', 'SK', 'SI', 'RS', 'MK'] as const;
export type CompanyCountry = (typeof COMPANY_COUNTRIES)[number];

/** A company number in the one form in which the registers keep it. */
export interface CompanyNumber {
  readonly number: string;
  readonly country: CompanyCountry;
  /** `IČO` and such, as people there call it. */
  readonly scheme: string;
}

interface Scheme {
  readonly name: string;
  readonly digits: RegExp;
  readonly holds: (digits: string) => boolean;
  /** The form that is kept. */
  readonly kept?: (digits: string) => string;
}

/** What is written before a number: the country's letters of a tax number, or what the number is called. */
const CALLED =
  /^(?:(?:IČO?|ICO|IČ DPH|DIČ|DIC|MB|PIB|EMBS|EDB|ЕМБС|ЕДБ|МБ|ПИБ|matični broj|matična št(?:evilka)?|davčna št(?:evilka)?|ID za DDV)[\s.:]*)/iu;

const SCHEMES: Readonly<Record<CompanyCountry, readonly Scheme[]>> = {
  // § 2 of the Czech law 89/1995 on statistics; the Slovak number goes back to the same register.
  CZ: [{ name: 'IČO', digits: /^\d{6,8}$/, holds: ico, kept: eight }],
  SK: [
    { name: 'IČO', digits: /^\d{6,8}$/, holds: ico, kept: eight },
    { name: 'DIČ', digits: /^[1-9]\d[2-4789]\d{7}$/, holds: (digits) => Number(digits) % 11 === 0 },
  ],
  SI: [
    // A unit of a company has three digits behind the company's number.
    { name: 'matična številka', digits: /^[1-9]\d{6}(?:000)?$/, holds: seven, kept: (digits) => digits.slice(0, 7) },
    { name: 'davčna številka', digits: /^[1-9]\d{7}$/, holds: davcna },
  ],
  RS: [
    // The numbers given before 1990 began with 0 and had a check digit of seven; the later ones have none that is published.
    { name: 'MB', digits: /^\d{8}$/, holds: (digits) => !digits.startsWith('0') || seven(digits.slice(1)) },
    { name: 'PIB', digits: /^[1-9]\d{8}$/, holds: pib },
  ],
  MK: [
    { name: 'ЕМБС', digits: /^[1-9]\d{6}$/, holds: seven },
    { name: 'ЕДБ', digits: /^4\d{12}$/, holds: edb },
  ],
};

/** Characters of the longest spelling. */
const LONGEST = 60;

/**
 * Reads a company number by the rules of these countries, in their order, its check digit included: IČO (CZ, SK), DIČ (SK), matična and davčna številka
 * (SI), MB and PIB (RS), ЕМБС and ЕДБ (MK). Blanks, dots, what it is called and the letters of a country before it make no difference. Undefined when it
 * is none of them.
 */
export function readCompanyNumber(text: string, countries: readonly CompanyCountry[]): CompanyNumber | undefined {
  if (text.length > LONGEST) return undefined;
  const plain = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim()
    .replace(CALLED, '');
  const [, letters, rest = plain] = /^([A-Za-z]{2})\s*(\d.*)$/.exec(plain) ?? [];
  const digits = rest.replace(/[\s.\-–/]/g, '');
  if (!/^\d{6,13}$/.test(digits)) return undefined;
  for (const country of countries) {
    if (letters !== undefined && letters.toUpperCase() !== country) continue;
    for (const { name, digits: form, holds, kept } of SCHEMES[country])
      if (form.test(digits) && holds(digits)) return { number: kept?.(digits) ?? digits, country, scheme: name };
  }
  return undefined;
}

/** What the company numbers of these countries are called, for whoever wrote another. */
export function companyNumberNames(countries: readonly CompanyCountry[]): string {
  return countries.map((country) => `${SCHEMES[country].map(({ name }) => name).join(' or ')} (${country})`).join(', ');
}

function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * Number(digits[at] ?? 0), 0);
}

function eight(digits: string): string {
  return digits.padStart(8, '0');
}

function ico(digits: string): boolean {
  const whole = eight(digits);
  return Number(whole) > 0 && (11 - (weighted(whole, [8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === Number(whole[7]);
}

/** Seven digits of the Yugoslav register, which Slovenia, North Macedonia and Serbia go on with; a remainder of 0 was never given out. */
function seven(digits: string): boolean {
  const remainder = weighted(digits, [7, 6, 5, 4, 3, 2]) % 11;
  return remainder !== 0 && (11 - remainder) % 10 === Number(digits[6]);
}

/** Slovene law of the tax register (ZDavP-2): a remainder of 10 is written 0, one of 11 was never given out. */
function davcna(digits: string): boolean {
  const check = 11 - (weighted(digits, [8, 7, 6, 5, 4, 3, 2]) % 11);
  return check !== 11 && check % 10 === Number(digits[7]);
}

/** ISO 7064 MOD 11,10. */
function pib(digits: string): boolean {
  let rest = 10;
  for (const digit of digits.slice(0, 8)) rest = (((Number(digit) + rest) % 10 || 10) * 2) % 11;
  return (11 - rest) % 10 === Number(digits[8]);
}

function edb(digits: string): boolean {
  const remainder = weighted(digits, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  return ((11 - remainder) % 11) % 10 === Number(digits[12]);
}
