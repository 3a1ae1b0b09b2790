import type { MailboxObject } from 'imapflow';
import type { Cursor, Store } from '../../store/port.ts';
import type { ImapAccount } from './account.ts';
import { listSizes } from './fetch.ts';
import { uidsAbove, uidsSince } from './search.ts';
import type { Session } from './session.ts';

/** Where reading stands in a folder. */
export type Position =
  /** All above the cursor is new. */
  | { readonly kind: 'follow'; readonly cursor: Cursor }
  /**
   * A first meeting with a date, or a changed UIDVALIDITY: everything that arrived since `firstMet` is looked at. The cursor is written when
   * all of it has a row, so an interrupted scan starts again and passes over what it has.
   */
  | { readonly kind: 'scan'; readonly firstMet: Date; readonly uidValidity: bigint };

/** Finds the position in a freshly opened folder; a first meeting from now on writes the cursor at once. */
export async function findPosition(
  session: Session,
  folder: MailboxObject,
  account: ImapAccount,
  store: Store,
  now: Date,
): Promise<Position> {
  const { uidValidity } = folder;
  const known = await store.read.cursor(account.name, account.folder);
  if (known !== undefined && known.uidValidity === uidValidity) return { kind: 'follow', cursor: known };
  if (known !== undefined) return { kind: 'scan', firstMet: known.firstMet, uidValidity };
  if (account.since !== 'now') return { kind: 'scan', firstMet: account.since, uidValidity };

  const lastUid = await highestUid(session, folder);
  const cursor = { uidValidity, lastUid, firstMet: await edgeOfNow(session, lastUid, now) };
  await store.write((tx) => tx.setCursor(account.name, account.folder, cursor));
  return { kind: 'follow', cursor };
}

/** The highest UID given out so far; UIDNEXT is optional in the answer to SELECT. */
export async function highestUid(session: Session, folder: MailboxObject): Promise<number> {
  if (folder.uidNext > 0) return folder.uidNext - 1;
  return (await uidsAbove(session, 0)).at(-1) ?? 0;
}

const DAY = 86_400_000;
const QUARTER_HOUR = 900_000;
const MOST_DATES = 500;

/**
 * The moment that separates what was in the folder from what comes, by the *server's* clock, which need not agree with ours: the newest
 * arrival date in it. A later scan compares arrival dates with it, and a mail too many is better than a mail lost.
 */
async function edgeOfNow(session: Session, lastUid: number, now: Date): Promise<Date> {
  const recent = (await uidsSince(session, new Date(now.getTime() - DAY))).filter((uid) => uid <= lastUid);
  if (recent.length === 0) return new Date(now.getTime() - DAY);
  const { got } = await listSizes(session, recent.slice(-MOST_DATES));
  const dates = got.flatMap((mail) => (mail.arrivedAt === undefined ? [] : [mail.arrivedAt.getTime()]));
  const sane = dates.filter((date) => date <= now.getTime() + QUARTER_HOUR);
  return new Date(sane.length === 0 ? now.getTime() - DAY : Math.max(...sane) + 1_000);
}
