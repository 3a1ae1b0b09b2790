import type { ParsedMail } from '../../src/mail/mail.ts';
import type { ParseLimits } from '../../src/mail/parse/limits.ts';

/** Bounds small enough that fuzzing reaches them. */
export const SMALL_LIMITS: ParseLimits = {
  bytes: 2_000_000,
  parts: 40,
  depth: 8,
  headerCount: 60,
  headerBytes: 32_768,
  textLength: 50_000,
  attachments: 10,
  attachmentBytes: 200_000,
  attachmentBytesTotal: 400_000,
  addresses: 20,
};

/** A repeatable source of numbers in [0, 1) (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What breaks parsers: put in at random places. */
const TOKENS = [
  '\r',
  '\n',
  '\r\n\r\n',
  '\0',
  '\xff\xfe',
  '=?utf-8?B?',
  '=?x?Q?=E8?=',
  '=?=?=?',
  '?=',
  '--',
  'Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n',
  'Content-Type: multipart/alternative\r\n',
  'Content-Type: text/plain; charset=utf-7\r\n',
  'Content-Type: text/plain; charset=iso-2022-kr; format=flowed; delsp=yes\r\n',
  'Content-Transfer-Encoding: base64\r\n',
  'Content-Transfer-Encoding: quoted-printable\r\n',
  'Content-Transfer-Encoding: x-uuencode\r\n',
  "filename*0*=utf-8''%C4; filename*1=%8D; filename*999*=x",
  'Content-Type: application/ms-tnef\r\n',
  'Content-Type: application/pkcs7-mime; smime-type=signed-data\r\n',
  'Content-Type: text/calendar; method=REQUEST\r\n',
  'Content-Type: message/rfc822\r\n\r\n',
  'From: <<<a@b>>>, "x (y" z;:@\r\n',
  'begin 644 x\r\n#0V%T\r\nend\r\n',
  '<div><table><tr><td><svg><!--',
  '<a href="javascript:x">',
  ' '.repeat(5000),
  '('.repeat(3000),
  '"'.repeat(999),
  '<'.repeat(3000),
  '='.repeat(2000),
  'a@'.repeat(2000),
  ','.repeat(2000),
  ';x='.repeat(1000),
  '\t\r\n '.repeat(500),
];

function insert(bytes: Buffer, at: number, what: Buffer, drop: number): Buffer {
  return Buffer.concat([bytes.subarray(0, at), what, bytes.subarray(at + drop)]);
}

/** Damages a mail in one to six places: bytes, lines, tokens, pieces of other mails, cuts and repetitions. */
export function mutate(original: Buffer, mails: readonly Buffer[], next: () => number): Buffer {
  const below = (limit: number): number => Math.floor(next() * limit);
  let bytes: Buffer = Buffer.from(original.subarray(0, 300_000));
  for (let round = 1 + below(6); round > 0; round--) {
    const at = below(bytes.length + 1);
    // Most of what can go wrong is in the first kilobytes.
    const early = next() < 0.6 ? Math.min(at, below(4000)) : at;
    switch (below(8)) {
      case 0:
        bytes[Math.min(early, Math.max(0, bytes.length - 1))] = below(256);
        break;
      case 1:
        bytes = insert(bytes, early, Buffer.from(TOKENS[below(TOKENS.length)] ?? '', 'latin1'), 0);
        break;
      case 2:
        bytes = insert(bytes, early, Buffer.alloc(0), below(200));
        break;
      case 3: {
        const other = mails[below(mails.length)] ?? bytes;
        const from = below(other.length);
        bytes = insert(bytes, early, other.subarray(from, from + below(3000)), below(100));
        break;
      }
      case 4:
        bytes = Buffer.from(bytes.subarray(0, at));
        break;
      case 5: {
        const piece = bytes.subarray(early, early + 1 + below(80));
        bytes = insert(bytes, early, Buffer.concat(Array.from({ length: 1 + below(300) }, () => piece)), 0);
        break;
      }
      case 6:
        bytes = Buffer.from(bytes.toString('latin1').replace(/\r\n/g, next() < 0.5 ? '\n' : '\r'), 'latin1');
        break;
      default:
        bytes = insert(bytes, early, Buffer.from(Array.from({ length: below(40) }, () => below(256))), 0);
    }
  }
  return bytes;
}

/** Which bound a parsed mail passes; undefined when none. */
export function overBounds(mail: ParsedMail, limits: ParseLimits = SMALL_LIMITS): string | undefined {
  const kept = mail.attachments.reduce((sum, attachment) => sum + (attachment.content?.length ?? 0), 0);
  const checks: readonly (readonly [string, number, number])[] = [
    ['headers', mail.headers.length, limits.headerCount],
    ['text', mail.text.length, limits.textLength],
    ['html', mail.html?.length ?? 0, limits.textLength],
    ['attachments', mail.attachments.length, limits.attachments],
    ['attachment bytes', kept, limits.attachmentBytesTotal],
    ['from', mail.from.length, limits.addresses],
    ['to', mail.to.length, limits.addresses],
    ['references', mail.references.length, limits.addresses],
    ['remarks', mail.remarks.length, 50],
    ['subject', mail.subject.length, limits.headerBytes],
  ];
  const over = checks.find(([, size, bound]) => size > bound);
  if (over) return `${over[0]}: ${over[1]} > ${over[2]}`;
  const large = mail.attachments.find((attachment) => (attachment.content?.length ?? 0) > limits.attachmentBytes);
  return large ? `attachment of ${large.size} bytes kept` : undefined;
}

function mail(...lines: readonly string[]): Buffer {
  return Buffer.from(lines.join('\r\n'), 'utf8');
}

/** Mails to begin with when no folder is given: one of each shape. */
export const OWN_MAILS: readonly Buffer[] = [
  mail(
    'From: Ana <ana@example.org>',
    'To: desk@example.com',
    'Subject: =?utf-8?Q?Pomo=C4=87?=',
    'Date: Mon, 2 Mar 2026 10:00:00 +0100',
    'Message-ID: <1@example.org>',
    '',
    'Zdravo,',
    'ne radi.',
    '',
    '-- ',
    'Ana',
  ),
  mail(
    'From: a@example.org',
    'Content-Type: multipart/mixed; boundary="b1"',
    '',
    '--b1',
    'Content-Type: multipart/alternative; boundary=b2',
    '',
    '--b2',
    'Content-Type: text/plain; charset=iso-8859-2; format=flowed',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'Te=BEava =',
    's prijavo ',
    '',
    '--b2',
    'Content-Type: text/html',
    '',
    '<p>Te&zcaron;ava <img src="cid:i@x"></p>',
    '--b2--',
    '--b1',
    "Content-Type: application/pdf; name*=utf-8''ra%C4%8Dun.pdf",
    'Content-Transfer-Encoding: base64',
    'Content-ID: <i@x>',
    '',
    'JVBERi0xLjQK',
    '--b1--',
    '',
  ),
  mail(
    'From: <>',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=r',
    '',
    '--r',
    '',
    'failed',
    '--r',
    'Content-Type: message/delivery-status',
    '',
    'Final-Recipient: rfc822; x@example.net',
    'Status: 5.1.1',
    '',
    '--r',
    'Content-Type: message/rfc822',
    '',
    'Subject: hi',
    '',
    'body',
    '--r--',
  ),
  mail(
    'From: cal@example.org',
    'Content-Type: text/calendar; method=REQUEST',
    '',
    'BEGIN:VCALENDAR',
    'METHOD:REQUEST',
    'BEGIN:VEVENT',
    'UID:1',
    'DTSTART;TZID=Europe/Prague:20260305T100000',
    'DTEND;TZID=Europe/Prague:20260305T110000',
    'SUMMARY:Porada',
    'END:VEVENT',
    'END:VCALENDAR',
  ),
  Buffer.concat([
    mail('From: "x', 'Subject: \xe8\xe9', 'Content-Type: application/pkcs7-mime', '', ''),
    Buffer.from(
      '30800609 2a864886f70d010702 a080 3080 020101 3100 3080 0609 2a864886f70d010701 a080 2480 0405 48656c6c6f 0000 0000 0000 0000 0000'.replaceAll(
        ' ',
        '',
      ),
      'hex',
    ),
  ]),
];
