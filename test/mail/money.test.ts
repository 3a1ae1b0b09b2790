import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMoney } from '../../src/mail/money.ts';

const shown = (text: string, usual?: string) => {
  const read = readMoney(text, usual);
  return read && [read.money.hundredths, read.money.currency, read.rest.trim()];
};

describe('an amount of money', () => {
  it.each([
    ['120 EUR', 12_000, 'EUR', ''],
    ['120,50 €', 12_050, 'EUR', ''],
    ['120.5 eur', 12_050, 'EUR', ''],
    ['€120', 12_000, 'EUR', ''],
    ['EUR 1.234,50 by Friday', 123_450, 'EUR', 'by Friday'],
    ['1.200 EUR', 120_000, 'EUR', ''],
    ['1,234.50 USD', 123_450, 'USD', ''],
    ["1'200.- CHF", 120_000, 'CHF', ''],
    ['5 000 Kč', 500_000, 'CZK', ''],
    ['5\u00a0000,- Kč včetně DPH', 500_000, 'CZK', 'včetně DPH'],
    ['12.000 din', 1_200_000, 'RSD', ''],
    ['12.000,00 dinara', 1_200_000, 'RSD', ''],
    ['3.500 ден.', 350_000, 'MKD', ''],
    ['3500 денари', 350_000, 'MKD', ''],
    ['50 KM', 5_000, 'BAM', ''],
    ['80 evrov', 8_000, 'EUR', ''],
    ['0 EUR', 0, 'EUR', ''],
  ])('%j', (text, hundredths, currency, rest) => {
    expect(shown(text)).toEqual([hundredths, currency, rest]);
  });

  it('alone is of the usual currency, where there is one', () => {
    expect(shown('120', 'CZK')).toEqual([12_000, 'CZK', '']);
    expect(shown('120 by 5. 12.', 'CZK')).toEqual([12_000, 'CZK', 'by 5. 12.']);
    expect(shown('120')).toBeUndefined();
  });

  it.each(['', 'EUR', 'gratis', '-5 EUR', '1.23.4 EUR', '99999999999999 EUR'])('%j is none', (text) => {
    expect(shown(text, 'EUR')).toBeUndefined();
  });

  it('is the same in the usual forms of each language', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9_999_999_99 }),
        fc.constantFrom('en', 'sr-Latn', 'sl', 'sk', 'cs', 'mk', 'de-CH'),
        fc.constantFrom('EUR', 'CZK', 'RSD', 'MKD', 'USD'),
        (hundredths, locale, currency) => {
          const number = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(hundredths / 100);
          expect(shown(`${number} ${currency}`)).toEqual([hundredths, currency, '']);
        },
      ),
    );
  });

  it('no text breaks it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 500 }),
        (text) => (readMoney(text, 'EUR')?.money.hundredths ?? 0) >= 0,
      ),
    );
  });
});
