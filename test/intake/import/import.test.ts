import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ImportResult, importKind, importMail } from '../../../src/intake/import/import.ts';
import { readMbox } from '../../../src/intake/import/mbox.ts';
import { temporaryFolder } from '../../servers/folder.ts';
import { mail, type TestStore, testStore } from '../imap/desk.ts';

const NOW = new Date('2026-11-22T10:00:00Z');

let desk: TestStore;
let folder: string;
let forget: () => Promise<void>;
beforeEach(async () => {
  desk = await testStore();
  const temporary = await temporaryFolder('import');
  folder = temporary.path;
  forget = temporary.forget;
});
afterEach(async () => {
  await desk.forget();
  await forget();
});

function take(path: string): Promise<ImportResult> {
  const { keeper, store } = desk;
  const recipient = 'desk@example.com';
  return importMail(path, { keeper, mailbox: 'support', recipient, spool: store.blobs.spool, now: () => NOW });
}

async function file(name: string, text: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

async function mailsOf(text: string): Promise<readonly string[]> {
  const mails: string[] = [];
  for await (const part of readMbox(await file('box', text))) {
    if (part.kind === 'start') mails.push('');
    else mails.push(`${mails.pop() ?? ''}${part.bytes.toString()}`);
  }
  return mails;
}

describe('readMbox', () => {
  it.each([
    [
      'two mails',
      'From a@b Tue Nov  1 10:00:00 2022\nA: 1\n\nx\n\nFrom c@d Tue Nov  1 11:00:00 2022\nB: 2\n\ny\n',
      ['A: 1\n\nx\n', 'B: 2\n\ny\n'],
    ],
    [
      'quoted From',
      'From a\nA: 1\n\n>From me\n>>From you\n> From them\n',
      ['A: 1\n\nFrom me\n>From you\n> From them\n'],
    ],
    ['From in a paragraph', 'From a\nA: 1\n\nx\nFrom here on\n', ['A: 1\n\nx\nFrom here on\n']],
    ['CRLF', 'From a\r\nA: 1\r\n\r\nx\r\n\r\nFrom b\r\nB: 1\r\n\r\n', ['A: 1\r\n\r\nx\r\n', 'B: 1\r\n']],
    ['empty lines are the mail’s', 'From a\nA: 1\n\n\n\nx\n', ['A: 1\n\n\n\nx\n']],
    ['no end of line', 'From a\nA: 1\n\nx', ['A: 1\n\nx']],
    ['not an mbox', 'A: 1\n\nFrom b\nx', []],
    ['empty', '', []],
  ])('%s', async (_name, text, mails) => expect(await mailsOf(text)).toEqual(mails));

  it('passes a line without end on in pieces', async () => {
    const long = 'x'.repeat(3_000_000);
    expect(await mailsOf(`From a\nA: 1\n\n${long}\n\nFrom b\nB: 1\n`)).toEqual([`A: 1\n\n${long}\n`, 'B: 1\n']);
  });
});

describe('importMail', () => {
  it('reads an mbox, large mails included, without any notice and once only', async () => {
    const large = mail('large', 'y'.repeat(900_000)).toString('latin1');
    const box = [mail('one').toString('latin1'), large, mail('three').toString('latin1')];
    const path = await file('archive', box.map((raw) => `From a@b Tue Nov  1 10:00:00 2022\n${raw}\n`).join(''));
    expect(await importKind(path)).toBe('mbox');
    expect(await take(path)).toEqual({ kept: 3, seenBefore: 0, empty: 0 });
    expect(await desk.subjects()).toEqual(['one', 'large', 'three']);
    const waiting = await desk.store.read.waiting(new Date(), 10, 10_000_000);
    expect(waiting.map((one) => [one.quiet, one.arrivedAt.toISOString()])).toEqual(
      box.map(() => [true, '2022-11-01T10:00:00.000Z']),
    );
    const row = (await desk.rows())[1];
    expect(row !== undefined && (await desk.raw(row)).toString('latin1')).toBe(large);
    expect(await take(path)).toEqual({ kept: 0, seenBefore: 3, empty: 0 });
    expect(await readdir(desk.store.blobs.spool)).toEqual([]);
  });

  it('reads a Maildir, cur and new, by date', async () => {
    for (const part of ['cur', 'new', 'tmp']) await mkdir(join(folder, part));
    const dated = (subject: string, date: string): string => `Date: ${date}\r\n${mail(subject).toString()}`;
    await file('cur/2:2,S', dated('second', 'Wed, 2 Nov 2022 10:00:00 +0100'));
    await file('new/1', dated('third', 'Thu, 3 Nov 2022 10:00:00 +0100'));
    await file('new/9', dated('first', 'Tue, 1 Nov 2022 10:00:00 +0100'));
    await file('tmp/0', dated('unfinished', 'Tue, 1 Nov 2022 10:00:00 +0100'));
    expect(await importKind(folder)).toBe('maildir');
    expect(await take(folder)).toEqual({ kept: 3, seenBefore: 0, empty: 0 });
    expect(await desk.subjects()).toEqual(['first', 'second', 'third']);
  });

  it('reads a folder of .eml files, undated ones by the file’s time, nothing dated after now', async () => {
    await utimes(await file('b.eml', mail('older')), NOW, new Date('2020-01-01T00:00:00Z'));
    await file('a.EML', `Date: Fri, 1 Jan 2100 00:00:00 +0000\r\n${mail('future').toString()}`);
    await file('note.txt', 'not a mail');
    await file('empty.eml', '');
    expect(await importKind(folder)).toBe('folder');
    expect(await take(folder)).toEqual({ kept: 2, seenBefore: 0, empty: 1 });
    expect(await desk.subjects()).toEqual(['older', 'future']);
    expect((await desk.rows()).map((row) => row.arrivedAt.getUTCFullYear())).toEqual([2020, 2026]);
  });

  it('reads a single mail', async () => {
    const path = await file('one.eml', mail('single'));
    expect(await importKind(path)).toBe('mail');
    expect(await take(path)).toEqual({ kept: 1, seenBefore: 0, empty: 0 });
  });

  it('works in bounded batches', async () => {
    const box = Array.from({ length: 450 }, (_, index) => `From a\n${mail(`m${index}`).toString('latin1')}\n`);
    await take(await file('archive', box.join('')));
    expect(desk.commits.map((commit) => commit.length)).toEqual([200, 200, 50]);
  });

  it('says what is not there', () => expect(take(join(folder, 'nothing'))).rejects.toThrow(/ENOENT/));
});
