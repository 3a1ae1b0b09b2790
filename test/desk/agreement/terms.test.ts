import { describe, expect, it } from 'vitest';
import { readTerms } from '../../../src/desk/agreement/terms.ts';

const CONTEXT = { now: new Date('2026-11-23T09:00:00Z'), timeZone: 'Europe/Prague', currency: 'CZK' };
const day = (date: Date | undefined) =>
  date === undefined ? undefined : new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Prague' }).format(date);
const read = (text: string) => {
  const terms = readTerms(text, CONTEXT);
  if (terms === undefined) return undefined;
  const { price, due, until } = terms;
  const amount = price === undefined ? undefined : `${price.hundredths / 100} ${price.currency}`;
  return [amount, day(due), day(until), terms.text];
};

describe('the terms of an offer (SOFTECH-8)', () => {
  it.each([
    ['120 EUR by 2026-12-05', ['120 EUR', '2026-12-05', undefined, '']],
    [
      '120 EUR by 2026-12-05 including a new certificate',
      ['120 EUR', '2026-12-05', undefined, 'including a new certificate'],
    ],
    ['120 EUR', ['120 EUR', undefined, undefined, '']],
    ['5 000 Kč do 5. 12. 2026', ['5000 CZK', '2026-12-05', undefined, '']],
    ['5000 do 5.12.', ['5000 CZK', '2026-12-05', undefined, '']],
    ['by 2026-12-05', [undefined, '2026-12-05', undefined, '']],
    ['do pátku', [undefined, '2026-11-27', undefined, '']],
    ['120 EUR by 2026-12-05 until 2026-11-30', ['120 EUR', '2026-12-05', '2026-11-30', '']],
    [
      '120 EUR, by 5 December 2026, valid until 30. 11. 2026; bez DPH',
      ['120 EUR', '2026-12-05', '2026-11-30', 'bez DPH'],
    ],
    [
      '120 EUR bez DPH, do konce roku vyúčtujeme',
      ['120 EUR', undefined, undefined, 'bez DPH, do konce roku vyúčtujeme'],
    ],
  ])('%j', (text, terms) => {
    expect(read(text)).toEqual(terms);
  });

  it('name the last moment of their day in the time zone of the desk', () => {
    expect(readTerms('by 2026-12-05', CONTEXT)?.due?.toISOString()).toBe('2026-12-05T22:59:59.999Z');
  });

  it.each([
    '',
    'soon',
    'until 2026-12-01',
    '120 EUR by 2026-11-22',
    '120 EUR by 2026-02-30',
    '120 EUR by the end',
    'by 2026-12-05 120 EUR',
    '120 EUR until yesterday',
  ])('%j is no offer: nothing that was not understood goes out', (text) => {
    expect(read(text)).toBeUndefined();
  });
});
