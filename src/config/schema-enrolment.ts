import { z } from 'zod';
import * as field from './fields.ts';

/* How a future client signs up by mail (SAGA-1, SAGA-6). */

export const enrolment = z.strictObject(
  {
    use: field.name
      .prefault('enrolment')
      .describe(
        'The form that asks for his facts, of `forms` or the ready-made one: it has name, business-unit, position, landline and may have mobile, company and company-number',
      ),
    approvers: z
      .array(field.name, 'a list of agents: [marko]')
      .min(1, 'at least one agent')
      .max(100, 'at most 100 agents')
      .describe('Who is told when the facts are there, and accepts or declines with `#approve` or `#decline`'),
    ask_at_most: field.count(3, 20).describe('How often he is asked for what is missing'),
  },
  'a table with approvers',
);
export type EnrolmentInput = z.output<typeof enrolment>;
