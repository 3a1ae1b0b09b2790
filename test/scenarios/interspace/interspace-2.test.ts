import { expect } from 'vitest';
import { mail, story } from '../story.ts';

const NOC = 'noc@adriahosting.example';
const PETRA = 'petra.simic@adriahosting.example';
const [MILA, STEFAN] = ['mila@interspace.example', 'stefan@interspace.example'];

story(
  'INTERSPACE-2',
  'tickets come by e-mail and phone: the client names the service, describes the problem and chooses the priority; an agent may overrule it',
  'interspace',
  async (desk) => {
    const { at, told, ticket } = desk;
    await desk.people('interspace');

    // By impact and urgency it would be high; the client chose low.
    await at('Tue 2026-11-24 09:00', mail('interspace/2-chosen.eml'));
    told(NOC, 'confirmation', 'ISP-1001', 'Service ID: SVC-10300', 'Priority: Low');
    told([MILA, STEFAN], 'agent-new', 'Priority: Low');
    expect(await ticket('ISP-1001')).toMatchObject({
      channel: 'mail',
      priority: 'low',
      care: { service: 'SVC-10300' },
    });

    await at('Tue 2026-11-24 09:10', mail('interspace/2-overruled.eml'));
    told([NOC, PETRA], 'status-changed', 'from status “New” to status “In progress”', 'Priority: High');
    expect(await ticket('ISP-1001')).toMatchObject({ priority: 'high', assignee: 'stefan' });

    // A call that Mila records: for whom, the number says.
    await at('Tue 2026-11-24 09:20', mail('interspace/2-call.eml'));
    told('tom@balkanmedia.example', 'confirmation', 'ISP-1002', 'pages open slowly', '1. Service ID:');
    told(STEFAN, 'agent-new', 'ISP-1002', 'Tom Richards');
    expect(await ticket('ISP-1002')).toMatchObject({ channel: 'phone', requester: 'tom@balkanmedia.example' });
  },
);
