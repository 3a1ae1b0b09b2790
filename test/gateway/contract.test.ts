import { afterEach, describe, expect, it } from 'vitest';
import { levelAnswer } from '../../src/desk/explain/promises.ts';
import type { ContractRow } from '../../src/intake/import/contract-register.ts';
import { type DeskWorld, startDesk } from './desk-world.ts';

const ANA = 'Ana Novak <ana@client.test>';
const DESK = 'support@spoc.test';
const CONFIGURATION = `
data: data
mailboxes:
  demo:
    embedded: { imap: 0, smtp: 0 }
    address: ${DESK}
agents:
  emma: { name: Emma Clark, address: emma@staff.test, locale: en }
desks:
  support:
    name: Support
    address: ${DESK}
    prefix: SUP
    time_zone: Europe/Bratislava
    agents: [emma]
    service_level: basic
service_levels:
  basic: { name: Basic, targets: { all: { resolution: 24h } } }
  strategic: { name: Strategic, targets: { all: { resolution: 2h } } }
dns: 'off'
log: { level: warn }
`;

let world: DeskWorld;
afterEach(() => world.close());

const ROW: ContractRow = {
  id: 'S-1',
  client: '4711',
  level: 'strategic',
  calendar: undefined,
  from: '2026-11-24',
  until: '2026-11-30',
};

async function start(): Promise<void> {
  world = await startDesk(CONFIGURATION);
  world.clock = new Date('2026-11-23T22:59:00Z'); // the last minute of the 23rd in Bratislava
  await world.core.operations.putClient({
    ...{ id: undefined, companyNumber: '4711', name: 'Client', locale: 'en', domains: ['client.test'] },
    ...{ desk: undefined, level: 'basic' as never, calendar: undefined, matrix: undefined },
  });
}

const enter = (rows: readonly ContractRow[], dryRun = false) =>
  world.core.operations.changeRegister({ kind: 'contracts', rows, remove: [], dryRun });

/** When the resolution of a ticket is missed. */
async function dueOf(number: string): Promise<string | undefined> {
  const id = await world.store.read.ticketByNumber(number);
  if (id === undefined) throw new Error(`there is no ${number}`);
  return (await world.store.read.timersOf(id)).at(-1)?.due.toISOString().slice(0, 16);
}

describe('a contract of a client (CLOUDEMPIERE-9)', () => {
  it('overrides his level from its first day to its last, for what opens on them', async () => {
    await start();
    expect(await enter([ROW])).toMatchObject({ kind: 'done', differences: [{ what: 'added', id: 'S-1' }] });
    const opens = (subject: string) => world.send({ from: ANA, to: DESK, subject, text: 'Help.' });
    await opens('Before');
    expect(await dueOf('SUP-1001')).toBe('2026-11-24T22:59');
    world.clock = new Date('2026-11-23T23:00:00Z');
    await opens('On the first day');
    expect(await dueOf('SUP-1002')).toBe('2026-11-24T01:00');
    world.clock = new Date('2026-11-30T22:59:00Z');
    await opens('On the last');
    expect(await dueOf('SUP-1003')).toBe('2026-12-01T00:59');
    world.clock = new Date('2026-11-30T23:00:00Z');
    await opens('After');
    expect(await dueOf('SUP-1004')).toBe('2026-12-01T23:00');
  });

  it('is not entered by a dry run, with a level that there is not, with days that are none, or on days of another', async () => {
    await start();
    expect(await enter([ROW], true)).toMatchObject({ kind: 'done', differences: [{ what: 'added' }] });
    expect(await world.store.read.contracts(undefined, 10)).toEqual([]);
    for (const wrong of [
      { level: 'gold' },
      { from: '2026-13-01' },
      { until: '2026-11-01' },
      { client: 'nobody' },
    ] as const)
      expect(await enter([{ ...ROW, ...wrong }])).toMatchObject({ kind: 'refused' });
    const other = { ...ROW, id: 'S-2', from: '2026-11-30', until: undefined };
    expect(await enter([ROW, other])).toMatchObject({ kind: 'refused', problems: [{ row: 1 }] });
    expect(await enter([ROW, { ...other, from: '2026-12-01' }])).toMatchObject({ kind: 'done', unchanged: 0 });
  });

  it('is named by the explanation of the policy', async () => {
    await start();
    await enter([ROW]);
    const [client] = await world.store.read.clients(1);
    const found = client === undefined ? undefined : await world.store.read.client(client.id);
    const question = { desk: 'support' as never, client: found, service: undefined, priority: 'normal' as const };
    const on = (at: string) => levelAnswer(world.core.execution.policy, { ...question, at: new Date(at) } as never);
    expect(on('2026-11-25T12:00:00Z')).toMatchObject({ id: 'strategic', by: 'contract', contract: 'S-1' });
    expect(on('2026-12-25T12:00:00Z')).toMatchObject({ id: 'basic', by: 'client' });
  });
});
