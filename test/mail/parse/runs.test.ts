import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { parseMail } from '../../../src/mail/parse/parse-mail.ts';

vi.resetModules();
vi.doMock('../../../src/mail/parse/runs.ts', () => ({ takeRuns: () => undefined }));
/** The library's way, line by line. */
const lineByLine = (await import('../../../src/mail/parse/parse-mail.ts')).parseMail;

const HEAD = 'From: Ana <ana@example.org>\r\nSubject: x\r\nMIME-Version: 1.0\r\n';

/** A mail, fed in pieces of these lengths in turn. */
async function read(mail: Buffer, lengths: readonly number[], parse = parseMail) {
  const pieces: Buffer[] = [];
  for (let at = 0, n = 0; at < mail.length; n++) {
    const piece = Buffer.from(mail.subarray(at, at + (lengths[n % lengths.length] ?? 1)));
    pieces.push(piece);
    at += piece.length;
  }
  const { text, html, attachments, remarks } = await parse(Readable.from(pieces));
  return {
    text,
    html,
    remarks,
    attachments: attachments.map((one) => [one.filename, one.content?.toString('latin1')]),
  };
}

/** Lines of attachments, with what looks like delimiters, is one, or is cut off by a piece's end. */
const line = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 120 }).map((length) => 'QUJD'.repeat(30).slice(0, length)) },
  fc.constantFrom('--', '-- ', '--b', '--bb', '-', ' --b', '--b \t', '\r', '-\r', '--a', '--a--'),
  fc.integer({ min: 3_000, max: 90_000 }).map((length) => 'x'.repeat(length)),
);
const part = fc.record({
  head: fc.constantFrom(
    'Content-Type: application/pdf; name=f.pdf',
    'Content-Type: application/pdf; name=f.pdf\r\nContent-Transfer-Encoding: base64',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Type: message/rfc822',
  ),
  lines: fc.array(line, { maxLength: 40 }),
  again: fc.integer({ min: 1, max: 40 }),
});
const mail = fc
  .record({
    parts: fc.array(part, { maxLength: 4 }),
    root: fc.constantFrom('Content-Type: multipart/mixed; boundary=b', 'Content-Type: application/pdf', 'X: y'),
    end: fc.constantFrom('\r\n', '\n'),
    closed: fc.boolean(),
  })
  .map(({ parts, root, end, closed }) => {
    const body = parts.flatMap(({ head, lines, again }) => [
      '--b',
      ...head.split('\r\n'),
      '',
      ...Array.from({ length: again }, () => lines).flat(),
    ]);
    const all = [...HEAD.trimEnd().split('\r\n'), root, '', ...body, ...(closed ? ['--b--', ''] : [])];
    return Buffer.from(all.join(end));
  });

describe('runs of lines', () => {
  test('however a mail is cut, it is read as line by line', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        mail,
        fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 5 }),
        async (bytes, lengths) => {
          expect(await read(bytes, lengths)).toEqual(await read(bytes, lengths, lineByLine));
        },
      ),
      { numRuns: 40 },
    );
  });

  test.each(['\r\n--b', '\n--b', '\r\n--c'])('a delimiter at the end of what is looked at: %j', async (delimiter) => {
    const head = `${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n`;
    const part = '--b\r\nContent-Type: application/pdf; name=f.pdf\r\n\r\n';
    const lines = 'QUJD'.repeat(19).concat('\r\n').repeat(2_000);
    for (let shift = -4; shift <= 10; shift++) {
      const first = part + lines.slice(0, 2 * 65_536 - head.length - part.length - shift);
      const second = `${delimiter}\r\nContent-Type: application/pdf; name=g.pdf\r\n\r\n${lines}\r\n--b--\r\n`;
      const bytes = Buffer.from(head + first + second);
      expect(await read(bytes, [65_536]), `${shift}`).toEqual(await read(bytes, [65_536], lineByLine));
    }
  });
});
