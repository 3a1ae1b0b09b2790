import { expect } from 'vitest';
import { mail, not, story } from '../story.ts';

const JELENA = 'jelena@saga.example';
const NIKOLA = 'nikola@saga.example';
const PETAR = 'petar.ilic@alfabanka.example';
const IVANA = 'ivana.kovac@alfabanka.example';

story(
  'SAGA-8',
  'each change of status is told to the responsible person, from status X to status Y, with the ID and the basic details',
  'saga',
  async (desk) => {
    const { at, told, ticket } = desk;
    await desk.people('saga');

    await at('Mon 2026-11-23 09:30', mail('saga/8-wrong-balance.eml'));
    told(PETAR, 'confirmation', 'EB-1001');
    told([JELENA, NIKOLA], 'agent-new', 'EB-1001');

    await at('Mon 2026-11-23 09:40', mail('saga/8-in-work.eml'));
    told(
      [IVANA, PETAR],
      'status-changed',
      '[EB-1001] Pogrešno stanje računa u aplikaciji',
      'zahtev EB-1001 je prešao iz statusa „Primljen” u status „U radu”',
      'Petar Ilić', // who complained
      '23. novembar 2026. u 09:30', // and when
    );

    // What staff note is no change of status and none of the client's business.
    await at('Mon 2026-11-23 10:05', mail('saga/8-night-batch.eml'));

    await at('Mon 2026-11-23 11:25', mail('saga/8-resolved.eml'));
    told(
      PETAR,
      'answer',
      'prenos stanja je ponovljen',
      'iz statusa „U radu” u status „Rešen”',
      not('baza je bila puna'),
    );
    told(
      IVANA,
      'status-changed',
      'EB-1001',
      'iz statusa „U radu” u status „Rešen”',
      'prenos stanja je ponovljen', // with what solution
      not('baza je bila puna'),
    );
    expect(await ticket('EB-1001')).toMatchObject({ status: 'resolved', assignee: 'jelena', priority: 'normal' });
  },
);
