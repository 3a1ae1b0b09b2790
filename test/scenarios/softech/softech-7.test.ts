import { expect } from 'vitest';
import { mail, story } from '../story.ts';

const EVA = 'eva.novakova@pekarstvi.example';
const JANA = 'jana@softech.example';
const TOMAS = 'tomas@softech.example';
const STAFF = [JANA, TOMAS];

story('SOFTECH-7', 'files are sent by replying to the confirming message', 'softech', async (desk) => {
  const { at, told, ticket } = desk;
  await desk.people('softech');

  await at('Mon 2026-11-23 09:00', mail('softech/7-request.eml'));
  told(EVA, 'confirmation', 'SFT-1001', 'k odpovědi můžete přiložit soubory');
  told(STAFF, 'agent-new');
  const [row] = await at('Mon 2026-11-23 09:05', mail('softech/7-files.eml'));
  expect(row?.outcome).toBe('added');
  told(STAFF, 'agent-message', 'Posílám snímek obrazovky', 'chyba.png');
  const messages = await desk.world.store.read.messages((await ticket('SFT-1001')).id);
  expect(messages.at(-1)?.attachments).toMatchObject([{ filename: 'chyba.png', contentType: 'image/png' }]);
});
