import { type Money, readMoney } from '../../mail/money.ts';
import { readDays } from '../absence/days.ts';

/** What an offer is about; every moment is the last of its day in the desk's time zone. */
export interface Terms {
  /** Undefined: no price is named. */
  readonly price: Money | undefined;
  /** By when the work is to be done. */
  readonly due: Date | undefined;
  /** How long the offer stands; undefined: as long as the desk's offers do. */
  readonly until: Date | undefined;
  /** What was written behind them: it is for the client. */
  readonly text: string;
}

/** How an offer may be written, for whoever wrote it otherwise. */
export const QUOTE_EXPECTED = [
  '#quote 120 EUR by 2026-12-05',
  '#quote by 5. 12. 2026',
  '#quote 120 EUR by 2026-12-05 until 2026-11-30',
] as const;

/** What the terms are read by. */
export interface TermsContext {
  readonly now: Date;
  /** IANA name. */
  readonly timeZone: string;
  /** Of amounts without one (ISO 4217). */
  readonly currency: string;
}

const BY = /^(?:by|due|do|до|rok|рок|termín|termin|термин|najkasnije do|najpozneje do)\s*:?\s+/iu;
const UNTIL = /^(?:until|till|valid until|valid to|valid|važi do|velja do|platí do|platnost do|важи до)\s*:?\s+/iu;
/** Words of the longest date. */
const MOST_WORDS = 5;

/** Reads what stands behind `#quote`: a price, a deadline, or both, and how long the offer stands. Undefined when it cannot be understood. */
export function readTerms(argument: string, context: TermsContext): Terms | undefined {
  const priced = BY.test(argument.trimStart()) ? undefined : readMoney(argument, context.currency);
  let rest = (priced?.rest ?? argument).trim();
  let due: Date | undefined;
  let until: Date | undefined;
  for (;;) {
    rest = rest.replace(/^[\s,;]+/, '');
    const ends = until === undefined ? behind(rest, UNTIL, context) : undefined;
    const finishes = ends === undefined && due === undefined ? behind(rest, BY, context) : undefined;
    const found = ends ?? finishes;
    if (found === undefined) break;
    if (ends !== undefined) until = ends.day;
    else due = found.day;
    rest = found.rest;
  }
  const text = rest.replace(/^[\s,;–—:-]+/, '').trim();
  const nothing = priced === undefined && due === undefined;
  // A date or an amount that was not understood must not go out as words beside another.
  const slip = BY.test(text) || UNTIL.test(text) || /^\d/.test(text);
  return nothing || slip ? undefined : { price: priced?.money, due, until, text };
}

function behind(
  text: string,
  word: RegExp,
  context: TermsContext,
): { readonly day: Date; readonly rest: string } | undefined {
  const found = word.exec(text);
  if (found === null) return undefined;
  const after = text.slice(found[0].length);
  const words = [...after.matchAll(/\S+/g)].slice(0, MOST_WORDS);
  for (const last of words.toReversed()) {
    const end = (last.index ?? 0) + last[0].length;
    const days = readDays(after.slice(0, end).replace(/[,;]$/, ''), context);
    if (days !== undefined && days.first.getTime() === days.last.getTime())
      return { day: new Date(days.to.getTime() - 1), rest: after.slice(end) };
  }
  return undefined;
}
