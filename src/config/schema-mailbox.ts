import { z } from 'zod';
import * as field from './fields.ts';

const expires = field.day
  .optional()
  .describe(
    'The day on which the secret, or the consent, ends, as the provider says: two weeks before it the operator is told',
  );

const microsoft = z.strictObject(
  {
    provider: z.literal('microsoft').describe('Microsoft 365 with client credentials'),
    tenant: field.line(200).describe("The tenant's id or domain"),
    client_id: field.line(300).describe('The application (client) id of the app registration'),
    client_secret: field.secret.optional().describe("The application's secret, from the environment"),
    client_secret_file: field.path.optional().describe('… or from a file'),
    expires,
    token_url: field.url.optional().describe('Another token endpoint (national clouds)'),
    scope: field.line(500).prefault('https://outlook.office365.com/.default').describe('The scope that is asked for'),
  },
  'a table of keys',
);

const google = z.strictObject(
  {
    provider: z.literal('google').describe("Google with a person's consent; `spoc login MAILBOX` gets it"),
    client_id: field.line(300).describe('The id of the OAuth client (type: desktop app)'),
    client_secret: field.secret.optional().describe("The client's secret, from the environment"),
    client_secret_file: field.path.optional().describe('… or from a file'),
    expires,
    refresh_token: field.secret.optional().describe('The refresh token, from the environment'),
    refresh_token_file: field.path.optional().describe('… or from a file, which `spoc login` writes'),
    auth_url: field.url
      .prefault('https://accounts.google.com/o/oauth2/v2/auth')
      .describe('The page on which a person consents'),
    token_url: field.url.prefault('https://oauth2.googleapis.com/token').describe('The token endpoint'),
    scope: field.line(500).prefault('https://mail.google.com/').describe('The scope that is asked for'),
  },
  'a table of keys',
);

export const server = z.strictObject(
  {
    host: field.host.describe('The server'),
    port: field.port
      .optional()
      .describe('Default: 993, 143 without implicit TLS; for SMTP 465, 587 with STARTTLS, 25 without TLS'),
    tls: field
      .choice(['implicit', 'starttls', 'none'])
      .prefault('implicit')
      .describe('TLS from the first byte, STARTTLS (required, not tried), or none: only towards this machine'),
    insecure: field
      .flag(false)
      .describe('Allows `tls: none` towards another machine: passwords and mail travel readable'),
    ca_file: field.path.optional().describe("PEM certificates to trust instead of the system's (a private CA)"),
    user: field.line(320).optional().describe('The account; an SMTP relay may need none'),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what an operator writes
    password: field.secret.optional().describe('The password, from the environment: `${SUPPORT_PASSWORD}`'),
    password_file: field.path.optional().describe('… or from a file'),
    oauth: z
      .discriminatedUnion('provider', [microsoft, google], 'a table with `provider: microsoft` or `provider: google`')
      .optional()
      .describe('Log in by XOAUTH2 instead of a password'),
  },
  'a table with host, user and a password',
);
export type ServerInput = z.output<typeof server>;

const embeddedPort = z.int('a port').min(0, 'a port').max(65_535, 'a port').prefault(0);
const AFTER = '`leave`, `flag`, `delete`, `{ move: FOLDER }` or `{ flag: KEYWORD }`';

export const mailbox = z.strictObject(
  {
    embedded: z
      .union(
        [
          z.literal(true),
          z.strictObject({
            imap: embeddedPort.describe('Port of the IMAP server; 0: any free one'),
            smtp: embeddedPort.describe('Port of the SMTP server; 0: any free one'),
          }),
        ],
        '`true`, or the ports `{ imap: 1143, smtp: 1025 }`',
      )
      .optional()
      .describe('A mailbox inside the gateway, on this machine only, for trying out: instead of `imap` and `smtp`'),
    imap: server.optional().describe('The account that is read'),
    smtp: z
      .union([z.literal('none'), server], 'a table with host, user and a password, or `none`')
      .optional()
      .describe('The account that sends, or `none` for a mailbox that only reads'),
    address: field.address
      .optional()
      .describe("The mailbox's own address; default: the IMAP user, where that is an address"),
    folder: field.folder.prefault('INBOX').describe('The folder that is read'),
    since: field.since.describe(
      'What is taken when the mailbox is met for the first time: what arrives from `now` on, or from a date (UTC) on',
    ),
    after: z
      .union(
        [
          field.choice(['flag', 'delete', 'leave']),
          z.strictObject({ move: field.folder.describe('The folder; it is made if need be') }),
          z.strictObject({
            flag: z
              .string('a flag or keyword')
              .regex(/^\\?[A-Za-z$_][A-Za-z0-9$_.-]{0,63}$/, 'a keyword such as Spoc, or \\Flagged')
              .describe('A flag or keyword'),
          }),
        ],
        AFTER,
      )
      .prefault('leave')
      .describe(`What is done with a mail in the mailbox once it is dealt with: ${AFTER}`),
    poll: field
      .duration('60s')
      .describe('How often the mailbox is looked at, beside the notice that the server gives (IDLE)'),
    plus_addresses: z
      .boolean('true or false')
      .optional()
      .describe(
        'Whether `support+anything@…` reaches this mailbox: replies then carry a token in their address; try it before saying `true`, else replies bounce. Default: `true` for an embedded mailbox, else `false`',
      ),
    delimiter: z
      .string('one character such as +')
      .regex(/^[+\-=_.#]$/, 'one of + - = _ . #')
      .prefault('+')
      .describe('What stands between the address and the addition'),
    connections: field
      .count(4, 20)
      .describe(
        'Mails on the way to the SMTP server at once. Microsoft 365 allows 3; a relay of your own may take 20, which keeps up with more mail. After a crash as many may go out a second time, as the same mail',
      ),
    sent_copy: field.folder.optional().describe('The folder that gets a copy of what was sent; default: none'),
    trusted: z
      .array(field.host, 'a list of host names')
      .max(50, 'at most 50 names')
      .prefault([])
      .describe(
        'Receivers (authserv-id) whose Authentication-Results are believed; each must remove such fields of its own name from what comes in (RFC 8601 §5)',
      ),
    default_desk: field.name
      .optional()
      .describe("Takes mail that names no desk's address; may be left out where one desk alone uses the mailbox"),
  },
  'a table of keys',
);
export type MailboxInput = z.output<typeof mailbox>;
