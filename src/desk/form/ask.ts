import type { FieldKind, FieldRule, FormRules, WordsByLocale } from '../../mail/form/rules.ts';
import type { Locale } from '../status.ts';
import { type Facts, missing, type Unsettled } from './facts.ts';

/** One row of a form to fill in, as a template writes it. */
export interface AskRow {
  readonly key: string;
  /** From 1; a client may answer by it. */
  readonly number: number;
  readonly label: string;
  readonly kind: FieldKind;
  readonly need: FieldRule['need'];
  readonly why: Unsettled;
  /** The answers of a choice, in the form's order. */
  readonly options: readonly string[];
  /** What the client said that could not be used: both values of a contradiction, an identifier that was not recognised. */
  readonly said: readonly string[];
}

/** What one mail asks of the client. */
export interface Ask {
  readonly required: readonly AskRow[];
  readonly ifApplicable: readonly AskRow[];
  /** Of all rows in the order of their numbers: `FormContext.asked` for the answer. */
  readonly keys: readonly string[];
}

/**
 * What is to be asked so that the form becomes complete; undefined when it is. Required rows come first; labels are in the locale, else in English, else
 * in whatever the form has; for `sr-Cyrl` they are Serbian Latin unless the form has its own, to be transliterated with the template around them.
 */
export function askFor(form: FormRules, facts: Facts, locale: Locale): Ask | undefined {
  const open = missing(form, facts);
  if (open.every((one) => one.need !== 'required')) return undefined;
  const ordered = [...open.filter((one) => one.need === 'required'), ...open.filter((one) => one.need !== 'required')];
  const rows = ordered.flatMap((one, index): AskRow[] => {
    const field = form.fields.find((candidate) => candidate.key === one.key);
    if (field === undefined) return [];
    const options = field.kind === 'choice' ? field.options.map((option) => shown(option.words, locale)) : [];
    const label = shown(field.labels, locale);
    return [
      {
        key: one.key,
        number: index + 1,
        label,
        kind: field.kind,
        need: one.need,
        why: one.why,
        options,
        said: saidOf(facts, one.key),
      },
    ];
  });
  return {
    required: rows.filter((row) => row.need === 'required'),
    ifApplicable: rows.filter((row) => row.need !== 'required'),
    keys: rows.map((row) => row.key),
  };
}

/** The word that is shown for a thing in a locale. */
export function shown(words: WordsByLocale, locale: Locale): string {
  const order = locale === 'sr-Cyrl' ? ['sr-Cyrl', 'sr', 'en'] : [locale, 'en'];
  for (const one of order) {
    const [first] = words[one] ?? [];
    if (first !== undefined) return first;
  }
  return Object.values(words).flat()[0] ?? '';
}

function saidOf(facts: Facts, key: string): readonly string[] {
  const fact = Object.hasOwn(facts, key) ? facts[key] : undefined;
  if (fact?.kind === 'disputed') return fact.values;
  return fact?.kind === 'given' ? [fact.value] : [];
}
