import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** ISO 3166-1 alpha-2, upper case. Made only by `phoneCountry`. */
export type PhoneCountry = CountryCode;

/** A phone number as every spelling of it reads. */
export interface PhoneNumber {
  /** E.164: `+381641234567`. */
  readonly number: string;
  /** Digits behind the exchange; undefined when there are none. */
  readonly extension: string | undefined;
}

const MAX_WRITTEN = 80;

/** "lok. 12", "kl. 12", "int. 12", "ext 12", "#12", "лок. 12": the extension in the desk's languages. */
const EXTENSION =
  /[;,(]? ?(?:;ext=|(?:ext(?:ension)?|x|lok(?:al)?|int(?:erna)?|kl(?:apka)?|linka|локал|лок)\.?:?|#) ?(\d{1,7})\)?$/iu;

/** The country whose national numbers are written without a prefix; undefined when the code is none. */
export function phoneCountry(code: string): PhoneCountry | undefined {
  const upper = code.toUpperCase();
  return isSupportedCountry(upper) ? upper : undefined;
}

/**
 * Reads text that is a phone number and nothing else but its trimmings ("tel.", brackets, an extension); undefined when it is none that can
 * exist. Without + or 00 it is a national one of the country.
 */
export function readPhoneNumber(text: string, country: PhoneCountry): PhoneNumber | undefined {
  if (text.length > MAX_WRITTEN) return undefined;
  const plain = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/^(?:\s*(?:tel(?:efon)?|mob(?:ile|il|tel)?|gsm|phone|fax|тел|моб)(?!\p{L})[.:]*\s*)+/iu, '')
    .replace(/^tel:/i, '')
    .replace(/\s+/g, ' ')
    .trim();
  const extension = EXTENSION.exec(plain);
  const main = extension === null ? plain : plain.slice(0, extension.index).trim();
  if (!/^[+(\d][\d ()./\-–—+\u2011]*$/.test(main)) return undefined;
  const parsed = parsePhoneNumberFromString(main.replace(/[–—\u2011]/g, '-'), {
    defaultCountry: country,
    extract: false,
  });
  if (parsed === undefined || !parsed.isPossible()) return undefined;
  // A number typed as 381 64 … without + or 00: when it cannot be a national one it is that.
  if (!parsed.isValid() && /^\d/.test(main) && !main.startsWith('0')) {
    const international = parsePhoneNumberFromString(`+${main.replace(/\D/g, '')}`, { extract: false });
    if (international?.isValid()) return { number: international.number, extension: extension?.[1] };
  }
  return { number: parsed.number, extension: extension?.[1] };
}
