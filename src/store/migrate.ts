import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type Database from 'better-sqlite3';

/** The data folder was written by a newer Spoc; the message says what to do. */
export class NewerDatabase extends Error {
  override readonly name = 'NewerDatabase';
}

export interface Migration {
  readonly id: number;
  readonly name: string;
  readonly sql: string;
}

/** `src/store/` and `dist/store/` both lie two below the package's root, and the package ships the SQL where it was written. */
const FOLDER = fileURLToPath(new URL('../../src/store/migrations/', import.meta.url));

/** The numbered SQL files of the package, in order; throws when a number is missing or taken twice. */
export function shippedMigrations(folder: string = FOLDER): readonly Migration[] {
  const files = readdirSync(folder)
    .filter((name) => /^\d{4}-.+\.sql$/.test(name))
    .sort();
  return files.map((name, index) => {
    const id = Number(name.slice(0, 4));
    if (id !== index + 1)
      throw new Error(`migration ${name} should have the number ${String(index + 1).padStart(4, '0')}`);
    return { id, name, sql: readFileSync(join(folder, name), 'utf8') };
  });
}

/**
 * Brings the database to the newest version, all steps in one transaction that other starters wait for. Answers how many were
 * applied; throws `NewerDatabase`.
 */
export function migrate(db: Database.Database, migrations: readonly Migration[], at: Date): number {
  return db
    .transaction(() => {
      db.exec(
        'CREATE TABLE IF NOT EXISTS migrations (id INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL)',
      );
      const applied = Number(db.prepare('SELECT coalesce(max(id), 0) FROM migrations').pluck().get());
      if (applied > migrations.length) throw newer(db, applied, migrations.length);
      const record = db.prepare('INSERT INTO migrations (id, name, applied_at) VALUES (?, ?, ?)');
      for (const migration of migrations.slice(applied)) {
        db.exec(migration.sql);
        record.run(migration.id, migration.name, at.getTime());
      }
      return migrations.length - applied;
    })
    .immediate();
}

/** For a connection that only reads: throws when the database is not of exactly this version. */
export function checkVersion(db: Database.Database, migrations: readonly Migration[]): void {
  const applied = Number(db.prepare('SELECT coalesce(max(id), 0) FROM migrations').pluck().get());
  if (applied > migrations.length) throw newer(db, applied, migrations.length);
  if (applied < migrations.length)
    throw new Error(`The database ${db.name} is of an older version: start the gateway once to bring it up to date.`);
}

function newer(db: Database.Database, applied: number, known: number): NewerDatabase {
  return new NewerDatabase(
    `The database ${db.name} has version ${applied}, this Spoc knows versions up to ${known}: ` +
      'start the newer Spoc that wrote it, or restore the data folder from a backup made before the upgrade.',
  );
}
