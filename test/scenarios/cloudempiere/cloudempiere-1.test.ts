import { expect } from 'vitest';
import { mail, not, story } from '../story.ts';

const [LUCIA, IGOR, VIERA] = ['lucia@cloud.example', 'igor@cloud.example', 'viera@cloud.example'];
const RITA = 'rita@strategic.example';

story(
  'CLOUDEMPIERE-1',
  'levels from basic to strategic: the account of the customer decides what he is promised, by the clock or in working time, and what report he gets',
  'cloudempiere',
  async (desk) => {
    const { at, told, ticket, world } = desk;
    const { operations } = world.core;
    const people = [
      ['Strategic a.s.', 'cloud-strategic', RITA],
      ['Basic s.r.o.', 'cloud-basic', 'bruno@basic.example'],
    ] as const;
    await at('Mon 2026-11-23 20:00');
    for (const [name, level, responsible] of people) {
      const client = await operations.putClient({
        ...{ id: undefined, companyNumber: undefined, name, locale: 'sk', domains: [responsible.split('@')[1] ?? ''] },
        ...{ desk: undefined, level: level as never, calendar: undefined, matrix: undefined },
      });
      await operations.putContact({
        ...{ id: undefined, client, name: 'Rita Biela', businessUnit: undefined, position: undefined },
        ...{
          landline: undefined,
          mobile: undefined,
          addresses: [responsible as never],
          locale: 'sk',
          responsible: true,
        },
      });
    }

    // In the evening: technical service is there around the clock for those who have it.
    await at('Mon 2026-11-23 20:05', mail('cloudempiere/1-strategic.eml'));
    told(RITA, 'confirmation', 'CLD-1001');
    told([LUCIA, IGOR], 'agent-new', 'CLD-1001');
    await at('Mon 2026-11-23 21:34');
    await at('Mon 2026-11-23 21:35');
    told([LUCIA, IGOR], 'agent-target', 'CLD-1001', 'Prvá odpoveď');
    await desk.act('CLD-1001', { kind: 'status', to: 'resolved' });
    told(RITA, 'status-changed', 'CLD-1001');
    expect((await ticket('CLD-1001')).status).toBe('resolved');

    // After the month the strategic client gets the whole report, the basic one none; the manager that of the desk.
    await at('Tue 2026-12-01 06:01');
    told(
      RITA,
      'report',
      'november 2026: Strategic a.s.'.replace(': ', ', '),
      /report-2026-11\.pdf/,
      /report-2026-11\.csv/,
    );
    told(VIERA, 'report', 'november 2026', not('Strategic'));
  },
);
