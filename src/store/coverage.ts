import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { AgreedHours, Introduction } from '../desk/coverage/rules.ts';
import type { ClientId, ContactId } from '../desk/ids.ts';
import type { NewBooking } from '../desk/time/book.ts';
import { actorOf, actorText, dateOf } from './codec.ts';
import { type Connection, inserter, param } from './connection.ts';
import type { Booking, Queries, Tx } from './port.ts';
import { change, select } from './prepared.ts';
import { agreedHours, bookings, introductions } from './schema.ts';

/** Agreed hours of one client that are looked at: the newest. */
const MOST_HOURS = 100;

type CoverageQueries = Pick<Queries, 'introductions' | 'agreedHours' | 'bookings' | 'bookedClients' | 'bookedTickets'>;

/** What the registers say of one person and of one client. */
export interface CoverageLookup {
  readonly introductionsOf: (contact: ContactId) => readonly Introduction[];
  readonly hoursOf: (client: ClientId) => readonly AgreedHours[];
}

/** Introductions and agreed hours for those who look people up. */
export function coverageLookup(db: Connection): CoverageLookup {
  const { orm } = db;
  const ofContact = select(
    db,
    orm
      .select()
      .from(introductions)
      .where(eq(introductions.contact, param('contact')))
      .orderBy(asc(introductions.product)),
  );
  const ofClient = select(
    db,
    orm
      .select()
      .from(agreedHours)
      .where(eq(agreedHours.client, param('client')))
      .orderBy(desc(agreedHours.since))
      .limit(MOST_HOURS),
  );
  return {
    introductionsOf: (contact) => ofContact.all({ contact }).map(introductionOf),
    hoursOf: (client) => ofClient.all({ client }).map(spanOf),
  };
}

/** What is asked of the registers that coverage rests on, and of booked work. */
export function coverageQueries(db: Connection): CoverageQueries {
  const { orm, raw } = db;
  const page = select(
    db,
    orm
      .select()
      .from(introductions)
      .where(sql`(${introductions.contact}, ${introductions.product}) > (${param('contact')}, ${param('product')})`)
      .orderBy(asc(introductions.contact), asc(introductions.product))
      .limit(sql.placeholder('limit')),
  );
  const hours = select(
    db,
    orm
      .select()
      .from(agreedHours)
      .where(sql`(${agreedHours.client}, ${agreedHours.since}) > (${param('client')}, ${param('since')})`)
      .orderBy(asc(agreedHours.client), asc(agreedHours.since))
      .limit(sql.placeholder('limit')),
  );
  const ofTicket = select(
    db,
    orm
      .select()
      .from(bookings)
      .where(eq(bookings.ticket, param('ticket')))
      .orderBy(asc(bookings.version)),
  );
  const clientsBooked = raw
    .prepare(
      `SELECT DISTINCT t.client FROM bookings b JOIN tickets t ON t.id = b.ticket
       WHERE b.at >= @since AND b.at < @until AND t.desk = @desk AND t.client > @after ORDER BY t.client LIMIT @limit`,
    )
    .pluck();
  const ticketsBooked = raw
    .prepare(
      `SELECT DISTINCT b.ticket FROM bookings b JOIN tickets t ON t.id = b.ticket
       WHERE b.at >= @since AND b.at < @until AND t.desk = @desk AND t.client = @client ORDER BY b.ticket LIMIT @limit`,
    )
    .pluck();
  return {
    async introductions(after, limit) {
      const rows = page.all({ contact: after?.contact ?? 0, product: after?.product ?? '', limit });
      return rows.map((row) => ({ contact: row.contact, ...introductionOf(row) }));
    },
    async agreedHours(after, limit) {
      const rows = hours.all({ client: after?.client ?? 0, since: after?.from.getTime() ?? 0, limit });
      return rows.map((row) => ({ client: row.client, ...spanOf(row) }));
    },
    async bookings(ticket) {
      return ofTicket.all({ ticket }).map(bookingOf);
    },
    async bookedClients({ desk, from, to }, after, limit) {
      const span = { since: from.getTime(), until: to.getTime() };
      return clientsBooked.all({ ...span, desk, after: after ?? 0, limit }) as readonly ClientId[];
    },
    async bookedTickets({ desk, from, to }, client, limit) {
      const span = { since: from.getTime(), until: to.getTime() };
      return ticketsBooked.all({ ...span, desk, client, limit }) as readonly Booking['ticket'][];
    },
  };
}

/** Writes the registers that coverage rests on. */
export function coverageRegisterWrites(
  db: Connection,
): Pick<Tx, 'putIntroduction' | 'removeIntroduction' | 'putAgreedHours' | 'removeAgreedHours'> {
  const put = inserter(
    db,
    introductions,
    'ON CONFLICT DO UPDATE SET introduction = excluded.introduction, settings = excluded.settings, since = excluded.since',
  );
  const remove = change(
    db,
    db.orm
      .delete(introductions)
      .where(and(eq(introductions.contact, param('contact')), eq(introductions.product, param('product')))),
  );
  const putHours = inserter(db, agreedHours, 'ON CONFLICT DO UPDATE SET until = excluded.until');
  const removeHours = change(
    db,
    db.orm
      .delete(agreedHours)
      .where(and(eq(agreedHours.client, param('client')), eq(agreedHours.since, param('since')))),
  );
  return {
    async putIntroduction(contact, { product, introduction, settings, since }) {
      put({ contact, product, introduction, settings, since: since?.getTime() ?? null });
    },
    async removeIntroduction(contact, product) {
      return remove.run({ contact, product }).changes > 0;
    },
    async putAgreedHours(client, { from, to }) {
      putHours({ client, since: from.getTime(), until: to.getTime() });
    },
    async removeAgreedHours(client, from) {
      return removeHours.run({ client, since: from.getTime() }).changes > 0;
    },
  };
}

/** Writes work as a decision books it. */
export function bookingWriter(db: Connection): (booking: NewBooking, at: Date) => void {
  const insert = inserter(db, bookings);
  return ({ ticket, version, by, minutes, text }, at) => {
    insert({ ticket, version, at: at.getTime(), by: actorText(by), minutes, text });
  };
}

function introductionOf(row: typeof introductions.$inferSelect): Introduction {
  const { product, introduction, settings, since } = row;
  return { product, introduction, settings, since: dateOf(since) };
}

function spanOf({ since, until }: typeof agreedHours.$inferSelect): AgreedHours {
  return { from: new Date(since), to: new Date(until) };
}

function bookingOf({ ticket, version, at, by, minutes, text }: typeof bookings.$inferSelect): Booking {
  return { ticket, version, at: new Date(at), by: actorOf(by), minutes, text };
}
