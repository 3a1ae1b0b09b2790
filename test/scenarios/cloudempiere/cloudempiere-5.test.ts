import { expect } from 'vitest';
import { mail, story } from '../story.ts';

const IGOR = 'igor@cloud.example';
const PETER = 'peter@zakaznik.example';

story(
  'CLOUDEMPIERE-5',
  'incoming calls and requests are recorded in one place, and move on to further levels of solvers',
  'cloudempiere',
  async (desk) => {
    const { at, told, ticket } = desk;
    await desk.people('cloudempiere');
    await at('Mon 2026-11-23 10:00', mail('cloudempiere/3-call.eml'));
    told(PETER, 'confirmation', 'Váš hovor sme zaznamenali ako požiadavku číslo CLD-1001');
    told(IGOR, 'agent-new', 'CLD-1001');
    expect(await ticket('CLD-1001')).toMatchObject({ channel: 'phone', care: { tier: 'L1' }, assignee: 'lucia' });

    // The second level gets it, and keeps what tells one case from another.
    await desk.act('CLD-1001', { kind: 'tier', to: 'L2' }, { kind: 'tag', add: ['sklad'], remove: [] });
    told(IGOR, 'agent-new', 'CLD-1001', 'sklad');
    expect(await ticket('CLD-1001')).toMatchObject({
      care: { tier: 'L2', upkeep: { tags: ['sklad'] } },
      events: expect.arrayContaining(['tier-changed', 'tags-changed']),
    });
    expect((await desk.world.store.read.tickets({ tag: 'sklad', limit: 5 })).map(({ number }) => number)).toEqual([
      'CLD-1001',
    ]);
  },
);
