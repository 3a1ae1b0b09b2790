import { checkImap } from './connect-imap.ts';
import { checkSmtp } from './connect-smtp.ts';
import type { TokenSource } from './oauth.ts';
import type { MailboxId, MailboxSettings, OAuthSettings, ServerSettings, Settings } from './settings.ts';

/** What one server said when it was asked. */
export type Finding =
  | { readonly kind: 'fine'; readonly facts: readonly string[]; readonly doubts: readonly Doubt[] }
  | { readonly kind: 'failed'; readonly problem: Doubt }
  /** Nothing to ask: the gateway itself is the server, or there is none. */
  | { readonly kind: 'none'; readonly why: string };

/** What is wrong or could be better, and what to do. */
export interface Doubt {
  readonly message: string;
  readonly next: string;
}

export interface ServerFinding {
  readonly mailbox: MailboxId;
  readonly protocol: 'imap' | 'smtp';
  /** `imap.example.com:993`. */
  readonly server: string;
  readonly finding: Finding;
}

export interface ConnectDeps {
  /** A source of tokens for an account; closed after its use. */
  readonly tokens: (oauth: OAuthSettings) => TokenSource;
  /** Milliseconds for one server, from the first packet to the last. */
  readonly timeout: number;
}

/** A login as the protocols want it. */
export interface Credentials {
  readonly user: string;
  readonly password: string | undefined;
  readonly accessToken: string | undefined;
}

/** Logs in to every server of the configuration, changes nothing there, and tells what each can do. Never throws for a server's fault. */
export async function connectCheck(settings: Settings, deps: ConnectDeps): Promise<readonly ServerFinding[]> {
  const found = await Promise.all([...settings.mailboxes.values()].map((mailbox) => checkMailbox(mailbox, deps)));
  return found.flat();
}

async function checkMailbox(mailbox: MailboxSettings, deps: ConnectDeps): Promise<readonly ServerFinding[]> {
  const { id, access } = mailbox;
  if (access.kind === 'embedded') {
    const finding: Finding = { kind: 'none', why: 'the mailbox is inside the gateway' };
    return (['imap', 'smtp'] as const).map((protocol) => ({ mailbox: id, protocol, server: 'embedded', finding }));
  }
  const { imap, smtp } = access;
  const ask = async (protocol: 'imap' | 'smtp', server: ServerSettings): Promise<ServerFinding> => ({
    mailbox: id,
    protocol,
    server: `${server.host}:${server.port}`,
    finding: await withCredentials(server, deps, (credentials) =>
      protocol === 'imap'
        ? checkImap(mailbox, server, credentials, deps.timeout)
        : checkSmtp(server, credentials, deps.timeout),
    ),
  });
  const [reading, sending] = await Promise.all([ask('imap', imap), smtp === undefined ? undefined : ask('smtp', smtp)]);
  return [
    reading,
    sending ?? {
      mailbox: id,
      protocol: 'smtp',
      server: 'none',
      finding: { kind: 'none', why: 'the mailbox only reads' },
    },
  ];
}

async function withCredentials(
  { login }: ServerSettings,
  deps: ConnectDeps,
  check: (credentials: Credentials | undefined) => Promise<Finding>,
): Promise<Finding> {
  if (login.kind === 'none') return await check(undefined);
  if (login.kind === 'password') {
    return await check({ user: login.user, password: login.password.reveal(), accessToken: undefined });
  }
  const tokens = deps.tokens(login.oauth);
  try {
    return await check({ user: login.user, password: undefined, accessToken: await tokens.accessToken() });
  } catch (error) {
    const message = error instanceof Error ? error.message : 'no token';
    return { kind: 'failed', problem: { message, next: 'without a token nobody logs in' } };
  } finally {
    tokens.close();
  }
}
