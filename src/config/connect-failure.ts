import type { Credentials, Doubt, Finding } from './connect.ts';
import { withoutSecret } from './secret.ts';
import type { ServerSettings } from './settings.ts';

/** The longest word of a server that is repeated, in characters. */
const MOST_REPLY = 200;

interface Told {
  readonly code: string;
  /** The library's own words; `text` prefers those of the server. */
  readonly message: string;
  readonly text: string;
  readonly refusedLogin: boolean;
}

/** What a failed connection means and what to do about it. */
export function failure(error: unknown, server: ServerSettings, credentials: Credentials | undefined): Finding {
  const hide = (text: string) => withoutSecret(text, credentials?.accessToken ?? credentials?.password);
  return { kind: 'failed', problem: explain(tell(error, hide), server) };
}

function explain({ code, message, text, refusedLogin }: Told, server: ServerSettings): Doubt {
  const where = `${server.host}:${server.port}`;
  if (refusedLogin) {
    const next =
      server.login.kind === 'oauth'
        ? 'check `user`, and that the account lets the application in (`spoc login` shows the steps)'
        : 'check `user` and the password; with two-factor login an app password or `oauth` is needed';
    return { message: `${where} refuses the login: ${text}`, next };
  }
  // nodemailer puts its own code before the network's, which is then in the text alone.
  const both = `${code} ${message} ${text}`;
  if (/ENOTFOUND|EAI_AGAIN|EDNS/.test(both))
    return { message: `no address is known for ${server.host}`, next: 'check `host`' };
  if (both.includes('ECONNREFUSED')) return { message: `nobody listens at ${where}`, next: 'check `host` and `port`' };
  if (/certificate|altname|CERT_|SELF_SIGNED|ISSUER/i.test(both)) {
    const next = 'name the server as its certificate does; for a private authority give its certificate with `ca_file`';
    return { message: `the certificate of ${where} is not trusted: ${text}`, next };
  }
  if (/wrong version number|packet length too long/i.test(both)) {
    return {
      message: `${where} does not begin with TLS`,
      next: 'say `tls: starttls`, or take the port for implicit TLS',
    };
  }
  if (/STARTTLS/i.test(both)) {
    return {
      message: `${where} offers no STARTTLS`,
      next: 'say `tls: implicit` with its port; plain text is never fallen back to',
    };
  }
  if (/timeout|timed out|ETIMEDOUT|in time|never received/i.test(both)) {
    const next = 'check `host`, `port` and `tls` (implicit TLS on a STARTTLS port says nothing), and the firewall';
    return { message: `${where} does not answer in time`, next };
  }
  return { message: `${where}: ${text}`, next: 'check `host`, `port` and `tls`' };
}

function tell(error: unknown, hide: (text: string) => string): Told {
  if (!(error instanceof Error)) return { code: '', message: '', text: 'failed without a reason', refusedLogin: false };
  const of = (key: string): unknown => Reflect.get(error, key);
  const words = [of('responseText'), of('response'), error.message].find(
    (word) => typeof word === 'string' && word !== '',
  );
  const refusedLogin = of('authenticationFailed') === true || of('code') === 'EAUTH';
  return {
    code: String(of('code') ?? ''),
    message: clean(hide(error.message)),
    text: clean(hide(String(words))),
    refusedLogin,
  };
}

function clean(text: string): string {
  return text
    .slice(0, 4 * MOST_REPLY)
    .replaceAll(/[\x00-\x1f\x7f]+/g, ' ')
    .trim()
    .slice(0, MOST_REPLY);
}

/** Ends a piece of work that takes too long; `stop` lets go of what it holds. */
export async function inTime<T>(work: Promise<T>, ms: number, stop: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      stop();
      reject(new Error('no answer in time'));
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
