import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beyondIncluded, chargeCase, type Piece, roundUp } from '../../../src/desk/time/charge.ts';
import { MOST_MINUTES, readWorkTime } from '../../../src/desk/time/read.ts';
import { PLAIN_TERMS, type TimeTerms } from '../../../src/desk/time/terms.ts';

const monthOf = (at: Date) => at.toISOString().slice(0, 7);
const on = (day: string, minutes: number): Piece => ({ at: new Date(`2026-${day}T10:00:00Z`), minutes });
const SINCE = new Date('2026-11-01T00:00:00Z');
const QUARTERS: TimeTerms = { free: 15, charged: 'rest', round: { to: 15, per: 'booking' }, included: 0 };
const WHOLE: TimeTerms = { free: 15, charged: 'all', round: { to: 15, per: 'ticket' }, included: 0 };

describe('what is charged', () => {
  it.each<readonly [string, readonly Piece[], Date | undefined, TimeTerms, readonly number[]]>([
    ['to the minute', [on('11-02', 7), on('11-03', 8)], SINCE, PLAIN_TERMS, [7, 8]],
    ['nothing of what costs nothing', [on('11-02', 90)], undefined, QUARTERS, [0]],
    ['nothing within the free minutes', [on('11-02', 15)], SINCE, QUARTERS, [0]],
    ['the 16th minute, as a started quarter', [on('11-02', 16)], SINCE, QUARTERS, [15]],
    ['the rest beyond the free minutes', [on('11-02', 10), on('11-03', 20)], SINCE, QUARTERS, [0, 15]],
    ['all of a case that takes longer', [on('11-02', 10), on('11-03', 20)], SINCE, WHOLE, [10, 20]],
    ['all of it, rounded together', [on('11-02', 10), on('11-03', 21)], SINCE, WHOLE, [10, 35]],
    ['each piece for itself', [on('11-02', 20), on('11-03', 20)], SINCE, { ...QUARTERS, free: 0 }, [30, 30]],
    ['a correction of the same month', [on('11-02', 25), on('11-03', -10)], SINCE, { ...QUARTERS, free: 0 }, [15]],
    [
      'a correction of an earlier month is a credit',
      [on('11-02', 30), on('12-03', -10)],
      SINCE,
      { ...PLAIN_TERMS },
      [30, -10],
    ],
    ['months are rounded each for itself', [on('11-02', 20), on('12-02', 20)], SINCE, WHOLE, [30, 30]],
  ])('%s', (_says, pieces, since, terms, charged) => {
    expect(chargeCase(pieces, since, terms, monthOf).map((one) => one.charged)).toEqual(charged);
  });

  it('is charged in the month in which the client agreed, not before', () => {
    const agreed = new Date('2026-12-02T09:00:00Z');
    const [one] = chargeCase([on('11-20', 30)], agreed, QUARTERS, monthOf);
    expect(one).toMatchObject({ charged: 15, due: agreed });
  });

  const pieces = fc.array(
    fc.record({ minutes: fc.integer({ min: 1, max: 300 }), day: fc.integer({ min: 1, max: 60 }) }),
    { maxLength: 12 },
  );
  const terms = fc.record<TimeTerms>({
    free: fc.constantFrom(0, 15, 30),
    charged: fc.constantFrom('rest', 'all'),
    round: fc.record({ to: fc.constantFrom(1, 5, 15, 60), per: fc.constantFrom('booking', 'ticket') }),
    included: fc.constant(0),
  });
  const placed = (given: readonly { minutes: number; day: number }[]): readonly Piece[] =>
    given
      .toSorted((a, b) => a.day - b.day)
      .map(({ minutes, day }) => ({ minutes, at: new Date(SINCE.getTime() + day * 86_400_000) }));
  const sum = (all: readonly { readonly charged: number }[]) => all.reduce((total, one) => total + one.charged, 0);

  it('law: never less than what is beyond the free minutes, and by less than a step more for each piece', () => {
    fc.assert(
      fc.property(pieces, terms, (given, by) => {
        const all = placed(given);
        const total = all.reduce((minutes, one) => minutes + one.minutes, 0);
        const raw = total <= by.free ? 0 : by.charged === 'all' ? total : total - by.free;
        const charged = sum(chargeCase(all, SINCE, by, monthOf));
        expect(charged).toBeGreaterThanOrEqual(raw);
        expect(charged).toBeLessThan(raw + by.round.to * Math.max(1, all.length));
      }),
    );
  });

  it('law: what is charged in a month is whole steps', () => {
    fc.assert(
      fc.property(pieces, terms, (given, by) => {
        const months = new Map<string, number>();
        for (const one of chargeCase(placed(given), SINCE, by, monthOf))
          months.set(monthOf(one.due), (months.get(monthOf(one.due)) ?? 0) + one.charged);
        for (const charged of months.values()) expect(charged % by.round.to).toBe(0);
      }),
    );
  });

  it('law: a piece and its whole correction in the same month cost nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), terms, (minutes, by) => {
        expect(chargeCase([on('11-02', minutes), on('11-03', -minutes)], SINCE, by, monthOf)).toEqual([]);
      }),
    );
  });

  it('law: rounding up is the least number of whole steps that holds it', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.integer({ min: 1, max: 120 }), (minutes, step) => {
        const rounded = roundUp(minutes, step);
        expect([rounded % step, rounded >= minutes, rounded - minutes < step]).toEqual([0, true, true]);
      }),
    );
  });

  it.each([
    [90, 120, 0],
    [150, 120, 30],
    [0, 60, 0],
    [-15, 60, -15],
  ])('%i minutes with %i paid by the level leave %i', (charged, included, left) => {
    expect(beyondIncluded(charged, included)).toBe(left);
  });
});

describe('#time', () => {
  it.each<readonly [string, number, string]>([
    ['25m data correction', 25, 'data correction'],
    ['25 min: popravek podatkov', 25, 'popravek podatkov'],
    ['25', 25, ''],
    ['1h', 60, ''],
    ['1h30', 90, ''],
    ['1h 30m klic', 90, 'klic'],
    ['1 h 30 min klic', 90, 'klic'],
    ['1:30 – klic', 90, 'klic'],
    ['1,5 h', 90, ''],
    ['1.5h školenie', 90, 'školenie'],
    ['2 hours', 120, ''],
    ['2 ure razlage', 120, 'razlage'],
    ['3 sata', 180, ''],
    ['2 hodiny', 120, ''],
    ['15 минути проверка', 15, 'проверка'],
    ['-10m', -10, ''],
    ['−10 min preveč', -10, 'preveč'],
  ])('%s', (argument, minutes, text) => {
    expect(readWorkTime(argument)).toEqual({ minutes, text });
  });

  it.each(['', 'data correction', '0m', '25h', '1:75', '25.11.2026', '25x', 'm25', '99999'])(
    '%s is no time',
    (argument) => {
      expect(readWorkTime(argument)).toBeUndefined();
    },
  );

  it('law: what is read is never nothing, and at most a day and a night', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[-0-9hm:., minruats]{0,16}$/), (argument) => {
        const read = readWorkTime(argument);
        if (read === undefined) return;
        expect(Math.abs(read.minutes)).toBeGreaterThan(0);
        expect(Math.abs(read.minutes)).toBeLessThanOrEqual(MOST_MINUTES);
      }),
    );
  });
});
