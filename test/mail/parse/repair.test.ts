import { describe, expect, test } from 'vitest';
import { parseMail } from '../../../src/mail/parse/parse-mail.ts';
import { mail, names, parse } from './mail.ts';

const FROM = 'From: Ana <ana@example.org>';

describe('headers', () => {
  test('of duplicate identity headers the first counts, of From all are kept', async () => {
    const parsed = await parse([
      FROM,
      'From: boss@example.com',
      'Subject: one',
      'Subject: two',
      'Message-ID: <1@a>',
      'Message-ID: <2@a>',
      'Date: Mon, 2 Mar 2026 10:00:00 +0000',
      'Date: Tue, 3 Mar 2026 10:00:00 +0000',
      '',
      'x',
    ]);
    expect(parsed).toMatchObject({ subject: 'one', messageId: '1@a', date: new Date('2026-03-02T10:00:00Z') });
    expect(parsed.from.map((one) => one.address)).toEqual(['ana@example.org', 'boss@example.com']);
    expect(parsed.remarks).toContain('2 From headers');
  });

  test.each([
    ['no empty line before the text', [FROM, 'Subject: x', 'This is text.', 'More.'], 'This is text.\nMore.'],
    ['no header at all', ['just text', 'of two lines'], 'just text\nof two lines'],
    ['empty lines before the headers', ['', '', FROM, 'Subject: x', '', 'text'], 'text'],
    ['an mbox line', ['From ana@example.org Mon Mar 2 10:00:00 2026', FROM, 'Subject: x', '', 'text'], 'text'],
    ['a byte order mark', [`\ufeff${FROM}`, 'Subject: x', '', 'text'], 'text'],
    [
      'a header broken without a blank',
      ['Subject: x', 'continued here', 'Content-Type: text/plain', '', 'text'],
      'text',
    ],
  ])('%s', async (_name, lines, text) => {
    expect((await parse(lines)).text.trim()).toBe(text);
  });

  test('a header broken without a blank keeps its words', async () => {
    expect((await parse(['Subject: one', 'two', FROM, '', ''])).subject).toBe('one two');
  });

  test.each([['\n'], ['\r'], ['\r\n']])('line ends %j', async (end) => {
    const bytes = Buffer.from(
      mail(
        FROM,
        'Subject: x',
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        '',
        'one',
        'two',
        '--b',
        'Content-Type: text/x; name=f',
        '',
        'y',
        '--b--',
        '',
      )
        .toString()
        .replaceAll('\r\n', end),
    );
    const parsed = await parseMail(bytes);
    expect(parsed).toMatchObject({ subject: 'x', text: 'one\ntwo' });
    expect(names(parsed)).toEqual(['f']);
  });

  test('a bare CR in a header is no new header', async () => {
    const parsed = await parseMail(Buffer.from('Subject: x\rBcc: evil@example.org\r\nFrom: a@b.c\r\n\r\nhi'));
    expect(parsed.subject).toBe('x Bcc: evil@example.org');
    expect(parsed.headers.map((field) => field.name)).toEqual(['subject', 'from']);
  });

  test('ids: folded, without brackets, among words', async () => {
    const parsed = await parse([
      FROM,
      'Message-ID: plain@example.org',
      'In-Reply-To: Your message of Monday <a@x>',
      'References: <a@x>\r\n <b@x> <a@x><c @x>',
      '',
      '',
    ]);
    expect(parsed).toMatchObject({
      messageId: 'plain@example.org',
      inReplyTo: ['a@x'],
      references: ['a@x', 'b@x', 'c@x'],
    });
  });

  test('undeclared 8-bit headers follow the charset of the text', async () => {
    const bytes = Buffer.from(
      'Subject: \xaeal\r\nContent-Type: text/plain; charset=iso-8859-2\r\n\r\n\xaeal',
      'latin1',
    );
    expect(await parseMail(bytes)).toMatchObject({ subject: 'Žal', text: 'Žal' });
  });

  test('a missing and an absurd date say so', async () => {
    expect((await parse([FROM, '', ''])).remarks).toContain('no Date header');
    expect((await parse([FROM, 'Date: soon', '', ''])).remarks).toContain('Date header unreadable or absurd');
  });
});

describe('boundaries', () => {
  test.each([
    ['blanks behind the boundary', ['--b  ', '', 'text', '--b-- ', '']],
    ['a boundary that is a beginning of another line', ['--b', '', 'text', '--bc', '--b--']],
    ['no closing boundary', ['--b', '', 'text']],
    ['text behind the end', ['--b', '', 'text', '--b--', '', 'epilogue', '--b', '', 'ghost']],
  ])('%s', async (_name, body) => {
    const parsed = await parse([FROM, 'Content-Type: multipart/mixed; boundary=b', '', ...body]);
    expect(parsed.text.split('\n')[0]).toBe('text');
    expect(parsed.text).not.toContain('ghost');
  });

  test('an outer boundary ends an inner multipart that is still open', async () => {
    const parsed = await parse([
      FROM,
      'Content-Type: multipart/mixed; boundary=out',
      '',
      '--out',
      'Content-Type: multipart/alternative; boundary=in',
      '',
      '--in',
      '',
      'text',
      '--out',
      'Content-Type: application/pdf; name=f.pdf',
      '',
      'x',
      '--out--',
    ]);
    expect(parsed.text).toBe('text');
    expect(names(parsed)).toEqual(['f.pdf']);
  });

  test('a multipart that names no boundary', async () => {
    const parsed = await parse([
      FROM,
      'Content-Type: multipart/mixed',
      '',
      '--xyz',
      '',
      'text',
      '--xyz',
      'Content-Type: a/b; name=f',
      '',
      'y',
      '--xyz--',
    ]);
    expect(parsed.text).toBe('text');
    expect(names(parsed)).toEqual(['f']);
  });
});

describe('no parts', () => {
  test('a multipart whose boundary never comes is its text', async () => {
    expect((await parse([FROM, 'Content-Type: multipart/mixed; boundary=b', '', 'all the text'])).text).toBe(
      'all the text',
    );
  });
  test('text before the first part counts when there is no other', async () => {
    const report = ['--b', 'Content-Type: message/delivery-status', '', 'Status: 5.1.1', '--b--'];
    const head = [FROM, 'Content-Type: multipart/report; boundary=b', ''];
    expect((await parse([...head, 'User unknown', '', ...report])).text).toBe('User unknown');
    expect((await parse([...head, 'This is a multi-part message in MIME format.', ...report])).text).toBe('');
  });
});

describe('no blank', () => {
  test('a part that starts without an empty line', async () => {
    const parsed = await parse([
      FROM,
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Hello there',
      '',
      'more',
      '--b--',
    ]);
    expect(parsed.text).toBe('Hello there\n\nmore');
  });
  test('a part that has no empty line at all', async () => {
    const parsed = await parse([
      FROM,
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Hello there',
      '--b',
      'Content-Type: a/b; name=f',
      '',
      'x',
      '--b--',
    ]);
    expect(parsed.text.trim()).toBe('Hello there');
    expect(names(parsed)).toEqual(['f']);
  });
});

describe('transfer', () => {
  test.each([
    ['quoted-printable', 'Quoted-Printable', ['Te=C5=BEava =', 's =3D  ', 'x'], 'Težava s =\nx'],
    ['quoted-printable, lower case and broken', 'quoted-printable', ['=c5=be =zz =', '='], 'ž =zz '],
    ['base64', 'BASE64', ['xb1h', 'bA=='], 'Žal'],
    ['base64 in padded pieces', 'base64', ['xb0=', 'YQ==bA=='], 'Žal'],
    ['uuencode', 'x-uuencode', ['begin 644 a', '#0V%T', '`', 'end'], 'Cat'],
    ['8-bit with a comment', '8bit (really)', ['Žal'], 'Žal'],
    ['an unknown one', 'binary-ish', ['Žal'], 'Žal'],
  ])('%s', async (_name, encoding, body, text) => {
    const parsed = await parse([
      FROM,
      'Content-Type: text/plain; charset=utf-8',
      `Content-Transfer-Encoding: ${encoding}`,
      '',
      ...body,
    ]);
    expect(parsed.text).toBe(text);
  });

  test.each([
    ['quoted-printable', ['a=20b  ', 'c='], 'a b\r\nc'],
    ['base64', ['SGVsbG8g', 'd29ybGQ='], 'Hello world'],
    ['x-uuencode', ['begin 644 a', '#0V%T', '`', 'end'], 'Cat'],
  ])('attachments in %s', async (encoding, body, content) => {
    const parsed = await parse([
      FROM,
      'Content-Type: application/x; name=f',
      `Content-Transfer-Encoding: ${encoding}`,
      '',
      ...body,
    ]);
    expect(parsed.attachments[0]?.content?.toString()).toBe(content);
  });
});

describe('bodies', () => {
  const alternative = (...parts: readonly string[]): readonly string[] => [
    FROM,
    'Content-Type: multipart/alternative; boundary=b',
    '',
    ...parts,
    '--b--',
  ];
  test('text and HTML of one mail', async () => {
    const parsed = await parse(alternative('--b', '', 'text', '--b', 'Content-Type: text/html', '', '<p>html</p>'));
    expect(parsed).toMatchObject({ text: 'text', html: '<p>html</p>', textFromHtml: false });
  });
  test('HTML alone makes the text', async () => {
    expect(await parse([FROM, 'Content-Type: text/html', '', '<p>one</p><p>two</p>'])).toMatchObject({
      text: 'one\n\ntwo',
      textFromHtml: true,
    });
  });
  test('an empty text beside HTML counts as none', async () => {
    expect(await parse(alternative('--b', '', '', '--b', 'Content-Type: text/html', '', '<p>html</p>'))).toMatchObject({
      text: 'html',
      textFromHtml: true,
    });
  });
  test('charset of an HTML page from its head', async () => {
    const bytes = Buffer.concat([
      mail('Content-Type: text/html', '', '<meta charset="iso-8859-2">'),
      Buffer.from([0xae, 0x61, 0x6c]),
    ]);
    expect((await parseMail(bytes)).text).toBe('Žal');
  });
  test('texts of Apple Mail around an attachment are joined', async () => {
    const parsed = await parse([
      FROM,
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      '',
      'one',
      '--b',
      'Content-Type: image/png; name=i.png',
      'Content-Disposition: inline',
      '',
      'x',
      '--b',
      '',
      'two',
      '--b--',
    ]);
    expect(parsed.text).toBe('one\ntwo');
    expect(parsed.attachments[0]).toMatchObject({ filename: 'i.png', inline: true });
  });
  test('in multipart/related the text is the root even behind its image', async () => {
    const parsed = await parse([
      FROM,
      'Content-Type: multipart/related; boundary=b',
      '',
      '--b',
      'Content-Type: image/png',
      'Content-ID: <i@x>',
      '',
      'x',
      '--b',
      'Content-Type: text/html',
      '',
      '<p>hi</p>',
      '--b--',
    ]);
    expect(parsed.text).toBe('hi');
    expect(parsed.attachments[0]).toMatchObject({ contentId: 'i@x', inline: true });
  });
  test.each([
    ['a text with a file name', 'Content-Type: text/plain; name=log.txt'],
    ['a text marked as an attachment', 'Content-Type: text/plain\r\nContent-Disposition: attachment'],
  ])('%s is an attachment', async (_name, head) => {
    const parsed = await parse([
      FROM,
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      '',
      'text',
      '--b',
      head,
      '',
      'log',
      '--b--',
    ]);
    expect(parsed.text).toBe('text');
    expect(parsed.attachments).toHaveLength(1);
  });
  test.each([
    ['text', 'text'],
    ['html', '<b>x</b>'],
    ['text/html charset=utf-8', '<b>x</b>'],
    ['', 'x'],
  ])('content type "%s"', async (type, body) => {
    expect((await parse([FROM, `Content-Type: ${type}`, '', body])).text).toContain(type.includes('html') ? 'x' : body);
  });
  test('CR CR LF and NUL', async () => {
    expect((await parseMail(Buffer.from('From: a@b.c\r\n\r\na\r\r\nb\0c\rd'))).text).toBe('a\nbc\nd');
  });
  test('a file name without controls and direction marks', async () => {
    const parsed = await parse([FROM, "Content-Type: a/b; name*=utf-8''x%E2%80%AEfdp.exe%07", '', '']);
    expect(names(parsed)).toEqual(['xfdp.exe']);
  });
});
