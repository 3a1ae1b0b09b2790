import { expect } from 'vitest';
import { mail, not, story } from '../story.ts';

const NOC = 'noc@adriahosting.example';
const PETRA = 'petra.simic@adriahosting.example';
const STAFF = ['mila@interspace.example', 'stefan@interspace.example'];

story(
  'INTERSPACE-10',
  'a ticket goes to the next managerial level of the matrix by its age alone: level and client are told, each once',
  'interspace',
  async (desk) => {
    const { at, told, ticket } = desk;
    await desk.people('interspace');
    await at('Tue 2026-11-24 09:00', mail('interspace/2-chosen.eml'));
    told(NOC, 'confirmation', 'ISP-1001');
    told(STAFF, 'agent-new', 'ISP-1001');

    await at('Tue 2026-11-24 10:59');
    await at('Tue 2026-11-24 11:00');
    told([NOC, PETRA], 'escalated', 'ISP-1001', 'Shift manager', not('vesna@'));
    told('vesna@interspace.example', 'agent-escalated', 'ISP-1001', 'Shift manager', 'Higher latency than usual');
    expect((await ticket('ISP-1001')).care.escalation).toMatchObject({ level: 1 });

    await at('Tue 2026-11-24 15:00');
    told([NOC, PETRA], 'escalated', 'Head of network operations', not('goran@'));
    told('goran@interspace.example', 'agent-escalated', 'ISP-1001');
    expect((await ticket('ISP-1001')).care.escalation).toMatchObject({ level: 2 });

    // The matrix has no more levels.
    await at('Tue 2026-11-24 17:00');
  },
);
