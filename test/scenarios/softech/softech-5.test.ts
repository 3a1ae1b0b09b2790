import { expect } from 'vitest';
import { mail, story } from '../story.ts';

const EVA = 'eva.novakova@pekarstvi.example';
const JANA = 'jana@softech.example';
const TOMAS = 'tomas@softech.example';
const STAFF = [JANA, TOMAS];

story('SOFTECH-5', 'every request gets the next number, by which it can be referred to', 'softech', async (desk) => {
  const { at, told } = desk;
  await desk.people('softech');

  await at('Mon 2026-11-23 09:00', mail('softech/5-first.eml'), mail('softech/5-second.eml'));
  told(EVA, 'confirmation', 'SFT-1001', 'Přesměrování');
  told(EVA, 'confirmation', 'SFT-1002', 'Nová schránka');
  told(STAFF, 'agent-new', 'SFT-1001');
  told(STAFF, 'agent-new', 'SFT-1002');
  const [row] = await at('Mon 2026-11-23 09:05', mail('softech/5-by-number.eml'));
  expect(row?.outcome).toBe('added');
  told(STAFF, 'agent-message', 'SFT-1001', 'Přesměrování prosím na');
});
