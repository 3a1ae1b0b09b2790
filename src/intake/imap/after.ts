import type { MailboxObject } from 'imapflow';
import type { Outcome } from '../../desk/facts.ts';
import type { LedgerId } from '../../desk/ids.ts';
import type { ReaderLimits, ReaderOptions } from './account.ts';
import { DONE_KEYWORD, flagDone } from './flag.ts';
import { moveTo } from './move.ts';
import { removeMail } from './remove.ts';
import { uidsPresent } from './search.ts';
import type { Session } from './session.ts';

export interface AfterOptions extends Pick<ReaderOptions, 'account' | 'store' | 'log' | 'signal'> {
  readonly limits: Pick<ReaderLimits, 'batchMails'>;
}

/** These stay in the mailbox as they are, so that a person finds them where the client put them; releasing them settles them anew. */
const STAYS: ReadonlySet<Outcome> = new Set(['failed', 'quarantined']);

/**
 * Tells the mailbox of decided mail, in UID sets: moved, flagged or deleted as configured, never more than DESIGN §3.6 allows. What a crash
 * left untold is caught up here, and what colleagues moved or deleted meanwhile is put down as gone. Throws what the server refused.
 */
export async function acknowledge(session: Session, folder: MailboxObject, options: AfterOptions): Promise<number> {
  const { account, store, limits, signal } = options;
  let told = 0;
  while (!signal.aborted) {
    const { uidValidity } = folder;
    const due = await store.read.unacknowledged(account.name, account.folder, uidValidity, limits.batchMails);
    if (due.length === 0) return told;
    const staying = due.filter((mail) => account.after.kind === 'leave' || STAYS.has(mail.outcome));
    await close(
      staying.map((mail) => mail.id),
      'gone',
    );
    const leaving = due.filter((mail) => !staying.includes(mail)).toSorted((a, b) => a.uid - b.uid);
    const present = await uidsPresent(
      session,
      leaving.map((mail) => mail.uid),
    );
    const here = leaving.filter((mail) => present.has(mail.uid));
    if (here.length > 0) {
      await tell(
        session,
        folder,
        here.map((mail) => mail.uid),
        options,
      );
      await close(
        here.map((mail) => mail.id),
        'done',
      );
    }
    await close(
      leaving.filter((mail) => !present.has(mail.uid)).map((mail) => mail.id),
      'gone',
    );
    told += due.length;
  }
  return told;

  async function close(ids: readonly LedgerId[], how: 'done' | 'gone'): Promise<void> {
    if (ids.length > 0) await store.write((tx) => tx.acknowledged(ids, how));
  }
}

async function tell(
  session: Session,
  folder: MailboxObject,
  uids: readonly number[],
  { account, log }: AfterOptions,
): Promise<void> {
  const { capabilities } = session.client;
  const exact = capabilities.has('UIDPLUS');
  const { after } = account;
  switch (after.kind) {
    case 'leave':
      return;
    case 'move':
      // Without either, moving would end in a plain EXPUNGE, which destroys what colleagues marked \Deleted.
      if (capabilities.has('MOVE') || exact) return moveTo(session, uids, after.folder);
      return flagDone(session, folder, uids, DONE_KEYWORD, log);
    case 'delete':
      return exact ? removeMail(session, uids) : flagDone(session, folder, uids, DONE_KEYWORD, log);
    case 'flag':
      return flagDone(session, folder, uids, after.flag, log);
  }
}
