import { expect } from 'vitest';
import { mail, not, story } from '../story.ts';

const LUCIA = 'lucia@cloud.example';
const IGOR = 'igor@cloud.example';
const PETER = 'peter@zakaznik.example';

story(
  'CLOUDEMPIERE-3',
  'phone support in standard working time is a central point of reporting too: what was asked and answered stands on a ticket',
  'cloudempiere',
  async (desk) => {
    const { at, told, ticket } = desk;
    await desk.people('cloudempiere');

    await at('Mon 2026-11-23 10:00', mail('cloudempiere/3-call.eml'));
    told(PETER, 'confirmation', 'Váš hovor sme zaznamenali ako požiadavku číslo CLD-1001', '02/5788 1234');
    told(IGOR, 'agent-new', 'CLD-1001');
    expect(await ticket('CLD-1001')).toMatchObject({ channel: 'phone', status: 'pending', assignee: 'lucia' });

    // Out of its hours the number is not told; mail comes in day and night.
    await at('Mon 2026-11-23 17:00', mail('cloudempiere/3-closed.eml'));
    told(PETER, 'confirmation', 'CLD-1002', not('5788'));
    told([LUCIA, IGOR], 'agent-new', 'CLD-1002');
  },
);
