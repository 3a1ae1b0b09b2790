import { z } from 'zod';
import { SLA_PAUSES, SLA_TARGET_KINDS } from '../desk/sla/policy.ts';
import * as field from './fields.ts';
import { billing } from './schema-coverage.ts';
import { reportKind } from './schema-report.ts';

/* Calendars, service levels and escalation matrices as an operator writes them. */

const hours = z.string('opening hours such as “Mon-Fri 09:00-17:00”').max(1000, 'at most 1000 characters');
const DAY = 'a day such as 2026-12-24, or 12-24 for every year';
const day = z.string(DAY).regex(/^(?:\d{4}-)?\d{2}-\d{2}$/, DAY);
const days = z.array(day, 'a list of days: [12-24, 2027-01-04]').max(1000, 'at most 1000 days').prefault([]);
const dayHours = z
  .record(z.string(), z.string('hours of one day such as 09:00-12:00').max(200, 'at most 200 characters'), {
    error: 'a table of days and their hours: `12-24: 09:00-12:00`',
  })
  .prefault({});
const CLOSURE = 'days such as 2026-12-28..2026-12-31, or one day';
const PLACE = 'a country such as RS, or a region such as GB-SCT';

export const calendar = z.strictObject(
  {
    hours: hours.describe(
      'Opening hours: `Mon-Fri 09:00-17:00`, `Mon-Fri 08:00-12:00 13:00-17:00, Sat 09:00-12:00`, `24/7`',
    ),
    time_zone: field.timeZone.describe('IANA time zone of the hours'),
    holidays: z
      .array(z.string(PLACE).regex(/^[A-Z]{2}(?:-[A-Z0-9]{1,6})?$/, PLACE), 'a list of countries: [RS]')
      .max(20, 'at most 20 countries')
      .prefault([])
      .describe('Whose public holidays are free: countries (ISO 3166) or their regions, `[RS]`, `[GB-SCT]`'),
    added: days.describe('Further free days: `2026-12-19`, or `12-19` for every year'),
    removed: days.describe('Public holidays on which there is work'),
    half_days: dayHours.describe('Working days with other hours: `{ 12-24: 09:00-12:00 }`'),
    extra_days: dayHours.describe('Days that are worked whatever else is said of them: `{ 2027-01-09: 09:00-14:00 }`'),
    closures: z
      .array(z.string(CLOSURE).regex(/^\d{4}-\d{2}-\d{2}(?:\.\.\d{4}-\d{2}-\d{2})?$/, CLOSURE), 'a list of days')
      .max(200, 'at most 200 closures')
      .prefault([])
      .describe('Days on which the company is shut, first and last: `2026-12-28..2026-12-31`'),
  },
  'a table with hours and time_zone',
);
export type CalendarInput = z.output<typeof calendar>;

const times = field.choice(['business', 'clock']);
const pausedBy = z.array(field.choice(SLA_PAUSES), `a list of ${SLA_PAUSES.join(', ')}`).max(10, 'each once');
const PART = 'a part of the time, above 0 and below 1, such as 0.75';
const warnAt = z
  .array(z.number(PART).gt(0, PART).lt(1, PART), 'a list of parts: [0.5, 0.75]')
  .max(10, 'at most 10 warnings');

const target = z.union(
  [
    field.span,
    z.strictObject({
      within: field.span.describe('The time'),
      time: times.optional().describe('Default: that of the level'),
      paused_by: pausedBy.optional().describe('Default: that of the level'),
      warn_at: warnAt.optional().describe('Default: that of the level'),
    }),
  ],
  'a time such as 4h, or a table such as `{ within: 4h, time: clock }`',
);
export type TargetInput = z.output<typeof target>;

const targets = z
  .strictObject(
    {
      first_response: target.optional().describe('Till the first answer of an agent'),
      update: target.optional().describe('From each answer to the next, while the case is open'),
      resolution: target.optional().describe('Till the case is resolved'),
    },
    'a table of first_response, update and resolution',
  )
  .prefault({});
export type TargetsInput = z.output<typeof targets>;

export const serviceLevel = z.strictObject(
  {
    name: field.line(200).describe('As clients and colleagues read it'),
    calendar: field.name.optional().describe('Its hours; default: those of the desk'),
    time: times
      .prefault('business')
      .describe('Whether times are counted in opening hours or by the clock; `d` is for the clock alone'),
    paused_by: pausedBy
      .prefault(['pending', 'on-hold', 'form', 'deferred'])
      .describe('What stops the clock: the status, required facts that are missing, an agreed later day'),
    warn_at: warnAt.prefault([0.75]).describe('Parts of a time at which agents are warned'),
    tell_client: field.flag(false).describe('Whether the client is told that a time was missed'),
    targets: z
      .strictObject(
        {
          all: targets.describe('What is promised whatever the priority'),
          low: targets.describe('… where it is another time: of this priority'),
          normal: targets.describe('… of this priority'),
          high: targets.describe('… of this priority'),
          urgent: targets.describe('… of this priority'),
        },
        'a table of all, low, normal, high and urgent',
      )
      .prefault({})
      .describe('What is promised, by priority'),
    billing: billing.optional().describe('What time of work costs; default: as the desk says'),
    report: reportKind
      .optional()
      .describe('What clients of this level get of the monthly report; default: as the desk says'),
  },
  'a table with name and targets',
);
export type ServiceLevelInput = z.output<typeof serviceLevel>;

const kinds = SLA_TARGET_KINDS.map((kind) => kind.replace('-', '_')) as ['first_response', 'update', 'resolution'];
const escalationLevel = z.strictObject(
  {
    name: field.line(100).describe('As clients and colleagues read it: `Shift manager`'),
    agents: z
      .array(field.name, 'a list of agents: [marko]')
      .min(1, 'at least one agent')
      .max(50, 'at most 50 agents')
      .describe('Who is told'),
    phone: field.line(60).optional().describe('How the level is reached, as the document of the matrix shows it'),
    after: field.span.optional().describe('Goes there by itself at this age; neither this nor `at`: only by hand'),
    time: times.prefault('clock').describe('How `after` is counted: in opening hours or by the clock'),
    at: z
      .strictObject(
        {
          target: field.choice(kinds).describe('Which time of the service level'),
          part: z
            .number('a part of the time such as 0.8; 1 is its end')
            .gt(0, 'a part above 0')
            .max(100, 'at most 100')
            .prefault(1)
            .describe('The part of it that is spent; 1 is its end, more is after it'),
        },
        'a table such as `{ target: resolution, part: 0.8 }`',
      )
      .optional()
      .describe('… or when so much of a promised time is spent'),
    told_of_targets: field
      .choice(['none', 'missed', 'all'])
      .prefault('none')
      .describe('Whether the level is told of missed times, or of warnings too, wherever the case is'),
  },
  'a table with name and agents',
);
export type EscalationLevelInput = z.output<typeof escalationLevel>;

const TIMES = 'a whole number from 0 to 100';
export const escalation = z.strictObject(
  {
    name: field.line(200).describe('As clients and colleagues read it'),
    levels: z
      .array(escalationLevel, 'a list of levels')
      .min(1, 'at least one level')
      .max(20, 'at most 20 levels')
      .describe('The managerial levels, the lowest first'),
    client_every: field.duration('1h').describe("At least so long between two steps at a client's wish"),
    client_at_most: z
      .int(TIMES)
      .min(0, TIMES)
      .max(100, TIMES)
      .prefault(5)
      .describe("So many steps of one case at a client's wish; 0: he cannot"),
  },
  'a table with name and levels',
);
export type EscalationInput = z.output<typeof escalation>;

/** What a desk says of its hours and promises. */
export const deskPromises = {
  calendar: field.name.optional().describe('Its opening hours, of `calendars`; default: day and night'),
  service_level: field.name.optional().describe('The service level of those who have none of their own'),
  escalation: field.name.optional().describe('The escalation matrix of those who have none of their own'),
};
