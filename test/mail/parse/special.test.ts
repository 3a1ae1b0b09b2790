import { describe, expect, test } from 'vitest';
import { parseMail } from '../../../src/mail/parse/parse-mail.ts';
import { cpuMs } from '../cpu.ts';
import { mail, names, parse } from './mail.ts';

const FROM = 'From: Ana <ana@example.org>';

function attribute(level: number, id: number, data: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUInt8(level, 0);
  head.writeUInt32LE(id, 1);
  head.writeUInt32LE(data.length, 5);
  return Buffer.concat([head, data, Buffer.alloc(2)]);
}

function property(type: number, id: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(id, 2);
  head.writeUInt32LE(1, 4);
  head.writeUInt32LE(data.length, 8);
  return Buffer.concat([head, data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
}

function properties(...list: readonly Buffer[]): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32LE(list.length);
  return Buffer.concat([count, ...list]);
}

const SIGNATURE = Buffer.from([0x78, 0x9f, 0x3e, 0x22, 1, 0]);
const TNEF = Buffer.concat([
  SIGNATURE,
  attribute(1, 0x9007, Buffer.from([0xe2, 0x04, 0, 0, 0, 0, 0, 0])),
  attribute(1, 0x9003, properties(property(0x1f, 0x1000, Buffer.from('Telo sporočila\0', 'utf16le')))),
  attribute(2, 0x9002, Buffer.alloc(14)),
  attribute(2, 0x8010, Buffer.from('ZABA~1.TXT\0')),
  attribute(2, 0x800f, Buffer.from('kvak')),
  attribute(
    2,
    0x9005,
    properties(
      property(0x1f, 0x3707, Buffer.from('Žaba.txt\0', 'utf16le')),
      property(0x1e, 0x370e, Buffer.from('text/plain\0')),
    ),
  ),
]);

function withAttachment(type: string, bytes: Buffer, text = 'text'): Buffer {
  return mail(
    FROM,
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    '',
    text,
    '--b',
    `Content-Type: ${type}`,
    'Content-Transfer-Encoding: base64',
    '',
    bytes.toString('base64'),
    '--b--',
  );
}

describe('winmail.dat', () => {
  test('is unpacked with long names', async () => {
    const parsed = await parseMail(withAttachment('application/ms-tnef; name=winmail.dat', TNEF));
    expect(parsed.text).toBe('text');
    expect(parsed.attachments).toMatchObject([
      { filename: 'Žaba.txt', contentType: 'text/plain', size: 4, content: Buffer.from('kvak') },
    ]);
    expect(parsed.remarks.join()).toContain('unpacked');
  });
  test('gives the text when the mail has none', async () => {
    expect(
      (await parseMail(withAttachment('application/octet-stream; name="WINMAIL.DAT"', TNEF, ''))).text.trim(),
    ).toBe('Telo sporočila');
  });
  test.each([
    ['no TNEF at all', Buffer.from('hello')],
    ['cut off', TNEF.subarray(0, 40)],
    [
      'an attribute longer than the file',
      Buffer.concat([SIGNATURE, Buffer.from([2, 2, 0x90, 0, 0, 0xff, 0xff, 0xff, 0x7f])]),
    ],
    [
      'properties without end',
      Buffer.concat([
        SIGNATURE,
        attribute(1, 0x9003, Buffer.from('ffffffff0210003000000000ffffffff'.repeat(50), 'hex')),
      ]),
    ],
  ])('%s stays attached', async (_name, bytes) => {
    const parsed = await parseMail(withAttachment('application/ms-tnef; name=winmail.dat', bytes));
    expect(names(parsed)).toEqual(['winmail.dat']);
    expect(parsed.attachments[0]?.size).toBe(bytes.length);
  });
  test('many empty attributes take linear time', async () => {
    const bytes = Buffer.concat([
      SIGNATURE,
      ...Array.from({ length: 100_000 }, () => attribute(2, 0x9002, Buffer.alloc(0))),
    ]);
    const start = process.cpuUsage();
    await parseMail(withAttachment('application/ms-tnef; name=winmail.dat', bytes));
    expect(cpuMs(start)).toBeLessThan(2000);
  });
});

function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const indefinite = (tag: number, ...content: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from([tag, 0x80]), ...content, Buffer.from([0, 0])]);
const DATA = der(6, Buffer.from('2a864886f70d010701', 'hex'));
const SIGNED = der(6, Buffer.from('2a864886f70d010702', 'hex'));
const ENVELOPED = der(6, Buffer.from('2a864886f70d010703', 'hex'));
const VERSION = der(2, Buffer.from([1]));
const INNER = mail(
  'Content-Type: multipart/mixed; boundary=i',
  '',
  '--i',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Podpisano: žal',
  '--i',
  'Content-Type: application/pdf; name=f.pdf',
  '',
  'x',
  '--i--',
  '',
);

describe('S/MIME', () => {
  const opaque = (cms: Buffer, type = 'application/pkcs7-mime; smime-type=signed-data; name=smime.p7m'): Buffer =>
    mail(FROM, 'Subject: s', `Content-Type: ${type}`, 'Content-Transfer-Encoding: base64', '', cms.toString('base64'));
  test.each([
    ['DER', der(0x30, SIGNED, der(0xa0, der(0x30, VERSION, der(0x31), der(0x30, DATA, der(0xa0, der(4, INNER))))))],
    [
      'BER of indefinite length, in pieces',
      indefinite(
        0x30,
        SIGNED,
        indefinite(
          0xa0,
          indefinite(
            0x30,
            VERSION,
            der(0x31),
            indefinite(
              0x30,
              DATA,
              indefinite(0xa0, indefinite(0x24, der(4, INNER.subarray(0, 50)), der(4, INNER.subarray(50)))),
            ),
          ),
        ),
      ),
    ],
  ])('opaque-signed content is shown: %s', async (_name, cms) => {
    const parsed = await parseMail(opaque(cms));
    expect(parsed.text.trim()).toBe('Podpisano: žal');
    expect(names(parsed)).toEqual(['f.pdf']);
    expect(parsed.subject).toBe('s');
  });
  test('an encrypted one stays attached and says so', async () => {
    const parsed = await parseMail(
      opaque(der(0x30, ENVELOPED, der(0xa0, der(0x30, VERSION))), 'application/pkcs7-mime; name=smime.p7m'),
    );
    expect(names(parsed)).toEqual(['smime.p7m']);
    expect(parsed.remarks).toContain('encrypted (S/MIME): left attached, not readable here');
  });
  test.each([['not DER'], [''], ['0\u0080'.repeat(5000)]])('broken ones stay attached', async (text) => {
    expect(names(await parseMail(opaque(Buffer.from(text, 'latin1'))))).toEqual(['smime.p7m']);
  });
  test('signed within signed within signed ends somewhere', async () => {
    let cms = INNER;
    for (let i = 0; i < 8; i++) {
      const wrapped = der(
        0x30,
        SIGNED,
        der(0xa0, der(0x30, VERSION, der(0x31), der(0x30, DATA, der(0xa0, der(4, cms))))),
      );
      cms = mail(
        'Content-Type: application/pkcs7-mime; smime-type=signed-data',
        'Content-Transfer-Encoding: binary',
        '',
        wrapped.toString('latin1'),
      );
    }
    await expect(parseMail(cms)).resolves.toMatchObject({ attachments: [{ contentType: 'application/pkcs7-mime' }] });
  });
});

describe('PGP', () => {
  test('PGP/MIME is left attached and said so', async () => {
    const parsed = await parse([
      FROM,
      'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b',
      '',
      '--b',
      'Content-Type: application/pgp-encrypted',
      '',
      'Version: 1',
      '--b',
      'Content-Type: application/octet-stream; name=encrypted.asc',
      '',
      '-----BEGIN PGP MESSAGE-----',
      '--b--',
    ]);
    expect(parsed.attachments).toHaveLength(2);
    expect(parsed.remarks).toContain('encrypted (PGP/MIME): left attached, not readable here');
  });
  test('inline PGP says so', async () => {
    expect((await parse([FROM, '', '-----BEGIN PGP MESSAGE-----', 'x'])).remarks).toContain(
      'encrypted (inline PGP): not readable here',
    );
  });
});

describe('calendars', () => {
  const event = (...lines: readonly string[]): readonly string[] => [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...lines,
    'END:VCALENDAR',
  ];
  test.each([
    [
      'an invitation',
      event(
        'METHOD:REQUEST',
        'BEGIN:VEVENT',
        'UID:1',
        'DTSTART;TZID=Europe/Ljubljana:20260305T100000',
        'DTEND;TZID=Europe/Ljubljana:20260305T113000',
        'SUMMARY:Sestanek o žabah',
        'LOCATION:Soba 4',
        'ORGANIZER;CN=Ana:mailto:ana@example.org',
        'END:VEVENT',
      ),
      '[REQUEST] Sestanek o žabah\n2026-03-05 10:00 – 11:30 (Europe/Ljubljana)\nSoba 4\nAna <ana@example.org>',
    ],
    [
      'a whole day',
      event('METHOD:PUBLISH', 'BEGIN:VEVENT', 'UID:1', 'DTSTART;VALUE=DATE:20260305', 'SUMMARY:Holiday', 'END:VEVENT'),
      '[PUBLISH] Holiday\n2026-03-05',
    ],
    [
      'UTC with a duration',
      event('BEGIN:VEVENT', 'UID:1', 'DTSTART:20260305T230000Z', 'DURATION:PT2H', 'SUMMARY:Window', 'END:VEVENT'),
      '[EVENT] Window\n2026-03-05 23:00 – 2026-03-06 01:00 (UTC)',
    ],
    [
      'an answer',
      event(
        'METHOD:REPLY',
        'BEGIN:VEVENT',
        'UID:1',
        'DTSTART:20260305T100000Z',
        'SUMMARY:Call',
        'ATTENDEE;PARTSTAT=DECLINED;CN=Bo:mailto:bo@example.org',
        'END:VEVENT',
      ),
      '[REPLY] Call\n2026-03-05 10:00 (UTC)\nBo <bo@example.org>: DECLINED',
    ],
    [
      'a series',
      event(
        'METHOD:REQUEST',
        'BEGIN:VEVENT',
        'UID:1',
        'DTSTART:20260305T100000Z',
        'RRULE:FREQ=WEEKLY;COUNT=4',
        'SUMMARY:Weekly',
        'END:VEVENT',
      ),
      '[REQUEST] Weekly\n2026-03-05 10:00 (UTC)\nFREQ=WEEKLY;COUNT=4',
    ],
  ])('%s', async (_name, lines, expected) => {
    const parsed = await parse([FROM, 'Content-Type: text/calendar; method=REQUEST; charset=utf-8', '', ...lines]);
    expect(parsed.text.trim()).toBe(expected);
    expect(parsed.attachments).toHaveLength(1);
  });
  test('stands before the text', async () => {
    const ics = event(
      'METHOD:CANCEL',
      'BEGIN:VEVENT',
      'UID:1',
      'DTSTART:20260305T100000Z',
      'SUMMARY:Call',
      'END:VEVENT',
    );
    const parsed = await parse([
      FROM,
      'Content-Type: multipart/alternative; boundary=b',
      '',
      '--b',
      '',
      'Sorry!',
      '--b',
      'Content-Type: text/calendar',
      '',
      ...ics,
      '--b--',
    ]);
    expect(parsed.text).toBe('[CANCEL] Call\n2026-03-05 10:00 (UTC)\n\nSorry!');
  });
  test.each([
    ['nonsense'],
    ['BEGIN:VCALENDAR'],
    ['BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:99999999\r\nEND:VEVENT\r\nEND:VCALENDAR'],
  ])('broken ones are attachments only', async (text) => {
    const parsed = await parse([FROM, 'Content-Type: text/calendar', '', text]);
    expect(parsed.attachments).toHaveLength(1);
  });
});

describe('reports and attached mails', () => {
  const report = (type: string, fields: string, original: string): readonly string[] => [
    FROM,
    `Content-Type: multipart/report; report-type=x; boundary=b`,
    '',
    '--b',
    '',
    'words',
    '--b',
    `Content-Type: ${type}`,
    '',
    fields,
    '',
    '--b',
    `Content-Type: ${original}`,
    '',
    'Message-ID: <o@x>',
    'Subject: original',
    '',
    'body',
    '--b--',
  ];
  test.each([
    ['message/delivery-status', 'delivery-status', 'message/rfc822'],
    ['message/disposition-notification', 'disposition-notification', 'text/rfc822-headers'],
    ['message/feedback-report', 'feedback-report', 'message/rfc822'],
    ['text/x-other', 'other', 'message/rfc822'],
  ])('%s', async (type, kind, original) => {
    const parsed = await parse(report(type, 'Field: value', original));
    expect(parsed.report?.type).toBe(kind);
    expect(parsed.report?.fields).toContain(kind === 'other' ? '' : 'Field: value');
    expect(parsed.report?.original).toContain('Message-ID: <o@x>');
    expect(parsed.text).toBe('words');
    expect(parsed.attachments).toHaveLength(2);
  });
  test('an attached mail is named after its subject and is no report', async () => {
    const parsed = await parse([
      FROM,
      'Content-Type: message/rfc822',
      '',
      'Subject: =?utf-8?Q?Ra=C4=8Dun?= 4/2026: "nujno"',
      '',
      'x',
    ]);
    expect(names(parsed)).toEqual(['Račun 4 2026 nujno.eml']);
    expect(parsed.report).toBeUndefined();
  });
  test('parts of a digest are mails', async () => {
    const parsed = await parse([
      FROM,
      'Content-Type: multipart/digest; boundary=b',
      '',
      '--b',
      '',
      'Subject: one',
      '',
      'x',
      '--b--',
    ]);
    expect(parsed.attachments).toMatchObject([{ contentType: 'message/rfc822', filename: 'one.eml' }]);
  });
});
