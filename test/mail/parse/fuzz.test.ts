import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMail } from '../../../src/mail/parse/parse-mail.ts';
import { mutate, OWN_MAILS, overBounds, random, SMALL_LIMITS } from '../../bench/mutate-mail.ts';

describe('the parser survives anything', () => {
  test('damaged mails: nothing is thrown, no bound is passed', async () => {
    const next = random(20260302);
    for (let i = 0; i < 400; i++) {
      const original = OWN_MAILS[i % OWN_MAILS.length] ?? Buffer.alloc(0);
      const parsed = await parseMail(mutate(original, OWN_MAILS, next), SMALL_LIMITS);
      expect(overBounds(parsed)).toBeUndefined();
    }
  });

  test('any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
        expect(overBounds(await parseMail(Buffer.from(bytes), SMALL_LIMITS))).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });

  test('any lines that look like mail', async () => {
    const line = fc.oneof(
      fc.constantFrom(
        '',
        '--a',
        '--a--',
        '--b',
        'Content-Type: multipart/mixed; boundary=a',
        'Content-Type: multipart/alternative; boundary=b',
        'Content-Type: text/html',
        'Content-Type: message/rfc822',
        'Content-Transfer-Encoding: base64',
        ' folded',
        'Subject: x',
        'From: a@b.c, "d" <e@f>',
      ),
      fc.string({ maxLength: 60 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 40 }), fc.constantFrom('\r\n', '\n', '\r'), async (lines, end) => {
        expect(overBounds(await parseMail(Buffer.from(lines.join(end)), SMALL_LIMITS))).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });
});
