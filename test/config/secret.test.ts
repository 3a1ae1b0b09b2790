import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutSecret } from '../../src/config/secret.ts';

const secrets = fc.string({ minLength: 8, maxLength: 60, unit: 'grapheme' });
const around = fc.string({ maxLength: 20 }).map((text) => `${text} `);

test('law: a secret that is repeated is not told, however it was said', () => {
  fc.assert(
    fc.property(secrets, around, around, fc.stringMatching(/^[a-z]{1,12}$/), (secret, before, after, user) => {
      fc.pre(!before.includes(secret) && !after.includes(secret));
      const said = [
        secret,
        `"${secret.replace(/(["\\])/g, '\\$1')}"`,
        new URLSearchParams({ client_secret: secret }).toString(),
        encodeURIComponent(secret),
        Buffer.from(secret).toString('base64'),
        Buffer.from(`\0${user}\0${secret}`).toString('base64'),
        Buffer.from(`user=${user}\x01auth=Bearer ${secret}\x01\x01`).toString('base64url'),
      ];
      for (const words of said) {
        const told = withoutSecret(`${before}${words} ${after}`, secret);
        expect(told).toContain('[secret]');
        expect(told).not.toContain(words);
      }
    }),
    { numRuns: 300 },
  );
});

test('what has none stays as it is, and a hostile megabyte costs nothing much', () => {
  expect(withoutSecret('535 5.7.8 bad credentials', 'correct horse')).toBe('535 5.7.8 bad credentials');
  expect(withoutSecret('anything', undefined)).toBe('anything');
  expect(withoutSecret('anything', '')).toBe('anything');
  expect(withoutSecret('a pin 12', '12')).toBe('a pin [secret]');
  withoutSecret('A'.repeat(1_000_000), 'correct horse');
});
