import { describe, expect, it } from 'vitest';
import { holidaysOf, placeProblems } from '../../../src/desk/calendar/holidays.ts';
import { type DayPattern, dayNumber, type LocalDate, parseLocalDate } from '../../../src/desk/calendar/local.ts';

/** Days free by law in each year, as the governments announce them; Sundays that are free anyway included where the law names them. */
const YEARS: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  RS: {
    2024: '01-01 01-02 01-07 02-15 02-16 05-01 05-02 05-03 05-04 05-05 05-06 11-11',
    2025: '01-01 01-02 01-07 02-15 02-16 02-17 04-18 04-19 04-20 04-21 05-01 05-02 11-11',
    2026: '01-01 01-02 01-07 02-15 02-16 02-17 04-10 04-11 04-12 04-13 05-01 05-02 11-11',
    2027: '01-01 01-02 01-07 02-15 02-16 04-30 05-01 05-02 05-03 05-04 11-11',
    2028: '01-01 01-02 01-03 01-07 02-15 02-16 04-14 04-15 04-16 04-17 05-01 05-02 11-11',
  },
  SI: {
    2024: '01-01 01-02 02-08 03-31 04-01 04-27 05-01 05-02 05-19 06-25 08-15 10-31 11-01 12-25 12-26',
    2025: '01-01 01-02 02-08 04-20 04-21 04-27 05-01 05-02 06-08 06-25 08-15 10-31 11-01 12-25 12-26',
    2026: '01-01 01-02 02-08 04-05 04-06 04-27 05-01 05-02 05-24 06-25 08-15 10-31 11-01 12-25 12-26',
    2027: '01-01 01-02 02-08 03-28 03-29 04-27 05-01 05-02 05-16 06-25 08-15 10-31 11-01 12-25 12-26',
    2028: '01-01 01-02 02-08 04-16 04-17 04-27 05-01 05-02 06-04 06-25 08-15 10-31 11-01 12-25 12-26',
  },
  SK: {
    2024: '01-01 01-06 03-29 04-01 05-01 05-08 07-05 08-29 09-15 11-01 11-17 12-24 12-25 12-26',
    2025: '01-01 01-06 04-18 04-21 05-01 05-08 07-05 08-29 09-15 11-01 12-24 12-25 12-26',
    2026: '01-01 01-06 04-03 04-06 05-01 07-05 08-29 11-01 12-24 12-25 12-26',
    2027: '01-01 01-06 03-26 03-29 05-01 05-08 07-05 08-29 09-15 11-01 12-24 12-25 12-26',
    2028: '01-01 01-06 04-14 04-17 05-01 05-08 07-05 08-29 09-15 11-01 12-24 12-25 12-26',
  },
  CZ: {
    2024: '01-01 03-29 04-01 05-01 05-08 07-05 07-06 09-28 10-28 11-17 12-24 12-25 12-26',
    2025: '01-01 04-18 04-21 05-01 05-08 07-05 07-06 09-28 10-28 11-17 12-24 12-25 12-26',
    2026: '01-01 04-03 04-06 05-01 05-08 07-05 07-06 09-28 10-28 11-17 12-24 12-25 12-26',
    2027: '01-01 03-26 03-29 05-01 05-08 07-05 07-06 09-28 10-28 11-17 12-24 12-25 12-26',
    2028: '01-01 04-14 04-17 05-01 05-08 07-05 07-06 09-28 10-28 11-17 12-24 12-25 12-26',
  },
  MK: {
    2024: '01-01 01-07 01-08 04-10 05-01 05-05 05-06 05-24 08-02 09-08 09-09 10-11 10-23 12-08 12-09',
    2025: '01-01 01-07 03-30 03-31 04-20 04-21 05-01 05-24 08-02 09-08 10-11 10-23 12-08',
    2026: '01-01 01-07 03-20 04-12 04-13 05-01 05-24 05-25 08-02 08-03 09-08 10-11 10-12 10-23 12-08',
    2027: '01-01 01-07 03-09 05-01 05-02 05-03 05-24 08-02 09-08 10-11 10-23 12-08',
    2028: '01-01 01-07 02-26 04-16 04-17 05-01 05-24 08-02 09-08 10-11 10-23 12-08',
  },
  HR: {
    2024: '01-01 01-06 03-31 04-01 05-01 05-30 06-22 08-05 08-15 11-01 11-18 12-25 12-26',
    2026: '01-01 01-06 04-05 04-06 05-01 05-30 06-04 06-22 08-05 08-15 11-01 11-18 12-25 12-26',
    2028: '01-01 01-06 04-16 04-17 05-01 05-30 06-15 06-22 08-05 08-15 11-01 11-18 12-25 12-26',
  },
};

/** Bank holidays as gov.uk lists them; weekends do not count, for the list names the substitutes alone. */
const NATIONS: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  ENG: {
    2026: '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28',
    2027: '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28',
    2028: '01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26',
  },
  SCT: {
    2026: '01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28',
    2027: '01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28',
    2028: '01-03 01-04 04-14 05-01 05-29 08-07 11-30 12-25 12-26',
  },
  NIR: {
    2026: '01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28',
    2027: '01-01 03-17 03-26 03-29 05-03 05-31 07-12 08-30 12-27 12-28',
    2028: '01-03 03-17 04-14 04-17 05-01 05-29 07-12 08-28 12-25 12-26',
  },
};

const days = (dates: readonly LocalDate[]): string => dates.map((date) => date.slice(5)).join(' ');
const isWeekday = (date: LocalDate): boolean => ![0, 6].includes(new Date(date).getUTCDay());

describe('public holidays', () => {
  const table = Object.entries(YEARS).flatMap(([country, years]) =>
    Object.entries(years).map(([year, expected]) => [country, Number(year), expected] as const),
  );
  it.each(table)('%s %i', (country, year, expected) => {
    expect(days(holidaysOf([{ country, region: undefined }])(year))).toBe(expected);
  });

  const nations = Object.entries(NATIONS).flatMap(([region, years]) =>
    Object.entries(years).map(([year, expected]) => [region, Number(year), expected] as const),
  );
  it.each(nations)('GB %s %i', (region, year, expected) => {
    expect(days(holidaysOf([{ country: 'GB', region }])(year).filter(isWeekday))).toBe(expected);
  });

  it('leaves out a half day, and takes several places together, each day once and in order', () => {
    expect(holidaysOf([{ country: 'CN', region: undefined }])(2026)).not.toContain('2026-03-08');
    const both = holidaysOf([
      { country: 'CZ', region: undefined },
      { country: 'SK', region: undefined },
    ])(2026);
    expect(both).toContain('2026-01-06');
    expect(both).toContain('2026-10-28');
    expect(new Set(both).size).toBe(both.length);
    expect([...both].sort()).toEqual(both);
  });

  it('knows none where none are asked for', () => {
    expect(holidaysOf([])(2026)).toEqual([]);
  });
});

describe('placeProblems', () => {
  it.each([
    ['UK', undefined, /no holidays are known of the country “UK”; write GB/],
    ['XX', undefined, /ISO 3166/],
    ['__proto__', undefined, /no holidays are known/],
    ['GB', undefined, /need a region: .*SCT/],
    ['GB', 'SC', /no region “SC”; it has .*SCT/],
    ['RS', 'VO', /no region “VO”; it has none/],
  ] as const)('%s %s', (country, region, says) => {
    expect(placeProblems([{ country, region }])).toEqual([expect.stringMatching(says)]);
    expect(() => holidaysOf([{ country, region }])).toThrow(says);
  });
});

describe('dates', () => {
  it('are days of the calendar alone', () => {
    expect(parseLocalDate('2026-02-29')).toBeUndefined();
    expect(parseLocalDate('2026-2-9')).toBeUndefined();
    const leap: DayPattern | undefined = parseLocalDate('2028-02-29');
    expect(leap).toBe('2028-02-29');
    expect(dayNumber('1970-01-02' as LocalDate)).toBe(1);
  });
});
