import { defaultAgreements } from '../../src/desk/agreement/rules.ts';
import type { MailCommand } from '../../src/desk/command.ts';
import { decide } from '../../src/desk/decide.ts';
import type { RecordedEvent } from '../../src/desk/event.ts';
import {
  type Client,
  type Contact,
  type Decision,
  type MailFacts,
  NOTHING_AROUND,
  type Person,
  type TicketFacts,
} from '../../src/desk/facts.ts';
import type {
  AgentId,
  ClientId,
  ContactId,
  DeskId,
  Ids,
  LedgerId,
  MessageKey,
  OutboxId,
  TicketId,
  TicketNumber,
} from '../../src/desk/ids.ts';
import { NO_LIMITS } from '../../src/desk/limits/limits.ts';
import type { Notice } from '../../src/desk/notice.ts';
import type { Agent, Desk, Policy } from '../../src/desk/policy.ts';
import type { QueueWeights } from '../../src/desk/queue/order.ts';
import { fold } from '../../src/desk/ticket.ts';
import { emailAddress } from '../../src/mail/address.ts';
import type { EmailAddress, Mailbox } from '../../src/mail/mail.ts';

export const NOW = new Date('2026-11-23T09:00:00Z');

export function address(text: string): EmailAddress {
  const made = emailAddress(text);
  if (made === undefined) throw new Error(`no address: ${text}`);
  return made;
}

export function mailbox(text: string, name = ''): Mailbox {
  return { name, address: address(text) };
}

const agent = (id: string, name: string): Agent => ({
  id: id as AgentId,
  name,
  addresses: [address(`${id}@desk.example`)],
  level: 'L1',
  locale: 'sr',
  skills: [],
  deputy: undefined,
  phone: undefined,
});

/** Priority first, then age. */
export const QUEUE: QueueWeights = {
  channel: { mail: 0, phone: 0, portal: 0 },
  priority: { urgent: 200, high: 100, normal: 0, low: -50 },
  age: 1,
  ageAtMost: 240,
  target: 100,
  targetWithin: 4 * 3_600_000,
};

export const MARKO = 'marko' as AgentId;
export const JELENA = 'jelena' as AgentId;
export const EB = 'ebanking' as DeskId;
export const NET = 'network' as DeskId;

export function policy(changes: Partial<Desk> = {}): Policy {
  const desk = (id: DeskId, prefix: string, agents: readonly AgentId[]): Desk => ({
    id,
    name: id,
    addresses: [address(`${id}@desk.example`)],
    prefix,
    locale: 'sr',
    timeZone: 'Europe/Belgrade',
    signature: '',
    agents,
    statusLabels: {},
    unknownSenders: 'accept',
    automaticMail: 'record',
    confirmFollowUps: false,
    answerSets: 'pending',
    showAgentName: true,
    reopenWithin: 14 * 86_400_000,
    needs: { agentAnswer: 'cited', agentCommand: 'proved', clientAct: 'cited' },
    addressRoles: new Map(),
    country: 'RS',
    correspondence: undefined,
    form: undefined,
    priorities: undefined,
    deferral: undefined,
    requestTypes: undefined,
    agreements: defaultAgreements('EUR'),
    companyNumbers: [],
    textLimits: NO_LIMITS,
    access: undefined,
    escalation: undefined,
    assignment: [],
    phone: undefined,
    enrolment: undefined,
    queue: QUEUE,
    answers: undefined,
    defects: { waitingSets: 'on-hold', releasedSets: 'resolved' },
    rfo: undefined,
    problems: undefined,
    coverage: undefined,
    billing: undefined,
    silence: undefined,
    spamSenders: 'hold',
    report: undefined,
    ...changes,
  });
  const agents = [agent('marko', 'Marko Petrović'), agent('jelena', 'Jelena Đurić'), agent('ivo', 'Ivo Ivić')];
  return {
    desks: new Map([
      [EB, desk(EB, 'EB', [MARKO, JELENA])],
      [NET, desk(NET, 'NET', ['ivo' as AgentId])],
    ]),
    agents: new Map(agents.map((one) => [one.id, one])),
    sla: { levels: new Map(), calendars: new Map(), desks: new Map() },
    matrices: new Map(),
    rotas: new Map(),
    releases: new Map(),
    operator: undefined,
    limits: {
      answersPerHour: 5,
      answersPerDay: 20,
      answersPerTicket: 3,
      ticketsPerHour: 30,
      automaticPerMinute: 1000,
      outgoingBytes: 1_000_000,
      attempts: 5,
      tokenLife: 1e10,
    },
  };
}

export function contact(id: number, text: string, more: Partial<Contact> = {}): Contact {
  return {
    id: id as ContactId,
    name: text.split('@')[0] ?? '',
    address: address(text),
    phones: [],
    businessUnit: undefined,
    sees: 'own',
    client: undefined,
    locale: undefined,
    responsible: false,
    undeliverable: false,
    known: true,
    entered: false,
    spammer: false,
    ...more,
  };
}

export const BANK = 7 as ClientId;
export const ANA = contact(1, 'ana@banka.example', { client: BANK });
export const BOJAN = contact(2, 'bojan@banka.example', { client: BANK, responsible: true });
export const CILA = contact(3, 'cila@elsewhere.example');
export const CLIENT: Client = {
  id: BANK,
  name: 'Banka',
  companyNumber: '20123456',
  locale: 'sr',
  responsible: [BOJAN],
  level: undefined,
  calendar: undefined,
  matrix: undefined,
};

/** Ids that count up from 100, and numbers from 1000. */
export function ids(): Ids {
  let next = 100;
  let number = 1000;
  return {
    ticket: () => next++ as TicketId,
    message: () => next++ as MessageKey,
    contact: () => next++ as ContactId,
    client: () => next++ as ClientId,
    secret: () => `secret${String(next++).padStart(20, '0')}`,
    number: (desk) => `${desk === EB ? 'EB' : 'NET'}-${++number}` as TicketNumber,
  };
}

/** A ticket of Ana's, as its first events made it. */
export function ticketFacts(more: Partial<TicketFacts['ticket']> = {}, facts: Partial<TicketFacts> = {}): TicketFacts {
  const id = 10 as TicketId;
  const history: readonly RecordedEvent[] = [
    {
      ticket: id,
      version: 1,
      at: new Date('2026-11-20T08:00:00Z'),
      event: {
        kind: 'opened',
        number: 'EB-10' as TicketNumber,
        desk: EB,
        requester: ANA.id,
        client: BANK,
        channel: 'mail',
        type: 'request',
        priority: 'normal',
        status: 'new',
        by: { kind: 'contact', id: ANA.id },
      },
    },
  ];
  return {
    ticket: { ...fold(history), ...more },
    subject: 'Ne radi',
    requester: ANA,
    watchers: [],
    client: CLIENT,
    service: undefined,
    facts: {},
    namesake: undefined,
    opening: 'Ne radi prijava.',
    history,
    held: [],
    ...facts,
  };
}

export function mail(more: Partial<MailCommand> = {}): MailCommand {
  return {
    kind: 'mail',
    ledger: 1 as LedgerId,
    desk: EB,
    otherDesks: [],
    mailKind: 'human',
    kindReasons: [],
    bounce: undefined,
    from: [mailbox('ana@banka.example', 'Ana')],
    fromUs: false,
    to: [],
    cc: [],
    messageId: undefined,
    tokens: [],
    cites: [],
    numbers: [],
    subject: 'Ne radi',
    commands: [],
    body: 'Ne radi prijava.',
    visible: 'Ne radi prijava.',
    full: 'Ne radi prijava.',
    doubt: undefined,
    word: undefined,
    sentTo: undefined,
    html: undefined,
    importance: undefined,
    writtenAt: NOW,
    attachments: 0,
    blocked: 0,
    quarantine: undefined,
    attachmentBytes: 0,
    forwarded: undefined,
    spam: undefined,
    released: false,
    quiet: false,
    ...more,
  };
}

export function facts(more: Partial<MailFacts> = {}): MailFacts {
  const people = new Map<string, Person>(
    [ANA, BOJAN, CILA].map((one) => [one.address ?? '', { kind: 'contact', contact: one }]),
  );
  return {
    sender: { kind: 'contact', contact: ANA },
    authenticity: { level: 'proved', reason: 'a test says so', flags: [] },
    citations: [],
    received: [],
    named: [],
    tickets: new Map(),
    copyOf: undefined,
    people,
    clients: new Map([[BANK, CLIENT]]),
    answered: { hour: 0, day: 0 },
    answeredOn: new Map(),
    record: undefined,
    openedLately: 0,
    servedHere: true,
    listed: [],
    bounced: undefined,
    services: new Map(),
    companies: new Map(),
    callers: [],
    around: NOTHING_AROUND,
    splits: new Map(),
    ...more,
  };
}

/** Facts of a reply of an agent to a notice that was issued to him on a ticket. */
export function agentReply(ticket: TicketFacts, more: Partial<MailFacts> = {}, by: AgentId = MARKO): MailFacts {
  return facts({
    sender: { kind: 'agent', id: by, contact: undefined },
    tickets: new Map([[ticket.ticket.id, ticket]]),
    citations: [
      {
        via: 'token',
        outbox: 1 as OutboxId,
        ticket: ticket.ticket.id,
        purpose: 'answer',
        issuedToSender: true,
        exposed: false,
        expired: false,
        version: ticket.ticket.version,
        held: undefined,
        message: undefined,
      },
    ],
    ...more,
  });
}

export function decideMailOf(command: MailCommand, known: MailFacts, rules: Policy = policy()): Decision {
  return decide({ command, facts: known }, rules, NOW, ids());
}

/** Notices as `kind → who`, sorted. */
export function told(notices: readonly Notice[]): string[] {
  return notices
    .map(
      (notice) =>
        `${notice.kind} → ${notice.to.kind === 'address' ? notice.to.address : notice.to.kind === 'operator' ? 'operator' : notice.to.id}`,
    )
    .sort();
}

export function eventKinds(decision: Decision): string[] {
  return decision.changes.flatMap((change) => change.events.map((event) => event.kind));
}
