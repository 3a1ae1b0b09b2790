import { expect } from 'vitest';
import { mail, not, story, unprovedMail } from '../story.ts';

const JELENA = 'jelena@saga.example';
const NIKOLA = 'nikola@saga.example';
const IVANA = 'ivana.kovac@alfabanka.example';
const ANDREW = 'andrew.hill@betabank.example';
const VERA = 'vera@nepoznato.example';

story(
  'SAGA-5',
  'outside working hours known contacts are told the on-call mobile, strangers never; calls find who has the number',
  'saga',
  async (desk) => {
    const { at, told, ticket } = desk;
    await desk.people('saga');

    // Staff entered him: his mail need not be proved.
    await at('Mon 2026-11-23 17:00', unprovedMail('saga/5-night.eml'));
    told(ANDREW, 'confirmation', 'EB-1001', 'For an urgent intervention call 063 555 100.', not('011 555 0680'));
    told([JELENA, NIKOLA], 'agent-new');

    await at('Mon 2026-11-23 22:00', mail('saga/5-night-stranger.eml'));
    told(VERA, 'confirmation', 'EB-1002', not(/063 ?555/), not('011 555 0680'));
    told([JELENA, NIKOLA], 'agent-new');

    await at('Mon 2026-11-23 22:30', mail('saga/5-call.eml'));
    told(IVANA, 'confirmation', 'Vaš poziv je zabeležen kao zahtev broj EB-1003', 'Aplikacija se ne otvara');
    told(NIKOLA, 'agent-new', 'EB-1003', 'Put: telefon');
    const call = await ticket('EB-1003');
    expect(call).toMatchObject({ channel: 'phone', requester: IVANA });
    expect(call.subject).toContain('Aplikacija se ne otvara');

    // Nikola takes a call in Jelena's week: it is urgent, and she has the mobile.
    await at('Mon 2026-11-23 23:00', mail('saga/5-call-urgent.eml'));
    told(ANDREW, 'confirmation', 'EB-1004', 'Your call has been recorded');
    told(JELENA, 'agent-on-call', 'EB-1004', 'Vi ste dežurni', 'Payments have stopped');

    await at('Mon 2026-11-23 23:30', mail('saga/5-call-unknown.eml'));
    told(NIKOLA, 'agent-new', 'EB-1005', 'Podnosilac: 060 555 44 33');
    expect(await ticket('EB-1005')).toMatchObject({ channel: 'phone', client: undefined });
  },
);
