/** Locales whose names of months and weekdays are known; they come from ICU, so that no table of ours can miss one. */
const LOCALES =
  'en cs sk sl hr bs sr-Latn sr-Cyrl mk bg de fr es ca pt it nl pl da nb nn sv fi et lv lt hu ro tr el ru uk be vi id he ar zh ja ko'.split(
    ' ',
  );

/** Written by clients in forms that ICU does not use any more. */
const ALSO = (
  'sept okt maj mai juni juli avg avgust januar februar april august septembar oktobar novembar decembar ' +
  'сеп септ окт ноем дек јан феб мар апр мај јун јул авг пон уто сре чет пет суб нед вто сри чет саб ' +
  'pon uto sre čet pet sub ned tor sri pon. út st čt pá so ne ut št pi ' +
  'siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenog studenoga prosinca ' +
  'januara februara marta aprila maja juna jula avgusta septembra oktobra novembra decembra ' +
  'januarja februarja januára februára yesterday today včera dnes juče danas jučer včeraj'
).split(' ');

/** Names of months and weekdays, long and short, in the languages of the tables; lower case, letters only. */
export const DATE_WORDS: ReadonlySet<string> = collectDateWords();

function collectDateWords(): ReadonlySet<string> {
  const words = new Set(ALSO);
  for (const locale of LOCALES) {
    for (const width of ['long', 'short'] as const) {
      const whole = new Intl.DateTimeFormat(locale, { day: 'numeric', month: width, weekday: width, timeZone: 'UTC' });
      const month = new Intl.DateTimeFormat(locale, { month: width, timeZone: 'UTC' });
      const weekday = new Intl.DateTimeFormat(locale, { weekday: width, timeZone: 'UTC' });
      // Twelve months, and days enough for every weekday.
      for (let i = 0; i < 12; i++) {
        const inMonth = new Date(Date.UTC(2024, i, 1));
        const onWeekday = new Date(Date.UTC(2024, 0, 1 + i));
        for (const date of [inMonth, onWeekday])
          for (const format of [whole, month, weekday])
            for (const word of wordsOf(format.format(date))) words.add(word);
      }
    }
  }
  return words;
}

function wordsOf(text: string): readonly string[] {
  return (
    text
      .toLowerCase()
      .normalize('NFC')
      .match(/\p{L}[\p{L}\p{M}]*/gu) ?? []
  );
}

const NUMERIC_DATE = /(?<!\d)\d{1,4} ?[./年-] ?\d{1,2} ?[./月-] ?\d{1,4}(?!\d)/;
const YEAR = /(?<!\d)(?:19|20)\d\d(?!\d)/;
const TIME = /(?<!\d)[012]?\d[:.h]\d{2}(?!\d)/;

/** Whether a comparable text names a day to the year, or a day with a time: more than "on Monday". */
export function namesMoment(text: string): boolean {
  if (!/\d/.test(text)) return false;
  if (NUMERIC_DATE.test(text)) return true;
  const year = YEAR.test(text);
  const time = TIME.test(text);
  return (year || time) && wordsOf(text).some((word) => word.length > 1 && DATE_WORDS.has(word));
}

/** Whether a comparable text tells a time of day. */
export function namesTime(text: string): boolean {
  return TIME.test(text);
}
