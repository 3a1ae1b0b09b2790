import { asc, eq } from 'drizzle-orm';
import type { TicketFacts } from '../desk/facts.ts';
import type { ContactId, TicketId } from '../desk/ids.ts';
import type { Ticket } from '../desk/ticket.ts';
import { actorOf, careOf, dateOf, known, parsed } from './codec.ts';
import { type Connection, param } from './connection.ts';
import { select } from './prepared.ts';
import { heldAnswers, tickets } from './schema.ts';

/** A ticket as its row keeps it: the fold of its events, its subject, and who wrote the answers that wait. */
export interface TicketState {
  readonly ticket: Ticket;
  readonly subject: string;
  readonly held: TicketFacts['held'];
}

/** Reads a ticket's state without folding its history; a law test proves both equal. */
export function ticketStates(db: Connection): (id: TicketId) => TicketState | undefined {
  const byId = select(
    db,
    db.orm
      .select()
      .from(tickets)
      .where(eq(tickets.id, param('id'))),
  );
  const heldOf = select(
    db,
    db.orm
      .select()
      .from(heldAnswers)
      .where(eq(heldAnswers.ticket, param('id')))
      .orderBy(asc(heldAnswers.position)),
  );
  return (id) => {
    const row = byId.get({ id });
    if (row === undefined) return undefined;
    const held = heldOf.all({ id }).map(({ message, by, why }) => ({ message, by: actorOf(by), why }));
    return {
      ticket: ticketOf(
        row,
        held.map((answer) => answer.message),
      ),
      subject: row.subject,
      held,
    };
  };
}

function ticketOf(row: typeof tickets.$inferSelect, held: Ticket['heldAnswers']): Ticket {
  const { answerBy, answerVersion, answerMessage } = row;
  return {
    id: row.id,
    version: row.version,
    number: row.number,
    desk: row.desk,
    status: row.status,
    statusSince: new Date(row.statusSince),
    priority: row.priority,
    type: row.type,
    channel: row.channel,
    requester: row.requester,
    client: known(row.client),
    assignee: known(row.assignee),
    watchers: parsed<ContactId[]>(row.watchers),
    openedAt: new Date(row.openedAt),
    doneAt: dateOf(row.doneAt),
    lastAnswer:
      answerBy === null || answerVersion === null || answerMessage === null
        ? undefined
        : { by: actorOf(answerBy), version: answerVersion, message: answerMessage },
    heldAnswers: held,
    care: careOf(row.care),
  };
}
