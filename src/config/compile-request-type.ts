import type { DeskId, FormId, RequestTypeId } from '../desk/ids.ts';
import type { DeskForm } from '../desk/policy.ts';
import { REQUEST_TYPE_FIELD, type RequestType, type RequestTypes, type Surcharge } from '../desk/request-type/type.ts';
import type { ServiceLevelId } from '../desk/sla/policy.ts';
import { addressKey } from '../mail/address.ts';
import { formRules } from '../mail/form/labels.ts';
import type { FieldRule, WordsByLocale } from '../mail/form/rules.ts';
import { compileTypeRule } from './compile-assignment.ts';
import { compileDeskForm, type FormInputs } from './compile-form.ts';
import type { DeskInput } from './schema.ts';
import type { RequestTypeInput, RequestTypesInput } from './schema-request-type.ts';
import type { Parts } from './shape.ts';

/** What the line is called by which a client names the type of his request: the first of each language is shown. */
const LABELS: WordsByLocale = {
  en: ['Request type', 'Type of request', 'Type'],
  sr: ['Vrsta zahteva', 'Tip zahteva', 'Vrsta', 'Tip'],
  sl: ['Vrsta zahtevka', 'Tip zahtevka', 'Vrsta', 'Tip'],
  sk: ['Typ požiadavky', 'Druh požiadavky', 'Typ', 'Druh'],
  cs: ['Typ požadavku', 'Druh požadavku', 'Typ', 'Druh'],
  mk: ['Вид на барањето', 'Тип на барањето', 'Вид', 'Тип'],
};

/** The field by which a client may name the type: never asked for, and read only where a line or a row is called so. */
export function requestTypeField({ types }: RequestTypesInput): FieldRule {
  return {
    key: REQUEST_TYPE_FIELD,
    kind: 'choice',
    need: 'if-applicable',
    prose: false,
    labels: LABELS,
    // Its name is understood as well as its words.
    options: Object.entries(types).map(([key, { words }]) => ({ key, words: { ...words, id: [key] } })),
  };
}

/** The form of a desk; with a catalogue there is always one, which has the field for the type. */
export function deskFormOf(input: DeskInput, forms: FormInputs): DeskForm | undefined {
  const form = compileDeskForm(input.form, forms);
  if (input.request_types === undefined) return form;
  return withTypeField(form ?? NO_FORM, input.request_types);
}

const NO_FORM: DeskForm = {
  id: REQUEST_TYPE_FIELD as FormId,
  rules: formRules([]),
  type: 'request',
  clockWaits: false,
  askAtMost: 1,
  service: undefined,
  impact: undefined,
  urgency: undefined,
  priority: undefined,
};

function withTypeField(form: DeskForm, input: RequestTypesInput): DeskForm {
  return { ...form, rules: formRules([...form.rules.fields, requestTypeField(input)]) };
}

/** The catalogue of a desk, of a configuration that was found right. */
export function compileRequestTypes(
  id: DeskId,
  desk: DeskInput,
  parts: Parts,
  forms: FormInputs,
): RequestTypes | undefined {
  const { request_types: input } = desk;
  const form = deskFormOf(desk, forms);
  if (input === undefined || form === undefined) return undefined;
  return {
    types: Object.entries(input.types).map(([name, type]) =>
      compileType(name as RequestTypeId, type, id, desk, parts, forms),
    ),
    usual: input.default as RequestTypeId | undefined,
    form,
    priority: desk.priorities?.usual ?? 'normal',
  };
}

function compileType(
  name: RequestTypeId,
  input: RequestTypeInput,
  id: DeskId,
  desk: DeskInput,
  parts: Parts,
  forms: FormInputs,
): RequestType {
  const own = input.form === undefined ? undefined : compileDeskForm(formInput(input.form, input, desk), forms);
  return {
    id: name,
    words: input.words,
    ticketType: input.type,
    form: own === undefined || desk.request_types === undefined ? undefined : withTypeField(own, desk.request_types),
    priority: input.priority,
    assignment: input.assign === undefined ? undefined : compileTypeRule(id, input.assign, desk, parts),
    checklist: input.checklist ?? {},
    level: input.service_level as ServiceLevelId | undefined,
    surcharge: input.surcharge === undefined ? undefined : surchargeOf(input.surcharge),
    agreement: input.agreement,
    address: input.address === undefined ? undefined : addressKey(input.address),
  };
}

/** A type's form is asked as often, and stops the clock, as the desk's own. */
function formInput(use: string, { type }: RequestTypeInput, { form }: DeskInput) {
  return { use, type, clock_waits: form?.clock_waits ?? false, ask_at_most: form?.ask_at_most ?? 3 };
}

function surchargeOf(text: string): Surcharge {
  const [, number = '0', unit = ''] = /^\s*([\d.,]+)\s*(\S+)\s*$/.exec(text) ?? [];
  const value = Number(number.replace(',', '.'));
  if (unit === '%') return { kind: 'percent', percent: value };
  return { kind: 'amount', hundredths: Math.round(value * 100), currency: unit };
}
