import { expect } from 'vitest';
import { mail, not, story } from '../story.ts';

const JELENA = 'jelena@saga.example';
const NIKOLA = 'nikola@saga.example';
const PETAR = 'petar.ilic@alfabanka.example';
const ANDREW = 'andrew.hill@betabank.example';
const OWN = 'alfa-podrska@saga.example';

story(
  'SAGA-3',
  'a client has an address of his own: he is answered from it alone, and what others write there is placed with the rest',
  'saga',
  async (desk) => {
    const { at, told } = desk;
    await desk.people('saga');

    await at('Mon 2026-11-23 10:00', mail('saga/3-own-address.eml'));
    const own = told(PETAR, 'confirmation', 'EB-1001', not('e-banking@saga.example'));
    expect(own.from?.address).toBe(OWN);
    expect(own.raw.toString()).not.toContain('e-banking@');
    told([JELENA, NIKOLA], 'agent-new', 'EB-1001');

    // He is to see no other, whichever he wrote to.
    await at('Mon 2026-11-23 10:10', mail('saga/3-general-address.eml'));
    expect(told(PETAR, 'confirmation', 'EB-1002').from?.address).toBe(OWN);
    told([JELENA, NIKOLA], 'agent-new', 'EB-1002');

    const [row] = await at('Mon 2026-11-23 10:20', mail('saga/3-other-client.eml'));
    const other = told(ANDREW, 'confirmation', 'EB-1003', not('alfa'));
    expect(other.from?.address).toBe('e-banking@saga.example');
    expect(other.raw.toString()).not.toContain('alfa');
    told([JELENA, NIKOLA], 'agent-new', 'EB-1003');
    expect(row?.reasons.join()).toContain('is for one client alone, and the sender is not of him');
  },
);
