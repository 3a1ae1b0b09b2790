import { and, asc, desc, eq, gte, lt, sql } from 'drizzle-orm';
import { known } from './codec.ts';
import { type Connection, inserter, param } from './connection.ts';
import type { Queries, Tx } from './port.ts';
import { change, select } from './prepared.ts';
import { releases, tickets } from './schema.ts';

type DefectQueries = Pick<Queries, 'ticketsOfType' | 'openedBetween' | 'releases'>;

/** What is asked of defects, problems, and the releases that carry fixes. */
export function defectQueries(db: Connection): DefectQueries {
  const { orm } = db;
  const ofType = select(
    db,
    orm
      .select({ id: tickets.id })
      .from(tickets)
      .where(eq(tickets.type, param('type')))
      .orderBy(desc(tickets.openedAt))
      .limit(sql.placeholder('limit')),
  );
  const between = select(
    db,
    orm
      .select({ id: tickets.id })
      .from(tickets)
      .where(
        and(eq(tickets.type, param('type')), gte(tickets.openedAt, param('from')), lt(tickets.openedAt, param('to'))),
      )
      .orderBy(asc(tickets.openedAt))
      .limit(sql.placeholder('limit')),
  );
  const all = select(db, orm.select().from(releases).orderBy(asc(releases.desk), asc(releases.key)));
  return {
    async ticketsOfType(type, limit) {
      return ofType.all({ type, limit }).map(({ id }) => id);
    },
    async openedBetween(type, from, to, limit) {
      return between.all({ type, from: from.getTime(), to: to.getTime(), limit }).map(({ id }) => id);
    },
    async releases() {
      return all.all().map(({ desk: of, name, expected, released }) => ({
        desk: of,
        name,
        expected: known(expected),
        released: known(released),
      }));
    },
  };
}

/** Writes the register of releases. */
export function releaseWrites(db: Connection): Pick<Tx, 'putRelease' | 'removeRelease'> {
  const put = inserter(
    db,
    releases,
    'ON CONFLICT (desk, key) DO UPDATE SET name = excluded.name, expected = excluded.expected, released = excluded.released',
  );
  const remove = change(
    db,
    db.orm.delete(releases).where(and(eq(releases.desk, param('desk')), eq(releases.key, param('key')))),
  );
  return {
    async putRelease({ desk: of, name, expected, released }) {
      put({ desk: of, name, key: name.toLowerCase(), expected, released });
    },
    async removeRelease(of, name) {
      return remove.run({ desk: of, key: name.toLowerCase() }).changes > 0;
    },
  };
}
