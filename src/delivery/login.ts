import type SMTPConnection from 'nodemailer/lib/smtp-connection';

/** How to log in; `token` is asked anew for every connection, so a renewed one needs no new pool. */
export type SessionLogin =
  | { readonly kind: 'none' }
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  | { readonly kind: 'oauth'; readonly user: string; readonly token: () => Promise<string> };

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
    const { user, token } = login;
    connection.login({ method: BEARER, user, credentials: { user, pass: '' }, token }, done);
  }
}

/** The SASL exchange of XOAUTH2 (Gmail, Microsoft 365): after a 334 with the error in it, an empty line asks for the final reply. */
async function xoauth2(context: SMTPConnection.CustomAuthenticationContext): Promise<void> {
  const token: unknown = context.auth.token;
  if (typeof token !== 'function') throw new Error('no token source for XOAUTH2');
  const words = `user=${context.auth.user ?? ''}\x01auth=Bearer ${await token()}\x01\x01`;
  const first = await context.sendCommand(`AUTH XOAUTH2 ${Buffer.from(words).toString('base64')}`);
  const last = first.status === 334 ? await context.sendCommand('') : first;
  if (last.status < 200 || last.status > 299) throw new Error('the relay refuses the login');
}
