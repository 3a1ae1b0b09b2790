import { chmodSync, closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { privateFolder } from './connection.ts';

/** The right to write a data folder; ends with `release` or with the process, however it ends. */
export interface Lock {
  readonly kind: 'lock';
  release(): void;
}

/** Another process has it; `heldBy` is its pid where it could be read. */
export interface LockTaken {
  readonly kind: 'taken';
  readonly heldBy: number | undefined;
}

/**
 * Takes the data folder for this process, without waiting. An exclusive transaction on a tiny database of its own holds it: the
 * kernel lets go of it even at kill -9, so that no stale lock is ever left.
 */
export function acquireLock(folder: string): Lock | LockTaken {
  privateFolder(folder);
  const path = join(folder, 'lock.db');
  const pidFile = join(folder, 'lock.pid');
  // Made once and never opened beside SQLite again: closing a file lets go of all locks that the process has on it (POSIX).
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
  const db = new Database(path, { timeout: 0 });
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      return { kind: 'taken', heldBy: readPid(pidFile) };
    throw error;
  }
  writePid(pidFile);
  return {
    kind: 'lock',
    release: () => {
      if (!db.open) return;
      rmSync(pidFile, { force: true });
      db.close();
    },
  };
}

/** The pid is for people; a disk that is full must not keep the gateway from starting and sending what it has. */
function writePid(path: string): void {
  try {
    writeFileSync(path, `${process.pid}\n`, { mode: 0o600 });
  } catch {
    rmSync(path, { force: true }); // else it names somebody who is gone
  }
}

function readPid(path: string): number | undefined {
  try {
    const pid = Number(readFileSync(path, 'utf8').trim());
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined; // the holder has not written it yet, or is just leaving
  }
}
