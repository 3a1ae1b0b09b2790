import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { BlobHash } from './blobs.ts';
import { type Connection, inserter, param } from './connection.ts';
import { select } from './prepared.ts';
import { blobs } from './schema.ts';

/** Blobs up to here live in the database and share its commit (bytes). */
export const SMALL_BLOB = 64 * 1024;

/** Reads a small blob; undefined when it is not in the database. */
export function blobReader(db: Connection): (hash: BlobHash) => Buffer | undefined {
  const bytesOf = select(
    db,
    db.orm
      .select({ bytes: blobs.bytes })
      .from(blobs)
      .where(eq(blobs.hash, param('hash'))),
  );
  return (hash) => bytesOf.get({ hash })?.bytes;
}

/** Writes small blobs within the open transaction. */
export function blobWriter(db: Connection): (bytes: Buffer, at: Date) => BlobHash {
  const insert = inserter<typeof blobs, 'id'>(
    db,
    blobs,
    'ON CONFLICT (hash) DO UPDATE SET stored_at = max(stored_at, excluded.stored_at)',
  );
  return (bytes, at) => {
    const hash = createHash('sha256').update(bytes).digest('hex') as BlobHash;
    insert({ hash, storedAt: at.getTime(), bytes });
    return hash;
  };
}

const NEEDED = `(
  EXISTS (SELECT 1 FROM ledger WHERE ledger.blob = hash AND ledger.removed IS NULL)
  OR EXISTS (SELECT 1 FROM attachments WHERE attachments.blob = hash)
  OR EXISTS (SELECT 1 FROM outbox_blobs WHERE outbox_blobs.blob = hash))`;

/** Finds blobs that nothing refers to. */
export interface BlobSweeper {
  readonly needed: (hash: BlobHash) => boolean;
  /** Deletes one row unless it is needed or was stored since. */
  readonly drop: (hash: BlobHash, before: Date) => void;
  /** Looks at up to `limit` rows beyond `after` and deletes the unneeded that were stored before that moment; `next` is where to go on. */
  readonly sweepRows: (
    before: Date,
    after: number,
    limit: number,
  ) => { readonly swept: number; readonly next: number | undefined };
}

/** What a sweep asks and does, within the open transaction. */
export function blobSweeper(db: Connection): BlobSweeper {
  const needed = db.raw.prepare(`SELECT ${NEEDED} FROM (SELECT ? AS hash)`).pluck();
  const last = db.raw.prepare('SELECT max(id) FROM (SELECT id FROM blobs WHERE id > ? ORDER BY id LIMIT ?)').pluck();
  const sweep = db.raw.prepare(`DELETE FROM blobs WHERE id > ? AND id <= ? AND stored_at < ? AND NOT ${NEEDED}`);
  const drop = db.raw.prepare(`DELETE FROM blobs WHERE hash = ? AND stored_at < ? AND NOT ${NEEDED}`);
  return {
    needed: (hash) => needed.get(hash) === 1,
    drop: (hash, before) => void drop.run(hash, before.getTime()),
    sweepRows: (before, after, limit) => {
      const next = last.get(after, limit) as number | null;
      if (next === null) return { swept: 0, next: undefined };
      return { swept: sweep.run(after, next, before.getTime()).changes, next };
    },
  };
}
