import { expect } from 'vitest';
import { mail, not, story } from '../story.ts';

const NOC = 'noc@adriahosting.example';
const TOM = 'tom@balkanmedia.example';
const MILA = 'mila@interspace.example';
const STEFAN = 'stefan@interspace.example';

story(
  'INTERSPACE-5',
  'a mail states service ID, start, description and impact, and what applies of the rest; what is missing is asked for',
  'interspace',
  async (desk) => {
    const { at, told, ticket } = desk;
    await desk.people('interspace');

    // The service ID alone: the rest is asked for by a form, in the very mail that confirms.
    await at('Tue 2026-11-24 09:10', mail('interspace/5-slow-line.eml'));
    told(
      NOC,
      'confirmation',
      'ISP-1001',
      'Service ID: SVC-10234, IP transit 10G, Belgrade',
      '1. Start of the problem: 2. Impact: [ ] Service affecting [ ] Degradation',
      'Circuit ID (if applicable)',
      not(/\d\. Service ID/),
    );
    told([MILA, STEFAN], 'agent-new', 'Impact: not stated yet');

    // Part of it, by number: the question gets narrower.
    await at('Tue 2026-11-24 09:20', mail('interspace/5-slow-line-partly.eml'));
    told([MILA, STEFAN], 'agent-message', 'Start of the problem: 24 November 2026 at 07:40');
    told(NOC, 'facts-asked', '1. Impact:', not(/\d\. Start of the problem/), not(/\d\. Intermittent or permanent/));

    // The rest, by label: nothing more is asked.
    await at('Tue 2026-11-24 09:30', mail('interspace/5-slow-line-rest.eml'));
    told([MILA, STEFAN], 'agent-message', 'Impact: Degradation', 'IP address: 203.0.113.17');
    told(NOC, 'facts-asked', 'nothing more from you', not('[ ]'));
    const facts = Object.entries((await ticket('ISP-1001')).facts);
    expect(
      Object.fromEntries(facts.map(([key, fact]) => [key, fact.kind === 'given' ? fact.value : fact.kind])),
    ).toEqual({
      service: 'SVC-10234',
      start: '2026-11-24T06:40:00Z',
      description: expect.stringContaining('very slow'),
      impact: 'degradation',
      circuit: 'ICR-4410',
      persistence: 'intermittent',
      logs: expect.stringContaining('12 % packet loss'),
      ip: '203.0.113.17',
    });

    // All of it in a table: nothing is asked.
    await at('Tue 2026-11-24 09:35', mail('interspace/5-table.eml'));
    told(TOM, 'confirmation', 'ISP-1002', 'SVC-20077, Internet access 1G', not('[ ]'));
    told(MILA, 'agent-new', 'Impact: Service affecting', 'Intermittent or permanent fault: Permanent');

    // A service of somebody else, and one that is nobody's, are told alike and reveal nothing.
    await at('Tue 2026-11-24 09:40', mail('interspace/5-not-ours.eml'));
    const foreign = told(TOM, 'confirmation', 'ISP-1003', '1. Service ID:', not('IP transit'), not('Adria'));
    told([MILA, STEFAN], 'agent-new', 'ISP-1003');
    await at('Tue 2026-11-24 09:45', mail('interspace/5-no-such.eml'));
    const unknown = told(TOM, 'confirmation', 'ISP-1004', '1. Service ID:');
    told([MILA, STEFAN], 'agent-new', 'ISP-1004');
    const alike = (text = '') => text.replace(/ISP-\d+|SVC-\d+|09:4\d|support\+\S+/g, '…').replace(/\s+/g, ' ');
    expect(alike(unknown.text)).toBe(alike(foreign.text));
  },
);
