import { z } from 'zod';
import { LOCALES, PRIORITIES, TICKET_TYPES } from '../desk/status.ts';
import * as field from './fields.ts';

/* What an operator may say of forms, priorities and deferral. */

const LINES = 'a line of text, or a list of them';
const lines = z.union([field.line(120), z.array(field.line(120), LINES).min(1, LINES).max(40, 'at most 40')], LINES);
/** Words by language, one or several. */
export const words = (what: string) =>
  z
    .partialRecord(z.enum(LOCALES, `one of ${LOCALES.join(', ')}`), lines, what)
    .transform((table) =>
      Object.fromEntries(
        Object.entries(table).map(([locale, said]): [string, readonly string[]] => [
          locale,
          typeof said === 'string' ? [said] : said,
        ]),
      ),
    );
const KEYED = 'a table by name, each with its words by language: { high: { en: High, sr: Velika } }';
const options = z.record(z.string(), words('words by language: { en: High, sr: [Velika, Visoka] }'), KEYED);

/** The kinds of field that an operator may make. */
export const FIELD_KINDS = [
  'text',
  'long-text',
  'choice',
  'identifier',
  'moment',
  'duration',
  'ip',
  'phone',
  'email',
  'address',
  'company-number',
] as const;

const formField = z.strictObject(
  {
    kind: field.choice(FIELD_KINDS).optional().describe('What is written there; may be left out of a ready-made field'),
    labels: words('labels by language: { en: Contract, sr: [Ugovor, Broj ugovora] }')
      .optional()
      .describe(
        'What the field is called, by language: the first is shown, all are understood, and those of a ready-made one',
      ),
    need: field
      .choice(['required', 'if-applicable'])
      .optional()
      .describe('Whether the case waits for it; default: `required`, or as the ready-made field has it'),
    options: options
      .optional()
      .describe(
        'The answers of a `choice`: the first word is shown, all are understood. These alone, where a ready-made field has others',
      ),
    patterns: z
      .array(z.string('a regular expression'), 'a list of regular expressions')
      .max(20, 'at most 20 patterns')
      .optional()
      .describe('What an `identifier` looks like: `SVC-\\d{4,6}`; a whole word, in any case'),
    register: field
      .choice(['services', 'none'])
      .optional()
      .describe('Where an `identifier` is looked up; with `none` its patterns decide'),
    prose: z
      .boolean('true or false')
      .optional()
      .describe('Whether sentences without a label count, for `long-text` and `choice`'),
    leans: field
      .choice(['past', 'future'])
      .optional()
      .describe('Where an incomplete date of a `moment` lies; default: `past`'),
  },
  'a table of keys',
);
export type FormFieldInput = z.output<typeof formField>;

export const form = z.strictObject(
  {
    ready: z
      .union(
        [
          z.string('the name of a ready-made form'),
          z
            .array(z.string('the name of a ready-made field'), 'a list of ready-made fields')
            .max(40, 'at most 40 fields'),
        ],
        'the name of a ready-made form, or a list of ready-made fields: [service, start]',
      )
      .optional()
      .describe(
        'Ready-made fields: `fault` (service, start, description, impact, circuit, persistence, logs, ip), `enrolment` (name, business-unit, position, landline, mobile, email), or a list of these, urgency, priority, duration, company and company-number',
      ),
    fields: z
      .record(z.string(), formField, 'a table of fields by name')
      .meta({ propertyNames: { pattern: field.NAME.source } })
      .prefault({})
      .describe('Fields of your own, and what is different in ready-made ones; asked for in this order, after `ready`'),
  },
  'a table of keys',
);
export type FormInput = z.output<typeof form>;

export const deskForm = z.strictObject(
  {
    use: field.name.describe('A form of `forms`, or a ready-made one: `fault`'),
    type: field.choice(TICKET_TYPES).prefault('incident').describe('What sort of case a client opens here'),
    clock_waits: field.flag(false).describe('Whether targets wait until all that is required was said'),
    ask_at_most: field.count(3, 20).describe('How often one case is asked for what is missing'),
    service: field.name
      .optional()
      .describe('The field that names the service concerned; default for these four: the field of the same name'),
    impact: field.name.optional().describe('… the impact'),
    urgency: field.name.optional().describe('… the urgency'),
    priority: field.name.optional().describe('… the priority that the client chooses'),
  },
  'a table with `use`',
);
export type DeskFormInput = z.output<typeof deskForm>;

const priority = field.choice(PRIORITIES);
const byName = <T extends z.ZodType>(entry: T, what: string) =>
  z.record(z.string(), entry, what).meta({ propertyNames: { pattern: field.NAME.source } });

export const priorities = z.strictObject(
  {
    impacts: options.optional().describe("Levels of impact; default: the options of the form's field"),
    urgencies: options
      .optional()
      .describe(
        "Levels of urgency, the most urgent first; default: the options of the form's field, else high, medium, low",
      ),
    matrix: byName(byName(priority, 'a priority by urgency: { high: urgent, low: normal }'), 'a table by impact')
      .prefault({})
      .describe('The priority by impact and urgency: `{ outage: { high: urgent, medium: high, low: high } }`'),
    usual_urgency: field.name
      .optional()
      .describe('The urgency when nobody says and nothing suggests one; without it the matrix waits'),
    suggested: byName(priority, 'a priority by urgency: { high: high }')
      .prefault({})
      .describe('What a suggested urgency makes while the impact is not known'),
    client_chooses: field.flag(true).describe("Whether the client's choice of a priority counts before the matrix"),
    usual: priority.prefault('normal').describe('The priority when nothing says another'),
    words: byName(words('words by language: { en: [urgent, asap], sr: hitno }'), 'a table by urgency')
      .optional()
      .describe(
        'Words of a mail that suggest an urgency; default: those for "urgent" in all languages, for the first urgency',
      ),
    importance: z
      .partialRecord(z.enum(['high', 'normal', 'low'], 'one of high, normal, low'), field.name)
      .optional()
      .describe("What the mail's own mark of importance suggests; default: `{ high: … }`, the first urgency"),
  },
  'a table of keys',
);
export type PrioritiesInput = z.output<typeof priorities>;

export const deferral = z.strictObject(
  {
    impacts: z
      .array(field.name, 'a list of impacts: [non-service-affecting]')
      .min(1, 'at least one impact')
      .describe(
        'Cases of this impact that come outside of the hours may wait for the next business day, if the client agrees',
      ),
    calendar: field.name
      .optional()
      .describe(
        "The hours that are meant, of `calendars`; default: those of the client, else the service level's, else the desk's",
      ),
  },
  'a table with impacts',
);
export type DeferralInput = z.output<typeof deferral>;
