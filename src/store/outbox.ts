import { and, asc, desc, eq, isNotNull, lt, min, sql } from 'drizzle-orm';
import { dateOf } from './codec.ts';
import { type Connection, param } from './connection.ts';
import { OUTBOX_ROW, outboxRowOf } from './outbox-codec.ts';
import { OUTBOX_STATES, type OutboxState, type Queries } from './port.ts';
import { select } from './prepared.ts';
import { counts, outbox } from './schema.ts';

type OutboxQueries = Pick<
  Queries,
  'outbox' | 'outgoing' | 'outboxBy' | 'outboxCounts' | 'nextOutboxAt' | 'oldestQueued'
>;

/** What is asked of outgoing mail. */
export function outboxQueries(db: Connection): OutboxQueries {
  const { orm } = db;
  const earlier = lt(outbox.id, param('before'));
  const newest = select(
    db,
    orm.select(OUTBOX_ROW).from(outbox).where(earlier).orderBy(desc(outbox.id)).limit(sql.placeholder('limit')),
  );
  const newestIn = select(
    db,
    orm
      .select(OUTBOX_ROW)
      .from(outbox)
      .where(and(eq(outbox.state, param('state')), earlier))
      .orderBy(desc(outbox.id))
      .limit(sql.placeholder('limit')),
  );
  const ofTicket = select(
    db,
    orm
      .select(OUTBOX_ROW)
      .from(outbox)
      .where(
        and(
          eq(outbox.ticket, param('ticket')),
          earlier,
          // Unary plus: a ticket has few mails, a state has many, so the ticket's index is the one to walk.
          sql`+${outbox.state} IN (SELECT value FROM json_each(${param('states')}))`,
        ),
      )
      .orderBy(desc(outbox.id))
      .limit(sql.placeholder('limit')),
  );
  const byId = select(
    db,
    orm
      .select(OUTBOX_ROW)
      .from(outbox)
      .where(eq(outbox.id, param('id'))),
  );
  const byMessageId = select(
    db,
    orm
      .select(OUTBOX_ROW)
      .from(outbox)
      .where(eq(outbox.messageId, param('id'))),
  );
  const byAlias = select(
    db,
    orm
      .select(OUTBOX_ROW)
      .from(outbox)
      .where(eq(outbox.alias, param('id')))
      .orderBy(desc(outbox.id))
      .limit(1),
  );
  const byBounceToken = select(
    db,
    orm
      .select(OUTBOX_ROW)
      .from(outbox)
      .where(eq(outbox.tokenBounce, param('token'))),
  );
  const counters = select(
    db,
    orm.select().from(counts).where(sql`${counts.name} >= 'outbox:' AND ${counts.name} < 'outbox;'`),
  );
  const next = select(
    db,
    orm
      .select({ at: min(outbox.nextTry) })
      .from(outbox)
      .where(isNotNull(outbox.nextTry)),
  );

  const oldest = select(
    db,
    orm
      .select({ createdAt: outbox.createdAt, notBefore: outbox.notBefore })
      .from(outbox)
      .where(and(eq(outbox.state, sql`'queued'`), sql`coalesce(${outbox.notBefore}, 0) <= ${param('now')}`))
      .orderBy(asc(outbox.id))
      .limit(1),
  );

  return {
    async outbox({ state, ticket, before = Number.MAX_SAFE_INTEGER, limit }) {
      const states: readonly OutboxState[] = state ?? OUTBOX_STATES;
      if (ticket !== undefined)
        return ofTicket.all({ ticket, states: JSON.stringify(states), before, limit }).map(outboxRowOf);
      const rows =
        state === undefined
          ? newest.all({ before, limit })
          : states.flatMap((one) => newestIn.all({ state: one, before, limit }));
      return rows
        .sort((a, b) => b.id - a.id)
        .slice(0, limit)
        .map(outboxRowOf);
    },
    async outgoing(id) {
      const row = byId.get({ id });
      return row === undefined ? undefined : outboxRowOf(row);
    },
    async outboxBy({ messageId, bounceToken }) {
      const row =
        (bounceToken === undefined ? undefined : byBounceToken.get({ token: bounceToken })) ??
        (messageId === undefined ? undefined : (byMessageId.get({ id: messageId }) ?? byAlias.get({ id: messageId })));
      return row === undefined ? undefined : outboxRowOf(row);
    },
    async outboxCounts() {
      const found = new Map(counters.all().map((row) => [row.name.slice('outbox:'.length), row.n]));
      const all = Object.fromEntries(OUTBOX_STATES.map((state) => [state, found.get(state) ?? 0]));
      return all as Record<OutboxState, number>;
    },
    async nextOutboxAt() {
      return dateOf(next.get()?.at ?? null);
    },
    async oldestQueued(now) {
      const row = oldest.get({ now: now.getTime() });
      return row === undefined ? undefined : new Date(Math.max(row.createdAt, row.notBefore ?? 0));
    },
  };
}
