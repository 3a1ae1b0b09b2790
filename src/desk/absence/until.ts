import { Temporal } from 'temporal-polyfill';
import { fold } from '../../mail/fold.ts';
import { readMoment } from '../../mail/form/moment.ts';
import { type DaysContext, startOf } from './days.ts';

/** Until when an out-of-office mail says that its writer is away. */
export interface Until {
  readonly to: Date;
  /** Read out of its text; else it is only guessed, and the next mail of the kind prolongs it. */
  readonly said: boolean;
}

/** Characters of the mail that are read; the words that count stand at its beginning. */
const MOST_TEXT = 3_000;
/** Characters behind a word within which its date begins. */
const REACH = 45;
/** An end further off (milliseconds) is somebody's email about something else. */
const LONGEST = 366 * 86_400_000;

/** “I am back on”, “I return on”, “available again from”, folded: the day itself is no day of absence. */
const RETURN =
  /\b(?:(?:i am|i'm|i will be|be|come) back|back (?:in|at) (?:the )?(?:office|work|my desk)|return(?:ing)?|available again|reachable again|vrac[a-z]+ se|vratic[a-z]+ se|(?:ponovo|opet) (?:sam |cu |bicu |u |na |dostup[a-z]+ )+|vrnem se|vrnil[a]? se bom|vracam se|nazaj (?:v|bom|sem)|(?:ponovno|spet) (?:v |na |bom |sem |doseg[a-z]+ |dosegliv[a-z]* )+|vratim sa|vraciam sa|spat (?:v|som|budem)|(?:opat|znovu|znova) (?:v |som |budem |k |na |dostup[a-z]+ )+|vratim se|vracim se|zpet (?:v|jsem|budu)|(?:opet|znovu|zase) (?:v |jsem |budu |k |na |dostup[a-z]+ )+|(?:ke|ce) se (?:vratam|vratim)|se vrakam|se vracam|(?:povtorno|pak) (?:sum |ke |bidam |vo |na |dostap[a-z]+ )+)/gu;
/** “From DATE I am back”: the date stands before. */
const RETURN_AFTER =
  /\b(?:from|as of|od|ot)\s+(.{4,40}?)[\s,]+(?:i am|i'm|i will be|sam|cu|bicu|sem|bom|som|budem|jsem|budu|sum|ke bidam)\s+(?:back|available|again|ponovo|opet|nazad|spet|ponovno|nazaj|opat|znovu|spat|zpet|zase|povtorno|dostup|doseg)/gu;
/** “Until”, folded: the day itself is one of absence. */
const UNTIL =
  /\b(?:until|till|through|thru|to|do|az do|zakljucno sa?|vkljucno do)\b|[–—]|\s-\s|(?<=\d\.(?:\d{4})?)-|\.\.+/gu;

/**
 * Reads out of an out-of-office mail until when its writer is away, where that is plain in en, sr, sl, sk, cs or mk; else it is taken to be until the
 * end of the next day.
 */
export function readOutOfOffice(text: string, { now, timeZone }: DaysContext): Until {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  const plain = fold(text.slice(0, MOST_TEXT)).replace(/\s+/g, ' ');
  const read = (part: string, add: number): Date | undefined => {
    const said = readMoment(part, { now, timeZone, leans: 'future' });
    if (said === undefined) return undefined;
    const at = said.includes('T')
      ? new Date(said)
      : new Date(startOf(Temporal.PlainDate.from(said).add({ days: add }), timeZone));
    return at > now && at.getTime() - now.getTime() <= LONGEST ? at : undefined;
  };
  const behind = (pattern: RegExp, add: number): Date | undefined => {
    for (const word of plain.matchAll(pattern)) {
      const end = word.index + word[0].length;
      const found = read(plain.slice(end, end + REACH), add);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const before = [...plain.matchAll(RETURN_AFTER)].map((match) => read(match[1] ?? '', 0));
  const to = before.find((one) => one !== undefined) ?? behind(RETURN, 0) ?? behind(UNTIL, 1);
  return to === undefined
    ? { to: new Date(startOf(today.add({ days: 2 }), timeZone)), said: false }
    : { to, said: true };
}
