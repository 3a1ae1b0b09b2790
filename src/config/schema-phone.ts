import { z } from 'zod';
import { phoneCountry } from '../mail/form/phone-number.ts';
import * as field from './fields.ts';

/* What an operator may say of phones, on-call rotas and the addresses of a desk (SAGA-1 to SAGA-5). */

const PHONE = 'a phone number such as +381 11 310 86 80';
/** As it is to be shown; whether it can exist is checked with the country at hand. */
export const phone = z
  .string(`${PHONE}, in quotes`)
  .max(60, 'a phone number of at most 60 characters')
  .regex(/^[+(\d][^\x00-\x1f\x7f]*$/, PHONE);

const COUNTRY = 'the two letters of a country (ISO 3166) such as RS';
export const country = z
  .string(COUNTRY)
  .regex(/^[A-Za-z]{2}$/, COUNTRY)
  .transform((text, context) => {
    const known = phoneCountry(text);
    if (known !== undefined) return known;
    context.addIssue({ code: 'custom', message: COUNTRY, input: text });
    return z.NEVER;
  });

const START = 'a day and time such as 2026-01-05 08:00';
const start = z
  .string(START)
  .regex(/^\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2})?$/, START)
  .refine((text) => {
    const [, day = '', time = '00:00'] = /^(\S{10})[ T]?(.*)$/.exec(text) ?? [];
    const at = new Date(`${day}T${time || '00:00'}:00Z`);
    return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
  }, 'a day and time that exist');

const days = (most: number) =>
  z
    .int(`a whole number from 1 to ${most}`)
    .min(1, `a whole number from 1 to ${most}`)
    .max(most, `a whole number from 1 to ${most}`)
    .optional();

export const rota = z.strictObject(
  {
    agents: z
      .array(field.name, 'a list of agents: [marko, ana]')
      .min(1, 'at least one agent')
      .max(100, 'at most 100 turns')
      .describe('Who is on call, in turn; then the first again'),
    start: start.describe(
      "When the first one's turn began, by the clock of `time_zone`; each turn ends at that time of day",
    ),
    weeks: days(52).describe('How long a turn is; default: one week'),
    days: days(366).describe('… or in days'),
    time_zone: field.timeZone.describe('IANA time zone of `start`'),
    number: phone.optional().describe("One number for whoever is on call; default: the agent's own `phone`"),
  },
  'a table with agents, start and time_zone',
);
export type RotaInput = z.output<typeof rota>;

const COMPANY_NUMBER = 'the company number of a client, in quotes';
const companyNumber = z
  .string(COMPANY_NUMBER)
  .regex(/^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*$/, COMPANY_NUMBER)
  .max(100, 'at most 100 characters')
  .transform((text) => text.trim());

const forClient = z.strictObject({
  address: field.address.describe('The address'),
  for_client: companyNumber.describe('It is for this client alone: his company number'),
  others: z
    .union([z.literal('hold'), field.name], '`hold`, or the name of a desk')
    .prefault('hold')
    .describe('What happens to mail of others there: it is held, or goes to that desk'),
});
const customersOf = z.strictObject({
  address: field.address.describe('The address'),
  customers_of: companyNumber.describe("It serves this client's own customers: his company number"),
});

/** An address of a desk: for everybody, for one client, or for a client's own customers. */
export const deskAddress = z.union(
  [field.address, forClient, customersOf],
  'an address, `{ address: …, for_client: "…", others: hold }` or `{ address: …, customers_of: "…" }`',
);
export type DeskAddressInput = z.output<typeof deskAddress>;

export const deskAddresses = z
  .array(deskAddress, 'a list of addresses: [support@example.com]')
  .min(1, 'at least one address');

export const deskPhone = z.strictObject(
  {
    landline: phone.optional().describe('Told to clients in the hours of `calendar`'),
    calendar: field.name.optional().describe("When the landline is answered; default: the desk's own calendar"),
    on_call: field.name
      .optional()
      .describe('The rota whose number is told outside of those hours, to known contacts of clients only'),
  },
  'a table with landline, calendar and on_call',
);
export type DeskPhoneInput = z.output<typeof deskPhone>;
