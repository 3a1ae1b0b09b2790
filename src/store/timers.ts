import { and, asc, eq, gt, lte, min, sql } from 'drizzle-orm';
import type { TicketId } from '../desk/ids.ts';
import { isDone, STATUSES } from '../desk/status.ts';
import { type Timer, WAKE } from '../desk/timer.ts';
import { type Connection, inserter, param } from './connection.ts';
import type { Queries, Tx } from './port.ts';
import { change, select } from './prepared.ts';
import { remembered, tickets, timers } from './schema.ts';

const OPEN = STATUSES.filter((status) => !isDone(status));

type TimerQueries = Pick<Queries, 'dueTimers' | 'nextTimerAt' | 'timersOf' | 'openTickets' | 'remembered'>;

/** What is asked of timers; what is due is found by index, however many there are. */
export function timerQueries(db: Connection): TimerQueries {
  const { orm } = db;
  const due = select(
    db,
    orm
      .select()
      .from(timers)
      .where(lte(timers.nextTry, param('now')))
      .orderBy(asc(timers.nextTry), asc(timers.ticket), asc(timers.key))
      .limit(sql.placeholder('limit')),
  );
  const next = select(db, orm.select({ at: min(timers.nextTry) }).from(timers));
  const ofTicket = select(
    db,
    orm
      .select()
      .from(timers)
      .where(eq(timers.ticket, param('ticket'))),
  );
  const open = select(
    db,
    orm
      .select({ id: tickets.id })
      .from(tickets)
      .where(and(eq(tickets.status, param('status')), gt(tickets.id, param('after'))))
      .orderBy(asc(tickets.id))
      .limit(sql.placeholder('limit')),
  );
  const value = select(
    db,
    orm
      .select({ value: remembered.value })
      .from(remembered)
      .where(eq(remembered.name, param('name'))),
  );
  return {
    async dueTimers(now, limit) {
      return due
        .all({ now: now.getTime(), limit })
        .map(({ ticket, key, due: at, attempts }) => ({ ticket, key, due: new Date(at), attempts }));
    },
    async nextTimerAt() {
      const at = next.get()?.at;
      return at === undefined || at === null ? undefined : new Date(at);
    },
    async timersOf(ticket) {
      const rows = ofTicket.all({ ticket }).sort((a, b) => a.due - b.due);
      return rows.map(({ key, due: at }) => ({ ticket, key, due: new Date(at) }));
    },
    async openTickets(after, limit) {
      // One index walk for each status: those that are done are not passed over one by one.
      const ids = OPEN.flatMap((status) => open.all({ status, after: after ?? 0, limit }).map(({ id }) => id));
      return ids.sort((a, b) => a - b).slice(0, limit);
    },
    async remembered(name) {
      return value.get({ name })?.value;
    },
  };
}

const MOST_VALUE = 1_000;

/**
 * Writes timers. `setTimers` gives a ticket all that it has from now on, beside those of `addTimers`, which stay until
 * they have fired; one that stays keeps its tries.
 */
export function timerWrites(db: Connection): Pick<Tx, 'timerLater' | 'dropTimer' | 'remember'> & {
  readonly setTimers: (ticket: TicketId, all: readonly Timer[]) => void;
  readonly addTimers: (all: readonly Timer[]) => void;
} {
  const { orm, raw } = db;
  const put = inserter(
    db,
    timers,
    'ON CONFLICT DO UPDATE SET due = excluded.due, next_try = excluded.next_try, attempts = 0 WHERE due <> excluded.due',
  );
  const dropOthers = raw.prepare(
    'DELETE FROM timers WHERE ticket = ? AND key NOT IN (SELECT value FROM json_each(?)) AND key NOT LIKE ?',
  );
  const later = change(
    db,
    orm
      .update(timers)
      .set({ attempts: sql`${timers.attempts} + 1`, nextTry: sql`${param('nextTry')}` })
      .where(and(eq(timers.ticket, param('ticket')), eq(timers.key, param('key')))),
  );
  const drop = change(
    db,
    orm.delete(timers).where(and(eq(timers.ticket, param('ticket')), eq(timers.key, param('key')))),
  );
  const rememberValue = inserter(db, remembered, 'ON CONFLICT DO UPDATE SET value = excluded.value');
  return {
    setTimers: (ticket, all) => {
      dropOthers.run(ticket, JSON.stringify(all.map(({ key }) => key)), `${WAKE}%`);
      for (const { key, due } of all) put({ ticket, key, due: due.getTime(), attempts: 0, nextTry: due.getTime() });
    },
    addTimers: (all) => {
      for (const { ticket, key, due } of all)
        put({ ticket, key, due: due.getTime(), attempts: 0, nextTry: due.getTime() });
    },
    async timerLater({ ticket, key }, nextTry) {
      later.run({ ticket, key, nextTry: nextTry.getTime() });
    },
    async dropTimer({ ticket, key }) {
      drop.run({ ticket, key });
    },
    async remember(name, value) {
      if (value.length > MOST_VALUE)
        throw new Error(`${name}: a remembered value has at most ${MOST_VALUE} characters`);
      rememberValue({ name, value });
    },
  };
}
