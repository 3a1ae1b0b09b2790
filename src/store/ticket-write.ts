import { and, eq, sql } from 'drizzle-orm';
import type { TicketEvent } from '../desk/event.ts';
import type { TicketChange, TicketFacts } from '../desk/facts.ts';
import type { ContactId, TicketNumber } from '../desk/ids.ts';
import { apply as fold, type Ticket } from '../desk/ticket.ts';
import { actorText, careText } from './codec.ts';
import { type Connection, inserter, param } from './connection.ts';
import { VersionConflict } from './port.ts';
import { change, type PreparedChange } from './prepared.ts';
import { contacts, events, heldAnswers, ticketNumbers, tickets, ticketTags } from './schema.ts';
import { ticketStates } from './ticket-rows.ts';

type Row = typeof tickets.$inferSelect;

/** Columns that an update of a ticket sets and no index holds. */
export const NOT_INDEXED = [
  'version',
  'number',
  'subject',
  'statusSince',
  'priority',
  'updatedAt',
  'answerBy',
  'answerVersion',
  'answerMessage',
  'watchers',
  'care',
] as const satisfies readonly (keyof Row)[];
/** Those that it may change and indexes hold. */
const INDEXED = ['desk', 'status', 'type', 'client', 'assignee', 'doneAt'] as const satisfies readonly (keyof Row)[];

/** Appends a ticket's next events and brings its row along; throws `VersionConflict`. */
export function ticketWriter(db: Connection): (change: TicketChange, at: Date) => void {
  const stateOf = ticketStates(db);
  const insertEvent = inserter(db, events);
  const insertTicket = inserter(db, tickets);
  const insertNumber = inserter(
    db,
    ticketNumbers,
    'ON CONFLICT DO UPDATE SET number = number WHERE ticket = excluded.ticket',
  );
  const insertHeld = inserter(db, heldAnswers);
  const dropHeld = change(db, db.orm.delete(heldAnswers).where(eq(heldAnswers.ticket, param('ticket'))));
  const makeKnown = change(
    db,
    db.orm
      .update(contacts)
      .set({ known: sql`max(${contacts.known}, 1)` })
      .where(eq(contacts.id, param('id'))),
  );
  const updates = new Map<string, PreparedChange>();

  function updateOf(columns: readonly (keyof Row)[]): PreparedChange {
    const values = Object.fromEntries(columns.map((column) => [column, sql`${param(column)}`]));
    return change(
      db,
      db.orm
        .update(tickets)
        .set(values)
        .where(eq(tickets.id, param('id'))),
    );
  }

  /** What indexes hold is set only where it is another: SQLite writes the entries of each column that is set. */
  function update(row: Row, before: Row): void {
    const changed = INDEXED.filter((column) => row[column] !== before[column]);
    const key = changed.join();
    const statement = updates.get(key) ?? updateOf([...NOT_INDEXED, ...changed]);
    updates.set(key, statement);
    statement.run(row);
  }

  const insertTag = inserter(db, ticketTags, 'ON CONFLICT DO NOTHING');
  const dropTag = change(
    db,
    db.orm.delete(ticketTags).where(and(eq(ticketTags.ticket, param('ticket')), eq(ticketTags.tag, param('tag')))),
  );

  function claimNumber(number: TicketNumber, ticket: Ticket): void {
    if (insertNumber({ number, ticket: ticket.id }).changes === 0)
      throw new Error(`ticket ${ticket.id} cannot be ${number}: another ticket has or had that number`);
  }

  function keepHeld(ticket: Ticket, before: TicketFacts['held'], history: readonly TicketEvent[]): void {
    dropHeld.run({ ticket: ticket.id });
    const known = [...before, ...history.flatMap((event) => (event.kind === 'answer-held' ? [event] : []))];
    for (const [position, message] of ticket.heldAnswers.entries()) {
      const answer = known.findLast((each) => each.message === message);
      if (answer !== undefined)
        insertHeld({ ticket: ticket.id, position, message, by: actorText(answer.by), why: answer.why });
    }
  }

  return (change, at) => {
    const before = stateOf(change.ticket);
    const current = before?.ticket.version ?? 0;
    if (change.expected !== current)
      throw new VersionConflict(
        `ticket ${change.ticket} was decided on in version ${change.expected} and has version ${current} by now`,
      );
    let ticket = before?.ticket;
    let version = change.expected;
    for (const event of change.events) ticket = fold(ticket, { ticket: change.ticket, version: ++version, at, event });
    if (ticket === undefined) throw new Error(`ticket ${change.ticket} is new and has no event that opens it`);

    const row = rowOf(ticket, change.subject ?? before?.subject ?? '', at);
    if (before === undefined) insertTicket(row);
    else update(row, rowOf(before.ticket, before.subject, at));
    if (ticket.number !== before?.ticket.number) claimNumber(ticket.number, ticket);
    if (change.formerNumber !== undefined) claimNumber(change.formerNumber, ticket);
    version = change.expected;
    for (const event of change.events) {
      insertEvent({ ticket: ticket.id, version: ++version, at: at.getTime(), event: JSON.stringify(event) });
      // A requester has opened a ticket that was accepted: he is a contact now, were he a mere Cc address before.
      if (event.kind === 'opened') makeKnown.run({ id: event.requester });
      if (event.kind === 'tags-changed') {
        for (const tag of event.removed) dropTag.run({ ticket: ticket.id, tag });
        for (const tag of event.added) insertTag({ ticket: ticket.id, tag });
      }
    }
    if (ticket.heldAnswers.length > 0 || (before?.held.length ?? 0) > 0)
      keepHeld(ticket, before?.held ?? [], change.events);
  };
}

function rowOf(ticket: Ticket, subject: string, at: Date): Row {
  const { lastAnswer } = ticket;
  return {
    id: ticket.id,
    version: ticket.version,
    number: ticket.number,
    desk: ticket.desk,
    subject,
    status: ticket.status,
    statusSince: ticket.statusSince.getTime(),
    priority: ticket.priority,
    type: ticket.type,
    channel: ticket.channel,
    requester: ticket.requester,
    client: ticket.client ?? null,
    assignee: ticket.assignee ?? null,
    openedAt: ticket.openedAt.getTime(),
    updatedAt: at.getTime(),
    doneAt: ticket.doneAt?.getTime() ?? null,
    answerBy: lastAnswer === undefined ? null : actorText(lastAnswer.by),
    answerVersion: lastAnswer?.version ?? null,
    answerMessage: lastAnswer?.message ?? null,
    watchers: JSON.stringify(ticket.watchers satisfies readonly ContactId[]),
    care: careText(ticket.care),
  };
}
