import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Calendar, compileCalendar } from '../../../src/desk/calendar/calendar.ts';
import { ALWAYS } from '../../../src/desk/calendar/hours.ts';
import type { CalendarId } from '../../../src/desk/calendar/rules.ts';
import type { AgentId, ClientId, RotaId } from '../../../src/desk/ids.ts';
import { onCallAt, turnAt } from '../../../src/desk/phone/on-call.ts';
import type { Rota } from '../../../src/desk/phone/rota.ts';
import { calledOut, phoneShown } from '../../../src/desk/phone/shown.ts';
import { calendarOf, date } from '../calendar/calendars.ts';
import { ANA, BANK, CILA, EB, JELENA, MARKO, policy } from '../world.ts';

const ROTA: Rota = {
  id: 'night' as RotaId,
  agents: [MARKO, JELENA],
  start: new Date('2026-03-23T07:00:00Z'), // a Monday, 8:00 in Belgrade
  days: 7,
  timeZone: 'Europe/Belgrade',
  number: undefined,
};

describe('who is on call', () => {
  it('is the agents in turn, each from a Monday at eight by the clock of the wall, daylight saving or not', () => {
    expect(turnAt(ROTA, new Date('2026-03-23T06:59:59Z'))).toBeUndefined();
    expect(turnAt(ROTA, new Date('2026-03-23T07:00:00Z'))?.agent).toBe(MARKO);
    // The clock went forward on 29 March: eight o'clock is an hour earlier by UTC.
    expect(turnAt(ROTA, new Date('2026-03-30T05:59:59Z'))?.agent).toBe(MARKO);
    expect(turnAt(ROTA, new Date('2026-03-30T06:00:00Z'))).toEqual({
      agent: JELENA,
      from: new Date('2026-03-30T06:00:00Z'),
      to: new Date('2026-04-06T06:00:00Z'),
    });
    expect(turnAt(ROTA, new Date('2026-04-06T06:00:00Z'))?.agent).toBe(MARKO);
  });

  it('is exactly one at each moment: turns follow each other without gap, at the same time of day, in order', () => {
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: ROTA.timeZone, hour: '2-digit', minute: '2-digit' });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 * 366 * 24 * 60 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom('Europe/Belgrade', 'America/New_York', 'Australia/Lord_Howe', 'UTC'),
        (minutes, days, people, timeZone) => {
          const agents = Array.from({ length: people }, (_, n) => `a${n}` as AgentId);
          const rota: Rota = { ...ROTA, days, timeZone, agents: ['a0' as AgentId, ...agents.slice(1)] };
          const at = new Date(rota.start.getTime() + minutes * 60_000);
          const turn = turnAt(rota, at);
          if (turn === undefined) throw new Error('the rota has begun');
          expect(turn.from.getTime()).toBeLessThanOrEqual(at.getTime());
          expect(turn.to.getTime()).toBeGreaterThan(at.getTime());
          expect(turnAt(rota, turn.from)).toEqual(turn);
          expect(turnAt(rota, new Date(turn.to.getTime() - 1))).toEqual(turn);
          const next = turnAt(rota, turn.to);
          expect(next?.from).toEqual(turn.to);
          const place = agents.indexOf(turn.agent);
          expect(next?.agent).toBe(agents[(place + 1) % people]);
          if (timeZone === 'Europe/Belgrade') expect(clock.format(turn.from)).toBe('08:00');
        },
      ),
    );
  });

  it('is reached by the number of the rota, else by his own', () => {
    const { agents } = policy();
    const marko = agents.get(MARKO);
    if (marko === undefined) throw new Error('Marko works here');
    const own = new Map([[MARKO, { ...marko, phone: '064 111 22 33' }]]);
    expect(onCallAt(ROTA, own, ROTA.start)?.number).toBe('064 111 22 33');
    expect(onCallAt({ ...ROTA, number: '+381 60 000 11 22' }, own, ROTA.start)?.number).toBe('+381 60 000 11 22');
    expect(onCallAt(ROTA, agents, ROTA.start)).toMatchObject({ agent: MARKO, number: undefined });
  });
});

describe('the number that a confirmation names', () => {
  const nineToFive = compileCalendar(
    {
      id: 'office' as CalendarId,
      timeZone: 'Europe/Belgrade',
      week: { ...ALWAYS, sat: [], sun: [], mon: [{ from: 540, to: 1020 }] },
      holidays: [],
      added: [],
      removed: [],
      halfDays: [],
      extraDays: [],
      closures: [],
    },
    () => [],
  );
  const rules = {
    ...policy({ phone: { landline: '011 310 86 80', calendar: nineToFive, onCall: ROTA.id } }),
    rotas: new Map([[ROTA.id, { ...ROTA, number: '064 123 45 67' }]]),
  };
  const desk = rules.desks.get(EB);
  if (desk === undefined) throw new Error('there is the desk');
  const inHours = new Date('2026-11-23T09:00:00Z');
  const outside = new Date('2026-11-22T22:00:00Z');
  const entered = { ...ANA, entered: true };

  it.each([
    ['anybody, in hours', CILA, 'claimed', inHours, '011 310 86 80'],
    ['a contact of a client whom staff entered', entered, 'claimed', outside, '064 123 45 67'],
    ['a contact of a client who is proved', ANA, 'proved', outside, '064 123 45 67'],
    ['a contact of a client who is cited', ANA, 'cited', outside, '064 123 45 67'],
    ['a contact of a client who is neither', ANA, 'claimed', outside, undefined],
    ['a stranger, however proved', CILA, 'proved', outside, undefined],
    ['someone of no client whom staff entered', { ...CILA, entered: true }, 'proved', outside, undefined],
  ] as const)('for %s', (_, contact, level, at, number) => {
    expect(phoneShown(rules, desk, contact, level, at)?.number).toBe(number);
  });

  it('is that of the landline at any time where it is answered day and night, but not where a day is free', () => {
    const phoneOf = (calendar: Calendar) => ({
      ...desk,
      phone: { landline: '011 310 86 80', calendar, onCall: undefined },
    });
    const shown = (calendar: Calendar) => phoneShown(rules, phoneOf(calendar), CILA, 'claimed', inHours)?.kind;
    expect(shown(calendarOf('24/7', 'Europe/Belgrade'))).toBe('always');
    expect(
      shown(
        calendarOf('24/7', 'Europe/Belgrade', { closures: [{ from: date('2027-01-01'), to: date('2027-01-01') }] }),
      ),
    ).toBe('landline');
    expect(shown(nineToFive)).toBe('landline');
  });

  it('is none where the desk has none, or before the rota begins', () => {
    expect(phoneShown(rules, { ...desk, phone: undefined }, entered, 'proved', inHours)).toBeUndefined();
    const before = new Date('2026-03-22T22:00:00Z');
    expect(phoneShown(rules, desk, { client: 7 as ClientId, entered: true }, 'proved', before)).toBeUndefined();
    expect(BANK).toBe(7);
  });

  it('agents are called out only when the phone is not answered', () => {
    expect(calledOut(rules, desk, inHours)).toBeUndefined();
    expect(calledOut(rules, desk, outside)).toBe(MARKO);
    expect(calledOut(rules, { ...desk, phone: undefined }, outside)).toBeUndefined();
  });
});
