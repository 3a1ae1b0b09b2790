import { and, asc, desc, eq, lt, type SQL, sql } from 'drizzle-orm';
import { companyNumberOf } from '../desk/enrolment/enrol.ts';
import type { RecordedEvent } from '../desk/event.ts';
import type { TicketFacts } from '../desk/facts.ts';
import type { Facts } from '../desk/form/facts.ts';
import type { TicketId } from '../desk/ids.ts';
import { STATUSES } from '../desk/status.ts';
import { eventOf, parsed } from './codec.ts';
import { type Connection, param } from './connection.ts';
import type { PeopleLookup } from './people.ts';
import type { Queries, TicketFilter, TicketRow } from './port.ts';
import { select } from './prepared.ts';
import { registerQueries } from './registers.ts';
import { clients, events, messages, ticketFacts, ticketNumbers, tickets } from './schema.ts';
import { ticketStates } from './ticket-rows.ts';

type TicketQueries = Pick<Queries, 'ticketFacts' | 'numbered' | 'ticketByNumber' | 'tickets' | 'events'>;

/** Reads one ticket for lists and search hits; undefined when there is none. */
export function ticketRows(db: Connection, people: PeopleLookup): (id: TicketId) => TicketRow | undefined {
  const byId = select(
    db,
    db.orm
      .select()
      .from(tickets)
      .where(eq(tickets.id, param('id'))),
  );
  return (id) => {
    const row = byId.get({ id });
    return row === undefined ? undefined : ticketRowOf(row, people);
  };
}

/** Characters of a ticket's first message that rules are shown. */
const MOST_OPENING = 20_000;

/** What is asked of tickets. */
export function ticketQueries(db: Connection, people: PeopleLookup): TicketQueries {
  const { orm } = db;
  const stateOf = ticketStates(db);
  const byNumber = select(
    db,
    orm
      .select({ ticket: ticketNumbers.ticket })
      .from(ticketNumbers)
      .where(eq(ticketNumbers.number, param('number'))),
  );
  const history = select(
    db,
    orm
      .select()
      .from(events)
      .where(eq(events.ticket, param('ticket')))
      .orderBy(asc(events.version)),
  );
  const factsOf = select(
    db,
    orm
      .select({ facts: ticketFacts.facts })
      .from(ticketFacts)
      .where(eq(ticketFacts.ticket, param('ticket'))),
  );
  const openingOf = select(
    db,
    orm
      .select({ text: sql<string>`substr(coalesce(${messages.shown}, ${messages.body}), 1, ${MOST_OPENING})` })
      .from(messages)
      .where(and(eq(messages.ticket, param('ticket')), eq(messages.direction, 'inbound')))
      .orderBy(asc(messages.id))
      .limit(1),
  );
  const clientWith = select(
    db,
    orm
      .select({ id: clients.id })
      .from(clients)
      .where(eq(clients.companyNumber, param('companyNumber'))),
  );
  const { service } = registerQueries(db);
  const page = pages(db);
  const eventsOf = (ticket: TicketId): readonly RecordedEvent[] =>
    history
      .all({ ticket })
      .map(({ version, at, event }) => ({ ticket, version, at: new Date(at), event: eventOf(event) }));

  return {
    async ticketFacts(ids) {
      const found = new Map<TicketId, TicketFacts>();
      for (const id of new Set(ids)) {
        const state = stateOf(id);
        if (state === undefined) continue;
        const { ticket } = state;
        const facts = parsed<Facts>(factsOf.get({ ticket: id })?.facts ?? '{}');
        const companyNumber = companyNumberOf(ticket, facts)?.trim();
        found.set(id, {
          ...state,
          requester: people.contact(ticket.requester),
          watchers: ticket.watchers.map(people.contact),
          client: ticket.client === undefined ? undefined : people.client(ticket.client),
          service: ticket.care.service === undefined ? undefined : await service(ticket.care.service),
          facts,
          namesake: companyNumber === undefined ? undefined : clientWith.get({ companyNumber })?.id,
          opening: openingOf.get({ ticket: id })?.text ?? '',
          history: eventsOf(id),
        });
      }
      return found;
    },
    async numbered(numbers) {
      return numbers.flatMap((number) => {
        const row = byNumber.get({ number });
        return row === undefined ? [] : [{ number, ticket: row.ticket }];
      });
    },
    async ticketByNumber(number) {
      return byNumber.get({ number: number.trim() })?.ticket;
    },
    async tickets(filter) {
      return page(filter).map((row) => ticketRowOf(row, people));
    },
    async events(ticket) {
      return eventsOf(ticket);
    },
  };
}

type Row = typeof tickets.$inferSelect;

/** Lists of tickets, newest first: one walk of the fitting index for each status, so that no list passes over other tickets. */
function pages(db: Connection): (filter: TicketFilter) => readonly Row[] {
  const conditions = {
    desk: eq(tickets.desk, param('desk')),
    assignee: eq(tickets.assignee, param('assignee')),
    nobody: sql`${tickets.assignee} IS NULL`,
    client: eq(tickets.client, param('client')),
    requester: eq(tickets.requester, param('requester')),
    tag: sql`${tickets.id} IN (SELECT ticket FROM ticket_tags WHERE tag = ${param('tag')})`,
  } as const;
  const prepared = new Map<string, ReturnType<typeof prepare>>();

  function prepare(wanted: readonly (keyof typeof conditions)[]) {
    const all: SQL[] = [eq(tickets.status, param('status')), lt(tickets.id, param('before'))];
    for (const name of wanted) all.push(conditions[name]);
    return select(
      db,
      db.orm
        .select()
        .from(tickets)
        .where(and(...all))
        .orderBy(desc(tickets.id))
        .limit(sql.placeholder('limit')),
    );
  }

  return ({ desk, status, assignee, client, requester, tag, before, limit }) => {
    const wanted: (keyof typeof conditions)[] = [];
    if (desk !== undefined) wanted.push('desk');
    if (assignee !== undefined) wanted.push(assignee === 'nobody' ? 'nobody' : 'assignee');
    if (client !== undefined) wanted.push('client');
    if (requester !== undefined) wanted.push('requester');
    if (tag !== undefined) wanted.push('tag');
    const key = wanted.join();
    const query = prepared.get(key) ?? prepare(wanted);
    prepared.set(key, query);
    const values = { desk, assignee, client, requester, tag, before: before ?? Number.MAX_SAFE_INTEGER, limit };
    const rows = (status ?? STATUSES).flatMap((one) => query.all({ ...values, status: one }));
    return rows.sort((a, b) => b.id - a.id).slice(0, limit);
  };
}

function ticketRowOf(row: Row, people: PeopleLookup): TicketRow {
  return {
    id: row.id,
    number: row.number,
    desk: row.desk,
    subject: row.subject,
    status: row.status,
    priority: row.priority,
    assignee: row.assignee ?? undefined,
    requester: people.contact(row.requester),
    client: row.client === null ? undefined : people.client(row.client)?.name,
    openedAt: new Date(row.openedAt),
    updatedAt: new Date(row.updatedAt),
  };
}
