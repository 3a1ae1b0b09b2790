import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { askConsent } from '../../src/config/oauth-consent.ts';
import { Secret } from '../../src/config/secret.ts';
import type { GoogleOAuth, MailboxId } from '../../src/config/settings.ts';
import { type AuthorizationServer, startAuthorizationServer } from './authorization-server.ts';

let server: AuthorizationServer;
const stop = new AbortController();

beforeEach(async () => {
  server = await startAuthorizationServer();
});
afterEach(() => server.close());

const oauth = (): GoogleOAuth => ({
  provider: 'google',
  mailbox: 'support' as MailboxId,
  clientId: 'client',
  clientSecret: new Secret('s3cr3t'),
  expires: undefined,
  refreshToken: { kind: 'file', path: '/nowhere' },
  authUrl: server.authUrl,
  tokenUrl: server.tokenUrl,
  scope: 'https://mail.google.com/',
});
const ask = (signal: AbortSignal = stop.signal) => askConsent(oauth(), 'support@example.com', fetch, signal);

describe('consent on loopback', () => {
  test('the browser comes back and the code is exchanged with PKCE', async () => {
    const consent = await ask();
    try {
      const page = await fetch(consent.url);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('You can close this page');
      expect((await consent.finished).reveal()).toBe('refresh-1');
      expect(new URL(consent.url).searchParams.get('login_hint')).toBe('support@example.com');
      expect(server.asked[0]).toMatchObject({ grant_type: 'authorization_code', client_secret: 's3cr3t' });
    } finally {
      consent.close();
    }
  });

  test('an answer from a browser elsewhere is pasted', async () => {
    const consent = await ask();
    try {
      const { headers } = await fetch(consent.url, { redirect: 'manual' });
      expect(consent.answer('nonsense')).toBe(false);
      expect(consent.answer(` ${headers.get('location')}\n`)).toBe(true);
      expect((await consent.finished).reveal()).toBe('refresh-1');
    } finally {
      consent.close();
    }
  });

  test('an answer to another question is passed over', async () => {
    const consent = await ask();
    try {
      const redirect = new URL(consent.url).searchParams.get('redirect_uri') ?? '';
      for (const query of ['?state=wrong&code=evil', '?code=evil', '/other?state=x']) {
        expect((await fetch(redirect + query.replace(/^\//, ''))).status).toBe(404);
      }
      await fetch(consent.url);
      expect((await consent.finished).reveal()).toBe('refresh-1');
      expect(server.asked).toHaveLength(1);
    } finally {
      consent.close();
    }
  });

  test('a refusal is told', async () => {
    server.refuse = 'access_denied';
    const consent = await ask();
    try {
      await fetch(consent.url);
      await expect(consent.finished).rejects.toThrow('consent was not given (access_denied)');
    } finally {
      consent.close();
    }
  });

  test('the waiting ends with its signal', async () => {
    const stopping = new AbortController();
    const consent = await ask(stopping.signal);
    stopping.abort();
    await expect(consent.finished).rejects.toThrow('nobody answered');
    consent.close();
    await expect(fetch(consent.url)).rejects.toThrow();
  });
});
