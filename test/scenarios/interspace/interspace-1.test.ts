import { expect } from 'vitest';
import { mail, not, story } from '../story.ts';

story(
  'INTERSPACE-1',
  'one contact centre, day and night: what comes on a Sunday before dawn is taken in, confirmed and given to somebody at once',
  'interspace',
  async (desk) => {
    const { at, told, ticket } = desk;
    await desk.people('interspace');
    await at('Sun 2026-11-22 03:05', mail('interspace/1-night.eml'));
    told('tom@balkanmedia.example', 'confirmation', 'ISP-1001', '+381 11 555 0200', not('next business day'));
    const opened = await ticket('ISP-1001');
    expect(opened).toMatchObject({ type: 'incident', priority: 'urgent', status: 'new', assignee: 'mila' });
    told('mila@interspace.example', 'agent-new', 'ISP-1001', 'SVC-20077', 'Impact: Service affecting');
  },
);
