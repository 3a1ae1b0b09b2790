import { z } from 'zod';
import * as field from '../config/fields.ts';
import type { Starter, StarterLogin } from '../config/starter.ts';
import {
  guessLocale,
  guessPrefix,
  guessProvider,
  guessServers,
  guessTimeZone,
  type Provider,
  type ServerGuess,
} from '../config/starter-guess.ts';
import { LOCALES, type Locale } from '../desk/status.ts';
import { emailAddress } from '../mail/address.ts';
import type { EmailAddress } from '../mail/mail.ts';
import type { Asker } from './ask.ts';
import type { InitDeps, InitFlags } from './init.ts';

export type Draft =
  | {
      readonly kind: 'complete';
      readonly starter: Starter /** To be written into the file that the login names. */;
      readonly password: string | undefined;
    }
  | { readonly kind: 'incomplete'; readonly problems: readonly string[] };

/** Where a password, and Google's consent, are kept beside the configuration. */
const SECRET_FILE = 'secrets/support-password';
const TOKEN_FILE = 'secrets/support-refresh-token';

/** Takes each answer from the flags, from the person, or by guessing, in this order; says all that is missing or wrong at once. */
export async function askStarter(flags: InitFlags, deps: InitDeps, data: string): Promise<Draft> {
  const { asker } = deps;
  const form = new Form(asker);
  asker?.say('A few questions; what stands there already is a guess that Enter takes.');
  const address = await form.value(
    '--address',
    'The address to which clients write',
    flags.address,
    undefined,
    field.address,
  );
  const provider = await form.choice(
    '--provider',
    'Who runs this mailbox?',
    flags.provider,
    guessProvider(address ?? ''),
    PROVIDERS,
  );
  const guess = guessServers(address ?? 'support@example.com', provider);
  const imap = await form.server('--imap', 'IMAP server', flags.imap, guess.imap, SERVER_KINDS.imap);
  const smtp = await form.server('--smtp', 'SMTP server', flags.smtp, guess.smtp, SERVER_KINDS.smtp);
  const user = await form.value('--user', 'User name there', flags.user, address, field.line(320));
  const { login, password } = await askLogin(form, flags, provider);
  const plusAddresses = await form.yes(
    `Does mail to ${plus(address)} reach this mailbox, too?`,
    flags.plusAddresses,
    provider !== 'other',
  );
  const deskName = await form.value(
    '--desk',
    'Name of the desk, as clients read it',
    flags.desk,
    'Support',
    field.line(200),
  );
  const prefix = await form.value(
    '--prefix',
    'What ticket numbers begin with',
    flags.prefix,
    guessPrefix(deskName ?? ''),
    field.prefix,
  );
  const locale = await form.choice(
    '--locale',
    'Language of the desk',
    flags.locale,
    guessLocale(address ?? ''),
    LANGUAGES,
  );
  const zone = guessTimeZone(locale, deps.timeZone);
  const timeZone = await form.value('--time-zone', 'Time zone', flags.timeZone, zone, field.timeZone);
  const agents = await askAgents(form, flags.agents ?? []);
  if (
    address === undefined ||
    !imap ||
    !smtp ||
    user === undefined ||
    !deskName ||
    !prefix ||
    !timeZone ||
    form.problems.length > 0
  ) {
    return { kind: 'incomplete', problems: form.problems };
  }
  const starter = { data, address, user, imap, smtp, login, plusAddresses, deskName, prefix, locale, timeZone, agents };
  return { kind: 'complete', starter, password };
}

const PROVIDERS: readonly (readonly [Provider, string])[] = [
  ['google', 'Google (Gmail, Workspace)'],
  ['microsoft', 'Microsoft 365'],
  ['other', 'another server, with a password'],
];
const LANGUAGE_NAMES: Readonly<Record<Locale, string>> = {
  en: 'English',
  sr: 'srpski (latinica)',
  'sr-Cyrl': 'српски (ћирилица)',
  sl: 'slovenščina',
  sk: 'slovenčina',
  cs: 'čeština',
  mk: 'македонски',
};
const LANGUAGES = LOCALES.map((locale) => [locale, LANGUAGE_NAMES[locale]] as const);

/** What a port tells of the TLS mode. */
const SERVER_KINDS = { imap: { starttls: 143, implicit: 993 }, smtp: { starttls: 587, implicit: 465 } } as const;

async function askLogin(
  form: Form,
  flags: InitFlags,
  provider: Provider,
): Promise<{ readonly login: StarterLogin; readonly password: string | undefined }> {
  const variable = field.variable;
  if (provider !== 'other') {
    const tenant =
      provider === 'google'
        ? undefined
        : await form.value('--tenant', 'Tenant (its id or domain)', flags.tenant, undefined, field.line(200));
    const clientId =
      (await form.value('--client-id', 'Client id of the application', flags.clientId, undefined, field.line(300))) ??
      '';
    const secretVariable =
      (await form.value(
        '--variable',
        'Environment variable that holds its secret',
        flags.variable,
        'SUPPORT_CLIENT_SECRET',
        variable,
      )) ?? '';
    const login: StarterLogin =
      tenant === undefined
        ? { kind: 'google', clientId, secretVariable, tokenFile: TOKEN_FILE }
        : { kind: 'microsoft', tenant, clientId, secretVariable };
    return { login, password: undefined };
  }
  const inFile = flags.variable === undefined && (await form.passwordInFile());
  if (inFile && form.asker !== undefined) {
    return { login: { kind: 'file', path: SECRET_FILE }, password: await form.asker.secret({ message: 'Password' }) };
  }
  const name =
    (await form.value(
      '--variable',
      'Environment variable that holds the password',
      flags.variable,
      'SUPPORT_PASSWORD',
      variable,
    )) ?? '';
  return { login: { kind: 'variable', variable: name }, password: undefined };
}

async function askAgents(form: Form, given: readonly string[]): Promise<Starter['agents']> {
  const agents: Starter['agents'][number][] = [];
  for (const text of given) {
    const agent = readAgent(text);
    if (agent === undefined) form.problems.push(`--agent ${text}: ${AGENT}`);
    else agents.push(agent);
  }
  if (given.length > 0) return agents;
  if (form.asker === undefined) form.problems.push(`--agent is missing: ${AGENT}, once for each`);
  while (form.asker !== undefined) {
    const message = agents.length === 0 ? `Who answers? ${AGENT}` : 'Who else? (empty: nobody)';
    const check = (answer: string) => ((answer === '' && agents.length > 0) || readAgent(answer) ? undefined : AGENT);
    const agent = readAgent(await form.asker.text({ message, check }));
    if (agent === undefined) break;
    agents.push(agent);
  }
  return agents;
}

const AGENT = 'a name and an address: Ana Kos <ana@example.com>';

function readAgent(text: string): { readonly name: string; readonly address: EmailAddress } | undefined {
  const open = text.indexOf('<');
  const address = emailAddress(text.slice(open + 1).replace(/>\s*$/, ''));
  const name = field.line(200).safeParse(open < 0 ? address?.split('@')[0] : text.slice(0, open).trim());
  return address !== undefined && name.success ? { name: name.data, address } : undefined;
}

function plus(address: EmailAddress | undefined): string {
  return (address ?? 'support@example.com').replace('@', '+test@');
}

/** Fills in one answer after the other. */
class Form {
  readonly problems: string[] = [];
  readonly asker: Asker | undefined;

  constructor(asker: Asker | undefined) {
    this.asker = asker;
  }

  async value<T>(
    flag: string,
    message: string,
    given: string | undefined,
    guess: string | undefined,
    type: z.ZodType<T>,
  ): Promise<T | undefined> {
    const wrong = (answer: string) => {
      const { error } = type.safeParse(answer);
      return error === undefined ? undefined : `expected ${error.issues[0]?.message ?? 'something else'}`;
    };
    const asked = given ?? (this.asker ? await this.asker.text({ message, initial: guess, check: wrong }) : guess);
    const parsed = type.safeParse(asked);
    if (parsed.success) return parsed.data;
    const problem = asked === undefined ? 'is missing' : `${asked}`;
    this.problems.push(`${flag} ${problem}: ${wrong(asked ?? '') ?? ''}`);
    return undefined;
  }

  async choice<T extends string>(
    flag: string,
    message: string,
    given: string | undefined,
    guess: T,
    options: readonly (readonly [T, string])[],
  ): Promise<T> {
    if (given === undefined) {
      if (this.asker === undefined) return guess;
      const shown = options.map(([value, label]) => ({ value, label }));
      return await this.asker.choose({ message, options: shown, initial: guess });
    }
    const found = options.find(([value]) => value === given)?.[0];
    if (found === undefined)
      this.problems.push(`${flag} ${given}: expected one of ${options.map(([value]) => value).join(', ')}`);
    return found ?? guess;
  }

  async server(
    flag: string,
    message: string,
    given: string | undefined,
    guess: ServerGuess,
    ports: { readonly starttls: number; readonly implicit: number },
  ): Promise<ServerGuess | undefined> {
    const text = await this.value(flag, message, given, `${guess.host}:${guess.port}`, serverText);
    if (text === undefined) return undefined;
    const cut = text.lastIndexOf(':');
    const host = cut < 0 ? text : text.slice(0, cut);
    const port = cut < 0 ? ports.implicit : Number(text.slice(cut + 1));
    return { host, port, tls: port === ports.starttls ? 'starttls' : 'implicit' };
  }

  async yes(message: string, given: boolean | undefined, guess: boolean): Promise<boolean> {
    return given ?? (this.asker ? await this.asker.confirm({ message, initial: guess }) : guess);
  }

  async passwordInFile(): Promise<boolean> {
    const message = 'Where is the password kept?';
    const options = [
      { value: 'file', label: `in a file that only you can read (${SECRET_FILE})` },
      { value: 'variable', label: 'in an environment variable' },
    ] as const;
    return this.asker !== undefined && (await this.asker.choose({ message, options, initial: 'file' })) === 'file';
  }
}

const SERVER = 'a server such as imap.example.com or imap.example.com:993';
const serverText = z.string(SERVER).regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,250})(?::[0-9]{1,5})?$/, SERVER);
