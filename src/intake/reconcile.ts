import type { MailboxId, MailboxSettings, Settings } from '../config/settings.ts';
import type { MailboxTokens } from '../config/tokens.ts';
import type { Store } from '../store/port.ts';
import { imapAccount, READER_LIMITS } from './imap/account.ts';
import { type FolderReconciled, reconcileMailbox } from './imap/reconcile.ts';
import { closeSession, message, openSession, type Session } from './imap/session.ts';
import type { Keeper } from './keep.ts';

/** Logs in to a mailbox; throws where it has no IMAP server. */
export type OpenMailbox = (box: MailboxSettings) => Promise<Session>;

/** What is to be compared. Plain data: it crosses the control socket. */
export interface ReconcileAsked {
  /** Undefined: all. */
  readonly mailbox: MailboxId | undefined;
  /** ISO 8601; undefined: since the mailbox was first met. */
  readonly since: string | undefined;
  readonly dryRun: boolean;
}

/** What came of one mailbox. */
export interface MailboxReconciled {
  readonly mailbox: MailboxId;
  readonly folders: readonly FolderReconciled[];
  /** Why it could not be opened. */
  readonly error: string | undefined;
  /** Its mail is deleted once it is decided: what was, is not there to be compared. */
  readonly deletes: boolean;
}

export interface ReconcileParts {
  readonly store: Store;
  readonly settings: Settings;
  readonly keeper: Keeper;
  readonly now: () => Date;
  readonly openMailbox: OpenMailbox;
}

/** Opens mailboxes with the tokens of a gateway. */
export function mailboxOpener(tokens: (mailbox: MailboxId) => MailboxTokens, signal?: AbortSignal): OpenMailbox {
  return async (box) => {
    if (box.access.kind !== 'servers')
      throw new Error(`mailbox ${box.id} lives within the gateway: it can be opened while that runs`);
    return openSession(imapAccount(box, box.access.imap), tokens(box.id).imap, READER_LIMITS, signal);
  };
}

/** Compares mailboxes with the ledger, one after the other; one that cannot be opened does not keep the others from it. */
export async function reconcile(asked: ReconcileAsked, parts: ReconcileParts): Promise<readonly MailboxReconciled[]> {
  const results: MailboxReconciled[] = [];
  for (const box of parts.settings.mailboxes.values())
    if (asked.mailbox === undefined || asked.mailbox === box.id) results.push(await one(box, asked, parts));
  return results;
}

async function one(
  box: MailboxSettings,
  { since, dryRun }: ReconcileAsked,
  { store, settings, keeper, now, openMailbox }: ReconcileParts,
): Promise<MailboxReconciled> {
  const result = { mailbox: box.id, folders: [], deletes: box.after.kind === 'delete' };
  let session: Session | undefined;
  try {
    session = await openMailbox(box);
    if (box.access.kind !== 'servers') throw new Error(`mailbox ${box.id} has no IMAP server`);
    const { batchMails, batchBytes } = settings.intake;
    const limits = { ...READER_LIMITS, batchMails, batchBytes };
    const account = imapAccount(box, box.access.imap);
    const from = since === undefined ? undefined : new Date(since);
    const folders = await reconcileMailbox(session, { account, store, keeper, now, limits, since: from, dryRun });
    return { ...result, folders, error: undefined };
  } catch (error) {
    return { ...result, error: message(error) };
  } finally {
    if (session !== undefined) await closeSession(session);
  }
}
