import type { CanarySettings, MailboxId, Settings } from '../config/settings.ts';
import type { Execution } from '../intake/execute.ts';
import { domainOf } from '../mail/address.ts';
import type { EmailAddress, MessageId } from '../mail/mail.ts';
import type { OutgoingMail, Store } from '../store/port.ts';

/** A mail to oneself that measures the whole way: outbox, relay, mailbox, IMAP, ledger. */
export interface Canaries {
  /** Sends one through each mailbox that sends and reads. */
  send(at: Date): Promise<void>;
  /** One came back: it was decided at that moment. Answers how long it took (milliseconds); undefined when it is none of these. */
  back(id: MessageId, at: Date): number | undefined;
  /** Since when one has been missing, by mailbox. */
  missing(at: Date): ReadonlyMap<MailboxId, Date>;
}

interface Out {
  readonly id: MessageId;
  readonly at: Date;
}

/**
 * Canaries of a gateway. The unguessable Message-ID proves that it is ours; the relay signs it as it signs all our mail. A mailbox is told once more
 * only after the last one came back or was given up, so that one which is away does not gather them.
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
  return {
    async send(at) {
      if (delivery === 'hold') return;
      for (const [id, box] of settings.mailboxes) {
        const desk = [...settings.desks.values()].find(({ mailbox }) => mailbox === id)?.desk;
        const pending = out.get(id);
        if (desk === undefined || (pending !== undefined && at.getTime() - pending.at.getTime() < within)) continue;
        if (pending !== undefined) continue; // it is missing, and that is told
        const mail = canary(box.address, desk.id, `${token()}@${domainOf(box.address)}` as MessageId, at);
        await store.write((tx) => tx.enqueue(mail, 'queued', at));
        out.set(id, { id: mail.messageId, at });
      }
    },
    back(id, at) {
      const found = [...out].find(([, one]) => one.id === id);
      if (found === undefined) return undefined;
      out.delete(found[0]);
      return at.getTime() - found[1].at.getTime();
    },
    missing: (at) =>
      new Map([...out].filter(([, one]) => at.getTime() - one.at.getTime() >= within).map(([id, one]) => [id, one.at])),
  };
}

const TEXT = 'Spoc sends this mail to itself to see that mail comes and goes. It needs no answer.\n';

function canary(address: EmailAddress, desk: OutgoingMail['desk'], messageId: MessageId, at: Date): OutgoingMail {
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
    headers: {},
    attachments: [],
    notBefore: undefined,
  };
}
