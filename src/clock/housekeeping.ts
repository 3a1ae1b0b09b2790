import { schedule } from 'node-cron';
import type { Logger } from 'pino';
import type { RetentionSettings } from '../config/settings.ts';
import type { Store } from '../store/port.ts';

/** Every day at half past three, by the clock of the machine: when a desk is quiet. */
const DAILY = '30 3 * * *';
/** Blobs that nothing refers to are kept this long (milliseconds): what is being written refers to them a moment later. */
const UNREFERENCED = 86_400_000;
/** People that one round forgets. */
const PEOPLE = 20;

/** What happens by itself each day: what is older than it is to be kept goes, and blobs that nothing refers to are removed. */
export function startHousekeeping(
  store: Store,
  retention: RetentionSettings,
  log: Logger,
  now: () => Date,
): { readonly close: () => Promise<void> } {
  const task = schedule(DAILY, () => tidy(store, retention, log, now()), { name: 'housekeeping', noOverlap: true });
  return {
    close: async () => {
      await task.destroy();
    },
  };
}

/** One round of housekeeping; a failure is logged and tried again the next day. */
export async function tidy(
  store: Store,
  retention: RetentionSettings,
  log: Pick<Logger, 'info' | 'error'>,
  now: Date,
): Promise<void> {
  try {
    const old = await removeOld(store, retention, now);
    if (old > 0) log.info({ removed: old }, 'what was older than it is to be kept was removed');
    const people = await forgetPeople(store, retention, now);
    if (people > 0) log.info({ people }, 'people whose last ticket was closed long ago were forgotten');
    const removed = await store.sweepBlobs(new Date(now.getTime() - UNREFERENCED));
    log.info({ removed }, 'unreferenced blobs were removed');
  } catch (error) {
    log.error({ err: error }, 'housekeeping failed; it is tried again tomorrow');
  }
}

async function removeOld(store: Store, { rawMail, attachments }: RetentionSettings, now: Date): Promise<number> {
  const before = (age: number) => new Date(now.getTime() - age);
  const raw = rawMail === undefined ? 0 : await store.removeOldRaw(before(rawMail), now);
  return raw + (attachments === undefined ? 0 : await store.removeOldAttachments(before(attachments)));
}

async function forgetPeople(store: Store, { personalData }: RetentionSettings, now: Date): Promise<number> {
  if (personalData === undefined) return 0;
  let forgotten = 0;
  for (const contact of await store.read.forgettable(new Date(now.getTime() - personalData), PEOPLE)) {
    const done = await store.forget({ contact }, now);
    if (done?.kind === 'done') forgotten += 1; // else mail of his is on its way; tomorrow
  }
  return forgotten;
}
