import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import nodemailer from 'nodemailer';
import pino from 'pino';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadSettings } from '../../src/config/load.ts';
import { createRenderer } from '../../src/delivery/render/renderer.ts';
import { type Gateway, startGateway } from '../../src/gateway.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { POSTFIX_AUTHSERV_ID, type Postfix, startPostfix } from '../servers/postfix.ts';
import { serverSuite } from '../servers/suite.ts';
import type { Received } from './world.ts';

const SOON = { timeout: 25_000, interval: 50 };

/** Two desks in two languages, each with a mailbox on the Dovecot; everything goes out through the Postfix. */
const configuration = (dovecot: Dovecot, postfix: Postfix): string => `
data: data
mailboxes:
${['support', 'podrska']
  .map(
    (name) => `  ${name}:
    imap: { host: 127.0.0.1, port: ${dovecot.imapPort}, tls: none, user: ${name}, password: '\${TEST_PASSWORD}' }
    smtp: { host: 127.0.0.1, port: ${postfix.port}, tls: none }
    address: ${name}@desk.test
    plus_addresses: true
    trusted: [${POSTFIX_AUTHSERV_ID}]
    after: { move: Spoc/Done }
    sent_copy: Sent
    default_desk: ${name}
    since: 2020-01-01
    poll: 10s`,
  )
  .join('\n')}
agents:
  marko: { name: Marko Petrović, address: marko@staff.test, locale: sr }
desks:
  support:
    { name: Support, address: support@desk.test, mailbox: support, prefix: SUP, locale: en, time_zone: Europe/London, agents: [marko], signature: Support }
  podrska:
    { name: Podrška, address: podrska@desk.test, mailbox: podrska, prefix: POD, locale: sr, time_zone: Europe/Belgrade, agents: [marko], signature: Podrška }
dns: 'off'
`;

await serverSuite('the gateway on Postfix and Dovecot', ['postfix', 'dovecot'], () => {
  let dovecot: Dovecot;
  let postfix: Postfix;
  let gateway: Gateway;
  let folder: string;

  beforeAll(async () => {
    dovecot = await startDovecot();
    postfix = await startPostfix({
      domains: ['desk.test', 'staff.test', 'client.test'],
      lmtpPort: dovecot.lmtpPort,
      authenticated: ['marko@staff.test'],
    });
    folder = await mkdtemp(join(tmpdir(), 'spoc-servers-'));
    await writeFile(join(folder, 'spoc.yaml'), configuration(dovecot, postfix));
    const loaded = await loadSettings(join(folder, 'spoc.yaml'), { TEST_PASSWORD: dovecot.password });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    const renderer = createRenderer({ builtIn: resolve(import.meta.dirname, '../../templates'), own: undefined });
    expect(renderer.prepare()).toEqual([]);
    const log = pino({ level: process.env.SPOC_TEST_LOG ?? 'silent' });
    gateway = await startGateway({
      settings: loaded.settings,
      renderer,
      log,
      now: () => new Date(),
      random: Math.random,
    });
    await vi.waitFor(
      () => expect(gateway.status().mailboxes.every((box) => box.state === 'listening')).toBe(true),
      SOON,
    );
  }, 60_000);
  afterAll(async () => {
    await gateway?.close(5_000);
    await postfix?.stop();
    await dovecot?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const inbox = async (user: string): Promise<Received[]> =>
    Promise.all((await dovecot.maildir(user)).map(async (raw) => ({ ...(await PostalMime.parse(raw)), raw })));
  const nth = (user: string, count: number): Promise<Received> =>
    vi.waitFor(async () => {
      const mail = (await inbox(user))[count - 1];
      if (mail === undefined) throw new Error(`${user} has not got ${count} mails yet`);
      return mail;
    }, SOON);

  async function send(
    from: string,
    to: string,
    mail: {
      subject?: string;
      text: string;
      re?: Received;
      attachments?: { filename: string; content: string | Buffer }[];
    },
  ) {
    const transport = nodemailer.createTransport({ host: '127.0.0.1', port: postfix.port, ignoreTLS: true });
    const { re } = mail;
    const quoted =
      re === undefined
        ? ''
        : `\n\nDana 23.11.2026. u 10:00, ${re.from?.name} <${re.from?.address}> je napisao/la:\n${(re.text ?? '').replace(/^/gm, '> ')}`;
    await transport
      .sendMail({
        from,
        to: re?.replyTo?.[0]?.address ?? to,
        subject: mail.subject ?? `Re: ${re?.subject}`,
        text: mail.text + quoted,
        ...(re === undefined ? {} : { inReplyTo: re.messageId, references: `${re.references ?? ''} ${re.messageId}` }),
        ...(mail.attachments === undefined ? {} : { attachments: mail.attachments }),
      })
      .finally(() => transport.close());
  }

  describe.each([
    {
      desk: 'support',
      client: 'ana',
      words: {
        subject: 'Cannot log in',
        first: 'I cannot log in.',
        reply: 'Here are the pictures.',
        answer: 'Please send pictures.',
        solution: 'Your account is open again.',
      },
      said: [/has been (?:received|opened)|received/i, /New|Waiting|Open/i, /Resolved/i],
    },
    {
      desk: 'podrska',
      client: 'jovan',
      words: {
        subject: 'Ne mogu da se prijavim',
        first: 'Ne mogu da se prijavim na portal.',
        reply: 'Šaljem slike u prilogu.',
        answer: 'Pošaljite, molim, slike.',
        solution: 'Nalog je ponovo otvoren.',
      },
      said: [/primlj/i, /Čeka|Otvoren|Nov/i, /Rešen/i],
    },
  ])('$desk: first mail to solution', ({ desk, client, words, said }) => {
    const from = `${client}@client.test`;
    const agentMails = async () => (await inbox('marko')).filter((mail) => mail.from?.address === `${desk}@desk.test`);
    const newestForAgent = (count: number): Promise<Received> =>
      vi.waitFor(async () => {
        const mail = (await agentMails())[count - 1];
        if (mail === undefined) throw new Error(`the agent has not got ${count} mails of ${desk}`);
        return mail;
      }, SOON);

    it('goes SMTP → Postfix → LMTP → Dovecot → IDLE → Spoc → Postfix → Maildir, and back', async () => {
      await send(from, `${desk}@desk.test`, { subject: words.subject, text: words.first });
      const confirmation = await nth(client, 1);
      expect(confirmation.subject).toMatch(new RegExp(`^\\[(?:SUP|POD)-1001\\] ${words.subject}$`));
      expect(confirmation.text).toMatch(said[0] ?? /$^/);
      expect(confirmation.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-replied');

      const toAgent = await newestForAgent(1);
      expect(toAgent.text).toContain(words.first);
      await send('marko@staff.test', `${desk}@desk.test`, { re: toAgent, text: words.answer });
      const answer = await nth(client, 2);
      expect(answer.text).toContain(words.answer);
      expect(answer.text).toMatch(said[1] ?? /$^/);
      expect(answer.raw.toString()).not.toContain('marko@staff.test');

      const pictures = [
        { filename: 'slika č. 1.png', content: Buffer.from('89504e470d0a1a0a', 'hex') },
        { filename: 'дневник.log', content: 'line\n'.repeat(1000) },
      ];
      await send(from, `${desk}@desk.test`, { re: answer, text: words.reply, attachments: pictures });
      const withPictures = await newestForAgent(2);
      expect(withPictures.text).toContain(words.reply);
      expect(withPictures.attachments.map((one) => one.filename)).toEqual(pictures.map((one) => one.filename));
      expect(Buffer.from(withPictures.attachments[0]?.content as ArrayBuffer)).toEqual(pictures[0]?.content);

      await send('marko@staff.test', `${desk}@desk.test`, { re: withPictures, text: `#resolved\n\n${words.solution}` });
      const solved = await vi.waitFor(async () => {
        const last = (await inbox(client)).at(-1);
        expect(last?.text).toContain(words.solution);
        return last;
      }, SOON);
      expect(solved?.text).toMatch(said[2] ?? /$^/);
      expect(solved?.references).toContain(answer.messageId ?? '?');
    }, 90_000);

    it('leaves the mailbox told, a copy of what was sent, and a ledger that balances', async () => {
      await vi.waitFor(async () => expect(await dovecot.maildir(desk, 'Spoc/Done')).toHaveLength(4), SOON);
      // A move on a Maildir puts the mail there first, then takes it away here.
      await vi.waitFor(async () => expect(await dovecot.maildir(desk)).toHaveLength(0), SOON);
      await vi.waitFor(
        async () => expect((await dovecot.maildir(desk, 'Sent')).length).toBeGreaterThanOrEqual(4),
        SOON,
      );
      const { received, waiting, outcomes } = await gateway.store.read.ledgerCounts();
      expect(waiting).toBe(0);
      expect(outcomes.opened + outcomes.added).toBe(received);
    }, 60_000);
  });
});
