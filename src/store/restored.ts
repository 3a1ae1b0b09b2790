import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from './connection.ts';
import type { Queries } from './port.ts';

/** A restored data folder is put together in this folder within it and moved into its place at the end. */
export const RESTORING = 'restoring';

/** The counter that holds the moment of the last restore (UTC ms). */
const RESTORED_AT = 'restored:at';

/** So many numbers of tickets are left out: those that were given since the backup must never mean another ticket. */
const NUMBERS_LEFT = 1000;

/** Throws when a restore was interrupted: what lies there may be neither the old data nor the new. */
export function refuseHalfRestored(folder: string): void {
  if (existsSync(join(folder, RESTORING)))
    throw new HalfRestored(
      `a restore into ${folder} did not end: run \`spoc restore\` once more, with --replace where it asks for that`,
    );
}

/** A restore was interrupted. */
export class HalfRestored extends Error {
  override readonly name = 'HalfRestored';
}

/** Marks the database as restored now: outgoing mail waits for the operator, ticket numbers go on with a gap. Answers how many mails wait. */
export function markRestored(raw: Connection['raw'], now: Date): number {
  return raw
    .transaction(() => {
      const { changes } = raw
        .prepare(
          `UPDATE outbox SET state = 'hold', next_try = NULL, handed = 0, last_error = 'from a backup: it may have been sent since'
           WHERE state IN ('queued', 'sending', 'uncertain')`,
        )
        .run();
      raw.prepare(`UPDATE counters SET n = n + ? WHERE name LIKE 'number:%'`).run(NUMBERS_LEFT);
      raw
        .prepare('INSERT INTO counters VALUES (?, ?) ON CONFLICT DO UPDATE SET n = excluded.n')
        .run(RESTORED_AT, now.getTime());
      return changes;
    })
    .immediate();
}

/** What is asked about restores. */
export function restoredQueries(db: Connection): Pick<Queries, 'restoredAt'> {
  const moment = db.raw.prepare('SELECT n FROM counters WHERE name = ?').pluck();
  return {
    async restoredAt() {
      const at = moment.get(RESTORED_AT);
      return at === undefined ? undefined : new Date(Number(at));
    },
  };
}
