import type { Automation } from '../desk/notice.ts';
import type { Tx } from '../store/port.ts';

/** Under this name the moment is remembered since which automatic mail is held; empty: it is not. */
const SINCE = 'breaker:since';
const MINUTE = 60_000;

/**
 * Stops the gateway's automatic mail as a whole when there is more of it than a gateway at work would send: whatever writes to us in circles, or in
 * the name of thousands, gets no more than that. Mail goes on being taken in and decided; what would go out is held for a person. What people write
 * goes out as ever.
 */
export interface Breaker {
  /** Whether a mail of this kind may be queued now; false: it is to be held. Each call counts as one mail. */
  admit(tx: Tx, automation: Automation, at: Date): Promise<boolean>;
}

/** `perMinute`: automatic mails within any minute. `onTrip` is told once each time that it trips. */
export function createBreaker(perMinute: number, onTrip: (at: Date) => void): Breaker {
  /** When the newest mails were, in a ring: the oldest of them is overwritten next. */
  const moments = new Float64Array(perMinute).fill(Number.NEGATIVE_INFINITY);
  let next = 0;
  return {
    async admit(tx, automation, at) {
      if (automation === 'person') return true;
      if ((await heldSince(tx)) !== undefined) return false;
      const oldest = moments[next] ?? 0;
      if (at.getTime() - oldest < MINUTE) {
        await tx.remember(SINCE, at.toISOString());
        onTrip(at);
        return false;
      }
      moments[next] = at.getTime();
      next = (next + 1) % perMinute;
      return true;
    },
  };
}

/** Since when automatic mail is held; undefined when it is not. */
export async function heldSince(store: Pick<Tx, 'remembered'>): Promise<Date | undefined> {
  const since = await store.remembered(SINCE);
  return since === undefined || since === '' ? undefined : new Date(since);
}

/** The operator has looked: automatic mail goes out again. */
export async function letGo(tx: Tx): Promise<void> {
  if ((await heldSince(tx)) !== undefined) await tx.remember(SINCE, '');
}
