import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replyAddressIn } from '../../../src/mail/reply-address-line.ts';

describe('another address for one case (SOFTECH-4)', () => {
  it.each([
    ['Server is down.\n\nReply to: office@client.example', 'office@client.example'],
    ['Odpověď na: provoz@client.example', 'provoz@client.example'],
    ['odpoveď na : <a@client.example>', 'a@client.example'],
    ['Odgovor na: Ana <ana@client.example>.', 'ana@client.example'],
    ['Naslov za odgovor: mailto:ana@client.example', 'ana@client.example'],
    ['Одговор на: ana@client.example', 'ana@client.example'],
  ])('%j names %s', (text, address) => {
    expect(replyAddressIn(text)).toBe(address);
  });

  it.each([
    'Please reply to office@client.example',
    'Reply to: nobody',
    '> Reply to: a@b.example',
    'Re: a@b.example',
    '',
  ])('%j names none', (text) => {
    expect(replyAddressIn(text)).toBeUndefined();
  });

  it('no text breaks it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 1_000 }), (text) => {
        expect(replyAddressIn(`Reply to: ${text}`) ?? '@').toContain('@');
      }),
    );
  });
});
