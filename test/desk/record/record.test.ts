import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MailCommand } from '../../../src/desk/command.ts';
import type { Contact, MailFacts } from '../../../src/desk/facts.ts';
import type { ClientId, ContactId } from '../../../src/desk/ids.ts';
import { isSameUnit, maySee } from '../../../src/desk/record/permission.ts';
import { SEES } from '../../../src/desk/record/sees.ts';
import type { MailKind } from '../../../src/mail/mail.ts';
import { ANA, BANK, BOJAN, CILA, contact, decideMailOf, facts, mail, policy, ticketFacts } from '../world.ts';

const ask = (more: Partial<MailCommand> = {}) => mail({ subject: 'Status', body: '', visible: '', full: '', ...more });
const known = (...tickets: ReturnType<typeof ticketFacts>[]): Partial<MailFacts> => ({
  record: {
    tickets,
    counts: { open: tickets.length, done: 0 },
    numbered: new Map(tickets.map((one) => [one.ticket.number, one])),
    queues: new Map(),
  },
});

describe('whose requests a contact may see', () => {
  const people = fc.record({
    id: fc.integer({ min: 1, max: 5 }).map((id) => id as ContactId),
    client: fc.option(
      fc.integer({ min: 1, max: 3 }).map((id) => id as ClientId),
      { nil: undefined },
    ),
    businessUnit: fc.option(fc.constantFrom('Trg 1, Niš', 'TRG 1 – Niš', 'Trg 2', ' ', 'Трг 1, Ниш'), {
      nil: undefined,
    }),
    sees: fc.constantFrom(...SEES),
  });

  it('his own always; never anybody else’s of another client, or of none', () => {
    fc.assert(
      fc.property(
        people,
        people,
        fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
        (reader, requester, of) => {
          const client = of as ClientId | undefined;
          const seen = maySee(reader, { ticket: { client }, requester });
          if (reader.id === requester.id) expect(seen).toBe(true);
          else if (reader.client === undefined || client !== reader.client || reader.sees === 'own')
            expect(seen).toBe(false);
          else if (reader.sees === 'client') expect(seen).toBe(true);
          else expect(seen).toBe(isSameUnit(reader, requester));
        },
      ),
    );
  });

  it('a unit is the same however it is written, and an empty one is none', () => {
    const unit = (businessUnit: string | undefined, client: number = BANK) => ({
      client: client as ClientId,
      businessUnit,
    });
    expect(isSameUnit(unit('Trg 1, Niš'), unit('ТРГ 1 - Ниш'))).toBe(true);
    expect(isSameUnit(unit('Trg 1'), unit('Trg 11'))).toBe(false);
    expect(isSameUnit(unit(''), unit(' '))).toBe(false);
    expect(isSameUnit(unit(undefined), unit(undefined))).toBe(false);
    expect(isSameUnit(unit('Trg 1'), unit('Trg 1', 8))).toBe(false);
    const alone = { client: undefined, businessUnit: 'Trg 1' };
    expect(isSameUnit(alone, alone)).toBe(false);
  });
});

describe('a client asks for the record (SAOP-1)', () => {
  it('gets what is his, and no ticket opens', () => {
    const decision = decideMailOf(ask(), facts(known(ticketFacts())));
    expect(decision.outcome).toMatchObject({ kind: 'command', ticket: undefined });
    expect(decision.changes).toEqual([]);
    expect(decision.notices).toMatchObject([
      { kind: 'record', to: { kind: 'contact', id: ANA.id }, open: [{ ticket: ticketFacts().ticket.id }], done: [] },
    ]);
  });

  it('even where the store hands the desk more than he may see', () => {
    const others = ticketFacts({}, { requester: BOJAN });
    expect(decideMailOf(ask(), facts(known(others))).notices).toMatchObject([{ kind: 'record', open: [], done: [] }]);
    const all = facts({ ...known(others), sender: { kind: 'contact', contact: { ...ANA, sees: 'client' } } });
    expect(decideMailOf(ask(), all).notices).toMatchObject([{ kind: 'record', open: [{}] }]);
    const elsewhere: Contact = { ...CILA, sees: 'client' };
    const stranger = facts({ ...known(others), sender: { kind: 'contact', contact: elsewhere } });
    expect(decideMailOf(ask(), stranger).notices).toMatchObject([{ kind: 'record', open: [] }]);
  });

  it('of a number that is somebody else’s he learns as much as of one that does not exist', () => {
    const others = ticketFacts({}, { requester: BOJAN });
    const there = decideMailOf(ask({ subject: `status ${others.ticket.number}` }), facts(known(others)));
    const nowhere = decideMailOf(ask({ subject: `status ${others.ticket.number}` }), facts(known()));
    expect(there.notices).toEqual(nowhere.notices);
    expect(there.notices).toMatchObject([{ kind: 'record-case', cases: [{ entry: undefined }] }]);
  });

  it.each(['claimed', 'cited'] as const)('who is %s is told how to prove himself, and nothing else', (level) => {
    const authenticity = { level, reason: 'a test says so', flags: [] };
    const decision = decideMailOf(ask(), facts({ ...known(ticketFacts()), authenticity }));
    expect(decision.outcome).toMatchObject({ kind: 'refused', ticket: undefined });
    expect(decision.notices).toEqual([
      { kind: 'prove', to: { kind: 'contact', id: ANA.id }, desk: 'ebanking', role: 'record' },
    ]);
  });

  it.each(['auto-reply', 'vacation', 'list', 'bulk'] as const)(
    'a mail of kind %s is not answered and opens nothing',
    (mailKind) => {
      for (const automaticMail of ['record', 'open'] as const) {
        const decision = decideMailOf(
          ask({ mailKind: mailKind satisfies MailKind }),
          facts(known(ticketFacts())),
          policy({ automaticMail }),
        );
        expect(decision.notices).toEqual([]);
        expect(decision.changes).toEqual([]);
      }
    },
  );

  it('who has had his share of automatic answers gets none', () => {
    const decision = decideMailOf(ask(), facts({ ...known(ticketFacts()), answered: { hour: 5, day: 5 } }));
    expect(decision.outcome).toMatchObject({ kind: 'command' });
    expect(decision.notices).toEqual([]);
  });

  it('whoever is unknown gets an empty record, or what the desk says to strangers', () => {
    const stranger = facts({ sender: { kind: 'unknown', client: BANK } });
    expect(decideMailOf(ask(), stranger).notices).toMatchObject([
      { kind: 'record', to: { kind: 'address' }, open: [], done: [] },
    ]);
    expect(decideMailOf(ask(), stranger, policy({ unknownSenders: 'hold' })).outcome).toMatchObject({ kind: 'held' });
    expect(decideMailOf(ask(), stranger, policy({ unknownSenders: 'refuse' })).notices).toMatchObject([
      { kind: 'refused' },
    ]);
  });

  it.each([
    ['it says more', { body: 'When will it be done?' }],
    ['a file came along', { attachments: 1 }],
    ['the subject says more', { subject: 'Status of my invoice' }],
  ])('is an ordinary mail when %s', (_what, more) => {
    expect(decideMailOf(ask(more), facts()).outcome).toMatchObject({ kind: 'opened' });
  });

  it('of very many requests the newest are shown and the others counted', () => {
    const many = Array.from({ length: 60 }, (_, nth) => ticketFacts({ status: nth < 45 ? 'open' : 'closed' }));
    const record = { ...known(...many).record, counts: { open: 70, done: 31 } } as MailFacts['record'];
    expect(decideMailOf(ask(), facts({ record })).notices).toMatchObject([
      { open: { length: 40 }, done: { length: 15 }, more: { open: 30, done: 16 } },
    ]);
  });

  it('a signature is nothing', () => {
    const from = [{ name: 'Ana Novak', address: contact(1, 'ana@banka.example').address ?? ('' as never) }];
    const decision = decideMailOf(ask({ from, body: 'Ana Novak\nMlin Žitko\n01 555 12 12' }), facts(known()));
    expect(decision.outcome).toMatchObject({ kind: 'command' });
  });
});
