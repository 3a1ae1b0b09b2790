import type { Locale } from '../desk/status.ts';
import { domainOf } from '../mail/address.ts';

/** Who runs a mailbox; it decides how one logs in. */
export type Provider = 'google' | 'microsoft' | 'other';

export interface ServerGuess {
  readonly host: string;
  readonly port: number;
  readonly tls: 'implicit' | 'starttls';
}

const GOOGLE = new Set(['gmail.com', 'googlemail.com']);
const MICROSOFT = /^(?:outlook|hotmail|live|msn)\.[a-z.]{2,10}$|\.onmicrosoft\.com$/;

/** Who probably runs the mailbox, by its domain. */
export function guessProvider(address: string): Provider {
  const domain = domainOf(address);
  if (GOOGLE.has(domain)) return 'google';
  return MICROSOFT.test(domain) ? 'microsoft' : 'other';
}

/** The servers of a provider, or those that most domains have. */
export function guessServers(
  address: string,
  provider: Provider,
): { readonly imap: ServerGuess; readonly smtp: ServerGuess } {
  if (provider === 'google') {
    return {
      imap: { host: 'imap.gmail.com', port: 993, tls: 'implicit' },
      smtp: { host: 'smtp.gmail.com', port: 465, tls: 'implicit' },
    };
  }
  if (provider === 'microsoft') {
    return {
      imap: { host: 'outlook.office365.com', port: 993, tls: 'implicit' },
      smtp: { host: 'smtp.office365.com', port: 587, tls: 'starttls' },
    };
  }
  const domain = domainOf(address);
  return {
    imap: { host: `imap.${domain}`, port: 993, tls: 'implicit' },
    smtp: { host: `smtp.${domain}`, port: 465, tls: 'implicit' },
  };
}

const LOCALES_BY_LAND: Readonly<Record<string, Locale>> = {
  rs: 'sr',
  me: 'sr',
  ba: 'sr',
  si: 'sl',
  sk: 'sk',
  cz: 'cs',
  mk: 'mk',
};

/** The language of the land that the domain ends in. */
export function guessLocale(address: string): Locale {
  return LOCALES_BY_LAND[domainOf(address).split('.').at(-1) ?? ''] ?? 'en';
}

const ZONES: Readonly<Partial<Record<Locale, string>>> = {
  sr: 'Europe/Belgrade',
  'sr-Cyrl': 'Europe/Belgrade',
  sl: 'Europe/Ljubljana',
  sk: 'Europe/Bratislava',
  cs: 'Europe/Prague',
  mk: 'Europe/Skopje',
};

/** This machine's zone; where that says nothing (a server on UTC), the language's. */
export function guessTimeZone(locale: Locale, system: string): string {
  return system === '' || /^(?:UTC|Etc\/)/.test(system) ? (ZONES[locale] ?? 'UTC') : system;
}

/** `e-Banking podrška` → `EP`, `Support` → `SUP`. */
export function guessPrefix(name: string): string {
  const words = plainWords(name).filter((word) => /^[a-z]/.test(word));
  const letters = words.length > 1 ? words.map((word) => word[0] ?? '').join('') : (words[0] ?? 'desk').slice(0, 3);
  return letters.slice(0, 10).toUpperCase();
}

/** A name for the configuration: `Marko Petrović` → `marko`, and with a number where it is taken. */
export function configurationName(text: string, taken: ReadonlySet<string>): string {
  const base =
    plainWords(text)
      .find((word) => /^[a-z]/.test(word))
      ?.slice(0, 30) ?? 'one';
  let name = base;
  for (let number = 2; taken.has(name); number++) name = `${base}-${number}`;
  return name;
}

/** Words in small ASCII letters and digits. Letters that have no plain form (Cyrillic) fall out. */
function plainWords(text: string): readonly string[] {
  return text
    .slice(0, 200)
    .replaceAll(/[đĐ]/g, 'dj')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}
