import { describe, expect, test } from 'vitest';
import {
  configurationName,
  guessLocale,
  guessPrefix,
  guessProvider,
  guessServers,
  guessTimeZone,
} from '../../src/config/starter-guess.ts';

describe('what is guessed', () => {
  test.each([
    ['ana@gmail.com', 'google', 'imap.gmail.com', 'smtp.gmail.com'],
    ['ana@Outlook.com', 'microsoft', 'outlook.office365.com', 'smtp.office365.com'],
    ['ana@firma.onmicrosoft.com', 'microsoft', 'outlook.office365.com', 'smtp.office365.com'],
    ['podpora@firma.si', 'other', 'imap.firma.si', 'smtp.firma.si'],
  ])('%s', (address, provider, imap, smtp) => {
    expect(guessProvider(address)).toBe(provider);
    const servers = guessServers(address, guessProvider(address));
    expect([servers.imap.host, servers.smtp.host]).toEqual([imap, smtp]);
  });

  test.each([
    ['a@x.rs', 'sr'],
    ['a@x.co.rs', 'sr'],
    ['a@x.si', 'sl'],
    ['a@x.sk', 'sk'],
    ['a@x.CZ', 'cs'],
    ['a@x.mk', 'mk'],
    ['a@x.com', 'en'],
  ])('the language of %s is %s', (address, locale) => expect(guessLocale(address)).toBe(locale));

  test.each([
    ['sl', 'Europe/Vienna', 'Europe/Vienna'],
    ['sl', 'UTC', 'Europe/Ljubljana'],
    ['en', 'Etc/UTC', 'UTC'],
    ['mk', '', 'Europe/Skopje'],
  ] as const)('the zone for %s on a machine in %s is %s', (locale, system, zone) =>
    expect(guessTimeZone(locale, system)).toBe(zone),
  );

  test.each([
    ['Support', 'SUP'],
    ['e-Banking podrška', 'EBP'],
    ['Đorđe', 'DJO'],
    ['Подршка', 'DES'],
    ['24/7 help', 'HEL'],
  ])('the prefix of %s is %s', (name, prefix) => expect(guessPrefix(name)).toBe(prefix));

  test.each([
    ['Marko Petrović', [], 'marko'],
    ['Marko Petrović', ['marko', 'marko-2'], 'marko-3'],
    ['Željko', [], 'zeljko'],
    ['Марко', [], 'one'],
  ])('the name of %s beside %j is %s', (text, taken, name) =>
    expect(configurationName(text, new Set(taken))).toBe(name),
  );
});
