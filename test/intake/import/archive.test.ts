import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arrivals } from '../../../src/clock/replay/order.ts';
import { archivedMails } from '../../../src/intake/import/archive.ts';
import { headTimes } from '../../../src/intake/import/head-times.ts';
import { SMALL_MAIL } from '../../../src/intake/keep.ts';
import { temporaryFolder } from '../../servers/folder.ts';

let folder: string;
let forget: () => Promise<void>;
beforeEach(async () => {
  const temporary = await temporaryFolder('archive');
  folder = temporary.path;
  forget = temporary.forget;
});
afterEach(() => forget());

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

async function readAll(path: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const mail of archivedMails(path)) {
    const content = await mail.open();
    const bytes = Buffer.isBuffer(content) ? content : await buffer(content);
    expect(bytes.length).toBe(mail.size);
    found.push(bytes.toString());
  }
  return found;
}

describe('archivedMails', () => {
  it('finds each mail of an mbox again by its place, a large one as a stream', async () => {
    const large = `B: 2\n\n${'y'.repeat(99)}\n`.padEnd(SMALL_MAIL + 99, `${'z'.repeat(99)}\n`).concat('\n');
    const mails = ['A: 1\n\n>From me\n', large, 'C: 3\n\nz\n'];
    const path = await file('box', mails.map((mail) => `From a@b Tue Nov  1 10:00:00 2022\n${mail}\n`).join(''));
    expect(await readAll(path)).toEqual(['A: 1\n\nFrom me\n', large, 'C: 3\n\nz\n']);
    const opened: unknown[] = [];
    for await (const mail of archivedMails(path)) opened.push(Buffer.isBuffer(await mail.open()));
    expect(opened).toEqual([true, false, true]);
  });

  it('finds the mails of a Maildir, of a folder and a single one', async () => {
    for (const part of ['cur', 'new', 'tmp']) await mkdir(join(folder, 'maildir', part), { recursive: true });
    await file('maildir/cur/1:2,S', 'Date: Tue, 1 Nov 2022 10:00:00 +0100\n\none');
    await file('maildir/new/2', 'Date: Tue, 1 Nov 2022 09:00:00 +0100\n\ntwo');
    expect((await readAll(join(folder, 'maildir'))).map((mail) => mail.slice(-3))).toEqual(['two', 'one']);
    await file('a.eml', 'A: 1\n\nx');
    expect(await readAll(folder)).toEqual(['A: 1\n\nx']);
    expect(await readAll(join(folder, 'a.eml'))).toEqual(['A: 1\n\nx']);
  });
});

describe('headTimes', () => {
  const AT = new Date('2022-11-01T09:00:00Z');
  it.each([
    ['nothing', 'Subject: x\n\nDate: Tue, 1 Nov 2022 10:00:00 +0100', undefined, undefined],
    ['a date', 'Date: Tue, 1 Nov 2022 10:00:00 +0100\n\nx', AT, undefined],
    [
      'the topmost Received line, folded',
      'Received: from a (a [192.0.2.1])\n\tby mx.desk.test with ESMTP; Tue,\n  1 Nov 2022 10:00:00 +0100\nReceived: by b; Mon, 31 Oct 2022 10:00:00 +0100\n\nx',
      undefined,
      { by: 'mx.desk.test', at: AT },
    ],
    ['a Received line without a time', 'Received: by mx.desk.test\n\nx', undefined, undefined],
  ])('reads %s', (_name, head, date, received) => {
    expect(headTimes(head)).toEqual({ date, received });
    expect(headTimes(head.replaceAll('\n', '\r\n'))).toEqual({ date, received });
  });
});

describe('arrivals', () => {
  const mail = (subject: string, date: string, by?: string, received?: string) =>
    `From x Tue Nov  1 06:00:00 2022\n${by === undefined ? '' : `Received: from c by ${by}; ${received}\n`}${date === '' ? '' : `Date: ${date}\n`}Subject: ${subject}\n\nx\n\n`;
  const box = [
    mail('late clock', 'Tue, 1 Nov 2022 23:00:00 +0000', 'mx.desk.test', 'Tue, 1 Nov 2022 08:00:00 +0000'),
    mail('other server', 'Tue, 1 Nov 2022 10:00:00 +0000', 'mx.other.test', 'Tue, 1 Nov 2022 07:00:00 +0000'),
    mail('sent', 'Tue, 1 Nov 2022 09:00:00 +0000'),
    mail('undated', ''),
  ].join('');
  const subjects = async (trusted: readonly string[], trust: boolean, from?: string, to?: string) => {
    const options = { trusted, trust, from: from ? new Date(from) : undefined, to: to ? new Date(to) : undefined };
    const found = await arrivals(await file('box', box), options);
    const texts: string[] = [];
    for (const { mail: one } of found) texts.push(/Subject: (.*)/.exec(String(await one.open()))?.[1] ?? '');
    return texts;
  };

  it('are ordered by the Received line of a trusted server, else by the date, else by the archive', async () => {
    expect(await subjects(['mx.desk.test'], false)).toEqual(['undated', 'late clock', 'sent', 'other server']);
    expect(await subjects(['*.desk.test'], false)).toEqual(['undated', 'late clock', 'sent', 'other server']);
    expect(await subjects([], false)).toEqual(['undated', 'sent', 'other server', 'late clock']);
    expect(await subjects([], true)).toEqual(['undated', 'other server', 'late clock', 'sent']);
  });

  it('are taken from one moment up to another', async () => {
    expect(await subjects([], true, '2022-11-01T08:00:00Z', '2022-11-01T09:00:00Z')).toEqual(['late clock']);
  });
});
