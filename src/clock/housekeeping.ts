import { schedule } from 'node-cron';
import type { Logger } from 'pino';
import type { Store } from '../store/port.ts';

/** Every day at half past three, by the clock of the machine: when a desk is quiet. */
const DAILY = '30 3 * * *';
/** Blobs that nothing refers to are kept this long (milliseconds): what is being written refers to them a moment later. */
const UNREFERENCED = 86_400_000;

/** What happens by itself each day: blobs that no mail, message or outgoing mail refers to are removed. */
export function startHousekeeping(store: Store, log: Logger, now: () => Date): { readonly close: () => Promise<void> } {
  const task = schedule(DAILY, () => tidy(store, log, now()), { name: 'housekeeping', noOverlap: true });
  return {
    close: async () => {
      await task.destroy();
    },
  };
}

/** One round of housekeeping; a failure is logged and tried again the next day. */
export async function tidy(store: Store, log: Pick<Logger, 'info' | 'error'>, now: Date): Promise<void> {
  try {
    const removed = await store.sweepBlobs(new Date(now.getTime() - UNREFERENCED));
    log.info({ removed }, 'unreferenced blobs were removed');
  } catch (error) {
    log.error({ err: error }, 'housekeeping failed; it is tried again tomorrow');
  }
}
