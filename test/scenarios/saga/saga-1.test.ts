import { expect } from 'vitest';
import { mail, not, story } from '../story.ts';

const JELENA = 'jelena@saga.example';
const NIKOLA = 'nikola@saga.example';
const MIRA = 'mira@novabanka.example';

story(
  'SAGA-1',
  'one address is the single point of contact of all clients, and future clients sign up through it as well',
  'saga',
  async (desk) => {
    const { at, told, ticket, world } = desk;
    await desk.people('saga');

    await at('Mon 2026-11-23 09:05', mail('saga/1-sign-up.eml'));
    told(
      MIRA,
      'confirmation',
      'EB-1001',
      'Da bismo Vas prijavili kao klijenta, potrebni su nam podaci',
      'Poslovna jedinica',
      'Broj fiksnog telefona',
      not('banka a.d.'), // nothing of those who are clients
    );
    told([JELENA, NIKOLA], 'agent-new', 'EB-1001');
    expect((await ticket('EB-1001')).care.enrolment).toBe('asked');

    await at('Mon 2026-11-23 09:30', mail('saga/1-six-attributes.eml'));
    told(MIRA, 'facts-asked', 'za sada nam od Vas više ništa nije potrebno');
    told(JELENA, 'agent-enrolment', '#approve', 'Mira Mirić', 'Glavna 1, 21000 Novi Sad', 'direktorka', '+38121123456');
    told(NIKOLA, 'agent-message', 'EB-1001');

    // Not everybody may accept a client.
    await at('Mon 2026-11-23 09:40', mail('saga/1-not-an-approver.eml'));
    told(NIKOLA, 'transcript', 'ovo mogu samo osobe koje odobravaju prijave');

    await at('Mon 2026-11-23 10:00', mail('saga/1-approve.eml'));
    told(MIRA, 'welcome', 'Klijent Nova banka a.d. je prijavljen', 'e-banking@saga.example', '011 555 0680');
    expect(await ticket('EB-1001')).toMatchObject({ status: 'resolved', assignee: 'jelena' });
    const { read } = world.store;
    expect((await ticket('EB-1001')).client).toBe('Nova banka a.d.');
    const person = (await read.people([MIRA])).get(MIRA);
    expect(person).toMatchObject({ contact: { name: 'Mira Mirić', responsible: true, entered: true } });

    await at('Mon 2026-11-23 11:00', mail('saga/1-first-request.eml'));
    told(MIRA, 'confirmation', 'EB-1002', 'Nova banka a.d.', not('potrebni su nam podaci'));
    told([JELENA, NIKOLA], 'agent-new', 'EB-1002', 'Nova banka a.d.');
  },
);
