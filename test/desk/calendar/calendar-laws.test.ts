import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, elapsed, isOpen, nextOpening, openSpans } from '../../../src/desk/calendar/calendar.ts';
import { DAY, DAY_MINUTES, MINUTE, WEEKDAYS, type Weekday } from '../../../src/desk/calendar/local.ts';
import { calendarOf } from './calendars.ts';

/** Weeks (their Thursday, UTC) in which clocks change, or nothing does: where minutes are walked one by one. */
const ZONES = {
  'Europe/Belgrade': ['2026-03-26', '2026-10-22', '2026-12-31'],
  'Europe/Prague': ['2027-03-25', '2027-10-28'],
  UTC: ['2026-03-26', '2027-12-30'],
  'America/New_York': ['2026-03-05', '2026-10-29'],
  'Australia/Lord_Howe': ['2026-04-02', '2026-10-01'],
  'America/Santiago': ['2026-04-02', '2026-09-03'],
} as const;
const names = Object.keys(ZONES) as (keyof typeof ZONES)[];

/** What the clock on the wall says, minute by minute: by Intl, which the calendar does not use. */
interface Minute {
  readonly at: number;
  readonly date: string;
  readonly day: Weekday;
  readonly minute: number;
}

function walk(timeZone: string, thursday: string): readonly Minute[] {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const start = Date.parse(`${thursday}T00:00Z`);
  return Array.from({ length: 7 * DAY_MINUTES }, (_, i) => {
    const part = Object.fromEntries(format.formatToParts(start + i * MINUTE).map(({ type, value }) => [type, value]));
    const day = WEEKDAYS.find((one) => part.weekday?.toLowerCase().startsWith(one));
    if (day === undefined) throw new Error('Intl names no day of the week');
    const date = `${part.year}-${part.month}-${part.day}`;
    return { at: start + i * MINUTE, date, day, minute: Number(part.hour) * 60 + Number(part.minute) };
  });
}

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** A span of a day, and the days it is for; several make a week. */
const hours = fc.array(
  fc.record({
    days: fc.subarray([...WEEKDAYS], { minLength: 1 }),
    span: fc
      .tuple(fc.nat({ max: DAY_MINUTES - 1 }), fc.nat({ max: DAY_MINUTES }))
      .filter(([a, b]) => a !== b && Math.min(a, b) < Math.max(a, b))
      .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
  }),
  { minLength: 1, maxLength: 4 },
);
const written = (weeks: readonly { days: readonly Weekday[]; span: { from: number; to: number } }[]) =>
  weeks.map(({ days, span }) => `${days.join(' ')} ${clock(span.from)}-${clock(span.to)}`).join('; ');

describe('a calendar agrees with one who walks minute by minute', () => {
  const weeks = names.flatMap((zone) => ZONES[zone].map((thursday) => [zone, thursday] as const));
  it.each(weeks)('%s, the week from %s', (zone, thursday) => {
    const minutes = walk(zone, thursday);
    const [first] = minutes;
    if (first === undefined) throw new Error('no minutes');
    fc.assert(
      fc.property(hours, fc.nat({ max: minutes.length - 1 }), fc.nat({ max: minutes.length - 1 }), (week, i, j) => {
        const calendar = calendarOf(written(week), zone);
        const open = minutes.map(({ day, minute }) =>
          week.some(({ days, span }) => days.includes(day) && minute >= span.from && minute < span.to),
        );
        const wrong = minutes.find(({ at }, k) => isOpen(calendar, new Date(at)) !== open[k]);
        expect(wrong).toBeUndefined();

        const [a, b] = [Math.min(i, j), Math.max(i, j)];
        const [from, to] = [new Date(first.at + a * MINUTE), new Date(first.at + b * MINUTE)];
        const worked = open.slice(a, b).filter(Boolean).length;
        expect(elapsed(calendar, from, to)).toBe(worked * MINUTE);
        expect(openSpans(calendar, from, to).reduce((sum, span) => sum + +span.to - +span.from, 0)).toBe(
          worked * MINUTE,
        );

        const next = open.indexOf(true, a);
        if (next >= 0) expect(nextOpening(calendar, from).getTime()).toBe(minutes[next]?.at);
        if (worked > 0) {
          // The minute in which the last of them is worked, and its end.
          let left = worked;
          const last = open.findIndex((one, k) => k >= a && one && --left === 0);
          expect(add(calendar, from, worked * MINUTE).getTime()).toBe(first.at + (last + 1) * MINUTE);
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('the laws of business time', () => {
  const moment = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2029, 0, 1) }).map((ms) => new Date(ms));
  const span = fc.integer({ min: 0, max: 60 * DAY });
  // Open for some hours a week: months of business time in an office of minutes a week lie centuries ahead, where a calendar refuses.
  const worth = (week: readonly { days: readonly Weekday[]; span: { from: number; to: number } }[]) =>
    week.reduce((sum, { days, span }) => sum + days.length * (span.to - span.from), 0) >= 10 * 60;
  const calendar = fc
    .record({ week: hours.filter(worth), zone: fc.constantFrom(...names) })
    .map(({ week, zone }) =>
      calendarOf(written(week), zone, { holidays: [{ country: 'RS', region: undefined }], added: [], removed: [] }),
    );
  const some = { numRuns: 150 };

  it('adding is associative', () => {
    fc.assert(
      fc.property(calendar, moment, span, span, (office, from, a, b) => {
        expect(add(office, add(office, from, a), b)).toEqual(add(office, from, a + b));
      }),
      some,
    );
  });

  it('elapsed(a, b) + elapsed(b, c) = elapsed(a, c), in whatever order they stand', () => {
    fc.assert(
      fc.property(calendar, moment, moment, moment, (office, a, b, c) => {
        expect(elapsed(office, a, b) + elapsed(office, b, c)).toBe(elapsed(office, a, c));
      }),
      some,
    );
  });

  it('what was added has elapsed, and no earlier moment would do', () => {
    fc.assert(
      fc.property(calendar, moment, span, (office, from, ms) => {
        const due = add(office, from, ms);
        expect(elapsed(office, from, due)).toBe(ms);
        if (ms > 0) expect(elapsed(office, from, new Date(due.getTime() - 1))).toBe(ms - 1);
      }),
      some,
    );
  });

  it('later stays later, and business time is never longer than time', () => {
    fc.assert(
      fc.property(calendar, moment, span, span, (office, from, ms, more) => {
        const later = new Date(from.getTime() + more);
        expect(+add(office, later, ms)).toBeGreaterThanOrEqual(+add(office, from, ms));
        expect(+add(office, from, ms + more)).toBeGreaterThanOrEqual(+add(office, from, ms));
        expect(elapsed(office, from, later)).toBeLessThanOrEqual(more);
        expect(elapsed(office, from, later)).toBeGreaterThanOrEqual(0);
        expect(+nextOpening(office, from)).toBeGreaterThanOrEqual(+from);
        expect(isOpen(office, nextOpening(office, from))).toBe(true);
      }),
      some,
    );
  });

  it('day and night is time itself', () => {
    const always = calendarOf('24/7', 'America/New_York');
    fc.assert(
      fc.property(moment, span, (from, ms) => {
        expect(+add(always, from, ms)).toBe(+from + ms);
        expect(elapsed(always, from, new Date(+from + ms))).toBe(ms);
      }),
    );
  });
});
