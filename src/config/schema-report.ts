import { z } from 'zod';
import * as field from './fields.ts';

/* Who gets the monthly reports. */

/** What a client gets: nothing, the figures in a mail, or these with PDF and CSV. */
export const reportKind = field.choice(['none', 'figures', 'full']);

const report = z.strictObject(
  {
    managers: z
      .array(field.name, 'a list of agents: [vesna]')
      .max(50, 'at most 50 agents')
      .prefault([])
      .describe('They get the report of the whole desk, with PDF and CSV'),
    clients: reportKind
      .prefault('none')
      .describe(
        'What the responsible persons of clients get whose service level does not say: `none`, the `figures` in a mail, or `full` with PDF and CSV',
      ),
  },
  'a table with managers and clients',
);
export type ReportInput = z.output<typeof report>;

/** The key of a desk. */
export const deskReport = {
  report: report.optional().describe('A report of each month, the morning after its end; default: none'),
};
