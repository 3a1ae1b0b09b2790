import { z } from 'zod';
import * as field from './fields.ts';

/* What a desk says of clients who are silent, and of senders of spam. */

const HOURS = 'opening hours such as 8h or 90m';
const hours = z.string(HOURS).regex(/^[1-9][0-9]{0,4} ?(?:m|h)$/, HOURS);

const silence = z.strictObject(
  {
    remind_after: z
      .array(hours, 'a list of opening hours: [16h, 24h]')
      .min(1, 'at least one reminder: whoever closes a case says so before')
      .max(10, 'at most 10 reminders')
      .describe(
        'When the client is reminded that his reply is waited for, in opening hours: the first since our last word, each further since the one before',
      ),
    close_after: hours
      .optional()
      .describe(
        'The case is closed so many opening hours after the last reminder, which tells the client; his reply opens it again. Default: it is not closed',
      ),
  },
  'a table with remind_after',
);
export type SilenceInput = z.output<typeof silence>;

/** The keys of a desk. */
export const deskUpkeep = {
  silence: silence
    .optional()
    .describe('What happens to a case that awaits the client’s reply and gets none; default: it waits'),
  spam_senders: field
    .choice(['hold', 'spam', 'accept'])
    .prefault('hold')
    .describe(
      'Further mail of someone whose mail an agent closed with `#spam`: waits for the operator, is recorded as spam, or opens tickets as ever. Never of people whom the registers know',
    ),
};
