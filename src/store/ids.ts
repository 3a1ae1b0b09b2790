import { randomBytes } from 'node:crypto';
import type { ClientId, ContactId, DeskId, Ids, MessageKey, TicketId, TicketNumber } from '../desk/ids.ts';
import type { Connection } from './connection.ts';

/** Numbers start here, so that every one has four digits or more and stands out in a subject. */
const FIRST_NUMBER = 1001;

/** Makes ids: numbers counted on in memory, which is right because one process writes; what a rollback wastes leaves a gap. */
export interface IdMakers extends Omit<Ids, 'number'> {
  /** The next ticket number of a prefix: counted in the database, so that it is taken or given back with the transaction. */
  readonly number: (prefix: string) => TicketNumber;
}

/** The makers, begun behind the newest rows. */
export function idMakers(db: Connection): IdMakers {
  const counter = <T extends number>(table: 'tickets' | 'messages' | 'contacts' | 'clients'): (() => T) => {
    let last = Number(db.raw.prepare(`SELECT coalesce(max(id), 0) FROM ${table}`).pluck().get());
    return () => ++last as T;
  };
  const next = db.raw
    .prepare('INSERT INTO counters VALUES (?, ?) ON CONFLICT DO UPDATE SET n = n + 1 RETURNING n')
    .pluck();
  return {
    secret: () =>
      BigInt(`0x${randomBytes(20).toString('hex')}`)
        .toString(36)
        .padStart(31, '0'),
    ticket: counter<TicketId>('tickets'),
    message: counter<MessageKey>('messages'),
    contact: counter<ContactId>('contacts'),
    client: counter<ClientId>('clients'),
    // By prefix, not by desk: a desk that takes another's prefix must not take its numbers.
    number: (prefix) => `${prefix}-${Number(next.get(`number:${prefix.toUpperCase()}`, FIRST_NUMBER))}` as TicketNumber,
  };
}

/** The makers as the core sees them. */
export function idsFor(makers: IdMakers, prefixOf: (desk: DeskId) => string): Ids {
  return { ...makers, number: (desk) => makers.number(prefixOf(desk)) };
}
