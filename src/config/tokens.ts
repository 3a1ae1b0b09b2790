import { createTokenSource, TOKEN_DEPS, type TokenSource } from './oauth.ts';
import type { MailboxId, ServerSettings, Settings } from './settings.ts';

/** Where the logins of a mailbox get their access tokens; undefined for a login by password. */
export interface MailboxTokens {
  readonly imap: TokenSource | undefined;
  readonly smtp: TokenSource | undefined;
}

/** The token sources of all mailboxes that log in by OAuth; close them all at the end. */
export function tokenSources(
  settings: Settings,
  now: () => Date,
): { readonly of: (mailbox: MailboxId) => MailboxTokens; readonly close: () => void } {
  const all: TokenSource[] = [];
  const source = (server: ServerSettings | undefined): TokenSource | undefined => {
    if (server?.login.kind !== 'oauth') return undefined;
    const tokens = createTokenSource(server.login.oauth, { ...TOKEN_DEPS, now });
    all.push(tokens);
    return tokens;
  };
  const found = new Map<MailboxId, MailboxTokens>();
  for (const [id, { access }] of settings.mailboxes) {
    if (access.kind === 'servers') found.set(id, { imap: source(access.imap), smtp: source(access.smtp) });
  }
  return {
    of: (mailbox) => found.get(mailbox) ?? { imap: undefined, smtp: undefined },
    close: () => {
      for (const tokens of all) tokens.close();
    },
  };
}
