import type SMTPConnection from 'nodemailer/lib/smtp-connection';

/** How to log in; `token` is asked anew for every connection, so a renewed one needs no new pool. */
export type SessionLogin =
  | { readonly kind: 'none' }
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  | {
      readonly kind: 'oauth';
      readonly user: string;
      readonly token: () => Promise<string>;
      readonly refused: (token: string) => void;
    };

/** Under its own name nodemailer runs XOAUTH2 only with its own token source; under another it lets us. */
const BEARER = 'BEARER';

/** Mechanisms that are run here. */
export const LOGINS: SMTPConnection.CustomAuthenticationHandlers = { [BEARER]: xoauth2 };

/** Logs a fresh connection in. */
export function logIn(connection: SMTPConnection, login: SessionLogin, done: (error?: Error | null) => void): void {
  if (login.kind === 'none') {
    done();
  } else if (!connection.allowsAuth) {
    // Going on without the login would send as nobody, or be refused mail by mail.
    done(new Error('the relay offers no login (no AUTH in its EHLO)'));
  } else if (login.kind === 'password') {
    const { user, password } = login;
    connection.login({ user, credentials: { user, pass: password } }, done);
  } else {
    const { user, ...source } = login;
    connection.login({ method: BEARER, user, credentials: { user, pass: '' }, source }, done);
  }
}

/** The SASL exchange of XOAUTH2 (Gmail, Microsoft 365); a token that is refused is forgotten, and a new one tried once. */
async function xoauth2(context: SMTPConnection.CustomAuthenticationContext): Promise<void> {
  const { source } = context.auth as { readonly source?: Omit<SessionLogin & { kind: 'oauth' }, 'user'> };
  if (source === undefined) throw new Error('no token source for XOAUTH2');
  const first = await source.token();
  if (await offer(context, first)) return;
  source.refused(first);
  const second = await source.token();
  if (second === first || !(await offer(context, second))) throw new Error('the relay refuses the login');
}

/** After a 334 with the error in it, an empty line asks for the final reply. */
async function offer(context: SMTPConnection.CustomAuthenticationContext, token: string): Promise<boolean> {
  const words = `user=${context.auth.user ?? ''}\x01auth=Bearer ${token}\x01\x01`;
  const reply = await context.sendCommand(`AUTH XOAUTH2 ${Buffer.from(words).toString('base64')}`);
  const last = reply.status === 334 ? await context.sendCommand('') : reply;
  return last.status >= 200 && last.status <= 299;
}
