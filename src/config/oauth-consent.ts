import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { requestGrant, TokenError } from './oauth-endpoint.ts';
import { Secret } from './secret.ts';
import type { GoogleOAuth } from './settings.ts';

/** A question for a person's consent that waits for the browser to come back (RFC 8252 §7.3: a loopback listener, with PKCE). */
export interface Consent {
  /** The page to open; the answer comes to this machine. */
  readonly url: string;
  /** The refresh token. Throws `TokenError` when consent was refused or the signal ended the waiting. */
  readonly finished: Promise<Secret>;
  /** Takes the address to which the browser was sent, when it runs on another machine. False when it is not the answer to this question. */
  answer(address: string): boolean;
  close(): void;
}

/** Starts to listen for the answer; the caller shows `url`, awaits `finished` and closes. */
export async function askConsent(
  oauth: GoogleOAuth,
  user: string,
  fetcher: typeof fetch,
  signal: AbortSignal,
): Promise<Consent> {
  const state = randomBytes(24).toString('base64url');
  const verifier = randomBytes(48).toString('base64url');
  const code = deferred<string>();
  const answer = (query: URLSearchParams): boolean => {
    if (!sameText(query.get('state') ?? '', state)) return false;
    const given = query.get('code');
    if (given !== null && given !== '') code.resolve(given);
    else {
      const why = /^[a-z_]{1,60}$/.exec(query.get('error') ?? '')?.[0] ?? 'no code';
      code.reject(new TokenError('consent', `consent was not given (${why})`));
    }
    return true;
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const known = request.method === 'GET' && url.pathname === '/' && answer(url.searchParams);
    response.writeHead(known ? 200 : 404, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
    response.end(known ? 'Spoc has the answer. You can close this page and go back to the terminal.\n' : 'Not found\n');
  });
  const redirect = `http://127.0.0.1:${await listen(server)}/`;
  const stop = () => code.reject(new TokenError('consent', 'nobody answered; run the command again'));
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  const finished = code.promise.then((given) => exchange(oauth, given, verifier, redirect, fetcher, signal));
  // It is awaited later; until then a refusal must not end the process.
  finished.catch(() => undefined);
  return {
    url: consentUrl(oauth, user, state, verifier, redirect),
    finished,
    answer: (address) => URL.canParse(address.trim()) && answer(new URL(address.trim()).searchParams),
    close() {
      signal.removeEventListener('abort', stop);
      stop();
      server.close();
      server.closeAllConnections();
    },
  };
}

function consentUrl(oauth: GoogleOAuth, user: string, state: string, verifier: string, redirect: string): string {
  const url = new URL(oauth.authUrl);
  const parameters = {
    response_type: 'code',
    client_id: oauth.clientId,
    redirect_uri: redirect,
    scope: oauth.scope,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    // Without both Google gives a refresh token at the very first consent only.
    access_type: 'offline',
    prompt: 'consent',
    login_hint: user,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

async function exchange(
  oauth: GoogleOAuth,
  code: string,
  verifier: string,
  redirect: string,
  fetcher: typeof fetch,
  signal: AbortSignal,
): Promise<Secret> {
  const form = {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: redirect,
    client_id: oauth.clientId,
    client_secret: oauth.clientSecret.reveal(),
  };
  const { refreshToken } = await requestGrant(oauth, form, fetcher, signal);
  if (refreshToken !== undefined) return new Secret(refreshToken);
  throw new TokenError('consent', 'no refresh token was given; withdraw the old consent in the account and try again');
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('the listener has no port'));
      else resolve(address.port);
    });
  });
}

function sameText(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}

interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
