import type { FieldRule, FormRules } from './rules.ts';
import { foldKey, oneTypoApart, withOneLess, wordsOf } from './spelling.ts';

/** A label that was met. */
export interface LabelMatch {
  readonly key: string;
  /** As configured. */
  readonly label: string;
  readonly typo: boolean;
  /** Any text would do for its field. */
  readonly loose: boolean;
}

interface Label {
  readonly key: string;
  readonly label: string;
  readonly folded: string;
  readonly loose: boolean;
}

/** The labels of a form in all languages, ready for looking up. */
export interface LabelIndex {
  readonly exact: ReadonlyMap<string, Label>;
  /** By each spelling with one letter less: typos are found without comparing with every label. */
  readonly near: ReadonlyMap<string, readonly Label[]>;
  /** Letters of the longest label. */
  readonly longest: number;
}

/** Labels that a typo may hide: in shorter ones it makes another word. */
const MIN_TYPO = 6;
const MAX_LABEL = 120;
const MAX_LABEL_WORDS = 16;
/** "Broj mobilnog telefona ovlašćene osobe / *opciono*": words that may stand between a label and its colon. */
const MAX_EXTRA_WORDS = 3;

/** Words before a label that say nothing: "our service ID", "naš ID". */
const BEFORE = new Set(
  'the our my your a nas nasa nase vas vasa vase moj moja moje nasiot nasata vasiot vasata nasi tvoj muj moje'.split(
    ' ',
  ),
);

/** A label that two fields have, so that nobody could tell which is meant. */
export interface LabelClash {
  readonly label: string;
  readonly keys: readonly [string, string];
}

/** The labels of a form that name two fields; a form with any cannot be prepared. */
export function labelClashes(fields: readonly FieldRule[]): readonly LabelClash[] {
  const names = new Map<string, string>();
  const clashes: LabelClash[] = [];
  for (const { key, labels } of fields)
    for (const label of Object.values(labels).flat()) {
      const folded = foldKey(withoutAsides(label));
      const other = names.get(folded);
      if (other !== undefined && other !== key) clashes.push({ label, keys: [other, key] });
      else names.set(folded, key);
    }
  return clashes;
}

/** Prepares a form. Throws when two fields have one label (a bug of the configuration that its check tells first). */
export function formRules(fields: readonly FieldRule[]): FormRules {
  const [clash] = labelClashes(fields);
  if (clash !== undefined)
    throw new Error(`form: the label "${clash.label}" names both ${clash.keys[0]} and ${clash.keys[1]}`);
  const exact = new Map<string, Label>();
  for (const field of fields) {
    const loose = field.kind === 'text' || field.kind === 'long-text' || field.kind === 'address';
    for (const label of Object.values(field.labels).flat()) {
      const folded = foldKey(withoutAsides(label));
      if (folded !== '' && !exact.has(folded)) exact.set(folded, { key: field.key, label, folded, loose });
    }
  }
  const near = new Map<string, Label[]>();
  for (const label of exact.values()) {
    if (label.folded.length < MIN_TYPO) continue;
    for (const spelling of withOneLess(label.folded)) {
      const others = near.get(spelling);
      if (others === undefined) near.set(spelling, [label]);
      else others.push(label);
    }
  }
  const longest = Math.max(0, ...[...exact.keys()].map((folded) => folded.length));
  return { fields, labels: { exact, near, longest } };
}

/** The label that a stretch of text is, whatever its case, diacritics, script, asterisks and asides in brackets. */
export function labelOf(text: string, index: LabelIndex, tolerance: 'exact' | 'tolerant'): LabelMatch | undefined {
  if (text.length > MAX_LABEL) return undefined;
  const words = wordsOf(withoutAsides(text), MAX_LABEL_WORDS + 1).map((word) => word.text);
  if (words.length === 0 || words.length > MAX_LABEL_WORDS) return undefined;
  const whole = words.join('');
  const found =
    index.exact.get(whole) ?? (BEFORE.has(words[0] ?? '') ? index.exact.get(words.slice(1).join('')) : undefined);
  if (found !== undefined) return matchOf(found, false);
  if (tolerance === 'exact') return undefined;
  return withTypo(whole, index) ?? withExtraWords(words, index);
}

function matchOf({ key, label, loose }: Label, typo: boolean): LabelMatch {
  return { key, label, typo, loose };
}

function withTypo(written: string, index: LabelIndex): LabelMatch | undefined {
  if (written.length < MIN_TYPO - 1 || written.length > index.longest + 1) return undefined;
  let found: Label | undefined;
  for (const spelling of withOneLess(written)) {
    for (const label of index.near.get(spelling) ?? []) {
      if (!oneTypoApart(written, label.folded)) continue;
      if (found !== undefined && found.key !== label.key) return undefined;
      found ??= label;
    }
  }
  return found === undefined ? undefined : matchOf(found, true);
}

/** A label of several words may be followed by a few of the writer's own before the colon. */
function withExtraWords(words: readonly string[], index: LabelIndex): LabelMatch | undefined {
  // "Start time 10:00" is a label and its value.
  if (words.some((word) => /^\p{N}/u.test(word))) return undefined;
  for (let count = words.length - 1; count >= Math.max(2, words.length - MAX_EXTRA_WORDS); count--) {
    const found = index.exact.get(words.slice(0, count).join(''));
    if (found !== undefined) return matchOf(found, false);
  }
  return undefined;
}

/** Without what stands in brackets: "(ulica i broj, grad i poštanski broj)", "[required]". */
function withoutAsides(label: string): string {
  return label.replace(/\([^()]*\)|\[[^[\]]*\]/g, ' ');
}
