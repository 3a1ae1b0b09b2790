import { expect } from 'vitest';
import { mail, not, story } from '../story.ts';

const EVA = 'eva.novakova@pekarstvi.example';
const JANA = 'jana@softech.example';
const TOMAS = 'tomas@softech.example';
const STAFF = [JANA, TOMAS];

story('SOFTECH-3', 'what kind of request it is decides who does it, by when and for what', 'softech', async (desk) => {
  const { at, told, ticket } = desk;
  await desk.people('softech');

  await at('Mon 2026-11-23 09:00', mail('softech/3-express.eml'));
  told(EVA, 'confirmation', 'SFT-1001', 'Expresní servisní zásah', /příplatek: 50\s%/, '#other');
  told(TOMAS, 'agent-new', 'Expresní servisní zásah', 'požadavek tohoto typu');
  expect(await ticket('SFT-1001')).toMatchObject({ type: 'incident', priority: 'urgent', assignee: 'tomas' });
  const due = (await desk.world.store.read.dueTimers(new Date('2030-01-01'), 50)).map((timer) => timer.due.getTime());
  // Express: six opening hours, told when they are over.
  expect(Math.max(...due)).toBe(new Date('2026-11-23T15:00:00+01:00').getTime() + 1);
  // An hour has gone by without an answer.
  await at('Mon 2026-11-23 10:01');
  told(TOMAS, 'agent-target');
  told(TOMAS, 'agent-target');

  await at('Mon 2026-11-23 10:05', mail('softech/3-domain.eml'));
  told(EVA, 'confirmation', 'SFT-1002', 'Nová doména', not('příplatek'));
  told(STAFF, 'agent-new', 'Nová doména', 'Je doména volná?', 'pekarstvi-novak.example');
  expect((await ticket('SFT-1002')).facts).toMatchObject({ domain: { value: 'pekarstvi-novak.example' } });

  await at('Mon 2026-11-23 10:10', mail('softech/3-usual.eml'));
  told(EVA, 'confirmation', 'SFT-1003', 'Ostatní');
  told(STAFF, 'agent-new');
});
