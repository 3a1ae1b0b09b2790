import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { shippedMigrations } from '../../src/store/migrate.ts';
import type { Store } from '../../src/store/port.ts';
import { body, contactRecord, openTicket } from './make.ts';
import { temporaryStores } from './temporary.ts';

const { folder, open } = temporaryStores();
const sqlOf = (name: string) => {
  const found = shippedMigrations().find((migration) => migration.name.endsWith(`-${name}.sql`));
  if (found === undefined) throw new Error(`no migration ${name}`);
  return found.sql;
};
const write = (store: Store, texts: readonly string[]) =>
  store.write(async (tx) => {
    const contact = await tx.putContact(contactRecord('ana@example.com'));
    for (const text of texts) await openTicket(tx, contact, { text, body: body({ subject: 'Predmet', full: text }) });
  });

test('a store of the earlier index is fed anew: what comes first, then the newest of what it had, across a restart', async () => {
  const path = folder();
  const old = await open(path);
  await write(
    old,
    Array.from({ length: 5 }, (_, n) => `token${n}`),
  );
  await old.indexSome(4);
  await old.close();
  const db = new Database(join(path, 'spoc.db'));
  db.exec(`DROP TABLE search_words; DROP TABLE search; ${sqlOf('search')} ${sqlOf('similar')}`);
  db.exec(sqlOf('search-beginnings'));
  db.close();

  const store = await open(path);
  await write(store, ['token5']);
  const found = async (from: Store) =>
    (await from.read.search('token', 9)).map((hit) => hit.snippet.replace(/[\u0002\u0003]/g, ''));
  expect(await found(store)).toEqual([]);
  expect(await store.indexSome(3)).toBe(2);
  expect(await found(store)).toEqual(['token5', 'token4']);
  expect(await store.indexSome(3)).toBe(3);
  expect(await found(store)).toEqual(['token5', 'token4', 'token3', 'token2', 'token1']);
  await store.close();

  const again = await open(path);
  expect(await again.indexSome(3)).toBe(1);
  expect(await again.indexSome(3)).toBe(0);
  expect(await found(again)).toEqual(['token5', 'token4', 'token3', 'token2', 'token1', 'token0']);
});
