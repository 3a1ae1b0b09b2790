import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTokenSource, type TokenDeps, TokenError } from '../../src/config/oauth.ts';
import { Secret } from '../../src/config/secret.ts';
import type { GoogleOAuth, MailboxId, MicrosoftOAuth } from '../../src/config/settings.ts';
import { type AuthorizationServer, startAuthorizationServer } from './authorization-server.ts';

let server: AuthorizationServer;
let clock: number;
let slept: number[];
let deps: TokenDeps;

beforeEach(async () => {
  server = await startAuthorizationServer();
  clock = Date.UTC(2026, 0, 1);
  slept = [];
  deps = {
    fetch,
    now: () => new Date(clock),
    sleep: async (ms) => {
      slept.push(ms);
    },
  };
});
afterEach(() => server.close());

const mailbox = 'support' as MailboxId;
const microsoft = (): MicrosoftOAuth => ({
  provider: 'microsoft',
  mailbox,
  tenant: 'tenant',
  clientId: 'client',
  clientSecret: new Secret('s3cr3t'),
  expires: undefined,
  tokenUrl: server.tokenUrl,
  scope: 'https://outlook.office365.com/.default',
});
const google = (refreshToken: GoogleOAuth['refreshToken']): GoogleOAuth => ({
  provider: 'google',
  mailbox,
  clientId: 'client',
  clientSecret: new Secret('s3cr3t'),
  expires: undefined,
  refreshToken,
  authUrl: server.authUrl,
  tokenUrl: server.tokenUrl,
  scope: 'https://mail.google.com/',
});

async function failureOf(work: Promise<unknown>): Promise<TokenError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof TokenError) return error;
  throw new Error(`no TokenError: ${inspect(error)}`);
}

describe('what is asked', () => {
  test('Microsoft: client credentials', async () => {
    expect(await createTokenSource(microsoft(), deps).accessToken()).toBe('access-1');
    expect(server.asked).toEqual([
      {
        grant_type: 'client_credentials',
        client_id: 'client',
        client_secret: 's3cr3t',
        scope: 'https://outlook.office365.com/.default',
      },
    ]);
  });

  test('Google: the refresh token', async () => {
    const source = createTokenSource(google({ kind: 'given', token: new Secret('refresh-0') }), deps);
    expect(await source.accessToken()).toBe('access-1');
    expect(server.asked).toEqual([
      { grant_type: 'refresh_token', client_id: 'client', client_secret: 's3cr3t', refresh_token: 'refresh-0' },
    ]);
  });

  test('a refresh token in a file is read anew, so that a new consent needs no restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'spoc-oauth-'));
    try {
      const path = join(folder, 'token');
      const source = createTokenSource(google({ kind: 'file', path }), deps);
      const missing = await failureOf(source.accessToken());
      expect(missing.kind).toBe('consent');
      expect(missing.message).toContain('spoc login support');
      await writeFile(path, 'refresh-7\n');
      expect(await source.accessToken()).toBe('access-1');
      expect(server.asked[0]).toMatchObject({ refresh_token: 'refresh-7' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('renewal', () => {
  test('a token serves until five minutes before its end', async () => {
    const source = createTokenSource(microsoft(), deps);
    expect(source.until()).toBeUndefined();
    const seen: string[] = [];
    for (const minute of [0, 30, 54, 56, 60, 110, 112]) {
      clock = Date.UTC(2026, 0, 1) + minute * 60_000;
      seen.push(await source.accessToken());
    }
    expect(seen).toEqual(['access-1', 'access-1', 'access-1', 'access-2', 'access-2', 'access-2', 'access-3']);
    expect(source.until()).toEqual(new Date(clock + 60 * 60_000));
  });

  test('a short-lived token serves for half of its life', async () => {
    server.expiresIn = 120;
    const source = createTokenSource(microsoft(), deps);
    await source.accessToken();
    clock += 59_000;
    expect(await source.accessToken()).toBe('access-1');
    clock += 2_000;
    expect(await source.accessToken()).toBe('access-2');
  });

  test('many askers cause one request', async () => {
    const source = createTokenSource(microsoft(), deps);
    const got = await Promise.all(Array.from({ length: 20 }, () => source.accessToken()));
    expect(new Set(got).size).toBe(1);
    expect(server.asked).toHaveLength(1);
  });

  test('while the endpoint is away, what is still good serves; then the failure is told', async () => {
    const source = createTokenSource(microsoft(), deps);
    await source.accessToken();
    clock += 56 * 60_000;
    server.replies.push(...Array<{ status: 503; body: string }>(3).fill({ status: 503, body: '' }));
    expect(await source.accessToken()).toBe('access-1');
    expect(await source.accessToken()).toBe('access-1');
    expect(server.asked).toHaveLength(4);
    clock += 5 * 60_000;
    server.replies.push(...Array<{ status: 503; body: string }>(3).fill({ status: 503, body: '' }));
    expect((await failureOf(source.accessToken())).kind).toBe('unreachable');
    expect(await source.accessToken()).toBe('access-2');
  });

  test('a token that a server refused is forgotten', async () => {
    const source = createTokenSource(microsoft(), deps);
    source.forget(await source.accessToken());
    expect(await source.accessToken()).toBe('access-2');
  });
});

describe('what goes wrong', () => {
  test.each([503, 500, 429])('status %i is tried again, later each time', async (status) => {
    server.replies.push({ status, body: '' }, { status, body: 'busy' });
    expect(await createTokenSource(microsoft(), deps).accessToken()).toBe('access-1');
    expect(slept).toEqual([1_000, 4_000]);
  });

  test.each([
    [
      400,
      { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
      'consent',
      /consent for mailbox support is gone.*spoc login support/,
    ],
    [
      401,
      { error: 'invalid_client', error_description: 'AADSTS7000222: The provided client secret keys are expired.' },
      'refused',
      /AADSTS7000222.*the secret has expired; make a new one.*spoc login support/,
    ],
    [
      400,
      { error: 'unauthorized_client', error_description: 'AADSTS700016: not found in the directory' },
      'refused',
      /no such application/,
    ],
    [401, { error: 'invalid_client' }, 'refused', /client id or its secret is wrong/],
    [403, 'Forbidden', 'refused', /status 403/],
  ] as const)('status %i with %j is told at once: %s', async (status, body, kind, message) => {
    server.replies.push({ status, body });
    const error = await failureOf(
      createTokenSource(google({ kind: 'given', token: new Secret('refresh-0') }), deps).accessToken(),
    );
    expect(error.kind).toBe(kind);
    expect(error.message).toMatch(message);
    expect(slept).toEqual([]);
  });

  test.each([
    ['no token', { status: 200, body: {} }],
    ['no JSON', { status: 200, body: '<html>' }],
    ['a token with a line break', { status: 200, body: { access_token: 'a\r\nb' } }],
    ['an answer without end', 'endless'],
    ['a redirect, which would carry the secret elsewhere', 'redirect'],
  ] as const)('%s', async (_, reply) => {
    server.replies.push(reply, reply, reply);
    expect((await failureOf(createTokenSource(microsoft(), deps).accessToken())).kind).toBe('unreachable');
    expect(server.asked).toHaveLength(3);
  });

  test('nobody listens', async () => {
    const tokenUrl = server.tokenUrl;
    await server.close();
    const error = await failureOf(createTokenSource({ ...microsoft(), tokenUrl }, deps).accessToken());
    expect(error.message).toMatch(/does not answer: ECONNREFUSED/);
  });

  test('closing ends a request under way', async () => {
    server.replies.push('hang');
    const source = createTokenSource(microsoft(), deps);
    const waiting = failureOf(source.accessToken());
    source.close();
    expect((await waiting).message).toMatch(/was stopped/);
  });

  test('no message, cause or stack holds a secret, even one that the endpoint repeats', async () => {
    const echo = 'secret s3cr3t and refresh-0 were sent';
    server.replies.push({ status: 400, body: { error: 'invalid_request', error_description: echo } });
    const source = createTokenSource(google({ kind: 'given', token: new Secret('refresh-0') }), deps);
    const error = await failureOf(source.accessToken());
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/s3cr3t|refresh-0/);
  });
});
