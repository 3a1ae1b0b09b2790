import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskWorld, startDesk } from '../gateway/desk-world.ts';
import { faultsOf, storedFaults } from './faults.ts';
import { BREAKS, HTML, NAMES, TEMPLATES } from './payloads.ts';

/*
 * Hostile content through the whole gateway: each mail gets an outcome, and nothing of it becomes a header, a recipient, markup or a path in
 * what goes out, be it the confirmation, the agents' notices with the attachments, or the answer that quotes it.
 */

const STAFF = ['emma@staff.test', 'marko@staff.test'];
let world: DeskWorld;
beforeAll(async () => {
  world = await startDesk();
});
afterAll(() => world.close());

let count = 0;
/** A sender of his own for each mail: limits of one do not touch another. */
const sender = () => `c${++count}@client.example`;
const b64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');
/** A whole text as encoded words, so that nothing but a decoder sees what is in it. */
const word = (text: string) => `=?utf-8?b?${b64(text)}?=`;
const percent = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

interface Made {
  readonly from: string;
  readonly raw: Buffer;
}
/** A mail of header lines and a body; what it does not say of From, To and Subject is ordinary. */
function made(lines: readonly string[], body: string | Buffer = 'It is broken.\r\n', from = sender()): Made {
  const has = (name: string) => lines.some((line) => line.toLowerCase().startsWith(`${name}:`));
  const head = [
    ...(has('from') ? [] : [`From: Client <${from}>`]),
    ...(has('to') ? [] : ['To: support@spoc.test']),
    ...(has('subject') ? [] : ['Subject: Broken']),
    ...lines,
  ];
  return { from, raw: Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), Buffer.from(body)]) };
}

/** Sends a mail, answers it when it opened a ticket, and tells what is wrong with whatever went out. */
async function faultsAfter({ from, raw }: Made, others: readonly string[] = []) {
  world.clear();
  world.clock = new Date(world.clock.getTime() + 600_000);
  const [row] = await world.send(raw);
  if (row?.outcome === undefined) throw new Error(`no outcome: ${row?.reasons}`);
  const notice = world.inbox('emma@staff.test').at(-1);
  if (row.ticket !== undefined && notice !== undefined) {
    await world.send({ from: 'Emma Clark <emma@staff.test>', replyTo: notice, text: 'We look into it.' });
  }
  const allowed = new Set([from, ...STAFF, ...others]);
  const sent = world.everybody().flatMap((who) => world.inbox(who).map((mail) => ({ who, mail })));
  const strangers = world.everybody().filter((who) => !allowed.has(who));
  const messages = row.ticket === undefined ? [] : await world.store.read.messages(row.ticket);
  const faults = sent.flatMap(({ who, mail }) => faultsOf(mail, allowed).map((fault) => `${who}: ${fault}`));
  const stored = messages.flatMap((message) => storedFaults(message.html));
  return { row, sent, faults: [...faults, ...stored, ...strangers.map((who) => `a mail to ${who}`)] };
}

const shown = (text: string) => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
const across = (names: readonly string[], payloads: readonly string[]) =>
  names.flatMap((name) => payloads.map((payload) => [name, shown(payload), payload] as const));

describe('a header out of a header', () => {
  const places: Readonly<Record<string, (payload: string) => Made>> = {
    subject: (payload) => made([`Subject: ${word(payload)}`]),
    'raw subject': (payload) => made([`Subject: ${payload.replace(/\r\n\r\n.*/s, '')}`]),
    'name of the sender': (payload) => {
      const from = sender();
      return made([`From: ${word(payload)} <${from}>`], undefined, from);
    },
    'Message-ID': (payload) => made([`Message-ID: <${payload.replace(/\r\n/g, '')}@client.example>`]),
    References: (payload) =>
      made([`References: <a@b> <${payload.replace(/\r\n/g, '')}@c>`, `In-Reply-To: <${percent(payload)}@c>`]),
    'Reply-To': (payload) => made([`Reply-To: ${word(payload)} <reply@elsewhere.example>`]),
    'name in To': (payload) => made([`To: ${word(payload)} <support@spoc.test>`]),
    'name of a file': (payload) =>
      made(
        ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="b"'],
        `--b\r\nContent-Type: text/plain\r\n\r\nIt is broken.\r\n--b\r\nContent-Type: image/png\r\nContent-ID: <${percent(payload)}@x>\r\nContent-Disposition: attachment; filename*=utf-8''${percent(payload)}\r\n\r\nbytes\r\n--b--\r\n`,
      ),
    'type of a file': (payload) =>
      made(
        ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="b"'],
        `--b\r\nContent-Type: text/plain\r\n\r\nIt is broken.\r\n--b\r\nContent-Type: application/x-${payload.replace(/[\r\n].*/s, '')}; x="${percent(payload)}"; name=a.bin\r\nContent-Disposition: attachment\r\n\r\nbytes\r\n--b--\r\n`,
      ),
  };
  it.each(across(Object.keys(places), BREAKS))('%s %s', async (place, _shown, payload) => {
    const { row, faults, sent } = await faultsAfter(places[place]?.(payload) ?? made([]));
    expect(row.outcome).toBe('opened');
    expect(sent.length).toBeGreaterThanOrEqual(3);
    expect(faults).toEqual([]);
  });
});

describe('a template out of a text', () => {
  const places: Readonly<Record<string, (payload: string) => Made>> = {
    subject: (payload) => made([`Subject: ${word(`x ${payload}`)}`]),
    name: (payload) => {
      const from = sender();
      return made([`From: ${word(payload)} <${from}>`], undefined, from);
    },
    text: (payload) => made(['Content-Type: text/plain; charset=utf-8'], `It says: ${payload}\r\n`),
    'name of a file': (payload) =>
      made(
        ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="b"'],
        `--b\r\nContent-Type: text/plain\r\n\r\nIt is broken.\r\n--b\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename*=utf-8''${percent(`${payload}.png`)}\r\n\r\nbytes\r\n--b--\r\n`,
      ),
  };
  it.each(across(Object.keys(places), TEMPLATES))('%s %s', async (place, _shown, payload) => {
    const { row, faults, sent } = await faultsAfter(places[place]?.(payload) ?? made([]));
    expect(row.outcome).toBe('opened');
    expect(faults).toEqual([]);
    for (const { mail } of sent) {
      const all = [mail.subject, mail.text, mail.html, ...mail.attachments.map((one) => one.filename)].join('\n');
      expect(all).not.toMatch(/\[object |native code|function Object|HOME=|undefined|NaN|\bdata: data\b/);
      expect(all).not.toMatch(/[\ufdd0-\ufdef]/u);
    }
    // What was written is shown as it was written, whatever it looks like to a machine.
    if (place === 'text' && /^[\x20-\x7e]+$/.test(payload)) {
      const text = sent.find(({ who }) => who === 'emma@staff.test')?.mail.text ?? '';
      expect(text.replace(/\s+/g, ' ')).toContain(payload.replace(/\s+/g, ' '));
    }
  });
});

describe('HTML', () => {
  it.each(HTML.map((payload) => [shown(payload), payload] as const))('%s', async (_shown, payload) => {
    const { row, faults } = await faultsAfter(
      made(
        ['MIME-Version: 1.0', 'Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: base64'],
        b64(`<html><body><p>It is broken.</p>${payload}<p>Please help.</p></body></html>`),
      ),
    );
    expect(row.outcome).toBe('opened');
    expect(faults).toEqual([]);
  });
});

describe('the name of a file', () => {
  it.each(NAMES.map((payload) => [shown(payload), payload] as const))('%s', async (_shown, payload) => {
    const part = (head: string) => `--b\r\nContent-Type: image/png\r\n${head}\r\n\r\nbytes of ${head.length}\r\n`;
    const quoted = payload.replace(/[\r\n\0]/g, '_').replace(/["\\]/g, '\\$&');
    const { row, faults, sent } = await faultsAfter(
      made(
        ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="b"'],
        `--b\r\nContent-Type: text/plain\r\n\r\nIt is broken.\r\n${part(`Content-Disposition: attachment; filename*=utf-8''${percent(payload)}`)}${part(`Content-Disposition: attachment; filename="${word(payload)}"`)}${part(`Content-Disposition: attachment; filename="${quoted}"`)}--b--\r\n`,
      ),
    );
    expect(row.outcome).toBe('opened');
    expect(faults).toEqual([]);
    const toEmma = sent.find(({ who }) => who === 'emma@staff.test')?.mail;
    const listed = toEmma?.text?.replace(/\s+/g, ' ').match(/files of this kind are not passed on/g)?.length ?? 0;
    expect((toEmma?.attachments.length ?? 0) + listed).toBe(3); // none is lost for its name
  });
});

const line = (length: number) => 'x'.repeat(length);
const nested = (depth: number, inner = 'Content-Type: text/plain\r\n\r\ndeep\r\n'): string => {
  let text = inner;
  for (let at = depth; at > 0; at--)
    text = `Content-Type: multipart/mixed; boundary="b${at}"\r\n\r\n--b${at}\r\n${text}\r\n--b${at}--\r\n`;
  return text;
};
/** A body whose own header lines become those of the mail. */
const wrapped = (body: string): Made => {
  const cut = body.indexOf('\r\n\r\n');
  return made(['MIME-Version: 1.0', body.slice(0, cut)], body.slice(cut + 4));
};
const attached = (name: string, bytes: Buffer, more: readonly string[] = []): Made =>
  made(
    ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="b"', ...more],
    `--b\r\nContent-Type: text/plain\r\n\r\nIt is broken.\r\n--b\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="${name}"\r\n\r\n${bytes.toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n--b--\r\n`,
  );
const people = (many: number, header = 'To') =>
  `${header}: support@spoc.test,\r\n ${Array.from({ length: many }, (_, at) => `p${at}@many.example`).join(',\r\n ')}`;

/** Mails that are made to be too much. */
const BOMBS: Readonly<Record<string, () => Made>> = {
  '100,000 parts': () =>
    made(
      ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="b"'],
      `${'--b\r\nContent-Type: text/plain\r\n\r\nx\r\n'.repeat(100_000)}--b--\r\n`,
    ),
  '100,000 attachments': () =>
    made(
      ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="b"'],
      `${'--b\r\nContent-Type: image/png; name=a.png\r\nContent-Disposition: attachment\r\n\r\nx\r\n'.repeat(100_000)}--b--\r\n`,
    ),
  '10,000 parts deep': () => wrapped(nested(10_000)),
  '1,000 mails in mails': () =>
    wrapped(`${'Content-Type: message/rfc822\r\n\r\n'.repeat(1_000)}Subject: x\r\n\r\nin the end`),
  'parts that all begin the same boundary': () => wrapped(nested(3).replace(/b\d/g, 'b')),
  'a boundary of 10,000 characters': () =>
    made([`Content-Type: multipart/mixed; boundary="${line(10_000)}"`], `--${line(10_000)}\r\n\r\nx\r\n`),
  'an empty boundary': () => made(['Content-Type: multipart/mixed; boundary=""'], '--\r\n\r\nx\r\n----\r\n'),
  'no boundary': () => made(['Content-Type: multipart/mixed'], '--b\r\n\r\nx\r\n--b--\r\n'),
  'a boundary that never comes': () => made(['Content-Type: multipart/mixed; boundary=never'], line(1_000_000)),
  '10,000 in To': () => made([people(10_000)]),
  '10,000 in Cc': () => made([people(10_000, 'Cc').replace('support@spoc.test,\r\n ', '')]),
  '10,000 From': () => {
    const from = sender();
    return made(
      [`From: ${from},${Array.from({ length: 10_000 }, (_, at) => `p${at}@many.example`).join(',')}`],
      undefined,
      from,
    );
  },
  'a subject of a megabyte': () => made([`Subject: ${line(1_000_000)}`]),
  'a subject of a megabyte in encoded words': () => made([`Subject: ${'=?utf-8?q?=C5=BE?= '.repeat(50_000)}`]),
  'a subject of 100,000 Re:': () => made([`Subject: ${'Re: '.repeat(100_000)}`]),
  'a subject of 100,000 numbers': () => made([`Subject: ${'[SUP-1001] '.repeat(100_000)}`]),
  'a name of a megabyte': () => {
    const from = sender();
    return made([`From: ${line(1_000_000)} <${from}>`], undefined, from);
  },
  'a line of ten megabytes': () => made([], line(10_000_000)),
  'a line of a megabyte that ends in no line end': () =>
    made(['Content-Transfer-Encoding: quoted-printable'], `${'=41'.repeat(300_000)}=`),
  'a million empty lines': () => made([], '\r\n'.repeat(1_000_000)),
  'half a million quotes': () => made([], '> '.repeat(500_000)),
  '100,000 lines that quote one deeper each': () =>
    made([], Array.from({ length: 2_000 }, (_, at) => `${'>'.repeat(at)} x`).join('\r\n')),
  '100,000 command lines': () => made([], '#closed\r\n'.repeat(100_000)),
  '100,000 markers': () => made([], '##- SUP-1 -## x\r\n'.repeat(100_000)),
  '100,000 reply headers': () => made([], 'On Mon, 23 Nov 2026 at 10:00, A <a@b> wrote:\r\n> x\r\n'.repeat(30_000)),
  '100,000 headers': () => made(Array.from({ length: 100_000 }, (_, at) => `X-H${at}: ${at}`)),
  'a header of five megabytes': () => made([`X-Long: ${line(5_000_000)}`]),
  'a header folded 100,000 times': () => made([`X-Folded: a${'\r\n b'.repeat(100_000)}`]),
  '100,000 Received': () =>
    made(Array.from({ length: 100_000 }, () => 'Received: from a by mx.test; Mon, 23 Nov 2026 09:00:00 +0000')),
  '10,000 Authentication-Results': () =>
    made(Array.from({ length: 10_000 }, () => 'Authentication-Results: mx.test; dmarc=none; dkim=none (((((')),
  '100,000 References': () => made([`References: ${'<a@b> '.repeat(100_000)}`]),
  'references that are all different': () =>
    made([`References: ${Array.from({ length: 20_000 }, (_, at) => `<r${at}@b>`).join(' ')}`]),
  'two of every singular header': () =>
    made([
      ...['Subject: one', 'Subject: two', 'Message-ID: <one@x>', 'Message-ID: <two@x>', 'Date: x', 'Date: y'],
      ...['To: support@spoc.test', 'To: other@many.example', 'Content-Type: text/plain', 'Content-Type: text/html'],
      ...[
        'MIME-Version: 1.0',
        'MIME-Version: 2.0',
        'In-Reply-To: <a@b>',
        'In-Reply-To: <c@d>',
        'Reply-To: a@b.example',
        'Reply-To: c@d.example',
      ],
    ]),
  'header lines without a colon': () => made(['this is none', 'nor: is', ': this', '']),
  'NULs everywhere': () => made(['X-N: a\0b'], 'a\0b\0\0\r\n'.repeat(1_000)),
  'lone CRs': () => made([], 'a\rb\rc\r'.repeat(10_000)),
  'an unknown charset': () =>
    made(['Content-Type: text/plain; charset=klingon'], Buffer.from([0xc5, 0xbe, 0xff, 0xfe, 0x80])),
  'a charset that lies': () => made(['Content-Type: text/plain; charset=utf-16le'], 'not utf-16 at all, odd length'),
  'UTF-7': () => made(['Content-Type: text/plain; charset=utf-7'], '+ADw-script+AD4-alert(1)+ADw-/script+AD4-'),
  'ISO-2022 without an end': () => made(['Content-Type: text/plain; charset=iso-2022-jp'], `\x1b$B${line(100_000)}`),
  'a charset of a megabyte': () => made([`Content-Type: text/plain; charset="${line(1_000_000)}"`]),
  'parameters of RFC 2231 without end': () =>
    made([`Content-Type: text/plain; ${Array.from({ length: 5_000 }, (_, at) => `x*${at}*=a`).join('; ')}`]),
  'base64 that is none': () => made(['Content-Transfer-Encoding: base64'], '!!!! not base64 ====\r\n'.repeat(50_000)),
  'quoted-printable that is none': () =>
    made(['Content-Transfer-Encoding: quoted-printable'], '=G1=\r\n=ZZ==='.repeat(50_000)),
  'uuencode without an end': () =>
    made(['Content-Transfer-Encoding: x-uuencode'], `begin 644 ../../x\r\n${'M'.repeat(100_000)}\r\n`),
  'a transfer encoding of nobody': () => made(['Content-Transfer-Encoding: x-evil'], 'x'),
  'deep HTML': () => made(['Content-Type: text/html'], `${'<div>'.repeat(100_000)}x`),
  'HTML of 100,000 tables': () => made(['Content-Type: text/html'], '<table><tr><td>'.repeat(30_000)),
  'HTML of 100,000 attributes': () =>
    made(['Content-Type: text/html'], `<p ${Array.from({ length: 100_000 }, (_, at) => `a${at}=1`).join(' ')}>x</p>`),
  'HTML of 100,000 open comments': () => made(['Content-Type: text/html'], '<!--'.repeat(100_000)),
  'HTML of 100,000 entities': () => made(['Content-Type: text/html'], '&amp;lt;&#x41;&nosuch;'.repeat(50_000)),
  'a style of a megabyte': () => made(['Content-Type: text/html'], `<p style="${'color:red;'.repeat(100_000)}">x</p>`),
  'an archive that unpacks to ten gigabytes': () =>
    attached(
      'bomb.zip',
      Buffer.concat([Buffer.from('PK\x03\x04\x14\0\0\0\x08\0', 'latin1'), Buffer.alloc(1_000_000, 0xff)]),
    ),
  'an archive in an archive': () =>
    attached(
      'a.zip',
      Buffer.concat(Array.from({ length: 50 }, () => Buffer.from('PK\x03\x04\x14\0\0\0\0\0a.zip', 'latin1'))),
    ),
  'gzip of zeros': () =>
    attached('zeros.gz', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, ...Array.from({ length: 5_000 }, () => 0)])),
  'office types that point at each other': () =>
    attached(
      'a.docx',
      Buffer.concat([
        Buffer.from('PK\x03\x04\x14\0\0\0\x08\0', 'latin1'),
        Buffer.alloc(16, 0xff),
        Buffer.from('\x13\0\xff\xff[Content_Types].xml', 'latin1'),
        Buffer.alloc(70_000, 0xfe),
      ]),
    ),
  'a winmail.dat of garbage': () =>
    attached('winmail.dat', Buffer.concat([Buffer.from([0x78, 0x9f, 0x3e, 0x22]), Buffer.alloc(100_000, 0xff)])),
  'a calendar without end': () =>
    made(
      ['Content-Type: text/calendar; method=REQUEST'],
      `BEGIN:VCALENDAR\r\n${'BEGIN:VEVENT\r\nRRULE:FREQ=SECONDLY\r\n'.repeat(20_000)}`,
    ),
  'an EBML header without end': () =>
    attached('a.mkv', Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), Buffer.alloc(60_000, 0x01)])),
  'an ASF of objects without size': () =>
    attached('a.asf', Buffer.concat([Buffer.from('3026b2758e66cf11a6d9', 'hex'), Buffer.alloc(60_000, 0)])),
  'a PNG of chunks without end': () =>
    attached('a.png', Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(60_000, 0)])),
  'nothing but a header': () => ({
    from: 'nobody@client.example',
    raw: Buffer.from('From: nobody@client.example\r\n'),
  }),
  'nothing at all': () => ({ from: 'nobody@client.example', raw: Buffer.alloc(0) }),
  'a megabyte of random bytes': () => {
    let state = 42;
    const bytes = Buffer.alloc(1_000_000);
    for (let at = 0; at < bytes.length; at++) {
      state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
      bytes[at] = state >> 16;
    }
    return { from: 'nobody@client.example', raw: bytes };
  },
};

describe('a mail that is too much', () => {
  it.each(Object.keys(BOMBS))('%s', async (name) => {
    const mail = BOMBS[name]?.();
    if (mail === undefined) throw new Error(`there is no ${name}`);
    const { raw, from } = mail;
    const before = process.memoryUsage().rss;
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    const named = raw.toString('latin1').match(/(?:p\d{1,6}|other)@many\.example/g) ?? [];
    const { row, faults, sent } = await faultsAfter({ raw, from }, named);
    delay.disable();
    // Whom an opening mail names gets the answers; a list of thousands is a list.
    expect(new Set(sent.map(({ who }) => who)).size).toBeLessThanOrEqual(25);
    expect(row.outcome).toMatch(/^(?:opened|held|automatic|auto-reply)$/);
    expect(faults).toEqual([]);
    expect(row.reasons.join('\n')).not.toMatch(/parsing took longer|the parser died/);
    // Reading is done elsewhere: whatever a mail holds, others are served meanwhile. (A busy machine takes its share.)
    expect(delay.max / 1e6).toBeLessThan(8_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(600 * 1024 * 1024);
    if (row.outcome === 'opened') expect(row.subject.length).toBeLessThan(10_000);
  });
});

it('are many', () => {
  const cases = 9 * BREAKS.length + 4 * TEMPLATES.length + HTML.length + NAMES.length + Object.keys(BOMBS).length;
  expect(cases).toBeGreaterThan(400);
});
