import { afterEach, describe, expect, it } from 'vitest';
import type { ServiceLevelId } from '../../src/desk/sla/policy.ts';
import { clientRecord } from '../store/make.ts';
import { type DeskWorld, startDesk } from './desk-world.ts';
import { CONFIGURATION } from './world.ts';

const worlds: DeskWorld[] = [];
const start = async (configuration?: string) => {
  const world = await startDesk(configuration);
  worlds.push(world);
  return world;
};
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

const GOLD = {
  kind: 'service-levels',
  rows: [{ id: 'gold', level: { name: 'Gold', tell_client: false, targets: {} } }],
  remove: [],
  dryRun: false,
} as const;
const gold = 'gold' as ServiceLevelId;
const namesOf = (world: DeskWorld) => [...world.core.execution.policy.sla.levels.values()].map(({ name }) => name);

describe('the policy that decides', () => {
  it('follows the register of service levels at once, and again after a restart', async () => {
    const world = await start();
    expect(await world.core.operations.changeRegister({ ...GOLD, dryRun: true })).toMatchObject({ kind: 'done' });
    expect(namesOf(world)).toEqual([]);
    await world.core.operations.changeRegister(GOLD);
    expect(namesOf(world)).toEqual(['Gold']);
    const later = await world.reconfigured(CONFIGURATION);
    worlds.push(later);
    expect(namesOf(later)).toEqual(['Gold']);
    await later.core.operations.changeRegister({ ...GOLD, rows: [], remove: ['gold'] });
    expect(namesOf(later)).toEqual([]);
  });

  it('takes the level of the configuration where the register has one of that name too', async () => {
    const world = await start();
    await world.core.operations.changeRegister(GOLD);
    const later = await world.reconfigured(
      `${CONFIGURATION}service_levels: { gold: { name: Configured, targets: { all: { update: 4h } } } }\n`,
    );
    worlds.push(later);
    expect(namesOf(later)).toEqual(['Configured']);
    const change = await later.core.operations.changeRegister(GOLD);
    expect(change).toMatchObject({ kind: 'refused', problems: [{ row: 0 }] });
    expect(await later.store.read.serviceLevels()).toMatchObject([{ id: gold }]);
  });
});

describe('the targets of open tickets', () => {
  it('are reckoned anew when the level of their client comes into the register, changes and goes', async () => {
    const world = await start();
    const { operations } = world.core;
    const resolution = (within: string) => ({
      ...GOLD,
      rows: [
        {
          id: 'gold',
          level: {
            name: 'Gold',
            tell_client: false,
            targets: { all: { resolution: { within, time: 'clock' as const, paused_by: [], warn_at: [] } } },
          },
        },
      ],
    });
    await world.store.write((tx) => tx.putClient(clientRecord('ACME', { companyNumber: '1', domains: ['acme.test'] })));
    const [row] = await world.send({ from: 'ana@acme.test', to: 'support@spoc.test', subject: 'Printer' });
    const ticket = row?.ticket;
    if (ticket === undefined) throw new Error('no ticket');
    const due = async () => {
      await world.tick();
      return (await world.store.read.timersOf(ticket)).map((timer) => timer.due.getTime() - world.clock.getTime());
    };
    expect(await due()).toEqual([]);
    // An answer at the very end is in time: the timer is due a millisecond later.
    await operations.changeRegister(resolution('4h'));
    await operations.putClient(clientRecord('ACME', { companyNumber: '1', domains: ['acme.test'], level: gold }));
    expect(await due()).toEqual([4 * 3_600_000 + 1]);
    await operations.changeRegister(resolution('2h'));
    expect(await due()).toEqual([2 * 3_600_000 + 1]);
    await operations.putClient(clientRecord('ACME', { companyNumber: '1', domains: ['acme.test'] }));
    expect(await due()).toEqual([]);
  });
});
