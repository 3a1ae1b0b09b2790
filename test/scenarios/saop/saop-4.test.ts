import { expect } from 'vitest';
import { not, story } from '../story.ts';

const IRENA = 'irena.kos@mizarstvo-kos.example';
const NINA = 'nina@saop.example';
const STARTS = 'Pri knjiženju v glavno knjigo mi javi napako 17. Kaj pomeni?';

story(
  'SAOP-4',
  'who is starting with a program that he was introduced to is helped for nothing',
  'saop',
  async (desk) => {
    const { at, told, ticket } = desk;
    await desk.people('saop');

    // Introduced to accounting three weeks ago: more than a quarter of an hour costs her nothing.
    await at('Mon 2026-11-23 09:00');
    await desk.portal(IRENA, 'Glavna knjiga', STARTS);
    told(IRENA, 'confirmation', 'POD-1001', not('plačljivo'));
    told(NINA, 'agent-new', 'Opravili ste uvajanje in program šele začenjate uporabljati');
    await desk.act('POD-1001', { kind: 'time', minutes: 45, text: 'razlaga knjiženja' });
    const { care } = await ticket('POD-1001');
    expect(care).toMatchObject({ coverage: { decided: { work: 'free', rule: 'starting' } }, time: { spent: 45 } });

    // Three months later she is not starting any more.
    await at('Tue 2027-02-09 09:00');
    told(IRENA, 'statement', 'november 2026', /Zaračunano: +0 min/);
    await desk.portal(IRENA, 'Glavna knjiga, še enkrat', STARTS);
    told(IRENA, 'confirmation', 'POD-1002', not('plačljivo'));
    told('tilen@saop.example', 'agent-new', 'Pomoč do 15 minut je brezplačna');
    await desk.act('POD-1002', { kind: 'time', minutes: 45, text: '' });
    told('tilen@saop.example', 'agent-coverage', 'Plačljivo');
    told(IRENA, 'coverage', 'plačljivo');
  },
);
