import { Readable } from 'node:stream';
import type { DeskId } from '../../src/desk/ids.ts';
import { emailAddress, messageId } from '../../src/mail/address.ts';
import type { EmailAddress, MessageId } from '../../src/mail/mail.ts';
import type { BlobHash, Blobs } from '../../src/store/blobs.ts';
import type { OutgoingMail, StoredAttachment } from '../../src/store/port.ts';

export function address(text: string): EmailAddress {
  const parsed = emailAddress(text);
  if (parsed === undefined) throw new Error(`no address: ${text}`);
  return parsed;
}

export function id(text: string): MessageId {
  const parsed = messageId(text);
  if (parsed === undefined) throw new Error(`no Message-ID: ${text}`);
  return parsed;
}

/** A mail to a client, complete; a test says what is different. */
export function outgoing(change: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    ticket: undefined,
    message: undefined,
    contact: undefined,
    agent: undefined,
    kind: 'confirmation',
    automation: 'answer',
    purpose: 'client',
    held: undefined,
    version: 1,
    recipient: address('ana@client.example'),
    desk: 'ebanking' as DeskId,
    messageId: id('k3J9.x81@support.example'),
    tokens: { reply: undefined, note: undefined, bounce: undefined },
    envelopeFrom: 'bounce+tok@support.example',
    from: { name: 'E-bank podrška', address: 'ebanking@support.example' },
    replyTo: undefined,
    to: [{ name: 'Ana Šarić', address: 'ana@client.example' }],
    cc: [],
    subject: '[EB-1042] Ne mogu da se prijavim',
    text: 'Poštovana,\n\nprimili smo vaš upit.\n',
    html: '<p>Poštovana,</p><p>primili smo vaš upit.</p>',
    date: new Date('2026-03-02T10:15:00Z'),
    inReplyTo: undefined,
    references: [],
    headers: {},
    attachments: [],
    notBefore: undefined,
    ...change,
  };
}

export function attachment(change: Partial<StoredAttachment>): StoredAttachment {
  return {
    filename: 'a.bin',
    contentType: 'application/octet-stream',
    size: 0,
    contentId: undefined,
    inline: false,
    blob: undefined,
    leftOut: undefined,
    detectedType: undefined,
    blocked: undefined,
    ...change,
  };
}

/** Blobs out of a table of name → bytes, in small pieces. */
export function blobsOf(contents: Readonly<Record<string, string | Buffer>>): Pick<Blobs, 'stream'> {
  return {
    async stream(hash) {
      const content = contents[hash];
      if (content === undefined) throw new Error(`no blob ${hash}`);
      const bytes = Buffer.from(content as string, 'latin1');
      return Readable.from(pieces(Buffer.isBuffer(content) ? content : bytes), { objectMode: false });
    },
  };
}

function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000);
}

export function blob(name: string): BlobHash {
  return name as BlobHash;
}

export async function read(stream: Readable | Buffer): Promise<Buffer> {
  if (Buffer.isBuffer(stream)) return stream;
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
