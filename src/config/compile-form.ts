import type { CalendarId } from '../desk/calendar/rules.ts';
import type { AgentId, FormId } from '../desk/ids.ts';
import type { DeferralRules, DeskForm, DeskPriorities, EnrolmentRules } from '../desk/policy.ts';
import { type Importance, type PriorityRules, URGENT_WORDS, type UrgencyWords } from '../desk/priority/rules.ts';
import { formRules } from '../mail/form/labels.ts';
import type { ChoiceOption, FieldRule, FormRules, WordsByLocale } from '../mail/form/rules.ts';
import { safePattern } from './pattern.ts';
import { isReadyForm, READY_FIELDS, READY_FORMS } from './ready-fields.ts';
import { URGENCIES } from './ready-words.ts';
import type { EnrolmentInput } from './schema-enrolment.ts';
import type { DeferralInput, DeskFormInput, FormFieldInput, FormInput, PrioritiesInput } from './schema-form.ts';

export type FormInputs = Readonly<Record<string, FormInput>>;

/** A form by name, the operator's or a ready-made one, ready for reading mails; throws when there is none (a gap in the checks). */
export function compileForm(name: string, forms: FormInputs): FormRules {
  return formRules(fieldsOf(inputOf(name, forms)));
}

function inputOf(name: string, forms: FormInputs): FormInput {
  const own = Object.hasOwn(forms, name) ? forms[name] : undefined;
  if (own !== undefined) return own;
  if (!isReadyForm(name)) throw new Error(`the configuration was passed without the form ${name}`);
  return { ready: name, fields: {} };
}

/** The names of the ready-made fields that a form takes; those that do not exist among them. */
export function readyNames(ready: FormInput['ready']): readonly string[] {
  if (typeof ready !== 'string') return ready ?? [];
  return isReadyForm(ready) ? READY_FORMS[ready] : [];
}

/** The fields of a form in their order: ready-made ones with what is different in them, then the others. */
export function fieldsOf({ ready, fields }: FormInput): readonly FieldRule[] {
  const names = [...new Set([...readyNames(ready), ...Object.keys(fields)])];
  return names.flatMap((key) => fieldOf(key, Object.hasOwn(fields, key) ? fields[key] : undefined) ?? []);
}

/** One field; undefined when it is neither ready-made nor told what it is. */
export function fieldOf(key: string, own: FormFieldInput | undefined): FieldRule | undefined {
  const ready = READY_FIELDS.get(key);
  const kind = own?.kind ?? ready?.kind;
  if (own === undefined || kind === undefined) return ready;
  const base = {
    key,
    labels: joined(own.labels ?? {}, ready?.labels ?? {}),
    need: own.need ?? ready?.need ?? 'required',
  };
  switch (kind) {
    case 'long-text':
      return { ...base, kind, prose: own.prose ?? (ready?.kind === kind && ready.prose) };
    case 'choice': {
      const before = ready?.kind === kind ? ready : undefined;
      const options = own.options === undefined ? (before?.options ?? []) : optionsOf(own.options, before?.options);
      return { ...base, kind, options, prose: own.prose ?? before?.prose ?? true };
    }
    case 'identifier': {
      const before = ready?.kind === kind ? ready : undefined;
      const patterns = own.patterns?.flatMap((source) => {
        const safe = safePattern(source);
        return safe.ok ? [safe.pattern] : [];
      });
      const register = own.register === 'none' ? undefined : (own.register ?? before?.register);
      return { ...base, kind, patterns: patterns ?? before?.patterns ?? [], register };
    }
    case 'moment':
      return { ...base, kind, leans: own.leans ?? (ready?.kind === kind ? ready.leans : 'past') };
    default:
      return { ...base, kind };
  }
}

/** The operator's words first, so that they are shown; the others are still understood. */
function joined(own: WordsByLocale, ready: WordsByLocale): WordsByLocale {
  const locales = [...new Set([...Object.keys(own), ...Object.keys(ready)])];
  return Object.fromEntries(
    locales.map((locale) => [locale, [...new Set([...(own[locale] ?? []), ...(ready[locale] ?? [])])]]),
  );
}

function optionsOf(
  own: Readonly<Record<string, WordsByLocale>>,
  ready: readonly ChoiceOption[] = [],
): readonly ChoiceOption[] {
  return Object.entries(own).map(([key, words]) => ({
    key,
    words: joined(words, ready.find((one) => one.key === key)?.words ?? {}),
  }));
}

/** The field that a desk's form has for a purpose: named, else the one of the purpose's own name. */
export function fieldFor(
  input: DeskFormInput,
  purpose: 'service' | 'impact' | 'urgency' | 'priority',
  fields: readonly FieldRule[],
): string | undefined {
  return input[purpose] ?? fields.find((field) => field.key === purpose)?.key;
}

/** The facts that a desk wants of each case. */
export function compileDeskForm(input: DeskFormInput | undefined, forms: FormInputs): DeskForm | undefined {
  if (input === undefined) return undefined;
  const rules = compileForm(input.use, forms);
  return {
    id: input.use as FormId,
    rules,
    type: input.type,
    clockWaits: input.clock_waits,
    askAtMost: input.ask_at_most,
    service: fieldFor(input, 'service', rules.fields),
    impact: fieldFor(input, 'impact', rules.fields),
    urgency: fieldFor(input, 'urgency', rules.fields),
    priority: fieldFor(input, 'priority', rules.fields),
  };
}

/** How a desk enrols future clients: by a form whose fields are no service, impact or the like. */
export function compileEnrolment(input: EnrolmentInput | undefined, forms: FormInputs): EnrolmentRules | undefined {
  if (input === undefined) return undefined;
  const form: DeskForm = {
    id: input.use as FormId,
    rules: compileForm(input.use, forms),
    type: 'request',
    clockWaits: false,
    askAtMost: input.ask_at_most,
    service: undefined,
    impact: undefined,
    urgency: undefined,
    priority: undefined,
  };
  return { form, approvers: input.approvers as readonly string[] as readonly AgentId[] };
}

/** The levels of impact and urgency that a desk knows: its own, else those of its form, else the ready-made ones. */
export function levelsOf(
  input: PrioritiesInput,
  form: Pick<DeskForm, 'impact' | 'urgency'> & { readonly fields: readonly FieldRule[] },
): { readonly impacts: readonly ChoiceOption[]; readonly urgencies: readonly ChoiceOption[] } {
  const optionsOfField = (key: string | undefined) => {
    const field = form.fields.find((one) => one.key === key);
    return field?.kind === 'choice' ? field.options : undefined;
  };
  const impacts = optionsOfField(form.impact);
  const urgencies = optionsOfField(form.urgency) ?? URGENCIES;
  return {
    impacts: input.impacts === undefined ? (impacts ?? []) : optionsOf(input.impacts, impacts),
    urgencies: input.urgencies === undefined ? urgencies : optionsOf(input.urgencies, urgencies),
  };
}

/** The rules alone, for `priorityFaults`. */
export function priorityRules(input: PrioritiesInput, levels: ReturnType<typeof levelsOf>): PriorityRules {
  return {
    ...levels,
    matrix: input.matrix,
    usualUrgency: input.usual_urgency,
    suggested: input.suggested,
    clientChooses: input.client_chooses,
    usual: input.usual,
  };
}

/** How a desk comes to the priority of a case. */
export function compilePriorities(
  input: PrioritiesInput | undefined,
  form: DeskForm | undefined,
): DeskPriorities | undefined {
  if (input === undefined) return undefined;
  const levels = levelsOf(input, {
    impact: form?.impact,
    urgency: form?.urgency,
    fields: form?.rules.fields ?? [],
  });
  const [first] = levels.urgencies;
  const words: Readonly<Record<string, WordsByLocale>> =
    input.words ?? (first === undefined ? {} : { [first.key]: URGENT_WORDS });
  const importance: Readonly<Partial<Record<Importance, string>>> =
    input.importance ?? (first === undefined ? {} : { high: first.key });
  const marks = (urgency: string) =>
    (['high', 'normal', 'low'] as const).filter((value) => importance[value] === urgency);
  return {
    rules: priorityRules(input, levels),
    words: levels.urgencies
      .map(({ key }): UrgencyWords => {
        const own = Object.hasOwn(words, key) ? words[key] : undefined;
        return { urgency: key, words: own ?? {}, importance: marks(key) };
      })
      .filter((one) => Object.keys(one.words).length > 0 || one.importance.length > 0),
  };
}

/** Cases that may be deferred. */
export function compileDeferral(input: DeferralInput | undefined): DeferralRules | undefined {
  return input && { impacts: input.impacts, calendar: input.calendar as CalendarId | undefined };
}
