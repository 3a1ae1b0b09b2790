import { afterEach, describe, expect, it } from 'vitest';
import { type DeskWorld, startDesk } from './desk-world.ts';
import { ANA, BY_HAND, configuration, DESK, dueOf, EMMA, eventsOf, ticketOf, words } from './promises.ts';

let world: DeskWorld;
afterEach(() => world.close());

const OFFICE = configuration({ calendar: 'Mon-Fri 09:00-17:00', matrix: BY_HAND });

async function openedAt(moment: string, text: string): Promise<void> {
  world = await startDesk(text);
  world.clock = new Date(moment);
  await world.send({ from: ANA, to: DESK, subject: 'It is slow', text: 'Very slow.' });
}

const said = (text: string) => world.send({ from: EMMA, to: DESK, subject: '[SUP-1001]', text });

describe('promised times', () => {
  it('stand still while the ticket waits for the client or is on hold', async () => {
    await openedAt('2026-11-23T08:00:00Z', OFFICE); // Monday, 9:00
    expect((await dueOf(world))['resolution/1/86400000-business/breach']).toBe('2026-11-25 17:00');
    await said('Since when?');
    world.clock = new Date('2026-11-24T08:00:00Z'); // nothing has counted
    await world.send({ from: ANA, to: DESK, subject: '[SUP-1001]', text: 'Since Sunday.' });
    expect((await dueOf(world))['resolution/1/86400000-business/breach']).toBe('2026-11-26 17:00');
    await said('#hold\n#note we wait for a part');
    expect(Object.keys(await dueOf(world))).toEqual([]);
    world.clock = new Date('2026-11-26T09:00:00Z'); // Thursday, 10:00
    await said('#open');
    expect((await dueOf(world))['resolution/1/86400000-business/breach']).toBe('2026-12-01 10:00');
  });

  it('keep the hour over a change of the clocks, and leave holidays out', async () => {
    await openedAt('2027-03-26T14:00:00Z', OFFICE); // Friday, 15:00; the clocks change on Sunday
    expect((await dueOf(world))['first-response/1/14400000-business/breach']).toBe('2027-03-29 11:00');
    expect((await dueOf(world))['resolution/1/86400000-business/breach']).toBe('2027-03-31 15:00');
    await world.close();
    await openedAt('2026-12-31T14:00:00Z', OFFICE); // Thursday, 15:00; 1 and 2 January are free, 7 January is Christmas
    expect((await dueOf(world))['resolution/1/86400000-business/breach']).toBe('2027-01-06 15:00');
  });

  it('are worked out anew when the configuration changes, and with another priority', async () => {
    await openedAt('2026-11-23T08:00:00Z', OFFICE);
    const levels = '{ all: { first_response: 2h, resolution: 24h }, urgent: { first_response: 1h, resolution: 1h } }';
    world = await world.reconfigured(configuration({ calendar: 'Mon-Fri 09:00-17:00', matrix: BY_HAND, levels }));
    await world.tick();
    expect((await dueOf(world))['first-response/1/7200000-business/breach']).toBe('2026-11-23 11:00');
    world.clear();
    world.clock = new Date('2026-11-23T10:30:00Z');
    await said('#priority urgent\n#note');
    await world.tick();
    expect(await eventsOf(world, 'target-told')).toMatchObject([
      { target: 'first-response', step: 'missed' },
      { target: 'resolution', step: 'missed' },
    ]);
  });

  it('are on record when they come about: met, missed, and once more after it was opened again', async () => {
    await openedAt('2026-11-23T08:00:00Z', OFFICE);
    world.clock = new Date('2026-11-23T09:00:00Z');
    await said('#resolved\nDone.');
    expect(await eventsOf(world, 'target-reached')).toEqual([
      expect.objectContaining({ target: 'first-response', state: 'met', counted: 3_600_000, within: 14_400_000 }),
      expect.objectContaining({ target: 'resolution', state: 'met', counted: 3_600_000, within: 86_400_000 }),
    ]);
    world.clock = new Date('2026-11-24T09:00:00Z');
    await world.send({ from: ANA, to: DESK, subject: '[SUP-1001]', text: 'It is slow again.' });
    await world.until('2026-11-27T09:00:00Z');
    await said('#resolved\nDone.');
    const reached = (await eventsOf(world, 'target-reached')).filter(({ target }) => target === 'resolution');
    expect(reached.map(({ state }) => state)).toEqual(['met', 'missed']);
    expect((await ticketOf(world)).ticket.care.reached).toEqual(['first-response/1', 'resolution/1']);
  });

  it('a manager who wants it is told of what was missed, inside', async () => {
    const matrix = '      - { name: Shift manager, agents: [olga], told_of_targets: missed }';
    await openedAt('2026-11-23T08:00:00Z', configuration({ matrix }));
    await world.until('2026-11-23T13:00:00Z');
    expect(world.inbox('olga@staff.test')).toHaveLength(1);
    const told = words(world.last('olga@staff.test'));
    expect(told).toContain('#note');
    expect(told).toContain('First response: the promised time was missed');
    expect(told).toContain('The client gets neither this message nor your reply');
  });

  it('a downtime over warning and end tells the miss alone', async () => {
    await openedAt('2026-11-23T08:00:00Z', configuration({ matrix: BY_HAND }));
    world.clear();
    world.down('2026-11-23T13:00:00Z');
    await world.tick();
    expect(world.inbox('emma@staff.test')).toHaveLength(1);
    expect(world.inbox('ana@client.test')).toHaveLength(1);
    await world.until('2026-11-23T14:00:00Z');
    expect(world.inbox('emma@staff.test')).toHaveLength(1);
  });

  it('a ticket of a desk without promises has no timers, and writes none', async () => {
    const text = configuration().replace(/ {4}(?:calendar|service_level|escalation): .*\n/g, '');
    await openedAt('2026-11-23T08:00:00Z', text);
    expect(await dueOf(world)).toEqual({});
    expect(await world.store.read.nextTimerAt()).toBeUndefined();
  });
});
