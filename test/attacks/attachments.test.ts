import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { disguised } from '../../src/delivery/attachment-type.ts';
import { createBlocker } from '../../src/intake/block.ts';
import { type DeskWorld, startDesk } from '../gateway/desk-world.ts';
import { CONFIGURATION, type Received } from '../gateway/world.ts';
import { type Clamd, startClamd } from './clamd.ts';

const PROGRAM = Buffer.concat([Buffer.from('MZ\x90\0', 'latin1'), Buffer.alloc(400, 1)]);
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const PDF = Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n', 'latin1');

/** A zip whose entries are deflated, without the directory at its end: its beginning says what it is. */
function zip(entries: Readonly<Record<string, string>>): Buffer {
  return Buffer.concat(
    Object.entries(entries).flatMap(([name, text]) => {
      const packed = deflateRawSync(Buffer.from(text));
      const head = Buffer.alloc(30);
      head.writeUInt32LE(0x04034b50, 0);
      head.writeUInt16LE(20, 4);
      head.writeUInt16LE(8, 8);
      head.writeUInt32LE(packed.length, 18);
      head.writeUInt32LE(text.length, 22);
      head.writeUInt16LE(name.length, 26);
      return [head, Buffer.from(name), packed];
    }),
  );
}
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const DOCX = zip({
  '[Content_Types].xml': `<Types><Override ContentType="${WORD}.main+xml"/></Types>`,
  'word/document.xml': '<w/>',
});

let world: DeskWorld;
beforeAll(async () => {
  world = await startDesk();
});
afterAll(() => world.close());
beforeEach(() => {
  world.clear();
  world.clock = new Date(world.clock.getTime() + 86_400_000);
});

const ana = 'ana@client.example';
const emma = 'emma@staff.test';
async function receive(filename: string, contentType: string, content: Buffer) {
  const attachments = [{ filename, contentType, content }];
  const [row] = await world.send({
    from: ana,
    to: 'support@spoc.test',
    subject: 'File',
    text: 'See this.',
    attachments,
  });
  if (row?.ticket === undefined) throw new Error(`no ticket: ${row?.reasons}`);
  const [message] = await world.store.read.messages(row.ticket);
  return {
    row,
    ticket: row.ticket,
    attachment: message?.attachments[0],
    toEmma: world.last(emma),
    toAna: world.last(ana),
  };
}
const names = (mail: Received) => mail.attachments.map((one) => one.filename);

describe('what an attachment is', () => {
  it.each([
    ['picture.png', 'image/png', PNG, 'image/png', undefined],
    ['scan.pdf', 'application/pdf', PDF, 'application/pdf', undefined],
    ['scan.pdf', 'application/octet-stream', PDF, 'application/pdf', undefined],
    ['letter.docx', WORD, DOCX, WORD, undefined],
    ['letter.docx', 'application/zip', DOCX, WORD, undefined],
    ['notes.txt', 'text/plain', Buffer.from('just text'), undefined, undefined],
    ['empty.bin', 'application/octet-stream', Buffer.alloc(0), undefined, undefined],
    ['picture.png', 'image/png', PDF, 'application/pdf', 'application/pdf'],
    ['picture.pdf', 'application/pdf', PNG, 'image/png', 'image/png'],
    ['archive.txt', 'text/plain', zip({ 'a.txt': 'x' }), 'application/zip', 'application/zip'],
  ])('%s as %s', async (filename, type, content, detected, shown) => {
    const { attachment, toEmma, toAna } = await receive(filename, type, content);
    expect(attachment).toMatchObject({ detectedType: detected, blocked: undefined });
    expect(names(toEmma)).toEqual([filename]);
    if (shown === undefined) expect(toEmma.text).not.toContain('by its content');
    else expect(toEmma.text?.replace(/\s+/g, ' ')).toContain(`but by its content it is ${shown}`);
    expect(toAna.text).not.toContain('by its content'); // it is no news to whoever sent it
  });

  it.each([
    ['image/jpg', 'a.jpeg', 'image/jpeg'],
    ['application/x-zip-compressed', 'a.zip', 'application/zip'],
    ['application/msword', 'a.doc', 'application/x-cfb'],
    ['application/vnd.ms-outlook', 'a.msg', 'application/x-cfb'],
    ['text/xml', 'a.xml', 'application/xml'],
    ['image/svg+xml', 'a.svg', 'application/xml'],
    ['text/plain', 'trace.log', 'application/xml'],
    ['audio/mp3', 'a.mp3', 'audio/mpeg'],
    ['image/heic', 'a.HEIC', 'image/heif'],
    ['audio/m4a', 'a.m4a', 'audio/x-m4a'],
    ['application/octet-stream', undefined, 'application/x-msdownload'],
    ['application/unknown', 'a', 'image/png'],
  ])('%s %s is no disguise of %s', (claimed, filename, detected) => {
    expect(disguised(claimed, filename, detected)).toBeUndefined();
  });

  it.each([
    ['application/octet-stream', 'invoice.pdf', 'application/x-msdownload'],
    ['image/jpeg', undefined, 'application/x-elf'],
    ['text/html', 'a.html', 'application/x-msdownload'],
    ['application/zip', 'a.pdf', 'application/zip'],
  ])('%s %s is one of %s', (claimed, filename, detected) => {
    expect(disguised(claimed, filename, detected)).toBe(detected);
  });
});

describe('the block list', () => {
  it.each([
    ['setup.exe', 'application/octet-stream', PROGRAM, '*.exe'],
    ['SETUP.EXE', 'application/octet-stream', Buffer.from('x'), '*.exe'],
    ['invoice.pdf', 'application/pdf', PROGRAM, 'application/x-msdownload'],
    ['invoice.pdf.exe', 'application/pdf', PDF, '*.exe'],
    ['letter.js', 'text/plain', Buffer.from('x'), '*.js'],
  ])('keeps %s (%s) and passes it on to nobody', async (filename, type, content, rule) => {
    const { attachment, toEmma, toAna, ticket } = await receive(filename, type, content);
    expect(attachment).toMatchObject({ blocked: rule });
    expect(attachment?.blob && (await world.store.blobs.get(attachment.blob))).toEqual(content);
    expect(names(toEmma)).toEqual([]);
    expect(toEmma.text).toMatch(/1 attachment is not included in this message/);
    expect(toEmma.text?.replace(/\s+/g, ' ')).toContain(`${filename} (`);
    expect(toEmma.text).toContain('files of this kind are not passed on');
    expect(toAna.text).toMatch(/1 attachment could not be taken/);
    await world.core.operations.execute({
      kind: 'act',
      ticket,
      by: { kind: 'operator' },
      acts: [{ kind: 'assign', to: 'marko' as never }],
      text: undefined,
      visibility: 'internal',
    });
    await world.deliver();
    expect(names(world.last('marko@staff.test'))).toEqual([]);
  });

  const { names: defaults, types } = { names: ['*.exe', '*.scr', 'report-?.doc'], types: ['application/x-m*'] };
  it.each([
    ['a.exe', '*.exe'],
    ['a.exe.', '*.exe'],
    ['a.exe ', '*.exe'],
    ['a.exe::$DATA', '*.exe'],
    ['a.ex\u200be', '*.exe'],
    ['gpj.\u202eexe', '*.exe'],
    ['a.\uff45\uff58\uff45', '*.exe'],
    ['a\r\n.scr', '*.scr'],
    ['report-1.doc', 'report-?.doc'],
    ['report-12.doc', undefined],
    ['exe', undefined],
    ['a.exe.pdf', undefined],
    ['', undefined],
  ])('reads the name %j as a system would', (filename, rule) => {
    const blocker = createBlocker({ names: defaults, types });
    expect(blocker({ filename, contentType: 'text/plain', detectedType: undefined })).toBe(rule);
  });

  it('is of the operator alone', async () => {
    const other = await startDesk(`${CONFIGURATION}attachments: { block_names: [], block_types: ['image/*'] }\n`);
    try {
      const attachments = [
        { filename: 'setup.exe', content: PROGRAM },
        { filename: 'picture.png', content: PNG },
      ];
      await other.send({ from: ana, to: 'support@spoc.test', text: 'See.', attachments });
      expect(names(other.last(emma))).toEqual(['setup.exe']);
    } finally {
      await other.close();
    }
  });

  it('lets an answer wait until its writer has been told; then it goes without the file, and the client is told', async () => {
    const { toEmma } = await receive('a.png', 'image/png', PNG);
    world.clear();
    const attachments = [{ filename: 'fix.exe', content: PROGRAM }];
    const [row] = await world.send({ from: `Emma <${emma}>`, replyTo: toEmma, text: 'Run this.', attachments });
    expect(row).toMatchObject({ outcome: 'held' });
    expect(world.last(emma).text?.replace(/\s+/g, ' ')).toContain('of a kind that is not passed on');
    expect(world.inbox(ana)).toEqual([]);
    await world.send({ from: `Emma <${emma}>`, replyTo: world.last(emma), text: '#send' });
    expect(names(world.last(ana))).toEqual([]);
    expect(world.last(ana).text).toContain('Run this.');
    expect(world.last(ana).text).toMatch(/1 attachment is not included in this message/);
  });

  it('and the limit of outgoing mail are told to whoever does not get a file', async () => {
    const small = await startDesk(`${CONFIGURATION}limits: { outgoing: 10 KB }\n`);
    try {
      const attachments = [{ filename: 'trace.bin', content: Buffer.alloc(20_000, 7) }];
      await small.send({ from: ana, to: 'support@spoc.test', text: 'See.', attachments });
      const toEmma = small.last(emma);
      expect(names(toEmma)).toEqual([]);
      expect(toEmma.text).toMatch(/1 attachment is not included in this message/);
      await small.send({ from: `Emma <${emma}>`, replyTo: toEmma, text: 'Take this.', attachments });
      await small.send({ from: `Emma <${emma}>`, replyTo: small.last(emma), text: '#send' });
      const toAna = small.last(ana);
      expect(names(toAna)).toEqual([]);
      expect(toAna.text).toMatch(/1 attachment is not included in this message/);
      expect(toAna.text?.replace(/\s+/g, ' ')).toMatch(
        /trace\.bin \(20[.\d]* kB\): the attachments together are larger than/,
      );
    } finally {
      await small.close();
    }
  });
});

describe('ClamAV', () => {
  let clamd: Clamd;
  beforeAll(async () => {
    clamd = await startClamd((mail) => (mail.includes('EVIL') ? 'stream: Test.Evil FOUND' : 'stream: OK'));
  });
  afterAll(() => clamd.close());

  const scanning = (more = '') =>
    startDesk(`${CONFIGURATION}scan: { clamav: '127.0.0.1:${clamd.port}', timeout: 2s${more} }\n`);
  const mail = (text: string) => ({ from: ana, to: 'support@spoc.test', subject: 'Scan', text });

  it('is shown the whole mail, and an infected one is quarantined without a word to anybody outside', async () => {
    const scanned = await scanning();
    try {
      clamd.seen.splice(0);
      const raw = Buffer.from(`From: ${ana}\r\nTo: support@spoc.test\r\n\r\n${'harmless line\r\n'.repeat(20_000)}`);
      const rows = await scanned.send(raw, { ...mail('EVIL'), attachments: [{ filename: 'a.txt', content: 'x' }] });
      expect(rows).toMatchObject([{ outcome: 'opened' }, { outcome: 'quarantined', ticket: undefined }]);
      expect(rows[1]?.reasons).toEqual(['malware: Test.Evil']);
      expect(clamd.seen.some((one) => one.equals(raw))).toBe(true);
      expect(scanned.inbox(ana)).toHaveLength(1);
      expect(scanned.inbox(emma)).toHaveLength(1);
      // A second one is no copy that would be passed over unseen.
      const [again] = await scanned.send(Buffer.from(`From: ${ana}\r\nTo: support@spoc.test\r\n\r\nEVIL\r\n`));
      expect(again?.outcome).toBe('quarantined');
      // The operator may know better.
      const [, infected] = rows;
      if (infected === undefined) throw new Error('no row');
      expect(await scanned.core.operations.releaseHeld([infected.id])).toMatchObject([{ result: 'released' }]);
      while ((await scanned.core.step()) > 0);
      expect((await scanned.store.read.ledgerRow(infected.id))?.outcome).toBe('opened');
    } finally {
      await scanned.close();
    }
  });

  it.each([
    ['hangs up', 'hang up', /ended without a word|ECONNRESET/],
    ['says nothing', 'silence', /no answer within/],
    ['fails', 'INSTREAM size limit exceeded. ERROR', /INSTREAM size limit exceeded/],
    ['talks nonsense', 'stream: who knows', /who knows/],
  ])('that %s lets mail wait, or pass, as configured', async (_name, answer, why) => {
    const before = clamd.answer;
    clamd.answer = () => answer;
    const held = await startDesk(
      `${CONFIGURATION}limits: { attempts: 2 }\nscan: { clamav: '127.0.0.1:${clamd.port}', timeout: 1s }\n`,
    );
    const passing = await startDesk(
      `${CONFIGURATION}scan: { clamav: '127.0.0.1:${clamd.port}', timeout: 1s, on_error: pass }\n`,
    );
    try {
      const [passed] = await passing.send(mail('hello'));
      expect(passed).toMatchObject({ outcome: 'opened' });
      expect(passed?.reasons.join()).toMatch(why);
      const [waits] = await held.send(mail('hello'));
      expect(waits?.outcome).toBeUndefined();
      if (answer === 'hang up') {
        clamd.answer = before; // it is back: nothing is lost, nothing was let in unseen
        held.clock = new Date(held.clock.getTime() + 3_600_000);
        await held.send();
        expect((await held.store.read.ledgerRow(waits?.id ?? (0 as never)))?.outcome).toBe('opened');
      } else {
        held.clock = new Date(held.clock.getTime() + 3_600_000);
        await held.send();
        expect(await held.store.read.ledgerRow(waits?.id ?? (0 as never))).toMatchObject({ outcome: 'quarantined' });
      }
    } finally {
      clamd.answer = before;
      await held.close();
      await passing.close();
    }
  });

  it('that is not there is told apart from a mail that is too large for it', async () => {
    const tiny = await scanning(', max: 1 KB');
    const passing = await scanning(', max: 1 KB, on_error: pass');
    try {
      const [refused] = await tiny.send(mail('x'.repeat(3_000)));
      expect(refused).toMatchObject({ outcome: 'quarantined' });
      expect(refused?.reasons.join()).toMatch(/it could not be scanned: it is larger than what is scanned/);
      const [passed] = await passing.send(mail('x'.repeat(3_000)));
      expect(passed?.reasons.join()).toMatch(/not scanned: it is larger/);
      expect(passed?.outcome).toBe('opened');
    } finally {
      await tiny.close();
      await passing.close();
    }
  });
});
