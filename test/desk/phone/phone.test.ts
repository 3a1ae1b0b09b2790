import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCall } from '../../../src/desk/phone/call.ts';
import { callerOf, phoneKey } from '../../../src/desk/phone/key.ts';
import { phoneCountry } from '../../../src/mail/form/phone-number.ts';
import { cpuMs } from '../../mail/cpu.ts';

function country(code: string) {
  const found = phoneCountry(code);
  if (found === undefined) throw new Error(`${code} is a country`);
  return found;
}
const RS = country('RS');

describe('a phone number in any written form', () => {
  it.each<readonly [string, string, string | undefined]>([
    ['+381641234567', 'RS', '+381641234567'],
    ['+381 64 123 45 67', 'SI', '+381641234567'],
    ['00381 64 1234567', 'RS', '+381641234567'],
    ['+381 (0)64 123-45-67', 'RS', '+381641234567'],
    ['064/123-45-67', 'RS', '+381641234567'],
    ['064.123.4567', 'RS', '+381641234567'],
    ['(064) 1234567', 'RS', '+381641234567'],
    ['381641234567', 'RS', '+381641234567'],
    ['tel: 064 123 45 67', 'RS', '+381641234567'],
    ['mob. 064 123 45 67', 'RS', '+381641234567'],
    ['моб. 064 123 45 67', 'RS', '+381641234567'],
    ['011/3108-680', 'RS', '+381113108680'],
    ['(011) 3108 680 lok. 12', 'RS', '+381113108680'],
    ['011 3108 680 ext 5', 'RS', '+381113108680'],
    ['01 234 56 70', 'SI', '+38612345670'],
    ['041 123 456', 'SI', '+38641123456'],
    ['0905 123 456', 'SK', '+421905123456'],
    ['02/5788 1234 kl. 7', 'SK', '+421257881234'],
    ['224 123 456', 'CZ', '+420224123456'],
    ['602 123 456 linka 9', 'CZ', '+420602123456'],
    ['070 123 456', 'MK', '+38970123456'],
    ['02 3123 456 лок. 3', 'MK', '+38923123456'],
    ['123', 'RS', undefined],
    ['Petar', 'RS', undefined],
    ['SVC-10042', 'RS', undefined],
    ['2026-11-23 10:00', 'RS', undefined],
    ['', 'RS', undefined],
  ])('%j in %s is %s', (text, code, expected) => {
    expect(phoneKey(text, country(code))).toBe(expected);
  });

  it('knows no country that is none', () => {
    expect([phoneCountry('rs'), phoneCountry('XX'), phoneCountry('')]).toEqual(['RS', undefined, undefined]);
  });

  it('is one key for all spellings of a number, and the key of itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999 }), fc.constantFrom(' ', '', '/', '-', '.'), (number, gap) => {
        const digits = String(number).padStart(7, '0');
        const key = phoneKey(`+38164${digits}`, RS);
        const parts = [digits.slice(0, 3), digits.slice(3)];
        for (const spelling of [
          `064${gap}${parts.join(gap)}`,
          `00381 64${gap}${digits}`,
          `+381 (0)64 ${parts.join(gap)}`,
          `064 ${digits} lok. 4`,
        ])
          expect(phoneKey(spelling, RS)).toBe(key);
        if (key !== undefined) expect(phoneKey(key, RS)).toBe(key);
      }),
    );
  });
});

describe('who calls (SAGA-5)', () => {
  const ana = { name: 'Ana', phones: ['011/3108-680 lok. 12', '064 123 45 67'] };
  const bora = { name: 'Bora', phones: ['+381 11 3108680 lokal 14'] };
  const ceca = { name: 'Ceca', phones: ['(011) 3108 680', 'no phone'] };
  const all = [ana, bora, ceca];

  it.each<readonly [string, unknown]>([
    ['+381641234567', { kind: 'known', person: ana }],
    ['011 3108680 lok 14', { kind: 'known', person: bora }],
    ['011 3108680', { kind: 'several', people: all }],
    ['011 3108680 ext. 99', { kind: 'known', person: ceca }],
    ['011 3108681', { kind: 'unknown' }],
    ['hidden', { kind: 'unknown' }],
  ])('%s', (number, expected) => {
    expect(callerOf(number, all, RS)).toEqual(expected);
  });
});

describe("an agent's mail of a call", () => {
  it.each<readonly [string, string | undefined, string]>([
    ['call +381 64 123 45 67\nPrinter is on fire.', '+381641234567', 'Printer is on fire.'],
    ['Call: 064/123-45-67\n\nLine one\nline two\n', '+381641234567', 'Line one\nline two'],
    ['#call 064 123 45 67 Petar, internet ne radi', '+381641234567', 'Petar, internet ne radi'],
    ['call 064 123 45 67: internet ne radi\nod jutros', '+381641234567', 'internet ne radi\nod jutros'],
    ['call 064 123 45 67 - 2 servera ne rade', '+381641234567', '2 servera ne rade'],
    ['call 011/3108-680 lok. 12, Ana', '+381113108680', 'Ana'],
    ['poziv 064 123 45 67\nBeleške', '+381641234567', 'Beleške'],
    ['poziv od 064 123 45 67\nBeleške', '+381641234567', 'Beleške'],
    ['klic 064 123 45 67\nzapiski', '+381641234567', 'zapiski'],
    ['hovor z 064 123 45 67\npoznámky', '+381641234567', 'poznámky'],
    ['повик 064 123 45 67\nбелешки', '+381641234567', 'белешки'],
    ['call unknown\nA man without a number', undefined, 'A man without a number'],
    ['poziv nepoznat: neko iz Niša', undefined, 'neko iz Niša'],
  ])('%j', (text, number, notes) => {
    const call = readCall(text, RS);
    expect([call?.number?.number, call?.notes]).toEqual([number, notes]);
  });

  it.each(['Call me back', 'calling 064 123 45 67', 'call', 'call 12', '', 'Petar\ncall 064 123 45 67'])(
    '%j is none',
    (text) => {
      expect(readCall(text, RS)).toBeUndefined();
    },
  );

  it('keeps the extension and what was written', () => {
    expect(readCall('call 011/3108-680 lok. 12\nx', RS)).toEqual({
      number: { number: '+381113108680', extension: '12' },
      written: '011/3108-680 lok. 12',
      notes: 'x',
    });
  });

  it('reads a hostile megabyte within its bound', () => {
    const since = process.cpuUsage();
    for (const piece of ['1', '1 ', '(', ' ', '\n', '+', '064 123 45 67 '])
      readCall(`call ${piece.repeat(1_000_000 / piece.length)}`, RS);
    phoneKey('1'.repeat(1_000_000), RS);
    expect(cpuMs(since)).toBeLessThan(2_000);
  });
});
