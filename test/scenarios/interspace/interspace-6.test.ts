import { expect } from 'vitest';
import { mail, not, story } from '../story.ts';

const TOM = 'tom@balkanmedia.example';
const [MILA, STEFAN] = ['mila@interspace.example', 'stefan@interspace.example'];

story(
  'INTERSPACE-6',
  'incidents have the priority of their impact and urgency; what affects no service and comes out of hours may wait for the next business day if both agree',
  'interspace',
  async (desk) => {
    const { at, told, ticket } = desk;
    await desk.people('interspace');

    // Saturday night: the offer stands in the confirmation.
    await at('Sat 2026-11-21 22:05', mail('interspace/6-harmless.eml'));
    told(TOM, 'confirmation', 'ISP-1001', 'on the next business day, 23 November 2026 at 08:00', 'single word agree');
    told([MILA, STEFAN], 'agent-new', 'Impact: Non service affecting');
    expect(await ticket('ISP-1001')).toMatchObject({ priority: 'normal', care: { deferral: { state: 'offered' } } });

    await at('Sat 2026-11-21 22:15', mail('interspace/6-agree.eml'));
    told(TOM, 'deferral-answered', 'ISP-1001', '23 November 2026 at 08:00');
    told([MILA, STEFAN], 'agent-message', 'ISP-1001', 'agree');
    expect((await ticket('ISP-1001')).care.deferral?.state).toBe('agreed');

    // No clock ran meanwhile: nothing was missed. On Monday morning it is taken up.
    await at('Mon 2026-11-23 08:01');
    told([MILA, STEFAN], 'agent-resumed', 'ISP-1001');
    expect((await ticket('ISP-1001')).events).not.toContain('target-told');

    // Reduced traffic is high, the loss of the service urgent, and neither is offered to wait, whatever the hour.
    await at('Mon 2026-11-23 08:02', mail('interspace/6-degraded.eml'));
    told(TOM, 'confirmation', 'ISP-1002', 'Priority: High', not('next business day'));
    told([MILA, STEFAN], 'agent-new', 'Impact: Degradation');
    await at('Mon 2026-11-23 08:03', mail('interspace/1-night.eml'));
    told(TOM, 'confirmation', 'ISP-1003', 'Priority: Urgent', not('next business day'));
    told(MILA, 'agent-new', 'Impact: Service affecting');
  },
);
