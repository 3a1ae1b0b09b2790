import { expect } from 'vitest';
import { mail, story } from '../story.ts';

const [LUCIA, IGOR] = ['lucia@cloud.example', 'igor@cloud.example'];
const PETER = 'peter@zakaznik.example';

story(
  'CLOUDEMPIERE-9',
  'a customer SLA contract, made on separate request, holds on its days in the place of the level',
  'cloudempiere',
  async (desk) => {
    const { at, told, world } = desk;
    await desk.people('cloudempiere');
    const contract = { id: 'SLA-7', client: '36123456', level: 'cloud-strategic', calendar: undefined };
    const rows = [{ ...contract, from: '2026-11-24', until: '2027-11-23' }];
    const change = { kind: 'contracts', rows, remove: [] } as const;
    expect(await world.core.operations.changeRegister({ ...change, dryRun: true })).toMatchObject({ kind: 'done' });
    expect(await world.store.read.contracts(undefined, 1)).toEqual([]);
    expect(await world.core.operations.changeRegister({ ...change, dryRun: false })).toMatchObject({ kind: 'done' });
    const promised = async (number: string) => {
      const id = await world.store.read.ticketByNumber(number);
      return id === undefined ? [] : world.store.read.timersOf(id);
    };
    await at('Mon 2026-11-23 23:59', mail('cloudempiere/8-report.eml'));
    told(PETER, 'confirmation', 'CLD-1001');
    told([LUCIA, IGOR], 'agent-new', 'CLD-1001');
    expect(await promised('CLD-1001')).toEqual([]);
    await at('Tue 2026-11-24 00:00', mail('cloudempiere/6-urgent.eml'));
    told(PETER, 'confirmation', 'CLD-1002');
    told([LUCIA, IGOR], 'agent-new', 'CLD-1002');
    expect((await promised('CLD-1002'))[0]?.due).toEqual(new Date('2026-11-24T00:30:00Z'));
  },
);
