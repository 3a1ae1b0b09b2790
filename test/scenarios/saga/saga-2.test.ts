import { expect } from 'vitest';
import { mail, not, story } from '../story.ts';

const JELENA = 'jelena@saga.example';
const NIKOLA = 'nikola@saga.example';
const DUSAN = 'dusan@pekara.example';
const ZORA = 'zora@frizer.example';
const MARIJA = 'marija.lukic@cepp.example';

story(
  'SAGA-2',
  "an address serves a client's own customers: the customer is answered, the client's responsible person is told",
  'saga',
  async (desk) => {
    const { at, told, ticket } = desk;
    await desk.people('saga');

    await at('Mon 2026-11-23 09:05', mail('saga/2-customer.eml'));
    const confirmed = told(DUSAN, 'confirmation', 'EB-1001', 'ne vidim jučerašnji izvod');
    expect(confirmed.from?.address).toBe('ceppsupport@saga.example');
    expect(confirmed.replyTo?.[0]?.address).toMatch(/^ceppsupport\+/);
    told(MARIJA, 'customer-opened', 'EB-1001', 'Dušan Perić', 'ne vidim jučerašnji izvod');
    told([JELENA, NIKOLA], 'agent-new', 'EB-1001', 'Centar za elektronsko poslovanje pošte');
    expect(await ticket('EB-1001')).toMatchObject({
      requester: DUSAN,
      client: 'Centar za elektronsko poslovanje pošte',
    });

    // Another customer who knows the number sees nothing of it, and does not join it.
    await at('Mon 2026-11-23 09:20', mail('saga/2-other-customer.eml'));
    told(ZORA, 'confirmation', 'EB-1002', not('Dušan'), not('jučerašnji'));
    told(MARIJA, 'customer-opened', 'EB-1002');
    told([JELENA, NIKOLA], 'agent-new', 'EB-1002', 'EB-1001');

    // The client himself may say a word on it; his customer is not shown it.
    await at('Mon 2026-11-23 09:30', mail('saga/2-responsible.eml'));
    told([JELENA, NIKOLA], 'agent-message', 'EB-1001', 'ugovor mu ističe');
    expect(await ticket('EB-1001')).toMatchObject({ status: 'new' });

    await at('Mon 2026-11-23 10:00', mail('saga/2-answer.eml'));
    const answer = told(DUSAN, 'answer', 'EB-1001', 'izvod je sada dostupan', 'ne vidim jučerašnji', not('ugovor'));
    expect(answer.from?.address).toBe('ceppsupport@saga.example');
    told(MARIJA, 'status-changed', 'EB-1001', 'iz statusa „Primljen” u status „Rešen”');
  },
);
