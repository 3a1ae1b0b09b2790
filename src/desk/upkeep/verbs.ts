import { fold } from '../../mail/fold.ts';
import type { Desk, Policy } from '../policy.ts';
import { calendarOfDesk } from '../sla/promises.ts';
import type { UpkeepAct } from './act.ts';
import { readDue, readSnooze } from './when.ts';

/** What a line asks for, or how it should have been written. */
export type ReadUpkeep =
  | { readonly kind: 'act'; readonly act: UpkeepAct }
  | { readonly kind: 'wrong'; readonly expected: readonly string[] };

/** The verbs that are read here; the addresses of `#unwatch` are read with those of `#watch`. */
export const UPKEEP_VERBS = ['merge', 'split', 'link', 'tag', 'due', 'snooze', 'spam'] as const;
export type UpkeepVerb = (typeof UPKEEP_VERBS)[number];

/** Tags that one case has, and characters of one. */
export const MOST_TAGS = 20;
const TAG = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}._-]{0,38}[\p{L}\p{N}\p{M}])?$/u;
const NUMBER = /^\[?#?([\p{L}\p{N}]{1,20}-\d{1,15})\]?$/u;
/** “Yes” in the six languages, folded. */
const YES = /^(?:yes|da|ano)$/u;
/** Messages that one `#split` takes. */
const MOST_SPLIT = 20;

export function isUpkeepVerb(verb: string): verb is UpkeepVerb {
  return (UPKEEP_VERBS as readonly string[]).includes(verb);
}

/** Reads one line of these verbs; `now` is what days are measured against. */
export function readUpkeep(
  verb: UpkeepVerb,
  argument: string,
  { desk, policy, now }: { readonly desk: Desk; readonly policy: Policy; readonly now: Date },
): ReadUpkeep {
  const when = { now, timeZone: desk.timeZone, calendar: calendarOfDesk(policy, desk.id) };
  switch (verb) {
    case 'merge': {
      const [first = '', word = '', more] = argument.split(' ');
      const number = numberIn(first);
      const sure = YES.test(fold(word));
      if (number === undefined || more !== undefined || (word !== '' && !sure)) return wrong('#merge EB-1002');
      return { kind: 'act', act: { kind: 'merge', number, sure } };
    }
    case 'link': {
      const number = numberIn(argument);
      return number === undefined ? wrong('#link EB-1002') : { kind: 'act', act: { kind: 'link', number } };
    }
    case 'split': {
      const count = argument === '' ? 1 : Number(/^\d{1,2}$/.exec(argument)?.[0]);
      if (!(count >= 1 && count <= MOST_SPLIT)) return wrong('#split', '#split 2');
      return { kind: 'act', act: { kind: 'split', message: undefined, count } };
    }
    case 'tag':
      return readTags(argument);
    case 'due': {
      const due = readDue(argument, when);
      if (due === undefined) return wrong('#due 2026-12-05', '#due 5. 12. 2026', '#due 2026-12-05 14:00', '#due none');
      return { kind: 'act', act: { kind: 'due', at: due.kind === 'at' ? due.at : undefined } };
    }
    case 'snooze': {
      const until = readSnooze(argument, when);
      if (until === undefined) return wrong('#snooze 3d', '#snooze 4h', '#snooze 2026-12-05');
      return { kind: 'act', act: { kind: 'snooze', until } };
    }
    case 'spam':
      return argument === '' ? { kind: 'act', act: { kind: 'spam' } } : wrong('#spam');
  }
}

/** A number as people write it, in the spelling under which tickets are found. */
export function numberIn(text: string): string | undefined {
  return NUMBER.exec(text.trim())?.[1]?.toUpperCase();
}

/** `#tag invoice printer -old`: one word each, added or taken away. */
function readTags(argument: string): ReadUpkeep {
  const words = argument.split(/[\s,]+/).filter((word) => word !== '');
  const tags = words.map((word) => {
    const away = /^[-–−]/.test(word);
    return { away, tag: (away ? word.slice(1) : word.replace(/^[+#]/, '')).toLowerCase().normalize('NFC') };
  });
  if (tags.length === 0 || tags.length > MOST_TAGS || tags.some(({ tag }) => !TAG.test(tag)))
    return wrong('#tag invoice', '#tag invoice urgent-customer', '#tag -invoice');
  return {
    kind: 'act',
    act: {
      kind: 'tag',
      add: [...new Set(tags.filter(({ away }) => !away).map(({ tag }) => tag))],
      remove: [...new Set(tags.filter(({ away }) => away).map(({ tag }) => tag))],
    },
  };
}

function wrong(...expected: readonly string[]): ReadUpkeep {
  return { kind: 'wrong', expected };
}
