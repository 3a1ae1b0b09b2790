import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createParsePool, type ParsePool, type ParsePoolOptions } from '../../src/intake/parse-pool.ts';
import { readSpooledRef } from '../../src/mail/parse/spooled.ts';

const mail = (text: string, attachment = 'small'): Buffer =>
  Buffer.from(
    [
      'From: Ana <ana@example.org>',
      'Subject: x',
      'Date: Mon, 2 Mar 2026 10:00:00 +0100',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      '',
      text,
      '--b',
      'Content-Type: a/b; name=f',
      '',
      attachment,
      '--b--',
      '',
    ].join('\r\n'),
  );

let folder: string;
let pool: ParsePool | undefined;

const start = (options: Partial<ParsePoolOptions> = {}): ParsePool => {
  pool = createParsePool({ size: 2, timeoutMs: 20_000, memoryMb: 128, spool: { folder, over: 100 }, ...options });
  return pool;
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parse-pool-'));
});

afterEach(async () => {
  await pool?.close();
  pool = undefined;
  await rm(folder, { recursive: true, force: true });
});

describe('a pool of parsers', () => {
  test('understands mails sent as bytes, small attachments in memory', async () => {
    const outcome = await start().parse({ bytes: mail('Hello') });
    if (outcome.kind !== 'understood') throw new Error(outcome.reason);
    const { mail: parsed } = outcome.understood;
    expect(parsed).toMatchObject({ subject: 'x', text: 'Hello', date: new Date('2026-03-02T09:00:00Z') });
    expect(Buffer.isBuffer(parsed.attachments[0]?.content)).toBe(true);
    expect(parsed.attachments[0]?.content?.toString()).toBe('small');
    expect(outcome.understood.fingerprint).toMatch(/^[\da-f]{64}$/);
  });

  test('spools large attachments of mails read from files', async () => {
    const path = join(folder, 'mail.eml');
    const content = 'y'.repeat(5000);
    await writeFile(path, mail('Hello', content));
    const outcome = await start().parse({ path });
    if (outcome.kind !== 'understood') throw new Error(outcome.reason);
    const [attachment] = outcome.understood.mail.attachments;
    const spooled = readSpooledRef(attachment?.ref ?? '');
    expect(attachment?.content).toBeUndefined();
    expect(spooled).toMatchObject({ size: 5000, hash: createHash('sha256').update(content).digest('hex') });
    expect(await readFile(spooled?.path ?? '', 'utf8')).toBe(content);
  });

  test('works through many at once', async () => {
    const { parse } = start();
    const outcomes = await Promise.all(Array.from({ length: 50 }, (_, i) => parse({ bytes: mail(`Hello ${i}`) })));
    expect(outcomes.map((one) => one.kind === 'understood' && one.understood.mail.text)).toEqual(
      Array.from({ length: 50 }, (_, i) => `Hello ${i}`),
    );
  });

  test('keeps to the bounds it was given', async () => {
    const outcome = await start({ limits: { textLength: 3 } }).parse({ bytes: mail('Hello') });
    expect(outcome).toMatchObject({ kind: 'understood', understood: { mail: { text: 'Hel' } } });
  });

  test('a missing file is a failure, and the next mail is understood', async () => {
    const { parse } = start({ size: 1 });
    expect(await parse({ path: join(folder, 'none') })).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('ENOENT'),
    });
    expect(await parse({ bytes: mail('Hello') })).toMatchObject({ kind: 'understood' });
  });

  const program = async (source: string): Promise<URL> => {
    const path = join(folder, 'worker.mjs');
    await writeFile(
      path,
      `import { parentPort } from 'node:worker_threads';\nimport { writeFileSync } from 'node:fs';\n${source}`,
    );
    return new URL(`file://${path}`);
  };

  test.each([
    [
      'hangs',
      "parentPort.on('message', (job) => { writeFileSync(job.spool.folder + '/' + job.prefix + 'x', 'x'); for (;;) ; });",
      /longer than 300 ms/,
    ],
    [
      'dies',
      "parentPort.on('message', (job) => { writeFileSync(job.spool.folder + '/' + job.prefix + 'x', 'x'); process.exit(3); });",
      /ended with code 3/,
    ],
    ['throws', "parentPort.on('message', () => { throw new Error('boom'); });", /died: boom/],
    [
      'eats memory',
      "parentPort.on('message', () => { const all = []; for (;;) all.push(new Array(10000).fill({})); });",
      /died: .*memory/i,
    ],
  ])('a worker that %s fails its mail, is replaced, and leaves no files', async (_name, source, reason) => {
    const { parse } = start({
      size: 1,
      timeoutMs: source.includes('for (;;) ;') ? 300 : 20_000,
      memoryMb: 32,
      worker: await program(source),
    });
    const outcomes = await Promise.all([parse({ bytes: mail('a') }), parse({ bytes: mail('b') })]);
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ kind: 'failed', reason: expect.stringMatching(reason) });
    expect((await readdir(folder)).filter((name) => name !== 'worker.mjs')).toEqual([]);
  });

  test('what waits behind a mail that hangs is understood by the next worker, and has all of its own time', async () => {
    const hangs = `parentPort.on('message', (job) => {
      if (Buffer.from(job.source.bytes).toString().includes('hang')) for (;;) ;
      parentPort.postMessage({ kind: 'failed', reason: 'reached' });
    });`;
    const { parse } = start({ size: 1, timeoutMs: 300, worker: await program(hangs) });
    const texts = ['hang', 'Hello', 'hang', 'Hello', 'Hello'];
    const outcomes = await Promise.all(texts.map((text) => parse({ bytes: mail(text) })));
    expect(outcomes.map((one) => (one.kind === 'failed' ? one.reason : one.kind))).toEqual([
      'parsing took longer than 300 ms',
      'reached',
      'parsing took longer than 300 ms',
      'reached',
      'reached',
    ]);
  });

  test('closing fails what waits and what is under way', async () => {
    const { parse, close } = start({ size: 1, worker: await program("parentPort.on('message', () => {});") });
    const waiting = [parse({ bytes: mail('a') }), parse({ bytes: mail('b') })];
    await close();
    for (const outcome of await Promise.all(waiting))
      expect(outcome).toEqual({ kind: 'failed', reason: 'the parser was closed' });
    expect(await parse({ bytes: mail('c') })).toMatchObject({ kind: 'failed' });
  });
});
