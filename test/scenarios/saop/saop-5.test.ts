import { expect } from 'vitest';
import { mail, not, story, unprovedMail } from '../story.ts';

const IRENA = 'irena.kos@mizarstvo-kos.example';
const PETRA = 'petra.mlinar@mizarstvo-kos.example';
const MATEJ = 'matej@saop.example';
const NINA = 'nina@saop.example';
const TILEN = 'tilen@saop.example';

story(
  'SAOP-5',
  'chargeable work is told before it goes on, and the client agrees or declines',
  'saop',
  async (desk) => {
    const { at, told, ticket } = desk;
    await desk.people('saop');
    const decided = async (number: string) => (await ticket(number)).care.coverage.decided;

    // Not by the portal: told in the confirmation; nothing is begun without her word, which must surely be hers.
    await at('Mon 2026-11-23 09:00', mail('saop/5-by-mail.eml'));
    told(
      IRENA,
      'confirmation',
      'POD-1001',
      'ni bil oddan prek uporabniškega portala',
      'soglašam',
      not('Zahtevek je zdaj pri naši ekipi'),
    );
    told(NINA, 'agent-new', 'Plačljivo');
    expect(await ticket('POD-1001')).toMatchObject({ status: 'pending' });
    await at('Mon 2026-11-23 09:20', unprovedMail('saop/5-agree-unproved.eml'));
    told(IRENA, 'coverage-answered', 'tega pa nismo mogli preveriti');
    told(NINA, 'agent-message', 'stranka je bila vprašana');
    expect(await decided('POD-1001')).toMatchObject({ answer: 'asked' });
    await at('Mon 2026-11-23 09:30', mail('saop/5-decline.eml'));
    told(IRENA, 'coverage-answered', 'ne boste ničesar plačali');
    told(NINA, 'agent-message', 'stranka ne soglaša');
    expect(await decided('POD-1001')).toMatchObject({ rule: 'not-by-portal', answer: 'declined' });

    // Introduction or settings not complete; a correction of data; a question that was answered before.
    await at('Mon 2026-11-23 10:00');
    await desk.portal(PETRA, 'Knjiženje', 'Kako poknjižim bančni izpisek?');
    told(PETRA, 'confirmation', 'POD-1002', 'Uvajanje v program še ni končano');
    told(TILEN, 'agent-new', 'POD-1002');
    told(IRENA, 'status-changed', 'POD-1002');
    await desk.portal(PETRA, 'Obračun plač', 'Obrazec ni izpolnjen.');
    told(PETRA, 'confirmation', 'POD-1003', 'Nastavitve programa niso urejene');
    told(MATEJ, 'agent-new', 'POD-1003');
    told(IRENA, 'status-changed', 'POD-1003');
    await desk.portal(IRENA, 'Popravek podatkov: napačen konto', 'Prosim, popravite konto na temeljnici 12.');
    told(IRENA, 'confirmation', 'POD-1004', 'popravljanje podatkov');
    told(NINA, 'agent-new', 'POD-1004');

    // What looks like short help turns out to be a correction of data: the words of a booking say so.
    await at('Mon 2026-11-23 11:00');
    await desk.portal(IRENA, 'REK obrazec', 'Kako oddam obrazec?');
    told(IRENA, 'confirmation', 'POD-1005', not('plačljivo'));
    told(MATEJ, 'agent-new', 'POD-1005');
    await desk.act('POD-1005', { kind: 'time', minutes: 5, text: 'popravek podatkov v obračunu' });
    told(IRENA, 'coverage', 'popravljanje podatkov');
    told(MATEJ, 'agent-coverage', 'data-correction');

    // That the answer is published, an agent says.
    await at('Mon 2026-11-23 12:00');
    await desk.portal(IRENA, 'Obračun plač in prispevki', 'Kakšna je nova stopnja?');
    told(IRENA, 'confirmation', 'POD-1006', not('plačljivo'));
    told(MATEJ, 'agent-new', 'POD-1006');
    await at('Mon 2026-11-23 12:10', mail('saop/5-published.eml'));
    told(IRENA, 'coverage', 'je že objavljen');
  },
);

story('SAOP-5', 'the same question again costs, once an agent has seen that it is one', 'saop', async (desk) => {
  const { at, told, ticket } = desk;
  await desk.people('saop');

  await at('Mon 2026-11-23 09:00');
  await desk.portal(IRENA, 'Obrazec REK-1', 'Pri obračunu plač se obrazec REK-1 ne pripravi.');
  told(IRENA, 'confirmation', 'POD-1001');
  told(MATEJ, 'agent-new', 'POD-1001', not('#same'));
  await at('Mon 2026-11-23 09:20', mail('saop/1-resolved.eml'));
  told(IRENA, 'answer', 'V šifrantu vrst dohodkov');

  // The record shows the agent that it was asked, and what was answered; of itself that changes nothing.
  await at('Thu 2026-11-26 10:00');
  await desk.portal(IRENA, 'REK', 'Kaj delamo narobe, da se pri plačah obrazec REK-1 spet ne pripravi?');
  told(IRENA, 'confirmation', 'POD-1002', not('plačljivo'), not('POD-1001'));
  told(MATEJ, 'agent-new', 'podobni temu', 'POD-1001: Obrazec REK-1', 'V šifrantu vrst dohodkov', '#same');
  expect((await ticket('POD-1002')).care.similar).toMatchObject({ found: [{ number: 'POD-1001' }], same: [] });

  await at('Thu 2026-11-26 10:10', mail('saop/5-same.eml'));
  told(IRENA, 'coverage', 'POD-1002', 'Na enako vprašanje smo vam že odgovorili');
  told(MATEJ, 'agent-coverage', 'POD-1002');
  expect((await ticket('POD-1002')).care.coverage.decided).toMatchObject({ rule: 'repeated', work: 'chargeable' });
});
