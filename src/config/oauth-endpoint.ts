import type { OAuthSettings } from './settings.ts';

/** Milliseconds for one request to a token endpoint, its answer read. */
const REQUEST_TIME = 15_000;
/** Answers are small; more is not from a token endpoint. */
const MAX_ANSWER = 64 * 1024;
const MAX_TOKEN = 16 * 1024;

/**
 * Why there is no token. `consent`: a person must consent again; `refused`: the application or its secret is not accepted; `unreachable`: the
 * endpoint does not answer, later it may. The message says what to do and holds no token.
 */
export class TokenError extends Error {
  override readonly name = 'TokenError';
  readonly kind: 'consent' | 'refused' | 'unreachable';

  constructor(kind: TokenError['kind'], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
  }
}

/** What a token endpoint grants (RFC 6749 §5.1). */
export interface Grant {
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn: number;
  readonly refreshToken: string | undefined;
}

/** Asks a token endpoint once. Throws `TokenError`. */
export async function requestGrant(
  oauth: OAuthSettings,
  form: Readonly<Record<string, string>>,
  fetcher: typeof fetch,
  signal: AbortSignal,
): Promise<Grant> {
  const where = new URL(oauth.tokenUrl).host;
  let status: number;
  let text: string;
  try {
    const response = await fetcher(oauth.tokenUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams(form).toString(),
      // A redirected request would carry the secret elsewhere.
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIME)]),
    });
    status = response.status;
    text = await boundedText(response);
  } catch (error) {
    if (signal.aborted) throw new TokenError('unreachable', `asking ${where} for a token was stopped`);
    throw new TokenError('unreachable', `the token endpoint ${where} does not answer: ${reasonOf(error)}`, error);
  }
  const answer = jsonObject(text);
  if (status >= 500 || status === 429 || status === 408) {
    throw new TokenError('unreachable', `the token endpoint ${where} answers ${status}; it is asked again later`);
  }
  if (status !== 200) throw refusal(oauth, where, status, answer);
  return readGrant(where, answer);
}

async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > MAX_ANSWER) throw new Error(`its answer is longer than ${MAX_ANSWER} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A failed fetch tells the network's word in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no reason given';
  if (error.name === 'TimeoutError') return `nothing within ${REQUEST_TIME / 1000} s`;
  const { cause } = error;
  if (cause instanceof Error) return 'code' in cause ? `${String(cause.code)} ${cause.message}` : cause.message;
  return error.message;
}

function jsonObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    // An error page; the status says enough.
    return {};
  }
}

function readGrant(where: string, answer: Readonly<Record<string, unknown>>): Grant {
  const { access_token: accessToken, expires_in: expires, refresh_token: refresh } = answer;
  if (!isToken(accessToken)) throw new TokenError('unreachable', `${where} answers without an access token`);
  // Google and Microsoft send a number; some endpoints a string (RFC 6749 leaves it out altogether).
  const seconds = Number(expires ?? 3600);
  return {
    accessToken,
    expiresIn: Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), 86_400) : 3600,
    refreshToken: isToken(refresh) ? refresh : undefined,
  };
}

/** RFC 6749 appendix A.12: visible ASCII; anything else would break the SASL exchange. */
function isToken(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_TOKEN && /^[\x20-\x7e]+$/.test(value);
}

/** Words for the error codes that operators meet; the endpoint's own description is left out, since it may repeat what it was sent. */
function refusal(
  oauth: OAuthSettings,
  where: string,
  status: number,
  answer: Readonly<Record<string, unknown>>,
): TokenError {
  const error = /^[a-z_]{1,60}$/.exec(String(answer.error ?? ''))?.[0] ?? `status ${status}`;
  const aadsts = /AADSTS([0-9]{4,8})/.exec(String(answer.error_description ?? '').slice(0, 2000))?.[1];
  const code = aadsts === undefined ? error : `${error}, AADSTS${aadsts}`;
  const login = `spoc login ${oauth.mailbox}`;
  if (error === 'invalid_grant') {
    const what = `the consent for mailbox ${oauth.mailbox} is gone (${code}): it was withdrawn, has expired, or the password was changed`;
    return new TokenError('consent', `${what}. Run \`${login}\` to consent again`);
  }
  const advice = (aadsts === undefined ? undefined : MICROSOFT[aadsts]) ?? PLAIN[error] ?? 'check the oauth settings';
  return new TokenError(
    'refused',
    `${where} refuses mailbox ${oauth.mailbox} (${code}): ${advice}. \`${login}\` shows the steps`,
  );
}

const MICROSOFT: Readonly<Record<string, string>> = {
  '65001': 'an administrator has not consented to the permissions of the application, or has withdrawn it',
  '90002': 'there is no such tenant; check `tenant`',
  '500011': 'the tenant does not know the mail service; check `scope` and the permissions of the application',
  '700016': 'the tenant has no such application; check `client_id` and `tenant`',
  '700027': 'the secret of the application is not accepted; check it',
  '7000112': 'the application is disabled; an administrator can enable it',
  '7000215': 'the secret is wrong; take the value of the secret, not its id',
  '7000222': 'the secret has expired; make a new one',
};

const PLAIN: Readonly<Record<string, string>> = {
  invalid_client: 'the client id or its secret is wrong or has expired',
  unauthorized_client: 'the application may not ask for this, or its consent was withdrawn',
  invalid_scope: 'the scope is not known; check `scope`',
  invalid_request: 'the request is not understood; check `token_url` and `scope`',
};
