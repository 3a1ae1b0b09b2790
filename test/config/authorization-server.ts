import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Reply = { readonly status: number; readonly body: unknown } | 'hang' | 'endless' | 'redirect';

/** An authorization server of the test's own: `/auth` consents or refuses, `/token` grants or says what it is told to. */
export interface AuthorizationServer {
  readonly authUrl: string;
  readonly tokenUrl: string;
  /** The forms that came to `/token`. */
  readonly asked: Readonly<Record<string, string>>[];
  /** What `/token` says next, one each; then it grants. */
  readonly replies: Reply[];
  /** What `/auth` sends back instead of a code. */
  refuse: string | undefined;
  /** Seconds of a granted token. */
  expiresIn: number;
  close(): Promise<void>;
}

export async function startAuthorizationServer(): Promise<AuthorizationServer> {
  const codes = new Map<string, { readonly challenge: string; readonly redirect: string }>();
  let tokens = 0;
  const grant = (form: Readonly<Record<string, string>>): Reply => {
    const token = { access_token: `access-${++tokens}`, expires_in: state.expiresIn, token_type: 'Bearer' };
    if (form.grant_type !== 'authorization_code') return { status: 200, body: token };
    const known = codes.get(form.code ?? '');
    const challenge = createHash('sha256')
      .update(form.code_verifier ?? '')
      .digest('base64url');
    const good = known !== undefined && known.challenge === challenge && known.redirect === form.redirect_uri;
    codes.delete(form.code ?? '');
    return good
      ? { status: 200, body: { ...token, refresh_token: 'refresh-1' } }
      : { status: 400, body: { error: 'invalid_grant' } };
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (url.pathname === '/auth') {
      const query = url.searchParams;
      const back = new URL(query.get('redirect_uri') ?? '');
      back.searchParams.set('state', query.get('state') ?? '');
      const code = `code-${codes.size + 1}`;
      codes.set(code, { challenge: query.get('code_challenge') ?? '', redirect: query.get('redirect_uri') ?? '' });
      if (state.refuse === undefined) back.searchParams.set('code', code);
      else back.searchParams.set('error', state.refuse);
      response.writeHead(302, { location: back.href }).end();
      return;
    }
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const form = Object.fromEntries(new URLSearchParams(body));
      state.asked.push(form);
      say(response, state.replies.shift() ?? grant(form));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const state: AuthorizationServer = {
    authUrl: `${base}/auth`,
    tokenUrl: `${base}/token`,
    asked: [],
    replies: [],
    refuse: undefined,
    expiresIn: 3600,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return state;
}

function say(response: ServerResponse, reply: Reply): void {
  if (reply === 'hang') return;
  if (reply === 'redirect') {
    response.writeHead(307, { location: '/elsewhere' }).end();
  } else if (reply === 'endless') {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(`{"access_token":"${'x'.repeat(200_000)}"}`);
  } else {
    response.writeHead(reply.status, { 'content-type': 'application/json' });
    response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
  }
}
