import { expect } from 'vitest';
import { mail, not, story } from '../story.ts';

const IRENA = 'irena.kos@mizarstvo-kos.example';
const MATEJ = 'matej@saop.example';
const NINA = 'nina@saop.example';
const TILEN = 'tilen@saop.example';
const PETRA = 'petra.mlinar@mizarstvo-kos.example';

story('SAOP-2', 'a request never hangs on one absent person', 'saop', async (desk) => {
  const { at, told, ticket } = desk;
  await desk.people('saop');

  await at('Mon 2026-11-23 10:15', mail('saop/2-rek-form.eml'));
  told(IRENA, 'confirmation', 'POD-1001', 'plačljivo');
  told(MATEJ, 'agent-new', 'POD-1001', 'obrazca REK-1');
  expect(await ticket('POD-1001')).toMatchObject({ assignee: 'matej' });

  await at('Mon 2026-11-23 15:40', mail('saop/2-away.eml'));
  told(MATEJ, 'transcript', '24. november 2026 – 27. november 2026');
  told(NINA, 'agent-stand-in', 'Koga nadomeščate', 'Matej Zupan: 24. november 2026 – 27. november 2026');

  // She writes while he is away: his deputy gets the case, and with it what was said so far.
  await at('Thu 2026-11-26 08:05', mail('saop/2-rek-form-more.eml'));
  told(NINA, 'agent-message', 'v času odsotnosti: Matej Zupan', 'Ima kdo že odgovor?', 'obrazca REK-1');
  told(IRENA, 'status-changed', 'POD-1001');
  expect(await ticket('POD-1001')).toMatchObject({ assignee: 'nina' });

  // Another time she writes to him alone; he forwards it from the road, and it is a request like any other, though not his.
  await at('Thu 2026-11-26 09:30', mail('saop/2-written-to-matej.eml'));
  told(IRENA, 'confirmation', 'POD-1002', 'Tiskanje računov', not('na terenu'));
  told(NINA, 'agent-new', 'POD-1002', 'brez logotipa', not('na terenu'));
  told(NINA, 'agent-note', 'POD-1002', 'jaz sem ta teden na terenu');
  expect(await ticket('POD-1002')).toMatchObject({
    assignee: 'nina',
    requester: IRENA,
    client: 'Mizarstvo Kos d.o.o.',
  });
});

story('SAOP-2', 'what came by mail comes into work later than what came through the portal', 'saop', async (desk) => {
  const { at, told, ticket } = desk;
  await desk.people('saop');

  // Before the hours begin both wait.
  await at('Mon 2026-11-23 07:30', mail('saop/2-by-mail.eml'));
  told(IRENA, 'confirmation', 'POD-1001');
  told(NINA, 'agent-new', 'POD-1001');
  await at('Mon 2026-11-23 07:40');
  await desk.portal(PETRA, 'Temeljnica', 'Kako v glavni knjigi storniram temeljnico?');
  told(PETRA, 'confirmation', 'POD-1002');
  told(TILEN, 'agent-new', 'POD-1002');
  expect(await ticket('POD-1001')).toMatchObject({ status: 'new', channel: 'mail' });

  await at('Mon 2026-11-23 07:45', mail('saop/2-where-portal.eml'));
  told(PETRA, 'record', /POD-1002: .*Mesto v vrsti: +1 od 2/, not('POD-1001'));
  await at('Mon 2026-11-23 07:50', mail('saop/2-where-mail.eml'));
  told(IRENA, 'record', /POD-1001: .*Mesto v vrsti: +2 od 2/, not('POD-1002'));
});
