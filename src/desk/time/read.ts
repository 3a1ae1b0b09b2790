/** Minutes that one booking may have: a day and a night. */
export const MOST_MINUTES = 24 * 60;
/** Characters of what was done. */
export const MOST_WORDS = 200;

/** What stands behind `#time`. */
export interface WorkTime {
  /** Below nothing for a correction; never nothing. */
  readonly minutes: number;
  /** What was done; may be empty. */
  readonly text: string;
}

const HOURS = 'h|hrs?|hours?|ur[aeio]?|sat[aiu]?|hod(?:in[ayu]?)?|čas[au]?|час[аи]?';
const MINUTES = 'm|min|mins|minutes?|minut[aeiyou]?|minút[ay]?|минут[аи]?';
const SIGN = '([-−–+]?)';
const FORMS: readonly RegExp[] = [
  // 1:30
  new RegExp(`^${SIGN}(?<h>\\d{1,2}):(?<m>[0-5]\\d)(?![\\p{L}\\d:])`, 'iu'),
  // 1h 30m, 1 h 30, 1,5h, 2 hours
  new RegExp(
    `^${SIGN}(?<h>\\d{1,2}(?:[.,]\\d{1,2})?) ?(?:${HOURS})\\.?(?:(?![\\p{L}])| ?(?=\\d)) ?(?:(?<m>\\d{1,2})(?: ?(?:${MINUTES})\\.?)?(?![\\p{L}\\d]|[.,:]\\d))?`,
    'iu',
  ),
  // 25m, 25 min, 25
  new RegExp(`^${SIGN}(?<m>\\d{1,4})(?: ?(?:${MINUTES})\\.?)?(?![\\p{L}\\d]|[.,:]\\d)`, 'iu'),
];

/** Reads `25m data correction`, `1h 30m …`, `1:30`, `1,5 h` and, for what was booked too much, `-10m`; undefined when no time stands there. */
export function readWorkTime(argument: string): WorkTime | undefined {
  const words = argument.trim().replace(/\s+/g, ' ');
  for (const form of FORMS) {
    const found = form.exec(words);
    if (found === null) continue;
    const hours = Number((found.groups?.h ?? '0').replace(',', '.'));
    const size = Math.round(hours * 60) + Number(found.groups?.m ?? '0');
    if (size < 1 || size > MOST_MINUTES) return undefined;
    const rest = words.slice(found[0].length).replace(/^[\s:;,–-]+/, '');
    const minus = found[1] !== '' && found[1] !== '+';
    return { minutes: minus ? -size : size, text: rest.slice(0, MOST_WORDS) };
  }
  return undefined;
}
