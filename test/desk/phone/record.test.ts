import { describe, expect, it } from 'vitest';
import type { CallCommand } from '../../../src/desk/command.ts';
import { decide } from '../../../src/desk/decide.ts';
import { type Contact, NOTHING_AROUND } from '../../../src/desk/facts.ts';
import type { CallFacts } from '../../../src/desk/phone/decide-call.ts';
import { headAddress } from '../../../src/desk/phone/record.ts';
import { emailAddress } from '../../../src/mail/address.ts';
import {
  ANA,
  agentReply,
  BOJAN,
  CILA,
  CLIENT,
  decideMailOf,
  EB,
  eventKinds,
  facts,
  ids,
  JELENA,
  MARKO,
  mail,
  mailbox,
  NOW,
  policy,
  ticketFacts,
  told,
} from '../world.ts';

const NUMBER = '064 123 45 67';
const withPhone = (person: Contact, name: string): Contact => ({ ...person, name, phones: ['+381 64 1234567'] });
const ana = withPhone(ANA, 'Ana Anić');
const bojan = withPhone(BOJAN, 'Bojan Đurić');
const fromMarko = { from: [mailbox('marko@desk.example', 'Marko')], subject: 'Poziv', attachments: 0 };
const sender = { kind: 'agent', id: MARKO, contact: undefined } as const;

function byMail(body: string, callers: readonly Contact[], level: 'proved' | 'cited' = 'proved') {
  const authenticity = { level, reason: 'a test says so', flags: [] };
  return decideMailOf(mail({ ...fromMarko, body, visible: body }), facts({ sender, callers, authenticity }));
}

describe('a call that an agent records by mail', () => {
  it('opens a ticket by phone for whoever has the number, confirms it to him, and tells the colleagues', () => {
    const decision = byMail(`call ${NUMBER} Ne radi prijava.\nZvala je dvaput.`, [ana]);
    expect(decision.outcome).toMatchObject({ kind: 'opened' });
    expect(decision.changes[0]).toMatchObject({ subject: 'Ne radi prijava.' });
    expect(decision.changes[0]?.events[0]).toMatchObject({ channel: 'phone', requester: ANA.id, client: CLIENT.id });
    expect(decision.messages).toMatchObject([
      {
        direction: 'inbound',
        channel: 'phone',
        by: { kind: 'contact', id: ANA.id },
        text: 'Ne radi prijava.\nZvala je dvaput.',
      },
    ]);
    expect(told(decision.notices)).toEqual([`agent-new → ${JELENA}`, `confirmation → ${ANA.id}`]);
  });

  it('needs proof, as commands do', () => {
    const decision = byMail(`call ${NUMBER} Ne radi.`, [ana], 'cited');
    expect(decision.outcome?.kind).toBe('held');
    expect(told(decision.notices)).toEqual([`prove → ${MARKO}`]);
  });

  it('asks which of several people it was, names them, and does nothing', () => {
    const decision = byMail(`call ${NUMBER} Ne radi.`, [ana, bojan]);
    expect(decision).toMatchObject({ outcome: { kind: 'command' }, changes: [], messages: [] });
    expect(decision.notices).toMatchObject([
      {
        kind: 'transcript',
        ticket: undefined,
        lines: [{ result: { kind: 'several-callers', people: ['Ana Anić', 'Bojan Đurić'] } }],
      },
    ]);
  });

  it.each([
    ['the whole name', 'Bojan Djuric: ne radi', BOJAN.id, 'ne radi'],
    ['a first name that is one alone has', 'bojan, ne radi', BOJAN.id, 'ne radi'],
    ['an address', 'cila@elsewhere.example ne radi', CILA.id, 'ne radi'],
  ])('takes %s for who it was', (_, notes, id, text) => {
    const decision = byMail(`call ${NUMBER} ${notes}`, [ana, bojan]);
    expect(decision.changes[0]?.events[0]).toMatchObject({ requester: id });
    expect(decision.messages[0]?.text).toBe(text);
  });

  it('records callers who are unknown, or who withheld their number, as such; they get no mail', () => {
    const unknown = byMail('call 060 555 44 33 Zvao je neko.', []);
    expect(unknown.contacts).toMatchObject([{ name: '', address: undefined, phone: '060 555 44 33' }]);
    expect(told(unknown.notices)).toEqual([`agent-new → ${JELENA}`]);
    const withheld = byMail('call withheld Neko se žalio.', []);
    expect(withheld.contacts).toMatchObject([{ name: '', address: undefined, phone: undefined }]);
    expect(withheld.outcome?.kind).toBe('opened');
  });

  it('wants a word of what it was about', () => {
    const decision = byMail(`call ${NUMBER}`, [ana]);
    expect(decision.notices).toMatchObject([{ kind: 'transcript', lines: [{ result: { kind: 'no-notes' } }] }]);
    expect(decision.changes).toEqual([]);
  });

  it('counts what he was told as an answer, which is not sent', () => {
    const decision = byMail(`call ${NUMBER} Ne radi.\nodgovoreno: Isključite i uključite.`, [ana]);
    expect(eventKinds(decision)).toEqual([
      'opened',
      'message-added',
      'message-added',
      'assigned',
      'status-changed',
      'status-changed',
    ]);
    expect(decision.messages[1]).toMatchObject({
      direction: 'outbound',
      channel: 'phone',
      text: 'Isključite i uključite.',
    });
    expect(told(decision.notices)).toEqual([
      `agent-new → ${JELENA}`,
      `confirmation → ${ANA.id}`,
      `status-changed → ${BOJAN.id}`,
    ]);
  });

  it('as a reply stands on the ticket, and opens it again', () => {
    const on = ticketFacts({ status: 'pending', assignee: MARKO });
    const body = 'call withheld Javila se ponovo.';
    const decision = decideMailOf(mail({ ...fromMarko, body, visible: body }), agentReply(on));
    expect(decision.outcome).toMatchObject({ kind: 'added', ticket: on.ticket.id });
    expect(decision.messages).toMatchObject([{ by: { kind: 'contact', id: ANA.id }, channel: 'phone' }]);
    expect(decision.changes[0]?.events.at(-1)).toMatchObject({ kind: 'status-changed', to: 'open' });
  });

  it('a client who writes the same words has written a mail', () => {
    const decision = decideMailOf(mail({ body: `call ${NUMBER} Ne radi.` }), facts({ callers: [bojan] }));
    expect(decision.changes[0]?.events[0]).toMatchObject({ channel: 'mail', requester: ANA.id });
  });
});

describe('a call that is recorded at the terminal', () => {
  const command: CallCommand = {
    kind: 'call',
    desk: EB,
    by: { kind: 'agent', id: MARKO },
    number: NUMBER,
    who: undefined,
    subject: '',
    notes: 'Ne radi.',
    answer: undefined,
    ticket: undefined,
  };
  const known: CallFacts = {
    around: NOTHING_AROUND,
    ticket: undefined,
    callers: [ana],
    people: new Map(),
    clients: new Map([[CLIENT.id, CLIENT]]),
    services: new Map(),
  };
  const decided = (more: Partial<CallCommand>, people: Partial<CallFacts> = {}) =>
    decide({ command: { ...command, ...more }, facts: { ...known, ...people } }, policy(), NOW, ids());

  it('makes the same decision as by mail', () => {
    const { changes, messages, notices, contacts } = byMail(`call ${NUMBER} Ne radi.`, [ana]);
    expect(decided({})).toMatchObject({ changes, messages, notices, contacts, refusal: undefined });
  });

  it('says why it cannot', () => {
    expect(decided({ number: '12' }).refusal).toContain('12 is no phone number of RS');
    expect(decided({}, { callers: [ana, bojan] }).refusal).toContain('1 Ana Anić, 2 Bojan Đurić');
    expect(decided({ who: '2' }, { callers: [ana, bojan] }).refusal).toBeUndefined();
    expect(decided({ who: 'Petar' }).refusal).toContain('Petar is nobody with this number');
    expect(decided({ notes: ' ' }).refusal).toContain('neither notes nor an answer');
    const agent = new Map([['marko@desk.example', sender]]);
    expect(decided({ who: 'marko@desk.example' }, { people: agent }).refusal).toContain('or is an agent');
  });
});

describe('the address with which notes begin', () => {
  it.each([
    ['ana@x.example does not print', 'ana@x.example', 'does not print'],
    ['<ana@x.example>: does not print', 'ana@x.example', 'does not print'],
    ['she wrote to ana@x.example', undefined, undefined],
    ['@ana', undefined, undefined],
  ])('%j', (notes, address, rest) => {
    expect(headAddress(notes)).toEqual(address === undefined ? undefined : { address: emailAddress(address), rest });
  });
});
