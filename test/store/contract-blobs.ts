import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import type { BlobHash } from '../../src/store/blobs.ts';
import type { NewStore } from './contract.ts';
import { body, contactRecord, imap, keep, later, mail, NOW, openTicket } from './make.ts';

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
/** A moment behind every file's time stamp. */
const TOMORROW = new Date(Date.now() + 86_400_000);

export function blobContract(fresh: NewStore): void {
  describe('blobs', () => {
    test.each([
      { name: 'nothing', size: 0 },
      { name: 'one byte', size: 1 },
      { name: 'the largest small one', size: 64 * 1024 },
      { name: 'the smallest large one', size: 64 * 1024 + 1 },
      { name: 'three megabytes', size: 3 << 20 },
    ])('$name, as bytes and as a stream: one blob', async ({ size }) => {
      const { store } = await fresh();
      const bytes = randomBytes(size);
      const stored = { hash: sha256(bytes), size };
      expect(await store.blobs.put(bytes)).toEqual(stored);
      const chunks = Array.from({ length: Math.ceil(size / 1000) }, (_, i) =>
        bytes.subarray(i * 1000, i * 1000 + 1000),
      );
      expect(await store.blobs.put(Readable.from(chunks))).toEqual(stored);
      const hash = stored.hash as BlobHash;
      expect((await store.blobs.get(hash)).equals(bytes)).toBe(true);
      expect((await buffer(await store.blobs.stream(hash))).equals(bytes)).toBe(true);
      expect((await store.blobs.pathOf(hash)) !== undefined).toBe(size > 64 * 1024);
    });

    test('a blob that is not there is an error that says what to do', async () => {
      const { store } = await fresh();
      const hash = sha256(Buffer.from('never')) as BlobHash;
      await expect(store.blobs.get(hash)).rejects.toThrow('restore it from a backup');
      await expect(store.blobs.stream(hash)).rejects.toThrow(hash);
    });

    test('a stream that breaks leaves nothing', async () => {
      const { store } = await fresh();
      const broken = Readable.from(
        (async function* () {
          yield randomBytes(100_000);
          throw new Error('connection lost');
        })(),
      );
      await expect(store.blobs.put(broken)).rejects.toThrow('connection lost');
      expect(await store.examine()).toEqual([]);
    });

    test('a file of the spool is adopted, twice as well, and is gone from there', async () => {
      const { store } = await fresh();
      const bytes = randomBytes(200_000);
      const hash = sha256(bytes) as BlobHash;
      for (const name of ['a', 'b']) {
        const path = join(store.blobs.spool, name);
        await writeFile(path, bytes);
        await store.blobs.adopt(path, hash);
        await expect(writeFile(path, bytes, { flag: 'r+' })).rejects.toThrow('ENOENT');
      }
      expect((await store.blobs.get(hash)).equals(bytes)).toBe(true);
    });

    test('within a transaction a small blob shares its commit, and its rollback', async () => {
      const { store } = await fresh();
      let kept: BlobHash | undefined;
      const failed = store.write(async (tx) => {
        kept = await tx.putBlob(Buffer.from('small'));
        await expect(store.blobs.get(kept)).rejects.toThrow('not there');
        throw new Error('rolled back');
      });
      await expect(failed).rejects.toThrow('rolled back');
      if (kept !== undefined) await expect(store.blobs.get(kept)).rejects.toThrow('not there');
    });

    test('a transaction keeps a large blob too', async () => {
      const { store } = await fresh();
      const bytes = randomBytes(100_000);
      const hash = await store.write((tx) => tx.putBlob(bytes));
      expect((await store.blobs.get(hash)).equals(bytes)).toBe(true);
    });

    test('a sweep removes what nothing refers to and is old enough', async () => {
      const { store } = await fresh();
      const large = () => randomBytes(70_000);
      const loose = [await store.blobs.put(Buffer.from('loose')), await store.blobs.put(large())];
      const onTicket = await store.blobs.put(large());
      const onOutgoing = await store.blobs.put(Buffer.from('outgoing'));
      const raw = await store.write(async (tx) => {
        const attachment = {
          filename: 'a',
          contentType: 'x/y',
          contentId: undefined,
          inline: false,
          leftOut: undefined,
          detectedType: undefined,
          blocked: undefined,
        };
        const contact = await tx.putContact(contactRecord('ana@example.com'));
        const attachments = [{ ...attachment, size: onTicket.size, blob: onTicket.hash }];
        await openTicket(tx, contact, { body: body({ attachments }) });
        await tx.enqueue(mail({ attachments: [{ ...attachment, size: 8, blob: onOutgoing.hash }] }), 'queued', NOW);
        return (await keep(tx, imap(1))).blob;
      });
      expect(await store.sweepBlobs(later(-1))).toBe(0);
      expect(await store.sweepBlobs(TOMORROW)).toBe(2);
      for (const { hash } of loose) await expect(store.blobs.get(hash)).rejects.toThrow('not there');
      for (const hash of [raw, onTicket.hash, onOutgoing.hash]) expect(await store.blobs.get(hash)).toBeDefined();
      expect(await store.examine()).toEqual([]);
    });
  });
}
