import { z } from 'zod';
import { COMPANY_COUNTRIES } from '../mail/form/company-number.ts';
import * as field from './fields.ts';

/* How clients are known to a desk, and what they may send it (SOFTECH-1, SOFTECH-4). */

export const companyNumbers = z
  .array(field.choice(COMPANY_COUNTRIES), 'a list of countries: [CZ, SK]')
  .max(COMPANY_COUNTRIES.length, `at most ${COMPANY_COUNTRIES.length} countries`)
  .prefault([])
  .describe(
    'The countries by whose rules company numbers of clients are checked (IČO, DIČ, matična and davčna številka, MB, PIB, ЕМБС, ЕДБ, with their check digits) when they enrol or are entered; default: they are taken as written',
  );

const LINK = 'an address with {key} in it, such as https://portal.example.com/access/{key}';

export const access = z.strictObject(
  {
    administrators: z
      .array(field.name, 'a list of agents: [marko]')
      .min(1, 'at least one agent')
      .max(100, 'at most 100 agents')
      .describe('Who verify an applicant, and give him access with `#grant link` or `#grant letter`'),
    link: z
      .string(LINK)
      .regex(/^https?:\/\/[^\s{}]+\{key\}[^\s{}]*$/, LINK)
      .max(500, 'at most 500 characters')
      .describe('Where the link leads; `{key}` stands for the key, which works once: `spoc access redeem`'),
    link_valid: field.duration('48h').describe('How long the key of a link is good'),
    letter_valid: field.duration('30d').describe('… and that of a letter'),
  },
  'a table with administrators and link',
);

const characters = z
  .int('a whole number from 20 to 100000')
  .min(20, 'a whole number from 20 to 100000')
  .max(100_000, 'a whole number from 20 to 100000');

export const textLimits = z
  .strictObject(
    {
      subject: characters.optional().describe('Of a subject; default: none'),
      text: characters.optional().describe('Of what a client writes; default: none'),
    },
    'a table with subject and text',
  )
  .prefault({})
  .describe('Characters that a request shows; what is longer is kept whole as an attachment, and the client is told');
