import { describe, expect, it } from 'vitest';
import type { MessageKey } from '../../src/desk/ids.ts';
import { readCommands } from '../../src/mail/commands.ts';
import {
  ANA,
  agentReply,
  CILA,
  decideMailOf,
  EB,
  eventKinds,
  facts,
  JELENA,
  MARKO,
  mail,
  mailbox,
  NET,
  policy,
  ticketFacts,
  told,
} from './world.ts';

const marko = (text: string, more = {}) =>
  mail({ from: [mailbox('marko@desk.example', 'Marko')], ...readCommands(text), visible: text, ...more });
const TICKET = ticketFacts();
const cited = { authenticity: { level: 'cited', reason: '', flags: [] } } as const;
const claimed = { authenticity: { level: 'claimed', reason: '', flags: [] } } as const;

describe("an agent's reply", () => {
  it('goes to the client, takes the ticket and sets pending: one mail a person', () => {
    const decision = decideMailOf(marko('Pokušajte ponovo.'), agentReply(TICKET, cited));
    expect(decision.outcome?.kind).toBe('added');
    expect(eventKinds(decision)).toEqual(['message-added', 'assigned', 'status-changed', 'status-changed']);
    expect(told(decision.notices)).toEqual(['answer → 1', 'status-changed → 2']);
    const changes = decision.notices.flatMap((notice) => ('changes' in notice ? notice.changes : []));
    expect(changes).toMatchObject([
      { from: 'new', to: 'pending' },
      { from: 'new', to: 'pending' },
    ]);
    expect(decision.messages).toMatchObject([{ direction: 'outbound', text: 'Pokušajte ponovo.', held: false }]);
  });

  it('reaches watchers, and shows them to each other', () => {
    const decision = decideMailOf(
      marko('Evo.'),
      agentReply(ticketFacts({ watchers: [CILA.id] }, { watchers: [CILA] })),
    );
    expect(told(decision.notices)).toContain('answer → 3');
    expect(
      decision.notices.find((one) => one.kind === 'answer' && one.to.kind === 'contact' && one.to.id === ANA.id),
    ).toMatchObject({
      cc: [{ kind: 'contact', id: CILA.id }],
    });
  });

  it('is not sent to those whom his own mail reached', () => {
    const decision = decideMailOf(marko('Evo.', { to: [mailbox('ana@banka.example')] }), agentReply(TICKET));
    expect(told(decision.notices)).toEqual(['status-changed → 1', 'status-changed → 2']);
    expect(decision.exposed).toEqual([1]);
  });

  it('resolves with its text as the solution', () => {
    const decision = decideMailOf(marko('#resolved\n\nRestartovano.'), agentReply(TICKET));
    expect(decision.notices.find((one) => one.kind === 'answer')).toMatchObject({
      solution: true,
      changes: [{ from: 'new', to: 'resolved' }],
    });
    expect(decision.messages).toMatchObject([{ text: 'Restartovano.' }]);
  });

  it('with commands alone sends the client nothing but what they cause', () => {
    const quiet = decideMailOf(marko('#priority high\n#assign jelena'), agentReply(ticketFacts({ status: 'open' })));
    expect(quiet.outcome?.kind).toBe('command');
    expect(told(quiet.notices)).toEqual(['agent-assigned → jelena']);
    expect(quiet.messages).toEqual([]);
    const closed = decideMailOf(marko('#closed'), agentReply(ticketFacts({ status: 'resolved' })));
    expect(told(closed.notices)).toEqual(['status-changed → 1', 'status-changed → 2']);
  });

  it.each(['#note\n\nClient is angry', '#note Client is angry'])(
    'is an internal note after %j: the client gets nothing',
    (text) => {
      const decision = decideMailOf(marko(text), agentReply(TICKET, cited));
      expect(told(decision.notices)).toEqual(['agent-note → jelena']);
      expect(decision.messages).toMatchObject([{ direction: 'internal' }]);
      expect(decision.changes.flatMap((change) => change.events)).toHaveLength(1);
    },
  );

  it('to a note address is a note whatever it says', () => {
    const known = agentReply(TICKET);
    const decision = decideMailOf(marko('Restartovano.'), {
      ...known,
      citations: known.citations.map((one) => ({ ...one, purpose: 'note' as const })),
    });
    expect(decision.messages).toMatchObject([{ direction: 'internal' }]);
    expect(told(decision.notices)).toEqual(['agent-note → jelena']);
  });
});

describe('command lines', () => {
  it('do all or nothing: one wrong line and nothing is done or sent', () => {
    const decision = decideMailOf(marko('#resolvd\n#priority high\n\nGotovo.'), agentReply(TICKET));
    expect(decision).toMatchObject({ outcome: { kind: 'command' }, changes: [], messages: [] });
    expect(decision.notices).toMatchObject([
      {
        kind: 'transcript',
        unsent: 'Gotovo.',
        lines: [
          { line: '#resolvd', result: { kind: 'unknown-verb', nearest: 'resolved' } },
          { line: '#priority high', result: { kind: 'not-done' } },
        ],
      },
    ]);
  });

  it.each([
    ['#assign jelena', JELENA],
    ['#assign Jelena Đurić', JELENA],
    ['#assign djuric', JELENA],
    ['#assign Ђурић', JELENA],
    ['#assign duric', JELENA],
    ['#assign ME', MARKO],
    ['#assign ivo', undefined],
  ])('%s', (line, to) => {
    const decision = decideMailOf(marko(line), agentReply(TICKET));
    const assigned = decision.changes.flatMap((change) => change.events).find((event) => event.kind === 'assigned');
    expect(assigned?.kind === 'assigned' ? assigned.to : undefined).toBe(to);
    if (to === undefined) expect(told(decision.notices)).toEqual(['transcript → marko']);
  });

  it('move a ticket to another desk with a number of its own; the old one still threads', () => {
    const decision = decideMailOf(marko('#desk network'), agentReply(ticketFacts({ assignee: MARKO })));
    const [change] = decision.changes;
    expect(change?.formerNumber).toBe('EB-10');
    expect(change?.events[0]).toMatchObject({ kind: 'moved', from: EB, to: NET, newNumber: 'NET-1001' });
    expect(change?.events[1]).toMatchObject({ kind: 'assigned', to: undefined });
    expect(told(decision.notices)).toContain('agent-new → ivo');
  });

  it('ask for help', () => {
    expect(decideMailOf(marko('#help'), agentReply(TICKET, cited)).notices).toMatchObject([
      { kind: 'transcript', help: true },
    ]);
  });
});

describe('proof', () => {
  it.each([
    ['an answer', 'Evo.', 'claimed', 'held'],
    ['an answer', 'Evo.', 'cited', 'added'],
    ['a command', '#resolved', 'cited', 'held'],
    ['a command', '#resolved', 'proved', 'command'],
    ['a note', '#note x', 'cited', 'added'],
  ] as const)('%s %j from a %s sender is %s', (_what, text, level, outcome) => {
    const decision = decideMailOf(marko(text), agentReply(TICKET, { authenticity: { level, reason: '', flags: [] } }));
    expect(decision.outcome?.kind).toBe(outcome);
    if (outcome === 'held') {
      expect(decision.changes).toEqual([]);
      expect(told(decision.notices)).toEqual(['prove → marko']);
    }
  });

  it("never lets a forged agent's mail open a ticket in a client's name", () => {
    for (const more of [
      { to: [mailbox('ana@banka.example')] },
      { forwarded: { from: mailbox('ana@banka.example'), subject: '', text: 'x' } },
    ]) {
      const decision = decideMailOf(
        marko('Pay here', more),
        facts({ sender: { kind: 'agent', id: MARKO, contact: undefined }, ...claimed }),
      );
      expect(decision).toMatchObject({ outcome: { kind: 'held' }, changes: [] });
    }
  });
});

describe('an answer that waits', () => {
  const answeredByJelena = ticketFacts({
    version: 5,
    lastAnswer: { by: { kind: 'agent', id: JELENA }, version: 4, message: 77 as MessageKey },
  });
  const known = agentReply(answeredByJelena);
  const older = { ...known, citations: known.citations.map((one) => ({ ...one, version: 3 })) };

  it("is one to a notice older than a colleague's answer: it comes back with that answer", () => {
    const decision = decideMailOf(marko('#resolved\nI ja kažem isto.'), older);
    expect(decision.outcome?.kind).toBe('held');
    expect(eventKinds(decision)).toEqual(['answer-held']);
    expect(decision.notices).toMatchObject([{ kind: 'agent-held', why: 'answered-meanwhile', newer: 77 }]);
  });

  it.each([
    ['doubtful', { doubt: 'interleaved' }, 'Evo.'],
    ['empty', {}, ''],
    ['too-large', { attachments: 1, attachmentBytes: 2_000_000 }, 'Evo.'],
  ])('is one that is %s', (why, more, text) => {
    const decision = decideMailOf(marko(text, { ...more, visible: 'something' }), known);
    expect(decision.notices).toMatchObject([{ kind: 'agent-held', why }]);
    expect(told(decision.notices)).toEqual(['agent-held → marko']);
  });

  it('is held, and the work is booked at once: other commands wait with it', () => {
    const decision = decideMailOf(marko('#time 25m\n#resolved\nEvo.', { doubt: 'interleaved' }), known);
    expect(eventKinds(decision)).toEqual(['time-booked', 'answer-held']);
    expect(decision.notices).toMatchObject([
      { kind: 'agent-held', done: ['#time 25m'], waiting: ['#resolved'], undone: [] },
    ]);
  });

  it('is released by #send of its author, and of nobody else', () => {
    const held = [{ message: 88 as MessageKey, by: { kind: 'agent', id: MARKO } as const, why: 'doubtful' as const }];
    const ticket = ticketFacts({ heldAnswers: [88 as MessageKey] }, { held });
    const decision = decideMailOf(marko('#send'), agentReply(ticket, cited));
    expect(decision.releases).toEqual([88]);
    expect(told(decision.notices)).toEqual(['answer → 1', 'status-changed → 2']);
    const other = decideMailOf(
      marko('#send', { from: [mailbox('jelena@desk.example')] }),
      agentReply(ticket, cited, JELENA),
    );
    expect(other.releases).toEqual([]);
    expect(told(other.notices)).toEqual(['transcript → jelena']);
  });
});

describe('a mail of an agent that belongs to no ticket', () => {
  const own = facts({ sender: { kind: 'agent', id: MARKO, contact: undefined } });

  it('opens a ticket towards a client by #to', () => {
    const decision = decideMailOf(marko('#to ana@banka.example\n\nTreba nam potvrda.'), own);
    expect(decision.outcome?.kind).toBe('opened');
    expect(told(decision.notices)).toEqual(['answer → 1', 'status-changed → 2'].slice(0, 1));
    expect(decision.messages).toMatchObject([{ direction: 'outbound', text: 'Treba nam potvrda.' }]);
  });

  it('is recorded, not sent again, when the client was written to with the desk in copy', () => {
    const decision = decideMailOf(marko('Dobar dan, evo uputstva.', { to: [mailbox('ana@banka.example')] }), own);
    expect(decision.outcome?.kind).toBe('opened');
    expect(decision.notices).toEqual([]);
    expect(decision.messages).toMatchObject([{ direction: 'outbound' }]);
  });

  it("opens a ticket for the client whose mail it forwards; the agent's words are a note", () => {
    const forwarded = { from: mailbox('ana@banka.example', 'Ana'), subject: 'Ne radi', text: 'Ne radi prijava.' };
    const decision = decideMailOf(marko('Pogledajte ovo.', { forwarded }), own);
    expect(decision.changes[0]?.events[0]).toMatchObject({ kind: 'opened', requester: ANA.id });
    expect(decision.messages).toMatchObject([
      { direction: 'inbound', text: 'Ne radi prijava.', by: { kind: 'contact', id: ANA.id } },
      { direction: 'internal', text: 'Pogledajte ovo.' },
    ]);
    expect(told(decision.notices)).toEqual(['agent-new → jelena', 'agent-note → jelena', 'confirmation → 1']);
  });

  it('with commands that need a ticket does nothing and says so', () => {
    expect(decideMailOf(marko('#resolved'), own)).toMatchObject({
      outcome: { kind: 'command' },
      changes: [],
      notices: [{ kind: 'transcript' }],
    });
  });

  it('is a request of his own else, confirmed to him', () => {
    const decision = decideMailOf(marko('Treba mi pristup.'), own, policy());
    expect(decision.outcome?.kind).toBe('opened');
    expect(decision.contacts).toMatchObject([{ address: 'marko@desk.example' }]);
  });

  it('does nothing when it is automatic', () => {
    expect(decideMailOf(marko('Odsutan sam', { mailKind: 'vacation' }), agentReply(TICKET))).toMatchObject({
      outcome: { kind: 'auto-reply' },
      changes: [],
    });
  });
});
