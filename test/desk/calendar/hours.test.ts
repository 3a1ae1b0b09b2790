import { describe, expect, it } from 'vitest';
import { ALWAYS, type DaySpan, readHours, readSpans, type WeekHours, week } from '../../../src/desk/calendar/hours.ts';
import type { Weekday } from '../../../src/desk/calendar/local.ts';

const h = (from: number, to: number): DaySpan => ({ from: from * 60, to: to * 60 });
const on = (days: readonly Weekday[], ...spans: DaySpan[]): WeekHours =>
  week((day) => (days.includes(day) ? spans : []));
const WORKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;

describe('readHours', () => {
  const good: readonly (readonly [name: string, text: string, expected: WeekHours])[] = [
    ['SAGA-4: 9–17 on working days', 'Mon-Fri 09:00-17:00', on(WORKDAYS, h(9, 17))],
    ['SAOP-6: 8–16', 'mon–fri 8-16', on(WORKDAYS, h(8, 16))],
    ['CLOUDEMPIERE-3: 8–17', 'Mon-Fri 08:00–17:00', on(WORKDAYS, h(8, 17))],
    ['INTERSPACE-1: day and night', '24/7', ALWAYS],
    ['several spans a day', 'Mon-Fri 08:00-12:00, 13:00-17:00', on(WORKDAYS, h(8, 12), h(13, 17))],
    ['days listed', 'mon wed, fri 9-10', on(['mon', 'wed', 'fri'], h(9, 10))],
    ['over the weekend', 'Sat-Mon 9-10', on(['sat', 'sun', 'mon'], h(9, 10))],
    ['till midnight', 'sun 20:00-24:00', on(['sun'], h(20, 24))],
    ['nothing', '', on([])],
    [
      'other hours on other days',
      'Mon-Thu 9-17; Fri 9-15',
      week((day) => (day === 'fri' ? [h(9, 15)] : day === 'sat' || day === 'sun' ? [] : [h(9, 17)])),
    ],
    [
      'past midnight into the next day',
      'Fri 22-6',
      week((day) => (day === 'fri' ? [h(22, 24)] : day === 'sat' ? [h(0, 6)] : [])),
    ],
    ['till midnight by 0:00', 'Sun 22:00-00:00', on(['sun'], h(22, 24))],
  ];
  it.each(good)('%s', (_, text, expected) => {
    expect(readHours(text)).toEqual({ kind: 'hours', week: expected });
  });

  const bad: readonly (readonly [text: string, says: RegExp])[] = [
    ['9-17', /no days stand before 9-17/],
    ['Mon-Fri', /no hours stand after mon, tue, wed, thu, fri/],
    ['Mon 9-17, Tue', /no hours stand after tue/],
    ['pon-pet 9-17', /“pon-pet” is neither days nor hours/],
    ['Mon 9-25', /“9-25” is neither/],
    ['Mon 9:60-17', /“9:60-17” is neither/],
    ['Mon 9-9', /“9-9” is neither/],
    ['Mon 24:00-25:00', /neither/],
    [`Mon ${'9-10 '.repeat(500)}`, /longer than 1000/],
  ];
  it.each(bad)('refuses %s', (text, says) => {
    expect(readHours(text)).toEqual({ kind: 'problem', problem: expect.stringMatching(says) });
  });
});

describe('readSpans', () => {
  it('reads the hours of one day', () => {
    expect(readSpans('8:00-12:00')).toEqual({ kind: 'spans', spans: [h(8, 12)] });
    expect(readSpans('')).toEqual({ kind: 'spans', spans: [] });
  });
  it.each(['22-6', 'mon 8-12', 'x'])('refuses %s', (text) => {
    expect(readSpans(text).kind).toBe('problem');
  });
});
