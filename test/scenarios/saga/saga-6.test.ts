import { expect } from 'vitest';
import { mail, not, story } from '../story.ts';

const JELENA = 'jelena@saga.example';
const NIKOLA = 'nikola@saga.example';
const ZORAN = 'zoran@prodavnica.example';
const IVANA = 'ivana.kovac@alfabanka.example';

story(
  'SAGA-6',
  "a client's responsible person has six attributes: those that are missing are asked for, the mobile is optional",
  'saga',
  async (desk) => {
    const { at, told, ticket, world } = desk;
    await desk.people('saga');
    const ivana = (await world.store.read.people([IVANA])).get(IVANA);
    const id = ivana?.kind === 'contact' ? ivana.contact.id : undefined;
    expect(id && (await world.store.read.contact(id))).toMatchObject({
      name: 'Ivana Kovač',
      businessUnit: 'Bulevar kralja Aleksandra 12, 11000 Beograd',
      position: 'Rukovodilac elektronskog bankarstva',
      landline: '011 310 86 00',
      mobile: '064 123 45 67',
      addresses: [IVANA],
      responsible: true,
    });

    // What he said is not asked again.
    await at('Tue 2026-11-24 09:00', mail('saga/6-sign-up.eml'));
    told(
      ZORAN,
      'confirmation',
      '1. Poslovna jedinica',
      '2. Broj fiksnog telefona',
      not(/\d\. (?:Radno mesto|Ime i prezime|Broj mobilnog)/),
    );
    told([JELENA, NIKOLA], 'agent-new', 'EB-1001', 'Zoran Zec');

    await at('Tue 2026-11-24 09:20', mail('saga/6-rest.eml'));
    told(ZORAN, 'facts-asked');
    told(JELENA, 'agent-enrolment', 'vlasnik', '+38118555333', '+381642223344');
    told(NIKOLA, 'agent-message', 'EB-1001');

    await at('Tue 2026-11-24 10:00', mail('saga/6-decline.eml'));
    told(ZORAN, 'enrolment-declined', 'Podršku dajemo samo bankama.', 'Vašu prijavu ne možemo da prihvatimo');
    expect(await ticket('EB-1001')).toMatchObject({ status: 'resolved', client: undefined });
    expect((await world.store.read.people([ZORAN])).get(ZORAN)).toMatchObject({
      contact: { client: undefined, responsible: false, entered: false },
    });
  },
);
