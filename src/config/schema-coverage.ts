import { z } from 'zod';
import { READY_REASONS, WORKS } from '../desk/coverage/rules.ts';
import { LOCALES } from '../desk/status.ts';
import * as field from './fields.ts';
import { condition } from './schema-assignment.ts';
import { words } from './schema-form.ts';

/* What an operator may say of what work costs. */

const REASON = `one of ${READY_REASONS.join(', ')}, or texts by language: { en: …, sl: … }`;
const reason = z.union(
  [
    z.enum(READY_REASONS),
    z.partialRecord(z.enum(LOCALES, `one of ${LOCALES.join(', ')}`), field.line(500), 'texts by language'),
  ],
  REASON,
);

const rule = z.strictObject(
  {
    id: field.name.describe('What the rule is called: every decision names it'),
    when: condition
      .optional()
      .describe(
        'A CEL condition over `ticket`, `client`, `contact`, `time`, `hours`, `similar`, `published`, `mail`; without it the rule always holds',
      ),
    work: field
      .choice(WORKS)
      .describe(
        'What the work is then; of all rules that hold `refused` goes before `chargeable`, and that before `free`',
      ),
    reason: reason
      .optional()
      .describe(
        `Why, as the client reads it: a ready-made reason (${READY_REASONS.join(', ')}) or texts by language; default: the ready-made one that is called as the rule`,
      ),
    ask: field
      .flag(true)
      .describe(
        'Whether chargeable work waits for the client’s word; `false`: he has agreed beforehand, and is only told',
      ),
    by_hand: field.flag(false).describe('Only staff say that it holds, by `#cover` and its id; then it has no `when`'),
    waits: field
      .flag(false)
      .describe(
        'The work alone is refused, and not the request: it waits for opening time, or hours agreed with the client',
      ),
    examples: z
      .array(field.line(300), 'a list of lines')
      .max(20, 'at most 20 examples')
      .prefault([])
      .describe('Cases, as `spoc policy explain` shows them beside one that it finds itself'),
  },
  'a rule such as `{ id: not-by-portal, when: …, work: chargeable }`',
);
export type CoverageRuleInput = z.output<typeof rule>;

export const coverage = z.strictObject(
  {
    rules: z
      .array(rule, 'a list of rules')
      .max(200, 'at most 200 rules')
      .prefault([])
      .describe('What the work on a case is: free, chargeable or refused'),
    usual: field.choice(['free', 'chargeable']).prefault('free').describe('When no rule holds'),
    products: z
      .record(
        z.string(),
        words('words by language: { en: [payroll], sl: [plače, REK] }'),
        'a table of products by name',
      )
      .meta({ propertyNames: { pattern: field.NAME.source } })
      .prefault({})
      .describe(
        'Products that contacts are introduced to (`spoc introduction`), with the words by which mails name them; a beginning of a word is enough',
      ),
    starting_for: field.duration('90d').describe('So long after the introduction a contact counts as starting'),
    calendar: field.name
      .optional()
      .describe(
        "Its opening hours, of `calendars`; default: those of the client, else the service level's, else the desk's",
      ),
  },
  'a table with rules',
);
export type CoverageInput = z.output<typeof coverage>;

const steps = z.strictObject(
  {
    to: field.span.describe('… whole steps of so much: 15m'),
    per: field
      .choice(['booking', 'ticket'])
      .prefault('booking')
      .describe('Of each piece of work, or of all of a case in the month'),
  },
  'a table such as `{ to: 15m, per: ticket }`',
);

export const billing = z.strictObject(
  {
    free: field.span.optional().describe('Of one case, that costs nothing: 15m'),
    charged: field
      .choice(['rest', 'all'])
      .prefault('rest')
      .describe('Of a case that takes longer: what is beyond the free time, or all of it'),
    round: steps.optional().describe('What is charged is rounded up to …'),
    included: field.span.optional().describe('Of a client in a month, that is paid already: 2h'),
  },
  'a table of keys',
);
export type BillingInput = z.output<typeof billing>;
