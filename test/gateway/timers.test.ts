import { afterEach, describe, expect, it } from 'vitest';
import type { TicketEvent } from '../../src/desk/event.ts';
import { type DeskWorld, startDesk } from './desk-world.ts';
import { CONFIGURATION } from './world.ts';

let world: DeskWorld;
afterEach(() => world.close());

const ANA = 'Ana Novak <ana@client.test>';

/** The office desk: a first answer within two hours of opening, a matrix of two levels. */
const PROMISES = `${CONFIGURATION.replace(
  'signature: Your support team',
  'signature: Your support team\n    calendar: office\n    service_level: gold\n    escalation: managers',
).replace(
  'desks:\n',
  `  olga: { name: Olga Boss, address: olga@staff.test, level: manager, locale: en }
  ivan: { name: Ivan Chief, address: ivan@staff.test, level: manager, locale: en }
desks:
`,
)}
calendars:
  office: { hours: Mon-Fri 09:00-17:00, time_zone: Europe/London, holidays: [GB-ENG] }
service_levels:
  gold:
    name: Gold
    tell_client: true
    targets: { all: { first_response: 2h, resolution: 16h } }
escalations:
  managers:
    name: Managers
    client_every: 2h
    levels:
      - { name: Shift manager, agents: [olga], after: 24h }
      - { name: Director, agents: [ivan], at: { target: resolution, part: 2 } }
`;

async function eventsOf(number: string): Promise<readonly TicketEvent[]> {
  const id = await world.store.read.ticketByNumber(number);
  if (id === undefined) throw new Error(`there is no ${number}`);
  return (await world.store.read.events(id)).map(({ event }) => event);
}

describe('a promised time', () => {
  it('warns before its end, tells the miss once, and is on record', async () => {
    world = await startDesk(PROMISES);
    world.clock = new Date('2026-11-23T09:00:00Z');
    await world.send({ from: ANA, to: 'support@spoc.test', subject: 'It is slow', text: 'Very slow.' });
    world.clear();
    await world.until('2026-11-23T10:29:59Z');
    expect(world.everybody()).toEqual([]);
    await world.until('2026-11-23T10:30:00Z');
    expect(world.everybody()).toEqual(['emma@staff.test', 'marko@staff.test']);
    expect(world.last('emma@staff.test').text).toMatch(
      /First response: the promised time is running out[\s\S]*23 November 2026 at 11:00/,
    );
    world.clear();
    await world.until('2026-11-23T11:00:01Z');
    expect(world.last('marko@staff.test').text).toContain('Prvi odgovor: obećani rok je prekoračen');
    expect(world.last('ana@client.test').text).toMatch(
      /A time that we promised you for request SUP-1001 was missed[\s\S]*2\shours \(opening hours\)/,
    );
    const told = (await eventsOf('SUP-1001')).filter((event) => event.kind === 'target-told');
    expect(told.map((event) => event.kind === 'target-told' && event.step)).toEqual(['warning', 'missed']);

    world.clear();
    await world.send({
      from: 'Emma Clark <emma@staff.test>',
      to: 'support@spoc.test',
      subject: '[SUP-1001]',
      text: 'We look into it.',
    });
    expect((await eventsOf('SUP-1001')).find((event) => event.kind === 'target-reached')).toMatchObject({
      target: 'first-response',
      state: 'missed',
      within: 7_200_000,
    });
  });

  it('waits while the client is waited for, and over night', async () => {
    world = await startDesk(PROMISES);
    world.clock = new Date('2026-11-20T16:00:00Z'); // Friday, an hour before the end
    await world.send({ from: ANA, to: 'support@spoc.test', subject: 'It is slow', text: 'Very slow.' });
    const id = await world.store.read.ticketByNumber('SUP-1001');
    if (id === undefined) throw new Error('no ticket');
    const due = async () =>
      Object.fromEntries(
        (await world.store.read.timersOf(id)).map(({ key, due: at }) => [
          key.split('/').slice(1).join('/'),
          at.toISOString(),
        ]),
      );
    expect(await due()).toEqual({
      'first-response/1/7200000-business/warning-0.75': '2026-11-23T09:30:00.000Z',
      'first-response/1/7200000-business/breach': '2026-11-23T10:00:00.001Z',
      'resolution/1/57600000-business/warning-0.75': '2026-11-24T12:00:00.000Z',
      'resolution/1/57600000-business/breach': '2026-11-24T16:00:00.001Z',
      'escalation/managers/1': '2026-11-21T16:00:00.000Z',
      'escalation/managers/2': '2026-11-26T16:00:00.000Z',
    });
    await world.send({
      from: 'Emma Clark <emma@staff.test>',
      to: 'support@spoc.test',
      subject: '[SUP-1001]',
      text: 'Since when?',
    });
    expect(Object.keys(await due())).toEqual(['escalation/managers/1']);
    world.clock = new Date('2026-11-21T10:00:00Z');
    await world.send({ from: ANA, to: 'support@spoc.test', subject: '[SUP-1001]', text: 'Since Monday.' });
    expect(await due()).toMatchObject({ 'resolution/1/57600000-business/breach': '2026-11-24T17:00:00.001Z' });
    await world.send({
      from: 'Emma Clark <emma@staff.test>',
      to: 'support@spoc.test',
      subject: '[SUP-1001]',
      text: '#resolved\nDone.',
    });
    expect(await due()).toEqual({});
  });
});
