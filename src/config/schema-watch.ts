import { z } from 'zod';
import * as field from './fields.ts';
import { server } from './schema-mailbox.ts';

const COMMAND = 'a program and its arguments: [/usr/local/bin/page, spoc]';

export const watch = z.strictObject(
  {
    listen: field.listen
      .optional()
      .describe('Address and port of /healthz, /readyz and Prometheus /metrics; default: none. On this machine only'),
    alerts: z
      .strictObject(
        {
          smtp: server
            .omit({ oauth: true })
            .optional()
            .describe('Another mail server than the desks use, so that it works when theirs does not'),
          from: field.address.optional().describe('Whom mail to the operator comes from'),
          to: field.addresses.optional().describe('Who gets it'),
          webhook: field.secret
            .optional()
            // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what an operator writes
            .describe('An address that gets each alert as JSON by POST; from the environment: `${ALERT_URL}`'),
          command: z
            .array(field.line(4_000), COMMAND)
            .min(1, COMMAND)
            .max(50, 'at most 50 arguments')
            .optional()
            .describe('A program that is run for each alert, with the alert as JSON on standard input'),
          repeat: field.duration('24h').describe('How often an alert that goes on is told again'),
        },
        'a table of keys',
      )
      .prefault({})
      .describe('How the operator is told that something is wrong: by a way of its own, any of these'),
    quiet_for: field
      .duration('24h')
      .describe('So long without any mail is unusual; make it longer than a quiet weekend'),
    canary: z
      .strictObject(
        {
          every: field.duration('15m').describe('How often a mail is sent through the real mailboxes to themselves'),
          within: field.duration('5m').describe('It should be back by then'),
        },
        '`{ every: 15m, within: 5m }`',
      )
      .optional()
      .describe('Measures the whole way, from the relay to the ledger; default: not done'),
    daily: z
      .string('a time of the day such as 07:00')
      .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'a time of the day such as 07:00')
      .optional()
      .describe('When the day’s account is told (“312 in, 312 accounted for, 0 held”), by the clock of the machine'),
  },
  'a table of keys',
);
export type WatchInput = z.output<typeof watch>;
