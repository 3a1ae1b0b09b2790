import { pino } from 'pino';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { composeMime } from '../../src/delivery/mime.ts';
import { createTransport, type Transport } from '../../src/delivery/transport.ts';
import { judge, type SendResult } from '../../src/delivery/verdict.ts';
import type { OutgoingMail } from '../../src/store/port.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { type Postfix, startPostfix } from '../servers/postfix.ts';
import { serverSuite } from '../servers/suite.ts';
import { address, attachment, blob, blobsOf, id, outgoing } from './outgoing.ts';

await serverSuite('sending through a real Postfix', ['dovecot', 'postfix'], () => {
  let dovecot: Dovecot;
  let postfix: Postfix;
  let over: Transport;
  const never = new AbortController().signal;

  beforeAll(async () => {
    dovecot = await startDovecot();
    postfix = await startPostfix({ domains: ['client.example'], lmtpPort: dovecot.lmtpPort, most: 2_000_000 });
    const { host, port } = postfix;
    const login = { user: undefined, password: undefined } as const;
    const account = {
      name: 'postfix',
      host,
      port,
      tls: 'none',
      ...login,
      address: address('support@support.example'),
    } as const;
    over = createTransport(account, { log: pino({ level: 'silent' }) });
  });

  afterAll(async () => {
    over.close();
    await postfix.stop();
    await dovecot.stop();
  });

  async function send(mail: OutgoingMail, blobs: Record<string, Buffer> = {}): Promise<SendResult> {
    const { eightBit, open } = await composeMime(mail, blobsOf(blobs));
    return over.send(
      {
        from: mail.envelopeFrom,
        to: mail.recipient,
        messageId: mail.messageId,
        eightBit,
        open,
        handing: async () => undefined,
      },
      never,
    );
  }

  async function arrived(user: string, count: number): Promise<readonly Buffer[]> {
    for (;;) {
      const mails = await dovecot.maildir(user);
      if (mails.length >= count) return mails;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  it('a mail with everything in it arrives as it was written', async () => {
    const inner = Buffer.from('Subject: unutra\r\nContent-Transfer-Encoding: 8bit\r\n\r\nšđčćž\r\n.\r\n..\r\nkraj\r\n');
    const picture = Buffer.from(Array.from({ length: 5_000 }, (_, n) => n % 256));
    const mail = outgoing({
      recipient: address('ana@client.example'),
      text: `.\n..tačke\n\n${'dugačak '.repeat(500)}\nFrom ovde\n`,
      html: '<p>Zdravo <img src="cid:logo@x"> €</p>',
      inReplyTo: id('his@client.example'),
      references: Array.from({ length: 60 }, (_, n) => id(`${n}.${'x'.repeat(80)}@client.example`)),
      attachments: [
        attachment({
          filename: 'слика.png',
          contentType: 'image/png',
          contentId: 'logo@x',
          inline: true,
          blob: blob('p'),
        }),
        attachment({ filename: 'прилог.eml', contentType: 'message/rfc822', blob: blob('m') }),
        attachment({ filename: 'ugovor – konačni.pdf', contentType: 'application/pdf', blob: blob('p') }),
      ],
    });
    expect(await send(mail, { p: picture, m: inner })).toMatchObject({ kind: 'sent' });
    const [raw] = await arrived('ana@client.example', 1);
    const read = await new PostalMime({ forceRfc822Attachments: true }).parse(raw ?? '');
    expect(read.subject).toBe(mail.subject);
    expect(read.text?.trimEnd()).toBe(mail.text.trimEnd());
    expect(read.messageId).toBe(`<${mail.messageId}>`);
    expect(read.attachments.map((part) => part.filename)).toEqual(['слика.png', 'прилог.eml', 'ugovor – konačni.pdf']);
    const [image, attached] = read.attachments.map((part) => Buffer.from(part.content as ArrayBuffer));
    expect(image).toEqual(picture);
    expect(attached?.toString().trimEnd()).toBe(inner.toString().replaceAll('\r\n', '\n').trimEnd());
    expect(read.returnPath).toContain('bounce+tok@support.example');
  });

  it.each<[string, Partial<OutgoingMail>, string]>([
    ['an empty envelope sender', { envelopeFrom: '' }, 'sent'],
    ['a domain that it does not take', { recipient: address('x@elsewhere.example') }, 'failed'],
    ['more than it takes', { attachments: [attachment({ blob: blob('large') })] }, 'failed'],
  ])('judges what it says to %s', async (_, change, verdict) => {
    const mail = outgoing({ recipient: address('petar@client.example'), ...change });
    const result = await send(mail, { large: Buffer.alloc(3_000_000, 1) });
    expect([judge(result).kind, result]).toEqual([verdict, result]);
  });
});
