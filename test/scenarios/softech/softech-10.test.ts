import { expect } from 'vitest';
import { mail, story } from '../story.ts';

const JANA = 'jana@softech.example';
const TOMAS = 'tomas@softech.example';

story(
  'SOFTECH-10',
  'a client without internet is served wholly by calls that staff record',
  'softech',
  async (desk) => {
    const { at, told, ticket } = desk;
    await desk.people('softech');

    await at('Mon 2026-11-23 09:00', mail('softech/10-call.eml'));
    told(TOMAS, 'agent-new', 'SFT-1001', 'Josef Novotný', 'Statek Lhota', 'Nejde jim internet');
    expect(await ticket('SFT-1001')).toMatchObject({
      channel: 'phone',
      requester: 'Josef Novotný',
      client: 'Statek Lhota s.r.o.',
    });

    // Nobody can be mailed: she is told to call, and by which number; till she has, nothing waits for the client.
    await at('Mon 2026-11-23 09:10', mail('softech/10-take.eml'));
    told(JANA, 'agent-call-back', '+420 224 123 456', 'Technik přijede zítra v 9 hodin');
    expect(await ticket('SFT-1001')).toMatchObject({ status: 'open', assignee: 'jana' });

    await at('Mon 2026-11-23 09:20', mail('softech/10-called-back.eml'));
    const now = await ticket('SFT-1001');
    expect(now).toMatchObject({ status: 'pending', assignee: 'jana' });
    expect(now.events.filter((kind) => kind === 'message-added')).toHaveLength(4);
    const messages = await desk.world.store.read.messages(now.id);
    expect(messages.map(({ channel, direction, shown }) => [channel, direction, shown])).toEqual([
      ['phone', 'inbound', 'Nejde jim internet, ani pošta; prosí o výjezd technika.'],
      ['mail', 'outbound', 'Technik přijede zítra v 9 hodin.'],
      ['phone', 'inbound', 'Termín jim vyhovuje.'],
      ['phone', 'outbound', 'Technik přijede v 9 hodin, bude potřebovat přístup k serveru.'],
    ]);
    expect(desk.world.everybody().toSorted()).toEqual([JANA, TOMAS]);
  },
);
