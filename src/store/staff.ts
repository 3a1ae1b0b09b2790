import { and, asc, eq, gt, lt, sql } from 'drizzle-orm';
import type { Absence, Presence } from '../desk/absence/absence.ts';
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
      return current.all({ at: at.getTime() }).map(({ agent, since, until, deputy, source }) => ({
        agent,
        from: new Date(since),
        to: new Date(until),
        deputy: known(deputy),
        source,
      }));
    },
    async workload() {
      return new Map(load.all().flatMap(({ agent, n }) => (agent === null ? [] : [[agent, n] as const])));
    },
    async turns(keys) {
      return new Map(lastTurns.all({ keys: list(keys) }).map(({ key, agent }) => [key, agent]));
    },
  };
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
  /** What is left of a row outside of a stretch stays as it was. */
  const cut = (agent: AgentId, since: number, until: number): void => {
    for (const row of overlapping.all({ agent, since, until })) {
      remove.run({ id: row.id });
      const { deputy, source } = row;
      if (row.since < since) insert({ agent, since: row.since, until: since, deputy, source });
      if (row.until > until) insert({ agent, since: until, until: row.until, deputy, source });
    }
  };
  return {
    addAbsence: ({ agent, from, to, deputy, source }) => {
      const [since, until] = [from.getTime(), to.getTime()];
      cut(agent, since, until);
      insert({ agent, since, until, deputy, source });
    },
    cutAbsences: ({ agent, from, to }) => cut(agent, from.getTime(), to.getTime()),
    setTurn: (key, agent) => void put({ key, agent }),
  };
}
