import { AsyncLocalStorage } from 'node:async_hooks';
import type Database from 'better-sqlite3';

/** One at a time, each atomic: the only way to the writing connection. */
export interface Transactions {
  /** Waits for its turn, then runs `work` between BEGIN IMMEDIATE and COMMIT. Throws when called within a transaction: it would wait for itself. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Runs `work` in a savepoint of the open transaction; savepoints nest and must not overlap. */
  savepoint<T>(work: () => Promise<T>): Promise<T>;
  /** Whether the caller runs within the open transaction. */
  inside(): boolean;
  /** Throws when no transaction of the caller is open: one that has ended, or that SQLite itself rolled back (disk full). */
  check(): void;
  /** Waits for all that were begun; then none begins any more. */
  end(): Promise<void>;
}

/** Queues transactions on a connection that nobody else writes through. */
export function transactions(db: Database.Database): Transactions {
  const current = new AsyncLocalStorage<{ open: boolean; depth: number }>();
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  let tail: Promise<unknown> = Promise.resolve();
  let ended = false;

  function own(): { open: boolean; depth: number } {
    const state = current.getStore();
    if (state === undefined || !state.open) throw new Error('this transaction has ended: await what is done in it');
    if (!db.inTransaction) throw new Error('the database rolled this transaction back after an earlier error');
    return state;
  }

  async function once<T>(work: () => Promise<T>): Promise<T> {
    const state = { open: true, depth: 0 };
    begin.run();
    try {
      const result = await current.run(state, work);
      if (!db.inTransaction)
        throw new Error('the database rolled the transaction back after an error that was passed over');
      commit.run();
      return result;
    } catch (error) {
      if (db.inTransaction) rollback.run();
      throw error;
    } finally {
      state.open = false;
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
    async savepoint(work) {
      const state = own();
      const name = `s${++state.depth}`;
      db.exec(`SAVEPOINT ${name}`);
      try {
        const result = await work();
        db.exec(`RELEASE ${name}`);
        return result;
      } catch (error) {
        if (db.inTransaction) db.exec(`ROLLBACK TO ${name}; RELEASE ${name}`);
        throw error;
      } finally {
        state.depth--;
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
