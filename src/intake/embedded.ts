import { addressKey } from '../mail/address.ts';
import { BOX_LIMITS, Boxes, type BoxLimits } from './embedded/boxes.ts';
import { type ImapDoor, openImapDoor } from './embedded/imap.ts';
import { openSmtpDoor } from './embedded/smtp.ts';

export { AUTHSERV_ID } from './embedded/trace.ts';

export interface EmbeddedOptions {
  /** The gateway's addresses; mail to them, with or without `+…`, comes to its INBOX. */
  readonly addresses: readonly [string, ...string[]];
  /** Others who may log in, to send as themselves and to read what came for them. */
  readonly people: readonly string[];
  /** Of everyone: it keeps other users of the machine out, not the people from each other. */
  readonly password: string;
  /** 0: any free one. */
  readonly ports: { readonly imap: number; readonly smtp: number };
  readonly now: () => Date;
  readonly limits?: Partial<BoxLimits>;
  /** Bytes a mail may have. */
  readonly most?: number;
}

/** An IMAP mailbox and an SMTP listener on loopback, in memory: for the first start, the demo and tests. */
export interface Embedded {
  readonly imap: { readonly host: string; readonly port: number; readonly user: string; readonly password: string };
  readonly smtp: { readonly host: string; readonly port: number };
  /** Puts a mail into the box of an address, as it is. */
  deliver(raw: Buffer, recipient: string): void;
  /** The INBOX of an address, oldest first; empty for one that never got mail. */
  mailboxOf(address: string): readonly Buffer[];
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const MOST = 48 * 1024 * 1024;

/** Starts both servers. Rejects when a port is taken. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { addresses, people, password, ports, now } = options;
  const boxes = new Boxes(addresses, nextUidValidity(now()), { ...BOX_LIMITS, ...options.limits });
  const known = new Set([...addresses, ...people].map(addressKey));
  const mayLogIn = (user: string, given: string): boolean => given === password && known.has(addressKey(user));
  for (const person of people) boxes.boxOf(person);

  const imap = await openImapDoor(boxes, HOST, ports.imap, mayLogIn);
  const smtp = await openSmtpDoor({
    host: HOST,
    port: ports.smtp,
    boxes,
    mayLogIn,
    now,
    most: options.most ?? MOST,
  }).catch((error: unknown) => closeThenThrow(imap, error));
  return {
    imap: { host: HOST, port: imap.port, user: addresses[0], password },
    smtp: { host: HOST, port: smtp.port },
    deliver: (raw, recipient) => boxes.boxOf(recipient).add(raw, now()),
    mailboxOf: (address) => boxes.known(address)?.inbox() ?? [],
    close: async () => {
      await Promise.all([imap.close(), smtp.close()]);
    },
  };
}

async function closeThenThrow(door: ImapDoor, error: unknown): Promise<never> {
  await door.close();
  throw error;
}

const EPOCH = Date.UTC(2024, 0, 1);
let last = 0;

/**
 * A UIDVALIDITY larger than that of any earlier start: quarters of a second since 2024, which fill 32 bits in 2058. Memory begins again at UID 1, so
 * an old cursor must not be taken for a present one.
 */
function nextUidValidity(now: Date): number {
  last = Math.max(last + 1, Math.floor((now.getTime() - EPOCH) / 250), 1);
  return last;
}
