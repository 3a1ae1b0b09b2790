import { eq, sql } from 'drizzle-orm';
import type { Decision, NewMessage } from '../desk/facts.ts';
import type { MessageKey, TicketId } from '../desk/ids.ts';
import type { Timer } from '../desk/timer.ts';
import { actorText, identity } from './codec.ts';
import { type Connection, inserter, list, param, within } from './connection.ts';
import { bookingWriter } from './coverage.ts';
import type { PeopleWrites } from './people-write.ts';
import type { MessageBody, Tx } from './port.ts';
import { change } from './prepared.ts';
import { attachments, messages, outbox, ticketFacts } from './schema.ts';
import { staffWrites } from './staff.ts';
import { ticketWriter } from './ticket-write.ts';

/** Writes what a desk decided, all but its notices: those are rendered and enqueued by the caller in the same transaction. */
export function decisionWrites(
  db: Connection,
  people: PeopleWrites,
  setTimers: (ticket: TicketId, timers: readonly Timer[]) => void,
  addTimers: (timers: readonly Timer[]) => void,
): Pick<Tx, 'apply' | 'attach'> {
  const { orm, raw } = db;
  const changeTicket = ticketWriter(db);
  const insertMessage = inserter(db, messages);
  const insertAttachment = inserter(db, attachments);
  const putFacts = inserter(db, ticketFacts, 'ON CONFLICT DO UPDATE SET facts = excluded.facts');
  const staff = staffWrites(db);
  const addBooking = bookingWriter(db);
  const release = change(db, orm.update(messages).set({ held: 0 }).where(within(messages.id, 'ids')));
  const moveMessage = change(
    db,
    orm
      .update(messages)
      .set({ ticket: sql`${param('ticket')}` })
      .where(eq(messages.id, param('message'))),
  );
  const moveLedger = raw.prepare(
    'UPDATE ledger SET ticket = @ticket WHERE id = (SELECT ledger FROM messages WHERE id = @message)',
  );
  // The version of the new ticket as it is now: an answer to such a mail is older than any answer given there since.
  const moveIssued = raw.prepare(
    `UPDATE outbox SET ticket = @ticket, version = (SELECT version FROM tickets WHERE id = @ticket) WHERE message = @message`,
  );
  const merge = [
    'UPDATE messages SET ticket = @into WHERE ticket = @from',
    'UPDATE ledger SET ticket = @into WHERE ticket = @from',
    // An answer to such a mail is older than any answer given there since.
    'UPDATE outbox SET ticket = @into, version = (SELECT version FROM tickets WHERE id = @into) WHERE ticket = @from',
    'UPDATE ticket_numbers SET ticket = @into WHERE ticket = @from',
  ].map((sql) => raw.prepare(sql));
  const expose = change(db, orm.update(outbox).set({ exposed: 1 }).where(within(outbox.id, 'ids')));
  const bounce = raw.prepare(
    `UPDATE outbox SET state = 'bounced', next_try = NULL
     WHERE state <> 'dropped' AND id IN (SELECT value FROM json_each(?))`,
  );

  function addMessage(message: NewMessage, body: MessageBody, at: Date): void {
    insertMessage({
      id: message.key,
      ticket: message.ticket,
      direction: message.direction,
      by: actorText(message.by),
      authenticity: message.authenticity,
      at: at.getTime(),
      held: message.held ? 1 : 0,
      messageId: identity(body.messageId),
      ledger: body.ledger,
      subject: body.subject,
      shown: message.text === body.full ? undefined : message.text,
      body: body.full,
      spans: JSON.stringify(body.spans),
      html: body.html,
      channel: message.channel === 'mail' ? undefined : message.channel,
    });
    for (const [position, attachment] of body.attachments.entries())
      insertAttachment({ ...attachment, message: message.key, position, inline: attachment.inline ? 1 : 0 });
  }

  function bodyOf(bodies: ReadonlyMap<MessageKey, MessageBody>, key: MessageKey): MessageBody {
    const body = bodies.get(key);
    if (body === undefined) throw new Error(`message ${key} is to be stored and has no body`);
    return body;
  }

  const lastPosition = raw.prepare('SELECT coalesce(max(position), -1) FROM attachments WHERE message = ?').pluck();

  return {
    async attach(message, attachment) {
      const position = Number(lastPosition.get(message)) + 1;
      insertAttachment({ ...attachment, message, position, inline: attachment.inline ? 1 : 0 });
    },
    async apply(decision: Decision, bodies, at) {
      for (const contact of decision.contacts) people.addContact(contact);
      for (const one of decision.enrolled) people.enrol(one);
      for (const change of decision.changes) changeTicket(change, at);
      for (const message of decision.messages) addMessage(message, bodyOf(bodies, message.key), at);
      if (decision.releases.length > 0) release.run({ ids: list(decision.releases) });
      for (const { message, ticket } of decision.moves) {
        if (moveMessage.run({ message, ticket }).changes === 0)
          throw new Error(`there is no message ${message} to move`);
        moveLedger.run({ message, ticket });
        moveIssued.run({ message, ticket });
      }
      for (const one of decision.merges) for (const statement of merge) statement.run(one);
      for (const { contact, spam } of decision.senders) people.markSpammer(contact, spam);
      if (decision.exposed.length > 0) expose.run({ ids: list(decision.exposed) });
      if (decision.undeliverable.length > 0) people.markUndeliverable(decision.undeliverable, true);
      if (decision.reachable.length > 0) people.markUndeliverable(decision.reachable, false);
      if (decision.bounced.length > 0) bounce.run(list(decision.bounced));
      for (const { ticket, facts } of decision.facts) putFacts({ ticket, facts: JSON.stringify(facts) });
      for (const { ticket, timers } of decision.timers) setTimers(ticket, timers);
      addTimers(decision.wakes);
      for (const presence of decision.back) staff.cutAbsences(presence);
      for (const absence of decision.absences) staff.addAbsence(absence);
      for (const { key, agent } of decision.turns) staff.setTurn(key, agent);
      for (const one of decision.bookings) addBooking(one, at);
    },
  };
}
