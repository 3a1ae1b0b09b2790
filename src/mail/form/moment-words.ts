import { fold } from '../fold.ts';

/** Words of dates and times in en, sr, sl, sk, cs, mk, as `fold` leaves them (Cyrillic as Latin, no diacritics). */

/** Months by the letters their names begin with; cs has names of its own, and červen and červenec differ at the end. */
const MONTHS: readonly (readonly [RegExp, number])[] = [
  [/^(?:jan(?:uar\p{L}{0,3})?|led(?:en|na))$/u, 1],
  [/^(?:feb(?:ruar\p{L}{0,3})?|unor\p{L}?)$/u, 2],
  [/^(?:mar(?:t|ta|tu|ec|ca|ch|ce|c)?|brezen|brezna)$/u, 3],
  [/^(?:apr(?:il\p{L}{0,2})?|dub(?:en|na))$/u, 4],
  [/^(?:ma[jy](?:a|u)?|kvet(?:en|na))$/u, 5],
  [/^(?:jun\p{L}{0,3}|cerv(?:en|na))$/u, 6],
  [/^(?:jul\p{L}{0,2}|cerven(?:ec|ce))$/u, 7],
  [/^(?:a[uv]g(?:ust\p{L}{0,2})?|srp(?:en|na))$/u, 8],
  [/^(?:sep(?:t|te[mb]*b\p{L}{0,3})?|zari)$/u, 9],
  [/^(?:o[ck]t(?:ob(?:er|ra|ar|ri)?)?|oktomvri|rij(?:en|na))$/u, 10],
  [/^(?:nov(?:emb\p{L}{0,3})?|noemvri|listopadu?)$/u, 11],
  [/^(?:de[ck](?:emb\p{L}{0,3})?|dekemvri|prosin(?:ec|ce))$/u, 12],
];

/** The month, 1 to 12, that a folded word names. */
export function monthOf(word: string): number | undefined {
  return word.length < 3 ? undefined : MONTHS.find(([pattern]) => pattern.test(word))?.[1];
}

/** Weekdays, 1 Monday to 7 Sunday (ISO 8601). */
const WEEKDAYS: readonly (readonly [RegExp, number])[] = [
  [/^(?:mon|monday|poned?(?:j?el(?:j(?:ak|ka|ek|kom)|nik(?:ot)?))|pondel(?:i|ka?|ok|ek|ku|im|kom)|ponedeljka?)$/, 1],
  [/^(?:tue|tuesday|utor(?:ak|ka|ok|kom)|tor(?:ek|ka|kom)|uter(?:y|ek|ku|ka|ka|eho)|vtornik(?:ot)?)$/, 2],
  [/^(?:wed|wednesday|sr(?:ij)?ed(?:a|u|e|o|ata)|stred(?:a|u|y))$/, 3],
  [/^(?:thu|thursday|cetvrt(?:ak|ka|ok|kom|okot)|cetrt(?:ek|ka|kom)|stvrt(?:ok|ka|kom)|ctvrt(?:ek|ka|kem))$/, 4],
  [/^(?:fri|friday|pet(?:ak|ka|ek|kom|ok|okot)|piat(?:ok|ka|kom)|pat(?:ek|ku))$/, 5],
  [/^(?:sat|saturday|su[bp]ot(?:a|u|e|om)|sobot(?:a|o|u|e|y)|sabota(?:ta)?)$/, 6],
  [/^(?:sun|sunday|nedelj(?:a|u|e|o|om)|nedj?elj(?:a|u)|nedel(?:a|u|e|i|ata))$/, 7],
];

export function weekdayOf(word: string): number | undefined {
  return WEEKDAYS.find(([pattern]) => pattern.test(word))?.[1];
}

function table<T>(rows: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
  return new Map(
    Object.entries(rows).flatMap(([words, value]) => words.split(' ').map((word) => [fold(word), value] as const)),
  );
}

/** Days from today. */
export const DAYS: ReadonlyMap<string, number> = table({
  'today danas danes dnes dneska denes deneska': 0,
  'yesterday juce jucer vceraj vcera': -1,
  'prekjuce prekjucer predvceraj predvcerajsnjim predvcerom predevcirem zavcera': -2,
  'tomorrow sutra jutri zajtra zitra utre': 1,
});

export type DayPart = 'morning' | 'afternoon' | 'evening' | 'night';

/** Parts of the day; with `day` when the word tells the day as well ("jutros", "sinoć"). */
export const DAY_PARTS: ReadonlyMap<string, { readonly part: DayPart; readonly day: number | undefined }> = table({
  'morning ujutro ujutru jutro jutra zjutraj zjutra dopoldne dopoludnia dopoledne prepodne pretpladne rano rana izutrina nautro utroto':
    { part: 'morning', day: undefined },
  'jutros davi utrinava utrovo dnesrano': { part: 'morning', day: 0 },
  'afternoon popodne popoldne popoludni odpoludnia odpoledne popladne': { part: 'afternoon', day: undefined },
  'evening uvece navece vece zvecer vecer vecerta': { part: 'evening', day: undefined },
  'tonight veceras nocoj vecerva dnesvecer': { part: 'evening', day: 0 },
  'sinoc sinoci sinoka snoci': { part: 'evening', day: -1 },
  'night nocu ponoci noci noc vnoci nokta noke': { part: 'night', day: undefined },
  'nocas nocna nokva': { part: 'night', day: 0 },
});

export const NOON: ReadonlySet<string> = new Set(
  'noon podne poldne opoldne poludnie poledne pladne napladne'.split(' '),
);
export const MIDNIGHT: ReadonlySet<string> = new Set(
  'midnight ponoc ponoci opolnoci polnoc polnoci pulnoc pulnoci polnok polnoknota'.split(' '),
);

/** Words that stand before a time of day, so that a bare number behind them is an hour. */
export const AT: ReadonlySet<string> = new Set(
  'at u ob o v vo ve around about oko okoli okolo kolem cca priblizno circa asi okrog ca'.split(' '),
);

/** Words that stand before a day or a time: behind them `23.11` is a day. */
export const SINCE: ReadonlySet<string> = new Set('since from od ot po'.split(' '));

/** Units behind an hour: "9 h", "9 hod", "9 uri", "9 časova". */
export const HOUR_UNITS: ReadonlySet<string> = new Set(
  'h hr hrs hours hod hodin hodine hodiny hodine ura uri ure cas casa casova casov casot casa sati sata oclock'.split(
    ' ',
  ),
);

/** Half of an hour: "pola 9" is 8:30. */
export const HALF: ReadonlySet<string> = new Set('half pola pol pul polovina'.split(' '));

/** Words that may stand between the parts of a moment and say nothing. */
export const FILLERS: ReadonlySet<string> = new Set(
  (
    'on the in of and day date time last this past u ob o v vo ve na za dne dana dan den dna od since from at around about approximately approx ' +
    'oko okoli okolo kolem cca priblizno otprilike circa asi okrog ca negde nekje nekde negdje cez preko god godine goda leta roku roka g ' +
    'prosli prosle proslog prosla proslu pretekli preteklo prejsnji zadnji minuly minulu minule minulou minulej minatiot minatata ovaj ovog ove ovu ' +
    'local lokalno po pro i a is was bilo je priblizne zhruba started starting begun began'
  ).split(' '),
);

export type Unit = 'second' | 'minute' | 'hour' | 'day' | 'week';

const UNITS: readonly (readonly [RegExp, Unit])[] = [
  [/^(?:s|secs?|seconds?|sek|sekund\p{L}{0,3}|vterin\p{L}{0,3})$/u, 'second'],
  [/^(?:m|mins?|minut\p{L}{0,4})$/u, 'minute'],
  [/^(?:h|hrs?|hours?|sat|sata|sati|cas(?:a|ova|ovi|ot)?|ur(?:a|e|i|o|ama|ami)?|hod|hodin\p{L}{0,3})$/u, 'hour'],
  [/^(?:d|days?|dan|dana|dni|dnevi|dnevoma|dneva|dnem|dny|dnu|dnami|dena|denovi|den|dnom)$/u, 'day'],
  [
    /^(?:w|wks?|weeks?|nedelj(?:a|e|u|i|om)|sedmic\p{L}|ted(?:en|na|ni|nom|nov|noma)|tyzd(?:en|ne|nov|nom|nami)|tyd(?:en|ny|nu|nem)|nedel[aiu])$/u,
    'week',
  ],
];

/** The unit of time that a folded word is. */
export function unitOf(word: string): Unit | undefined {
  return UNITS.find(([pattern]) => pattern.test(word))?.[1];
}

export const UNIT_SECONDS: Readonly<Record<Unit, number>> = {
  second: 1,
  minute: 60,
  hour: 3_600,
  day: 86_400,
  week: 604_800,
};
