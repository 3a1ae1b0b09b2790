/** Intl's formats of one language in one time zone. */
export interface Formats {
  readonly day: Intl.DateTimeFormat;
  readonly minute: Intl.DateTimeFormat;
  readonly month: Intl.DateTimeFormat;
  readonly kilobyte: Intl.NumberFormat;
  readonly megabyte: Intl.NumberFormat;
  readonly days: Intl.NumberFormat;
  readonly hours: Intl.NumberFormat;
  readonly minutes: Intl.NumberFormat;
  readonly percent: Intl.NumberFormat;
  readonly list: Intl.ListFormat;
}

/** As many as there are languages times time zones of desks; making one costs more than writing a notice. */
const MADE = new Map<string, Formats>();

/** An amount in the form of a language, with the currency's code, which no two countries share; whole amounts without hundredths. */
export function moneyText(tag: string, hundredths: number, currency: string): string {
  const digits = hundredths % 100 === 0 ? 0 : 2;
  const number = new Intl.NumberFormat(tag, { minimumFractionDigits: digits, maximumFractionDigits: 2 });
  return `${number.format(hundredths / 100)}\u00a0${currency}`;
}

/** The formats for a BCP 47 tag and an IANA time zone, made once. */
export function formatsFor(tag: string, timeZone: string): Formats {
  const key = `${tag} ${timeZone}`;
  const known = MADE.get(key);
  if (known !== undefined) return known;
  const size = { style: 'unit', unitDisplay: 'short', maximumFractionDigits: 1 } as const;
  const long = { style: 'unit', unitDisplay: 'long' } as const;
  const made = {
    day: new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone }),
    minute: new Intl.DateTimeFormat(tag, { timeStyle: 'short', timeZone }),
    month: new Intl.DateTimeFormat(tag, { month: 'long', year: 'numeric', timeZone }),
    kilobyte: new Intl.NumberFormat(tag, { ...size, unit: 'kilobyte' }),
    megabyte: new Intl.NumberFormat(tag, { ...size, unit: 'megabyte' }),
    days: new Intl.NumberFormat(tag, { ...long, unit: 'day' }),
    hours: new Intl.NumberFormat(tag, { ...long, unit: 'hour' }),
    minutes: new Intl.NumberFormat(tag, { ...long, unit: 'minute' }),
    percent: new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 }),
    list: new Intl.ListFormat(tag, { type: 'conjunction' }),
  };
  MADE.set(key, made);
  return made;
}
