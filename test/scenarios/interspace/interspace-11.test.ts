import { expect } from 'vitest';
import { mail, story } from '../story.ts';

const TOM = 'tom@balkanmedia.example';
const MILA = 'mila@interspace.example';

story(
  'INTERSPACE-11',
  'when response time was missed the client is told, and may send the case up by hand; not again at once',
  'interspace',
  async (desk) => {
    const { at, told, ticket } = desk;
    await desk.people('interspace');
    await at('Sun 2026-11-22 03:05', mail('interspace/1-night.eml'));
    told(TOM, 'confirmation', 'ISP-1001');
    told(MILA, 'agent-new', 'ISP-1001');

    // Half an hour was promised.
    await at('Sun 2026-11-22 03:36');
    told(TOM, 'target-missed', 'First response: 30 minutes', 'single word escalate');
    told(MILA, 'agent-target', 'ISP-1001');
    told(MILA, 'agent-target', 'ISP-1001');

    await at('Sun 2026-11-22 03:40', mail('interspace/11-escalate.eml'));
    told(TOM, 'escalated', 'ISP-1001', 'Shift manager');
    told(MILA, 'agent-message', 'the office stands still');
    told('vesna@interspace.example', 'agent-escalated', 'ISP-1001', 'no carrier');
    expect((await ticket('ISP-1001')).care.escalation).toMatchObject({ level: 1 });

    await at('Sun 2026-11-22 03:50', mail('interspace/11-again.eml'));
    told(TOM, 'escalation-refused', 'ISP-1001');
    told(MILA, 'agent-message', 'escalate');
    expect((await ticket('ISP-1001')).care.escalation).toMatchObject({ level: 1 });
  },
);
