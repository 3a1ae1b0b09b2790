import fc from 'fast-check';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { parseMail } from '../../../src/mail/parse/parse-mail.ts';

const word = fc.constantFrom(
  'Pozdrav',
  'žal',
  'děkuji',
  'Привет',
  'помош',
  'a,b',
  '"x"',
  'größe',
  '1 < 2',
  '日本',
  '=?x',
  'end;',
  "it's",
);
const phrase = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));
const text = fc
  .array(fc.oneof(phrase, fc.constantFrom('', '-- ', '> quoted', '.', 'From here')), { minLength: 1, maxLength: 12 })
  .map((lines) => lines.join('\n'));
const address = fc.record({
  name: phrase.map((name) => name.replaceAll('"', '')),
  address: fc.constantFrom('ana@example.org', 'b.c+d@example.net', 'e@sub.example.com'),
});
const attachment = fc.record({
  filename: phrase.map((name) => `${name.replaceAll('"', '')}.txt`),
  content: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
});

const generated = fc.record({
  from: address,
  to: fc.array(address, { minLength: 1, maxLength: 3 }),
  subject: phrase,
  text: fc.option(text, { nil: undefined }),
  html: fc.option(
    phrase.map((inner) => `<p>${inner.replaceAll('<', '&lt;')}</p>`),
    { nil: undefined },
  ),
  attachments: fc.array(attachment, { maxLength: 3 }),
  encoding: fc.constantFrom('quoted-printable', 'base64'),
});

test('well-formed mail reads as postal-mime reads it', async () => {
  await fc.assert(
    fc.asyncProperty(generated, async ({ encoding, text, html, ...mail }) => {
      const bodies = { ...(text === undefined ? {} : { text }), ...(html === undefined ? {} : { html }) };
      const raw = await new MailComposer({
        ...mail,
        ...bodies,
        textEncoding: encoding === 'base64' ? 'base64' : 'quoted-printable',
        date: new Date('2026-03-02T10:00:00Z'),
      })
        .compile()
        .build();
      const ours = await parseMail(raw);
      const theirs = await PostalMime.parse(raw);
      expect(ours.subject).toBe((theirs.subject ?? '').replace(/\s+/g, ' ').trim());
      expect(ours.from).toEqual([{ name: (theirs.from?.name ?? '').trim(), address: theirs.from?.address }]);
      expect(ours.to.map((one) => one.address)).toEqual((theirs.to ?? []).map((one) => one.address));
      expect(ours.messageId).toBe(theirs.messageId?.replace(/[<>]/g, ''));
      expect(ours.date?.toISOString()).toBe(theirs.date);
      // An empty text beside HTML counts as none for us.
      if (text !== undefined && text.trim() !== '')
        expect(ours.text.trimEnd()).toBe((theirs.text ?? '').replaceAll('\r\n', '\n').trimEnd());
      expect(ours.html?.trimEnd()).toBe(theirs.html?.trimEnd());
      expect(ours.attachments.map((one) => one.filename)).toEqual(theirs.attachments.map((one) => one.filename));
      expect(ours.attachments.map((one) => one.content?.toString('hex'))).toEqual(
        theirs.attachments.map((one) => Buffer.from(one.content as ArrayBuffer).toString('hex')),
      );
    }),
    { numRuns: 150 },
  );
});
