import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { parseMail } from '../../../src/mail/parse/parse-mail.ts';
import { cpuMs } from '../cpu.ts';
import { mail, names, parse } from './mail.ts';

const FROM = 'From: Ana <ana@example.org>';
const part = (name: string, body: string): readonly string[] => ['--b', `Content-Type: a/b; name=${name}`, '', body];
const MIXED = [FROM, 'Content-Type: multipart/mixed; boundary=b', ''];

describe('bounds', () => {
  test('bytes', async () => {
    const parsed = await parse([FROM, '', 'x'.repeat(1000)], { bytes: 100 });
    expect(parsed.text.length).toBeLessThan(100);
    expect(parsed.remarks).toContain('mail longer than 100 bytes: the rest was not read');
  });
  test('parts: those before are kept, the rest is dropped', async () => {
    const parsed = await parse(
      [...MIXED, ...part('1', 'a'), ...part('2', 'b'), ...part('3', 'c'), ...part('4', 'd'), '--b--'],
      { parts: 3 },
    );
    expect(names(parsed)).toEqual(['1', '2']);
    expect(parsed.remarks).toContain('more than 3 parts: the rest was not read');
  });
  test('depth: what lies deeper is one attachment', async () => {
    const nested = Array.from({ length: 10 }, (_, i) => [
      `Content-Type: multipart/mixed; boundary=b${i}`,
      '',
      `--b${i}`,
    ]).flat();
    const parsed = await parse([FROM, ...nested, '', 'deep'], { depth: 4 });
    expect(parsed.attachments).toHaveLength(1);
    expect(parsed.attachments[0]?.content?.toString()).toContain('deep');
  });
  test('number of headers', async () => {
    const parsed = await parse([FROM, ...Array.from({ length: 50 }, (_, i) => `X-${i}: y`), '', 'text'], {
      headerCount: 10,
    });
    expect(parsed.headers).toHaveLength(10);
    expect(parsed.text).toBe('text');
  });
  test('bytes of a header; the text behind it is found', async () => {
    const parsed = await parse([FROM, `X-Long: ${'y'.repeat(5000)}`, '', 'text'], { headerBytes: 1000 });
    expect(parsed.from).toHaveLength(1);
    expect(parsed.text).toBe('text');
  });
  test('bytes of a part header', async () => {
    const parsed = await parse(
      [...MIXED, '--b', `X-Long: ${'y'.repeat(5000)}`, 'Content-Type: text/html', '', 'text', '--b--'],
      { headerBytes: 1000 },
    );
    expect(parsed.text).toBe('text');
  });
  test('text', async () => {
    const parsed = await parse([FROM, '', 'x'.repeat(1000)], { textLength: 100 });
    expect(parsed.text).toHaveLength(100);
    expect(parsed.remarks).toContain('text longer than 100 characters: cut');
  });
  test('number of attachments', async () => {
    const parsed = await parse([...MIXED, ...part('1', 'a'), ...part('2', 'b'), ...part('3', 'c'), '--b--'], {
      attachments: 2,
    });
    expect(names(parsed)).toEqual(['1', '2']);
    expect(parsed.remarks).toContain('more than 2 attachments: the others were left out');
  });
  test('bytes of one attachment and of all: listed with their size, without bytes', async () => {
    const lines = [
      ...MIXED,
      ...part('1', 'a'.repeat(50)),
      ...part('2', 'b'.repeat(200)),
      ...part('3', 'c'.repeat(80)),
      '--b--',
    ];
    const parsed = await parse(lines, { attachmentBytes: 100, attachmentBytesTotal: 120 });
    expect(parsed.attachments.map(({ size, leftOut, content }) => [size, leftOut, content?.length])).toEqual([
      [50, undefined, 50],
      [200, 'larger than 100 bytes', undefined],
      [80, 'attachments together larger than 120 bytes', undefined],
    ]);
  });
  test('addresses and references', async () => {
    const many = Array.from({ length: 100 }, (_, i) => `<u${i}@x.org>`);
    const parsed = await parse([FROM, `To: ${many.join(', ')}`, `References: ${many.join(' ')}`, '', ''], {
      addresses: 10,
    });
    expect(parsed.to).toHaveLength(10);
    expect(parsed.references).toHaveLength(10);
    expect(parsed.references[0]).toBe('u0@x.org');
    expect(parsed.references.at(-1)).toBe('u99@x.org');
  });
});

describe('time on hostile mail', () => {
  const line = 'x'.repeat(76);
  test.each([
    [
      'blanks in quoted-printable',
      mail(FROM, 'Content-Transfer-Encoding: quoted-printable', '', `${' '.repeat(3_000_000)}x`),
    ],
    [
      'equals signs in quoted-printable',
      mail(FROM, 'Content-Transfer-Encoding: quoted-printable', '', '= '.repeat(1_500_000)),
    ],
    [
      'blanks behind equals signs',
      mail(FROM, 'Content-Transfer-Encoding: quoted-printable', '', `=${' '.repeat(3_000_000)}x`),
    ],
    ['parts without number', mail(...MIXED, '--b\r\n\r\nx\r\n'.repeat(50_000))],
    [
      'parts within parts',
      mail(
        FROM,
        Array.from({ length: 20_000 }, (_, i) =>
          [`Content-Type: multipart/mixed; boundary=b${i}`, '', `--b${i}`].join('\r\n'),
        ).join('\r\n'),
      ),
    ],
    ['lines that look like boundaries', mail(...MIXED, '--b', '', '--bx\r\n'.repeat(300_000))],
    ['one endless line', Buffer.concat([mail(FROM, '', ''), Buffer.alloc(5_000_000, 0x61)])],
    ['empty lines', Buffer.concat([mail(FROM, '', ''), Buffer.alloc(1_000_000, 0x0a)])],
    ['headers without end', Buffer.from('X: y\r\n'.repeat(500_000))],
    ['folding without end', Buffer.from(`Subject: ${'x\r\n '.repeat(500_000)}`)],
    ['bare CR without end', Buffer.concat([mail(FROM, '', ''), Buffer.alloc(1_000_000, 0x0d), Buffer.from('x\n')])],
    [
      'UTF-8 of 4 MB declared as iso-8859-1',
      mail(FROM, 'Content-Type: text/plain; charset=iso-8859-1', '', 'žal '.repeat(800_000)),
    ],
    ['blanks in an address', mail(`From: ${' '.repeat(200_000)}x${'>'.repeat(20_000)}y`, '', '')],
    ['quotes in flowed text', mail(FROM, 'Content-Type: text/plain; format=flowed', '', `${'>'.repeat(500_000)} x `)],
    ['open elements', mail(FROM, 'Content-Type: text/html', '', '<div>'.repeat(200_000))],
    ['an ordinary text of 5 MB', mail(FROM, '', `${line}\r\n`.repeat(60_000))],
  ])('%s', async (_name, bytes) => {
    const start = process.cpuUsage();
    await parseMail(bytes);
    expect(cpuMs(start)).toBeLessThan(2000);
  });
});

describe('the sink', () => {
  const lines = [...MIXED, ...part('1', 'hello'), ...part('2', 'world'), '--b--'];
  const read = async (chunks: AsyncIterable<Uint8Array>): Promise<string> => {
    const all: Uint8Array[] = [];
    for await (const chunk of chunks) all.push(chunk);
    return Buffer.concat(all).toString();
  };
  test('gets the bytes and its answer is the reference', async () => {
    const parsed = await parseMail(
      mail(...lines),
      {},
      async (meta, chunks) => `${meta.filename}:${await read(chunks)}`,
    );
    expect(parsed.attachments.map(({ ref, content, size }) => [ref, content, size])).toEqual([
      ['1:hello', undefined, 5],
      ['2:world', undefined, 5],
    ]);
  });
  test('may answer bytes, which then are the content', async () => {
    const parsed = await parseMail(mail(...lines), {}, async (_meta, chunks) => Buffer.from(await read(chunks)));
    expect(parsed.attachments.map(({ ref, content }) => [ref, content?.toString()])).toEqual([
      [undefined, 'hello'],
      [undefined, 'world'],
    ]);
  });
  test('is stopped at a bound, and the mail goes on', async () => {
    const parsed = await parseMail(
      mail(...MIXED, ...part('1', 'x'.repeat(500)), ...part('2', 'ok'), '--b--'),
      { attachmentBytes: 100 },
      (_meta, chunks) => read(chunks),
    );
    expect(parsed.attachments.map(({ ref, leftOut, size }) => [ref, leftOut, size])).toEqual([
      [undefined, 'larger than 100 bytes', 500],
      ['ok', undefined, 2],
    ]);
  });
  test('that fails makes the parse fail', async () => {
    await expect(parseMail(mail(...lines), {}, () => Promise.reject(new Error('disk full')))).rejects.toThrow(
      'disk full',
    );
  });
  test('a source that fails makes the parse fail', async () => {
    const source = Readable.from(
      (async function* () {
        yield Buffer.from('From: a@b.c\r\n\r\nx');
        throw new Error('connection lost');
      })(),
    );
    await expect(parseMail(source)).rejects.toThrow('connection lost');
  });

  test('50 MB stream through it without being held', async () => {
    const piece = Buffer.from(`${Buffer.alloc(57, 7).toString('base64')}\r\n`.repeat(1000));
    const source = Readable.from(
      (function* () {
        yield mail(...MIXED, '--b', 'Content-Type: a/b; name=big', 'Content-Transfer-Encoding: base64', '', '');
        for (let i = 0; i < 920; i++) yield piece;
        yield Buffer.from('--b--\r\n');
      })(),
    );
    const before = process.memoryUsage();
    let peak = 0;
    const parsed = await parseMail(source, {}, async (_meta, chunks) => {
      const hash = createHash('sha256');
      for await (const chunk of chunks) {
        hash.update(chunk);
        const { arrayBuffers, heapUsed } = process.memoryUsage();
        peak = Math.max(peak, arrayBuffers + heapUsed - before.arrayBuffers - before.heapUsed);
      }
      return hash.digest('hex');
    });
    expect(parsed.attachments[0]?.size).toBe(57 * 1000 * 920);
    expect(peak).toBeLessThan(40_000_000);
  });

  test.each([1, 7, 64, 1000])('a stream in pieces of %i bytes reads like the whole', async (size) => {
    const bytes = mail(
      ...MIXED,
      '--b',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Te=C5=BEava =',
      's prijavo  ',
      '',
      '--b',
      'Content-Type: a/b; name=f',
      'Content-Transfer-Encoding: base64',
      '',
      'SGVsbG8gd29ybGQ=',
      '--b--',
      '',
    );
    const source = Readable.from(
      (function* () {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      })(),
    );
    expect(await parseMail(source)).toEqual(await parseMail(bytes));
  });
});
