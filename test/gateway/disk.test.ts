import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LedgerId } from '../../src/desk/ids.ts';
import { type Fault, type FaultyStorage, faultyStorage } from '../faults/storage.ts';
import { compose, type DeskWorld, startDesk } from './desk-world.ts';
import { CONFIGURATION, startWorld, type World } from './world.ts';

const ANA = 'Ana Anić <ana@client.example>';
const ana = 'ana@client.example';
const PATIENT = `${CONFIGURATION}\nlimits: { answers_per_hour: 1000, answers_per_day: 1000, tickets_per_hour: 1000, automatic_per_minute: 1000 }\n`;
const PATIENCE = { timeout: 25_000, interval: 25 };

let disk: FaultyStorage;
beforeEach(async () => {
  disk = await faultyStorage();
});
afterEach(() => disk.remove());

describe('while a mail is kept and decided', () => {
  let world: DeskWorld;
  beforeEach(async () => {
    world = await startDesk(PATIENT);
  });
  afterEach(() => world.close());

  /** Does until it is done, as the loops of the gateway do; the disk is mended after some failures. */
  async function untilDone<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (disk.failed === 0) throw error;
        if (disk.failed >= 2) disk.mend();
      }
    }
  }

  it.each<{ readonly fault: Fault; readonly step: number }>([
    { fault: 'full', step: 1 },
    { fault: 'full, undone', step: 3 },
    { fault: 'read-only', step: 5 },
    { fault: 'failing', step: 5 },
  ])(
    'writes fail in turn ($fault, step $step): the mail is there once, whole, answered once, and no try of it is counted',
    async ({ fault, step }) => {
      let writes = 0;
      let mails = 0;
      for (let n = 1; ; n += step) {
        mails += 1;
        // A raw mail and an attachment that lie in files, and one that lies in the database.
        const content = await compose(
          {
            from: ANA,
            to: 'support@spoc.test',
            subject: `Mail ${mails}`,
            text: 'It fails.',
            attachments: [
              { filename: 'large.bin', content: Buffer.alloc(90_000, `${n}`) },
              { filename: 'small.txt', content: `small ${n}` },
            ],
          },
          world.clock,
        );
        disk.fail(n, fault);
        const source = { kind: 'imap', mailbox: 'demo', folder: 'INBOX', uidValidity: 5n, uid: n } as const;
        const [kept] = await untilDone(() =>
          world.core.keeper.keep([{ source, arrivedAt: world.clock, quiet: false, content }]),
        );
        await untilDone(async () => {
          while ((await world.core.step()) > 0);
          // A mail that waits for room is looked at again when its time has come.
          world.clock = new Date(world.clock.getTime() + 60_000);
          if ((await world.store.read.ledgerCounts()).waiting > 0) throw new Error('it waits');
        });
        await untilDone(async () => {
          while ((await world.store.indexSome(10)) > 0);
        });
        const hit = disk.failed > 0;
        disk.mend();
        const row = await world.store.read.ledgerRow(kept?.id as LedgerId);
        expect(row, `write ${n}`).toMatchObject({ outcome: 'opened', attempts: 0 });
        expect(row?.history).toEqual([]);
        if (!hit) {
          writes = n - 1;
          break;
        }
      }
      // Every statement of a mail's life was among them.
      expect(writes).toBeGreaterThan(25);
      await world.deliver();
      const subjects = world.inbox(ana).map((mail) => mail.subject?.replace(/^\[.*?\] /, ''));
      expect(subjects).toEqual(Array.from({ length: mails }, (_, index) => `Mail ${index + 1}`));
      expect(await world.store.read.ledgerCounts()).toMatchObject({ received: mails, waiting: 0 });
      expect(await world.store.examine('contents')).toEqual([]);
      expect(await world.store.read.search('large', 1000)).toHaveLength(mails);
    },
  );
});

describe('the whole gateway', () => {
  let world: World;
  afterEach(() => world.close());

  it('says that the disk is full, takes nothing in, goes on by itself, and sends everything once', async () => {
    let ahead = 0;
    world = await startWorld(PATIENT, () => new Date(Date.now() + ahead));
    const send = (subject: string) => world.send({ from: ANA, to: 'support@spoc.test', subject, text: 'It fails.' });
    await send('Before');
    await world.settled(1);

    const done = async (mails: number): Promise<boolean> => {
      const { received, waiting } = await world.gateway.store.read.ledgerCounts();
      const { queued, sending } = await world.gateway.store.read.outboxCounts();
      return received === mails && waiting + queued + sending === 0;
    };
    disk.fail(1, 'full');
    await send('Meanwhile 1');
    await vi.waitFor(() => expect(world.gateway.status().disk).toMatchObject({ state: 'full' }), PATIENCE);
    await send('Meanwhile 2');
    expect((await world.gateway.store.read.ledgerCounts()).received).toBe(1);
    disk.mend();
    await world.settled(3);
    await vi.waitFor(() => expect(world.gateway.status().disk).toMatchObject({ state: 'fine' }), PATIENCE);

    // Now every write of a mail's way through the gateway, from its arrival to the record that it was answered.
    let mails = 3;
    for (let n = 1; n < 100; n += 7) {
      disk.fail(n, n % 2 === 0 ? 'full' : 'full, undone');
      await send(`Mail ${n}`);
      mails += 1;
      // Either it fails on its way, or there are no more writes to fail.
      await vi.waitFor(async () => {
        if (disk.failed === 0) expect(await done(mails)).toBe(true);
      }, PATIENCE);
      if (disk.failed === 0) break;
      disk.mend();
      // What was being sent just then is tried again later.
      ahead += 3_600_000;
      await world.gateway.core.operations.releaseOutbox([]);
      await world.settled(mails);
    }
    disk.mend();
    const subjects = (await world.inbox(ana)).map((mail) => mail.subject?.replace(/^\[.*?\] /, ''));
    expect(subjects).toHaveLength(mails);
    expect(new Set(subjects).size).toBe(mails);
    expect(await world.gateway.store.examine('contents')).toEqual([]);
  }, 120_000);
});
