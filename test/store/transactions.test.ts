import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Transactions, transactions } from '../../src/store/transactions.ts';

let folder: string;
let db: Database.Database;
let turns: Transactions;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spoc-turns-'));
  db = new Database(join(folder, 'test.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('foreign_keys = ON');
  db.exec('CREATE TABLE t (x BLOB); CREATE TABLE parent (id INTEGER PRIMARY KEY)');
  db.exec('CREATE TABLE child (parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)');
  turns = transactions(db);
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const add = async (x: unknown) => void db.prepare('INSERT INTO t VALUES (?)').run(x);
const rows = () => db.prepare('SELECT count(*) FROM t').pluck().get();

describe('transactions', () => {
  test('a commit that fails rolls everything back, is told, and the next one works', async () => {
    const failed = turns.run(async () => {
      await add(1);
      db.exec('INSERT INTO child VALUES (99)'); // found wanting only at COMMIT
    });
    await expect(failed).rejects.toThrow('FOREIGN KEY');
    expect(db.inTransaction).toBe(false);
    expect(rows()).toBe(0);
    await turns.run(() => add(1));
    expect(rows()).toBe(1);
  });

  test('the first that throws is undone alone, too, and what waited behind it is kept', async () => {
    const results = await Promise.allSettled([
      turns.run(async (level) => {
        await level.savepoint(() => add(1));
        await add(2);
        throw new Error('no');
      }),
      turns.run(() => add(3)),
      turns.run(async () => {
        await add(4);
        throw new Error('no');
      }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
    expect(db.prepare('SELECT x FROM t').pluck().all()).toEqual([3]);
  });

  test('what the first did not await is refused, and does nothing afterwards', async () => {
    let late: Promise<unknown> = Promise.resolve();
    const first = turns.run(async (level) => {
      late = level.savepoint(() => new Promise((resolve) => setImmediate(resolve)).then(() => add(1)));
      late.catch(() => undefined);
    });
    const second = turns.run(() => add(2));
    await expect(first).rejects.toThrow('not awaited');
    await second;
    await expect(late).rejects.toThrow();
    expect(db.prepare('SELECT x FROM t WHERE x = 2').pluck().all()).toEqual([2]);
  });

  test('a full disk takes the whole group with it, whatever was passed over, and is told', async () => {
    const pages = Number(db.pragma('page_count', { simple: true }));
    db.pragma(`max_page_count = ${pages + 4}`);
    const full = turns.run(async (level) => {
      await level.savepoint(() => add(1));
      // SQLite rolls all of the transaction back here, not the statement alone.
      await expect(level.savepoint(() => add(Buffer.alloc(100_000)))).rejects.toThrow('full');
    });
    await expect(full).rejects.toThrow('passed over');
    expect(rows()).toBe(0);
    db.pragma(`max_page_count = ${pages + 100}`);
    await turns.run(() => add(Buffer.alloc(100_000)));
    expect(rows()).toBe(1);
  });

  test('what waits shares a commit; one that throws is undone alone', async () => {
    let commits = 0;
    const counted = transactions({
      ...{ exec: (sql: string) => db.exec(sql) },
      get inTransaction() {
        return db.inTransaction;
      },
      prepare(sql: string) {
        const statement = db.prepare(sql);
        const run = () => {
          if (sql === 'COMMIT') commits += 1;
          return statement.run();
        };
        return { run };
      },
    } as unknown as Database.Database);
    const results = await Promise.allSettled([
      counted.run(() => add(1)),
      counted.run(async () => {
        await add(2);
        throw new Error('no');
      }),
      counted.alone(() => db.inTransaction),
      counted.run(() => add(3)),
      counted.run(() => add(4)),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ]);
    expect(results[2]).toMatchObject({ value: false });
    expect(rows()).toBe(3);
    expect(commits).toBe(2);
  });

  test.each([
    ['a commit that fails', 'FOREIGN KEY', async () => void db.exec('INSERT INTO child VALUES (99)')],
    ['a disk that is full', 'full', () => add(Buffer.alloc(100_000))],
  ])('%s is told to all who shared it, and nobody was told before that it is done', async (_name, why, last) => {
    db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + 4}`);
    const all = await Promise.allSettled([turns.run(() => add(1)), turns.run(() => add(2)), turns.run(last)]);
    expect(all).toMatchObject(
      Array.from({ length: 3 }, () => ({ status: 'rejected', reason: { message: expect.stringContaining(why) } })),
    );
    expect(rows()).toBe(0);
    await turns.run(() => add(3));
    expect(rows()).toBe(1);
  });

  test('after SQLite itself rolled back, nothing more is written outside of a transaction', async () => {
    const broken = turns.run(async (level) => {
      await level.savepoint(() => add(1));
      db.exec('ROLLBACK'); // as it does for some errors of the disk
      await expect(level.savepoint(() => add(2))).rejects.toThrow('rolled this transaction back');
      expect(() => level.check()).toThrow('rolled this transaction back');
    });
    await expect(broken).rejects.toThrow('passed over');
    expect(rows()).toBe(0);
  });

  test('savepoints that overlap are refused, and so is what goes on beside one', async () => {
    await turns.run(async (level) => {
      let go = () => {};
      const gate = new Promise<void>((resolve) => {
        go = resolve;
      });
      const first = level.savepoint(async () => {
        await gate;
        await add(1);
      });
      await expect(level.savepoint(() => add(2))).rejects.toThrow('await it first');
      expect(() => level.check()).toThrow('await it first');
      go();
      await first;
      level.check();
    });
    expect(rows()).toBe(1);
  });

  test('a savepoint that nobody awaited fails its transaction', async () => {
    const careless = turns.run(async (level) => {
      void level.savepoint(() => new Promise((resolve) => setImmediate(resolve))).catch(() => undefined);
    });
    await expect(careless).rejects.toThrow('not awaited');
    await new Promise((resolve) => setImmediate(resolve));
    await turns.run(() => add(1));
    expect(rows()).toBe(1);
  });

  test('one that is begun within another is refused instead of waiting for itself; what was begun beside it is told as well', async () => {
    const impatient = transactions(db, 20);
    const outer = impatient.run(() => impatient.run(() => add(1)));
    const beside = impatient.run(() => add(2));
    await expect(outer).rejects.toThrow('savepoint');
    await expect(beside).rejects.toThrow('savepoint');
    expect(rows()).toBe(0);
    await impatient.run(() => add(3));
    expect(rows()).toBe(1);
  });

  test('one that works for long is waited for', async () => {
    const impatient = transactions(db, 20);
    const end = performance.now() + 100;
    const long = impatient.run(async (level) => {
      while (performance.now() < end) {
        await level.savepoint(() => add(1));
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    });
    await impatient.run(() => add(2));
    await long;
    expect(rows()).toBeGreaterThan(1);
  });

  test('the end waits for what was begun and refuses what comes after', async () => {
    const last = turns.run(() => add(1));
    await turns.end();
    expect(rows()).toBe(1);
    await last;
    await expect(turns.run(() => add(2))).rejects.toThrow('closed');
  });
});
