import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { type AddressObject, simpleParser } from 'mailparser';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { composeMime } from '../../src/delivery/mime.ts';
import type { MessageId } from '../../src/mail/mail.ts';
import type { OutgoingMail, StoredAttachment } from '../../src/store/port.ts';
import { attachment, blob, blobsOf, id, outgoing, read } from './outgoing.ts';

async function raw(mail: OutgoingMail, blobs: Record<string, string | Buffer> = {}): Promise<string> {
  const composed = await composeMime(mail, blobsOf(blobs));
  return (await read(composed.open())).toString('latin1');
}

async function parsed(mail: OutgoingMail, blobs: Record<string, string | Buffer> = {}) {
  return new PostalMime({ rfc822Attachments: true }).parse(Buffer.from(await raw(mail, blobs), 'latin1'));
}

/** The header fields in order, unfolded: how a server reads them. */
function fields(mail: string): readonly { readonly name: string; readonly value: string }[] {
  const head = mail.slice(0, mail.indexOf('\r\n\r\n')).replace(/\r\n[ \t]/g, ' ');
  return head.split('\r\n').map((line) => {
    const colon = line.indexOf(':');
    return { name: line.slice(0, colon).toLowerCase(), value: line.slice(colon + 1).trim() };
  });
}

function value(mail: string, name: string): string | undefined {
  return fields(mail).find((field) => field.name === name)?.value;
}

describe('an ordinary mail', () => {
  it('is read by two other parsers as it was meant', async () => {
    const mail = outgoing({
      cc: [{ name: 'Петар "Пера" Петровић', address: 'pera@client.example' }],
      replyTo: 'ebanking+r1@support.example',
      inReplyTo: id('his@client.example'),
      references: [id('first@client.example'), id('his@client.example')],
      headers: { 'Content-Language': 'sr', 'X-Spoc-Ticket': 'EB-1042' },
    });
    const bytes = await raw(mail);
    const postal = await new PostalMime().parse(bytes);
    const other = await simpleParser(Buffer.from(bytes, 'latin1'));
    expect(postal.subject).toBe(mail.subject);
    expect(postal.from).toMatchObject({ name: 'E-bank podrška', address: 'ebanking@support.example' });
    expect(postal.to).toMatchObject([{ name: 'Ana Šarić', address: 'ana@client.example' }]);
    expect(postal.cc).toMatchObject([{ name: 'Петар "Пера" Петровић', address: 'pera@client.example' }]);
    expect(postal.replyTo).toMatchObject([{ address: 'ebanking+r1@support.example' }]);
    expect(postal.text?.trim()).toBe(mail.text.trim());
    expect(postal.html).toContain('primili smo');
    expect(other.subject).toBe(mail.subject);
    expect((other.cc as AddressObject).value[0]?.name).toBe('Петар "Пера" Петровић');
    expect(other.date).toEqual(mail.date);
    expect(other.messageId).toBe('<k3J9.x81@support.example>');
    expect(value(bytes, 'references')).toBe('<first@client.example> <his@client.example>');
    expect(value(bytes, 'in-reply-to')).toBe('<his@client.example>');
    expect(value(bytes, 'content-language')).toBe('sr');
    expect(value(bytes, 'x-spoc-ticket')).toBe('EB-1042');
    expect(value(bytes, 'content-type')).toMatch(/^multipart\/alternative/);
  });

  it('is the same bytes at every try', async () => {
    const mail = outgoing({ attachments: [attachment({ blob: blob('a') })] });
    const composed = await composeMime(mail, blobsOf({ a: 'content' }));
    const [one, two] = [await read(composed.open()), await read(composed.open())];
    expect(one.equals(two)).toBe(true);
    expect(one.toString('latin1')).toBe(await raw(mail, { a: 'content' }));
  });

  it.each<[OutgoingMail['automation'], string | undefined, string | undefined]>([
    ['answer', 'auto-replied', 'All'],
    ['notice', 'auto-generated', 'All'],
    ['person', undefined, undefined],
  ])('says how it came to be: %s', async (automation, submitted, suppress) => {
    const mail = await raw(outgoing({ automation, headers: { 'auto-submitted': 'no', Precedence: 'bulk' } }));
    expect(value(mail, 'auto-submitted')).toBe(submitted);
    expect(value(mail, 'x-auto-response-suppress')).toBe(suppress);
    expect(value(mail, 'precedence')).toBeUndefined();
  });

  it('keeps the first and the newest references of a long thread', async () => {
    const references = Array.from({ length: 300 }, (_, n) => id(`m${n}@client.example`));
    const kept = value(await raw(outgoing({ references, inReplyTo: id('m298@client.example') })), 'references')?.split(
      ' ',
    );
    expect(kept).toHaveLength(20);
    expect(kept?.[0]).toBe('<m0@client.example>');
    expect(kept?.slice(-2)).toEqual(['<m299@client.example>', '<m298@client.example>']);
  });

  it('leaves out ids and addresses that no header can carry', async () => {
    const mail = await raw(
      outgoing({
        references: [id('žaba@client.example'), id(`${'x'.repeat(400)}@a`), id('fine@client.example')],
        cc: [
          { name: 'x', address: 'žaba@client.example' },
          { name: 'y', address: 'a,b@client.example' },
          { name: 'z', address: 'ok@čačak.example' },
        ],
        to: [],
      }),
    );
    expect(value(mail, 'references')).toBe('<fine@client.example>');
    expect(value(mail, 'cc')).toBe(`z <ok@${domainToASCII('čačak.example')}>`);
    expect(value(mail, 'to')).toMatch(/undisclosed-recipients.*:;/);
  });

  it('says every text as it was, whatever its encoding', async () => {
    const text = fc.string({ unit: fc.constantFrom(...'ačжđ😀= \t.\n\r-_?;'), maxLength: 400 });
    await fc.assert(
      fc.asyncProperty(text, async (body) => {
        const bytes = await raw(outgoing({ text: `x${body}x`, html: `<p>x${body}x</p>` }));
        expect(bytes).not.toMatch(/[^\r]\n|\r[^\n]|[^\x00-\x7f]/);
        for (const line of bytes.split('\r\n')) expect(line.length).toBeLessThanOrEqual(78);
        const seen = await new PostalMime().parse(bytes);
        const meant = `x${body}x`.replace(/\r\n?/g, '\n');
        expect(seen.text?.replace(/\r\n/g, '\n').trimEnd()).toBe(meant);
        expect(seen.html?.replace(/\r\n/g, '\n').trimEnd()).toBe(`<p>${meant}</p>`);
      }),
      { numRuns: 300 },
    );
  });

  it('carries a body of any length of line', async () => {
    const text = `${'а'.repeat(5_000)}\n${'x'.repeat(5_000)}\n.\nFrom here\n-- \nMarko\r\rend`;
    const mail = outgoing({ text, html: `<p>${'y'.repeat(9_000)}</p>` });
    const bytes = await raw(mail);
    for (const line of bytes.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
    expect(bytes).not.toMatch(/[^\r]\n|\r[^\n]/);
    const seen = await new PostalMime().parse(bytes);
    expect(seen.text?.trimEnd()).toBe(text.replace(/\r/g, '\n'));
    expect(seen.html).toContain('y'.repeat(9_000));
  });
});

describe('attachments', () => {
  it('keeps names in every script and says them in both ways', async () => {
    const names = ['извештај 2026.pdf', 'žšč "quoted" & more.txt', `${'дуг'.repeat(80)}.docx`, '文件.zip'];
    const mail = outgoing({ attachments: names.map((filename) => attachment({ filename, blob: blob('a') })) });
    const bytes = await raw(mail, { a: 'x' });
    const seen = await new PostalMime().parse(bytes);
    const other = await simpleParser(Buffer.from(bytes, 'latin1'));
    const expected = [
      'извештај 2026.pdf',
      'žšč _quoted_ & more.txt',
      // 200 bytes: file systems take 255.
      `${'дуг'.repeat(80).slice(0, 97)}.docx`,
      '文件.zip',
    ];
    expect(seen.attachments.map((part) => part.filename)).toEqual(expected);
    expect(other.attachments.map((part) => part.filename)).toEqual(expected);
    expect(bytes).toMatch(/filename\*0\*=utf-8''/);
    expect(bytes).toMatch(/name="=\?UTF-8\?/);
  });

  it.each([
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\temp\\a.txt', 'C__temp_a.txt'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['a\r\nBcc: x@y.z\0.txt', 'a Bcc_ x@y.z .txt'],
    ['...', 'attachment-1.bin'],
    ['=?utf-8?Q?evil?=', '= _utf-8_Q_evil_='],
  ])('makes a name harmless: %j', async (filename, expected) => {
    const seen = await parsed(outgoing({ attachments: [attachment({ filename, blob: blob('a') })] }), { a: 'x' });
    expect(seen.attachments[0]?.filename).toBe(expected);
  });

  it('puts pictures that the HTML shows beside it, and all else below', async () => {
    const image = { contentType: 'image/png', inline: true, blob: blob('a') };
    const mail = outgoing({
      html: '<p><img src="cid:logo@x"></p>',
      attachments: [
        attachment({ ...image, filename: 'logo.png', contentId: 'logo@x' }),
        attachment({ ...image, filename: 'unseen.png', contentId: 'other@x' }),
        attachment({ filename: 'left-out.iso', leftOut: 'too large' }),
      ],
    });
    const seen = await parsed(mail, { a: Buffer.from([137, 80, 78, 71, 0, 255]) });
    expect(seen.attachments.map((part) => [part.filename, part.disposition, part.related ?? false])).toEqual([
      ['logo.png', 'inline', true],
      ['unseen.png', 'attachment', false],
    ]);
    expect(seen.attachments[0]?.contentId).toBe('<logo@x>');
    expect(Buffer.from(seen.attachments[0]?.content as ArrayBuffer)).toEqual(Buffer.from([137, 80, 78, 71, 0, 255]));
  });

  it.each<[string, string, string, boolean]>([
    ['plain', 'Subject: a\r\n\r\nhello\r\n', 'message/rfc822', false],
    ['8 bit', 'Subject: a\r\n\r\nd\xc4\x8d\r\n', 'message/rfc822', true],
    ['endless line', `Subject: a\r\n\r\n${'x'.repeat(2_000)}\r\n`, 'application/octet-stream', false],
    ['NUL', 'Subject: a\r\n\r\n\0\r\n', 'application/octet-stream', false],
    ['lone CR', 'Subject: a\r\n\r\na\rb\r\n', 'application/octet-stream', false],
  ])('carries an attached mail unharmed: %s', async (_, content, type, eightBit) => {
    const mail = outgoing({
      attachments: [attachment({ contentType: 'message/rfc822', filename: 'm.eml', blob: blob('m') })],
    });
    const composed = await composeMime(mail, blobsOf({ m: content }));
    expect(composed.eightBit).toBe(eightBit);
    const bytes = await read(composed.open());
    const part = (await new PostalMime({ forceRfc822Attachments: true }).parse(bytes)).attachments[0];
    expect(part?.mimeType).toBe(type);
    expect(part?.filename).toBe('m.eml');
    expect(
      Buffer.from(part?.content as ArrayBuffer)
        .toString('latin1')
        .trimEnd(),
    ).toBe(type === 'message/rfc822' ? content.replaceAll('\r\n', '\n').trimEnd() : content.trimEnd());
  });

  it.each([
    'multipart/mixed; boundary=x',
    'message/partial',
    'message/external-body',
    'text/html\r\nX: y',
    'nonsense',
    '',
  ])('declares bytes where a type cannot stand alone: %j', async (contentType) => {
    const seen = await parsed(outgoing({ attachments: [attachment({ contentType, blob: blob('a') })] }), { a: 'x' });
    expect(seen.attachments[0]?.mimeType).toBe('application/octet-stream');
  });

  it('streams a large attachment', async () => {
    const large = Buffer.alloc(12_000_000, 'large ');
    const seen = await parsed(outgoing({ attachments: [attachment({ blob: blob('a') })] }), { a: large });
    expect(Buffer.from(seen.attachments[0]?.content as ArrayBuffer).equals(large)).toBe(true);
  });

  it('fails when a blob is gone', async () => {
    const composed = await composeMime(outgoing({ attachments: [attachment({ blob: blob('gone') })] }), blobsOf({}));
    await expect(read(composed.open())).rejects.toThrow('no blob gone');
  });
});

/** Text with everything in it that could break out of a header. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc
    .array(
      fc.constantFrom(
        '\r\nBcc: evil@x.example',
        '\n',
        '\r',
        '\0',
        '\u2028',
        ' ',
        '\t',
        '"',
        '\\',
        '<',
        '>',
        ',',
        ';',
        ':',
        '@',
        'a@b.c',
        '=?utf-8?Q?=0D=0ABcc:_x?=',
        '=?',
        '?=',
        '(',
        ')',
        'č',
        '\ud800',
        'x'.repeat(300),
        '--=_spoc',
        '\r\n\r\n<b>',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);
const person = fc.record({ name: hostile, address: hostile });
const anyAttachment: fc.Arbitrary<StoredAttachment> = fc
  .record({
    filename: fc.option(hostile, { nil: undefined }),
    contentType: hostile,
    contentId: fc.option(hostile, { nil: undefined }),
  })
  .map((change) => attachment({ ...change, blob: blob('a') }));

describe('law: nothing that comes in can add a header', () => {
  const known = new Set([
    'message-id',
    'date',
    'from',
    'to',
    'cc',
    'reply-to',
    'subject',
    'in-reply-to',
    'references',
    'auto-submitted',
    'x-auto-response-suppress',
    'content-language',
    'mime-version',
    'content-type',
    'content-transfer-encoding',
    'x-spoc',
  ]);

  it('holds for every field', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          from: person,
          to: fc.array(person, { maxLength: 3 }),
          cc: fc.array(person, { maxLength: 3 }),
          replyTo: fc.option(hostile, { nil: undefined }),
          subject: hostile,
          text: hostile,
          html: hostile,
          ids: fc.array(hostile, { maxLength: 3 }),
          headers: fc.record({ 'X-Spoc': hostile, 'Content-Language': hostile }),
          badName: hostile.filter((name) => name.toLowerCase() !== 'x-spoc'),
          attachments: fc.array(anyAttachment, { maxLength: 2 }),
        }),
        async ({ ids, headers, badName, ...change }) => {
          const references = ids.map((text) => text as MessageId);
          const named = { ...headers, ...(/^[A-Za-z][A-Za-z0-9-]{0,60}$/.test(badName) ? {} : { [badName]: 'x' }) };
          const bytes = await raw(outgoing({ ...change, references, inReplyTo: references[0], headers: named }), {
            a: 'x',
          });
          const seen = fields(bytes);
          for (const { name } of seen) expect(known).toContain(name);
          expect(new Set(seen.map(({ name }) => name)).size).toBe(seen.length);
          for (const line of bytes.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
          const head = bytes.slice(0, bytes.indexOf('\r\n\r\n'));
          expect(head).not.toMatch(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xff]|[^\r]\n|\r[^\n]/);
          expect(bytes).not.toMatch(/\0|[^\r]\n|\r[^\n]/);
          const read = await new PostalMime().parse(bytes);
          expect(read.bcc ?? []).toEqual([]);
          expect(read.attachments).toHaveLength(change.attachments.length);
        },
      ),
      { numRuns: 150 },
    );
  });
});
