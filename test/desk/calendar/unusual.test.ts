import { describe, expect, it } from 'vitest';
import { unusualDays } from '../../../src/desk/calendar/unusual.ts';
import { calendarOf, date, day } from './calendars.ts';

const at = (text: string) => new Date(`${text}T10:00:00Z`);
const spans = (from: number, to: number) => [{ from: from * 60, to: to * 60 }];

describe('unusual days', () => {
  const office = calendarOf('Mon-Fri 09:00-17:00', 'Europe/Belgrade', {
    holidays: [{ country: 'RS', region: undefined }],
    halfDays: [{ on: day('12-31'), spans: [{ from: 540, to: 720 }] }],
    extraDays: [{ on: date('2027-01-09'), spans: [{ from: 540, to: 840 }] }],
    closures: [{ from: date('2026-12-28'), to: date('2026-12-29') }],
  });

  it('are holidays, closures, half days and days that are worked after all; weekends are not', () => {
    expect(unusualDays(office, at('2026-12-30'), 3, 12)).toEqual([
      { date: '2026-12-28', open: [] },
      { date: '2026-12-29', open: [] },
      { date: '2026-12-31', open: spans(9, 12) },
      { date: '2027-01-01', open: [] },
      { date: '2027-01-07', open: [] },
      { date: '2027-01-09', open: spans(9, 14) },
    ]);
  });

  it.each([
    ['24/7', 'Europe/Belgrade'],
    ['Mon-Sun 00:00-06:00', 'Europe/Belgrade'],
    ['Mon-Sun 01:00-23:00', 'America/Santiago'],
  ])('are none of %s in %s, changes of the clock included', (hours, zone) => {
    for (const month of ['2026-03-29', '2026-04-05', '2026-09-06', '2026-10-25'])
      expect(unusualDays(calendarOf(hours, zone), at(month), 3, 3), month).toEqual([]);
  });
});
