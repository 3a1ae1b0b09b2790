import { statfs } from 'node:fs/promises';
import type { MailboxId, Settings } from '../config/settings.ts';
import type { MailboxTokens } from '../config/tokens.ts';
import { heldSince } from '../delivery/breaker.ts';
import type { Outcome } from '../desk/facts.ts';
import type { WaysIn } from '../intake/ways-in.ts';
import type { OutboxState, Queries } from '../store/port.ts';
import type { StoreHealth } from '../store/watch.ts';

/** How the gateway stands at a moment: all that alarms and metrics are made of. */
export interface Observed {
  readonly at: Date;
  readonly startedAt: Date;
  readonly mailboxes: readonly {
    readonly id: MailboxId;
    readonly state: string;
    readonly since: Date;
    readonly error: string | undefined;
    /** Why a login cannot be renewed, and until when the one at hand is good; undefined: nothing is wrong, or it logs in by password. */
    readonly login: { readonly error: string; readonly until: Date | undefined } | undefined;
    /** Until when the access token at hand is good; undefined: there is none. */
    readonly token: Date | undefined;
    /** When the secret of its login ends; undefined: that is not known. */
    readonly secret: Date | undefined;
  }[];
  readonly ledger: {
    readonly received: number;
    readonly waiting: number;
    readonly outcomes: Readonly<Record<Outcome, number>>;
    /** When the newest mail came; undefined: none ever did. */
    readonly newest: Date | undefined;
    /** When the oldest mail that waits came. */
    readonly oldestWaiting: Date | undefined;
  };
  readonly outbox: {
    readonly counts: Readonly<Record<OutboxState, number>>;
    /** When the oldest mail that is to be sent was written. */
    readonly oldest: Date | undefined;
  };
  /** Since when automatic mail is held. */
  readonly breaker: Date | undefined;
  /** When the timer that is most overdue was due. */
  readonly lateTimer: Date | undefined;
  /** Whether the store takes what it is given. */
  readonly store: StoreHealth;
  /** Of the disk of the data folder. */
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number };
}

/** What is looked at. */
export interface ObservedParts {
  readonly settings: Settings;
  readonly read: Queries;
  readonly health: () => StoreHealth;
  readonly waysIn: Pick<WaysIn, 'status'>;
  readonly tokens: (mailbox: MailboxId) => MailboxTokens;
  readonly startedAt: Date;
}

/** Looks at everything once; reads only what an index answers. */
export async function observe(parts: ObservedParts, at: Date): Promise<Observed> {
  const { settings, read, waysIn, tokens, startedAt } = parts;
  const [newest] = await read.ledgerRows({ limit: 1 });
  const oldestWaiting = await read.oldestWaiting(at);
  const [late] = await read.dueTimers(at, 1);
  const { bavail, blocks, bsize } = await statfs(settings.data);
  return {
    at,
    startedAt,
    mailboxes: waysIn.status().map(({ id, state, since, error }) => {
      const { imap, smtp } = tokens(id);
      const login = imap?.trouble() ?? smtp?.trouble();
      return {
        id,
        state,
        since,
        error,
        login,
        token: earliest([imap?.until(), smtp?.until()]),
        secret: secretOf(settings, id),
      };
    }),
    ledger: { ...(await read.ledgerCounts()), newest: newest?.seenAt, oldestWaiting },
    outbox: { counts: await read.outboxCounts(), oldest: await read.oldestQueued(at) },
    breaker: await heldSince(read),
    lateTimer: late?.due,
    store: parts.health(),
    disk: { freeBytes: bavail * bsize, totalBytes: blocks * bsize },
  };
}

function secretOf(settings: Settings, mailbox: MailboxId): Date | undefined {
  const access = settings.mailboxes.get(mailbox)?.access;
  if (access?.kind !== 'servers') return undefined;
  const logins = [access.imap.login, access.smtp?.login];
  return earliest(logins.map((login) => (login?.kind === 'oauth' ? login.oauth.expires : undefined)));
}

function earliest(moments: readonly (Date | undefined)[]): Date | undefined {
  return moments.flatMap((one) => one ?? []).sort((a, b) => a.getTime() - b.getTime())[0];
}
