import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { temporaryFolder } from '../servers/folder.ts';
import { type Postfix, startPostfix } from '../servers/postfix.ts';
import { AGENT, CLIENTS, type Crowd, DESK, type Fed } from './crowd.ts';
import { type TrappedWire, trappedWire } from './wire.ts';

/** Where a gateway is killed again and again: servers of its own, wires to them that can be trapped, a crowd that writes. */
export interface Stage {
  readonly folder: string;
  readonly configuration: string;
  readonly data: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly wires: { readonly imap: TrappedWire; readonly smtp: TrappedWire };
  /** Puts a mail into the desk's mailbox. */
  feed(mail: Fed): Promise<void>;
  /** The desk's mailbox, or one of its folders. */
  deskFolder(name: string): Promise<readonly Buffer[]>;
  /** All that clients and the agent have got, by address. */
  received(): Promise<ReadonlyMap<string, readonly Buffer[]>>;
  /** Lets the crowd see what it has got. */
  show(crowd: Crowd): Promise<void>;
  stop(): Promise<void>;
}

/** Connections that a relay account has, at most: what can be on the way at once (`createTransport`). */
export const CONNECTIONS = 4;
export const DONE = 'Spoc/Done';

const configuration = (imap: number, smtp: number): string => `
data: data
mailboxes:
  support:
    imap: { host: 127.0.0.1, port: ${imap}, tls: none, user: support, password: '\${TEST_PASSWORD}' }
    smtp: { host: 127.0.0.1, port: ${smtp}, tls: none }
    address: ${DESK}
    plus_addresses: true
    after: { move: ${DONE} }
    default_desk: support
    since: 2020-01-01
    poll: 10s
agents:
  marko: { name: Marko Petrović, address: ${AGENT}, locale: sr }
desks:
  support:
    { name: Support, address: ${DESK}, mailbox: support, prefix: SUP, locale: en, time_zone: Europe/London, agents: [marko], signature: Support }
limits: { answers_per_hour: 10000, answers_per_day: 100000, automatic_per_minute: 100000, tickets_per_hour: 100000 }
dns: 'off'
`;

/** Starts the servers and writes the configuration; the gateway is not started. */
export async function setStage(): Promise<Stage> {
  const releases: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const release of releases.splice(0).reverse()) await release();
  };
  try {
    const folder = await temporaryFolder('faults');
    releases.push(folder.forget);
    const dovecot: Dovecot = await startDovecot();
    releases.push(dovecot.stop);
    const domains = ['desk.test', 'staff.test', 'client.test'];
    const postfix: Postfix = await startPostfix({ domains, lmtpPort: dovecot.lmtpPort });
    releases.push(postfix.stop);
    const imap = await trappedWire(dovecot.imapPort);
    releases.push(imap.stop);
    const smtp = await trappedWire(postfix.port);
    releases.push(smtp.stop);
    const file = join(folder.path, 'spoc.yaml');
    const data = join(folder.path, 'data');
    await mkdir(data, { mode: 0o700 });
    await writeFile(file, configuration(imap.port, smtp.port));
    const local = nodemailer.createTransport({
      lmtp: true,
      pool: true,
      maxConnections: 1,
      host: dovecot.host,
      port: dovecot.lmtpPort,
      ignoreTLS: true,
    });
    releases.push(async () => local.close());

    const received = async (): Promise<ReadonlyMap<string, readonly Buffer[]>> =>
      new Map(
        await Promise.all(
          [AGENT, ...CLIENTS].map(async (address) => [address, await dovecot.maildir(address)] as const),
        ),
      );
    return {
      folder: folder.path,
      configuration: file,
      data,
      environment: { TEST_PASSWORD: dovecot.password },
      wires: { imap, smtp },
      feed: async ({ from, to, raw }) => {
        await local.sendMail({ envelope: { from, to }, raw });
      },
      deskFolder: (name) => dovecot.maildir('support', name),
      received,
      show: async (crowd) => {
        for (const [owner, mailbox] of await received()) await crowd.reads(owner, mailbox);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
