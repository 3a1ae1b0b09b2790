import { mail, not, story, unprovedMail } from '../story.ts';

const IRENA = 'irena.kos@mizarstvo-kos.example';
const MATEJ = 'matej@saop.example';
const NINA = 'nina@saop.example';

story(
  'SAOP-1',
  'the client sees the record of its requests: taken into work when, closed when and with what solution, or still on the waiting list',
  'saop',
  async (desk) => {
    const { at, told } = desk;
    await desk.people('saop');

    await at('Mon 2026-11-23 09:10');
    await desk.portal(IRENA, 'Obrazec REK-1', 'Pri obračunu plač se obrazec REK-1 ne pripravi.');
    told(IRENA, 'confirmation', 'POD-1001');
    told(MATEJ, 'agent-new', 'POD-1001');
    await at('Mon 2026-11-23 10:30', mail('saop/1-resolved.eml'));
    told(IRENA, 'answer', 'V šifrantu vrst dohodkov');
    await desk.portal(IRENA, 'Stopnja prispevkov', 'Kje pri plačah nastavim stopnjo?');
    told(IRENA, 'confirmation', 'POD-1002');
    told(NINA, 'agent-new', 'POD-1002');

    // The word for it in capital letters, and a signature, which is nothing.
    await at('Mon 2026-11-23 11:00', mail('saop/1-record.eml'));
    told(
      IRENA,
      'record',
      /POD-1002: +Stopnja prispevkov Prejeto: +23\. november 2026 ob 10\.30 Status: +Prejet Mesto v vrsti: +1 od 1/,
      /POD-1001: +Obrazec REK-1 Prejeto: +23\. november 2026 ob 09\.10 Začetek dela: +23\. november 2026 ob 10\.30 Status: +Rešen Zaključeno: +23\. november 2026 ob 10\.30 Rešitev: +V šifrantu vrst dohodkov potrdite/,
    );
    await at('Mon 2026-11-23 11:05', mail('saop/1-one-record.eml'));
    told(
      IRENA,
      'record-case',
      'POD-1001: Obrazec REK-1',
      'se obrazec REK-1 ne pripravi',
      'obračun ponovite',
      not('Stopnja'),
    );

    // Whoever only says that he is she learns nothing.
    await at('Mon 2026-11-23 11:10', unprovedMail('saop/1-forged.eml'));
    told(IRENA, 'prove', 'tokrat pa tega nismo mogli preveriti', not('POD-'));
  },
);
