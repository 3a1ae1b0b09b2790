import { createHmac, timingSafeEqual } from 'node:crypto';
import type { CanarySettings, MailboxId, Settings } from '../config/settings.ts';
import type { Execution } from '../intake/execute.ts';
import { domainOf } from '../mail/address.ts';
import type { EmailAddress, MessageId } from '../mail/mail.ts';
import type { OutgoingMail, Store } from '../store/port.ts';

/** A mail to oneself that measures the whole way: outbox, relay, mailbox, IMAP, ledger. */
export interface Canaries {
  /** Sends one through each mailbox that sends and reads. */
  send(at: Date): Promise<void>;
  /**
   * A mail was decided at that moment: answers how long it took (milliseconds) when it is one of these, signed as it left; undefined when it is
   * none. `signature`: what stands in its `X-Spoc-Canary` field.
   */
  back(id: MessageId, signature: string | undefined, at: Date): number | undefined;
  /** Since when one has been missing, by mailbox. */
  missing(at: Date): ReadonlyMap<MailboxId, Date>;
}

interface Out {
  readonly id: MessageId;
  readonly at: Date;
  readonly signature: string;
}

/** The field of a canary that holds its signature. */
export const CANARY_FIELD = 'X-Spoc-Canary';

/**
 * Canaries of a gateway, each signed (HMAC-SHA256) over its Message-ID, mailbox and moment by a key that only this process has: what comes back
 * without is not what was sent, and the canary stays missing. A mailbox is told once more only after the last one came back or was given up, so that
 * one which is away does not gather them.
 */
export function createCanaries(
  { within }: CanarySettings,
  {
    settings,
    store,
    token,
    delivery,
  }: { readonly settings: Settings; readonly store: Store; readonly token: () => string } & Pick<Execution, 'delivery'>,
): Canaries {
  const out = new Map<MailboxId, Out>();
  const key = token();
  const sign = (id: MessageId, mailbox: MailboxId, at: Date): string =>
    createHmac('sha256', key).update(`${id}\n${mailbox}\n${at.getTime()}`).digest('hex');
  return {
    async send(at) {
      if (delivery === 'hold') return;
      for (const [id, box] of settings.mailboxes) {
        const desk = [...settings.desks.values()].find(({ mailbox }) => mailbox === id)?.desk;
        const pending = out.get(id);
        if (desk === undefined || (pending !== undefined && at.getTime() - pending.at.getTime() < within)) continue;
        if (pending !== undefined) continue; // it is missing, and that is told
        const messageId = `${token()}@${domainOf(box.address)}` as MessageId;
        const signature = sign(messageId, id, at);
        const mail = canary(box.address, desk.id, messageId, signature, at);
        await store.write((tx) => tx.enqueue(mail, 'queued', at));
        out.set(id, { id: messageId, at, signature });
      }
    },
    back(id, signature, at) {
      const found = [...out].find(([, one]) => one.id === id);
      if (found === undefined || signature === undefined || !same(signature.trim(), found[1].signature))
        return undefined;
      out.delete(found[0]);
      return at.getTime() - found[1].at.getTime();
    },
    missing: (at) =>
      new Map([...out].filter(([, one]) => at.getTime() - one.at.getTime() >= within).map(([id, one]) => [id, one.at])),
  };
}

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const TEXT = 'Spoc sends this mail to itself to see that mail comes and goes. It needs no answer.\n';

function canary(
  address: EmailAddress,
  desk: OutgoingMail['desk'],
  messageId: MessageId,
  signature: string,
  at: Date,
): OutgoingMail {
  return {
    ticket: undefined,
    message: undefined,
    contact: undefined,
    agent: undefined,
    kind: 'canary',
    automation: 'notice',
    purpose: 'none',
    held: undefined,
    version: 0,
    recipient: address,
    desk,
    messageId,
    tokens: { reply: undefined, note: undefined, bounce: undefined },
    envelopeFrom: address,
    from: { name: 'Spoc', address },
    replyTo: undefined,
    to: [{ name: '', address }],
    cc: [],
    subject: 'Spoc canary',
    text: TEXT,
    html: `<p>${TEXT.trim()}</p>`,
    date: at,
    inReplyTo: undefined,
    references: [],
    headers: { [CANARY_FIELD]: signature },
    attachments: [],
    notBefore: undefined,
  };
}
