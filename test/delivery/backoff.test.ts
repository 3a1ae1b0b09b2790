import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoff, GIVE_UP_AFTER, MAIL_BACKOFF, nextTry } from '../../src/delivery/backoff.ts';

const now = new Date('2026-03-02T10:00:00Z');

describe('backoff', () => {
  it('doubles up to the cap', () => {
    const minutes = [1, 2, 3, 4, 5, 6, 7, 8, 1e6].map((n) => backoff(n, MAIL_BACKOFF, 0) / 60_000);
    expect(minutes).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('never waits longer than the cap or shorter than three quarters', () => {
    const shape = fc.record({ first: fc.integer({ min: 1, max: 1e6 }), cap: fc.integer({ min: 1, max: 1e8 }) });
    fc.assert(
      fc.property(fc.nat(), shape, fc.double({ min: 0, max: 0.999, noNaN: true }), (n, given, random) => {
        const wait = backoff(n, given, random);
        expect(wait).toBeLessThanOrEqual(given.cap);
        expect(wait).toBeGreaterThanOrEqual(Math.floor(backoff(n, given, 0) * 0.75));
      }),
    );
  });

  it('gives a mail up after days of trying, not before', () => {
    let waited = 0;
    let attempts = 1;
    for (let next = nextTry(attempts, now, 0); next !== undefined; next = nextTry(attempts, now, 0)) {
      waited += next.getTime() - now.getTime();
      attempts += 1;
    }
    expect(waited).toBeGreaterThanOrEqual(GIVE_UP_AFTER);
    expect(waited).toBeLessThan(GIVE_UP_AFTER + 2 * MAIL_BACKOFF.cap);
    expect(nextTry(1_000_000, now, 0)).toBeUndefined();
  });
});
