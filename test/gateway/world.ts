import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import nodemailer from 'nodemailer';
import pino from 'pino';
import PostalMime, { type Email } from 'postal-mime';
import { expect, vi } from 'vitest';
import { loadSettings } from '../../src/config/load.ts';
import type { Settings } from '../../src/config/settings.ts';
import { createRenderer } from '../../src/delivery/render/renderer.ts';
import { type Gateway, startGateway } from '../../src/gateway.ts';

const TEMPLATES = resolve(import.meta.dirname, '../../templates');

/** A desk in English and one in Serbian, on an embedded mailbox with any free ports. */
export const CONFIGURATION = `
data: data
mailboxes:
  demo:
    embedded: { imap: 0, smtp: 0 }
    address: support@spoc.test
    default_desk: support
    after: { move: Done }
    poll: 5s
agents:
  emma: { name: Emma Clark, address: emma@staff.test, locale: en }
  marko: { name: Marko Petrović, address: marko@staff.test, locale: sr }
desks:
  support:
    name: Support
    address: support@spoc.test
    prefix: SUP
    locale: en
    time_zone: Europe/London
    agents: [emma, marko]
    signature: Your support team
  podrska:
    name: Podrška
    address: podrska@spoc.test
    prefix: POD
    locale: sr
    time_zone: Europe/Belgrade
    agents: [marko, emma]
    signature: Vaš tim podrške
dns: 'off'
log: { level: warn }
`;

/** A mail as its recipient got it, read by another parser than ours. */
export type Received = Email & { readonly raw: Buffer };

/** What somebody sends. */
export interface Sending {
  readonly from: string;
  readonly to?: string | readonly string[];
  readonly cc?: string | readonly string[];
  readonly subject?: string;
  readonly text?: string;
  readonly html?: string;
  readonly replyTo?: Received;
  /** Replies to another address than Reply-To. */
  readonly toInstead?: string;
  readonly headers?: Record<string, string>;
  readonly messageId?: string;
  readonly attachments?: readonly { filename: string; content: Buffer | string; contentType?: string }[];
  /** Sends without logging in as the sender. */
  readonly unproved?: boolean;
}

/** The gateway with its embedded mail servers, and people around it. */
export interface World {
  readonly gateway: Gateway;
  readonly settings: Settings;
  readonly folder: string;
  send(mail: Sending): Promise<string>;
  /** All that somebody has got, oldest first. */
  inbox(address: string): Promise<readonly Received[]>;
  /** Waits until somebody has this many mails, and answers the newest. */
  nth(address: string, count: number): Promise<Received>;
  /** Waits until so many mails have an outcome, and everything that follows from them is sent. */
  settled(mails: number): Promise<void>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a gateway in a folder of its own. */
export async function startWorld(
  configuration: string = CONFIGURATION,
  now: () => Date = () => new Date(),
): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'spoc-'));
  const file = join(folder, 'spoc.yaml');
  await writeFile(file, configuration);
  const loaded = await loadSettings(file, {});
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, null, 1));
  const { settings } = loaded;
  const renderer = createRenderer({ builtIn: TEMPLATES, own: settings.templates });
  expect(renderer.prepare()).toEqual([]);
  const log = pino({ level: process.env.SPOC_TEST_LOG ?? 'silent' });
  const start = () => startGateway({ settings, renderer, log, now, random: () => 0.5 });
  let gateway = await start();
  const servers = () => {
    const [embedded] = gateway.embedded.values();
    if (embedded === undefined) throw new Error('no embedded server');
    return embedded;
  };

  const inbox = (address: string): Promise<readonly Received[]> =>
    Promise.all(
      servers()
        .mailboxOf(address)
        .map(async (raw) => ({ ...(await PostalMime.parse(raw)), raw })),
    );
  return {
    get gateway() {
      return gateway;
    },
    settings,
    folder,
    inbox,
    async send(mail) {
      const { host, port } = servers().smtp;
      const user = addressOf(mail.from);
      const auth = mail.unproved ? {} : { auth: { user, pass: servers().imap.password } };
      const transport = nodemailer.createTransport({ host, port, ignoreTLS: true, ...auth });
      const re = mail.replyTo;
      const to = mail.to ?? mail.toInstead ?? re?.replyTo?.[0]?.address ?? re?.from?.address;
      const info = await transport.sendMail({
        from: mail.from,
        to: to as string,
        ...(mail.cc === undefined ? {} : { cc: mail.cc as string }),
        subject: mail.subject ?? (re === undefined ? 'Hello' : `Re: ${re.subject}`),
        text: re === undefined ? mail.text : `${mail.text}\n\n${quote(re)}`,
        ...(mail.html === undefined ? {} : { html: mail.html }),
        ...(re?.messageId === undefined
          ? {}
          : { inReplyTo: re.messageId, references: `${re.references ?? ''} ${re.messageId}` }),
        ...(mail.messageId === undefined ? {} : { messageId: mail.messageId }),
        ...(mail.headers === undefined ? {} : { headers: mail.headers }),
        ...(mail.attachments === undefined ? {} : { attachments: [...mail.attachments] }),
      });
      transport.close();
      return info.messageId;
    },
    async nth(address, count) {
      const mails = await vi.waitFor(
        async () => {
          const found = await inbox(address);
          expect(found.length, `mails of ${address}`).toBeGreaterThanOrEqual(count);
          return found;
        },
        { timeout: 15_000, interval: 25 },
      );
      const mail = mails[count - 1];
      if (mail === undefined) throw new Error('no such mail');
      return mail;
    },
    async settled(mails) {
      await vi.waitFor(
        async () => {
          const counts = await gateway.store.read.ledgerCounts();
          expect(counts.received, 'mails received').toBeGreaterThanOrEqual(mails);
          expect(counts.waiting, 'mails waiting').toBe(0);
          const { queued, sending, uncertain } = await gateway.store.read.outboxCounts();
          expect(queued + sending + uncertain, 'mails to be sent').toBe(0);
        },
        { timeout: 15_000, interval: 25 },
      );
    },
    async restart() {
      await gateway.close(2_000);
      gateway = await start();
    },
    async close() {
      await gateway.close(2_000);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function addressOf(from: string): string {
  return /<([^>]+)>/.exec(from)?.[1] ?? from;
}

/** As a mail client quotes what it replies to. */
function quote(mail: Received): string {
  const text = mail.text ?? '';
  return `On Mon, 23 Nov 2026 at 10:00, ${mail.from?.name ?? ''} <${mail.from?.address ?? ''}> wrote:\n${text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')}`;
}
