import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Month, monthAfter, monthOf, monthSpan, parseMonth } from '../../../src/desk/calendar/month.ts';
import { zoneOf } from '../../../src/desk/calendar/zone.ts';

const BELGRADE = zoneOf('Europe/Belgrade');

describe('months', () => {
  it('reads no month that is none', () => {
    expect(parseMonth('2026-10')).toBe('2026-10');
    for (const text of ['2026-13', '2026-00', '2026-1', '2026-10-01', 'October', ''])
      expect(parseMonth(text)).toBeUndefined();
  });

  it('begin at local midnight, whatever the clocks do in them', () => {
    expect(monthSpan(BELGRADE, '2026-10' as Month)).toEqual({
      from: new Date('2026-09-30T22:00:00Z'),
      to: new Date('2026-10-31T23:00:00Z'),
    });
  });

  it('law: each moment lies in its month, and months follow each other without a gap', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1971-01-01'), max: new Date('2190-01-01'), noInvalidDate: true }), (at) => {
        const month = monthOf(BELGRADE, at);
        const { from, to } = monthSpan(BELGRADE, month);
        expect(from <= at && at < to).toBe(true);
        expect(monthSpan(BELGRADE, monthAfter(month)).from).toEqual(to);
        expect(monthAfter(monthAfter(month, -5), 5)).toBe(month);
      }),
    );
  });
});
