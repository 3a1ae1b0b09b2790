import { describe, expect, test } from 'vitest';
import type { TicketEvent } from '../../src/desk/event.ts';
import type { TicketChange } from '../../src/desk/facts.ts';
import type { AgentId, DeskId, MessageKey, TicketId, TicketNumber } from '../../src/desk/ids.ts';
import { fold } from '../../src/desk/ticket.ts';
import type { BlobHash } from '../../src/store/blobs.ts';
import { type Store, type Tx, VersionConflict } from '../../src/store/port.ts';
import type { NewStore } from './contract.ts';
import {
  body,
  clientRecord,
  contactRecord,
  DESK,
  decision,
  imap,
  keep,
  later,
  mail,
  mid,
  NOW,
  openTicket,
  prefixOf,
  settle,
} from './make.ts';

const marko = { kind: 'agent', id: 'marko' as AgentId } as const;

function change(ticket: TicketId, expected: number, events: readonly TicketEvent[]): TicketChange {
  return { ticket, expected, events, subject: undefined, formerNumber: undefined };
}

async function opened(store: Store) {
  return store.write(async (tx: Tx) => {
    const contact = await tx.putContact(contactRecord('ana@example.com'));
    const { id } = await keep(tx, imap(1));
    await tx.recordReading(id, { ...readingOf(), messageId: mid('first@example.com') });
    const made = await openTicket(tx, contact, { body: body({ ledger: id, messageId: mid('first@example.com') }) });
    await settle(tx, id, 'opened', made.ticket);
    return { ...made, ledger: id };
  });
}

function readingOf() {
  return {
    desk: DESK,
    from: 'ana@example.com',
    subject: 'Token',
    messageId: undefined,
    fingerprint: 'f',
    mailKind: 'human',
    authenticity: undefined,
  } as const;
}

export function ticketContract(fresh: NewStore): void {
  describe('tickets', () => {
    test('a ticket, its facts, events and message come back', async () => {
      const { store } = await fresh();
      const { ticket, message, contact, ledger } = await opened(store);
      const facts = (await store.read.ticketFacts([ticket, 99 as TicketId])).get(ticket);
      const history = await store.read.events(ticket);
      expect(facts?.ticket).toEqual(fold(history));
      expect(facts).toMatchObject({
        subject: 'Token',
        requester: { id: contact },
        watchers: [],
        client: undefined,
        held: [],
      });
      expect(history.map(({ version, event }) => [version, event.kind])).toEqual([
        [1, 'opened'],
        [2, 'message-added'],
      ]);
      expect(await store.read.message(message)).toEqual({
        ...body({ ledger, messageId: mid('first@example.com') }),
        key: message,
        ticket,
        direction: 'inbound',
        by: { kind: 'contact', id: contact },
        authenticity: 'claimed',
        at: NOW,
        shown: 'Moj token ne radi.',
        held: false,
        channel: 'mail',
      });
    });

    test('a decision on an old version is refused whole', async () => {
      const { store } = await fresh();
      const { ticket } = await opened(store);
      const assign = change(ticket, 2, [{ kind: 'assigned', to: marko.id, by: marko }]);
      await store.write((tx) => tx.apply(decision({ changes: [assign] }), new Map(), later(1)));
      const late = store.write((tx) => tx.apply(decision({ changes: [assign] }), new Map(), later(2)));
      await expect(late).rejects.toThrow(VersionConflict);
      const twice = store.write((tx) => tx.apply(decision({ changes: [change(ticket, 0, [])] }), new Map(), later(2)));
      await expect(twice).rejects.toThrow(VersionConflict);
      expect(await store.read.events(ticket)).toHaveLength(3);
    });

    test('a moved ticket answers to its old number and its new one; numbers are found in any case', async () => {
      const { store } = await fresh();
      const { ticket } = await opened(store);
      const banking = 'banking' as DeskId;
      await store.write(async (tx) => {
        const newNumber = tx.ids(prefixOf).number(banking);
        const oldNumber = 'EB-1001' as TicketNumber;
        const moved = { kind: 'moved', from: DESK, to: banking, oldNumber, newNumber, by: marko } as const;
        await tx.apply(
          decision({ changes: [{ ...change(ticket, 2, [moved]), formerNumber: oldNumber, subject: 'Novi' }] }),
          new Map(),
          NOW,
        );
      });
      expect(await store.read.numbered(['BA-1001', 'EB-1001', 'EB-9'])).toEqual([
        { number: 'BA-1001', ticket },
        { number: 'EB-1001', ticket },
      ]);
      expect(await store.read.ticketByNumber('ba-1001')).toBe(ticket);
      expect(await store.read.ticketByNumber('')).toBeUndefined();
      expect(await store.read.tickets({ desk: banking, limit: 5 })).toMatchObject([
        { number: 'BA-1001', subject: 'Novi' },
      ]);
      expect(await store.read.tickets({ desk: DESK, limit: 5 })).toEqual([]);
    });

    test('answers that wait are known with author and reason until they are released', async () => {
      const { store } = await fresh();
      const { ticket } = await opened(store);
      const key = await store.write(async (tx) => {
        const key = tx.ids(prefixOf).message();
        const message = { key, ticket, direction: 'outbound', by: marko, authenticity: 'proved' } as const;
        await tx.apply(
          decision({
            changes: [change(ticket, 2, [{ kind: 'answer-held', message: key, why: 'doubtful', by: marko }])],
            messages: [{ ...message, source: 'typed', text: 'Restart.', held: true, channel: 'mail' }],
          }),
          new Map([[key, body({ full: 'Restart.\n-- \nM' })]]),
          NOW,
        );
        return key;
      });
      expect((await store.read.ticketFacts([ticket])).get(ticket)?.held).toEqual([
        { message: key, by: marko, why: 'doubtful' },
      ]);
      expect(await store.read.message(key)).toMatchObject({ held: true, shown: 'Restart.', full: 'Restart.\n-- \nM' });
      const released = change(ticket, 3, [{ kind: 'answer-released', message: key, by: marko }]);
      await store.write((tx) => tx.apply(decision({ changes: [released], releases: [key] }), new Map(), NOW));
      expect((await store.read.ticketFacts([ticket])).get(ticket)?.held).toEqual([]);
      expect((await store.read.message(key))?.held).toBe(false);
    });

    test('a split message takes its ids, its ledger row and the mails about it to the new ticket', async () => {
      const { store } = await fresh();
      const first = await opened(store);
      const { second, outgoing } = await store.write(async (tx) => {
        const notice = mail({ ticket: first.ticket, message: first.message, version: 7 });
        await tx.enqueue(notice, 'queued', NOW);
        const second = await openTicket(tx, first.contact);
        const moves = [{ message: first.message, ticket: second.ticket }];
        await tx.apply(decision({ moves }), new Map(), NOW);
        return { second, outgoing: notice.messageId };
      });
      expect((await store.read.messages(first.ticket)).length).toBe(0);
      expect((await store.read.messages(second.ticket)).map((row) => row.key)).toEqual([first.message, second.message]);
      expect(await store.read.receivedOn([mid('first@example.com')])).toMatchObject([{ ticket: second.ticket }]);
      expect((await store.read.ledgerRow(first.ledger))?.ticket).toBe(second.ticket);
      const [citation] = await store.read.citations([], [outgoing], 'ana@example.com', NOW, 1000);
      expect(citation).toMatchObject({ ticket: second.ticket, version: 2 });
      const nothing = store.write((tx) =>
        tx.apply(decision({ moves: [{ message: 999 as MessageKey, ticket: second.ticket }] }), new Map(), NOW),
      );
      await expect(nothing).rejects.toThrow('no message 999');
    });

    test('messages come oldest first, the newest of them when bounded, with their attachments', async () => {
      const { store } = await fresh();
      const { ticket, contact } = await opened(store);
      const attachment = {
        filename: 'račun.pdf',
        contentType: 'application/pdf',
        size: 5,
        contentId: 'cid1',
        inline: true,
        blob: 'a'.repeat(64) as BlobHash,
        leftOut: undefined,
        detectedType: undefined,
        blocked: undefined,
      };
      const missing = {
        ...attachment,
        filename: undefined,
        contentId: undefined,
        inline: false,
        blob: undefined,
        leftOut: 'too large',
        detectedType: undefined,
        blocked: undefined,
      };
      const keys = await store.write(async (tx) => {
        const keys = [tx.ids(prefixOf).message(), tx.ids(prefixOf).message()];
        const by = { kind: 'contact', id: contact } as const;
        for (const [index, key] of keys.entries())
          await tx.apply(
            decision({
              messages: [
                {
                  key,
                  ticket,
                  direction: 'inbound',
                  by,
                  authenticity: 'cited',
                  source: 'mail',
                  text: `${index}`,
                  channel: 'mail',
                  held: false,
                },
              ],
            }),
            new Map([[key, body({ attachments: index === 0 ? [attachment, missing] : [], html: '<p>', spans: [] })]]),
            later(index),
          );
        return keys;
      });
      expect((await store.read.messages(ticket)).map((row) => row.key).slice(1)).toEqual(keys);
      const last = await store.read.messages(ticket, 2);
      expect(last.map((row) => row.shown)).toEqual(['0', '1']);
      expect(last[0]?.attachments).toEqual([attachment, missing]);
      expect(last[1]?.attachments).toEqual([]);
    });

    test('lists are filtered, newest first, and paged', async () => {
      const { store } = await fresh();
      const { tickets, client, eva } = await store.write(async (tx) => {
        const client = await tx.putClient(clientRecord('Banka'));
        const ana = await tx.putContact(contactRecord('ana@example.com'));
        const eva = await tx.putContact(contactRecord('eva@example.com', { client }));
        const tickets: TicketId[] = [];
        for (const contact of [ana, eva, ana]) tickets.push((await openTicket(tx, contact)).ticket);
        const [one] = tickets;
        if (one === undefined) throw new Error('no ticket');
        const events: TicketEvent[] = [
          { kind: 'assigned', to: marko.id, by: marko },
          { kind: 'status-changed', from: 'new', to: 'pending', by: marko },
        ];
        await tx.apply(decision({ changes: [change(one, 2, events)] }), new Map(), later(5));
        return { tickets, client, eva };
      });
      const [one, two, three] = tickets;
      const listed = async (filter: Parameters<typeof store.read.tickets>[0]) =>
        (await store.read.tickets(filter)).map((row) => row.id);
      expect(await listed({ limit: 5 })).toEqual([three, two, one]);
      expect(await listed({ limit: 2 })).toEqual([three, two]);
      expect(await listed({ limit: 5, status: ['new'] })).toEqual([three, two]);
      expect(await listed({ limit: 5, status: ['pending', 'new'], desk: DESK })).toEqual([three, two, one]);
      expect(await listed({ limit: 5, assignee: marko.id })).toEqual([one]);
      expect(await listed({ limit: 5, assignee: 'nobody' })).toEqual([three, two]);
      expect(await listed({ limit: 5, requester: eva, assignee: 'nobody' })).toEqual([two]);
      expect(await listed({ limit: 5, client })).toEqual([]);
      if (two !== undefined) expect(await listed({ limit: 5, before: two })).toEqual([one]);
      expect(await store.read.tickets({ limit: 1, assignee: marko.id })).toMatchObject([
        { assignee: 'marko', status: 'pending', updatedAt: later(5), openedAt: NOW },
      ]);
    });
  });
}
