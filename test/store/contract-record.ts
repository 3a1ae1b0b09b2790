import { describe, expect, test } from 'vitest';
import type { Contact } from '../../src/desk/facts.ts';
import type { ContactId, TicketId } from '../../src/desk/ids.ts';
import type { Sees } from '../../src/desk/record/sees.ts';
import type { Store, Tx } from '../../src/store/port.ts';
import type { NewStore } from './contract.ts';
import { clientRecord, contactRecord, DESK, decision, later, NOW, openTicket } from './make.ts';

const LIMITS = { open: 10, done: 10 };

async function reader(store: Store, id: ContactId, sees: Sees): Promise<Contact> {
  const contact = await store.read.contact(id);
  if (contact === undefined) throw new Error(`there is no contact ${id}`);
  return { ...contact, sees };
}

/** A ticket of a client's contact; the maker of tickets knows of no clients, so it is set as a split would. */
async function ticketOf(tx: Tx, contact: ContactId, client: Contact['client']): Promise<TicketId> {
  const made = tx.ids(() => 'EB');
  const ticket = made.ticket();
  const by = { kind: 'contact', id: contact } as const;
  const opened = { kind: 'opened', number: made.number(DESK), desk: DESK, requester: contact, client } as const;
  const how = { channel: 'portal', type: 'request', priority: 'high', status: 'new', by } as const;
  const change = { ticket, expected: 0, subject: 'Token', formerNumber: undefined, events: [{ ...opened, ...how }] };
  await tx.apply(decision({ changes: [change] }), new Map(), NOW);
  return ticket;
}

export function recordContract(fresh: NewStore): void {
  describe('the record of requests', () => {
    test('holds a contact’s own, those of his unit, or those of his client, the newest first and those that are done last', async () => {
      const { store } = await fresh();
      const { people, tickets } = await store.write(async (tx) => {
        const bank = await tx.putClient(clientRecord('Banka'));
        const post = await tx.putClient(clientRecord('Pošta'));
        const unit = { businessUnit: 'Trg 1, Niš', client: bank };
        const ana = await tx.putContact(contactRecord('ana@x.example', unit));
        const una = await tx.putContact(contactRecord('una@x.example', { ...unit, businessUnit: 'TRG 1 Niš' }));
        const boris = await tx.putContact(contactRecord('boris@x.example', { client: bank }));
        const petar = await tx.putContact(contactRecord('petar@y.example', { ...unit, client: post }));
        const tickets = [
          await ticketOf(tx, ana, bank),
          await ticketOf(tx, boris, bank),
          await ticketOf(tx, petar, post),
          await ticketOf(tx, ana, bank),
          // Ana's, from before she came to the bank.
          await ticketOf(tx, ana, post),
        ];
        const event = { kind: 'status-changed', from: 'new', to: 'closed', by: { kind: 'operator' } } as const;
        const change = {
          ticket: tickets[3] as TicketId,
          expected: 1,
          events: [event],
          subject: undefined,
          formerNumber: undefined,
        };
        await tx.apply(decision({ changes: [change] }), new Map(), later(1000));
        return { people: { ana, una, boris, petar }, tickets };
      });
      const [first, second, third, fourth, fifth] = tickets;
      const of = async (id: ContactId, sees: Sees, limits = LIMITS) =>
        store.read.recordOf(await reader(store, id, sees), limits);
      expect(await of(people.ana, 'own')).toEqual({ tickets: [fifth, first, fourth], counts: { open: 2, done: 1 } });
      expect(await of(people.una, 'own')).toEqual({ tickets: [], counts: { open: 0, done: 0 } });
      expect(await of(people.una, 'unit')).toEqual({ tickets: [first, fourth], counts: { open: 1, done: 1 } });
      expect(await of(people.boris, 'unit')).toEqual({ tickets: [second], counts: { open: 1, done: 0 } });
      expect(await of(people.boris, 'client')).toEqual({
        tickets: [second, first, fourth],
        counts: { open: 2, done: 1 },
      });
      expect(await of(people.ana, 'client')).toEqual({
        tickets: [fifth, second, first, fourth],
        counts: { open: 3, done: 1 },
      });
      expect(await of(people.petar, 'client')).toEqual({ tickets: [fifth, third], counts: { open: 2, done: 0 } });
      expect(await of(people.ana, 'client', { open: 1, done: 0 })).toEqual({
        tickets: [fifth],
        counts: { open: 3, done: 1 },
      });
    });

    test('the waiting list has what nobody took into work, with the end of its first promise', async () => {
      const { store } = await fresh();
      const { portal, mail } = await store.write(async (tx) => {
        const ana = await tx.putContact(contactRecord('ana@x.example'));
        const portal = await ticketOf(tx, ana, undefined);
        const { ticket: mail } = await openTicket(tx, ana);
        const { ticket: open } = await openTicket(tx, ana);
        const event = { kind: 'status-changed', from: 'new', to: 'open', by: { kind: 'operator' } } as const;
        const change = { ticket: open, expected: 2, events: [event], subject: undefined, formerNumber: undefined };
        const timers = [
          { key: `${portal}/resolution/1/9-clock/breach`, ticket: portal, due: later(9000) },
          { key: `${portal}/first-response/1/5-clock/breach`, ticket: portal, due: later(5000) },
          { key: `${portal}/first-response/1/5-clock/warning-0.5`, ticket: portal, due: later(2000) },
        ];
        await tx.apply(decision({ changes: [change], timers: [{ ticket: portal, timers }] }), new Map(), NOW);
        return { portal, mail };
      });
      const rest = { desk: DESK, openedAt: NOW, missed: false, deferredUntil: undefined };
      const waiting = await store.read.waitingList(DESK);
      expect([...waiting].sort((a, b) => a.ticket - b.ticket)).toEqual([
        { ...rest, ticket: portal, channel: 'portal', priority: 'high', due: later(5000) },
        { ...rest, ticket: mail, channel: 'mail', priority: 'normal', due: undefined },
      ]);
    });
  });
}
