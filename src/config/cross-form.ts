import { priorityFaults } from '../desk/priority/rules.ts';
import { PRIORITIES } from '../desk/status.ts';
import { labelClashes } from '../mail/form/labels.ts';
import type { FieldRule } from '../mail/form/rules.ts';
import { fieldFor, fieldOf, fieldsOf, levelsOf, priorityRules, readyNames } from './compile-form.ts';
import type { Document, Key } from './document.ts';
import { NAME, NAME_EXPECTED } from './fields.ts';
import { suggestion } from './nearest.ts';
import { safePattern } from './pattern.ts';
import { isReadyForm, READY_FIELDS, READY_FORMS } from './ready-fields.ts';
import type { Report } from './report.ts';
import type { DeskInput } from './schema.ts';
import type { FormFieldInput, FormInput } from './schema-form.ts';
import type { Parts } from './shape.ts';

/** Checks forms, and what desks say of forms, priorities and deferral. */
export function checkForms(parts: Parts, document: Document, report: Report): void {
  for (const [name, form] of parts.forms) {
    const path = ['forms', name];
    if (!NAME.test(name)) report.keyError(document, path, 'cannot be a name', `expected ${NAME_EXPECTED}`);
    if (form !== undefined && !report.broken(path)) checkForm(form, path, document, report);
  }
  for (const [id, desk] of parts.desks) if (desk !== undefined) checkDesk(id, desk, parts, document, report);
}

/** A form that is named somewhere: the operator's, or a ready-made one. Answers its fields; none when it is not there or is wrong. */
export function checkFormReference(
  name: string,
  path: readonly Key[],
  parts: Parts,
  document: Document,
  report: Report,
): readonly FieldRule[] {
  if (parts.forms.has(name)) {
    const form = parts.forms.get(name);
    return form === undefined || report.broken(['forms', name]) ? [] : fieldsOf(form);
  }
  if (isReadyForm(name)) return fieldsOf({ ready: name, fields: {} });
  const known = [...parts.forms.keys(), ...Object.keys(READY_FORMS)];
  report.error(document, path, `there is no form "${name}"`, suggestion(name, known));
  return [];
}

const MOST_FIELDS = 40;

function checkForm(form: FormInput, path: readonly Key[], document: Document, report: Report): void {
  const { ready, fields } = form;
  if (typeof ready === 'string' && !isReadyForm(ready))
    report.error(
      document,
      [...path, 'ready'],
      `there is no ready-made form "${ready}"`,
      suggestion(ready, Object.keys(READY_FORMS)),
    );
  if (typeof ready !== 'string')
    for (const [index, key] of (ready ?? []).entries())
      if (!READY_FIELDS.has(key))
        report.error(
          document,
          [...path, 'ready', index],
          `there is no ready-made field "${key}"`,
          suggestion(key, [...READY_FIELDS.keys()]),
        );
  for (const [key, field] of Object.entries(fields)) checkField(key, field, [...path, 'fields', key], document, report);
  const all = fieldsOf(form);
  if (all.length === 0 && readyNames(ready).length + Object.keys(fields).length === 0 && !report.broken(path))
    report.keyError(document, path, 'has no fields', 'say `ready: fault`, or name some under `fields:`');
  if (all.length > MOST_FIELDS)
    report.keyError(document, path, `has ${all.length} fields`, `at most ${MOST_FIELDS}: nobody fills in more`);
  for (const { label, keys } of labelClashes(all)) {
    const [first, second] = keys;
    const own = Object.hasOwn(fields, second) ? second : first;
    const where = Object.hasOwn(fields, own) ? [...path, 'fields', own] : path;
    report.keyError(
      document,
      where,
      `the label "${label}" names both ${first} and ${second}`,
      'a label names one field, in all languages together',
    );
  }
}

/** Keys that only some kinds of field have. */
const OF_KIND = {
  options: ['choice'],
  patterns: ['identifier'],
  register: ['identifier'],
  prose: ['long-text', 'choice'],
  leans: ['moment'],
} as const;

function checkField(
  key: string,
  field: FormFieldInput,
  path: readonly Key[],
  document: Document,
  report: Report,
): void {
  if (!NAME.test(key)) report.keyError(document, path, 'cannot be a name', `expected ${NAME_EXPECTED}`);
  const rule = fieldOf(key, field);
  if (rule === undefined) {
    const near = suggestion(key, [...READY_FIELDS.keys()]);
    const hint = near === undefined || !near.startsWith('did') ? 'say `kind:`' : `say \`kind:\`, or ${near}`;
    report.keyError(document, path, 'is no ready-made field and has no kind', hint);
    return;
  }
  if (Object.values(rule.labels).flat().length === 0)
    report.keyError(document, path, 'has no labels', 'say `labels: { en: … }`');
  for (const [own, kinds] of Object.entries(OF_KIND)) {
    if (!(own in field) || field[own as keyof typeof OF_KIND] === undefined) continue;
    if (!(kinds as readonly string[]).includes(rule.kind))
      report.keyError(
        document,
        [...path, own],
        `a field of kind ${rule.kind} has no ${own}`,
        `kind: ${kinds.join(' or ')}`,
      );
  }
  for (const [index, source] of (field.patterns ?? []).entries()) {
    const safe = safePattern(source);
    if (!safe.ok)
      report.error(
        document,
        [...path, 'patterns', index],
        `${JSON.stringify(source.slice(0, 60))} cannot be used`,
        `expected ${safe.why}`,
      );
  }
  if (rule.kind === 'choice') checkOptions(rule, path, document, report);
}

function checkOptions(
  { options }: Extract<FieldRule, { readonly kind: 'choice' }>,
  path: readonly Key[],
  document: Document,
  report: Report,
): void {
  if (options.length < 2) report.keyError(document, path, 'is a choice of fewer than two options', 'say `options:`');
  for (const { key, words } of options) {
    const at = [...path, 'options', key];
    if (!NAME.test(key)) report.keyError(document, at, 'cannot be a name', `expected ${NAME_EXPECTED}`);
    if (Object.values(words).flat().length === 0) report.keyError(document, at, 'has no words', 'say `{ en: … }`');
  }
}

const PURPOSES = ['service', 'impact', 'urgency', 'priority'] as const;

function checkDesk(id: string, desk: DeskInput, parts: Parts, document: Document, report: Report): void {
  const path = ['desks', id];
  const fields = desk.form === undefined ? [] : checkDeskForm(desk.form, [...path, 'form'], parts, document, report);
  const known = desk.form === undefined || fields.length > 0;
  if (!known) return;
  const purposes =
    desk.form === undefined
      ? { impact: undefined, urgency: undefined }
      : { impact: fieldFor(desk.form, 'impact', fields), urgency: fieldFor(desk.form, 'urgency', fields) };
  if (desk.priorities !== undefined && !report.broken([...path, 'priorities'])) {
    const levels = levelsOf(desk.priorities, { ...purposes, fields });
    const at = [...path, 'priorities'];
    for (const fault of priorityFaults(priorityRules(desk.priorities, levels)))
      report.keyError(document, at, fault, 'each impact has a priority for each urgency');
    const urgencies = levels.urgencies.map(({ key }) => key);
    for (const [key, table] of [
      ['words', Object.keys(desk.priorities.words ?? {})],
      ['importance', Object.values(desk.priorities.importance ?? {})],
    ] as const)
      for (const urgency of table)
        if (!urgencies.includes(urgency))
          report.keyError(document, [...at, key, urgency], `${urgency} is no urgency`, suggestion(urgency, urgencies));
    for (const [purpose, options] of [
      ['impact', levels.impacts],
      ['urgency', levels.urgencies],
    ] as const)
      checkSameOptions(
        purpose,
        purposes[purpose],
        fields,
        options.map(({ key }) => key),
        at,
        document,
        report,
      );
  }
  if (desk.deferral !== undefined) {
    const field = fields.find(({ key }) => key === purposes.impact);
    const impacts = field?.kind === 'choice' ? field.options.map(({ key }) => key) : [];
    const at = [...path, 'deferral'];
    const { calendar } = desk.deferral;
    if (calendar !== undefined && !parts.calendars.has(calendar))
      report.error(
        document,
        [...at, 'calendar'],
        `there is no calendar "${calendar}"`,
        suggestion(calendar, [...parts.calendars.keys()]),
      );
    if (impacts.length === 0)
      report.keyError(document, at, 'needs a form that asks for the impact', 'say `form: { use: fault }`');
    else
      for (const [index, impact] of desk.deferral.impacts.entries())
        if (!impacts.includes(impact))
          report.error(
            document,
            [...at, 'impacts', index],
            `there is no impact "${impact}"`,
            suggestion(impact, impacts),
          );
  }
}

/** What the form lets the client say must be what the matrix knows. */
function checkSameOptions(
  purpose: 'impact' | 'urgency',
  key: string | undefined,
  fields: readonly FieldRule[],
  known: readonly string[],
  path: readonly Key[],
  document: Document,
  report: Report,
): void {
  const field = fields.find((one) => one.key === key);
  if (field?.kind !== 'choice') return;
  const unknown = field.options.map((option) => option.key).filter((option) => !known.includes(option));
  if (unknown.length > 0)
    report.keyError(
      document,
      path,
      `the form's field ${field.key} has ${unknown.join(', ')}, which is no ${purpose} here`,
      `name the same ones under \`${purpose === 'impact' ? 'impacts' : 'urgencies'}:\`, or leave it out`,
    );
}

function checkDeskForm(
  form: NonNullable<DeskInput['form']>,
  path: readonly Key[],
  parts: Parts,
  document: Document,
  report: Report,
): readonly FieldRule[] {
  const fields = checkFormReference(form.use, [...path, 'use'], parts, document, report);
  if (fields.length === 0) return [];
  const keys = fields.map(({ key }) => key);
  const needed = { service: 'identifier', impact: 'choice', urgency: 'choice', priority: 'choice' } as const;
  for (const purpose of PURPOSES) {
    const key = fieldFor(form, purpose, fields);
    const field = fields.find((one) => one.key === key);
    if (key !== undefined && field === undefined)
      report.error(document, [...path, purpose], `the form ${form.use} has no field "${key}"`, suggestion(key, keys));
    else if (field !== undefined && field.kind !== needed[purpose])
      report.error(
        document,
        [...path, purpose],
        `the field ${field.key} is of kind ${field.kind}`,
        `expected ${needed[purpose]}`,
      );
    else if (purpose === 'priority' && field?.kind === 'choice') {
      const strange = field.options
        .map((option) => option.key)
        .find((option) => !(PRIORITIES as readonly string[]).includes(option));
      if (strange !== undefined)
        report.error(
          document,
          [...path, purpose],
          `the option ${strange} of ${field.key} is no priority`,
          `options: ${PRIORITIES.join(', ')}`,
        );
    }
  }
  return fields;
}
