import { z } from 'zod';
import { PRIORITIES } from '../desk/status.ts';
import * as field from './fields.ts';

/* Problems (INTERSPACE-7) and documents on outages (INTERSPACE-8), as an operator writes them. */

export const problems = z.strictObject(
  {
    manager: field.name.describe('Who answers for problems: gets the monthly list of incidents that recur'),
    at_least: field.count(3, 1000).describe('So many incidents of the same service, circuit or client recur'),
    days: field.count(90, 366).describe('… within so many days back from the end of the month'),
  },
  'a table with manager',
);
export type ProblemsInput = z.output<typeof problems>;

const WARN = 'a whole number from 0 to 60';
export const rfo = z.strictObject(
  {
    priorities: z
      .array(field.choice(PRIORITIES), `a list of ${PRIORITIES.join(', ')}`)
      .min(1, 'at least one priority')
      .prefault(['urgent', 'high'])
      .describe('Resolved incidents of these priorities have one'),
    days: field.count(5, 60).describe('Working days that it may take from the request of the client'),
    calendar: field.name.optional().describe("Whose working days, of `calendars`; default: the desk's"),
    warn_days: z
      .int(WARN)
      .min(0, WARN)
      .max(60, WARN)
      .prefault(1)
      .describe('So many working days before the end agents are warned; 0: never'),
  },
  'a table of keys',
);
export type RfoInput = z.output<typeof rfo>;
