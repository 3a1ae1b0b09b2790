import { expect } from 'vitest';
import { mail, not, type Story, story } from '../story.ts';

const [LUCIA, IGOR] = ['lucia@cloud.example', 'igor@cloud.example'] as const;
const PETER = 'peter@zakaznik.example';
const EMMA = 'emma@trading.example';
const VIERA = 'viera@cloud.example';

story(
  'CLOUDEMPIERE-8',
  'a defect that was reported and that tests confirmed is fixed, and the fix is announced with the expected time of the release that carries it',
  'cloudempiere',
  async (desk) => {
    const { at, told, ticket } = desk;
    await desk.people('cloudempiere');
    await at('Mon 2026-11-23 10:00', mail('cloudempiere/8-report.eml'));
    told(PETER, 'confirmation', 'CLD-1001');
    told([LUCIA, IGOR], 'agent-new', 'CLD-1001');
    await at('Mon 2026-11-23 10:05', mail('cloudempiere/8-report-en.eml'));
    told(EMMA, 'confirmation', 'CLD-1002');
    told([LUCIA, IGOR], 'agent-new', 'CLD-1002');

    // The first report is the defect, the other hangs on it; they know nothing of each other.
    await at('Mon 2026-11-23 10:10', mail('cloudempiere/8-is-defect.eml'));
    told(PETER, 'status-changed', 'CLD-1001');
    await at('Mon 2026-11-23 10:15', mail('cloudempiere/8-hangs.eml'));
    told(EMMA, 'defect-news', 'may be caused by a defect in our software', OTHERS_OF_EMMA);
    expect((await ticket('CLD-1002')).status).toBe('on-hold');

    // The provider's test.
    await at('Tue 2026-11-24 11:00', mail('cloudempiere/8-confirmed.eml'));
    told(PETER, 'defect-news', 'naše testy potvrdili', 'pri každej faktúre bez DPH');
    told(EMMA, 'defect-news', 'Our tests have confirmed it', OTHERS_OF_EMMA, not('faktúre'));

    // The release that carries the fix, and its day.
    await enter(desk, '2027-01-15');
    await at('Tue 2026-11-24 15:00', mail('cloudempiere/8-planned.eml'));
    told(PETER, 'defect-news', 'Vydanie: 4.2', 'Očakávaný termín: 15. januára 2027');
    told(EMMA, 'defect-news', 'Release: 4.2', 'Expected: 15 January 2027', OTHERS_OF_EMMA);

    // It is put off: everybody hears of it by himself.
    await enter(desk, '2027-02-05');
    await at('Mon 2027-01-11 09:00');
    // Meanwhile two months have ended, and their reports went to the manager [1].
    for (const month of ['november 2026', 'december 2026']) told(VIERA, 'report', month);
    told(
      PETER,
      'defect-news',
      'sa zmenil',
      '5. februára 2027',
      'Doteraz: vydanie 4.2, očakávaný termín 15. januára 2027',
    );
    told(EMMA, 'defect-news', 'has changed', 'Expected: 5 February 2027', OTHERS_OF_EMMA);

    await at('Fri 2027-02-05 12:00', mail('cloudempiere/8-released.eml'));
    told(VIERA, 'report', 'január 2027');
    told(PETER, 'defect-news', 'je k dispozícii: vydanie 4.2', 'Vyriešená');
    told(EMMA, 'defect-news', 'has been released: release 4.2', 'Resolved', OTHERS_OF_EMMA);
    told(LUCIA, 'agent-changed', 'CLD-1002');
    expect((await ticket('CLD-1001')).status).toBe('resolved');
    expect((await ticket('CLD-1002')).status).toBe('resolved');
  },
);

/** Neither the number, the names nor the words of the other client. */
const OTHERS_OF_EMMA = not(/CLD-1001|Peter|Zákazník|zakaznik/);

/** The register of releases says when 4.2 is expected. */
async function enter({ world }: Story, expected: string): Promise<void> {
  const [id] = world.settings.policy.desks.keys();
  const row = { id: `${id}/4.2`, desk: String(id), name: '4.2', expected, released: undefined };
  const change = { kind: 'releases', rows: [row], remove: [], dryRun: false } as const;
  expect(await world.core.operations.changeRegister(change)).toMatchObject({ kind: 'done' });
}
