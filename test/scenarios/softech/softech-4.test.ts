import { expect } from 'vitest';
import { mail, not, story } from '../story.ts';

const EVA = 'eva.novakova@pekarstvi.example';
const PROVOZ = 'provoz@pekarstvi.example';
const JANA = 'jana@softech.example';
const TOMAS = 'tomas@softech.example';
const STAFF = [JANA, TOMAS];

story(
  'SOFTECH-4',
  'a specification has at most 8,000 characters; what is longer is kept whole',
  'softech',
  async (desk) => {
    const { at, told, ticket } = desk;
    await desk.people('softech');

    await at('Mon 2026-11-23 09:00', mail('softech/4-long.eml'));
    told(EVA, 'confirmation', 'SFT-1001', /nejvýše 8\s000 znaků/, 'SFT-1001.txt');
    told(STAFF, 'agent-new', 'fotografii číslo 1 ', 'SFT-1001.txt', not('TO JE KONEC ZADÁNÍ'));
    const { id } = await ticket('SFT-1001');
    const [message] = await desk.world.store.read.messages(id);
    expect(Array.from(message?.shown ?? '').length).toBeLessThanOrEqual(8_000);
    const file = desk.world
      .inbox(JANA)
      .at(-1)
      ?.attachments.find(({ filename }) => filename === 'SFT-1001.txt');
    expect(new TextDecoder().decode(file?.content as ArrayBuffer)).toMatch(/číslo 100 .*TO JE KONEC ZADÁNÍ/s);

    // A client may name another address for one case: it is asked, and gets nothing before it has answered.
    await at('Mon 2026-11-23 09:30', mail('softech/4-other-address.eml'));
    told(EVA, 'confirmation', 'SFT-1002', 'jsme požádali o potvrzení');
    told(STAFF, 'agent-new');
    told(PROVOZ, 'reply-address', 'SFT-1002', 'Eva Nováková', 'souhlasím', not('sklad'), not('Dotaz'));
    await at('Mon 2026-11-23 09:35', mail('softech/4-before.eml'));
    told(EVA, 'answer', 'Podívám se na to');
    await at('Mon 2026-11-23 09:40', mail('softech/4-confirms.eml'));
    told(JANA, 'agent-message', 'Souhlasím');
    told(PROVOZ, 'status-changed');
    await at('Mon 2026-11-23 10:00', mail('softech/4-answer.eml'));
    told(PROVOZ, 'answer', 'V nabídce Sklady zvolte Nový sklad');
  },
);
