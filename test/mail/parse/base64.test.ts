import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { base64Decoder, decodeTransfer } from '../../../src/mail/parse/transfer.ts';

async function decoded(text: string, cuts: readonly number[] = []): Promise<Buffer> {
  const decoder = base64Decoder();
  const all = buffer(decoder);
  let from = 0;
  for (const cut of [...cuts, text.length].toSorted((a, b) => a - b)) {
    const to = Math.min(cut, text.length);
    if (to > from) decoder.write(Buffer.from(text.slice(from, to), 'latin1'));
    from = Math.max(from, to);
  }
  decoder.end();
  return all;
}

/** By the rule: strange characters away, each piece up to its padding by itself, what makes no byte dropped. */
const byRule = (text: string) =>
  Buffer.concat(
    text
      .replace(/[^A-Za-z0-9+/=]/g, '')
      .split('=')
      .map((piece) => Buffer.from(piece, 'base64')),
  );

const wrapped = (bytes: Uint8Array, width: number, end: string) =>
  (
    Buffer.from(bytes)
      .toString('base64')
      .match(new RegExp(`.{1,${width}}`, 'g')) ?? []
  ).join(end) + end;

describe('base64 as a stream', () => {
  test('is what was encoded, in lines of any length and cut anywhere', () =>
    fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 500 }),
        fc.integer({ min: 1, max: 80 }),
        fc.constantFrom('\r\n', '\n', '\r', ' \r\n'),
        fc.array(fc.nat(800), { maxLength: 8 }),
        async (bytes, width, end, cuts) => {
          expect(await decoded(wrapped(bytes, width, end), cuts)).toEqual(Buffer.from(bytes));
        },
      ),
    ));

  test('of anything is what the rule says, however it is cut and at once', () =>
    fc.assert(
      fc.asyncProperty(
        fc.string({
          unit: fc.constantFrom('A', 'b', '9', '+', '/', '=', '-', '_', '\r\n', '\n', '!', ' '),
          maxLength: 60,
        }),
        fc.array(fc.nat(80), { maxLength: 6 }),
        async (text, cuts) => {
          expect(await decoded(text, cuts)).toEqual(byRule(text));
          expect(decodeTransfer(Buffer.from(text), 'base64')).toEqual(byRule(text));
        },
      ),
      { numRuns: 500 },
    ));

  test.each([
    ['padded in the middle', 'QQ==\r\nQUJD\r\n', 'AABC'],
    ['a line of dashes below', 'QUJD\r\n--------\r\n', 'ABC'],
    ['no padding at its end', 'QUI', 'AB'],
  ])('%s', async (_name, text, expected) => {
    expect((await decoded(text)).toString()).toBe(expected);
  });
});
