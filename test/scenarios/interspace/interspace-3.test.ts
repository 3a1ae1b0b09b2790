import { expect } from 'vitest';
import { mail, story } from '../story.ts';

const STAFF = ['mila@interspace.example', 'stefan@interspace.example'];

story(
  'INTERSPACE-3',
  'a unique ticket ID is generated and used in all further correspondence: whoever of the client names it is heard on the same case',
  'interspace',
  async (desk) => {
    const { at, told, ticket } = desk;
    await desk.people('interspace');
    await at('Tue 2026-11-24 09:00', mail('interspace/2-chosen.eml'));
    const confirmation = told('noc@adriahosting.example', 'confirmation', 'ISP-1001');
    expect(confirmation.subject).toBe('[ISP-1001] Latency to Novi Sad');
    told(STAFF, 'agent-new', '[ISP-1001]');

    await at('Tue 2026-11-24 10:25', mail('interspace/3-by-number.eml'));
    told(STAFF, 'agent-message', '[ISP-1001]', 'back to 9 ms');
    expect((await ticket('ISP-1001')).events.filter((kind) => kind === 'message-added')).toHaveLength(2);

    await at('Tue 2026-11-24 10:30', mail('interspace/1-night.eml'));
    expect(told('tom@balkanmedia.example', 'confirmation').subject).toBe('[ISP-1002] Internet access down');
    told('mila@interspace.example', 'agent-new', '[ISP-1002]');
  },
);
