import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createReader, type Reader } from '../../src/intake/read-mail.ts';
import { SMALL_BLOB } from '../../src/store/blob-rows.ts';
import { type TestStore, testStore } from './imap/desk.ts';

const INTAKE = {
  ...{ mailBytes: 1e7, attachmentBytes: 300_000, attachmentsBytes: 1e7 },
  ...{ batchMails: 50, batchBytes: 1e7, parseTime: 20_000 },
};

let desk: TestStore;
let reader: Reader;
beforeEach(async () => {
  desk = await testStore();
  reader = createReader(desk.store, INTAKE, () => undefined);
});
afterEach(async () => {
  await reader.close();
  await desk.forget();
});

/** A mail with one attachment of so many bytes. */
function withAttachment(size: number): Buffer {
  return Buffer.from(
    [
      'From: ana@client.test',
      'To: support@desk.test',
      'Subject: Picture',
      'MIME-Version: 1.0',
      'Content-Type: application/octet-stream; name="scan.dat"',
      'Content-Disposition: attachment; filename="scan.dat"',
      'Content-Transfer-Encoding: base64',
      '',
      randomBytes(size).toString('base64').replace(/.{76}/g, '$&\r\n'),
      '',
    ].join('\r\n'),
  );
}

async function filesOf(blobs: string): Promise<number> {
  const folders = await readdir(blobs);
  return (await Promise.all(folders.map((name) => readdir(join(blobs, name))))).flat().length;
}

it.each([
  ['a large attachment is a file before anything is decided', SMALL_BLOB + 1, 1],
  ['a small one waits for the transaction', SMALL_BLOB, 0],
  ['one that is left out leaves no file', INTAKE.attachmentBytes + 1, 0],
])('%s', async (_name, size, files) => {
  const source = { kind: 'imap', mailbox: 'support', folder: 'INBOX', uidValidity: 7n, uid: 1 } as const;
  const content = withAttachment(size);
  const arrivedAt = new Date('2026-11-22T10:00:00Z');
  await desk.keeper.keep([{ source, arrivedAt, quiet: false, content }]);
  const blobs = join(dirname(desk.store.blobs.spool), 'blobs');
  const before = await filesOf(blobs);
  const [waiting] = await desk.store.read.waiting(new Date(), 1, 1e7);
  if (waiting === undefined) throw new Error('nothing waits');
  const { storeAttachments, understood } = await reader.read(waiting);
  expect((await filesOf(blobs)) - before).toBe(files);
  const [stored] = await desk.store.write((tx) => storeAttachments(tx));
  const [attachment] = understood.mail.attachments;
  if (size > INTAKE.attachmentBytes) expect(stored?.leftOut).toBeDefined();
  else expect((await desk.store.blobs.get(stored?.blob as never)).equals(attachment?.content as Uint8Array)).toBe(true);
});
