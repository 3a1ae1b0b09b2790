/** Where the law of a country differs from what date-holidays 3.37.0 tells: days to add, and why we know it. */
export interface HolidayCorrection {
  readonly country: string;
  /** Holds in this region only; in all when undefined. */
  readonly region: string | undefined;
  /** In the rule grammar of date-holidays: `05-08`, `2027-05-04`, `orthodox -1`. */
  readonly add: readonly string[];
  /** First year for which it holds. */
  readonly since: number;
  readonly source: string;
}

/**
 * SI (ZPDPD), CZ (245/2000 Sb.), HR (NN 110/2019), MK (Сл. весник 21/98 and 18/07) and GB's nations but Scotland needed none for 2024–2028. Days
 * that a government decrees for one year belong to the operator's `added`.
 */
export const HOLIDAY_CORRECTIONS: readonly HolidayCorrection[] = [
  {
    country: 'RS',
    region: undefined,
    add: ['01-01', '01-02', '02-15', '02-16', '05-01', '05-02', '11-11'],
    since: 2012,
    source:
      'Zakon o državnim i drugim praznicima (Sl. glasnik RS 43/2001, 101/2007, 92/2011), arts. 2, 3a: a Sunday adds the next working day, it does not lose its own',
  },
  {
    country: 'RS',
    region: undefined,
    add: ['2021-05-04', '2027-05-04', '2032-05-04'],
    since: 2012,
    source:
      'the same, art. 3a: where 2 May is a Sunday and the Monday is Easter Monday already, the next *working* day is Tuesday',
  },
  {
    country: 'RS',
    region: undefined,
    add: ['orthodox -1'],
    since: 2012,
    source:
      'the same, art. 4: Easter is free *from* Good Friday *to* its second day, Saturday included (as the ministry announced for 2016: from 29 April to 3 May)',
  },
  {
    country: 'SK',
    region: undefined,
    add: ['05-08', '09-15'],
    since: 2027,
    source:
      'zákon 241/1993 Z. z. as amended by the consolidation of September 2025: 8 May and 15 September are working days in 2026 alone, 17 November for good since 2025',
  },
  {
    country: 'GB',
    region: 'SCT',
    add: ['2026-06-15'],
    since: 2026,
    source:
      'Royal Proclamation of 3 February 2026 (Banking and Financial Dealings Act 1971, s. 1(3)): World Cup bank holiday',
  },
];
