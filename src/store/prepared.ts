import type Database from 'better-sqlite3';
import { Column, getTableColumns, is, Param, Placeholder, Table } from 'drizzle-orm';
import type { Connection } from './connection.ts';

/** A query of drizzle's builder, before it is prepared. */
interface Built {
  toSQL(): { readonly sql: string; readonly params: readonly unknown[] };
}
interface Select extends Built {
  readonly _: { readonly selectedFields: unknown };
  get(): unknown;
  all(): readonly unknown[];
}
type Values = Readonly<Record<string, unknown>>;

/** A prepared query for rows of type `R`; `values` are its named parameters. */
export interface PreparedSelect<R> {
  get(values?: Values): R | undefined;
  all(values?: Values): R[];
}

/** A prepared statement that changes rows. */
export interface PreparedChange {
  run(values?: Values): Database.RunResult;
}

/**
 * Prepares a query that drizzle built, to run on the driver itself: drizzle's own prepared queries spend several times what SQLite needs for a
 * look-up by key on filling in parameters and naming columns. The schema has no column whose values are not as the driver has them. A table in a selection
 * (`{ contact: contacts }`) is never null, so a LEFT JOIN selects columns.
 */
export function select<Q extends Select>(db: Connection, query: Q): PreparedSelect<ReturnType<Q['all']>[number]> {
  type Row = ReturnType<Q['all']>[number];
  const { statement, parameters } = compiled(db, query);
  statement.raw(true);
  const paths = pathsOf(query._.selectedFields);
  const rowOf = (cells: unknown): Row => named(paths, cells as readonly unknown[]) as Row;
  return {
    get: (values = {}) => {
      const cells = statement.get(...parameters(values));
      return cells === undefined ? undefined : rowOf(cells);
    },
    all: (values = {}) => statement.all(...parameters(values)).map(rowOf),
  };
}

/** The same for an UPDATE or DELETE. */
export function change(db: Connection, query: Built): PreparedChange {
  const { statement, parameters } = compiled(db, query);
  return { run: (values = {}) => statement.run(...parameters(values)) };
}

function compiled(
  db: Connection,
  query: Built,
): { readonly statement: Database.Statement; readonly parameters: (values: Values) => unknown[] } {
  const { sql, params } = query.toSQL();
  const given = params.map((param): { readonly name: string } | { readonly value: unknown } => {
    const inner = is(param, Param) ? param.value : param;
    return is(inner, Placeholder) ? { name: inner.name } : { value: inner };
  });
  const parameters = (values: Values): unknown[] =>
    given.map((one) => {
      if (!('name' in one)) return one.value;
      const value = values[one.name];
      if (value === undefined) throw new Error(`the query needs a value for ${one.name}: ${sql}`);
      return value;
    });
  return { statement: db.raw.prepare(sql.replace(/ limit \?$/, ` limit ${STEADY}`)), parameters };
}

/** SQLite looks at the value of a bare `LIMIT ?` when it plans, and therefore plans anew each time: five times the cost of a look-up. */
const STEADY = '? + 0';

/** Where a column of a result belongs: a key, or two in a selection that names tables. */
type Path = readonly [string, string?];

/** In the order of drizzle's SQL, which is that of the selection. */
function pathsOf(selected: unknown): readonly Path[] {
  return Object.entries(selected as Readonly<Record<string, unknown>>).flatMap(([key, field]): readonly Path[] => {
    if (is(field, Table)) return Object.keys(getTableColumns(field)).map((column) => [key, column] as const);
    return is(field, Column) || isExpression(field) ? [[key] as const] : [];
  });
}

function isExpression(field: unknown): boolean {
  return typeof field === 'object' && field !== null && 'getSQL' in field;
}

function named(paths: readonly Path[], cells: readonly unknown[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (let at = 0; at < paths.length; at++) {
    const path = paths[at];
    if (path === undefined) continue;
    const [key, column] = path;
    if (column === undefined) row[key] = cells[at];
    else {
      const inner = (row[key] ?? {}) as Record<string, unknown>;
      inner[column] = cells[at];
      row[key] = inner;
    }
  }
  return row;
}
