import { expect } from 'vitest';
import type { RequestTypeId } from '../../../src/desk/ids.ts';
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

    // By phone neither user data are handled nor anybody signs in to the customer's environment: he is told politely, and how it goes.
    await at('Mon 2026-11-23 11:00', mail('cloudempiere/3-user-data.eml'));
    told(PETER, 'confirmation', 'CLD-1002');
    told(IGOR, 'agent-new', 'CLD-1002');
    await desk.act('CLD-1002', { kind: 'request-type', to: 'user-data' as RequestTypeId });
    told(PETER, 'coverage', 'teraz nemôžeme vykonať', 'Telefonicky pomáhame len so základnými funkciami', 'cez portál');
    told([LUCIA, IGOR], 'agent-coverage', 'phone-basic-only');
    expect(await ticket('CLD-1002')).toMatchObject({ status: 'pending' });

    // Out of its hours the number is not told; mail comes in day and night.
    await at('Mon 2026-11-23 17:00', mail('cloudempiere/3-closed.eml'));
    told(PETER, 'confirmation', 'CLD-1003', not('5788'));
    told([LUCIA, IGOR], 'agent-new', 'CLD-1003');
  },
);
