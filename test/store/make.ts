import type { Decision, Outcome, TicketChange } from '../../src/desk/facts.ts';
import type { ContactId, DeskId, MessageKey, TicketId } from '../../src/desk/ids.ts';
import type { EmailAddress, MessageId } from '../../src/mail/mail.ts';
import type {
  ClientRecord,
  ContactRecord,
  KeptMail,
  LedgerReading,
  MailSource,
  MessageBody,
  OutgoingMail,
  Store,
  Tx,
} from '../../src/store/port.ts';

export const NOW = new Date('2026-03-02T09:00:00Z');
export const DESK = 'ebanking' as DeskId;
export const later = (ms: number): Date => new Date(NOW.getTime() + ms);
export const mid = (text: string): MessageId => text as MessageId;
export const address = (text: string): EmailAddress => text as EmailAddress;
export const prefixOf = (desk: DeskId): string => (desk === DESK ? 'EB' : desk.slice(0, 2).toUpperCase());

export function imap(uid: number, over: Partial<Extract<MailSource, { kind: 'imap' }>> = {}): MailSource {
  return { kind: 'imap', mailbox: 'support', folder: 'INBOX', uidValidity: 7n, uid, ...over };
}

/** Keeps a mail of that text; answers its row. */
export async function keep(
  tx: Tx,
  source: MailSource,
  text = JSON.stringify({ ...source, uidValidity: 0 }),
  over: Partial<KeptMail> = {},
) {
  const bytes = Buffer.from(text);
  const blob = await tx.putBlob(bytes);
  const kept = await tx.keep({ source, blob, size: bytes.length, arrivedAt: NOW, quiet: false, ...over }, NOW);
  return { ...kept, blob };
}

export function reading(over: Partial<LedgerReading> = {}): LedgerReading {
  return {
    desk: DESK,
    from: 'Ana <ana@example.com>',
    subject: 'Token',
    messageId: mid('a@example.com'),
    fingerprint: 'f1',
    mailKind: 'human',
    authenticity: 'claimed',
    ...over,
  };
}

export function decision(over: Partial<Decision> = {}): Decision {
  return {
    outcome: undefined,
    refusal: undefined,
    contacts: [],
    changes: [],
    messages: [],
    releases: [],
    moves: [],
    notices: [],
    exposed: [],
    undeliverable: [],
    reachable: [],
    bounced: [],
    timers: [],
    wakes: [],
    facts: [],
    absences: [],
    back: [],
    turns: [],
    enrolled: [],
    decided: [],
    bookings: [],
    merges: [],
    senders: [],
    ...over,
  };
}

export function body(over: Partial<MessageBody> = {}): MessageBody {
  return {
    subject: 'Token',
    full: 'Moj token ne radi.',
    spans: [],
    html: undefined,
    messageId: undefined,
    ledger: undefined,
    attachments: [],
    ...over,
  };
}

export interface Opened {
  readonly ticket: TicketId;
  readonly message: MessageKey;
  readonly contact: ContactId;
}

/** Opens a ticket for a contact with its first message, as a desk would. */
export async function openTicket(
  tx: Tx,
  contact: ContactId,
  over: {
    readonly desk?: DeskId;
    readonly text?: string;
    readonly body?: Partial<MessageBody>;
    readonly at?: Date;
  } = {},
): Promise<Opened> {
  const ids = tx.ids(prefixOf);
  const desk = over.desk ?? DESK;
  const ticket = ids.ticket();
  const message = ids.message();
  const by = { kind: 'contact', id: contact } as const;
  const text = over.text ?? 'Moj token ne radi.';
  const stored = body({ full: text, ...over.body });
  const change: TicketChange = {
    ticket,
    expected: 0,
    subject: stored.subject,
    formerNumber: undefined,
    events: [
      {
        kind: 'opened',
        number: ids.number(desk),
        desk,
        requester: contact,
        client: undefined,
        channel: 'mail',
        type: 'request',
        priority: 'normal',
        status: 'new',
        by,
      },
      { kind: 'message-added', message, direction: 'inbound', by, authenticity: 'claimed' },
    ],
  };
  await tx.apply(
    decision({
      changes: [change],
      messages: [
        {
          key: message,
          ticket,
          direction: 'inbound',
          by,
          authenticity: 'claimed',
          source: 'mail',
          text,
          held: false,
          channel: 'mail',
        },
      ],
    }),
    new Map([[message, stored]]),
    over.at ?? NOW,
  );
  return { ticket, message, contact };
}

export function contactRecord(email: string, over: Partial<ContactRecord> = {}): ContactRecord {
  return {
    id: undefined,
    client: undefined,
    name: email.slice(0, email.indexOf('@')),
    businessUnit: undefined,
    position: undefined,
    landline: undefined,
    mobile: undefined,
    addresses: [address(email)],
    locale: undefined,
    responsible: false,
    ...over,
  };
}

export function clientRecord(name: string, over: Partial<ClientRecord> = {}): ClientRecord {
  return {
    id: undefined,
    companyNumber: undefined,
    name,
    locale: undefined,
    domains: [],
    desk: undefined,
    level: undefined,
    calendar: undefined,
    matrix: undefined,
    ...over,
  };
}

let outgoing = 0;
export function mail(over: Partial<OutgoingMail> = {}): OutgoingMail {
  const n = ++outgoing;
  return {
    ticket: undefined,
    message: undefined,
    contact: undefined,
    agent: undefined,
    kind: 'confirmation',
    automation: 'answer',
    purpose: 'client',
    held: undefined,
    version: 2,
    recipient: address('ana@example.com'),
    desk: DESK,
    messageId: mid(`out${n}@desk.example`),
    tokens: { reply: `reply${n}`, note: undefined, bounce: `bounce${n}` },
    envelopeFrom: `bounce+bounce${n}@desk.example`,
    from: { name: 'E-banking', address: 'help@desk.example' },
    replyTo: undefined,
    to: [{ name: 'Ana', address: 'ana@example.com' }],
    cc: [],
    subject: '[EB-1001] Token',
    text: 'Primili smo.',
    html: '<p>Primili smo.</p>',
    date: NOW,
    inReplyTo: undefined,
    references: [],
    headers: { 'Auto-Submitted': 'auto-replied' },
    attachments: [],
    notBefore: undefined,
    ...over,
  };
}

/** Settles with the gateway's word. */
export function settle(tx: Tx, id: Parameters<Tx['settle']>[0], outcome: Outcome, ticket?: TicketId): Promise<void> {
  return tx.settle(id, outcome, ticket, ['because'], { kind: 'gateway' }, NOW);
}

/** The difference of the law; 0 when it holds. */
export async function lawDifference(store: Store): Promise<number> {
  const { received, waiting, outcomes } = await store.read.ledgerCounts();
  return received - waiting - Object.values(outcomes).reduce((sum, n) => sum + n, 0);
}
