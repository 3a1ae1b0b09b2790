import type { Priority, Status, TicketType } from '../../desk/status.ts';
import { CLIENT_WORD_TABLE, type ClientWord } from '../../mail/client-words.ts';
import type { Money } from '../../mail/money.ts';
import { RECORD_WORDS } from '../../mail/record-words.ts';
import type { Catalogue } from './catalogue.ts';
import type { CatalogueKey } from './catalogue-keys.ts';
import { line } from './clean.ts';
import { type Formats, formatsFor, moneyText } from './formats.ts';
import { LANGUAGE_TAGS } from './locale-files.ts';
import { toCyrillic } from './transliterate.ts';
import type { RenderOptions } from './view.ts';

const MEGA = 1_000_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Says things in one language, in one time zone, with one desk's words for statuses. */
export class Words {
  readonly tag: string;
  private readonly formats: Formats;

  constructor(
    private readonly catalogue: Catalogue,
    private readonly options: RenderOptions,
  ) {
    this.tag = LANGUAGE_TAGS[options.locale];
    this.formats = formatsFor(this.tag, options.timeZone);
  }

  /** A phrase with its values; throws when the catalogue was not found complete (a bug: `prepare` finds that). */
  say(key: CatalogueKey, values: Readonly<Record<string, string | number>> = {}): string {
    const phrase = this.catalogue.get(key);
    if (phrase === undefined) throw new Error(`the catalogue ${this.options.locale} has no phrase ${key}`);
    return String(phrase.format(values));
  }

  /** What this desk calls a status in this language; Cyrillic falls back to its Latin word. */
  status(status: Status): string {
    const { labels, locale } = this.options;
    const own = labels[locale]?.[status];
    if (own !== undefined) return line(own);
    const latin = locale === 'sr-Cyrl' ? labels.sr?.[status] : undefined;
    return latin === undefined ? this.say(`status.${status}`) : toCyrillic(line(latin));
  }

  priority(priority: Priority): string {
    return this.say(`priority.${priority}`);
  }

  type(type: TicketType): string {
    return this.say(`type.${type}`);
  }

  /** A word of the configuration in the reader's language; Cyrillic falls back to its Latin spelling. */
  label(text: string): string {
    return this.options.locale === 'sr-Cyrl' ? toCyrillic(line(text)) : line(text);
  }

  /** The word by which a client says something in a reply. */
  clientWord(word: ClientWord): string {
    const { locale } = this.options;
    const [first = word] = CLIENT_WORD_TABLE[word][locale === 'sr-Cyrl' ? 'sr' : locale] ?? [];
    return this.label(first);
  }

  /** The subject by which a client asks for the record of his requests. */
  recordWord(): string {
    const { locale } = this.options;
    return this.label(RECORD_WORDS[locale === 'sr-Cyrl' ? 'sr' : locale]?.[0] ?? 'status');
  }

  /** A day alone, given at midnight UTC. */
  plainDay(day: Date): string {
    return formatsFor(this.tag, 'UTC').day.format(day);
  }

  /** Day and minute in the desk's time zone, in the usual form of the language, with the year. */
  date(at: Date): string {
    const date = this.formats.day.format(at);
    const time = this.formats.minute.format(at);
    return this.say('date', { date, time: this.options.locale === 'sl' ? time.replace(':', '.') : time });
  }

  /** A day in the desk's time zone, in the usual form of the language, with the year. */
  day(at: Date): string {
    return this.formats.day.format(at);
  }

  /** A month of a year in the desk's time zone: `November 2026`. */
  month(at: Date): string {
    return this.formats.month.format(at);
  }

  /** The same, given as `2026-11`. */
  plainMonth(month: string): string {
    return formatsFor(this.tag, 'UTC').month.format(new Date(`${month}-01T00:00:00Z`));
  }

  /** A part of a whole: `80 %`. */
  percent(part: number): string {
    return this.formats.percent.format(part).replace(' ', '\u00a0');
  }

  /** An amount as people write it in the language: `1.234,50 EUR`; whole amounts without hundredths. */
  money({ hundredths, currency }: Money): string {
    return moneyText(this.tag, hundredths, line(currency, 10));
  }

  /** A number in the form of the language. */
  count(number: number): string {
    return new Intl.NumberFormat(this.tag).format(number);
  }

  /** A word as it is to be written, in the language's quotes. */
  quoted(word: string): string {
    const [open, close] = this.quotes;
    return `${open}${word}${close}`;
  }

  /** A length of time in words: `1 hour 30 minutes`; days are of the clock alone, an opening day has no fixed length. */
  duration(ms: number, time: 'business' | 'clock'): string {
    const days = time === 'clock' ? Math.floor(ms / DAY) : 0;
    const hours = Math.floor((ms - days * DAY) / HOUR);
    const minutes = Math.ceil((ms - days * DAY - hours * HOUR) / MINUTE);
    const parts = [
      days > 0 ? this.formats.days.format(days) : '',
      hours > 0 ? this.formats.hours.format(hours) : '',
      minutes > 0 || ms === 0 ? this.formats.minutes.format(minutes) : '',
    ];
    return parts
      .filter((part) => part !== '')
      .join(' ')
      .replaceAll(' ', '\u00a0');
  }

  /** A count of bytes as people read it: `0,4 kB`, `12,5 MB`. */
  size(bytes: number): string {
    const large = bytes >= MEGA;
    const count = Math.max(large ? bytes / MEGA : bytes / 1000, bytes > 0 ? 0.1 : 0);
    const format = large ? this.formats.megabyte : this.formats.kilobyte;
    return format.format(count).replace(' ', '\u00a0');
  }

  /** `a, b and c`. */
  list(items: readonly string[]): string {
    return this.formats.list.format(items);
  }

  get quotes(): readonly [string, string] {
    return [this.say('quotes.open'), this.say('quotes.close')];
  }
}
