import { isIP } from 'node:net';
import type { Document, Key } from './document.ts';
import type { MailboxInput, ServerInput } from './schema-mailbox.ts';
import { readCertificates, readSecret, type SecretReader, warnWhenOpen } from './secrets.ts';
import type { Login, MailboxAccess, MailboxId, OAuthSettings, ServerSettings } from './settings.ts';

// biome-ignore lint/suspicious/noTemplateCurlyInString: it is what an operator writes
const VARIABLE = '${NAME_OF_A_VARIABLE}';

type Protocol = 'imap' | 'smtp';

const PORTS: Readonly<Record<Protocol, Readonly<Record<ServerInput['tls'], number>>>> = {
  imap: { implicit: 993, starttls: 143, none: 143 },
  smtp: { implicit: 465, starttls: 587, none: 25 },
};

/** Whether a host is this machine: what is said to it without TLS nobody else hears. */
export function isLoopback(host: string): boolean {
  const plain = host.replace(/^\[|\]$/g, '').toLowerCase();
  return plain === 'localhost' || plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
}

/** Compiles how a mailbox is reached and reads its secrets; undefined when the report says what is wrong. */
export async function readAccess(
  reader: SecretReader,
  id: MailboxId,
  input: MailboxInput,
): Promise<MailboxAccess | undefined> {
  const { document, report } = reader;
  const path = ['mailboxes', id];
  if (input.embedded !== undefined) {
    for (const key of ['imap', 'smtp'] as const) {
      if (input[key] !== undefined) {
        report.keyError(
          document,
          [...path, key],
          `${key} stands beside embedded`,
          'keep `embedded` to try out, or `imap` and `smtp`',
        );
      }
    }
    const ports = input.embedded === true ? { imap: 0, smtp: 0 } : input.embedded;
    return { kind: 'embedded', imapPort: ports.imap, smtpPort: ports.smtp };
  }
  if (input.imap === undefined) {
    report.missing(document, path, 'has no imap', 'say `imap:` and `smtp:`, or `embedded: true` to try out');
  }
  if (input.smtp === undefined) {
    report.missing(document, path, 'has no smtp', 'say `smtp:`, or `smtp: none` for a mailbox that only reads');
  }
  const imap = input.imap && (await readServer(reader, 'imap', [...path, 'imap'], id, input.imap));
  const smtp =
    input.smtp === 'none'
      ? undefined
      : input.smtp && (await readServer(reader, 'smtp', [...path, 'smtp'], id, input.smtp));
  return imap === undefined ? undefined : { kind: 'servers', imap, smtp };
}

/** Compiles an account on a server, which stands at `path`; `id` is the mailbox for whose login OAuth asks. */
export async function readServer(
  reader: SecretReader,
  protocol: Protocol,
  path: readonly Key[],
  id: MailboxId | undefined,
  input: ServerInput,
): Promise<ServerSettings | undefined> {
  const port = input.port ?? PORTS[protocol][input.tls];
  checkTls(reader, path, protocol, input, port);
  const login = await readLogin(reader, path, protocol, id, input);
  const ca =
    input.ca_file === undefined ? undefined : await readCertificates(reader, [...path, 'ca_file'], input.ca_file);
  if (login === undefined) return undefined;
  return { host: input.host.replace(/^\[|\]$/g, ''), port, tls: input.tls, ca, login };
}

function checkTls(
  { document, report }: SecretReader,
  path: readonly Key[],
  protocol: Protocol,
  input: ServerInput,
  port: number,
): void {
  const key = [...path, 'tls'];
  if (input.tls === 'none' && !input.insecure && !isLoopback(input.host)) {
    report.error(
      document,
      key,
      `passwords and mail would travel readable to ${input.host}`,
      'use `implicit` or `starttls`; if it must be, say `insecure: true` beside it',
    );
  }
  if (input.insecure && input.tls !== 'none') {
    report.error(document, [...path, 'insecure'], `does nothing with \`tls: ${input.tls}\``, 'take it out');
  }
  const usual = Object.entries(PORTS[protocol]).find(([tls, usualPort]) => usualPort === port && tls !== 'none')?.[0];
  if (usual !== undefined && input.tls !== 'none' && usual !== input.tls) {
    report.warning(
      document,
      [...path, 'port'],
      `port ${port} with \`tls: ${input.tls}\``,
      `port ${port} usually wants \`tls: ${usual}\``,
    );
  }
}

async function readLogin(
  reader: SecretReader,
  path: readonly Key[],
  protocol: Protocol,
  id: MailboxId | undefined,
  input: ServerInput,
): Promise<Login | undefined> {
  const { document, report } = reader;
  const says = (['password', 'password_file', 'oauth'] as const).filter((key) => input[key] !== undefined);
  const [way] = says;
  if (way === undefined && input.user === undefined && protocol === 'smtp') return { kind: 'none' };
  if (says.includes('oauth') && says.length > 1) {
    report.keyError(document, [...path, 'oauth'], 'stands beside a password', 'keep one of them');
    return undefined;
  }
  if (input.user === undefined) report.missing(document, path, 'has no user', 'say `user:`, usually the whole address');
  if (way === undefined) {
    report.missing(
      document,
      path,
      'has no password',
      `say \`password: ${VARIABLE}\`, \`password_file:\` or \`oauth:\``,
    );
    return undefined;
  }
  if (input.oauth !== undefined && id !== undefined) {
    const oauth = await readOAuth(reader, [...path, 'oauth'], id, input.oauth);
    return oauth === undefined || input.user === undefined ? undefined : { kind: 'oauth', user: input.user, oauth };
  }
  const password = await readSecret(reader, path, 'password', input.password, input.password_file);
  return password === undefined || input.user === undefined
    ? undefined
    : { kind: 'password', user: input.user, password };
}

async function readOAuth(
  reader: SecretReader,
  path: readonly Key[],
  mailbox: MailboxId,
  input: NonNullable<ServerInput['oauth']>,
): Promise<OAuthSettings | undefined> {
  const { document, report } = reader;
  if (input.client_secret === undefined && input.client_secret_file === undefined) {
    report.missing(
      document,
      path,
      'has no client_secret',
      `say \`client_secret: ${VARIABLE}\` or \`client_secret_file:\``,
    );
  }
  const clientSecret = await readSecret(reader, path, 'client_secret', input.client_secret, input.client_secret_file);
  const tokenUrl = input.token_url ?? (input.provider === 'microsoft' ? microsoftTokenUrl(input.tenant) : undefined);
  if (tokenUrl !== undefined) checkUrl(document, reader, [...path, 'token_url'], tokenUrl);
  if (input.provider === 'microsoft') {
    if (clientSecret === undefined || tokenUrl === undefined) return undefined;
    const { tenant, client_id: clientId, scope, expires } = input;
    return { provider: 'microsoft', mailbox, tenant, clientId, clientSecret, expires, tokenUrl, scope };
  }
  checkUrl(document, reader, [...path, 'auth_url'], input.auth_url);
  const refreshToken = await readRefreshToken(reader, path, mailbox, input.refresh_token, input.refresh_token_file);
  if (clientSecret === undefined || refreshToken === undefined) return undefined;
  const { client_id: clientId, scope, auth_url: authUrl, expires } = input;
  const end = { authUrl, tokenUrl: input.token_url, scope };
  return { provider: 'google', mailbox, clientId, clientSecret, expires, refreshToken, ...end };
}

type RefreshToken = Extract<OAuthSettings, { readonly provider: 'google' }>['refreshToken'];

async function readRefreshToken(
  reader: SecretReader,
  path: readonly Key[],
  mailbox: MailboxId,
  reference: string | undefined,
  file: string | undefined,
): Promise<RefreshToken | undefined> {
  const { document, report } = reader;
  if (reference !== undefined || file === undefined) {
    const token = await readSecret(reader, path, 'refresh_token', reference, file);
    if (reference === undefined) {
      report.missing(document, path, 'has no refresh token', 'say `refresh_token_file:`; `spoc login` writes the file');
    }
    return token && { kind: 'given', token };
  }
  const key = [...path, 'refresh_token_file'];
  const resolved = document.resolve(key, file);
  try {
    await warnWhenOpen(reader, key, resolved);
  } catch {
    report.warning(
      document,
      key,
      `there is no ${resolved} yet`,
      `\`spoc login ${mailbox}\` asks for consent and writes it`,
    );
  }
  return { kind: 'file', path: resolved };
}

function microsoftTokenUrl(tenant: string): string {
  return `https://login.microsoftonline.com/${encodeURIComponent(tenant)}/oauth2/v2.0/token`;
}

/** Secrets go over TLS, or no further than this machine. */
function checkUrl(document: Document, { report }: SecretReader, path: readonly Key[], text: string): void {
  const url = new URL(text);
  if (url.protocol !== 'https:' && !isLoopback(url.hostname)) {
    report.error(document, path, 'secrets would travel readable', 'an address that begins with https://');
  }
}
