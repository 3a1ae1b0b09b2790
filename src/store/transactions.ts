import type Database from 'better-sqlite3';

/** An open transaction, or a savepoint in it: the token by which one works in it. */
export interface Level {
  /** Throws when it is not open any more, when a savepoint is open in it, or when SQLite itself rolled it back (disk full). */
  check(): void;
  /** Runs `work` in a savepoint of its own; savepoints nest; one that would overlap another is refused, and so is what goes on beside one. */
  savepoint<T>(work: (level: Level) => Promise<T>): Promise<T>;
}

/** One at a time, each atomic: the only way to the writing connection. */
export interface Transactions {
  /** Waits for its turn, then runs `work` between BEGIN IMMEDIATE and COMMIT. One that is begun within another is refused after a while: it would wait for itself. */
  run<T>(work: (level: Level) => Promise<T>): Promise<T>;
  /** Waits for its turn, then runs `work` without a transaction: for what cannot be done within one (a checkpoint). */
  alone<T>(work: () => T): Promise<T>;
  /** Waits for all that were begun; then none begins any more. */
  end(): Promise<void>;
}

/** A transaction that does nothing for so long (milliseconds) while others wait is taken to wait for one of them. */
const PATIENCE = 15_000;

interface Turn {
  readonly start: () => Promise<unknown>;
  readonly refuse: (error: Error) => void;
}

/** Queues transactions on a connection that nobody else writes through. */
export function transactions(db: Database.Database, patience = PATIENCE): Transactions {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  const waiting: Turn[] = [];
  const enders: (() => void)[] = [];
  let running = false;
  let ended = false;
  /** Grows with all that is done in transactions: a watch over it costs less than following who called whom. */
  let done = 0;
  let watch: NodeJS.Timeout | undefined;

  function levelAt(depth: number): {
    readonly level: Level;
    readonly close: () => void;
    readonly isBusy: () => boolean;
  } {
    let open = true;
    let busy = false;
    const check = (): void => {
      done += 1;
      if (!open) throw new Error('this transaction has ended: await what is done in it');
      if (busy) throw new Error('a savepoint is open here: await it first, and work in its own transaction');
      if (!db.inTransaction) throw new Error('the database rolled this transaction back after an earlier error');
    };
    const level: Level = {
      check,
      async savepoint(work) {
        check();
        const name = `s${depth + 1}`;
        db.exec(`SAVEPOINT ${name}`);
        busy = true;
        const inner = levelAt(depth + 1);
        try {
          const result = await work(inner.level);
          db.exec(`RELEASE ${name}`);
          return result;
        } catch (error) {
          if (db.inTransaction) db.exec(`ROLLBACK TO ${name}; RELEASE ${name}`);
          throw error;
        } finally {
          inner.close();
          busy = false;
        }
      },
    };
    return {
      level,
      close: () => {
        open = false;
      },
      isBusy: () => busy,
    };
  }

  async function once<T>(work: (level: Level) => Promise<T>): Promise<T> {
    const { level, close, isBusy } = levelAt(0);
    begin.run();
    try {
      const result = await work(level);
      if (isBusy()) throw new Error('a savepoint was not awaited before the end of its transaction');
      if (!db.inTransaction)
        throw new Error('the database rolled the transaction back after an error that was passed over');
      commit.run();
      return result;
    } catch (error) {
      if (db.inTransaction) rollback.run();
      throw error;
    } finally {
      close();
    }
  }

  async function runAll(): Promise<void> {
    running = true;
    for (let turn = waiting.shift(); turn !== undefined; turn = waiting.shift()) await turn.start();
    running = false;
    clearInterval(watch);
    watch = undefined;
    for (const end of enders.splice(0)) end();
  }

  /** While some wait: refuses them when the one at hand has done nothing between two looks. */
  function keepWatch(): void {
    if (watch !== undefined) return;
    let before = -1;
    watch = setInterval(() => {
      if (done === before && waiting.length > 0) {
        const error = new Error('a transaction waits for one that was begun within it: use its savepoint');
        for (const turn of waiting.splice(0)) turn.refuse(error);
      }
      before = done;
    }, patience);
    watch.unref();
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (ended) return Promise.reject(new Error('the store is closed'));
    return new Promise<T>((resolve, reject) => {
      waiting.push({
        // Its caller is told of an error; the next one begins afresh.
        start: () => {
          done += 1;
          return work().then(resolve, reject);
        },
        refuse: reject,
      });
      if (running) keepWatch();
      else void runAll();
    });
  }

  return {
    run: (work) => inTurn(() => once(work)),
    alone: (work) => inTurn(async () => work()),
    async end() {
      ended = true;
      if (running) await new Promise<void>((resolve) => enders.push(resolve));
    },
  };
}
