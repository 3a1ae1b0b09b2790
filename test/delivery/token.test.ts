import { expect, test } from 'vitest';
import { newToken } from '../../src/delivery/token.ts';

test('a token is 32 hexadecimal digits, in the order of time, and nobody can tell the next', () => {
  const at = new Date('2026-11-23T09:00:00Z');
  const tokens = Array.from({ length: 100 }, () => newToken(at));
  for (const token of tokens) expect(token).toMatch(/^[0-9a-f]{32}$/);
  const later = newToken(new Date(at.getTime() + 1_000));
  expect(tokens.filter((token) => token >= later)).toEqual([]);
  expect(new Set(tokens.map((token) => token.slice(8, 20))).size).toBe(100);
  expect(newToken(new Date('2200-01-01T00:00:00Z'))).toHaveLength(32);
});
