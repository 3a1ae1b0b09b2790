import { z } from 'zod';
import * as field from './fields.ts';

/* How price and deadline are agreed with clients (SOFTECH-8). */

const CURRENCY = 'the code of a currency (ISO 4217) such as EUR';

export const agreements = z.strictObject(
  {
    introduce: field
      .flag(true)
      .describe('Whether the client is told, when a request is assigned, who deals with it, and asked what is unclear'),
    required: field
      .flag(false)
      .describe(
        'Whether work on every request waits until price or deadline are agreed; a request type may say otherwise',
      ),
    needs: field
      .choice(['cited', 'proved'])
      .prefault('proved')
      .describe("How surely a mail must be the client's for its yes or no to count"),
    stands_for: field.count(14, 366).describe('Days for which an offer stands when it does not say'),
    remind_before: field.count(1, 30).describe('Days before a deadline on which both sides are reminded'),
    currency: z
      .string(CURRENCY)
      .regex(/^[A-Z]{3}$/, CURRENCY)
      .optional()
      .describe("Of amounts without one; default: that of the desk's country"),
  },
  'a table of keys',
);
export type AgreementsInput = z.output<typeof agreements>;
