import { nameKey } from '../desk/called.ts';
import { REQUEST_TYPE_FIELD } from '../desk/request-type/type.ts';
import { TICKET_TYPES } from '../desk/status.ts';
import { VERBS } from '../desk/verbs.ts';
import { addressKey } from '../mail/address.ts';
import { labelClashes } from '../mail/form/labels.ts';
import type { FieldRule } from '../mail/form/rules.ts';
import { fieldsOf } from './compile-form.ts';
import { requestTypeField } from './compile-request-type.ts';
import { addressesOf, checkReference } from './cross.ts';
import { checkTarget } from './cross-assignment.ts';
import { checkFormReference } from './cross-form.ts';
import type { Document, Key } from './document.ts';
import { NAME, NAME_EXPECTED } from './fields.ts';
import { suggestion } from './nearest.ts';
import { isReadyForm } from './ready-fields.ts';
import type { Report } from './report.ts';
import type { DeskInput } from './schema.ts';
import type { RequestTypesInput } from './schema-request-type.ts';
import type { Parts } from './shape.ts';

/** Checks the catalogues of desks (SOFTECH-3). */
export function checkRequestTypes(parts: Parts, document: Document, report: Report): void {
  for (const [id, desk] of parts.desks) {
    if (desk?.request_types === undefined) continue;
    const path = ['desks', id, 'request_types'];
    checkCatalogue(desk.request_types, path, document, report);
    const own = fieldsOfDesk(desk, parts);
    if (own !== undefined) checkField(own, desk.request_types, [...path, 'types'], document, report);
    for (const [name, type] of Object.entries(desk.request_types.types)) {
      const at = [...path, 'types', name];
      if (type.form !== undefined) {
        const fields = checkFormReference(type.form, [...at, 'form'], parts, document, report);
        if (fields.length > 0) checkField(fields, desk.request_types, [...at, 'form'], document, report);
      }
      if (type.assign !== undefined) checkTarget({ to: type.assign }, desk, parts, document, report, [...at, 'assign']);
      if (type.service_level !== undefined)
        checkReference(
          document,
          report,
          [...at, 'service_level'],
          type.service_level,
          'service level',
          parts.serviceLevels,
        );
    }
    checkAddresses(desk, [...path, 'types'], document, report);
  }
}

/** The fields of the desk's own form; undefined when it cannot be read. */
function fieldsOfDesk({ form }: DeskInput, { forms }: Parts): readonly FieldRule[] | undefined {
  if (form === undefined) return [];
  const own = forms.get(form.use);
  if (own !== undefined) return fieldsOf(own);
  return isReadyForm(form.use) ? fieldsOf({ ready: form.use, fields: {} }) : undefined;
}

function checkCatalogue(input: RequestTypesInput, path: readonly Key[], document: Document, report: Report): void {
  const names = Object.keys(input.types);
  if (names.length === 0) report.error(document, [...path, 'types'], 'has no entry', 'at least one type');
  if (input.default !== undefined && !names.includes(input.default))
    report.error(
      document,
      [...path, 'default'],
      `there is no type "${input.default}"`,
      suggestion(input.default, names),
    );
  const called = new Map<string, string>();
  for (const [name, { words }] of Object.entries(input.types)) {
    const at = [...path, 'types', name];
    if (!NAME.test(name)) report.keyError(document, at, 'cannot be a name', `expected ${NAME_EXPECTED}`);
    if ((TICKET_TYPES as readonly string[]).includes(name))
      report.keyError(document, at, `${name} is a sort of case`, 'another name: `#type` takes both');
    if ((VERBS as readonly string[]).includes(name))
      report.keyError(document, at, `#${name} is a command`, 'another name: clients choose a type by it');
    if (Object.values(words).flat().length === 0)
      report.keyError(document, at, 'has no words', 'say `words: { en: … }`');
    for (const word of [name, ...Object.values(words).flat()]) {
      const key = nameKey(word);
      const other = called.get(key);
      if (other !== undefined && other !== name)
        report.keyError(
          document,
          at,
          `"${word}" names ${other} as well`,
          'a word names one type, in all languages together',
        );
      called.set(key, name);
    }
  }
}

/** The field by which a client names the type stands in every form of the desk. */
function checkField(
  fields: readonly FieldRule[],
  input: RequestTypesInput,
  path: readonly Key[],
  document: Document,
  report: Report,
): void {
  if (fields.some(({ key }) => key === REQUEST_TYPE_FIELD)) {
    report.keyError(
      document,
      path,
      `the form has a field ${REQUEST_TYPE_FIELD} of its own`,
      'take it out: the catalogue brings it',
    );
    return;
  }
  for (const { label, keys } of labelClashes([...fields, requestTypeField(input)]))
    report.keyError(
      document,
      path,
      `the label "${label}" names the type of the request, and the field ${keys[0]}`,
      'call the field otherwise',
    );
}

/** An address is of one type, and for everybody. */
function checkAddresses(desk: DeskInput, path: readonly Key[], document: Document, report: Report): void {
  const own = new Map(addressesOf(desk).map((address) => [addressKey(address), address]));
  const some = new Set(
    (desk.addresses ?? []).flatMap((entry) => (typeof entry === 'string' ? [] : [addressKey(entry.address)])),
  );
  const taken = new Map<string, string>();
  for (const [name, { address }] of Object.entries(desk.request_types?.types ?? {})) {
    if (address === undefined) continue;
    const at = [...path, name, 'address'];
    const key = addressKey(address);
    const other = taken.get(key);
    if (!own.has(key)) report.error(document, at, `${address} is no address of this desk`, 'one of its `addresses:`');
    else if (some.has(key))
      report.error(document, at, `${address} is for some clients alone`, 'an address that is for everybody');
    else if (other !== undefined)
      report.error(document, at, `${address} is that of ${other} as well`, 'each type has its own');
    taken.set(key, name);
  }
}
