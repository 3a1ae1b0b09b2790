import { describe, expect, it } from 'vitest';
import { compileCalendar } from '../../../src/desk/calendar/calendar.ts';
import { holidaysOf } from '../../../src/desk/calendar/holidays.ts';
import { readHours } from '../../../src/desk/calendar/hours.ts';
import type { CalendarId, CalendarRules } from '../../../src/desk/calendar/rules.ts';
import { type RfoRules, rfoTimes } from '../../../src/desk/rfo/rules.ts';

const read = readHours('Mon-Fri 08:00-16:00');
if (read.kind !== 'hours') throw new Error('these are hours');
const rules: CalendarRules = {
  id: 'office' as CalendarId,
  timeZone: 'Europe/Belgrade',
  week: read.week,
  holidays: [{ country: 'RS', region: undefined }],
  added: [],
  removed: [],
  halfDays: [],
  extraDays: [],
  closures: [],
};
const office = compileCalendar(rules, holidaysOf(rules.holidays));
const times = (asked: string, more: Partial<RfoRules> = {}) => {
  const { due, warn } = rfoTimes(
    office,
    { priorities: ['urgent'], days: 5, calendar: undefined, warnDays: 1, ...more },
    new Date(asked),
  );
  return [warn?.toISOString(), due.toISOString()];
};

describe('five working days from the request (INTERSPACE-8)', () => {
  it.each([
    ['on a Monday morning', '2026-11-23T08:30:00Z', '2026-11-27T15:00:00.000Z', '2026-11-30T15:00:00.000Z'],
    ['on a Friday evening', '2026-11-27T20:00:00Z', '2026-12-03T15:00:00.000Z', '2026-12-04T15:00:00.000Z'],
    ['on a Sunday', '2026-11-29T12:00:00Z', '2026-12-03T15:00:00.000Z', '2026-12-04T15:00:00.000Z'],
    // 1, 2 and 7 January are free.
    ['before New Year', '2026-12-30T10:00:00Z', '2027-01-06T15:00:00.000Z', '2027-01-08T15:00:00.000Z'],
    ['before the clock changes', '2027-03-25T10:00:00Z', '2027-03-31T14:00:00.000Z', '2027-04-01T14:00:00.000Z'],
  ])('asked for %s', (_, asked, warn, due) => {
    expect(times(asked)).toEqual([warn, due]);
  });

  it('without a warning, where none is wanted or there is no time for one', () => {
    expect(times('2026-11-23T08:30:00Z', { warnDays: 0 })[0]).toBeUndefined();
    expect(times('2026-11-23T08:30:00Z', { days: 1 })).toEqual([undefined, '2026-11-24T15:00:00.000Z']);
  });
});
