import type { FieldRule, Finding, FormReading, FormRules } from '../../mail/form/rules.ts';

/** What a desk knows of one field of a form. */
export type Fact =
  | {
      readonly kind: 'given';
      /** As `Finding.value` has it. */
      readonly value: string;
      /** Said as the answer to this field, and not read out of a sentence. */
      readonly explicit: boolean;
      /** False for an identifier that is none of this client's. */
      readonly recognised: boolean;
    }
  /** It was said not to apply. */
  | { readonly kind: 'none' }
  /** It was said twice, differently. */
  | { readonly kind: 'disputed'; readonly values: readonly string[]; readonly explicit: boolean }
  /** Something was said that could not be understood. */
  | { readonly kind: 'unreadable' };

/** The facts of one ticket by field key; a field that nothing was said of is not there. */
export type Facts = Readonly<Record<string, Fact>>;

export type Unsettled = 'missing' | 'unreadable' | 'disputed' | 'not-recognised';

/** A field that is still to be answered. */
export interface Missing {
  readonly key: string;
  readonly need: FieldRule['need'];
  readonly why: Unsettled;
}

/** One change that a mail made to the facts, for the ticket's history. */
export interface FactChange {
  readonly key: string;
  readonly from: Fact | undefined;
  readonly to: Fact;
}

/**
 * The facts after one more mail. A later explicit answer replaces, what is read out of sentences only fills gaps, contradictions and unreadable
 * answers are kept as such until they are answered. Merging the same reading again changes nothing.
 */
export function mergeAnswers(
  earlier: Facts,
  reading: FormReading,
): { readonly facts: Facts; readonly changes: readonly FactChange[] } {
  const facts: Record<string, Fact> = { ...earlier };
  const changes: FactChange[] = [];
  const set = (key: string, to: Fact): void => {
    const from = Object.hasOwn(facts, key) ? facts[key] : undefined;
    if (!replaces(from, to) || sameFact(from, to)) return;
    facts[key] = to;
    changes.push({ key, from, to });
  };
  for (const finding of reading.findings)
    set(finding.key, {
      kind: 'given',
      value: finding.value,
      explicit: isExplicit(finding),
      recognised: finding.recognised,
    });
  for (const conflict of reading.conflicts)
    set(conflict.key, {
      kind: 'disputed',
      values: conflict.findings.map((finding) => finding.value),
      explicit: conflict.findings.some(isExplicit),
    });
  for (const { key } of reading.declined) set(key, { kind: 'none' });
  for (const { key } of reading.unreadable) set(key, { kind: 'unreadable' });
  return { facts, changes };
}

/** A label or a number was put to it by the writer of this mail himself: what he quotes he may only have left standing. */
function isExplicit(finding: Finding): boolean {
  return (finding.how.kind === 'label' && !finding.how.quoted) || finding.how.kind === 'number';
}

function replaces(from: Fact | undefined, to: Fact): boolean {
  if (from === undefined) return true;
  if (to.kind === 'unreadable') return false;
  if (to.kind === 'none' || to.explicit) return true;
  switch (from.kind) {
    case 'unreadable':
      return true;
    case 'given':
      return !from.recognised && to.kind === 'given' && to.recognised;
    case 'disputed':
      return !from.explicit || to.kind === 'given';
    case 'none':
      return false;
  }
}

/** Whether two facts say the same. */
export function sameFact(a: Fact | undefined, b: Fact): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Why a fact does not settle its field; undefined when it does. */
function unsettled(fact: Fact | undefined, need: FieldRule['need']): Unsettled | undefined {
  if (fact === undefined) return 'missing';
  switch (fact.kind) {
    case 'given':
      return fact.recognised ? undefined : 'not-recognised';
    case 'none':
      return need === 'required' ? 'missing' : undefined;
    case 'disputed':
      return 'disputed';
    case 'unreadable':
      return 'unreadable';
  }
}

/** The fields that are still to be answered, in the order of the form; those that apply only to some among them. */
export function missing(form: FormRules, facts: Facts): readonly Missing[] {
  return form.fields.flatMap((field): Missing[] => {
    const why = unsettled(Object.hasOwn(facts, field.key) ? facts[field.key] : undefined, field.need);
    return why === undefined ? [] : [{ key: field.key, need: field.need, why }];
  });
}

/** Whether every required fact is there (INTERSPACE-5). */
export function complete(form: FormRules, facts: Facts): boolean {
  return missing(form, facts).every((one) => one.need !== 'required');
}
