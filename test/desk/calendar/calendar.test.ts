import { describe, expect, it } from 'vitest';
import {
  add,
  addBusinessDays,
  CalendarError,
  compileCalendar,
  elapsed,
  isOpen,
  nextOpening,
  openSpans,
  startOfNextBusinessDay,
} from '../../../src/desk/calendar/calendar.ts';
import { chooseCalendar } from '../../../src/desk/calendar/choose.ts';
import { HOUR, MINUTE } from '../../../src/desk/calendar/local.ts';
import { type CalendarId, calendarProblems } from '../../../src/desk/calendar/rules.ts';
import { calendarOf, date, day, rulesOf } from './calendars.ts';

const RS = [{ country: 'RS', region: undefined }];
const saga = calendarOf('Mon-Fri 09:00-17:00', 'Europe/Belgrade', { holidays: RS });
const saop = calendarOf('Mon-Fri 08:00-16:00', 'Europe/Ljubljana', {
  holidays: [{ country: 'SI', region: undefined }],
});
const noc = calendarOf('24/7', 'Europe/Belgrade');
const santiago = calendarOf('24/7', 'America/Santiago');

const at = (text: string): Date => new Date(text);
const iso = (moment: Date): string => moment.toISOString().replace(':00.000Z', 'Z');

describe('a calendar', () => {
  it.each([
    ['SAGA-4: at nine', saga, '2026-11-20T09:00+01:00', true],
    ['SAGA-4: a millisecond before', saga, '2026-11-20T08:59:59.999+01:00', false],
    ['SAGA-4: at five it is closed', saga, '2026-11-20T17:00+01:00', false],
    ['SAGA-4: on a Saturday', saga, '2026-11-21T12:00+01:00', false],
    ['SAGA-4: on Armistice Day', saga, '2026-11-11T12:00+01:00', false],
    ['SAGA-4: on the Tuesday after Statehood Day on a Sunday', saga, '2026-02-17T12:00+01:00', false],
    ['SAOP-6: at half past eight', saop, '2026-11-20T08:30+01:00', true],
    ['SAOP-6: at 16:00', saop, '2026-11-20T16:00+01:00', false],
    ['INTERSPACE-1: on New Year’s night', noc, '2026-12-31T23:30+01:00', true],
  ] as const)('%s', (_, calendar, moment, expected) => {
    expect(isOpen(calendar, at(moment))).toBe(expected);
  });

  it.each([
    ['open already', saga, '2026-11-20T10:00Z', '2026-11-20T10:00Z'],
    ['in the evening', saga, '2026-11-20T16:00Z', '2026-11-23T08:00Z'],
    ['over New Year and Christmas of the old calendar', saga, '2025-12-31T16:00Z', '2026-01-05T08:00Z'],
    ['over the Easter of 2027, which swallows Labour Day', saga, '2027-04-29T15:00Z', '2027-05-05T07:00Z'],
    ['on the spring Sunday, by summer time', saga, '2026-03-28T12:00Z', '2026-03-30T07:00Z'],
  ] as const)('next opens: %s', (_, calendar, from, expected) => {
    expect(iso(nextOpening(calendar, at(from)))).toBe(expected);
  });

  it.each([
    ['within a day', saga, '2026-11-20T09:00Z', 3, '2026-11-20T12:00Z'],
    ['a whole day is up at closing time', saga, '2026-11-20T08:00Z', 8, '2026-11-20T16:00Z'],
    ['over a weekend', saga, '2026-11-20T15:00Z', 4, '2026-11-23T11:00Z'],
    ['from out of hours', saga, '2026-11-21T15:00Z', 4, '2026-11-23T12:00Z'],
    ['nothing stays where it is', saga, '2026-11-21T15:00Z', 0, '2026-11-21T15:00Z'],
    ['over the autumn overlap', saga, '2026-10-23T14:00Z', 2, '2026-10-26T09:00Z'],
    ['over the spring gap', saga, '2026-03-27T15:00Z', 2, '2026-03-30T08:00Z'],
    ['over the end of the year', saga, '2026-12-31T15:00Z', 2, '2027-01-04T09:00Z'],
    ['day and night over the end of the year', noc, '2026-12-31T22:30Z', 3, '2027-01-01T01:30Z'],
    ['day and night through the night that has 25 hours', noc, '2026-10-24T22:00Z', 25, '2026-10-25T23:00Z'],
  ] as const)('adds: %s', (_, calendar, from, hours, expected) => {
    expect(iso(add(calendar, at(from), hours * HOUR))).toBe(expected);
  });

  it('counts an hour that autumn repeats twice, and one that spring skips not at all', () => {
    const nights = calendarOf('Mon-Sun 01:30-02:30', 'Europe/Prague');
    const wall = (from: string, to: string) => elapsed(nights, at(from), at(to)) / MINUTE;
    expect(wall('2026-03-28T23:00Z', '2026-03-29T22:00Z')).toBe(30);
    expect(wall('2026-10-24T22:00Z', '2026-10-25T23:00Z')).toBe(90);
    expect(
      openSpans(nights, at('2026-10-24T22:00Z'), at('2026-10-25T23:00Z')).map(({ from, to }) => [iso(from), iso(to)]),
    ).toEqual([
      ['2026-10-24T23:30Z', '2026-10-25T00:30Z'],
      ['2026-10-25T01:00Z', '2026-10-25T01:30Z'],
    ]);
  });

  it('shows the spans that counted, whole over the end of a year', () => {
    expect(openSpans(noc, at('2025-06-01T00:00Z'), at('2027-06-01T00:00Z'))).toEqual([
      { from: at('2025-06-01T00:00Z'), to: at('2027-06-01T00:00Z') },
    ]);
    expect(
      openSpans(saga, at('2026-11-20T15:00Z'), at('2026-11-23T09:00Z')).map(({ from, to }) => [iso(from), iso(to)]),
    ).toEqual([
      ['2026-11-20T15:00Z', '2026-11-20T16:00Z'],
      ['2026-11-23T08:00Z', '2026-11-23T09:00Z'],
    ]);
    expect(openSpans(saga, at('2026-11-21T15:00Z'), at('2026-11-21T15:00Z'))).toEqual([]);
  });

  it.each([
    ['INTERSPACE-6: from a Friday to Monday', saga, '2026-11-20T12:00Z', '2026-11-23T08:00Z'],
    ['from the small hours still to the next day', saga, '2026-11-19T01:00Z', '2026-11-20T08:00Z'],
    ['a day without a midnight begins at one', santiago, '2026-09-05T12:00Z', '2026-09-06T04:00Z'],
    ['day and night: the next midnight', noc, '2026-11-19T01:00Z', '2026-11-19T23:00Z'],
  ] as const)('next business day: %s', (_, calendar, from, expected) => {
    expect(iso(startOfNextBusinessDay(calendar, at(from)))).toBe(expected);
  });

  it.each([
    ['INTERSPACE-8: five working days from a Friday', saga, '2026-11-20T12:00Z', 5, '2026-11-27T16:00Z'],
    ['INTERSPACE-8: over a holiday', saga, '2026-11-06T12:00Z', 5, '2026-11-16T16:00Z'],
    ['asked for on a Sunday', saga, '2026-11-22T12:00Z', 1, '2026-11-23T16:00Z'],
    ['day and night: the end of that day', noc, '2026-11-20T12:00Z', 1, '2026-11-21T23:00Z'],
  ] as const)('business days: %s', (_, calendar, from, days, expected) => {
    expect(iso(addBusinessDays(calendar, at(from), days))).toBe(expected);
  });

  it('obeys extra days, closures, removed and added holidays and half days, the most particular first', () => {
    const calendar = calendarOf('Mon-Fri 08:00-12:00, 13:00-17:00', 'Europe/Bratislava', {
      holidays: [{ country: 'SK', region: undefined }],
      added: [day('07-04')],
      removed: [day('2026-08-29'), day('01-06')],
      halfDays: [
        { on: day('12-31'), spans: [{ from: 480, to: 720 }] },
        { on: day('12-24'), spans: [{ from: 480, to: 720 }] },
        { on: day('2026-12-23'), spans: [{ from: 480, to: 600 }] },
      ],
      extraDays: [{ on: day('2026-08-15'), spans: [{ from: 540, to: 600 }] }],
      closures: [{ from: date('2026-08-10'), to: date('2026-08-16') }],
    });
    const hours = (text: string) => elapsed(calendar, at(`${text}T00:00+01:00`), at(`${text}T23:00+01:00`)) / HOUR;
    expect(hours('2026-11-20')).toBe(8);
    expect(hours('2026-12-31')).toBe(4);
    expect(hours('2027-12-31')).toBe(4);
    expect(hours('2026-12-24')).toBe(0); // a holiday; half a day is only for a working one
    expect(hours('2026-12-23')).toBe(2);
    expect(hours('2026-01-06')).toBe(8);
    expect(hours('2028-07-04')).toBe(0);
    expect(hours('2026-08-14')).toBe(0);
    expect(hours('2026-08-15')).toBe(1); // a Saturday amid a closure
    expect(hours('2026-08-29')).toBe(0); // a Saturday, though no holiday now
    expect(hours('2022-12-31')).toBe(0); // a Saturday
  });
});

describe('what cannot be', () => {
  it('is told of the rules before they are compiled', () => {
    const rules = rulesOf('', 'Europe/Nowhere', {
      closures: [
        { from: date('2026-08-10'), to: date('2026-08-09') },
        { from: date('2026-01-01'), to: date('2027-01-02') },
      ],
      halfDays: [{ on: day('12-24'), spans: [{ from: 720, to: 480 }] }],
    });
    expect(calendarProblems(rules)).toEqual([
      '“Europe/Nowhere” is no IANA time zone; write one such as Europe/Belgrade',
      'hours from minute 720 to 480 are none: 0 ≤ from < to ≤ 1440',
      'the closure from 2026-08-10 to 2026-08-09 ends before it begins',
      'the closure from 2026-01-01 to 2027-01-02 is longer than 366 days',
      'it is never open: the week has no hours; write them as “Mon-Fri 09:00-17:00”',
    ]);
    expect(() => compileCalendar(rules, () => [])).toThrow(CalendarError);
  });

  it('is a calendar that never opens: an error, not a loop', () => {
    const closed = compileCalendar(rulesOf('Mon 9-10', 'UTC'), (year) =>
      Array.from({ length: 366 }, (_, i) => date(new Date(Date.UTC(year, 0, 1 + i)).toISOString().slice(0, 10))),
    );
    const now = at('2026-11-22T00:00Z');
    const says = /office is never open in the 10 years after 2026-11-22/;
    expect(() => nextOpening(closed, now)).toThrow(says);
    expect(() => add(closed, now, 1)).toThrow(says);
    expect(() => startOfNextBusinessDay(closed, now)).toThrow(CalendarError);
    expect(() => addBusinessDays(closed, now, 5)).toThrow(CalendarError);
    expect(elapsed(closed, now, at('2027-11-22T00:00Z'))).toBe(0);
  });

  it('is time that is no time', () => {
    const now = at('2026-11-22T00:00Z');
    for (const ms of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => add(saga, now, ms)).toThrow(RangeError);
    for (const days of [0, 1.5, 1001]) expect(() => addBusinessDays(saga, now, days)).toThrow(RangeError);
    expect(() => isOpen(saga, at('1969-12-31T00:00Z'))).toThrow(RangeError);
    expect(() => isOpen(saga, new Date(Number.NaN))).toThrow(RangeError);
    expect(() => add(saga, at('2199-12-01T00:00Z'), 1000 * HOUR)).toThrow(RangeError);
  });
});

describe('chooseCalendar', () => {
  const id = (name: string) => name as CalendarId;
  const calendars = new Map([
    [id('office'), saga],
    [id('always'), noc],
  ]);
  it.each([
    ['the desk’s own', { client: undefined, serviceLevel: undefined, desk: id('office') }, saga, 'desk'],
    [
      'CLOUDEMPIERE-1: the service level’s',
      { client: undefined, serviceLevel: id('always'), desk: id('office') },
      noc,
      'serviceLevel',
    ],
    [
      'the client’s before both',
      { client: id('office'), serviceLevel: id('always'), desk: id('always') },
      saga,
      'client',
    ],
  ] as const)('%s', (_, named, calendar, by) => {
    expect(chooseCalendar(calendars, named)).toEqual({ kind: 'calendar', calendar, by });
  });
  it('tells a name that stands for none', () => {
    expect(chooseCalendar(calendars, { client: undefined, serviceLevel: id('gold'), desk: id('office') })).toEqual({
      kind: 'unknown',
      name: 'gold',
      by: 'serviceLevel',
    });
  });
});
