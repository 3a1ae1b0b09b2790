import { describe, expect, test } from 'vitest';
import { OUTCOMES } from '../../src/desk/facts.ts';
import type { DeskId, LedgerId } from '../../src/desk/ids.ts';
import type { BlobHash } from '../../src/store/blobs.ts';
import type { NewStore } from './contract.ts';
import {
  contactRecord,
  DESK,
  imap,
  keep,
  later,
  lawDifference,
  mid,
  NOW,
  openTicket,
  reading,
  settle,
} from './make.ts';

export function ledgerContract(fresh: NewStore): void {
  describe('ledger', () => {
    test.each([
      { name: 'same UID', first: imap(1), text: 'x', second: imap(1), again: 'other bytes', seen: true },
      { name: 'other UID, same bytes', first: imap(1), text: 'x', second: imap(2), again: 'x', seen: false },
      {
        name: 'other UIDVALIDITY',
        first: imap(1),
        text: 'x',
        second: imap(1, { uidValidity: 8n }),
        again: 'x',
        seen: false,
      },
      { name: 'other folder', first: imap(1), text: 'x', second: imap(1, { folder: 'Junk' }), again: 'x', seen: false },
      { name: 'other mailbox', first: imap(1), text: 'x', second: imap(1, { mailbox: 'b' }), again: 'x', seen: false },
      {
        name: 'pipe: same bytes and recipient',
        first: { kind: 'pipe', mailbox: 'support', recipient: 'a@x' } as const,
        text: 'x',
        second: { kind: 'lmtp', mailbox: 'support', recipient: 'a@x' } as const,
        again: 'x',
        seen: true,
      },
      {
        name: 'pipe: same bytes, other recipient',
        first: { kind: 'pipe', mailbox: 'support', recipient: 'a@x' } as const,
        text: 'x',
        second: { kind: 'pipe', mailbox: 'support', recipient: 'b@x' } as const,
        again: 'x',
        seen: false,
      },
      {
        name: 'import without a recipient, twice',
        first: { kind: 'import', mailbox: 'support', recipient: '' } as const,
        text: 'x',
        second: { kind: 'import', mailbox: 'support', recipient: '' } as const,
        again: 'x',
        seen: true,
      },
    ])('seen before: $name → $seen', async ({ first, text, second, again, seen }) => {
      const { store } = await fresh();
      const [one, two] = await store.write(async (tx) => [await keep(tx, first, text), await keep(tx, second, again)]);
      expect(one?.seenBefore).toBe(false);
      expect(two?.seenBefore).toBe(seen);
      expect(one?.id === two?.id).toBe(seen);
    });

    test('the cursor is kept with its UIDVALIDITY as it is', async () => {
      const { store } = await fresh();
      expect(await store.read.cursor('support', 'INBOX')).toBeUndefined();
      const cursor = { uidValidity: 4_294_967_295n, lastUid: 12, firstMet: NOW };
      await store.write((tx) => tx.setCursor('support', 'INBOX', cursor));
      await store.write((tx) => tx.setCursor('support', 'INBOX', { ...cursor, lastUid: 13 }));
      expect(await store.read.cursor('support', 'INBOX')).toEqual({ ...cursor, lastUid: 13 });
    });

    test('waiting mail comes oldest first, bounded by rows and bytes but never none, and only when due', async () => {
      const { store } = await fresh();
      const ids = await store.write(async (tx) => {
        const young = await keep(tx, imap(1), 'y'.repeat(600), { arrivedAt: later(2000) });
        const old = await keep(tx, imap(2), 'o'.repeat(600), { arrivedAt: later(0) });
        const middle = await keep(tx, imap(3), 'm'.repeat(600), { arrivedAt: later(1000), quiet: true });
        return { young: young.id, old: old.id, middle: middle.id };
      });
      const got = async (at: Date, limit: number, bytes: number) =>
        (await store.read.waiting(at, limit, bytes)).map((row) => row.id);
      expect(await got(NOW, 10, 1e6)).toEqual([ids.old, ids.middle, ids.young]);
      expect(await got(NOW, 2, 1e6)).toEqual([ids.old, ids.middle]);
      expect(await got(NOW, 10, 1200)).toEqual([ids.old, ids.middle]);
      expect(await got(NOW, 10, 1)).toEqual([ids.old]);
      await store.write((tx) => tx.retryLater(ids.old, 'disk full', later(5000)));
      expect(await got(NOW, 10, 1e6)).toEqual([ids.middle, ids.young]);
      expect(await got(later(5000), 10, 1e6)).toEqual([ids.old, ids.middle, ids.young]);
      const [retried] = await store.read.waiting(later(5000), 1, 1e6);
      expect(retried).toMatchObject({ attempts: 1, released: false, quiet: false });
      expect((await store.read.ledgerRow(ids.old))?.lastError).toBe('disk full');
      await store.write(async (tx) => {
        await settle(tx, ids.middle, 'spam');
        await settle(tx, ids.young, 'spam');
      });
      expect(await store.read.nextRetryAt()).toEqual(later(5000));
      await store.write((tx) => settle(tx, ids.old, 'spam'));
      expect(await store.read.nextRetryAt()).toBeUndefined();
    });

    test('mailboxes take turns, behind the one that was served last; in each the oldest comes first', async () => {
      const { store } = await fresh();
      const names = new Map<LedgerId, string>();
      const keepIn = (mailbox: string, ...uids: readonly number[]) =>
        store.write(async (tx) => {
          for (const uid of uids)
            names.set(
              (await keep(tx, imap(uid, { mailbox }), 'x'.repeat(600), { arrivedAt: later(uid) })).id,
              mailbox + uid,
            );
        });
      const got = async (limit: number, bytes: number, after?: string) =>
        (await store.read.waiting(NOW, limit, bytes, after)).map(({ id }) => names.get(id)).join(' ');
      expect(await store.read.oldestWaiting(NOW)).toBeUndefined();
      await keepIn('b', 9, 3, 5, 4, 6, 7, 8);
      await keepIn('a', 100, 101);
      await keepIn('c', 200);
      expect(await got(20, 1e6)).toBe('a100 b3 c200 a101 b4 b5 b6 b7 b8 b9');
      expect(await got(5, 1e6)).toBe('a100 b3 c200 a101 b4');
      expect(await got(5, 1e6, 'a')).toBe('b3 c200 a100 b4 a101');
      expect(await got(2, 1e6, 'b')).toBe('c200 a100');
      expect(await got(5, 1200, 'c')).toBe('a100 b3');
      expect(await got(5, 1, 'bb')).toBe('c200');
      expect(await store.read.oldestWaiting(NOW)).toEqual(later(3));
      // One that has nothing due takes nobody's place.
      await store.write(async (tx) => {
        for (const [id, name] of names) if (name.startsWith('a')) await tx.retryLater(id, 'error', later(5_000));
      });
      expect(await got(2, 1e6, 'c')).toBe('b3 c200');
    });

    test('an earlier outcome goes to the history with who and why; a released mail waits again', async () => {
      const { store } = await fresh();
      const id = await store.write(async (tx) => {
        const kept = await keep(tx, imap(1));
        await tx.recordReading(kept.id, reading());
        await tx.settle(kept.id, 'held', undefined, ['unknown sender'], { kind: 'gateway' }, NOW);
        return kept.id;
      });
      await store.write((tx) => tx.requeue(id, { kind: 'operator' }, 'he phoned', later(1)));
      expect(await store.read.waiting(later(1), 5, 1e6)).toMatchObject([{ id, released: true, attempts: 0 }]);
      await store.write((tx) => tx.settle(id, 'opened', undefined, ['released'], { kind: 'gateway' }, later(2)));
      const row = await store.read.ledgerRow(id);
      expect(row).toMatchObject({
        outcome: 'opened',
        reasons: ['released'],
        settled: { at: later(2), by: { kind: 'gateway' } },
        from: 'Ana <ana@example.com>',
        messageId: 'a@example.com',
        source: imap(1),
      });
      expect(row?.history).toEqual([
        { at: NOW, outcome: 'held', by: { kind: 'gateway' }, reasons: ['unknown sender'] },
        { at: later(1), outcome: undefined, by: { kind: 'operator' }, reasons: ['he phoned'] },
      ]);
      expect(await lawDifference(store)).toBe(0);
    });

    test('decided mail is unacknowledged until the mailbox is told, in its own folder only', async () => {
      const { store } = await fresh();
      const ids = await store.write(async (tx) => {
        const rows: LedgerId[] = [];
        for (const source of [imap(3), imap(1), imap(2), imap(9, { folder: 'Junk' })])
          rows.push((await keep(tx, source)).id);
        for (const id of rows.slice(0, 2)) await settle(tx, id, 'spam');
        return rows;
      });
      const untold = async () =>
        (await store.read.unacknowledged('support', 'INBOX', 7n, 10)).map(({ id, uid }) => [id, uid]);
      expect(await untold()).toEqual([
        [ids[1], 1],
        [ids[0], 3],
      ]);
      expect(await store.read.untoldMailboxes()).toEqual(['support']);
      await store.write((tx) => tx.acknowledged(ids.slice(1, 2), 'done'));
      expect(await untold()).toEqual([[ids[0], 3]]);
      await store.write((tx) => tx.acknowledged(ids.slice(0, 1), 'gone'));
      expect(await untold()).toEqual([]);
      expect(await store.read.untoldMailboxes()).toEqual([]);
      const [again] = ids;
      if (again === undefined) return;
      await store.write(async (tx) => {
        await tx.requeue(again, { kind: 'operator' }, 'once more', NOW);
        expect(await tx.unacknowledged('support', 'INBOX', 7n, 10)).toEqual([]);
        await settle(tx, again, 'opened');
      });
      expect(await untold()).toEqual([[again, 3]]);
    });

    test('mail that vanished is told of, and is no part of the law', async () => {
      const { store } = await fresh();
      await store.write((tx) => tx.vanished(imap(5), NOW));
      await store.write((tx) => tx.vanished(imap(5), later(1)));
      expect(await store.read.vanishedMails(10)).toEqual([{ source: imap(5), at: NOW }]);
      expect((await store.read.ledgerCounts()).received).toBe(0);
      expect(await store.read.knownUids('support', 'INBOX', 7n, [5])).toEqual(new Set());
    });

    test('rows are listed newest first, by outcome, by waiting, and page by page', async () => {
      const { store } = await fresh();
      const ids = await store.write(async (tx) => {
        const rows: LedgerId[] = [];
        for (const uid of [1, 2, 3, 4]) rows.push((await keep(tx, imap(uid))).id);
        for (const [index, outcome] of (['spam', 'held', 'spam'] as const).entries()) {
          const id = rows[index];
          if (id !== undefined) await settle(tx, id, outcome);
        }
        return rows;
      });
      const [one, two, three, four] = ids;
      const listed = async (filter: Parameters<typeof store.read.ledgerRows>[0]) =>
        (await store.read.ledgerRows(filter)).map((row) => row.id);
      expect(await listed({ limit: 10 })).toEqual([four, three, two, one]);
      expect(await listed({ limit: 2 })).toEqual([four, three]);
      expect(await listed({ limit: 10, waiting: true })).toEqual([four]);
      expect(await listed({ limit: 10, waiting: false })).toEqual([three, two, one]);
      expect(await listed({ limit: 10, outcome: ['spam'] })).toEqual([three, one]);
      expect(await listed({ limit: 10, outcome: ['spam', 'held'] })).toEqual([three, two, one]);
      if (three !== undefined) expect(await listed({ limit: 10, outcome: ['spam'], before: three })).toEqual([one]);
      expect(await store.read.ledgerByMessageId(mid('nobody@x'))).toEqual([]);
    });

    test('counts: every outcome has its number', async () => {
      const { store } = await fresh();
      await store.write(async (tx) => {
        for (const [index, outcome] of OUTCOMES.entries())
          await settle(tx, (await keep(tx, imap(index + 1))).id, outcome);
        await keep(tx, imap(100));
      });
      const { received, waiting, outcomes } = await store.read.ledgerCounts();
      expect({ received, waiting }).toEqual({ received: OUTCOMES.length + 1, waiting: 1 });
      expect(outcomes).toEqual(Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 1])));
      expect(await store.examine()).toEqual([]);
    });
  });

  describe('same mail', () => {
    const other = 'banking' as DeskId;
    test.each([
      { name: 'same id and fingerprint', first: reading(), outcome: 'opened', ask: {}, copy: true },
      { name: 'held', first: reading(), outcome: 'held', ask: {}, copy: true },
      { name: 'refused', first: reading(), outcome: 'refused', ask: {}, copy: true },
      { name: 'quarantined: it was not dealt with', first: reading(), outcome: 'quarantined', ask: {}, copy: false },
      { name: 'failed', first: reading(), outcome: 'failed', ask: {}, copy: false },
      { name: 'itself a duplicate', first: reading(), outcome: 'duplicate', ask: {}, copy: false },
      { name: 'not decided', first: reading(), outcome: undefined, ask: {}, copy: false },
      {
        name: 'reused id with other content',
        first: reading(),
        outcome: 'opened',
        ask: { fingerprint: 'f2' },
        copy: false,
      },
      { name: 'other desk', first: reading({ desk: other }), outcome: 'opened', ask: {}, copy: false },
      {
        name: 'no id, equal bytes',
        first: reading({ messageId: undefined }),
        outcome: 'opened',
        ask: { messageId: undefined },
        copy: true,
      },
      {
        name: 'no id, other bytes, same fingerprint',
        first: reading({ messageId: undefined }),
        outcome: 'opened',
        ask: { messageId: undefined, text: 'other' },
        copy: false,
      },
      {
        name: 'empty ids never match',
        first: reading({ messageId: mid('') }),
        outcome: 'opened',
        ask: { messageId: mid(''), text: 'other' },
        copy: false,
      },
    ] as const)('$name → $copy', async ({ first, outcome, ask, copy }) => {
      const { store } = await fresh();
      await store.write(async (tx) => {
        const earlier = await keep(tx, imap(1), 'same bytes');
        await tx.recordReading(earlier.id, first);
        if (outcome !== undefined) await settle(tx, earlier.id, outcome);
        const wanted = { messageId: mid('a@example.com'), fingerprint: 'f1', text: 'same bytes', ...ask };
        const now = await keep(tx, imap(2), wanted.text);
        const messageId = 'messageId' in ask ? ask.messageId : wanted.messageId;
        expect(await tx.copyOf(now.id, DESK, messageId, wanted.fingerprint, now.blob, false)).toBe(
          copy ? earlier.id : undefined,
        );
      });
    });

    test('a released mail is no copy of its own duplicates', async () => {
      const { store } = await fresh();
      await store.write(async (tx) => {
        const blobs: BlobHash[] = [];
        const ids: LedgerId[] = [];
        for (const uid of [1, 2]) {
          const { id, blob } = await keep(tx, imap(uid), 'bytes');
          await tx.recordReading(id, reading());
          ids.push(id);
          blobs.push(blob);
        }
        const [held, duplicate] = ids;
        const [blob] = blobs;
        if (held === undefined || duplicate === undefined || blob === undefined) throw new Error('not kept');
        await settle(tx, held, 'held');
        await settle(tx, duplicate, 'duplicate');
        await tx.requeue(held, { kind: 'operator' }, 'released', NOW);
        expect(await tx.copyOf(held, DESK, mid('a@example.com'), 'f1', blob, false)).toBeUndefined();
      });
    });

    test.each([
      ['held', 'claimed', true, false],
      ['spam', 'claimed', true, false],
      ['held', 'claimed', false, true],
      ['held', 'proved', true, true],
      ['opened', 'claimed', true, true],
    ] as const)('%s as %s is the original of a copy (proved: %s): %s', async (outcome, authenticity, proved, copy) => {
      const { store } = await fresh();
      await store.write(async (tx) => {
        const earlier = await keep(tx, imap(1), 'one');
        await tx.recordReading(earlier.id, reading({ authenticity }));
        await settle(tx, earlier.id, outcome);
        const now = await keep(tx, imap(2), 'other');
        expect(await tx.copyOf(now.id, DESK, mid('a@example.com'), 'f1', now.blob, proved)).toBe(
          copy ? earlier.id : undefined,
        );
      });
    });

    test('ids received on a ticket lead to it, each ticket once, unknown ids to nothing', async () => {
      const { store } = await fresh();
      const { ticket } = await store.write(async (tx) => {
        const contact = await tx.putContact(contactRecord('ana@example.com'));
        const { id } = await keep(tx, imap(1), 'one');
        await tx.recordReading(id, reading());
        return openTicket(tx, contact, { body: { messageId: mid('a@example.com'), ledger: id } });
      });
      expect(await store.read.receivedOn([mid('b@x'), mid('a@example.com'), mid('')])).toEqual([
        { id: 'a@example.com', ticket },
      ]);
    });
  });
}
