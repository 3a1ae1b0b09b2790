import { z } from 'zod';
import { LOCALES, STATUSES } from '../desk/status.ts';
import * as field from './fields.ts';
import { agreements } from './schema-agreement.ts';
import { answers } from './schema-answers.ts';
import { agentDeputy, agentSkills, assignment } from './schema-assignment.ts';
import { billing, coverage } from './schema-coverage.ts';
import { defects } from './schema-defect.ts';
import { enrolment } from './schema-enrolment.ts';
import { deferral, deskForm, form, priorities } from './schema-form.ts';
import { mailbox } from './schema-mailbox.ts';
import { country, deskAddresses, deskPhone, phone, rota } from './schema-phone.ts';
import { problems, rfo } from './schema-problem.ts';
import { queue } from './schema-queue.ts';
import { access, companyNumbers, textLimits } from './schema-registration.ts';
import { deskReport } from './schema-report.ts';
import { requestTypes } from './schema-request-type.ts';
import { calendar, deskPromises, escalation, serviceLevel } from './schema-sla.ts';
import { deskUpkeep } from './schema-upkeep.ts';
import { watch } from './schema-watch.ts';
import { LOG_LEVELS } from './settings.ts';

/* All that an operator may say. The README's reference and the JSON Schema for editors are made from the descriptions. */

export const agent = z.strictObject(
  {
    name: field.line(200).describe('As clients and colleagues read it'),
    address: field.address.optional().describe('Where the agent gets mail'),
    addresses: field.addresses.optional().describe('… or several: the first is written to, all are recognised'),
    level: field.choice(['L1', 'L2', 'L3', 'manager']).prefault('L1').describe('The level of support'),
    locale: field
      .choice(LOCALES)
      .optional()
      .describe("The language of mail to the agent; default: that of the agent's first desk"),
    phone: phone.optional().describe('Where the agent is reached on call'),
    skills: agentSkills,
    deputy: agentDeputy,
  },
  'a table with name and address',
);
export type AgentInput = z.output<typeof agent>;

const needed = (fallback: 'claimed' | 'cited' | 'proved') =>
  field.choice(['claimed', 'cited', 'proved']).prefault(fallback);
const neededOfStaff = (fallback: 'cited' | 'proved') => field.choice(['cited', 'proved']).prefault(fallback);

export const desk = z.strictObject(
  {
    name: field.line(200).describe('As clients read it in the From line'),
    address: field.address.optional().describe('Where clients write, and what the desk sends from'),
    addresses: deskAddresses
      .optional()
      .describe(
        "… or several: who wrote to one is answered from it. One may be for a client alone (`{ address: …, for_client: COMPANY_NUMBER, others: hold }`) or for a client's own customers (`{ address: …, customers_of: COMPANY_NUMBER }`)",
      ),
    mailbox: field.name
      .optional()
      .describe('The mailbox that reads and sends for the desk; may be left out where there is one'),
    prefix: field.prefix.describe('Begins the numbers of its tickets: `EB` gives EB-1042'),
    locale: field.choice(LOCALES).prefault('en').describe('The language for those who have none of their own'),
    correspondence: field
      .choice(LOCALES)
      .optional()
      .describe('The only language in which clients are written to, whatever theirs is; confirmations say so'),
    country: country.optional().describe('Of phone numbers without its code; default: that of `locale`'),
    time_zone: field.timeZone.describe('IANA time zone in which times are shown'),
    phone: deskPhone.optional().describe('How clients reach the desk by phone'),
    signature: z
      .string('a text')
      .max(4000, 'at most 4000 characters')
      .prefault('')
      .describe('Closes every mail to a client'),
    agents: z
      .array(field.name, 'a list of agents: [marko, ana]')
      .max(1000, 'at most 1000 agents')
      .prefault([])
      .describe('Who works here'),
    labels: z
      .partialRecord(
        z.enum(LOCALES, `one of ${LOCALES.join(', ')}`),
        z.partialRecord(z.enum(STATUSES, `one of ${STATUSES.join(', ')}`), field.line(60)),
      )
      .prefault({})
      .describe('What this desk calls a status, by language: `{ sr: { new: Primljen } }`'),
    unknown_senders: field
      .choice(['accept', 'hold', 'refuse', 'enrol'])
      .prefault('accept')
      .describe(
        'Mail of someone who is no contact: opens a ticket, is held for an operator, is politely refused, or begins his enrolment',
      ),
    enrolment: enrolment
      .optional()
      .describe(
        'How future clients sign up by mail: an unknown sender whose whole subject says so (“Sign up”, “Prijava”, “Registracija” …), or every one with `unknown_senders: enrol`',
      ),
    automatic_mail: field
      .choice(['record', 'open'])
      .prefault('record')
      .describe('List, bulk and machine mail that joins no ticket: is only recorded, or opens a ticket (monitoring)'),
    confirm_follow_ups: field.flag(false).describe('Whether a follow-up is confirmed to its writer'),
    answer_sets: field
      .choice(['none', 'open', 'pending', 'on-hold', 'resolved'])
      .prefault('pending')
      .describe("The status that an agent's answer sets"),
    show_agent_name: field.flag(true).describe('Whether clients are shown which agent answered'),
    reopen_within: field
      .duration('14d')
      .describe('A reply to a ticket that was closed longer ago opens a linked ticket instead'),
    answers: answers.describe('Published answers: what is asked again may stand in them'),
    assignment,
    queue: queue.describe('The order of the waiting list, by points: the most come first'),
    needs: z
      .strictObject({
        agent_answer: neededOfStaff('cited').describe("For an agent's answer or note"),
        agent_command: neededOfStaff('proved').describe("For an agent's commands"),
        client_act: needed('cited').describe("For a client's ordinary acts"),
      })
      .prefault({})
      .describe(
        'How surely a mail must be from whom it says: `proved` (DMARC, DKIM), `cited` (carries a token or id sent to that address), `claimed`',
      ),
    ...deskPromises,
    ...deskUpkeep,
    ...deskReport,
    form: deskForm.optional().describe('The facts that are wanted of each case, and asked for where they are missing'),
    priorities: priorities
      .optional()
      .describe('How a case gets its priority; without it, it is normal until an agent changes it'),
    deferral: deferral.optional().describe('Cases that may wait for the next business day, if the client agrees'),
    access: access
      .optional()
      .describe(
        'How clients get access to a portal: who writes with a subject such as “Access request” or “Žádost o přístup” is verified by an administrator first',
      ),
    company_numbers: companyNumbers,
    text_limits: textLimits,
    agreements: agreements
      .optional()
      .describe('How price and deadline are agreed with clients; `#quote` offers them at every desk'),
    request_types: requestTypes
      .optional()
      .describe(
        'The catalogue of what clients may ask for, each with its own form, priority, people and targets; without it, all requests are alike',
      ),
    problems: problems.optional().describe('Problems: incidents that recur, and who is told of them'),
    rfo: rfo
      .optional()
      .describe(
        'Documents on the reason of an outage (RFO), for which clients ask by a reply with the word `RFO` to a resolved incident; without it none are written',
      ),
    defects: defects.describe('Defects, the releases that carry their fixes, and the tickets that wait for them'),
    coverage: coverage.optional().describe('What work is free, chargeable or refused'),
    billing: billing.optional().describe('What time of work costs, where the service level does not say'),
  },
  'a table of keys',
);
export type DeskInput = z.output<typeof desk>;

const headerName = z
  .string('the name of a header')
  .regex(/^[!-9;-~]{1,100}$/, 'the name of a header, without the colon');
const spamRule = z.union(
  [
    z.strictObject({
      header: headerName.describe('The header'),
      says: field.line(200).describe('… whose value begins with this word, in any case'),
    }),
    z.strictObject({
      header: headerName.describe('The header'),
      at_least: z
        .number('a number')
        .min(-1000, 'a number')
        .max(1000, 'a number')
        .describe('… whose number is this or more'),
    }),
  ],
  '`{ header: X-Spam-Flag, says: yes }` or `{ header: X-Spam-Score, at_least: 5 }`',
);

const named = <T extends z.ZodType>(entry: T, what: string) =>
  z.record(z.string(), entry, what).meta({ propertyNames: { pattern: field.NAME.source } });

/** What runs when it is opened on some system; the large mail providers refuse much the same. */
const BLOCKED_NAMES =
  '*.exe *.scr *.com *.pif *.bat *.cmd *.cpl *.msi *.msp *.dll *.vbs *.vbe *.js *.jse *.wsf *.wsh *.hta *.ps1 *.psm1 *.jar *.lnk *.reg *.chm *.iso *.img *.vhd *.vhdx *.apk *.dmg'.split(
    ' ',
  );
const BLOCKED_TYPES = [
  'application/x-msdownload',
  'application/x-elf',
  'application/x-mach-binary',
  'application/x.ms.shortcut',
];

export const configuration = z.strictObject(
  {
    data: field.path.prefault('../data').describe('The folder of the database and the mails, relative to the file'),
    delivery: field
      .choice(['send', 'hold'])
      .prefault('send')
      .describe('`hold` keeps all outgoing mail in the outbox until it is released'),
    include: z
      .array(field.path, 'a list of files: [desks/*.yaml]')
      .max(100, 'at most 100 patterns')
      .prefault([])
      .describe(
        'Further files of the same shape, relative to the file; `*` and `?` stand for any characters of a name',
      ),
    mailboxes: named(mailbox, 'a table of mailboxes by name').describe('The accounts that are read, by name'),
    agents: named(agent, 'a table of agents by name').prefault({}).describe('The members of staff, by name'),
    desks: named(desk, 'a table of desks by name').describe('The desks, by name'),
    calendars: named(calendar, 'a table of calendars by name').prefault({}).describe('Opening hours, by name'),
    service_levels: named(serviceLevel, 'a table of service levels by name')
      .prefault({})
      .describe('What is promised, by name'),
    escalations: named(escalation, 'a table of escalation matrices by name')
      .prefault({})
      .describe('Who is told of a case that takes too long, by name'),
    on_call: named(rota, 'a table of rotas by name').prefault({}).describe('Who is on call when, by name of the rota'),
    forms: named(form, 'a table of forms by name')
      .prefault({})
      .describe('What may be asked of clients, by name; desks say which they use'),
    spam: z
      .strictObject(
        {
          headers: z
            .array(spamRule, 'a list of rules')
            .max(50, 'at most 50 rules')
            .prefault([
              { header: 'X-Spam-Flag', says: 'yes' },
              { header: 'X-Spam-Status', says: 'yes' },
              { header: 'X-MS-Exchange-Organization-SCL', at_least: 5 },
            ])
            .describe('Headers that mark spam; this list takes the place of the default'),
          hold_dmarc_fail: field.flag(true).describe('Whether mail that fails DMARC is held'),
        },
        'a table of keys',
      )
      .prefault({})
      .describe('Mail that is held without an answer'),
    attachments: z
      .strictObject(
        {
          block_names: field
            .patterns(BLOCKED_NAMES)
            .describe('File names, `*` and `?` for any characters; the list takes the place of the default'),
          block_types: field
            .patterns(BLOCKED_TYPES)
            .describe('Types, as claimed and as found in the content; the list takes the place of the default'),
        },
        'a table of keys',
      )
      .prefault({})
      .describe('Attachments that are kept but never passed on, neither to agents nor to clients: programs, mostly'),
    scan: z
      .strictObject(
        {
          clamav: field.clamav.describe('Where clamd listens: `127.0.0.1:3310`, or the path of its socket'),
          on_error: field
            .choice(['hold', 'pass'])
            .prefault('hold')
            .describe(
              'Mail that cannot be scanned (no answer, too large): `hold` lets it wait and quarantines it in the end, `pass` lets it through',
            ),
          timeout: field.duration('60s').describe('How long one mail may take'),
          max: field.size('25 MB').describe('The largest mail that is scanned; not more than StreamMaxLength of clamd'),
        },
        'a table with clamav',
      )
      .optional()
      .describe('Malware: whole mails are shown to ClamAV, infected ones are quarantined; default: none'),
    limits: z
      .strictObject(
        {
          answers_per_hour: field.count(5, 10_000).describe('Automatic answers to one address in an hour'),
          answers_per_day: field.count(20, 100_000).describe('… and in a day'),
          answers_per_ticket: field.count(3, 10_000).describe('… and about one ticket in an hour'),
          tickets_per_hour: field
            .count(30, 100_000)
            .describe('Tickets that one sender can open in an hour; what is more is held for a person'),
          automatic_per_minute: field
            .count(300, 1_000_000)
            .describe('Automatic mails of the whole gateway in a minute; beyond it they are held for a person'),
          outgoing: field.size('20 MB').describe('Attachments of one outgoing mail; more is named and left out'),
          attempts: field.count(8, 100).describe('Tries of a mail that fails in the gateway before it is quarantined'),
          token_life: field.duration('400d').describe('How long a reply address or Message-ID of ours proves anything'),
          mail_bytes: field.size('128 MB').describe('How much of a mail is read; a larger one still opens its ticket'),
          attachment_bytes: field.size('64 MB').describe('One attachment; a larger one is listed as left out'),
          attachments_bytes: field.size('128 MB').describe('All attachments of a mail together'),
          batch_mails: field.count(50, 1000).describe('Mails that are taken in one go'),
          batch_bytes: field.size('32 MB').describe('… and their size together'),
          parse_time: field.duration('20s').describe('How long one mail may take to be read'),
        },
        'a table of keys',
      )
      .prefault({})
      .describe('Bounds'),
    retention: z
      .strictObject(
        {
          raw_mail: field.age
            .optional()
            .describe('Raw mail, as it came and as it was sent: what was read out of it stays on its ticket'),
          attachments: field.age.optional().describe('Attachments, and the raw mail that holds them'),
          personal_data: field.age
            .optional()
            .describe('People whose last ticket is closed so long are forgotten, as by `spoc forget`'),
        },
        'a table of ages',
      )
      .prefault({})
      .describe('How long things are kept, by age (`730d`); what is not named is kept for good'),
    dns: z
      .union(
        [
          z.literal('off'),
          z.strictObject({
            servers: z
              .array(field.nameServer, 'a list of IP addresses')
              .max(10, 'at most 10 servers')
              .prefault([])
              .describe("IP addresses of name servers, `1.2.3.4` or `1.2.3.4:53`; default: the system's"),
            timeout: field.duration('5s').describe('How long an answer is waited for'),
          }),
        ],
        '`off`, or `{ servers: [192.0.2.53], timeout: 5s }`',
      )
      .prefault({})
      .describe('Look-ups that prove senders (DKIM, DMARC); `off`: only the results of trusted receivers count'),
    lmtp: z
      .strictObject(
        {
          listen: field.listen.describe('Address and port'),
          mailbox: field.name
            .optional()
            .describe('The mailbox whose rules the mail is read by; may be left out where there is one'),
        },
        'a table of keys',
      )
      .optional()
      .describe('A listener for Postfix or Dovecot, without IMAP; default: none'),
    operator: z
      .strictObject(
        {
          address: field.address.describe('Where he gets mail'),
          name: field.line(200).prefault('Operator').describe('As he is greeted'),
          locale: field.choice(LOCALES).prefault('en').describe('The language of mail to him'),
          desk: field.name
            .optional()
            .describe('The desk that writes to him, and by whose `needs` his answers are proved; default: the first'),
          every: field
            .duration('1h')
            .describe('At most one notice in this time; it tells of all mail that has come to wait'),
        },
        'a table with address',
      )
      .optional()
      .describe(
        'Who is told of held and quarantined mail, and works it by answering: `release 12`, `drop 13`, `spam all`; default: nobody, `spoc held` does it',
      ),
    templates: field.path
      .optional()
      .describe('A folder of your own templates, relative to the file; each takes the place of ours'),
    watch: watch.prefault({}).describe('What the operator sees, and how he is told'),
    log: z
      .strictObject(
        { level: field.choice(LOG_LEVELS).prefault('info').describe('The least that is written') },
        'a table of keys',
      )
      .prefault({})
      .describe('What is written of the work'),
  },
  'a table of keys',
);
export type ConfigurationInput = z.output<typeof configuration>;

/** The JSON Schema of the configuration as an operator writes it, for editors. */
export function jsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(configuration, { io: 'input' }), title: 'Spoc configuration' };
}
