import promises, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** How a write fails: as the disk's state makes SQLite and the system say it; `undone`: SQLite itself rolls the transaction back, as it may (§ SQLITE_FULL). */
export type Fault = 'full' | 'full, undone' | 'read-only' | 'failing';

const CODES: Readonly<Record<Fault, readonly [sqlite: string, system: string]>> = {
  full: ['SQLITE_FULL', 'ENOSPC'],
  'full, undone': ['SQLITE_FULL', 'ENOSPC'],
  'read-only': ['SQLITE_READONLY', 'EROFS'],
  failing: ['SQLITE_IOERR_WRITE', 'EIO'],
};

/** A layer under this process's writes, to SQLite and to files, that lets them fail. */
export interface FaultyStorage {
  /** From the n-th write on (1: the next one) each fails, until `mend`. */
  fail(n: number, fault: Fault): void;
  mend(): void;
  /** Writes that failed since `fail`. */
  readonly failed: number;
  /** Writes since `fail`, or since the beginning. */
  readonly seen: number;
  remove(): void;
}

type Run = (this: Database.Statement, ...given: unknown[]) => unknown;

/** Puts the layer in. Statements that write, commits, opening files for writing, their writes and fsyncs, renames all count. */
export async function faultyStorage(): Promise<FaultyStorage> {
  let left = Number.POSITIVE_INFINITY;
  let fault: Fault = 'full';
  let failed = 0;
  let seen = 0;

  /** Whether the write at hand fails. */
  const fails = (): boolean => {
    seen += 1;
    left -= 1;
    if (left > 0) return false;
    failed += 1;
    return true;
  };
  const systemError = (call: string): Error => {
    const code = CODES[fault][1];
    return Object.assign(new Error(`${code}: injected, ${call}`), { code, syscall: call });
  };

  const db = new Database(':memory:');
  const statement = Object.getPrototypeOf(db.prepare('SELECT 1')) as Record<'run' | 'get' | 'all', Run>;
  db.close();
  const original = { run: statement.run, get: statement.get, all: statement.all };
  for (const name of ['run', 'get', 'all'] as const)
    statement[name] = function (...given) {
      const writes = !this.readonly || this.source === 'COMMIT';
      if (writes && this.source !== 'BEGIN IMMEDIATE' && fails()) {
        if (fault === 'full, undone' && this.database.inTransaction) this.database.exec('ROLLBACK');
        throw new Database.SqliteError(`injected: ${this.source.slice(0, 60)}`, CODES[fault][0]);
      }
      return original[name].apply(this, given);
    };

  const { open, rename } = promises;
  const probe = await open(join(tmpdir(), `spoc-probe-${process.pid}`), 'w');
  const handle = Object.getPrototypeOf(probe) as FileHandle;
  await probe.close();
  await promises.rm(join(tmpdir(), `spoc-probe-${process.pid}`));
  const { write, writeFile, sync } = handle;
  const wrap = <F extends (...given: never[]) => Promise<unknown>>(call: string, inner: F): F =>
    function (this: unknown, ...given: never[]) {
      return fails() ? Promise.reject(systemError(call)) : inner.apply(this, given);
    } as F;
  Object.assign(handle, {
    write: wrap('write', write as never),
    writeFile: wrap('write', writeFile as never),
    sync: wrap('fsync', sync as never),
  });
  Object.assign(promises, {
    open: (...given: Parameters<typeof open>) =>
      given[1] !== undefined && given[1] !== 'r' && fails() ? Promise.reject(systemError('open')) : open(...given),
    rename: wrap('rename', rename as never),
  });
  syncBuiltinESMExports();

  return {
    fail(n, how) {
      left = n;
      fault = how;
      failed = 0;
      seen = 0;
    },
    mend() {
      left = Number.POSITIVE_INFINITY;
    },
    get failed() {
      return failed;
    },
    get seen() {
      return seen;
    },
    remove() {
      Object.assign(statement, original);
      Object.assign(handle, { write, writeFile, sync });
      Object.assign(promises, { open, rename });
      syncBuiltinESMExports();
    },
  };
}
