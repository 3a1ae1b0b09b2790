import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Asker, Cancelled } from '../../src/cli/ask.ts';
import { type LoginDeps, login } from '../../src/cli/login.ts';
import { TOKEN_DEPS } from '../../src/config/oauth.ts';
import { type AuthorizationServer, startAuthorizationServer } from '../config/authorization-server.ts';
import { settingsOf } from '../config/helpers.ts';
import { startImap, type TestServer } from '../config/imap-server.ts';

let authority: AuthorizationServer;
let imap: TestServer;
let said: string[];
beforeEach(async () => {
  authority = await startAuthorizationServer();
  imap = await startImap(['IDLE', 'MOVE', 'UIDPLUS']);
  said = [];
});
afterEach(async () => {
  await authority.close();
  await imap.close();
});

const configuration = (oauth: string) => `
mailboxes:
  box:
    address: support@example.com
    imap: { host: 127.0.0.1, port: ${imap.port}, tls: none, user: support, ${oauth} }
    smtp: none
    default_desk: support
  other: { embedded: true, address: other@example.com }
agents: { ana: { name: Ana, address: ana@example.com } }
desks: { support: { name: S, address: support@example.com, prefix: S, time_zone: UTC, agents: [ana], mailbox: other } }
`;
const SECRET = '"$' + '{SECRET}"';
const google = () =>
  configuration(
    `oauth: { provider: google, client_id: c, client_secret: ${SECRET}, refresh_token_file: keep/token, auth_url: "${authority.authUrl}", token_url: "${authority.tokenUrl}" }`,
  );
const microsoft = () =>
  configuration(
    `oauth: { provider: microsoft, tenant: t, client_id: c-1, client_secret: ${SECRET}, token_url: "${authority.tokenUrl}" }`,
  );
const ENV = { SECRET: 's3cr3t' };

const deps = (asker?: Asker, say: (line: string) => void = () => undefined): LoginDeps => ({
  ...TOKEN_DEPS,
  asker,
  say: (line) => {
    said.push(line);
    say(line);
  },
  signal: new AbortController().signal,
  timeout: 5_000,
});
/** The page that the operator is to open. */
const page = (line: string) => /http:\S+\/auth\S+/.exec(line)?.[0];

/** A person who only pastes. */
const pasting = (paste: () => Promise<string>): Asker => ({
  text: async ({ check }) => {
    const answer = await paste();
    const wrong = check?.(answer);
    if (wrong !== undefined) throw new Error(wrong);
    return answer;
  },
  secret: async () => '',
  choose: async ({ initial }) => initial,
  confirm: async () => true,
  say: () => undefined,
});

describe('Google', () => {
  test('the browser on this machine consents; the token is kept 0600 and the mailbox opens', async () => {
    const { settings, warnings, folder } = await settingsOf(google(), ENV);
    expect(warnings.join()).toContain('`spoc login box` asks for consent');
    const result = await login(
      settings,
      'box',
      deps(undefined, (line) => {
        const url = page(line);
        // The grant for the code is access-1; the mailbox's own comes next and is not the one that the test's IMAP server takes.
        if (url !== undefined) void fetch(url);
      }),
    );
    const file = join(folder, 'keep/token');
    expect(await readFile(file, 'utf8')).toBe('refresh-1\n');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(authority.asked.map((form) => form.grant_type)).toEqual(['authorization_code', 'refresh_token']);
    expect(authority.asked[1]).toMatchObject({ refresh_token: 'refresh-1' });
    expect(result).toMatchObject({
      kind: 'done',
      servers: [{ protocol: 'imap', finding: { kind: 'failed' } }, { protocol: 'smtp' }],
    });
    expect(said.join()).not.toMatch(/refresh-1|s3cr3t|access-/);
  });

  test('a browser elsewhere: the address is pasted', async () => {
    const { settings, folder } = await settingsOf(google(), ENV);
    let url: string | undefined;
    const asker = pasting(async () => {
      const { headers } = await fetch(url ?? '', { redirect: 'manual' });
      return headers.get('location') ?? '';
    });
    const result = await login(
      settings,
      'box',
      deps(asker, (line) => {
        url ??= page(line);
      }),
    );
    expect(result.kind).toBe('done');
    expect(await readFile(join(folder, 'keep/token'), 'utf8')).toBe('refresh-1\n');
  });

  test('consent that is refused is told, and nothing is written', async () => {
    authority.refuse = 'access_denied';
    const { settings, folder } = await settingsOf(google(), ENV);
    const result = await login(
      settings,
      'box',
      deps(undefined, (line) => {
        const url = page(line);
        if (url !== undefined) void fetch(url);
      }),
    );
    expect(result).toEqual({ kind: 'failed', message: 'consent was not given (access_denied)' });
    await expect(stat(join(folder, 'keep/token'))).rejects.toThrow('ENOENT');
  });

  test('giving up while the browser is waited for', async () => {
    const { settings } = await settingsOf(google(), ENV);
    const asker = pasting(() => Promise.reject(new Cancelled('given up')));
    expect(await login(settings, 'box', deps(asker))).toEqual({ kind: 'cancelled' });
  });

  test('a token from the environment cannot be written', async () => {
    const text = google().replace('refresh_token_file: keep/token', `refresh_token: ${SECRET}`);
    const { settings } = await settingsOf(text, ENV);
    const result = await login(settings, 'box', deps());
    expect(result).toMatchObject({ kind: 'failed', message: expect.stringContaining('refresh_token_file') });
  });
});

describe('Microsoft', () => {
  const token = (roles: readonly string[]) => `x.${Buffer.from(JSON.stringify({ roles })).toString('base64url')}.y`;
  const grant = (access_token: string) => ({ status: 200, body: { access_token, expires_in: 3600 } });

  test('shows the steps, tries a token and the mailbox', async () => {
    const { settings } = await settingsOf(microsoft(), ENV);
    authority.replies.push(grant(token(['IMAP.AccessAsApp'])), grant('access-1'));
    const result = await login(settings, 'box', deps());
    expect(result).toMatchObject({
      kind: 'done',
      servers: [{ protocol: 'imap', finding: { kind: 'fine' } }, { protocol: 'smtp' }],
    });
    expect(said.join('\n')).toMatch(/IMAP\.AccessAsApp; then "Grant admin consent"/);
    expect(said.join('\n')).toMatch(/New-ServicePrincipal -AppId c-1 -ObjectId OBJECT_ID/);
    expect(said.at(-1)).toBe('Microsoft gives a token.');
  });

  test('names the permission that the token lacks', async () => {
    const { settings } = await settingsOf(microsoft(), ENV);
    authority.replies.push(grant(token(['Mail.Read'])));
    await login(settings, 'box', deps());
    expect(said.at(-1)).toMatch(/does not allow IMAP\.AccessAsApp: see step 2/);
  });

  test('a secret that has expired', async () => {
    const { settings } = await settingsOf(microsoft(), ENV);
    authority.replies.push({
      status: 401,
      body: { error: 'invalid_client', error_description: 'AADSTS7000222: expired' },
    });
    expect(await login(settings, 'box', deps())).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('the secret has expired'),
    });
  });
});

describe('what cannot be logged in to', () => {
  test('a mailbox that is not there, one with a password', async () => {
    const { settings } = await settingsOf(configuration(`password: ${SECRET}`), ENV);
    expect(await login(settings, 'nix', deps())).toMatchObject({
      message: 'there is no mailbox nix; known: box, other',
    });
    expect(await login(settings, 'box', deps())).toMatchObject({ message: expect.stringContaining('has no `oauth`') });
    expect(await login(settings, 'other', deps())).toMatchObject({ kind: 'failed' });
  });
});
