import { mail, story } from '../story.ts';

const EVA = 'eva.novakova@pekarstvi.example';
const JANA = 'jana@softech.example';
const TOMAS = 'tomas@softech.example';
const STAFF = [JANA, TOMAS];

story('SOFTECH-6', 'the client is informed at once by a confirming message', 'softech', async (desk) => {
  const { at, told } = desk;
  await desk.people('softech');

  await at('Mon 2026-11-23 20:00', mail('softech/6-request.eml'));
  told(EVA, 'confirmation', 'SFT-1001', 'Přijali jsme ji', 'Jak v systému stornuji fakturu?');
  told(STAFF, 'agent-new');
});
