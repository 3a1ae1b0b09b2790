import { CHANNELS, PRIORITIES, TICKET_TYPES } from '../status.ts';
import { type CoverageCase, type CoverageRule, INTRODUCTIONS, OBLIGATIONS, ruleFor, SETTINGS } from './rules.ts';

/*
 * Cases are made up to see which rule decides them: of each name that conditions ask for, the values that make a difference. What is found is an example of
 * a rule; a rule for which nothing is found, although every combination was tried, can never decide.
 */

type Value = string | number | boolean | readonly string[];

/** A case in which nothing is out of the ordinary. */
const ORDINARY: CoverageCase = {
  ticket: { channel: 'portal', type: 'request', priority: 'normal', request: '', product: '' },
  client: { name: '', number: '', level: '', obligations: 'settled' },
  contact: { introduction: 'complete', settings: 'complete', starting: false, entered: true },
  time: { spent: 0, free: 15, work: [] },
  hours: { open: true, agreed: false },
  similar: { confirmed: 0 },
  published: { found: 0 },
  mail: { subject: '', text: '' },
};

/** Values of names that are one of a few words. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  'ticket.channel': CHANNELS,
  'ticket.type': TICKET_TYPES,
  'ticket.priority': PRIORITIES,
  'client.obligations': [...OBLIGATIONS, ''],
  'contact.introduction': [...INTRODUCTIONS, ''],
  'contact.settings': [...SETTINGS, ''],
};

/** Combinations that are tried for one rule. */
const MOST_TRIED = 20_000;

/** What is known of when a rule decides. */
export type Reach =
  /** A case that it decides, as what is out of the ordinary in it: `ticket.channel = "mail"`. */
  | { readonly kind: 'decides'; readonly example: string }
  /** Its condition cannot be met. */
  | { readonly kind: 'never holds' }
  /** Whenever it holds, one of these goes before it. */
  | { readonly kind: 'never decides'; readonly before: readonly CoverageRule[] }
  /** Only staff say that it holds. */
  | { readonly kind: 'by hand' }
  /** There are too many combinations. */
  | { readonly kind: 'unknown' };

/** Finds out whether a rule can decide a case among the rules of its desk. */
export function reachOf(rule: CoverageRule, rules: readonly CoverageRule[]): Reach {
  if (rule.byHand) return { kind: 'by hand' };
  const own = namesOf([rule]);
  const alone = tryAll(own, rule, rules);
  if (alone.example !== undefined) return { kind: 'decides', example: alone.example };
  if (!alone.held) return alone.whole ? { kind: 'never holds' } : { kind: 'unknown' };
  // What goes before it in an ordinary case need not in others.
  const before = [...alone.before];
  const wide = tryAll(namesOf([rule, ...before]), rule, rules);
  if (wide.example !== undefined) return { kind: 'decides', example: wide.example };
  return wide.whole ? { kind: 'never decides', before } : { kind: 'unknown' };
}

type Names = ReadonlyMap<string, readonly Value[]>;

function namesOf(rules: readonly CoverageRule[]): Names {
  const found = new Map<string, Set<string | number | boolean>>();
  for (const { condition } of rules)
    for (const { name, values } of condition?.uses ?? [])
      found.set(name, new Set([...(found.get(name) ?? []), ...values]));
  return new Map([...found].map(([name, values]) => [name, candidates(name, [...values])]));
}

/** The ordinary value first, so that an example is out of the ordinary in as little as possible. */
function candidates(name: string, compared: readonly (string | number | boolean)[]): readonly Value[] {
  const usual = usualOf(ORDINARY, name);
  const others: readonly Value[] = (() => {
    if (WORDS[name] !== undefined) return WORDS[name];
    if (typeof usual === 'boolean') return [false, true];
    if (typeof usual === 'number') {
      const around = compared.flatMap((one) => (typeof one === 'number' ? [one - 1, one, one + 1] : []));
      return name === 'time.spent' ? [15, 16, ...around.filter((one) => one >= 0)] : around.filter((one) => one >= 0);
    }
    const texts = compared.filter((one) => typeof one === 'string');
    if (Array.isArray(usual)) return texts.map((one) => [one]);
    return [...texts, '…'];
  })();
  return [usual, ...others.filter((one) => one !== usual)];
}

function tryAll(names: Names, rule: CoverageRule, rules: readonly CoverageRule[]) {
  const keys = [...names.keys()];
  const before = new Set<CoverageRule>();
  const total = keys.reduce((product, key) => product * (names.get(key)?.length ?? 1), 1);
  let held = false;
  for (let nth = 0; nth < Math.min(total, MOST_TRIED); nth++) {
    const chosen = choose(nth, keys, names);
    const of = chosen.reduce((made, [name, value]) => withValue(made, name, value), ORDINARY);
    if (rule.condition !== undefined && !rule.condition.holds(of)) continue;
    held = true;
    const decides = ruleFor(rules, of);
    if (decides === rule) return { example: exampleOf(chosen), held, before, whole: true };
    if (decides !== undefined) before.add(decides);
  }
  return { example: undefined, held, before, whole: total <= MOST_TRIED };
}

function choose(nth: number, keys: readonly string[], names: Names): readonly (readonly [string, Value])[] {
  let rest = nth;
  return keys.map((key) => {
    const values = names.get(key) ?? [];
    const value = values[rest % values.length] ?? '';
    rest = Math.floor(rest / values.length);
    return [key, value] as const;
  });
}

function exampleOf(chosen: readonly (readonly [string, Value])[]): string {
  const unusual = chosen.filter(([name, value]) => value !== usualOf(ORDINARY, name) || name === 'time.free');
  return unusual.map(([name, value]) => `${name} = ${JSON.stringify(value)}`).join(', ') || 'an ordinary case';
}

function usualOf(of: CoverageCase, name: string): Value {
  const [group = '', field = ''] = name.split('.');
  const groups = of as unknown as Readonly<Record<string, Readonly<Record<string, Value>> | undefined>>;
  return groups[group]?.[field] ?? '';
}

function withValue(of: CoverageCase, name: string, value: Value): CoverageCase {
  const [group = '', field = ''] = name.split('.');
  const groups = of as unknown as Readonly<Record<string, Readonly<Record<string, Value>>>>;
  return { ...groups, [group]: { ...groups[group], [field]: value } } as unknown as CoverageCase;
}
