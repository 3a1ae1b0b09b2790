import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { getTableColumns } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Connection, openWriter } from '../../src/store/connection.ts';
import { decisionWrites } from '../../src/store/decision-write.ts';
import { releaseWrites } from '../../src/store/defects.ts';
import { ledgerWrites } from '../../src/store/ledger-write.ts';
import { migrate, shippedMigrations } from '../../src/store/migrate.ts';
import { outboxWrites } from '../../src/store/outbox-write.ts';
import { peopleWrites } from '../../src/store/people-write.ts';
import { queriesOver } from '../../src/store/queries.ts';
import { registerWrites } from '../../src/store/registers.ts';
import { tickets } from '../../src/store/schema.ts';
import { NOT_INDEXED } from '../../src/store/ticket-write.ts';
import { timerWrites } from '../../src/store/timers.ts';
import { NOW } from './make.ts';

let folder: string;
let db: Database.Database;
const statements = new Set<string>();

/** The connection, with every statement that is prepared on it written down. */
function noting(raw: Database.Database): Connection {
  const noted = new Proxy(raw, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if (name === 'prepare') statements.add(String(args[0]));
        return Reflect.apply(value, target, args);
      };
    },
  });
  return { raw: noted, orm: drizzle(noted) };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'spoc-plans-'));
  db = openWriter(folder).raw;
  migrate(db, shippedMigrations(), NOW);
  const connection = noting(db);
  const queries = queriesOver(connection);
  ledgerWrites(connection);
  outboxWrites(connection);
  decisionWrites(
    connection,
    peopleWrites(connection, { contact: () => 1 as never, client: () => 1 as never }),
    timerWrites(connection).setTimers,
    timerWrites(connection).addTimers,
  );
  registerWrites(connection);
  releaseWrites(connection);
  // Lists prepare themselves when they are asked.
  const [desk, assignee, id] = ['d' as never, 'a' as never, 1 as never];
  for (const filter of [
    {},
    { desk },
    { assignee },
    { client: id },
    { requester: id },
    { desk, assignee: 'nobody' as const },
  ])
    await queries.tickets({ ...filter, limit: 5 });
});
afterAll(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Newest or next rows by their id with a limit, which walk the table itself and stop; the vanished, the service levels and the releases, which are few. */
const WALKS =
  /from "(vanished|service_levels|releases)"|order by "(ledger|outbox|clients|contacts)"\."id" (asc|desc) limit|^SELECT coalesce\(max\(id\), 0\)/;
/** What is sorted is small by nature: the ids and the mails of one ticket; the vanished. */
const SORTS = /^SELECT id FROM \(\s*SELECT coalesce\(alias|from "outbox" where \("outbox"."ticket" = |from "vanished"/;

test('no statement reads a whole table or sorts a backlog', () => {
  expect(statements.size).toBeGreaterThan(70);
  const offending = [...statements].flatMap((sql) => {
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`);
    const steps = plan.all(...bindings(sql)) as { readonly detail: string }[];
    return steps
      .map(({ detail }) => detail)
      .filter((detail) =>
        /^SCAN (?!json_each|CONSTANT|search|\(|outbox USING INDEX outbox_due|ledger USING (COVERING )?INDEX ledger_(waiting|next_try|for_operator))/.test(
          detail,
        )
          ? !WALKS.test(sql)
          : detail.startsWith('USE TEMP B-TREE FOR ORDER BY') && !SORTS.test(sql),
      )
      .map((detail) => `${detail} ← ${sql}`);
  });
  expect(offending).toEqual([]);
});

test('what each update of a ticket sets is in no index', () => {
  const indexed = db
    .prepare(`SELECT c.name FROM pragma_index_list('tickets') i, pragma_index_info(i.name) c`)
    .pluck()
    .all();
  const columns = getTableColumns(tickets);
  expect(indexed).toContain('status');
  expect(NOT_INDEXED.map((key) => columns[key].name).filter((name) => indexed.includes(name))).toEqual([]);
});

/** A plan needs its parameters bound, to anything. */
function bindings(sql: string): unknown[] {
  const names = new Set([...sql.matchAll(/@(\w+)/g)].map(([, name]) => name ?? ''));
  if (names.size > 0) return [Object.fromEntries([...names].map((name) => [name, '[]']))];
  return Array.from({ length: sql.split('?').length - 1 }, () => '[]');
}
