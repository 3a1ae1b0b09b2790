import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ImapAccount, READER_LIMITS } from '../../../src/intake/imap/account.ts';
import { type FolderReconciled, reconcileMailbox } from '../../../src/intake/imap/reconcile.ts';
import { closeSession, openSession } from '../../../src/intake/imap/session.ts';
import type { MessageId } from '../../../src/mail/mail.ts';
import type { ImapPeer, PeerMailbox } from '../../servers/imap-peer.ts';
import { accountOf, type Colleague, colleague, mail, readerFor, type TestStore, testStore } from './desk.ts';

const SOON = { timeout: 15_000, interval: 10 };
const LARGE = 'x'.repeat(3_000);

/** What the comparison of a mailbox with the ledger promises on any IMAP server. */
export function reconcileContract(name: string, newPeer: () => ImapPeer): void {
  describe(`reconcile on ${name}`, () => {
    const peer = newPeer();
    let desk: TestStore;
    let box: PeerMailbox;
    let ana: Colleague;
    const releases: (() => Promise<void>)[] = [];
    afterAll(() => peer.stop());
    beforeEach(async () => {
      desk = await testStore();
      box = await peer.mailbox();
      ana = await colleague(box);
      releases.push(
        () => desk.forget(),
        () => box.forget(),
        () => ana.leave(),
      );
    });
    afterEach(async () => {
      for (const release of releases.splice(0).reverse()) await release();
    });

    /** Takes mails in and deals with them, as a gateway that runs does. */
    async function work(subjects: readonly string[], account: ImapAccount, of = desk): Promise<void> {
      const reader = readerFor(of, account);
      const running = reader.run();
      await vi.waitFor(() => expect(reader.status().state).toBe('listening'), SOON);
      const before = (await of.rows()).length;
      for (const subject of subjects) await ana.append(mail(subject, subject.startsWith('large') ? LARGE : 'Zdravo'));
      await vi.waitFor(async () => expect(await of.rows()).toHaveLength(before + subjects.length), SOON);
      await of.settle();
      reader.poke();
      const validity = (await of.store.read.cursor('support', 'INBOX'))?.uidValidity ?? 0n;
      const untold = () => of.store.read.unacknowledged('support', 'INBOX', validity, 100);
      await vi.waitFor(async () => expect(await untold()).toEqual([]), SOON);
      await reader.close();
      await running;
    }

    /** What a backup knew: the cursor and the mails of that moment. */
    async function backup(of: TestStore): Promise<TestStore> {
      const earlier = await testStore();
      releases.push(() => earlier.forget());
      const cursor = await of.store.read.cursor('support', 'INBOX');
      if (cursor === undefined) throw new Error('the mailbox was not met');
      for (const row of await of.rows()) {
        const { source, arrivedAt } = row;
        await earlier.keeper.keep([{ source, arrivedAt, quiet: false, content: await of.raw(row) }]);
      }
      await earlier.store.write((tx) => tx.setCursor('support', 'INBOX', cursor));
      for (const id of await earlier.settle()) await earlier.store.write((tx) => tx.acknowledged([id], 'done'));
      return earlier;
    }

    async function reconcile(
      of: TestStore,
      account: ImapAccount,
      dryRun = false,
    ): Promise<readonly FolderReconciled[]> {
      const limits = { ...READER_LIMITS, streamAbove: 2_000 };
      const session = await openSession(account, undefined, limits);
      try {
        const { store, keeper } = of;
        const now = () => new Date();
        return await reconcileMailbox(session, { account, store, keeper, now, limits, since: undefined, dryRun });
      } finally {
        await closeSession(session);
      }
    }

    const counts = (results: readonly FolderReconciled[]) =>
      results.map(({ folder, looked, unknown, error }) => [folder, looked, unknown, error]);

    it('takes in, once, what was decided and moved after the backup; a dry run only tells', async () => {
      const account = accountOf(box, { after: { kind: 'move', folder: 'Spoc/Done' } });
      await work(['one', 'large one'], account);
      const earlier = await backup(desk);
      await work(['two', 'large two'], account);

      expect(counts(await reconcile(desk, account))).toEqual([
        ['INBOX', 0, 0, undefined],
        ['Spoc/Done', 4, 0, undefined],
      ]);
      const told = await reconcile(earlier, account, true);
      expect(counts(told)).toEqual([
        ['INBOX', 0, 0, undefined],
        ['Spoc/Done', 4, 2, undefined],
      ]);
      expect(told[1]?.first).toHaveLength(2);
      expect(await earlier.rows()).toHaveLength(2);

      expect(counts(await reconcile(earlier, account))[1]).toEqual(['Spoc/Done', 4, 2, undefined]);
      expect([...(await earlier.subjects())].sort()).toEqual(['large one', 'large two', 'one', 'two']);
      expect(counts(await reconcile(earlier, account))[1]).toEqual(['Spoc/Done', 4, 0, undefined]);
      expect(await earlier.rows()).toHaveLength(4);
      const arrived = async (of: TestStore) => (await of.rows()).map((row) => row.arrivedAt.getTime()).sort();
      expect(await arrived(earlier)).toEqual(await arrived(desk));
    });

    it('a Message-ID that is used again for another mail hides neither', async () => {
      const account = accountOf(box, { after: { kind: 'move', folder: 'Done' } });
      await work(['one'], account);
      const earlier = await backup(desk);
      const [row] = await earlier.rows();
      if (row === undefined) throw new Error('no mail');
      const reading = { desk: undefined, from: '', subject: 'one', fingerprint: 'f', mailKind: 'human' };
      const messageId = 'one@example.com' as MessageId;
      await earlier.store.write((tx) => tx.recordReading(row.id, { ...reading, messageId, authenticity: undefined }));
      const reader = readerFor(desk, account);
      const running = reader.run();
      await vi.waitFor(() => expect(reader.status().state).toBe('listening'), SOON);
      await ana.append(mail('one', 'Something else altogether'));
      await vi.waitFor(async () => expect(await desk.rows()).toHaveLength(2), SOON);
      await reader.close();
      await running;
      await work([], account);
      expect(counts(await reconcile(earlier, account))[1]).toEqual(['Done', 2, 1, undefined]);
    });

    it('looks at mail that stays in its folder only as far as the reader has come, and at none from before the first meeting', async () => {
      await ana.append(mail('old'), new Date(Date.now() - 3_600_000));
      const account = accountOf(box);
      await work(['one'], account);
      await ana.append(mail('new'));
      expect(counts(await reconcile(desk, account))).toEqual([['INBOX', 1, 0, undefined]]);
      expect(await desk.subjects()).toEqual(['one']);
    });

    it('says so where the folder is not there, or the mailbox was never met', async () => {
      const account = accountOf(box, { after: { kind: 'move', folder: 'Nowhere' } });
      expect(counts(await reconcile(desk, account))[0]?.[3]).toContain('has not met this mailbox yet');
      await work([], account);
      const [inbox, nowhere] = await reconcile(desk, account);
      expect(inbox?.error).toBeUndefined();
      expect(nowhere?.error).toBeTypeOf('string');
    });
  });
}
