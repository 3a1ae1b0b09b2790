import { describe, expect, test } from 'vitest';
import { fingerprint } from '../../src/mail/fingerprint.ts';
import { spooledRef } from '../../src/mail/parse/spooled.ts';
import { parse } from './parse/mail.ts';

const LINES = [
  'From: Ana <ana@example.org>',
  'Date: Mon, 2 Mar 2026 10:00:00 +0100',
  'Subject: x',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  '',
  'text',
  '--b',
  'Content-Type: a/b; name=f',
  '',
  'bytes',
  '--b--',
];
const changed = (from: string, to: string): readonly string[] => LINES.map((line) => line.replace(from, to));

describe('a fingerprint', () => {
  test.each([
    ['trace headers', ['Received: from x by y', 'Delivered-To: desk@example.com', ...LINES]],
    ['the way a date is written', changed('10:00:00 +0100', '09:00:00 GMT')],
    ['capitals of the address', changed('ana@example.org', 'Ana@Example.org')],
    ['boundaries', LINES.map((line) => line.replace('boundary=b', 'boundary=c').replace('--b', '--c'))],
    ['empty lines at the end', changed('text', 'text\r\n')],
  ])('does not depend on %s', async (_name, lines) => {
    expect(fingerprint(await parse(lines))).toBe(fingerprint(await parse(LINES)));
  });
  test.each([
    ['From', changed('ana@', 'bob@')],
    ['Date', changed('10:00:00', '10:00:01')],
    ['Subject', changed('Subject: x', 'Subject: y')],
    ['text', changed('text', 'other')],
    ['an attachment', changed('bytes', 'other')],
  ])('depends on %s', async (_name, lines) => {
    expect(fingerprint(await parse(lines))).not.toBe(fingerprint(await parse(LINES)));
  });
  test('is the same wherever the attachment lies', async () => {
    const { createHash } = await import('node:crypto');
    const inMemory = await parse(LINES);
    const hash = createHash('sha256').update('bytes').digest('hex');
    const attachments = inMemory.attachments.map((one) => ({
      ...one,
      content: undefined,
      ref: spooledRef({ hash, size: 5, path: '/spool/a:b' }),
    }));
    expect(fingerprint({ ...inMemory, attachments })).toBe(fingerprint(inMemory));
  });
});
