import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Migration, migrate, NewerDatabase, shippedMigrations } from '../../src/store/migrate.ts';
import { openForReading, openStore } from '../../src/store/open.ts';
import { NOW } from './make.ts';
import { silent } from './temporary.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spoc-migrate-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const database = () => new Database(join(folder, 'spoc.db'));
const shipped = shippedMigrations();

describe('migrations', () => {
  test('are numbered without a gap', () => {
    expect(shipped.map((migration) => migration.id)).toEqual(shipped.map((_, index) => index + 1));
    writeFileSync(join(folder, '0002-second.sql'), '');
    expect(() => shippedMigrations(folder)).toThrow('should have the number 0001');
  });

  test('are applied once', () => {
    const db = database();
    expect(migrate(db, shipped, NOW)).toBe(shipped.length);
    expect(migrate(db, shipped, NOW)).toBe(0);
    expect(db.prepare('SELECT id, name, applied_at FROM migrations WHERE id = 1').get()).toEqual({
      id: 1,
      name: '0001-base.sql',
      applied_at: NOW.getTime(),
    });
    db.close();
  });

  test('all or none: a step that fails leaves the version before', () => {
    const db = database();
    const broken: Migration = {
      id: shipped.length + 1,
      name: 'broken',
      sql: 'CREATE TABLE made (x); SELECT nonsense;',
    };
    migrate(db, shipped, NOW);
    const next: Migration = { ...broken, sql: 'CREATE TABLE good (x)' };
    expect(() => migrate(db, [...shipped, next, { ...broken, id: broken.id + 1 }], NOW)).toThrow('nonsense');
    expect(db.prepare("SELECT count(*) FROM sqlite_master WHERE name IN ('good', 'made')").pluck().get()).toBe(0);
    expect(migrate(db, [...shipped, next], NOW)).toBe(1);
    db.close();
  });

  test('a newer database is refused with what to do, and left as it is', async () => {
    const db = database();
    migrate(db, [...shipped, { id: shipped.length + 1, name: 'future', sql: 'CREATE TABLE future (x)' }], NOW);
    db.close();
    const opening = openStore({ folder, log: silent });
    await expect(opening).rejects.toThrow(NewerDatabase);
    await expect(opening).rejects.toThrow('start the newer Spoc that wrote it, or restore');
    await expect(openForReading(folder)).rejects.toThrow(NewerDatabase);
  });

  test('processes that start at once: one migrates, the others find it done', async () => {
    const script = `
      import { openStore } from ${JSON.stringify(new URL('../../src/store/open.ts', import.meta.url).href)};
      let applied = 0;
      const store = await openStore({ folder: ${JSON.stringify(folder)}, log: { info: (facts) => { applied = facts.applied; } } });
      await store.close();
      process.stdout.write(String(applied));
    `;
    const starts = Array.from({ length: 3 }, async () => {
      const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let out = '';
      child.stdout.on('data', (chunk) => {
        out += String(chunk);
      });
      const [code] = await once(child, 'close');
      expect(code).toBe(0);
      return Number(out);
    });
    expect((await Promise.all(starts)).sort()).toEqual([0, 0, shipped.length]);
  });

  test('files are the owner’s alone', async () => {
    const inside = join(folder, 'data');
    const store = await openStore({ folder: inside, log: silent });
    const { hash } = await store.blobs.put(Buffer.alloc(100_000, 1));
    const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
    for (const name of ['spoc.db', 'spoc.db-wal', 'spoc.db-shm']) expect(mode(join(inside, name))).toBe('600');
    for (const name of ['.', 'blobs', 'tmp', `blobs/${hash.slice(0, 2)}`]) expect(mode(join(inside, name))).toBe('700');
    expect(mode((await store.blobs.pathOf(hash)) ?? '')).toBe('600');
    await store.close();
  });

  test('what a crash left in the spool is cleared by the process that writes, not by one that reads', async () => {
    const first = await openStore({ folder, log: silent });
    const left = join(first.blobs.spool, 'left');
    writeFileSync(left, 'x');
    const reader = await openForReading(folder);
    expect(statSync(left).size).toBe(1);
    expect((await reader.read.ledgerCounts()).received).toBe(0);
    const { hash } = await first.blobs.put(Buffer.from('small'));
    expect((await reader.blobs.get(hash)).toString()).toBe('small');
    await reader.close();
    await first.close();
    const alone = await openForReading(folder);
    expect((await alone.blobs.get(hash)).toString()).toBe('small');
    await alone.close();
    const second = await openStore({ folder, log: silent });
    expect(() => statSync(left)).toThrow('ENOENT');
    await second.close();
  });
});
