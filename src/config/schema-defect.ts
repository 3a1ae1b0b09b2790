import { z } from 'zod';
import * as field from './fields.ts';

/* Defects and the releases that carry their fixes (CLOUDEMPIERE-8), as an operator writes them. */

const DAY = 'a day such as 2027-01-15';
const day = z
  .string(DAY)
  .regex(/^\d{4}-\d{2}-\d{2}$/, DAY)
  .refine(
    (text) => !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text),
    'a day that exists',
  );

const NAME = 'the name of a release in quotation marks, such as "4.2": letters, digits and . _ + - without blanks';
export const release = z.strictObject(
  {
    name: z
      .string(NAME)
      .regex(/^[\p{L}\p{N}][\p{L}\p{N}._+-]{0,39}$/u, NAME)
      .describe('As staff write it: `#planned 4.2`'),
    expected: day.optional().describe('The day on which it is expected'),
    released: day.optional().describe('The day on which it came out: defects that were planned for it are released'),
  },
  'a table with name',
);

const sets = field.choice(['none', 'open', 'pending', 'on-hold', 'resolved', 'closed']);

export const defects = z
  .strictObject(
    {
      releases: z
        .array(release, 'a list of releases: [{ name: "4.2", expected: 2027-01-15 }]')
        .max(1000, 'at most 1000 releases')
        .prefault([])
        .describe('Releases of this desk; those of the register (`spoc release`) stand beside them and go first'),
      waiting_sets: sets
        .prefault('on-hold')
        .describe('The status of the tickets that hang on a defect while its fix is waited for'),
      released_sets: sets.prefault('resolved').describe('Their status when the release with the fix is out'),
    },
    'a table of keys',
  )
  .prefault({});
export type DefectsInput = z.output<typeof defects>;
