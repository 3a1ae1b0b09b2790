import { describe, expect, test } from 'vitest';
import type { Absence, Presence } from '../../src/desk/absence/absence.ts';
import { readDays } from '../../src/desk/absence/days.ts';
import { decideAbsence } from '../../src/desk/absence/decide.ts';
import { NOTHING_AROUND } from '../../src/desk/facts.ts';
import type { Actor, AgentId } from '../../src/desk/ids.ts';
import {
  agentReply,
  decideMailOf,
  facts,
  ids,
  JELENA,
  MARKO,
  mail,
  mailbox,
  NET,
  NOW,
  policy,
  ticketFacts,
  told,
} from './world.ts';

const day = (date: Date | undefined) =>
  date?.toLocaleString('sv', { timeZone: 'Europe/Belgrade', dateStyle: 'short', timeStyle: 'short' });

describe('days behind #away', () => {
  const context = { now: new Date('2026-11-25T09:00:00Z'), timeZone: 'Europe/Belgrade' };
  test.each([
    ['2026-12-20..2026-12-31', '2026-12-20', '2027-01-01'],
    ['2026-12-20 - 2026-12-31', '2026-12-20', '2027-01-01'],
    ['until 2026-12-31', '2026-11-25', '2027-01-01'],
    ['до 31.12.', '2026-11-25', '2027-01-01'],
    ['today', '2026-11-25', '2026-11-26'],
    ['денес', '2026-11-25', '2026-11-26'],
    ['sutra', '2026-11-26', '2026-11-27'],
    ['24. 12. 2026', '2026-12-24', '2026-12-25'],
    ['24.12.2026-3.1.2027', '2026-12-24', '2027-01-04'],
    ['24.12.-3.1.', '2026-12-24', '2027-01-04'],
    ['20.-31.12.', '2026-12-20', '2027-01-01'],
    ['od 20. do 31. decembra', '2026-12-20', '2027-01-01'],
    ['od 24. 12. až 31. 12.', '2026-12-24', '2027-01-01'],
    ['20–31 December', '2026-12-20', '2027-01-01'],
    ['do petka', '2026-11-25', '2026-11-28'],
    // The clocks go back on 25 October: the day has 25 hours.
    ['25.10.2027', '2027-10-25', '2027-10-26'],
  ])('%s', (text, first, to) => {
    const days = readDays(text, context);
    expect([day(days?.first), day(days?.to)]).toEqual([`${first} 00:00`, `${to} 00:00`]);
  });

  test.each([
    '1.1.2020',
    '2026-12-31..2026-12-20',
    '2026-02-30',
    'soon',
    '2026-12-20..',
    '2026-12-20..soon',
    '24.12. 10:00',
    '2026-12-20..2028-12-31',
    '5',
    '',
  ])('%s is none', (text) => expect(readDays(text, context)).toBeUndefined());
});

const agent = (id = MARKO) => facts({ sender: { kind: 'agent', id, contact: undefined } });
const fromMarko = (...lines: readonly (readonly [verb: string, argument: string])[]) =>
  mail({
    from: [mailbox('marko@desk.example', 'Marko')],
    commands: lines.map(([verb, argument], line) => ({ verb, argument, line: line + 1 })),
    body: '',
    visible: '',
  });

describe('a deputy', () => {
  const at = (text: string) => new Date(text);
  const absence = (deputy: AgentId | undefined, from = '2026-12-19T23:00:00Z', to = '2026-12-31T23:00:00Z') =>
    ({ agent: MARKO, from: at(from), to: at(to), deputy, source: 'command' }) as const;
  const decided = (by: Actor, absences: readonly Absence[], known: readonly Absence[] = [], back: Presence[] = []) =>
    decideAbsence(
      { kind: 'absence', by, absences, back },
      { around: { ...NOTHING_AROUND, absences: known } },
      policy(),
      NOW,
      ids(),
    ).notices;
  const entered = (...given: Parameters<typeof decided>) =>
    decided(...given).filter(({ kind }) => kind === 'agent-stand-in');
  const OPERATOR = { kind: 'operator' } as const;

  test('is told for whom he stands in, and when, as soon as somebody names him', () => {
    const [notice, ...more] = entered(OPERATOR, [absence(JELENA)]);
    expect([notice?.to, more]).toEqual([{ kind: 'agent', id: JELENA }, []]);
    expect(notice).toMatchObject({
      standsIn: [
        { name: 'Marko Petrović', first: at('2026-12-19T23:00:00Z'), last: new Date(+at('2026-12-31T23:00:00Z') - 1) },
      ],
    });
  });

  test('is told no second time, nor of what he entered himself or what is over', () => {
    expect(entered(OPERATOR, [absence(JELENA)], [absence(JELENA)])).toEqual([]);
    expect(entered({ kind: 'agent', id: JELENA }, [absence(JELENA)])).toEqual([]);
    expect(entered(OPERATOR, [absence(JELENA, '2020-01-01T00:00:00Z', '2020-01-05T00:00:00Z')])).toEqual([]);
    expect(entered(OPERATOR, [{ ...absence(JELENA), source: 'out-of-office' }])).toEqual([]);
  });

  test('is told nothing where a part of what is known is entered anew, nor is who is away', () => {
    const part = absence(JELENA, '2026-12-19T23:00:00Z', '2026-12-24T23:00:00Z');
    expect(told(decided(OPERATOR, [part], [absence(JELENA)]))).toEqual([]);
    const longer = absence(JELENA, '2026-12-31T23:00:00Z', '2027-01-05T23:00:00Z');
    expect(entered(OPERATOR, [longer], [absence(JELENA)])).toMatchObject([
      { standsIn: [{ first: at('2026-12-19T23:00:00Z'), last: new Date(+longer.to - 1) }] },
    ]);
  });

  test('is told when it is shortened or taken back, and when another stands in', () => {
    const back = { agent: MARKO, from: at('2026-12-23T23:00:00Z'), to: at('2027-06-01T00:00:00Z') };
    expect(entered(OPERATOR, [], [absence(JELENA)], [back])).toMatchObject([
      { to: { id: JELENA }, standsIn: [{ last: new Date(+back.from - 1) }] },
    ]);
    const all = { ...back, from: NOW };
    expect(entered(OPERATOR, [], [absence(JELENA)], [all])).toMatchObject([{ to: { id: JELENA }, standsIn: [] }]);
    expect(entered(OPERATOR, [absence(undefined)], [absence(JELENA)])).toMatchObject([
      { to: { id: JELENA }, standsIn: [] },
    ]);
  });
});

describe('#away and #back', () => {
  test('enter an absence without a ticket, and are confirmed', () => {
    const decision = decideMailOf(fromMarko(['away', '2026-12-20..2026-12-31 deputy Jelena']), agent());
    expect(decision.outcome).toMatchObject({ kind: 'command', ticket: undefined });
    expect(decision.absences).toEqual([
      {
        agent: MARKO,
        from: new Date('2026-12-19T23:00:00Z'),
        to: new Date('2026-12-31T23:00:00Z'),
        deputy: JELENA,
        source: 'command',
      },
    ]);
    expect(decision.changes).toEqual([]);
    expect(told(decision.notices)).toEqual(['agent-stand-in → jelena', 'transcript → marko']);
    expect(decision.outcome?.reasons.join()).toContain(
      'marko is away from 2026-12-19 23:00 to 2026-12-31 23:00 UTC, deputy jelena',
    );
  });

  test('are taken by a desk at which the agent does not work', () => {
    const decision = decideMailOf({ ...fromMarko(['away', 'today']), desk: NET }, agent());
    expect([decision.outcome?.kind, decision.absences.length, decision.changes.length]).toEqual(['command', 1, 0]);
  });

  test('need proof, as commands do', () => {
    const unproved = { ...agent(), authenticity: { level: 'claimed', reason: 'From alone', flags: [] } } as const;
    const decision = decideMailOf(fromMarko(['away', 'today']), unproved);
    expect([decision.outcome?.kind, decision.absences]).toEqual(['held', []]);
    expect(told(decision.notices)).toEqual(['prove → marko']);
  });

  test('that cannot be understood change nothing, and the right form comes back', () => {
    const decision = decideMailOf(fromMarko(['away', 'soon'], ['back', '']), agent());
    expect([decision.absences, decision.back]).toEqual([[], []]);
    const [notice] = decision.notices;
    expect(notice).toMatchObject({
      kind: 'transcript',
      lines: [
        { line: '#away soon', result: { kind: 'bad-argument' } },
        { line: '#back', result: { kind: 'not-done' } },
      ],
    });
    const stranger = decideMailOf(fromMarko(['away', 'today deputy Ivo']), agent());
    expect(stranger.notices[0]).toMatchObject({ lines: [{ result: { kind: 'bad-argument', expected: ['jelena'] } }] });
  });

  test('stand beside an answer on a ticket, which goes out', () => {
    const ticket = ticketFacts();
    const command = { ...fromMarko(['away', 'tomorrow'], ['resolved', '']), body: 'Gotovo.', visible: 'Gotovo.' };
    const decision = decideMailOf(command, agentReply(ticket));
    expect(decision.absences).toHaveLength(1);
    expect(told(decision.notices)).toEqual(['answer → 1', 'status-changed → 2', 'transcript → marko']);
  });

  test('alone in a reply on a ticket say nothing to its client', () => {
    const decision = decideMailOf(fromMarko(['away', 'tomorrow']), agentReply(ticketFacts()));
    expect([decision.outcome?.kind, decision.absences.length, decision.messages.length]).toEqual(['command', 1, 0]);
  });

  test('#back ends what the agent is in, with what follows on it, and leaves the holiday to come', () => {
    const at = (text: string) => new Date(text);
    const away = (from: string, to: string) =>
      ({ agent: MARKO, from: at(from), to: at(to), deputy: undefined, source: 'command' }) as const;
    const absences = [
      away('2026-11-20T00:00:00Z', '2026-11-25T00:00:00Z'),
      away('2026-11-25T00:00:00Z', '2026-11-28T00:00:00Z'),
      away('2026-12-20T00:00:00Z', '2026-12-31T00:00:00Z'),
    ];
    const around = { ...NOTHING_AROUND, absences };
    const decision = decideMailOf(fromMarko(['back', '']), { ...agent(), around });
    expect(decision.back).toEqual([{ agent: MARKO, from: NOW, to: at('2026-11-28T00:00:00Z') }]);
    const nothing = decideMailOf(fromMarko(['back', '']), agent());
    expect(nothing.back).toEqual([]);
    expect(nothing.notices[0]).toMatchObject({ lines: [{ result: { kind: 'not-away' } }] });
  });
});
