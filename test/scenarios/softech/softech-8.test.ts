import { expect } from 'vitest';
import { mail, story } from '../story.ts';

const EVA = 'eva.novakova@pekarstvi.example';
const JANA = 'jana@softech.example';
const TOMAS = 'tomas@softech.example';
const STAFF = [JANA, TOMAS];

story(
  'SOFTECH-8',
  'whoever is given the request contacts the client; price and deadline are agreed then',
  'softech',
  async (desk) => {
    const { at, told, ticket } = desk;
    await desk.people('softech');

    await at('Mon 2026-11-23 09:00', mail('softech/8-request.eml'));
    told(EVA, 'confirmation', 'SFT-1001', 'Změna webových stránek');
    told(STAFF, 'agent-new');

    await at('Mon 2026-11-23 09:10', mail('softech/8-assign.eml'));
    told(EVA, 'worker-introduced', 'Jana Dvořáková', 'Odpovězte prosím na tuto zprávu', 'dohodneme na ceně a termínu');
    told(JANA, 'agent-assigned');
    // Work waits for the agreement.
    expect(await ticket('SFT-1001')).toMatchObject({ status: 'on-hold', assignee: 'jana' });

    await at('Mon 2026-11-23 11:00', mail('softech/8-quote.eml'));
    told(EVA, 'quote', /2\s500 CZK/, '4. prosince 2026', 'úpravu obrázků', 'souhlasím');
    expect((await ticket('SFT-1001')).status).toBe('pending');

    await at('Tue 2026-11-24 08:30', mail('softech/8-accept.eml'));
    told(EVA, 'quote-answered', 'jsme se dohodli', /2\s500 CZK/, '4. prosince 2026');
    told(JANA, 'agent-quote', 'Klient přijal nabídku', 'Fakturu prosím pošlete na účetní');
    const agreed = await ticket('SFT-1001');
    expect(agreed.status).toBe('open');
    expect(agreed.care.agreement?.offer).toMatchObject({
      state: 'accepted',
      price: { hundredths: 250_000, currency: 'CZK' },
      due: new Date('2026-12-04T23:59:59.999+01:00'),
    });

    // The deadline reminds both sides.
    await at('Thu 2026-12-03 09:00');
    told(EVA, 'quote-reminder', '4. prosince 2026');
    told(JANA, 'agent-quote', 'Blíží se termín SFT-1001');
    await at('Fri 2026-12-04 10:00', mail('softech/8-done.eml'));
    told(EVA, 'answer', 'Nový ceník je na webu');
    expect((await ticket('SFT-1001')).status).toBe('resolved');
  },
);
