import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeeper, type Incoming, type KeptResult, SMALL_MAIL } from '../../src/intake/keep.ts';
import type { MailSource } from '../../src/store/port.ts';
import { mail, type TestStore, testStore } from './imap/desk.ts';

const AT = new Date('2026-11-22T10:00:00Z');

let desk: TestStore;
beforeEach(async () => {
  desk = await testStore();
});
afterEach(() => desk.forget());

function fromUid(uid: number, content: Incoming['content']): Incoming {
  const source: MailSource = { kind: 'imap', mailbox: 'support', folder: 'INBOX', uidValidity: 7n, uid };
  return { source, arrivedAt: AT, quiet: false, content };
}

const cursor = (lastUid: number) => ({ uidValidity: 7n, lastUid, firstMet: AT });
const move = (lastUid: number) => ({ mailbox: 'support', folder: 'INBOX', cursor: cursor(lastUid), vanished: [] });

describe('the keeper', () => {
  it('keeps small, middling and streamed mail in one commit, with the cursor', async () => {
    const small = mail('small');
    const middling = mail('middling', 'x'.repeat(SMALL_MAIL / 2));
    const large = mail('large', 'y'.repeat(SMALL_MAIL * 8));
    const stream = Readable.from([large.subarray(0, 1_000), large.subarray(1_000)], { objectMode: false });
    const results = await desk.keeper.keep([fromUid(1, small), fromUid(2, middling), fromUid(3, stream)], move(3));
    expect(results.map((one) => one.size)).toEqual([small.length, middling.length, large.length]);
    const rows = await desk.rows();
    for (const [index, raw] of [small, middling, large].entries()) {
      const row = rows[index];
      expect(row !== undefined && raw.equals(await desk.raw(row))).toBe(true);
    }
    expect(await desk.store.read.cursor('support', 'INBOX')).toEqual(cursor(3));
    expect(desk.commits).toHaveLength(1);
  });

  it('knows what it has seen, and wakes nobody for it', async () => {
    await desk.keeper.keep([fromUid(1, mail('one'))]);
    const [again, fresh] = await desk.keeper.keep([fromUid(1, mail('one')), fromUid(2, mail('two'))]);
    expect([again?.seenBefore, fresh?.seenBefore]).toEqual([true, false]);
    await desk.keeper.keep([fromUid(1, mail('one'))]);
    expect(desk.commits).toHaveLength(2);
  });

  it('keeps nothing of a batch whose stream breaks off', async () => {
    const broken = new Readable({
      read() {
        this.push(Buffer.alloc(1_000));
        this.destroy(new Error('connection lost'));
      },
    });
    await expect(desk.keeper.keep([fromUid(1, mail('one')), fromUid(2, broken)], move(2))).rejects.toThrow(
      'connection lost',
    );
    expect(await desk.rows()).toEqual([]);
    expect(await desk.store.read.cursor('support', 'INBOX')).toBeUndefined();
  });

  it('records what vanished and moves the cursor without any mail', async () => {
    const { source } = fromUid(4, Buffer.alloc(0));
    await desk.keeper.keep([], { ...move(4), vanished: [source] });
    expect((await desk.store.read.vanishedMails(5)).map((one) => one.source)).toEqual([source]);
    expect((await desk.store.read.cursor('support', 'INBOX'))?.lastUid).toBe(4);
    expect(desk.commits).toEqual([]);
  });

  it('wakes the pipeline only after the commit', async () => {
    const seen: number[] = [];
    const onKept = (kept: readonly KeptResult[]): void => {
      void desk.store.read.ledgerCounts().then((counts) => seen.push(counts.received - kept.length));
    };
    await createKeeper(desk.store, { now: () => AT, onKept }).keep([fromUid(1, mail('one'))]);
    await desk.store.read.ledgerCounts();
    expect(seen).toEqual([0]);
  });
});
