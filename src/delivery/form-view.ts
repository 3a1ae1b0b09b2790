import type { TicketFacts } from '../desk/facts.ts';
import { askFor, shown } from '../desk/form/ask.ts';
import { type Fact, missing } from '../desk/form/facts.ts';
import type { Desk } from '../desk/policy.ts';
import { REQUEST_TYPE_FIELD } from '../desk/request-type/type.ts';
import type { Locale } from '../desk/status.ts';
import type { FieldRule } from '../mail/form/rules.ts';
import type { AskView, FactValue, FactView } from './render/view.ts';

/** The form that a client is to fill in, in his language; undefined when nothing required is missing. */
export function askView({ form }: Desk, { facts }: TicketFacts, locale: Locale): AskView | undefined {
  const ask = form && askFor(form.rules, facts, locale);
  if (ask === undefined) return undefined;
  return {
    rows: [...ask.required, ...ask.ifApplicable].map((row) => ({
      ...row,
      said:
        row.why === 'missing'
          ? []
          : row.said.map((said) => optionText(said, row.key, form?.rules.fields ?? [], locale)),
      optional: row.need === 'if-applicable',
      moment: row.kind === 'moment',
    })),
  };
}

/** What an option is called; any other text is itself. */
function optionText(value: string, key: string, fields: readonly FieldRule[], locale: Locale): string {
  const field = fields.find((one) => one.key === key);
  const option = field?.kind === 'choice' ? field.options.find((one) => one.key === value) : undefined;
  return option === undefined ? value : shown(option.words, locale);
}

/**
 * What is known of a case, as its reader may see it: to the client what counts; to staff what is open as well, and why. A description that was read
 * out of the mail's own sentences is left to the mail.
 */
export function factViews(
  { form }: Pick<Desk, 'form'>,
  { facts, service, ticket }: Pick<TicketFacts, 'facts' | 'service' | 'ticket'>,
  reader: { readonly staff: boolean; readonly locale: Locale },
): readonly FactView[] {
  if (form === undefined || ticket.care.form === undefined) return [];
  const open = new Map(missing(form.rules, facts).map((one) => [one.key, one]));
  return form.rules.fields.flatMap((field): FactView[] => {
    // It is told as the type of the request, however it was chosen.
    if (field.key === REQUEST_TYPE_FIELD) return [];
    const label = shown(field.labels, reader.locale);
    const fact = Object.hasOwn(facts, field.key) ? facts[field.key] : undefined;
    const why = open.get(field.key);
    if (why !== undefined && (!reader.staff || (why.why === 'missing' && why.need !== 'required'))) return [];
    if (fact === undefined || fact.kind === 'none' || fact.kind === 'unreadable') {
      if (fact?.kind === 'none' && why === undefined) return reader.staff ? [{ label, values: [], note: 'none' }] : [];
      return why === undefined ? [] : [{ label, values: [], note: why.why }];
    }
    if (field.kind === 'long-text' && !(reader.staff && fact.explicit)) return [];
    const values = valuesOf(fact).map((value) => valueView(value, field, reader.locale));
    const name = field.key === form.service && service !== undefined && why === undefined ? service.name : '';
    const named: readonly FactValue[] = name === '' ? values : [...values, { kind: 'text', text: name }];
    return [{ label, values: named, note: why?.why }];
  });
}

function valuesOf(fact: Extract<Fact, { readonly kind: 'given' | 'disputed' }>): readonly string[] {
  return fact.kind === 'given' ? [fact.value] : fact.values;
}

/** Characters of a long text that a table of facts shows. */
const MOST_TEXT = 200;

function valueView(value: string, field: FieldRule, locale: Locale): FactValue {
  switch (field.kind) {
    case 'choice':
      return { kind: 'text', text: optionText(value, field.key, [field], locale) };
    case 'moment':
      return /^\d{4}-\d{2}-\d{2}$/.test(value)
        ? { kind: 'day', day: new Date(`${value}T00:00:00Z`) }
        : { kind: 'moment', at: new Date(value) };
    case 'duration':
      return { kind: 'text', text: durationText(value) };
    case 'long-text':
      return { kind: 'text', text: value.length > MOST_TEXT ? `${value.slice(0, MOST_TEXT)}…` : value };
    default:
      return { kind: 'text', text: value };
  }
}

/** `PT2H30M` as `2 h 30 min`, which is understood in all the desks' languages. */
function durationText(value: string): string {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(value);
  const units = ['d', 'h', 'min', 's'];
  const parts = units.flatMap((unit, index) =>
    found?.[index + 1] === undefined ? [] : [`${found[index + 1]} ${unit}`],
  );
  return parts.length === 0 ? value : parts.join(' ');
}
