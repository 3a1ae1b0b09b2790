import { expect } from 'vitest';
import { mail, story } from '../story.ts';

const [LUCIA, IGOR] = ['lucia@cloud.example', 'igor@cloud.example'];
const PETER = 'peter@zakaznik.example';

story(
  'CLOUDEMPIERE-6',
  'the overall impact on the organisation and the urgency assign the level of priority',
  'cloudempiere',
  async (desk) => {
    const { at, told, ticket } = desk;
    await desk.people('cloudempiere');
    await at('Mon 2026-11-23 10:00', mail('cloudempiere/6-urgent.eml'));
    told(PETER, 'confirmation', 'CLD-1001', 'Vysoká');
    told([LUCIA, IGOR], 'agent-new', 'CLD-1001', 'Vysoká');
    expect((await ticket('CLD-1001')).priority).toBe('high');
  },
);
