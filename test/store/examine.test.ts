import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { imap, keep, NOW, settle } from './make.ts';
import { temporaryStores } from './temporary.ts';

const { folder, open } = temporaryStores();

/** Does to the database what no part of Spoc does. */
function tamper(path: string, sql: string): void {
  const db = new Database(join(path, 'spoc.db'));
  db.pragma('foreign_keys = OFF');
  db.exec(sql);
  db.close();
}

test.each([
  {
    name: 'a counter is off',
    sql: "UPDATE counts SET n = n + 2 WHERE name = 'ledger:spam'",
    says: ['the counter ledger:spam is 2 too high'],
  },
  {
    name: 'a ledger row went past the triggers',
    sql: "DROP TRIGGER ledger_forgotten; DELETE FROM ledger WHERE outcome = 'spam'",
    says: ['the counter ledger:received is 1 too high', 'the counter ledger:spam is 1 too high'],
  },
  {
    name: 'a reference leads nowhere',
    sql: 'UPDATE ledger SET ticket = 77 WHERE id = 1',
    says: ['1 rows refer to rows that are not there'],
  },
])('told when $name', async ({ sql, says }) => {
  const path = folder();
  const store = await open(path);
  await store.write(async (tx) => {
    await settle(tx, (await keep(tx, imap(1))).id, 'spam');
    await keep(tx, imap(2));
  });
  expect(await store.examine()).toEqual([]);
  tamper(path, sql);
  expect(await store.examine()).toEqual(says);
});

test('told when a blob is missing, small or large', async () => {
  const path = folder();
  const store = await open(path);
  const large = await store.blobs.put(randomBytes(100_000));
  const small = await store.write(async (tx) => {
    const rest = { size: 1, arrivedAt: NOW, quiet: false };
    await tx.keep({ source: imap(1), blob: large.hash, ...rest }, NOW);
    return (await keep(tx, imap(2))).blob;
  });
  rmSync((await store.blobs.pathOf(large.hash)) ?? '');
  tamper(path, 'DELETE FROM blobs');
  const told = [`the blob ${large.hash} is missing`, `the blob ${small} is missing`];
  expect([...(await store.examine())].sort()).toEqual(told.sort());
});
