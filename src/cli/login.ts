import type { ConnectDeps, ServerFinding } from '../config/connect.ts';
import { connectCheck } from '../config/connect.ts';
import { createTokenSource, type TokenDeps, TokenError } from '../config/oauth.ts';
import { askConsent } from '../config/oauth-consent.ts';
import { writePrivateFile } from '../config/private-file.ts';
import type {
  GoogleOAuth,
  MailboxId,
  MailboxSettings,
  MicrosoftOAuth,
  OAuthSettings,
  Settings,
} from '../config/settings.ts';
import { type Asker, Cancelled } from './ask.ts';
import { googleSteps, microsoftSteps } from './login-steps.ts';

export interface LoginDeps extends TokenDeps {
  /** Undefined: nobody can be asked; the browser has to be on this machine. */
  readonly asker: Asker | undefined;
  readonly say: (line: string) => void;
  /** Ends the waiting for a person. */
  readonly signal: AbortSignal;
  /** Milliseconds for each server when the login is tried. */
  readonly timeout: number;
}

export type LoginResult =
  /** Consent or token in hand, and what the servers say to it. */
  | { readonly kind: 'done'; readonly servers: readonly ServerFinding[] }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'cancelled' };

/** Walks an operator through the OAuth login of a mailbox, and tries it on its servers. */
export async function login(settings: Settings, mailbox: string, deps: LoginDeps): Promise<LoginResult> {
  const box = settings.mailboxes.get(mailbox as MailboxId);
  if (box === undefined) {
    return failed(`there is no mailbox ${mailbox}; known: ${[...settings.mailboxes.keys()].join(', ')}`);
  }
  const accounts = accountsOf(box);
  if (accounts.length === 0)
    return failed(`the mailbox ${mailbox} has no \`oauth\`: it logs in with a password, which is in the configuration`);
  try {
    for (const { user, oauth } of accounts) {
      if (oauth.provider === 'google') await consentToGoogle(oauth, user, deps);
      else await tryMicrosoft(oauth, box, deps);
    }
    return { kind: 'done', servers: await tryServers(settings, box, deps) };
  } catch (error) {
    if (error instanceof Cancelled) return { kind: 'cancelled' };
    if (error instanceof TokenError) return failed(error.message);
    throw error;
  }
}

interface Account {
  readonly user: string;
  readonly oauth: OAuthSettings;
}

/** Usually IMAP and SMTP are one account: asked for once. */
function accountsOf({ access }: MailboxSettings): readonly Account[] {
  if (access.kind === 'embedded') return [];
  const found = new Map<string, Account>();
  for (const server of [access.imap, access.smtp]) {
    if (server?.login.kind !== 'oauth') continue;
    const { user, oauth } = server.login;
    const where = oauth.provider === 'google' && oauth.refreshToken.kind === 'file' ? oauth.refreshToken.path : '';
    const key = [user, oauth.provider, oauth.clientId, oauth.scope, where].join('\0');
    if (!found.has(key)) found.set(key, { user, oauth });
  }
  return [...found.values()];
}

async function consentToGoogle(oauth: GoogleOAuth, user: string, deps: LoginDeps): Promise<void> {
  if (oauth.refreshToken.kind === 'given') {
    throw new TokenError(
      'refused',
      'the refresh token comes from the environment; say `refresh_token_file:` instead, so that it can be written',
    );
  }
  const { path } = oauth.refreshToken;
  for (const step of googleSteps(oauth)) deps.say(step);
  const consent = await askConsent(oauth, user, deps.fetch, deps.signal);
  try {
    deps.say(`Open this page as ${user} and consent:\n\n${consent.url}\n`);
    const answered = new AbortController();
    const finished = consent.finished.finally(() => answered.abort());
    const pasted = deps.asker && pasteAnswer(deps.asker, consent.answer, answered.signal);
    // Whoever is first: the browser on this machine, or the person who pastes; giving up ends both.
    await (pasted === undefined ? finished : Promise.race([finished, pasted.then(() => finished)]));
    const token = await finished;
    await writePrivateFile(path, `${token.reveal()}\n`, true);
    deps.say(`Consent is kept in ${path}; a gateway that runs takes it up by itself.`);
  } finally {
    consent.close();
  }
}

/** For a browser on another machine: its last page cannot be shown there, but its address holds the answer. */
async function pasteAnswer(asker: Asker, take: (address: string) => boolean, signal: AbortSignal): Promise<void> {
  const message =
    'Waiting for the browser. If it runs on another machine, paste here the address of the page it could not open';
  const check = (text: string) => (take(text) ? undefined : 'this is not the answer; it begins with http://127.0.0.1');
  try {
    await asker.text({ message, check, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function tryMicrosoft(oauth: MicrosoftOAuth, box: MailboxSettings, deps: LoginDeps): Promise<void> {
  const sends = box.access.kind === 'servers' && box.access.smtp?.login.kind === 'oauth';
  for (const step of microsoftSteps(oauth, box.address, sends)) deps.say(step);
  await deps.asker?.confirm({ message: 'Done? Then a token is asked for', initial: true });
  const source = createTokenSource(oauth, deps);
  try {
    const missing = missingRoles(await source.accessToken(), sends);
    deps.say('Microsoft gives a token.');
    if (missing.length > 0) {
      deps.say(`But it does not allow ${missing.join(' and ')}: see step 2. A new permission takes some minutes.`);
    }
  } finally {
    source.close();
  }
}

/** What the token should allow and does not. It is a JWT; one that cannot be read is left to the servers to judge. */
function missingRoles(token: string, sends: boolean): readonly string[] {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    const roles = typeof claims === 'object' && claims !== null && 'roles' in claims ? claims.roles : [];
    const has = (role: string) => Array.isArray(roles) && roles.includes(role);
    return ['IMAP.AccessAsApp', ...(sends ? ['SMTP.SendAsApp'] : [])].filter((role) => !has(role));
  } catch {
    return [];
  }
}

function tryServers(settings: Settings, box: MailboxSettings, deps: LoginDeps): Promise<readonly ServerFinding[]> {
  const connect: ConnectDeps = { tokens: (oauth) => createTokenSource(oauth, deps), timeout: deps.timeout };
  return connectCheck({ ...settings, mailboxes: new Map([[box.id, box]]) }, connect);
}

function failed(message: string): LoginResult {
  return { kind: 'failed', message };
}
