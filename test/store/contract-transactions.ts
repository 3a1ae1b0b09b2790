import { describe, expect, test } from 'vitest';
import type { NewStore } from './contract.ts';
import { contactRecord, DESK, imap, keep, lawDifference, NOW, openTicket, prefixOf, settle } from './make.ts';

export function transactionContract(fresh: NewStore): void {
  describe('transactions', () => {
    test('what throws leaves nothing, and the next one works', async () => {
      const { store } = await fresh();
      const failed = store.write(async (tx) => {
        await keep(tx, imap(1));
        throw new Error('no');
      });
      await expect(failed).rejects.toThrow('no');
      expect((await store.read.ledgerCounts()).received).toBe(0);
      await store.write((tx) => keep(tx, imap(1)));
      expect((await store.read.ledgerCounts()).received).toBe(1);
      expect(await lawDifference(store)).toBe(0);
    });

    test('a savepoint that throws takes only its own with it', async () => {
      const { store } = await fresh();
      await store.write(async (tx) => {
        await keep(tx, imap(1));
        const inner = tx.savepoint(async (within) => {
          await keep(within, imap(2));
          await within.savepoint((deeper) => keep(deeper, imap(3)));
          throw new Error('rolled back');
        });
        await expect(inner).rejects.toThrow('rolled back');
        await tx.savepoint((within) => keep(within, imap(4)));
      });
      expect([...(await store.read.knownUids('support', 'INBOX', 7n, [1, 2, 3, 4]))]).toEqual([1, 4]);
      expect(await lawDifference(store)).toBe(0);
    });

    test('a ticket number that was rolled back is given out again: numbers have no gaps', async () => {
      const { store } = await fresh();
      const numbers = await store.write(async (tx) => {
        const first = tx.ids(prefixOf).number(DESK);
        const lost = tx.savepoint(async (within) => {
          expect(within.ids(prefixOf).number(DESK)).toBe('EB-1002');
          throw new Error('lost');
        });
        await expect(lost).rejects.toThrow('lost');
        return [first, tx.ids(prefixOf).number(DESK)];
      });
      expect(numbers).toEqual(['EB-1001', 'EB-1002']);
    });

    test('writes called at once run one after the other, each seeing the one before', async () => {
      const { store } = await fresh();
      const seen: number[] = [];
      await Promise.all(
        [1, 2, 3].map((uid) =>
          store.write(async (tx) => {
            seen.push((await tx.ledgerCounts()).received);
            await keep(tx, imap(uid));
            await Promise.resolve();
          }),
        ),
      );
      expect(seen).toEqual([0, 1, 2]);
    });

    test('reads outside see only what is committed, reads inside their own writes', async () => {
      const { store } = await fresh();
      await store.write(async (tx) => {
        const { id } = await keep(tx, imap(1));
        expect(await tx.ledgerRow(id)).toBeDefined();
        expect(await store.read.ledgerRow(id)).toBeUndefined();
      });
      expect(await store.read.knownUids('support', 'INBOX', 7n, [1])).toEqual(new Set([1]));
    });

    test('a transaction cannot be used after its end', async () => {
      const { store } = await fresh();
      let kept: Promise<unknown> = Promise.resolve();
      const late = await store.write(async (tx) => () => keep(tx, imap(1)));
      kept = late();
      await expect(kept).rejects.toThrow('ended');
    });

    test('everything is there again after closing and opening, and ids go on behind the newest', async () => {
      const bench = await fresh();
      const first = await bench.store.write(async (tx) => {
        const contact = await tx.putContact(contactRecord('ana@example.com'));
        const { id } = await keep(tx, imap(1));
        const opened = await openTicket(tx, contact);
        await settle(tx, id, 'opened', opened.ticket);
        return opened;
      });
      const again = await bench.reopen();
      const [ticket] = await again.read.tickets({ limit: 10 });
      expect(ticket).toMatchObject({ id: first.ticket, number: 'EB-1001', requester: { address: 'ana@example.com' } });
      expect((await again.read.ledgerCounts()).outcomes.opened).toBe(1);
      const second = await again.write((tx) => openTicket(tx, first.contact, { at: NOW }));
      expect(second.ticket).toBeGreaterThan(first.ticket);
      expect(second.message).toBeGreaterThan(first.message);
      expect(await again.read.ticketByNumber('eb-1002')).toBe(second.ticket);
    });
  });
}
