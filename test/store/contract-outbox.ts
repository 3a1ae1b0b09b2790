import { describe, expect, test } from 'vitest';
import type { DeskId, MessageKey, OutboxId } from '../../src/desk/ids.ts';
import type { OutboxRow, OutgoingMail, Store } from '../../src/store/port.ts';
import type { NewStore } from './contract.ts';
import { address, body, contactRecord, decision, later, mail, mid, NOW, openTicket } from './make.ts';

const HOUR = 3_600_000;

async function queue(store: Store, ...mails: readonly OutgoingMail[]): Promise<readonly OutboxId[]> {
  return store.write(async (tx) => {
    const ids: OutboxId[] = [];
    for (const one of mails) ids.push(await tx.enqueue(one, 'queued', NOW));
    return ids;
  });
}

const claim = (store: Store, at = NOW, limit = 10): Promise<readonly OutboxRow[]> =>
  store.write((tx) => tx.claim(at, limit));

async function stateOf(store: Store, id: OutboxId): Promise<OutboxRow> {
  const row = (await store.read.outbox({ limit: 100 })).find((each) => each.id === id);
  if (row === undefined) throw new Error(`no outbox row ${id}`);
  return row;
}

export function outboxContract(fresh: NewStore): void {
  describe('outbox', () => {
    test('a mail comes back whole', async () => {
      const { store } = await fresh();
      const whole = mail({
        replyTo: 'help+t@desk.example',
        cc: [{ name: 'Č', address: 'c@x' }],
        inReplyTo: mid('a@x'),
        references: [mid('a@x')],
        notBefore: later(50),
        held: 3 as MessageKey,
      });
      const [id] = await queue(store, whole);
      expect(await store.read.outbox({ limit: 5 })).toEqual([
        {
          ...whole,
          id,
          state: 'queued',
          attempts: 0,
          mayBeSent: false,
          handed: false,
          nextTry: later(50),
          lastError: undefined,
          createdAt: NOW,
          sentAt: undefined,
        },
      ]);
      expect(await store.read.nextOutboxAt()).toEqual(later(50));
      expect(await claim(store)).toEqual([]);
      expect(await claim(store, later(50))).toMatchObject([{ id, state: 'sending', attempts: 1 }]);
    });

    test("people's words go first, then the oldest; a desk may be passed over; nobody gets a row twice", async () => {
      const { store } = await fresh();
      const [notice, answer, person, other] = await queue(
        store,
        mail({ automation: 'notice' }),
        mail({ automation: 'answer' }),
        mail({ automation: 'person' }),
        mail({ automation: 'person', desk: 'down' as DeskId }),
      );
      const first = await store.write((tx) => tx.claim(NOW, 2, ['down' as DeskId]));
      expect(first.map((row) => row.id)).toEqual([person, notice]);
      expect((await claim(store)).map((row) => row.id)).toEqual([other, answer]);
      expect(await claim(store)).toEqual([]);
      expect(await store.read.outboxCounts()).toMatchObject({ sending: 4, queued: 0 });
    });

    test('desks, and in a desk the mailboxes that are answered, take turns', async () => {
      const { store } = await fresh();
      const names = new Map<OutboxId, string>();
      await store.write(async (tx) => {
        const put = async (desk: string, mailbox: string | undefined, count: number) => {
          for (let nth = 1; nth <= count; nth++)
            names.set(
              await tx.enqueue(mail({ automation: 'notice', desk: desk as DeskId }), 'queued', NOW, mailbox),
              `${desk} ${mailbox ?? 'none'} ${nth}`,
            );
        };
        await put('a', 'busy', 7);
        await put('a', 'quiet', 2);
        await put('a', undefined, 1);
        await put('b', 'busy', 2);
        await put('down', 'busy', 3);
      });
      const claimed = async (limit: number) =>
        (await store.write((tx) => tx.claim(NOW, limit, ['down' as DeskId]))).map((row) => names.get(row.id));
      expect(await claimed(3)).toEqual(['a none 1', 'a busy 1', 'a quiet 1']);
      expect(await claimed(4)).toEqual(['b busy 1', 'a busy 2', 'a quiet 2', 'b busy 2']);
      const late = await store.write((tx) => tx.enqueue(mail({ desk: 'c' as DeskId }), 'queued', NOW));
      names.set(late, 'c');
      expect(await claimed(3)).toEqual(['c', 'a busy 3', 'a busy 4']);
      expect(await claimed(10)).toEqual(['a busy 5', 'a busy 6', 'a busy 7']);
    });

    test('of a ticket a person is told in the order of what happened, whose turn it ever is', async () => {
      const { store } = await fresh();
      const { ticket } = await store.write(async (tx) =>
        openTicket(tx, await tx.putContact(contactRecord('ana@example.com'))),
      );
      const [first, second] = await store.write(async (tx) => {
        for (let nth = 0; nth < 3; nth++) await tx.enqueue(mail({ automation: 'notice' }), 'queued', NOW, 'busy');
        const told = mail({ automation: 'notice', ticket });
        const again = mail({ automation: 'notice', ticket, recipient: address(told.recipient.toUpperCase()) });
        return [await tx.enqueue(told, 'queued', NOW, 'busy'), await tx.enqueue(again, 'queued', NOW)];
      });
      const order: OutboxId[] = [];
      for (let nth = 0; nth < 5; nth++) order.push(...(await claim(store, NOW, 1)).map((row) => row.id));
      expect(order.slice(3)).toEqual([first, second]);
    });

    test('sent, deferred, failed', async () => {
      const { store } = await fresh();
      const [sent, deferred, failed] = await queue(store, mail(), mail(), mail());
      await claim(store);
      await store.write(async (tx) => {
        if (sent === undefined || deferred === undefined || failed === undefined) throw new Error('not queued');
        await tx.sent(sent, '250 OK', mid('alias@relay'), later(1));
        await tx.deferred(deferred, '451 later', later(60));
        await tx.failed(failed, '550 no', later(1));
      });
      expect((await store.read.outbox({ limit: 5 })).map((row) => [row.state, row.lastError, row.attempts])).toEqual([
        ['failed', '550 no', 1],
        ['queued', '451 later', 1],
        ['sent', undefined, 1],
      ]);
      expect((await store.read.outboxBy({ messageId: mid('alias@relay') }))?.id).toBe(sent);
      expect(await store.read.nextOutboxAt()).toEqual(later(60));
      expect((await claim(store, later(60))).map((row) => row.id)).toEqual([deferred]);
    });

    test('a lost connection is tried once more, then a person decides, and may begin again', async () => {
      const { store } = await fresh();
      const [id] = await queue(store, mail());
      if (id === undefined) throw new Error('not queued');
      await claim(store);
      await store.write((tx) => tx.uncertain(id, 'lost after DATA', later(10)));
      expect(await stateOf(store, id)).toMatchObject({ state: 'uncertain', mayBeSent: true, nextTry: later(10) });
      expect(await claim(store, later(9))).toEqual([]);
      expect(await claim(store, later(10))).toMatchObject([{ id, mayBeSent: true, attempts: 2 }]);
      await store.write((tx) => tx.uncertain(id, 'lost again', later(20)));
      expect(await claim(store, later(HOUR))).toEqual([]);
      expect(await store.read.nextOutboxAt()).toBeUndefined();
      expect(await store.write((tx) => tx.releaseOutbox([id], 'queued', later(30)))).toBe(1);
      expect(await claim(store, later(30))).toMatchObject([{ id, mayBeSent: false, attempts: 1 }]);
    });

    test('rows left by a crash while sending are tried once more, a second time a person decides', async () => {
      const { store } = await fresh();
      const [id] = await queue(store, mail());
      if (id === undefined) throw new Error('not queued');
      const [first] = await claim(store);
      await store.write((tx) => tx.handing([id]));
      expect(await stateOf(store, id)).toMatchObject({ state: 'sending', handed: true });
      expect(await store.write((tx) => tx.recoverSending(later(1)))).toBe(1);
      const [second] = await claim(store, later(1));
      expect(second).toMatchObject({ id, messageId: first?.messageId, mayBeSent: true, handed: false });
      await store.write((tx) => tx.handing([id]));
      await store.write((tx) => tx.recoverSending(later(2)));
      expect(await claim(store, later(HOUR))).toEqual([]);
      expect((await stateOf(store, id)).state).toBe('uncertain');
    });

    test('rows that a crash left before they were handed over are queued again, and no more in doubt than before', async () => {
      const { store } = await fresh();
      const [id] = await queue(store, mail());
      if (id === undefined) throw new Error('not queued');
      for (const crash of [1, 2, 3]) {
        expect(await claim(store, later(crash))).toMatchObject([{ id, mayBeSent: false, handed: false }]);
        expect(await store.write((tx) => tx.recoverSending(later(crash + 1)))).toBe(1);
        expect(await stateOf(store, id)).toMatchObject({ state: 'queued', mayBeSent: false });
      }
      await claim(store, later(4));
      await store.write((tx) => tx.uncertain(id, 'lost after DATA', later(5)));
      await claim(store, later(5));
      await store.write((tx) => tx.recoverSending(later(6)));
      expect(await stateOf(store, id)).toMatchObject({ state: 'queued', mayBeSent: true });
      await store.write((tx) => tx.handing([id]));
      expect(await stateOf(store, id)).toMatchObject({ state: 'queued', handed: false });
    });

    test('held mail waits for the operator; only what may be is released or dropped', async () => {
      const { store } = await fresh();
      const [one, two] = await store.write(async (tx) => [
        await tx.enqueue(mail(), 'hold', NOW),
        await tx.enqueue(mail({ notBefore: later(100) }), 'hold', NOW),
      ]);
      const [queued] = await queue(store, mail());
      if (one === undefined || queued === undefined) throw new Error('not queued');
      expect((await claim(store)).map((row) => row.id)).toEqual([queued]);
      await store.write((tx) => tx.sent(queued, '250', undefined, NOW));
      expect(await store.write((tx) => tx.releaseOutbox([one, queued], 'dropped', later(1)))).toBe(1);
      expect(await store.write((tx) => tx.releaseOutbox(undefined, 'queued', later(1)))).toBe(1);
      expect((await claim(store, later(100))).map((row) => row.id)).toEqual([two]);
      expect(await store.read.outboxCounts()).toEqual({
        queued: 0,
        sending: 1,
        sent: 1,
        uncertain: 0,
        failed: 0,
        hold: 0,
        bounced: 0,
        dropped: 1,
      });
      expect(await store.examine()).toEqual([]);
    });

    test('rows are listed by state and by ticket', async () => {
      const { store } = await fresh();
      const { ticket } = await store.write(async (tx) =>
        openTicket(tx, await tx.putContact(contactRecord('ana@example.com'))),
      );
      const [one, two] = await queue(store, mail({ ticket }), mail());
      const listed = async (filter: Parameters<typeof store.read.outbox>[0]) =>
        (await store.read.outbox(filter)).map((row) => row.id);
      expect(await listed({ limit: 5, ticket })).toEqual([one]);
      expect(await listed({ limit: 5, state: ['queued', 'hold'] })).toEqual([two, one]);
      expect(await listed({ limit: 5, state: ['hold'], ticket })).toEqual([]);
    });
  });

  describe('what was issued', () => {
    test.each([
      { name: 'reply token', tokens: ['r1'], ids: [], want: { via: 'token', purpose: 'answer' } },
      { name: 'a relay changed its case', tokens: ['R1'], ids: [], want: { via: 'token', purpose: 'answer' } },
      { name: 'note token', tokens: ['n1'], ids: [], want: { via: 'token', purpose: 'note' } },
      { name: 'bounce token', tokens: ['b1'], ids: [], want: { via: 'token', purpose: 'none' } },
      { name: 'Message-ID', tokens: [], ids: ['m1@desk'], want: { via: 'issued-id', purpose: 'answer' } },
      { name: "a relay's alias", tokens: [], ids: ['alias@relay'], want: { via: 'issued-id', purpose: 'answer' } },
      { name: 'empty', tokens: [''], ids: [''], want: undefined },
      { name: 'never issued', tokens: ['x'], ids: ['x@y'], want: undefined },
    ])('citation: $name', async ({ tokens, ids, want }) => {
      const { store } = await fresh();
      const issued = mail({
        purpose: 'answer',
        recipient: address('Marko@Desk.example'),
        messageId: mid('m1@desk'),
        tokens: { reply: 'r1', note: 'n1', bounce: 'b1' },
        version: 4,
        held: 8 as MessageKey,
      });
      const [id] = await queue(
        store,
        issued,
        mail({ tokens: { reply: undefined, note: undefined, bounce: undefined } }),
      );
      if (id === undefined) throw new Error('not queued');
      await store.write((tx) => tx.aliasLearnt(id, mid('alias@relay')));
      const cites = ids.map(mid);
      const ask = (from: string, at: Date) => store.read.citations(tokens, cites, from, at, HOUR);
      const facts = { outbox: id, ticket: undefined, version: 4, held: 8, exposed: false };
      expect(await ask('marko@desk.EXAMPLE', later(HOUR))).toEqual(
        want === undefined ? [] : [{ ...facts, ...want, issuedToSender: true, expired: false }],
      );
      if (want === undefined) return;
      await store.write((tx) => tx.apply(decision({ exposed: [id] }), new Map(), NOW));
      expect(await ask('other@desk.example', later(HOUR + 1))).toEqual([
        { ...facts, ...want, exposed: true, issuedToSender: false, expired: true },
      ]);
    });

    test('citations keep the order asked: tokens first, then ids', async () => {
      const { store } = await fresh();
      const made = [mail(), mail(), mail()];
      const [a, b, c] = await queue(store, ...made);
      const ids = made.map((one) => one.messageId);
      const tokens = [made[2]?.tokens.reply ?? ''];
      const found = await store.read.citations(tokens, [...ids].reverse(), 'x@y', NOW, HOUR);
      expect(found.map((each) => each.outbox)).toEqual([c, c, b, a]);
      expect(await store.read.issued([mid('x@y'), ...ids])).toEqual(new Set(ids));
    });

    test('automatic answers are counted by the hour and the day, whatever the case', async () => {
      const { store } = await fresh();
      const at = async (hours: number, over: Partial<OutgoingMail> = {}) =>
        store.write((tx) =>
          tx.enqueue(mail({ recipient: address('Ana@x.example'), ...over }), 'queued', later(hours * HOUR)),
        );
      await at(0);
      await at(23.5);
      await at(23.6);
      await at(23.7, { automation: 'notice' });
      await at(23.7, { recipient: address('eva@x.example') });
      expect(await store.read.answered('ana@X.example', later(23.9 * HOUR))).toEqual({ hour: 2, day: 3 });
      expect(await store.read.answered('ana@x.example', later(24 * HOUR))).toEqual({ hour: 2, day: 2 });
      expect(await store.read.answered('nobody@x.example', NOW)).toEqual({ hour: 0, day: 0 });
    });

    test('a bounce finds its mail by token or id, and marks it', async () => {
      const { store } = await fresh();
      const sent = mail();
      const [id] = await queue(store, sent);
      if (id === undefined) throw new Error('not queued');
      expect((await store.read.outboxBy({ bounceToken: sent.tokens.bounce ?? '' }))?.id).toBe(id);
      expect((await store.read.outboxBy({ messageId: sent.messageId, bounceToken: 'x' }))?.id).toBe(id);
      expect(await store.read.outboxBy({ messageId: mid(''), bounceToken: '' })).toBeUndefined();
      expect(await store.read.outboxBy({})).toBeUndefined();
      await store.write((tx) => tx.apply(decision({ bounced: [id] }), new Map(), NOW));
      expect(await store.read.outboxCounts()).toMatchObject({ bounced: 1, queued: 0 });
    });

    test('ids that someone has seen on a ticket: sent to him under the name he saw, or sent by him', async () => {
      const { store } = await fresh();
      const { ticket } = await store.write(async (tx) => {
        const contact = await tx.putContact(contactRecord('ana@example.com'));
        return openTicket(tx, contact, { body: body({ messageId: mid('hers@example.com') }) });
      });
      const over = { ticket, recipient: address('Ana@example.com') };
      const toHer = [1, 2, 3].map((n) => mail({ ...over, messageId: mid(`ours${n}@desk`) }));
      const ids = await store.write(async (tx) => {
        const ids: OutboxId[] = [];
        for (const [index, one] of toHer.entries()) ids.push(await tx.enqueue(one, 'queued', later(index + 1)));
        await tx.enqueue(mail({ ticket, recipient: address('eva@example.com') }), 'queued', later(9));
        return ids;
      });
      const [one, two] = ids;
      await store.write(async (tx) => {
        if (one !== undefined) await tx.sent(one, '250', mid('relay1@relay'), later(4));
        if (two !== undefined) await tx.failed(two, '550', later(4));
      });
      expect(await store.read.seenIds(ticket, 'ana@EXAMPLE.com', 10)).toEqual([
        'hers@example.com',
        'relay1@relay',
        'ours3@desk',
      ]);
      expect(await store.read.seenIds(ticket, 'ana@example.com', 2)).toEqual(['relay1@relay', 'ours3@desk']);
      expect(await store.read.seenIds(ticket, 'stranger@example.com', 10)).toEqual([]);
    });
  });
}
