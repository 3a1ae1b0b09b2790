import { expect } from 'vitest';
import { mail, not, story, unprovedMail } from '../story.ts';

const IRENA = 'irena.kos@mizarstvo-kos.example';
const PETRA = 'petra.mlinar@mizarstvo-kos.example';
const JANEZ = 'janez.klas@pekarna-klas.example';
const MATEJ = 'matej@saop.example';
const NINA = 'nina@saop.example';
const TILEN = 'tilen@saop.example';

story(
  'SAOP-6',
  'who owes, who was not introduced, and work outside of the hours are refused politely; an agent can decide otherwise',
  'saop',
  async (desk) => {
    const { at, told, ticket, world } = desk;
    await desk.people('saop');

    // Obligations are mentioned to a proved contact of the client alone; agents read of them nowhere where they could answer with it.
    await at('Mon 2026-11-23 09:00', unprovedMail('saop/6-unproved.eml'));
    told(JANEZ, 'confirmation', 'POD-1001', 'ne moremo opraviti', not(/obveznosti/), not('plačljivo'));
    told(NINA, 'agent-new', 'Ni na voljo', not(/obveznosti/));
    await at('Mon 2026-11-23 09:10', mail('saop/6-proved.eml'));
    told(JANEZ, 'confirmation', 'POD-1002', 'nima poravnanih vseh obveznosti', not('plačljivo'));
    told(TILEN, 'agent-new', 'POD-1002', not(/obveznosti/));
    expect(await ticket('POD-1002')).toMatchObject({ status: 'pending' });

    // An agent overrules; then the register says that all is settled, and the other case goes on, too.
    await at('Mon 2026-11-23 10:00', mail('saop/6-overrule.eml'));
    told(JANEZ, 'answer', 'POD-1002', 'vendarle brezplačno');
    expect((await ticket('POD-1002')).care.coverage.decided).toMatchObject({ work: 'free', byStaff: true });
    const client = await world.store.read.clientByCompanyNumber('5988776000');
    if (client === undefined) throw new Error('the client is gone');
    await world.core.operations.putClient({ ...client, obligations: 'settled' });
    await at('Mon 2026-11-23 10:05');
    told(JANEZ, 'coverage', 'POD-1001', 'plačljivo');
    told(NINA, 'agent-coverage', 'POD-1001');

    // Petra was never introduced to invoicing.
    await desk.portal(PETRA, 'Fakturiranje', 'Kako storniram račun?');
    told(PETRA, 'confirmation', 'POD-1003', 'niste opravili uvajanja');
    told(IRENA, 'status-changed', 'POD-1003');
    told(NINA, 'agent-new', 'POD-1003');

    // Outside of the hours the work is refused and not the request: it waits for them.
    await at('Mon 2026-11-23 17:30');
    await desk.portal(IRENA, 'REK', 'Kako oddam obrazec REK?');
    told(IRENA, 'confirmation', 'POD-1004', 'zunaj delovnega časa', '24. november 2026 ob 08.00', not('plačljivo'));
    told(MATEJ, 'agent-new', 'POD-1004', 'od: 24. november 2026 ob 08.00');
    expect(await ticket('POD-1004')).toMatchObject({ status: 'new' });
    await at('Tue 2026-11-24 08:01');
    expect((await ticket('POD-1004')).care.coverage.decided).toMatchObject({ work: 'free', rule: 'short-help' });

    // Unless other hours were agreed beforehand.
    const hours = { client: '5123456000', from: '2026-11-28T08:00:00.000Z', to: '2026-11-28T13:00:00.000Z' };
    const agreed = { kind: 'agreed-hours', rows: [{ id: 'x', ...hours }], remove: [], dryRun: false } as const;
    expect(await world.core.operations.changeRegister(agreed)).toMatchObject({ kind: 'done' });
    await at('Sat 2026-11-28 10:00');
    await desk.portal(IRENA, 'Obračun plač', 'Program se ne odziva.');
    told(IRENA, 'confirmation', 'POD-1005', not('zunaj delovnega časa'));
    told(MATEJ, 'agent-new', 'POD-1005', 'Brezplačno');
  },
);
