import { setImmediate } from 'node:timers/promises';
import { schedule } from 'node-cron';
import type { Logger } from 'pino';
import type { RetentionSettings } from '../config/settings.ts';
import type { Store } from '../store/port.ts';

/** Every day at half past three, by the clock of the machine: when a desk is quiet. */
const DAILY = '30 3 * * *';
/** Blobs that nothing refers to are kept this long (milliseconds): what is being written refers to them a moment later. */
const UNREFERENCED = 86_400_000;
/** Things that one step lets go of, and people that one round forgets: others have their turn in between. */
const STEP = 200;
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
  const before = (age: number | undefined) => (age === undefined ? undefined : new Date(now.getTime() - age));
  const ages = { rawBefore: before(rawMail), attachmentsBefore: before(attachments) };
  if (rawMail === undefined && attachments === undefined) return 0;
  let removed = 0;
  for (let step = -1; step !== 0; removed += step) {
    step = await store.removeOld(ages, STEP, now);
    await setImmediate();
  }
  return removed;
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
