import { AsyncLocalStorage } from 'node:async_hooks';
import type Database from 'better-sqlite3';

/** One at a time, each atomic: the only way to the writing connection. */
export interface Transactions {
  /** Waits for its turn, then runs `work` between BEGIN IMMEDIATE and COMMIT. Throws when called within a transaction: it would wait for itself. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Waits for its turn, then runs `work` without a transaction: for what cannot be done within one (a checkpoint). */
  alone<T>(work: () => T): Promise<T>;
  /** Runs `work` in a savepoint of the open transaction; savepoints nest; one that would overlap another is refused. */
  savepoint<T>(work: () => Promise<T>): Promise<T>;
  /** Whether the caller runs within the open transaction. */
  inside(): boolean;
  /** Throws when no transaction of the caller is open: one that has ended, or that SQLite itself rolled back (disk full). */
  check(): void;
  /** Waits for all that were begun; then none begins any more. */
  end(): Promise<void>;
}

/** A transaction or one of its savepoints, as those who run within it have it. */
interface Level {
  readonly depth: number;
  open: boolean;
  /** A savepoint is open in it: what is done here meanwhile would be rolled back with that one. */
  busy: boolean;
}

/** Queues transactions on a connection that nobody else writes through. */
export function transactions(db: Database.Database): Transactions {
  const current = new AsyncLocalStorage<Level>();
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  let tail: Promise<unknown> = Promise.resolve();
  let ended = false;

  function own(): Level {
    const level = current.getStore();
    if (level === undefined || !level.open) throw new Error('this transaction has ended: await what is done in it');
    if (level.busy) throw new Error('a savepoint is open here: await it first');
    if (!db.inTransaction) throw new Error('the database rolled this transaction back after an earlier error');
    return level;
  }

  async function once<T>(work: () => Promise<T>): Promise<T> {
    const level: Level = { depth: 0, open: true, busy: false };
    begin.run();
    try {
      const result = await current.run(level, work);
      if (level.busy) throw new Error('a savepoint was not awaited before the end of its transaction');
      if (!db.inTransaction)
        throw new Error('the database rolled the transaction back after an error that was passed over');
      commit.run();
      return result;
    } catch (error) {
      if (db.inTransaction) rollback.run();
      throw error;
    } finally {
      level.open = false;
    }
  }

  return {
    async run(work) {
      if (current.getStore()?.open === true) throw new Error('a transaction is open here already: use its savepoint');
      if (ended) throw new Error('the store is closed');
      const turn = tail.then(() => once(work));
      tail = turn.catch(() => undefined); // its caller is told; the next one begins afresh
      return turn;
    },
    async alone(work) {
      if (ended) throw new Error('the store is closed');
      const turn = tail.then(work);
      tail = turn.catch(() => undefined);
      return turn;
    },
    async savepoint(work) {
      const outer = own();
      const level: Level = { depth: outer.depth + 1, open: true, busy: false };
      const name = `s${level.depth}`;
      db.exec(`SAVEPOINT ${name}`);
      outer.busy = true;
      try {
        const result = await current.run(level, work);
        db.exec(`RELEASE ${name}`);
        return result;
      } catch (error) {
        if (db.inTransaction) db.exec(`ROLLBACK TO ${name}; RELEASE ${name}`);
        throw error;
      } finally {
        level.open = false;
        outer.busy = false;
      }
    },
    inside: () => current.getStore()?.open === true,
    check: () => void own(),
    async end() {
      ended = true;
      await tail;
    },
  };
}
