import type { AssignmentCase } from '../desk/assignment/rules.ts';
import { CHANNELS, PRIORITIES, TICKET_TYPES, TIERS } from '../desk/status.ts';
import { type ConditionCompiler, conditionCompiler, type Names, type NameType } from './condition.ts';

/** The names of a desk's conditions about a case, but for those of its form. */
const CASE = {
  mail: { subject: 'string', text: 'string', from: 'string', domain: 'string', to: 'string' },
  ticket: { type: TICKET_TYPES, priority: PRIORITIES, channel: CHANNELS, tier: TIERS },
  client: { name: 'string', number: 'string', level: 'string' },
  service: { id: 'string', name: 'string', level: 'string' },
} as const satisfies Names & Record<Exclude<keyof AssignmentCase, 'form'>, unknown>;

/** Compiles the conditions of a desk about a case; `form` are the fields of its form, empty when it asks for none; `requests` the types of its catalogue. */
export function caseConditions(
  form: Readonly<Record<string, NameType>>,
  requests: readonly string[],
): ConditionCompiler<AssignmentCase> {
  // A type that is not of the catalogue is a slip of the pen.
  const ticket = { ...CASE.ticket, request: ['', ...requests] };
  return conditionCompiler<AssignmentCase>({ ...CASE, ticket, form }, { form: 'this desk has no `form`' });
}
