import { expect } from 'vitest';
import { mail, not, story } from '../story.ts';

const EVA = 'eva.novakova@pekarstvi.example';
const JANA = 'jana@softech.example';
const TOMAS = 'tomas@softech.example';
const STAFF = [JANA, TOMAS];

story('SOFTECH-9', 'important documents are added to the case by those who work on it', 'softech', async (desk) => {
  const { at, told, ticket } = desk;
  await desk.people('softech');

  await at('Mon 2026-11-23 09:00', mail('softech/9-request.eml'));
  told(EVA, 'confirmation', 'SFT-1001');
  told(STAFF, 'agent-new');

  await at('Mon 2026-11-23 11:00', mail('softech/9-scan.eml'));
  told(TOMAS, 'agent-note', 'Smlouva došla poštou', 'smlouva-podepsana.pdf');
  const { id } = await ticket('SFT-1001');
  const messages = await desk.world.store.read.messages(id);
  expect(messages.at(-1)).toMatchObject({
    direction: 'internal',
    attachments: [{ filename: 'smlouva-podepsana.pdf', detectedType: 'application/pdf' }],
  });

  await at('Mon 2026-11-23 11:10', mail('softech/9-answer.eml'));
  told(EVA, 'answer', 'Smlouva došla, děkujeme', not('smlouva-podepsana'));
});
