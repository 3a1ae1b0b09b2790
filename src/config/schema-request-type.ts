import { z } from 'zod';
import { PRIORITIES, TICKET_TYPES } from '../desk/status.ts';
import * as field from './fields.ts';
import { TO, target } from './schema-assignment.ts';
import { words } from './schema-form.ts';

/* The catalogue of what clients may ask a desk for (SOFTECH-3). */

const SURCHARGE = 'a part of the price such as 50 %, or an amount such as 500 CZK';

const requestType = z.strictObject(
  {
    words: words('words by language: { en: [Express intervention, express], cs: [Expresní zásah] }').describe(
      'What it is called, by language: the first is shown; a client chooses it by any of them, in a line such as `Type: express` or at the beginning of his subject',
    ),
    type: field.choice(TICKET_TYPES).prefault('request').describe('What sort of case it is'),
    form: field.name.optional().describe("A form of `forms`, or a ready-made one; default: the desk's own"),
    priority: field
      .choice(PRIORITIES)
      .optional()
      .describe("The priority when nothing says another; default: the desk's"),
    assign: target.optional().describe(`Who gets it, before the rules of \`assignment\`: ${TO}`),
    checklist: words('lines by language: { en: [Check the domain, Tell the registrar] }')
      .optional()
      .describe('What the agent goes through, by language; stands in his mails'),
    service_level: field.name
      .optional()
      .describe('Its own targets, of `service_levels`; they count before those of service, client and desk'),
    surcharge: z
      .string(`${SURCHARGE}, in quotes`)
      .regex(/^\s*(?:\d{1,4}(?:[.,]\d{1,2})?\s*%|\d{1,9}(?:[.,]\d{1,2})?\s*[A-Z]{3})\s*$/, SURCHARGE)
      .optional()
      .describe(`What it costs on top, said to the client in the confirmation: ${SURCHARGE}`),
    agreement: z
      .boolean('true or false')
      .optional()
      .describe('Whether work waits until price and deadline are agreed; default: as `agreements` of the desk has it'),
    address: field.address.optional().describe('An address of the desk: mail to it is of this type'),
  },
  'a table with words',
);
export type RequestTypeInput = z.output<typeof requestType>;

export const requestTypes = z.strictObject(
  {
    types: z
      .record(z.string(), requestType, 'a table of request types by name')
      .meta({ propertyNames: { pattern: field.NAME.source } })
      .describe('The types, by name; agents change it with `#type NAME`, clients with `#NAME`'),
    default: field.name.optional().describe('What a request is when nothing says another; default: none'),
  },
  'a table with types',
);
export type RequestTypesInput = z.output<typeof requestTypes>;
