import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ImapAccount, ReaderOptions } from '../../../src/intake/imap/account.ts';
import { DONE_KEYWORD } from '../../../src/intake/imap/flag.ts';
import type { ImapReader } from '../../../src/intake/imap/reader.ts';
import type { Ability, ImapPeer, PeerMailbox } from '../../servers/imap-peer.ts';
import { startProxy, type Wire } from '../../servers/proxy.ts';
import { accountOf, type Colleague, colleague, mail, readerFor, type TestStore, testStore } from './desk.ts';

const SOON = { timeout: 15_000, interval: 10 };
const DONE = { kind: 'move', folder: 'Spoc/Done' } as const;

/** What the reader promises on any IMAP server; the same tests run on each. */
export function readerContract(name: string, newPeer: () => ImapPeer): void {
  describe(`reader on ${name}`, () => {
    const peer = newPeer();
    let desk: TestStore;
    let releases: (() => Promise<void>)[] = [];
    afterAll(() => peer.stop());
    beforeEach(async () => {
      desk = await testStore();
      releases = [() => desk.forget()];
    });
    afterEach(async () => {
      for (const release of releases.toReversed()) await release();
    });

    async function meet(ability: Ability = 'all'): Promise<{ box: PeerMailbox; ana: Colleague }> {
      const box = await peer.mailbox(ability);
      const ana = await colleague(box);
      releases.push(() => box.forget());
      releases.push(() => ana.leave());
      return { box, ana };
    }

    async function through(box: PeerMailbox): Promise<{ proxy: Wire; box: PeerMailbox }> {
      const proxy = await startProxy(box.port);
      releases.push(() => proxy.stop());
      return { proxy, box: { ...box, port: proxy.port } };
    }

    function start(
      box: PeerMailbox,
      changes: Partial<ImapAccount> = {},
      options: Partial<ReaderOptions> = {},
    ): ImapReader {
      const reader = readerFor(desk, accountOf(box, changes), options);
      releases.push(() => reader.close());
      void reader.run();
      return reader;
    }

    const listening = (reader: ImapReader): Promise<void> =>
      vi.waitFor(() => expect(reader.status().state).toBe('listening'), SOON);
    const kept = (subjects: readonly string[]): Promise<void> =>
      vi.waitFor(async () => expect(await desk.subjects()).toEqual(subjects), SOON);
    const untold = (validity: bigint): Promise<number> =>
      desk.store.read.unacknowledged('support', 'INBOX', validity, 1_000).then((rows) => rows.length);
    const validityOf = async (): Promise<bigint> =>
      (await desk.store.read.cursor('support', 'INBOX'))?.uidValidity ?? 0n;

    it('takes what IDLE announces, byte for byte, and leaves \\Seen alone', async () => {
      const { box, ana } = await meet();
      await ana.append(mail('before the first meeting'));
      const reader = start(box);
      await listening(reader);
      const raw = Buffer.concat([mail('now'), Buffer.from('8-bit: čšž\r\n.\r\n', 'utf8')]);
      await ana.append(raw);
      await kept(['now']);
      const [row] = await desk.rows();
      if (row === undefined) throw new Error('no row');
      expect(raw.equals(await desk.raw(row))).toBe(true);
      expect((await ana.list()).map((one) => one.flags.filter((flag) => flag !== '\\Recent'))).toEqual([[], []]);
    });

    it('finds mail by polling alone', async () => {
      const { box, ana } = await meet('no-idle');
      const reader = start(box, { poll: 50 });
      await vi.waitFor(() => expect(reader.status().upToDate).toBeDefined(), SOON);
      await ana.append(mail('polled'));
      await kept(['polled']);
    });

    it('takes older mail from a date on, also when it was interrupted', async () => {
      const { box, ana } = await meet();
      const day = 86_400_000;
      const since = new Date(Date.now() - 3 * day);
      await ana.append(mail('a week old'), new Date(Date.now() - 7 * day));
      await ana.append(mail('a day old'), new Date(Date.now() - day));
      await ana.append(mail('too old'), new Date(since.getTime() - 3_600_000));
      await ana.append(mail('just in'), new Date(since.getTime() + 3_600_000));
      const reader = start(box, { since });
      await kept(['a day old', 'just in']);
      await listening(reader);
      await reader.close();
      await ana.append(mail('while away'), new Date(Date.now() - 9 * day));
      start(box, { since });
      await kept(['a day old', 'just in', 'while away']);
    });

    it('works off a backlog of 500 oldest first, in batches', async () => {
      const { box, ana } = await meet();
      const names = Array.from({ length: 500 }, (_, index) => `mail ${index}`);
      for (const one of names) await ana.append(mail(one));
      start(box, { since: new Date(0) }, { limits: { batchMails: 120 } });
      await kept(names);
      expect(desk.commits.length).toBeLessThanOrEqual(6);
      expect(desk.commits.every((commit) => commit.length <= 120)).toBe(true);
    });

    it('loses and doubles nothing when connections are cut in the middle of a fetch', async () => {
      const { box, ana } = await meet();
      const names = Array.from({ length: 40 }, (_, index) => `cut ${index}`);
      for (const one of names) await ana.append(mail(one, 'x'.repeat(3_000)));
      const wire = await through(box);
      wire.proxy.cutAfter(60_000);
      start(wire.box, { since: new Date(0) }, { limits: { batchMails: 30 } });
      await kept(names);
      expect(wire.proxy.connections()).toBeGreaterThan(1);
      const counts = await desk.store.read.ledgerCounts();
      expect(counts.received).toBe(40);
    });

    it('scans again after a changed UIDVALIDITY, but not what was there before the first meeting', async () => {
      const { box, ana } = await meet();
      await ana.client.mailboxCreate('Support');
      const old = new Date(Date.now() - 5 * 86_400_000);
      await ana.append(mail('old'), old, 'Support');
      const reader = start(box, { folder: 'Support', poll: 50 });
      await listening(reader);
      await ana.append(mail('one'), undefined, 'Support');
      await kept(['one']);
      const before = await desk.store.read.cursor('support', 'Support');
      await reader.close();

      await ana.client.mailboxDelete('Support');
      await ana.client.mailboxCreate('Support');
      await ana.append(mail('filler'), old, 'Support');
      await ana.append(mail('old'), old, 'Support');
      await ana.append(mail('one'), undefined, 'Support');
      await ana.append(mail('two'), undefined, 'Support');
      start(box, { folder: 'Support', poll: 50 });
      // The second row of `one` is for the pipeline to mark as a copy.
      await kept(['one', 'one', 'two']);
      await vi.waitFor(async () => {
        const cursor = await desk.store.read.cursor('support', 'Support');
        expect(cursor?.uidValidity).not.toBe(before?.uidValidity);
        expect(cursor?.lastUid).toBe(4);
        expect(cursor?.firstMet).toEqual(before?.firstMet);
      }, SOON);
    });

    it('takes mail that a colleague has read, flagged or marked as deleted', async () => {
      const { box, ana } = await meet();
      const reader = start(box);
      await listening(reader);
      await reader.close();
      await ana.append(mail('read'), undefined, 'INBOX', ['\\Seen']);
      await ana.append(mail('starred'), undefined, 'INBOX', ['\\Flagged', '\\Answered']);
      await ana.append(mail('deleted'), undefined, 'INBOX', ['\\Deleted']);
      start(box);
      await kept(['read', 'starred', 'deleted']);
    });

    it('moves decided mail in sets to a folder that it makes', async () => {
      const { box, ana } = await meet();
      const wire = await through(box);
      const names = Array.from({ length: 60 }, (_, index) => `mail ${index}`);
      for (const one of names) await ana.append(mail(one));
      await ana.append(mail('not ours'), undefined, 'INBOX', ['\\Deleted']);
      const reader = start(wire.box, { since: new Date(0), after: DONE });
      await kept([...names, 'not ours']);
      await listening(reader);
      const settled = await desk.settle();
      expect(settled).toHaveLength(61);
      reader.poke();
      await vi.waitFor(async () => expect(await ana.list()).toEqual([]), SOON);
      expect((await ana.list('Spoc/Done')).map((one) => one.subject).toSorted()).toEqual(
        [...names, 'not ours'].toSorted(),
      );
      await vi.waitFor(async () => expect(await untold(await validityOf())).toBe(0), SOON);
      expect(wire.proxy.sent().match(/UID MOVE/g)?.length).toBeLessThanOrEqual(2);
    });

    it('moves by COPY and UID EXPUNGE where there is no MOVE', async () => {
      const { box, ana } = await meet('no-move');
      await ana.append(mail('decided'));
      await ana.append(mail('a colleague will empty this'), new Date(0), 'INBOX', ['\\Deleted']);
      const reader = start(box, { since: new Date(Date.now() - 86_400_000), after: DONE });
      await kept(['decided']);
      await desk.settle();
      reader.poke();
      await vi.waitFor(
        async () => expect((await ana.list('Spoc/Done')).map((one) => one.subject)).toEqual(['decided']),
        SOON,
      );
      await vi.waitFor(
        async () => expect((await ana.list()).map((one) => one.subject)).toEqual(['a colleague will empty this']),
        SOON,
      );
    });

    it.each([{ after: DONE }, { after: { kind: 'delete' } as const }])(
      'only flags where neither MOVE nor UIDPLUS is to be had ($after.kind)',
      async ({ after }) => {
        const { box, ana } = await meet('bare');
        await ana.append(mail('decided'));
        await ana.append(mail('marked by a colleague'), new Date(0), 'INBOX', ['\\Deleted']);
        const reader = start(box, { since: new Date(Date.now() - 86_400_000), after });
        await kept(['decided']);
        await desk.settle();
        reader.poke();
        await vi.waitFor(async () => {
          const [decided, marked] = await ana.list();
          expect(decided?.flags).toContain(DONE_KEYWORD);
          expect(marked?.flags).toContain('\\Deleted');
        }, SOON);
      },
    );

    it('deletes decided mail and nothing else', async () => {
      const { box, ana } = await meet();
      await ana.append(mail('decided'));
      await ana.append(mail('marked by a colleague'), new Date(0), 'INBOX', ['\\Deleted']);
      const reader = start(box, { since: new Date(Date.now() - 86_400_000), after: { kind: 'delete' } });
      await kept(['decided']);
      await desk.settle();
      reader.poke();
      await vi.waitFor(
        async () => expect((await ana.list()).map((one) => one.subject)).toEqual(['marked by a colleague']),
        SOON,
      );
    });

    it('sets the flag that the operator chose', async () => {
      const { box, ana } = await meet();
      await ana.append(mail('decided'));
      const reader = start(box, { since: new Date(0), after: { kind: 'flag', flag: '\\Flagged' } });
      await kept(['decided']);
      await desk.settle();
      reader.poke();
      await vi.waitFor(async () => expect((await ana.list())[0]?.flags).toContain('\\Flagged'), SOON);
    });

    it('catches up after a crash, and puts down as gone what a colleague moved or deleted', async () => {
      const { box, ana } = await meet();
      await ana.client.mailboxCreate('Mine');
      for (const name of ['stays', 'moved', 'deleted']) await ana.append(mail(name));
      const first = start(box, { since: new Date(0), after: DONE });
      await kept(['stays', 'moved', 'deleted']);
      await first.close();
      await desk.settle();
      await ana.in('INBOX', async (client) => {
        const uids = await client.search({ all: true }, { uid: true });
        if (!Array.isArray(uids)) throw new Error('no search');
        await client.messageMove(`${uids[1]}`, 'Mine', { uid: true });
        await client.messageDelete(`${uids[2]}`, { uid: true });
      });
      start(box, { since: new Date(0), after: DONE });
      await vi.waitFor(async () => expect(await untold(await validityOf())).toBe(0), SOON);
      expect((await ana.list('Spoc/Done')).map((one) => one.subject)).toEqual(['stays']);
      expect((await ana.list('Mine')).map((one) => one.subject)).toEqual(['moved']);
      expect(await ana.list()).toEqual([]);
    });

    it('leaves mail in place that was quarantined, until it is released and dealt with', async () => {
      const { box, ana } = await meet();
      await ana.append(mail('broken'));
      const reader = start(box, { since: new Date(0), after: DONE });
      await kept(['broken']);
      const [id] = await desk.settle('quarantined');
      reader.poke();
      await vi.waitFor(async () => expect(await untold(await validityOf())).toBe(0), SOON);
      expect((await ana.list()).map((one) => one.subject)).toEqual(['broken']);

      if (id === undefined) throw new Error('no row');
      await desk.store.write((tx) => tx.requeue(id, { kind: 'operator' }, 'try again', new Date()));
      await desk.settle('opened');
      reader.poke();
      await vi.waitFor(async () => expect(await ana.list()).toEqual([]), SOON);
      expect((await ana.list('Spoc/Done')).map((one) => one.subject)).toEqual(['broken']);
    });

    it('streams a large mail piece by piece between small ones', async () => {
      const { box, ana } = await meet();
      const line = `${'0123456789abcde'.repeat(5)}\r\n`;
      const large = mail('large', line.repeat(48_000));
      expect(large.length).toBeGreaterThan(3 * 1024 * 1024);
      for (const raw of [mail('before'), large, mail('after')]) await ana.append(raw);
      const wire = await through(box);
      start(wire.box, { since: new Date(0) });
      await kept(['before', 'large', 'after']);
      const row = (await desk.rows())[1];
      if (row === undefined) throw new Error('no row');
      expect(large.equals(await desk.raw(row))).toBe(true);
      expect(wire.proxy.sent()).toMatch(/BODY\.PEEK\[\]<1048576\.1048576>/);
    });

    it('comes back after a server that fell silent', async () => {
      const { box, ana } = await meet();
      const wire = await through(box);
      const reader = start(wire.box, { poll: 50 }, { limits: { step: 300, connect: 300 } });
      await listening(reader);
      wire.proxy.silence(true);
      await vi.waitFor(() => expect(reader.status().state).toBe('disconnected'), SOON);
      expect(reader.status().error).toMatch(/no answer|[Tt]ime/);
      await ana.append(mail('meanwhile'));
      wire.proxy.silence(false);
      await kept(['meanwhile']);
    });

    it('says clearly that a login is refused, and goes on when it is accepted', async () => {
      const { box } = await meet();
      let password = 'wrong';
      const account = {
        ...accountOf(box),
        get password() {
          return password;
        },
      };
      const reader = readerFor(desk, account);
      releases.push(() => reader.close());
      void reader.run();
      // Dovecot delays its answer to a failed login.
      if (name !== 'Dovecot') {
        await vi.waitFor(() => expect(reader.status().state).toBe('refused'), SOON);
        expect(reader.status().error).toMatch(/login refused/);
      }
      password = box.password;
      await listening(reader);
      expect(reader.status().error).toBeUndefined();
    });

    it('keeps its peace in IDLE when it is poked for nothing', async () => {
      const { box } = await meet();
      const wire = await through(box);
      const reader = start(wire.box, { after: DONE });
      await listening(reader);
      const before = wire.proxy.sent();
      for (let times = 0; times < 5; times += 1) reader.poke();
      await desk.store.read.ledgerCounts();
      await listening(reader);
      expect(wire.proxy.sent().slice(before.length)).not.toMatch(/DONE|SEARCH/);
    });

    it('ends at once when it is closed while it listens', async () => {
      const { box } = await meet();
      const reader = start(box);
      await listening(reader);
      await reader.close();
      expect(reader.status().state).toBe('closed');
    });
  });
}
