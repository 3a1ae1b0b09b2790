import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { type Grant, requestGrant, TokenError } from './oauth-endpoint.ts';
import type { GoogleOAuth, OAuthSettings } from './settings.ts';

export { TokenError } from './oauth-endpoint.ts';

/** Pauses before the second and third try of an endpoint that does not answer, in milliseconds. */
const PAUSES = [1_000, 4_000];
/** A token is renewed this long before it expires (milliseconds), but not before half of its life is over. */
const AHEAD = 5 * 60_000;
/** After a failed renewal the old token serves this long before the endpoint is asked again (milliseconds). */
const RETRY_AFTER = 30_000;

/** Access tokens for one account. */
export interface TokenSource {
  /** A token that is good for at least the next minute. Throws `TokenError`, whose message says what to do. */
  accessToken(): Promise<string>;
  /** Forgets a token that a server refused, so that the next one is new. */
  forget(token: string): void;
  /** Why the login cannot be renewed, and until when the token at hand is good; undefined while nothing is wrong. */
  trouble(): { readonly error: string; readonly until: Date | undefined } | undefined;
  /** Until when the token at hand is good; undefined: there is none. */
  until(): Date | undefined;
  /** Stops requests under way; the source is used no more. */
  close(): void;
}

export interface TokenDeps {
  readonly fetch: typeof fetch;
  readonly now: () => Date;
  /** Waits milliseconds; ends early, with an error, when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The real network and clock. */
export const TOKEN_DEPS: TokenDeps = {
  fetch,
  now: () => new Date(),
  sleep: (ms, signal) => pause(ms, undefined, { signal }),
};

interface Held {
  readonly token: string;
  readonly expiresAt: number;
  readonly renewAt: number;
}

/** Keeps one access token and renews it ahead of its expiry; many askers cause one request. Tokens are in no message and no log. */
export function createTokenSource(oauth: OAuthSettings, deps: TokenDeps): TokenSource {
  const stop = new AbortController();
  let held: Held | undefined;
  let flight: Promise<Held> | undefined;
  let failing: string | undefined;

  const renew = (): Promise<Held> => {
    flight ??= grantWithRetries(oauth, deps, stop.signal)
      .then((grant) => holding(grant, deps.now().getTime()))
      .then(
        (made) => {
          failing = undefined;
          return made;
        },
        (error: unknown) => {
          failing = error instanceof Error ? error.message : String(error);
          throw error;
        },
      )
      .finally(() => {
        flight = undefined;
      });
    return flight;
  };

  return {
    async accessToken() {
      const now = deps.now().getTime();
      if (held !== undefined && now < held.renewAt) return held.token;
      try {
        held = await renew();
      } catch (error) {
        // The endpoint is away, but what we hold is still good: better than no mail.
        const usable = held !== undefined && deps.now().getTime() < held.expiresAt - 60_000;
        if (held === undefined || !usable || !(error instanceof TokenError) || error.kind !== 'unreachable')
          throw error;
        held = { ...held, renewAt: deps.now().getTime() + RETRY_AFTER };
      }
      return held.token;
    },
    forget(token) {
      if (held?.token === token) held = undefined;
    },
    trouble() {
      if (failing === undefined) return undefined;
      return { error: failing, until: held === undefined ? undefined : new Date(held.expiresAt) };
    },
    until: () => (held === undefined ? undefined : new Date(held.expiresAt)),
    close() {
      stop.abort();
    },
  };
}

function holding(grant: Grant, now: number): Held {
  const life = grant.expiresIn * 1000;
  return { token: grant.accessToken, expiresAt: now + life, renewAt: now + Math.max(life - AHEAD, life / 2) };
}

async function grantWithRetries(oauth: OAuthSettings, deps: TokenDeps, signal: AbortSignal): Promise<Grant> {
  for (const ms of PAUSES) {
    try {
      return await grant(oauth, deps, signal);
    } catch (error) {
      if (!(error instanceof TokenError) || error.kind !== 'unreachable' || signal.aborted) throw error;
      await deps.sleep(ms, signal).catch(() => {
        throw error;
      });
    }
  }
  return await grant(oauth, deps, signal);
}

/** RFC 6749 §4.4 (Microsoft) and §6 (Google). */
async function grant(oauth: OAuthSettings, deps: TokenDeps, signal: AbortSignal): Promise<Grant> {
  const client = { client_id: oauth.clientId, client_secret: oauth.clientSecret.reveal() };
  if (oauth.provider === 'microsoft') {
    const form = { ...client, grant_type: 'client_credentials', scope: oauth.scope };
    return await requestGrant(oauth, form, deps.fetch, signal);
  }
  const refreshToken = await readRefreshToken(oauth);
  const form = { ...client, grant_type: 'refresh_token', refresh_token: refreshToken };
  return await requestGrant(oauth, form, deps.fetch, signal);
}

async function readRefreshToken({ refreshToken, mailbox }: GoogleOAuth): Promise<string> {
  if (refreshToken.kind === 'given') return refreshToken.token.reveal();
  const text = await readFile(refreshToken.path, 'utf8').catch((error: unknown) => {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    const message = `nobody has consented for mailbox ${mailbox} yet (${refreshToken.path}: ${why}). Run \`spoc login ${mailbox}\``;
    throw new TokenError('consent', message, error);
  });
  if (text.trim() !== '') return text.trim();
  throw new TokenError('consent', `${refreshToken.path} is empty. Run \`spoc login ${mailbox}\``);
}
