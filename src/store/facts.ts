import { and, eq, sql } from 'drizzle-orm';
import type { Citation } from '../desk/facts.ts';
import { addressKey } from '../mail/address.ts';
import type { MessageId } from '../mail/mail.ts';
import { known } from './codec.ts';
import { type Connection, param } from './connection.ts';
import type { Queries } from './port.ts';
import { select } from './prepared.ts';
import { outbox, tickets } from './schema.ts';

type FactQueries = Pick<Queries, 'citations' | 'issued' | 'answered' | 'answeredOn' | 'openedSince' | 'hasTicketAt'>;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What was issued by us and bears on a mail. */
export function factQueries(db: Connection): FactQueries {
  const { orm } = db;
  const issue = {
    id: outbox.id,
    ticket: outbox.ticket,
    purpose: outbox.purpose,
    recipientKey: outbox.recipientKey,
    exposed: outbox.exposed,
    createdAt: outbox.createdAt,
    sentAt: outbox.sentAt,
    version: outbox.version,
    held: outbox.held,
    message: outbox.message,
  };
  const citing = (condition: ReturnType<typeof eq>) =>
    select(db, orm.select(issue).from(outbox).where(condition).limit(1));
  const byReply = citing(eq(outbox.tokenReply, param('key')));
  const byNote = citing(eq(outbox.tokenNote, param('key')));
  const byBounce = citing(eq(outbox.tokenBounce, param('key')));
  const byId = citing(eq(outbox.messageId, param('key')));
  const byAlias = citing(eq(outbox.alias, param('key')));
  const own = select(
    db,
    orm
      .select({ id: outbox.messageId })
      .from(outbox)
      .where(eq(outbox.messageId, param('id'))),
  );
  const aliases = select(
    db,
    orm
      .select({ id: outbox.alias })
      .from(outbox)
      .where(eq(outbox.alias, param('id'))),
  );
  const answers = select(
    db,
    orm
      .select({
        day: sql<number>`count(*)`,
        hour: sql<number>`count(CASE WHEN ${outbox.createdAt} > ${param('hourAgo')} THEN 1 END)`,
      })
      .from(outbox)
      .where(
        and(
          sql`${outbox.automation} = 'answer'`,
          eq(outbox.recipientKey, param('key')),
          sql`${outbox.createdAt} > ${param('dayAgo')}`,
        ),
      ),
  );

  const answersOn = select(
    db,
    orm
      .select({ ticket: outbox.ticket, n: sql<number>`count(*)` })
      .from(outbox)
      .where(
        and(
          sql`${outbox.automation} = 'answer'`,
          eq(outbox.recipientKey, param('key')),
          sql`${outbox.createdAt} > ${param('hourAgo')}`,
        ),
      )
      .groupBy(outbox.ticket),
  );
  const opened = select(
    db,
    orm
      .select({ n: sql<number>`count(*)` })
      .from(tickets)
      .where(and(eq(tickets.requester, param('contact')), sql`${tickets.openedAt} > ${param('since')}`)),
  );
  const atDesk = select(
    db,
    orm
      .select({ id: tickets.id })
      .from(tickets)
      .where(and(eq(tickets.requester, param('contact')), eq(tickets.desk, param('desk'))))
      .limit(1),
  );

  return {
    async citations(tokens, ids, from, now, life) {
      const sender = addressKey(from);
      const citation = (
        row: NonNullable<ReturnType<typeof byId.get>>,
        via: Citation['via'],
        purpose: Citation['purpose'],
      ): Citation => ({
        via,
        outbox: row.id,
        ticket: known(row.ticket),
        purpose,
        issuedToSender: row.recipientKey === sender,
        exposed: row.exposed === 1,
        expired: now.getTime() - (row.sentAt ?? row.createdAt) > life,
        version: row.version,
        held: known(row.held),
        message: known(row.message),
      });
      const byToken = tokens.flatMap((key) => {
        const reply = byReply.get({ key });
        if (reply !== undefined) return [citation(reply, 'token', reply.purpose)];
        const note = byNote.get({ key });
        if (note !== undefined) return [citation(note, 'token', 'note')];
        // Whoever writes to the envelope sender says nothing by it but what he writes about.
        const bounce = byBounce.get({ key });
        return bounce === undefined ? [] : [citation(bounce, 'token', 'none')];
      });
      const byIssued = ids.flatMap((key) => {
        const row = byId.get({ key }) ?? byAlias.get({ key });
        return row === undefined ? [] : [citation(row, 'issued-id', row.purpose)];
      });
      return [...byToken, ...byIssued];
    },
    async issued(ids) {
      const found = ids.flatMap((id) => [...own.all({ id }), ...aliases.all({ id })]);
      return new Set(found.flatMap(({ id }): MessageId[] => (id === null ? [] : [id])));
    },
    async answered(address, now) {
      const at = now.getTime();
      const row = answers.get({ key: addressKey(address), hourAgo: at - HOUR, dayAgo: at - DAY });
      return { hour: row?.hour ?? 0, day: row?.day ?? 0 };
    },
    async answeredOn(address, ids, now) {
      if (ids.length === 0) return new Map();
      const rows = answersOn.all({ key: addressKey(address), hourAgo: now.getTime() - HOUR });
      return new Map(rows.flatMap(({ ticket, n }) => (ticket !== null && ids.includes(ticket) ? [[ticket, n]] : [])));
    },
    async openedSince(contact, since) {
      return opened.get({ contact, since: since.getTime() })?.n ?? 0;
    },
    async hasTicketAt(contact, desk) {
      return atDesk.get({ contact, desk }) !== undefined;
    },
  };
}
