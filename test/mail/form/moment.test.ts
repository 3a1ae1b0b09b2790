import { describe, expect, it } from 'vitest';
import { readDuration } from '../../../src/mail/form/duration.ts';
import { momentsSince, readMoment } from '../../../src/mail/form/moment.ts';
import { NOW } from './forms.ts';

const AROUND = { now: NOW, timeZone: 'Europe/Belgrade', leans: 'past' } as const;

/** Monday, 23 November 2026, 15:30 in Belgrade; times of the answers are UTC. */
const MOMENTS: readonly (readonly [string, string | undefined])[] = [
  ['2026-11-23T10:00:00Z', '2026-11-23T10:00:00Z'],
  ['2026-11-23T10:00:00.000Z', '2026-11-23T10:00:00Z'],
  ['2026-11-23T10:00+02:00', '2026-11-23T08:00:00Z'],
  ['2026-11-23 10:00', '2026-11-23T09:00:00Z'],
  ['23.11.2026 10:00', '2026-11-23T09:00:00Z'],
  ['23. 11. 2026. u 10:00', '2026-11-23T09:00:00Z'],
  ['23.11. 10:00', '2026-11-23T09:00:00Z'],
  ['since 23.11. 10:00', '2026-11-23T09:00:00Z'],
  ['since 23.11 10:00', '2026-11-23T09:00:00Z'],
  ['23.11.26 8:05', '2026-11-23T07:05:00Z'],
  ['23/11/2026 9:15 AM', '2026-11-23T08:15:00Z'],
  ['11/23/2026 9:15 PM', '2026-11-23T20:15:00Z'],
  ['22-11-2026 22:10', '2026-11-22T21:10:00Z'],
  ['22.11. 10.30', '2026-11-22T09:30:00Z'],
  ['23 November 2026 at 9', '2026-11-23T08:00:00Z'],
  ['Nov 23, 2026, 9:30', '2026-11-23T08:30:00Z'],
  ['22nd of November, 14:00', '2026-11-22T13:00:00Z'],
  ['Monday 9:00 UTC', '2026-11-23T09:00:00Z'],
  ['today at 9', '2026-11-23T08:00:00Z'],
  ['today at 9 am', '2026-11-23T08:00:00Z'],
  ['today 2pm', '2026-11-23T13:00:00Z'],
  ['this morning at 8:30', '2026-11-23T07:30:00Z'],
  ['yesterday at 3 in the afternoon', '2026-11-22T14:00:00Z'],
  ['last night at 11', '2026-11-22T22:00:00Z'],
  ['last night at 1:15', '2026-11-23T00:15:00Z'],
  ['the day before yesterday, 17:45', '2026-11-21T16:45:00Z'],
  ['last Friday around 16:00', '2026-11-20T15:00:00Z'],
  ['2 hours ago', '2026-11-23T12:30:00Z'],
  ['half an hour ago', '2026-11-23T14:00:00Z'],
  ['about 45 minutes ago', '2026-11-23T13:45:00Z'],
  ['yesterday', '2026-11-22'],
  ['22.11.', '2026-11-22'],
  ['half past 9', '2026-11-23T08:30:00Z'],
  ['10:00', '2026-11-23T09:00:00Z'],
  ['since 22:00', '2026-11-22T21:00:00Z'],
  ['from 11:00 CET', '2026-11-23T10:00:00Z'],
  ['noon', '2026-11-23T11:00:00Z'],
  ['midnight', '2026-11-22T23:00:00Z'],
  ['25 December 10:00', '2025-12-25T09:00:00Z'],
  ['1.7.2026 9:00', '2026-07-01T07:00:00Z'],
  ['jutros u 8:30', '2026-11-23T07:30:00Z'],
  ['danas u 9', '2026-11-23T08:00:00Z'],
  ['danas od 9h', '2026-11-23T08:00:00Z'],
  ['juče u 14h', '2026-11-22T13:00:00Z'],
  ['juče oko 14 časova', '2026-11-22T13:00:00Z'],
  ['od juče popodne u 3', '2026-11-22T14:00:00Z'],
  ['sinoć u 23:40', '2026-11-22T22:40:00Z'],
  ['prekjuče u 8.15', '2026-11-21T07:15:00Z'],
  ['pre 2 sata', '2026-11-23T12:30:00Z'],
  ['pre pola sata', '2026-11-23T14:00:00Z'],
  ['pre sat vremena', '2026-11-23T13:30:00Z'],
  ['u petak u 16:00', '2026-11-20T15:00:00Z'],
  ['22. novembra u 21.30', '2026-11-22T20:30:00Z'],
  ['u pola 9', '2026-11-23T07:30:00Z'],
  ['pre podne u 10', '2026-11-23T09:00:00Z'],
  ['јутрос у 8:30', '2026-11-23T07:30:00Z'],
  ['јуче у 14 часова', '2026-11-22T13:00:00Z'],
  ['danes ob 9h', '2026-11-23T08:00:00Z'],
  ['danes zjutraj ob 8.30', '2026-11-23T07:30:00Z'],
  ['včeraj ob 14. uri', '2026-11-22T13:00:00Z'],
  ['včeraj zvečer ob 8', '2026-11-22T19:00:00Z'],
  ['pred 2 urama', '2026-11-23T12:30:00Z'],
  ['pred pol ure', '2026-11-23T14:00:00Z'],
  ['v petek ob 16.00', '2026-11-20T15:00:00Z'],
  ['dnes o 9:00', '2026-11-23T08:00:00Z'],
  ['dnes ráno o 8.30', '2026-11-23T07:30:00Z'],
  ['včera o 14 hod.', '2026-11-22T13:00:00Z'],
  ['v piatok o 16:00', '2026-11-20T15:00:00Z'],
  ['pred 2 hodinami', '2026-11-23T12:30:00Z'],
  ['22. novembra 2026 o 7:20', '2026-11-22T06:20:00Z'],
  ['dnes v 9:00', '2026-11-23T08:00:00Z'],
  ['včera ob 14h', '2026-11-22T13:00:00Z'],
  ['včera v 14 hodin', '2026-11-22T13:00:00Z'],
  ['dnes odpoledne v 3', '2026-11-23T14:00:00Z'],
  ['22. listopadu v 10 hod', '2026-11-22T09:00:00Z'],
  ['5. července 2026 v 10:00', '2026-07-05T08:00:00Z'],
  ['5. června 2026 v 10:00', '2026-06-05T08:00:00Z'],
  ['před 2 hodinami', '2026-11-23T12:30:00Z'],
  ['před půl hodinou', '2026-11-23T14:00:00Z'],
  ['денес во 9', '2026-11-23T08:00:00Z'],
  ['денес од 9 часот', '2026-11-23T08:00:00Z'],
  ['вчера во 14:20', '2026-11-22T13:20:00Z'],
  ['утринава во 8.30', '2026-11-23T07:30:00Z'],
  ['пред 2 часа', '2026-11-23T12:30:00Z'],
  ['во петок во 16:00', '2026-11-20T15:00:00Z'],
  ['some time ago', undefined],
  ['we do not know', undefined],
  ['31.4.2026 10:00', undefined],
  ['25:00', undefined],
  ['10.0.0.1', undefined],
  ['10.10.10.10', undefined],
  ['SVC-10042', undefined],
  ['', undefined],
];

describe('moments', () => {
  it.each(MOMENTS)('reads %j as %j', (text, expected) => {
    expect(readMoment(text, AROUND)).toBe(expected);
  });

  it('keeps to local time across the change of clocks', () => {
    const summer = { ...AROUND, now: new Date('2026-10-25T10:00:00Z') };
    expect(readMoment('jutros u 1:30', summer)).toBe('2026-10-24T23:30:00Z');
    expect(readMoment('jutros u 4:00', summer)).toBe('2026-10-25T03:00:00Z');
  });

  it('looks ahead where a form asks for what is to come', () => {
    const ahead = { ...AROUND, leans: 'future' } as const;
    expect(readMoment('sutra u 9', ahead)).toBe('2026-11-24T08:00:00Z');
    expect(readMoment('u petak u 16h', ahead)).toBe('2026-11-27T15:00:00Z');
    expect(readMoment('9:00', ahead)).toBe('2026-11-24T08:00:00Z');
    expect(readMoment('5.1. 10:00', ahead)).toBe('2027-01-05T09:00:00Z');
  });

  it.each([
    ['It is down since 23.11. 10:00, please help', ['2026-11-23T09:00:00Z']],
    ['Internet ne radi od jutros u 8:30.', ['2026-11-23T07:30:00Z']],
    ['Nedeluje od včeraj ob 14h', ['2026-11-22T13:00:00Z']],
    ['Nefunguje od včera 14:00 a nikto neodpovedá', ['2026-11-22T13:00:00Z']],
    ['Не работи од денес во 9 часот', ['2026-11-23T08:00:00Z']],
    ['It started yesterday at 14:00.', ['2026-11-22T13:00:00Z']],
    ['Počelo je jutros u 8:30', ['2026-11-23T07:30:00Z']],
    ['Почна денес во 9.', ['2026-11-23T08:00:00Z']],
    ['we started 2 servers, began 3', []],
    ['from 10 to 20 percent of packets from 10.0.0.1', []],
    ['od 9 do 17 radimo', []],
    ['od 3 servera rade 2', []],
    ['since we moved', []],
  ])('finds in %j when it began', (text, expected) => {
    const found = momentsSince(text, AROUND);
    expect(found.map((one) => one.value)).toEqual(expected);
  });
});

describe('durations', () => {
  it.each([
    ['2 hours 30 min', 'PT2H30M'],
    ['2h30m', 'PT2H30M'],
    ['about 2 hours', 'PT2H'],
    ['1:30', 'PT1H30M'],
    ['1,5 h', 'PT1H30M'],
    ['30 minuta', 'PT30M'],
    ['2 dana', 'P2D'],
    ['2 sata i 15 minuta', 'PT2H15M'],
    ['pola sata', 'PT30M'],
    ['pol ure', 'PT30M'],
    ['3 ure', 'PT3H'],
    ['2 hodiny', 'PT2H'],
    ['20 minút', 'PT20M'],
    ['půl hodiny', 'PT30M'],
    ['2 týdny', 'P14D'],
    ['два', undefined],
    ['3 часа', 'PT3H'],
    ['2 дена', 'P2D'],
    ['long', undefined],
    ['5000 days', undefined],
  ])('reads %j as %j', (text, expected) => {
    expect(readDuration(text)).toBe(expected);
  });
});
