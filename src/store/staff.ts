import { and, asc, eq, gt, lt, sql } from 'drizzle-orm';
import { type Absence, absencesAfter, type Presence } from '../desk/absence/absence.ts';
import type { AgentId } from '../desk/ids.ts';
import { known } from './codec.ts';
import { type Connection, inserter, list, param, within } from './connection.ts';
import type { Queries } from './port.ts';
import { change, select } from './prepared.ts';
import { absences, tickets, turns } from './schema.ts';

type StaffQueries = Pick<Queries, 'absences' | 'workload' | 'turns'>;

/** What is asked of the staff: who is away, who has how much to do, whose turn it was. */
export function staffQueries(db: Connection): StaffQueries {
  const { orm } = db;
  const current = select(
    db,
    orm
      .select()
      .from(absences)
      .where(gt(absences.until, param('at')))
      .orderBy(asc(absences.until)),
  );
  const load = select(
    db,
    orm
      .select({ agent: tickets.assignee, n: sql<number>`count(*)` })
      .from(tickets)
      .where(and(sql`${tickets.assignee} IS NOT NULL`, sql`${tickets.status} NOT IN ('resolved', 'closed')`))
      .groupBy(tickets.assignee),
  );
  const lastTurns = select(db, orm.select().from(turns).where(within(turns.key, 'keys')));
  return {
    async absences(at) {
      return current.all({ at: at.getTime() }).map(absenceOf);
    },
    async workload() {
      return new Map(load.all().flatMap(({ agent, n }) => (agent === null ? [] : [[agent, n] as const])));
    },
    async turns(keys) {
      return new Map(lastTurns.all({ keys: list(keys) }).map(({ key, agent }) => [key, agent]));
    },
  };
}

function absenceOf({ agent, since, until, deputy, source }: typeof absences.$inferSelect): Absence {
  return { agent, from: new Date(since), to: new Date(until), deputy: known(deputy), source };
}

/** What a decision does to the staff's rows. */
export interface StaffWrites {
  /** Enters an absence; what it overlaps of the same agent gives way. */
  readonly addAbsence: (absence: Absence) => void;
  /** Cuts a time out of an agent's absences. */
  readonly cutAbsences: (presence: Presence) => void;
  readonly setTurn: (key: string, agent: AgentId) => void;
}

/** What writes them. */
export function staffWrites(db: Connection): StaffWrites {
  const { orm } = db;
  const insert = inserter<typeof absences, 'id'>(db, absences);
  const overlapping = select(
    db,
    orm
      .select()
      .from(absences)
      .where(
        and(eq(absences.agent, param('agent')), lt(absences.since, param('until')), gt(absences.until, param('since'))),
      ),
  );
  const remove = change(db, orm.delete(absences).where(eq(absences.id, param('id'))));
  const put = inserter(db, turns, 'ON CONFLICT DO UPDATE SET agent = excluded.agent');
  /** Only what overlaps is written anew. */
  const enter = (span: Presence, entered: readonly Absence[], back: readonly Presence[]): void => {
    const rows = overlapping.all({ agent: span.agent, since: span.from.getTime(), until: span.to.getTime() });
    for (const { id } of rows) remove.run({ id });
    for (const { from, to, ...rest } of absencesAfter(rows.map(absenceOf), entered, back))
      insert({ ...rest, since: from.getTime(), until: to.getTime() });
  };
  return {
    addAbsence: (absence) => enter(absence, [absence], []),
    cutAbsences: (presence) => enter(presence, [], [presence]),
    setTurn: (key, agent) => void put({ key, agent }),
  };
}
