import type { SearchObject } from 'imapflow';
import { ServerRefused, type Session } from './session.ts';
import { uidSet } from './uids.ts';

/** A day and a half: SEARCH SINCE compares days in the server's own time zone (RFC 3501 §6.4.4). */
const DAY_AND_HALF = 36 * 3_600_000;

/** UIDs above `last`, ascending. `n:*` names the last message even when n is beyond it, hence the filter (DESIGN §3.1). */
export async function uidsAbove(session: Session, last: number): Promise<readonly number[]> {
  const found = await search(session, { uid: `${last + 1}:*` });
  return found.filter((uid) => uid > last);
}

/** UIDs whose INTERNALDATE may be at or after this moment; a day too many is possible, a mail too few is not. */
export async function uidsSince(session: Session, moment: Date): Promise<readonly number[]> {
  return search(session, { since: new Date(Math.max(0, moment.getTime() - DAY_AND_HALF)) });
}

/** Which of these UIDs are in the folder. */
export async function uidsPresent(session: Session, uids: readonly number[]): Promise<ReadonlySet<number>> {
  if (uids.length === 0) return new Set();
  const asked = new Set(uids);
  const found = await search(session, { uid: uidSet(uids) });
  return new Set(found.filter((uid) => asked.has(uid)));
}

async function search(session: Session, query: SearchObject): Promise<readonly number[]> {
  const found = await session.step('UID SEARCH', session.client.search(query, { uid: true }));
  if (!Array.isArray(found)) throw new ServerRefused('the server refused UID SEARCH');
  return found.toSorted((a, b) => a - b);
}
