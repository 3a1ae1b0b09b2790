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
  /**
   * Waits for its turn, then runs `work`; answers when it is committed. What waits at the same time shares a commit, and with it the fsync: what throws
   * is undone alone, and when the commit fails all are told. One that is begun within another is refused after a while: it would wait for itself.
   */
  run<T>(work: (level: Level) => Promise<T>): Promise<T>;
  /** Waits for its turn, then runs `work` without a transaction: for what cannot be done within one (a checkpoint). */
  alone<T>(work: () => T): Promise<T>;
  /** Waits for all that were begun; then none begins any more. */
  end(): Promise<void>;
}

/** A transaction that does nothing for so long (milliseconds) while others wait is taken to wait for one of them. */
const PATIENCE = 15_000;
/** After so long (milliseconds) a commit is no longer put off for what waits. */
const GATHER = 25;
const NOT_AWAITED = 'a savepoint was not awaited before the end of its transaction';
const PASSED_OVER = 'the database rolled the transaction back after an error that was passed over';

/** Runs work so that it can be undone alone. */
type Enter = <T>(work: (level: Level) => Promise<T>) => Promise<T>;

interface Shared {
  readonly kind: 'shared';
  /** Answers what tells the caller, once it is committed. */
  readonly run: (enter: Enter) => Promise<() => void>;
  readonly refuse: (error: unknown) => void;
}
interface Alone {
  readonly kind: 'alone';
  readonly run: () => void;
  readonly refuse: (error: unknown) => void;
}
type Turn = Shared | Alone;

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
          if (inner.isBusy()) throw new Error(NOT_AWAITED);
          if (!db.inTransaction) throw new Error(PASSED_OVER);
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

  /** For the first of a transaction: to undo it is to roll all of it back. (A savepoint costs a copy of each page that is changed.) */
  const enterFirst: Enter = async (work) => {
    const { level, close, isBusy } = levelAt(0);
    try {
      const result = await work(level);
      if (isBusy()) throw new Error(NOT_AWAITED);
      if (!db.inTransaction) throw new Error(PASSED_OVER);
      return result;
    } catch (error) {
      if (db.inTransaction) rollback.run();
      throw error;
    } finally {
      close();
    }
  };

  /** Runs a turn and those that wait behind it, one after the other, in one transaction. */
  async function together(first: Shared): Promise<void> {
    const { level, close } = levelAt(0);
    const until = performance.now() + GATHER;
    const ran: { readonly tell: () => void; readonly refuse: Turn['refuse'] }[] = [];
    try {
      for (let turn: Turn | undefined = first; turn?.kind === 'shared'; turn = nextShared(until)) {
        done += 1;
        try {
          if (!db.inTransaction) begin.run();
          ran.push({ tell: await turn.run(ran.length === 0 ? enterFirst : level.savepoint), refuse: turn.refuse });
        } catch (error) {
          turn.refuse(error);
          // SQLite itself rolled all of it back (a full disk).
          if (!db.inTransaction && ran.length > 0) throw error;
        }
      }
      if (ran.length > 0) commit.run();
      for (const { tell } of ran) tell();
    } catch (error) {
      if (db.inTransaction) rollback.run();
      for (const { refuse } of ran) refuse(error);
    } finally {
      close();
    }
  }

  function nextShared(until: number): Turn | undefined {
    return waiting[0]?.kind === 'shared' && performance.now() < until ? waiting.shift() : undefined;
  }

  async function runAll(): Promise<void> {
    running = true;
    for (let turn = waiting.shift(); turn !== undefined; turn = waiting.shift()) {
      if (turn.kind === 'shared') await together(turn);
      else turn.run();
    }
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

  function inTurn<T>(turnOf: (resolve: (result: T) => void, refuse: Turn['refuse']) => Turn): Promise<T> {
    if (ended) return Promise.reject(new Error('the store is closed'));
    return new Promise<T>((resolve, reject) => {
      waiting.push(turnOf(resolve, reject));
      if (running) keepWatch();
      else void runAll();
    });
  }

  return {
    run: <T>(work: (level: Level) => Promise<T>) =>
      inTurn<T>((resolve, refuse) => ({
        kind: 'shared',
        run: async (enter) => {
          const result = await enter(work);
          return () => resolve(result);
        },
        refuse,
      })),
    alone: <T>(work: () => T) =>
      inTurn<T>((resolve, refuse) => ({
        kind: 'alone',
        run: () => {
          try {
            resolve(work());
          } catch (error) {
            refuse(error);
          }
        },
        refuse,
      })),
    async end() {
      ended = true;
      if (running) await new Promise<void>((resolve) => enders.push(resolve));
    },
  };
}
