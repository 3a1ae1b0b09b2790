import { describe, expect, it } from 'vitest';
import type { MailFacts } from '../../src/desk/facts.ts';
import type { ClientId, OutboxId, TicketId } from '../../src/desk/ids.ts';
import {
  ANA,
  agentReply,
  BANK,
  BOJAN,
  CILA,
  contact,
  decideMailOf,
  eventKinds,
  facts,
  MARKO,
  mail,
  mailbox,
  NET,
  NOW,
  policy,
  ticketFacts,
  told,
} from './world.ts';

const TICKET = ticketFacts();
const onTicket = (ticket = TICKET) => ({
  tickets: new Map([[ticket.ticket.id, ticket]]),
  named: [{ number: 'EB-10', ticket: ticket.ticket.id }],
});

describe('a mail that opens a ticket', () => {
  it('is confirmed to its writer and shown to all agents of the desk (SAGA-7)', () => {
    const decision = decideMailOf(mail(), facts());
    expect(decision.outcome?.kind).toBe('opened');
    expect(eventKinds(decision)).toEqual(['opened', 'message-added']);
    expect(told(decision.notices)).toEqual(['agent-new → jelena', 'agent-new → marko', 'confirmation → 1']);
  });

  it('makes a contact of an unknown sender, of the client that owns his domain', () => {
    const decision = decideMailOf(
      mail({ from: [mailbox('nova@banka.example', 'Nova')] }),
      facts({ sender: { kind: 'unknown', client: BANK } }),
    );
    expect(decision.contacts).toMatchObject([{ address: 'nova@banka.example', client: BANK, known: true }]);
    expect(decision.changes[0]?.events[0]).toMatchObject({ kind: 'opened', client: BANK });
  });

  it.each([
    ['hold', 'held', []],
    ['refuse', 'refused', ['refused → dan@nobody.example']],
  ] as const)('of a stranger, where the desk says %s, opens nothing', (unknownSenders, outcome, notices) => {
    const stranger = { sender: { kind: 'unknown', client: undefined } } as const;
    const decision = decideMailOf(
      mail({ from: [mailbox('dan@nobody.example')] }),
      facts(stranger),
      policy({ unknownSenders }),
    );
    expect(decision.outcome?.kind).toBe(outcome);
    expect(decision.changes).toEqual([]);
    expect(told(decision.notices)).toEqual(notices);
  });

  it('has its Cc as watchers, without agents and without the writer', () => {
    const cc = [
      mailbox('cila@elsewhere.example'),
      mailbox('ana@banka.example'),
      mailbox('new@elsewhere.example', 'New'),
    ];
    const decision = decideMailOf(mail({ cc }), facts());
    const watchers = decision.changes[0]?.events.filter((event) => event.kind === 'watcher-added');
    expect(watchers).toHaveLength(2);
    expect(decision.contacts).toMatchObject([{ address: 'new@elsewhere.example', known: false }]);
  });

  it('to two desks goes to the first; the agents of the other are told', () => {
    expect(told(decideMailOf(mail({ otherDesks: [NET] }), facts()).notices)).toContain('agent-also → ivo');
  });

  it('by import causes no mail', () => {
    expect(decideMailOf(mail({ quiet: true }), facts()).notices).toEqual([]);
  });
});

describe('a mail on a ticket', () => {
  it.each([
    ['new', undefined],
    ['open', undefined],
    ['on-hold', undefined],
    ['pending', 'open'],
    ['resolved', 'open'],
  ] as const)('of status %s leaves or sets it', (status, to) => {
    const decision = decideMailOf(mail({ numbers: ['EB-10'] }), facts(onTicket(ticketFacts({ status }))));
    expect(decision.outcome?.kind).toBe('added');
    const change = decision.changes[0]?.events.find((event) => event.kind === 'status-changed');
    expect(change).toEqual(to && { kind: 'status-changed', from: status, to, by: { kind: 'contact', id: ANA.id } });
    expect(told(decision.notices)).toEqual([
      'agent-message → jelena',
      'agent-message → marko',
      ...(to ? ['status-changed → 1', 'status-changed → 2'] : []),
    ]);
  });

  it('rides the change of status in the confirmation where follow-ups are confirmed: one mail a person', () => {
    const decision = decideMailOf(
      mail(),
      facts(onTicket(ticketFacts({ status: 'pending' }))),
      policy({ confirmFollowUps: true }),
    );
    expect(told(decision.notices)).toContain('follow-up → 1');
    expect(told(decision.notices)).not.toContain('status-changed → 1');
    const followUp = decision.notices.find((notice) => notice.kind === 'follow-up');
    expect(followUp).toMatchObject({ changes: [{ from: 'pending', to: 'open' }] });
  });

  it('goes to the assignee alone once there is one', () => {
    const decision = decideMailOf(mail(), facts(onTicket(ticketFacts({ assignee: MARKO, status: 'open' }))));
    expect(told(decision.notices)).toEqual(['agent-message → marko']);
  });

  it('closed lately opens it again; closed long ago opens a linked follow-up', () => {
    const closed = (days: number) =>
      ticketFacts({ status: 'closed', statusSince: new Date(NOW.getTime() - days * 86_400_000) });
    expect(eventKinds(decideMailOf(mail(), facts(onTicket(closed(3)))))).toEqual(['message-added', 'status-changed']);
    const late = decideMailOf(mail(), facts(onTicket(closed(30))));
    expect(late.outcome?.kind).toBe('opened');
    expect(late.changes[0]?.events).toContainEqual({
      kind: 'linked',
      ticket: 10,
      relation: 'follow-up-of',
      by: { kind: 'gateway' },
    });
  });

  it.each(['vacation', 'auto-reply'] as const)('of kind %s is kept on it and does nothing else', (mailKind) => {
    const decision = decideMailOf(mail({ mailKind }), facts(onTicket(ticketFacts({ status: 'resolved' }))));
    expect(decision.outcome?.kind).toBe('auto-reply');
    expect(eventKinds(decision)).toEqual(['message-added']);
    expect(decision.notices).toEqual([]);
  });

  it('adds Cc who are contacts of the client, and proposes others to the agents', () => {
    const dora = contact(9, 'dora@banka.example', { client: BANK });
    const people = new Map([
      ['dora@banka.example', { kind: 'contact', contact: dora } as const],
      ['cila@elsewhere.example', { kind: 'contact', contact: CILA } as const],
    ]);
    const cc = [mailbox('dora@banka.example'), mailbox('cila@elsewhere.example')];
    const decision = decideMailOf(mail({ cc }), facts({ ...onTicket(), people }));
    expect(eventKinds(decision)).toEqual(['message-added', 'watcher-added', 'watcher-proposed']);
    expect(decision.notices[0]).toMatchObject({ kind: 'agent-message', proposed: [CILA.id] });
    const claimed = decideMailOf(
      mail({ cc }),
      facts({ ...onTicket(), people, authenticity: { level: 'claimed', reason: '', flags: [] } }),
    );
    expect(eventKinds(claimed)).toEqual(['message-added', 'watcher-proposed', 'watcher-proposed']);
  });
});

describe('who may join a ticket', () => {
  const cite = (issuedToSender: boolean, via: 'token' | 'issued-id' = 'token') => ({
    citations: [
      {
        via,
        outbox: 5 as OutboxId,
        ticket: 10 as TicketId,
        purpose: 'client' as const,
        issuedToSender,
        exposed: false,
        expired: false,
        version: 1,
        held: undefined,
        message: undefined,
      },
    ],
  });
  const stranger = { sender: { kind: 'contact', contact: CILA } as const, tickets: onTicket().tickets };

  it.each([
    ['a stranger naming its number', { ...stranger, named: onTicket().named }, 'opened'],
    [
      'a stranger citing an id received on it',
      { ...stranger, received: [{ id: 'x@y', ticket: 10 }] as never },
      'opened',
    ],
    ['a stranger with the token of another', { ...stranger, ...cite(false) }, 'opened'],
    ['one with a token of his own', { ...stranger, ...cite(true) }, 'added'],
    [
      'a colleague of the client by its number',
      { sender: { kind: 'contact', contact: contact(8, 'eva@banka.example', { client: BANK }) }, ...onTicket() },
      'added',
    ],
    [
      'a contact of another client by its number',
      {
        sender: { kind: 'contact', contact: contact(8, 'eva@other.example', { client: 99 as ClientId }) },
        ...onTicket(),
      },
      'opened',
    ],
    [
      'the responsible person by an id received on it',
      {
        sender: { kind: 'contact', contact: BOJAN },
        tickets: onTicket().tickets,
        received: [{ id: 'x@y', ticket: 10 }] as never,
      },
      'added',
    ],
  ] as const)('%s: %#', (_name, known, outcome) => {
    const decision = decideMailOf(mail(), facts(known as never));
    expect(decision.outcome?.kind).toBe(outcome);
    if (outcome === 'opened') {
      expect(decision.changes.map((change) => change.ticket)).not.toContain(10);
      expect(decision.changes[0]?.events.some((event) => event.kind === 'linked' && event.relation === 'named')).toBe(
        true,
      );
    }
  });

  it('lets the first rule win where they conflict, and says so', () => {
    const other = ticketFacts({ id: 11 as TicketId, number: 'EB-11' as never });
    const tickets = new Map([...onTicket().tickets, [other.ticket.id, other] as const]);
    const decision = decideMailOf(
      mail(),
      facts({ tickets, ...cite(true), named: [{ number: 'EB-11', ticket: other.ticket.id }] }),
    );
    expect(decision.outcome?.ticket).toBe(10);
    expect(decision.outcome?.reasons.join('\n')).toContain('conflict: EB-11 in the subject');
  });
});

describe('limits and marks', () => {
  it('answers nobody past his share, but never drops a change of status (SAGA-8)', () => {
    const answered = { hour: 5, day: 5 };
    expect(told(decideMailOf(mail(), facts({ answered })).notices)).toEqual([
      'agent-new → jelena',
      'agent-new → marko',
    ]);
    const pending = decideMailOf(mail(), facts({ answered, ...onTicket(ticketFacts({ status: 'pending' })) }));
    const own = pending.notices.find(
      (notice) => notice.kind === 'status-changed' && notice.to.kind === 'contact' && notice.to.id === ANA.id,
    );
    expect(own).toMatchObject({ notBefore: new Date(NOW.getTime() + 3_600_000) });
  });

  it('sends nothing automatic to an address that bounced for good, until a mail comes from it', () => {
    const gone = { ...ANA, undeliverable: true };
    const again = decideMailOf(mail(), facts({ sender: { kind: 'contact', contact: gone } }));
    expect(again.reachable).toEqual([ANA.id]);
    expect(told(again.notices)).toContain('confirmation → 1');
    const unsure = {
      sender: { kind: 'contact', contact: gone },
      authenticity: { level: 'claimed', reason: '', flags: [] },
    } as const;
    expect(told(decideMailOf(mail(), facts(unsure)).notices)).not.toContain('confirmation → 1');
    const closed = ticketFacts({ status: 'resolved' }, { requester: gone });
    expect(
      told(
        decideMailOf(
          mail({
            from: [mailbox('marko@desk.example')],
            commands: [{ verb: 'closed', argument: '', line: 1 }],
            body: '',
          }),
          agentReply(closed),
        ).notices,
      ),
    ).not.toContain('status-changed → 1');
  });

  it('holds what is marked as spam without an answer, until a person lets it pass', () => {
    expect(decideMailOf(mail({ spam: 'X-Spam-Flag' }), facts())).toMatchObject({
      outcome: { kind: 'held' },
      notices: [],
      changes: [],
    });
    expect(decideMailOf(mail({ spam: 'X-Spam-Flag', released: true }), facts()).outcome?.kind).toBe('opened');
  });

  it.each([
    [{ mailKind: 'own' }, {}, 'loop'],
    [{}, { copyOf: 3 }, 'duplicate'],
    [{ mailKind: 'list' }, {}, 'automatic'],
    [{ mailKind: 'bulk' }, {}, 'automatic'],
    [{ mailKind: 'receipt' }, {}, 'automatic'],
    [{ mailKind: 'delay' }, {}, 'automatic'],
    [{ mailKind: 'feedback' }, {}, 'automatic'],
    [{ mailKind: 'vacation' }, {}, 'auto-reply'],
    [{ mailKind: 'bounce' }, {}, 'bounce'],
  ] as const)('%j %j becomes %s and changes nothing', (command, known, outcome) => {
    const decision = decideMailOf(mail(command), facts(known as never));
    expect(decision).toMatchObject({ outcome: { kind: outcome }, notices: [], changes: [], messages: [] });
  });

  it('tells the assignee of a bounce even on a closed ticket, and marks the address', () => {
    const closed = ticketFacts({ status: 'closed', assignee: MARKO });
    const bounce = {
      recipients: ['ana@banka.example'],
      status: '5.1.1',
      permanent: true,
      originalMessageId: undefined,
    };
    const known: Partial<MailFacts> = {
      bounced: {
        outbox: 5 as OutboxId,
        kind: 'answer',
        ticket: closed.ticket.id,
        contact: ANA.id,
        agent: undefined,
        again: false,
        recipient: ANA.address ?? mailbox('ana@banka.example').address,
      },
      tickets: onTicket(closed).tickets,
    };
    const decision = decideMailOf(mail({ mailKind: 'bounce', bounce }), facts(known));
    expect(told(decision.notices)).toEqual(['agent-undelivered → marko']);
    expect(decision).toMatchObject({ undeliverable: [ANA.id], bounced: [5], outcome: { kind: 'bounce', ticket: 10 } });
    const temporary = decideMailOf(mail({ mailKind: 'bounce', bounce: { ...bounce, permanent: false } }), facts(known));
    expect(temporary).toMatchObject({ undeliverable: [], bounced: [], notices: [] });
  });
});
