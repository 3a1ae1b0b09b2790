import { expect } from 'vitest';
import { mail, not, story } from '../story.ts';

const JELENA = 'jelena@saga.example';
const NIKOLA = 'nikola@saga.example';
const PETAR = 'petar.ilic@alfabanka.example';
const ANDREW = 'andrew.hill@betabank.example';

story('SAGA-7', 'every complaint or request gets its own unique identification number', 'saga', async (desk) => {
  const { at, told, ticket } = desk;
  await desk.people('saga');

  await at('Mon 2026-11-23 09:05', mail('saga/7-token-blocked.eml'));
  told(PETAR, 'confirmation', '[EB-1001] Blokiran token klijenta', 'zahtev broj EB-1001', '48-113902');
  told([JELENA, NIKOLA], 'agent-new', 'EB-1001', 'Petar Ilić', 'Alfa banka', '48-113902');

  await at('Mon 2026-11-23 09:07', mail('saga/7-certificate-expires.eml'));
  told(ANDREW, 'confirmation', '[EB-1002] Server certificate', 'request EB-1002', not('EB-1001'));
  told([JELENA, NIKOLA], 'agent-new', 'EB-1002', 'Beta Bank', 'ebank.betabank.example.csr');

  // What he adds to the first joins it: no third number.
  await at('Mon 2026-11-23 09:12', mail('saga/7-token-blocked-more.eml'));
  told([JELENA, NIKOLA], 'agent-message', 'EB-1001', '48-113920');

  expect(await ticket('EB-1001')).toMatchObject({ requester: PETAR, client: 'Alfa banka a.d. Beograd', status: 'new' });
  expect(await ticket('EB-1002')).toMatchObject({ requester: ANDREW, client: 'Beta Bank AD Podgorica' });
  await expect(ticket('EB-1003')).rejects.toThrow('there is no ticket EB-1003');
});
