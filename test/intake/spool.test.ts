import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TooLarge } from '../../src/intake/collect.ts';
import type { Keeper } from '../../src/intake/keep.ts';
import { deliverToSpool } from '../../src/intake/spool.ts';
import { createSpoolReader, type SpoolReader, type SpoolReaderOptions } from '../../src/intake/spool-reader.ts';
import { temporaryFolder } from '../servers/folder.ts';
import { mail, SILENT, type TestStore, testStore } from './imap/desk.ts';

const SOON = { timeout: 5_000, interval: 10 };
const AT = Date.parse('2026-11-22T10:00:00Z');

let desk: TestStore;
let folder: string;
let releases: (() => Promise<void>)[] = [];
beforeEach(async () => {
  desk = await testStore();
  const spool = await temporaryFolder('spool');
  folder = join(spool.path, 'in');
  releases = [() => desk.forget(), () => spool.forget()];
});
afterEach(async () => {
  for (const release of releases.toReversed()) await release();
});

let unique = 0;
function deliver(raw: Buffer, seconds = 0, recipients: readonly string[] = ['desk@example.com'], most = 10_000_000) {
  unique += 1;
  const options = { folder, recipients, at: new Date(AT + seconds * 1_000), unique: `u${unique}`, most };
  return deliverToSpool(Readable.from([raw.subarray(0, 10), raw.subarray(10)], { objectMode: false }), options);
}

function reader(changes: Partial<SpoolReaderOptions> = {}): SpoolReader {
  const made = createSpoolReader({
    folder,
    keeper: desk.keeper,
    mailboxOf: (recipient) => (recipient.startsWith('hr') ? 'personal' : 'support'),
    log: SILENT,
    now: () => new Date(AT),
    signal: new AbortController().signal,
    ...changes,
  });
  releases.push(() => made.close());
  return made;
}

const left = (part: string): Promise<readonly string[]> => readdir(join(folder, part));

describe('the spool', () => {
  it('is read oldest first, a row for each recipient, and emptied', async () => {
    await deliver(mail('later'), 10);
    await deliver(mail('earlier'), 5, ['desk@example.com', 'hr@example.com']);
    expect(await reader().drain()).toBe(2);
    expect(await desk.subjects()).toEqual(['earlier', 'earlier', 'later']);
    expect((await desk.rows()).map((row) => row.source)).toEqual([
      { kind: 'pipe', mailbox: 'support', recipient: 'desk@example.com' },
      { kind: 'pipe', mailbox: 'personal', recipient: 'hr@example.com' },
      { kind: 'pipe', mailbox: 'support', recipient: 'desk@example.com' },
    ]);
    expect((await desk.rows())[0]?.arrivedAt).toEqual(new Date(AT + 5_000));
    expect([await left('new'), await left('tmp')]).toEqual([[], []]);
  });

  it('is noticed while the reader runs', async () => {
    const running = reader({ poll: 50 });
    void running.run();
    for (const subject of ['one', 'two', 'three']) {
      await deliver(mail(subject));
      await vi.waitFor(async () => expect(await desk.subjects()).toContain(subject), SOON);
    }
  });

  it('keeps a large mail byte for byte', async () => {
    const raw = mail('large', 'x\n'.repeat(1_000_000));
    await deliver(raw);
    await reader().drain();
    const [row] = await desk.rows();
    expect(row !== undefined && raw.equals(await desk.raw(row))).toBe(true);
  });

  it('keeps the file until the mail is committed, and takes it once although it is read twice', async () => {
    await deliver(mail('one'));
    await deliver(mail('two'), 1);
    const failing: Keeper = { ...desk.keeper, keep: () => Promise.reject(new Error('disk full')) };
    expect(await reader({ keeper: failing }).drain()).toBe(0);
    expect(await left('new')).toHaveLength(2);
    // Committed, but the process dies before it removes the files.
    const dying: Keeper = {
      ...desk.keeper,
      keep: async (batch) => {
        await desk.keeper.keep(batch);
        throw new Error('killed');
      },
    };
    await reader({ keeper: dying }).drain();
    expect(await reader().drain()).toBe(2);
    expect(await desk.subjects()).toEqual(['one', 'two']);
    expect(await left('new')).toEqual([]);
  });

  it('puts aside what is not a spooled mail, and goes on', async () => {
    await deliver(mail('good'), 5);
    for (const [name, text] of [
      ['000.a', 'no envelope'],
      ['000.b', '{"recipients":[]}\nx'],
      ['000.c', `${'x'.repeat(70_000)}\n`],
      ['000.d', '{"recipients":["a@b.example"],"at":"never"}\nx'],
    ] as const) {
      await writeFile(join(folder, 'new', name), text);
    }
    expect(await reader().drain()).toBe(1);
    expect((await left('bad')).toSorted()).toEqual(['000.a', '000.b', '000.c', '000.d']);
    expect(await desk.subjects()).toEqual(['good']);
  });

  it('clears away what unfinished deliveries left a day ago', async () => {
    await mkdir(join(folder, 'tmp'), { recursive: true });
    await writeFile(join(folder, 'tmp', 'old'), 'x');
    await writeFile(join(folder, 'tmp', 'fresh'), 'x');
    await utimes(join(folder, 'tmp', 'old'), new Date(AT - 90_000_000), new Date(AT - 90_000_000));
    await utimes(join(folder, 'tmp', 'fresh'), new Date(AT), new Date(AT));
    const running = reader({ poll: 50 });
    void running.run();
    await vi.waitFor(async () => expect(await left('tmp')).toEqual(['fresh']), SOON);
  });
});

describe('deliverToSpool', () => {
  it.each([
    ['a mail above the limit', () => deliver(mail('x', 'x'.repeat(200)), 0, undefined, 100), TooLarge],
    ['an empty mail', () => deliver(Buffer.alloc(0)), Error],
    ['no recipient', () => deliver(mail('x'), 0, []), Error],
    [
      'an envelope without end',
      () =>
        deliver(
          mail('x'),
          0,
          Array.from({ length: 5_000 }, () => 'someone@example.com'),
        ),
      TooLarge,
    ],
  ])('refuses %s and leaves nothing', async (_name, work, kind) => {
    await mkdir(join(folder, 'new'), { recursive: true });
    await mkdir(join(folder, 'tmp'), { recursive: true });
    await expect(work()).rejects.toBeInstanceOf(kind);
    expect([await left('new'), await left('tmp')]).toEqual([[], []]);
  });

  it('leaves nothing of a mail that breaks off', async () => {
    const input = new Readable({
      read() {
        this.push(Buffer.from('From: a'));
        this.destroy(new Error('pipe broke'));
      },
    });
    const options = { folder, recipients: ['a@b.example'], at: new Date(AT), unique: 'x', most: 1_000 };
    await expect(deliverToSpool(input, options)).rejects.toThrow('pipe broke');
    expect([await left('new'), await left('tmp')]).toEqual([[], []]);
  });
});
