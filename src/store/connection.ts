import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { getTableColumns, type InferSelectModel, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { getTableConfig, type SQLiteTable } from 'drizzle-orm/sqlite-core';

/** One connection to the database file: `orm` for typed queries, `raw` for what drizzle cannot say. */
export interface Connection {
  readonly raw: Database.Database;
  readonly orm: BetterSQLite3Database;
}

const DATABASE = 'spoc.db';
/** How long a connection waits for another process to let go of the file (milliseconds). */
const BUSY_TIMEOUT = 10_000;

/** Makes a folder that only its owner enters, with those above it. All in one tick: who finds it there knows that its name lasts. */
export function privateFolder(path: string): string {
  const made = mkdirSync(path, { recursive: true, mode: 0o700 });
  if (made !== undefined) syncNames(dirname(resolve(path)), dirname(resolve(made)));
  chmodSync(path, 0o700);
  return path;
}

/** Makes the names in a folder, and in those above it up to `top`, survive a power cut. */
function syncNames(folder: string, top: string): void {
  const opened = openSync(folder, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
  if (folder !== top && folder !== dirname(folder)) syncNames(dirname(folder), top);
}

/**
 * Opens the connection that writes; every commit is fsynced, unless the folder is thrown away anyhow. The file (and with it WAL and SHM) is its
 * owner's alone.
 */
export function openWriter(folder: string, throwaway = false): Connection {
  const path = join(folder, DATABASE);
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
  const raw = new Database(path, { timeout: BUSY_TIMEOUT });
  raw.pragma('journal_mode = WAL');
  raw.pragma(`synchronous = ${throwaway ? 'OFF' : 'FULL'}`);
  raw.pragma('foreign_keys = ON');
  // What is deleted is overwritten: who was forgotten is not to be found in free pages.
  raw.pragma('secure_delete = ON');
  // Fewer checkpoints, each of which fsyncs the database: measured twice as fast as SQLite's 1000 pages, for a WAL of 16 MB.
  raw.pragma('wal_autocheckpoint = 4000');
  raw.pragma('temp_store = MEMORY');
  raw.pragma('cache_size = -16384');
  return { raw, orm: drizzle(raw) };
}

/** Opens a connection that sees what is committed and cannot write. */
export function openReader(folder: string): Connection {
  const raw = new Database(join(folder, DATABASE), { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT });
  raw.pragma('query_only = ON');
  raw.pragma('temp_store = MEMORY');
  raw.pragma('cache_size = -16384');
  return { raw, orm: drizzle(raw) };
}

type Row<T extends SQLiteTable> = InferSelectModel<T>;
type Optional<T> = { readonly [K in keyof T]: null extends T[K] ? T[K] | undefined : T[K] };

/** A prepared insert of whole rows; undefined is NULL. `conflict` is what follows VALUES (`ON CONFLICT DO NOTHING`). Answers changes and row id. */
export function inserter<T extends SQLiteTable, O extends keyof Row<T> = never>(
  db: Connection,
  table: T,
  conflict = '',
): (row: Omit<Optional<Row<T>>, O> & { readonly [K in O]?: Row<T>[K] }) => Database.RunResult {
  const columns = Object.entries(getTableColumns(table));
  const names = columns.map(([, column]) => `"${column.name}"`).join(', ');
  const marks = columns.map(() => '?').join(', ');
  const statement = db.raw.prepare(
    `INSERT INTO "${getTableConfig(table).name}" (${names}) VALUES (${marks}) ${conflict}`,
  );
  return (row) => {
    const values = row as Readonly<Record<string, unknown>>;
    return statement.run(...columns.map(([key]) => values[key] ?? null));
  };
}

/** A named parameter of a prepared query. */
export function param(name: string): SQL {
  return sql`${sql.placeholder(name)}`;
}

/** `column IN (…)` over a list handed in as one JSON parameter, so that the statement stays prepared; see `list`. */
export function within(column: SQLWrapper, name: string): SQL {
  return sql`${column} IN (SELECT value FROM json_each(${sql.placeholder(name)}))`;
}

/** The value for a `within` parameter. */
export function list(values: readonly (string | number)[]): string {
  return JSON.stringify(values);
}
