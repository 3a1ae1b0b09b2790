import type { BlobHash, Blobs } from './blobs.ts';
import type { Connection } from './connection.ts';

/** Missing blobs that are named one by one. */
const NAMED = 20;

/** Looks whether the database is whole, its references lead somewhere, and the law of the ledger holds of the rows themselves. */
export async function examine(db: Connection, blobs: Blobs): Promise<readonly string[]> {
  const { raw } = db;
  const wrong: string[] = [];
  for (const line of raw.prepare('PRAGMA integrity_check(20)').pluck().all())
    if (line !== 'ok') wrong.push(`the database file is damaged: ${String(line)}`);
  const loose = raw.prepare('SELECT count(*) FROM pragma_foreign_key_check').pluck().get();
  if (loose !== 0) wrong.push(`${String(loose)} rows refer to rows that are not there`);

  const counted = raw
    .prepare(
      `SELECT name, sum(n) AS n FROM (
         SELECT 'ledger:received' AS name, count(*) AS n FROM ledger
         UNION ALL SELECT 'ledger:' || coalesce(outcome, 'waiting'), count(*) FROM ledger GROUP BY outcome
         UNION ALL SELECT 'outbox:' || state, count(*) FROM outbox GROUP BY state
         UNION ALL SELECT name, -n FROM counts
       ) GROUP BY name HAVING sum(n) <> 0`,
    )
    .all() as { readonly name: string; readonly n: number }[];
  for (const { name, n } of counted) wrong.push(`the counter ${name} is ${Math.abs(n)} too ${n > 0 ? 'low' : 'high'}`);

  const missing: BlobHash[] = [];
  const referred = raw
    .prepare(
      `SELECT blob FROM (SELECT blob FROM ledger UNION SELECT blob FROM attachments WHERE blob IS NOT NULL UNION SELECT blob FROM outbox_blobs)
       WHERE NOT EXISTS (SELECT 1 FROM blobs WHERE hash = blob)`,
    )
    .pluck();
  for (const hash of referred.all() as BlobHash[]) if ((await blobs.pathOf(hash)) === undefined) missing.push(hash);
  for (const hash of missing.slice(0, NAMED)) wrong.push(`the blob ${hash} is missing`);
  if (missing.length > NAMED) wrong.push(`${missing.length - NAMED} more blobs are missing`);
  return wrong;
}
