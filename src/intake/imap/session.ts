import { ImapFlow, type ImapFlowOptions, type MailboxObject } from 'imapflow';
import { TokenError } from '../../config/oauth.ts';
import { withoutSecret } from '../../config/secret.ts';
import type { ImapAccount, ReaderLimits, Tokens } from './account.ts';

/** A server did not answer one step in time; the connection is closed. */
export class StepTimeout extends Error {
  override readonly name = 'StepTimeout';
}

/** The server answered a command with NO or BAD. */
export class ServerRefused extends Error {
  override readonly name = 'ServerRefused';
}

/** The server (or the token endpoint) does not let us in; asking again soon does not help. */
export class LoginRefused extends Error {
  override readonly name = 'LoginRefused';
}

/** One connection. Single-use, like the ImapFlow instance in it. */
export interface Session {
  readonly client: ImapFlow;
  /** Mail was announced since the flag was last taken down; IDLE may announce while another command runs. */
  news: boolean;
  /** Called when something is announced or the connection is lost. */
  onNews: (() => void) | undefined;
  /** Waits for one step; closes the connection when it takes too long. */
  step<T>(what: string, work: Promise<T>): Promise<T>;
}

/** Largest single literal and line a server may send: above any sane mail, below what would hurt. */
const MOST_LITERAL = 256 * 1024 * 1024;
const MOST_LINE = 64 * 1024 * 1024;

/** Logs in and answers the connection. Throws `LoginRefused`, `StepTimeout` or the network's error. */
export async function openSession(
  account: ImapAccount,
  tokens: Tokens | undefined,
  limits: Pick<ReaderLimits, 'connect' | 'step'>,
  signal?: AbortSignal,
): Promise<Session> {
  const options = await clientOptions(account, tokens, limits);
  const client = new ImapFlow(options);
  const session: Session = {
    client,
    news: false,
    onNews: undefined,
    step: (what, work) => within(limits.step, what, work, () => client.close()),
  };
  const announce = (): void => {
    session.news = true;
    session.onNews?.();
  };
  // Without this listener Node ends the process; what went wrong reaches us by the rejected step and by 'close'.
  client.on('error', announce);
  client.on('close', announce);
  client.on('exists', announce);

  const stop = (): void => client.close();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    await within(limits.connect + limits.step, 'connect and log in', client.connect(), stop);
  } catch (error) {
    client.close();
    const refused = refusal(error, options.auth?.accessToken ?? account.password);
    if (refused !== undefined && options.auth?.accessToken !== undefined) tokens?.forget?.(options.auth.accessToken);
    throw refused ?? error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
  return session;
}

/** Ends a session politely, but in two seconds at most. */
export async function closeSession(session: Session): Promise<void> {
  if (session.client.usable) {
    await within(2_000, 'log out', session.client.logout(), () => session.client.close()).catch(() => undefined);
  }
  session.client.close();
}

/** Opens the folder afresh: SELECT shows the present UIDVALIDITY and the mail that no one announced; EXAMINE when nothing is to be changed. */
export async function openFolder(session: Session, account: ImapAccount): Promise<MailboxObject> {
  const readOnly = account.after.kind === 'leave';
  const folder = await session.step('open folder', session.client.mailboxOpen(account.folder, { readOnly }));
  session.news = false;
  return folder;
}

async function clientOptions(
  account: ImapAccount,
  tokens: Tokens | undefined,
  limits: Pick<ReaderLimits, 'connect' | 'step'>,
): Promise<ImapFlowOptions> {
  const auth =
    tokens === undefined
      ? { user: account.user, pass: account.password ?? '' }
      : { user: account.user, accessToken: await freshToken(tokens, limits.step) };
  return {
    host: account.host,
    port: account.port,
    secure: account.tls === 'implicit',
    doSTARTTLS: account.tls === 'starttls',
    tls: {
      minVersion: 'TLSv1.2',
      ...(account.ca === undefined ? {} : { ca: account.ca }),
    },
    auth,
    logger: false,
    clientInfo: { name: 'Spoc' },
    connectionTimeout: limits.connect,
    greetingTimeout: limits.connect,
    // Each step has its own bound; this one only ends what nobody waits for.
    socketTimeout: Math.max(2 * limits.step, 1_200_000),
    disableAutoIdle: true,
    disableAutoEnable: true,
    disableIMAP4rev2: true,
    disableCompression: true,
    maxLiteralSize: MOST_LITERAL,
    maxResponseSize: 2 * MOST_LITERAL,
    maxLineLength: MOST_LINE,
  };
}

async function freshToken(tokens: Tokens, step: number): Promise<string> {
  try {
    return await within(step, 'access token', tokens.accessToken(), () => undefined);
  } catch (error) {
    // An endpoint that is away is like a server that is away.
    if (error instanceof StepTimeout || (error instanceof TokenError && error.kind === 'unreachable')) throw error;
    throw new LoginRefused(`no access token: ${message(error)}`, { cause: error });
  }
}

/** RFC 5530 codes that say "not now" although the login failed. */
const PASSING = new Set(['UNAVAILABLE', 'INUSE', 'SERVERBUG', 'LIMIT']);

function refusal(error: unknown, password: string | undefined): LoginRefused | undefined {
  if (!(error instanceof Error) || !('authenticationFailed' in error) || error.authenticationFailed !== true) return;
  const code = 'serverResponseCode' in error ? String(error.serverResponseCode) : '';
  if (PASSING.has(code)) return;
  const words = 'response' in error && typeof error.response === 'string' ? error.response : error.message;
  // Without a cause: its words are the server's, who may repeat the login.
  return new LoginRefused(`login refused: ${withoutSecret(words, password).slice(0, 300)}`);
}

/** The text of anything that was thrown. */
export function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Waits for `work` at most `ms` milliseconds; then calls `stop` and throws `StepTimeout`. */
export async function within<T>(ms: number, what: string, work: Promise<T>, stop: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new StepTimeout(`no answer within ${Math.round(ms / 1000)} s: ${what}`));
      stop();
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
