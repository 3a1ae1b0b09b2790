import { expect } from 'vitest';
import { mail, not, story } from '../story.ts';

const IRENA = 'irena.kos@mizarstvo-kos.example';
const MATEJ = 'matej@saop.example';

story(
  'SAOP-3',
  'short help up to 15 minutes is free; with the 16th it is not, and the agent knows at once',
  'saop',
  async (desk) => {
    const { at, told, ticket } = desk;
    await desk.people('saop');

    await at('Mon 2026-11-23 09:10');
    await desk.portal(IRENA, 'Obračun plač', 'Kje nastavim prispevno stopnjo?');
    told(IRENA, 'confirmation', 'POD-1001', not('plačljivo'));
    told(MATEJ, 'agent-new', 'POD-1001', /Plačljivost: +Brezplačno. Pomoč do 15 minut je brezplačna/);
    expect(await ticket('POD-1001')).toMatchObject({ status: 'new', channel: 'portal' });

    await at('Mon 2026-11-23 09:40', mail('saop/3-answer.eml'));
    told(IRENA, 'answer', 'Prispevki', not('plačljivo'));

    await at('Mon 2026-11-23 10:05', mail('saop/3-one-more-minute.eml'));
    told(
      MATEJ,
      'agent-coverage',
      '#note',
      'Prej: Brezplačno',
      'Odgovor traja dlje od 15 minut',
      'počakajte na njen odgovor',
    );
    told(IRENA, 'coverage', 'plačljivo', 'dlje od 15 minut', 'soglašam');
    expect(await ticket('POD-1001')).toMatchObject({ status: 'pending', care: { time: { spent: 16 } } });

    await at('Mon 2026-11-23 10:20', mail('saop/3-agreed.eml'));
    told(IRENA, 'coverage-answered', 'Kot dogovorjeno');
    told(MATEJ, 'agent-message', 'stranka soglaša');

    // The month is told to the person who is responsible: a table, a PDF document and a CSV file.
    await at('Tue 2026-12-01 09:00');
    told(
      IRENA,
      'statement',
      'november 2026',
      /POD-1001: 23\. november 2026 \| 15 min \| 15 min \| Obračun plač – razlaga nastavitev/,
      /Zaračunano: +30 min/,
      'work-2026-11.pdf',
      'work-2026-11.csv',
    );
  },
);
