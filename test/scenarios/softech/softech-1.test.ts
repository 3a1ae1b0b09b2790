import { expect } from 'vitest';
import { mail, story } from '../story.ts';

const EVA = 'eva.novakova@pekarstvi.example';
const STAFF = ['jana@softech.example', 'tomas@softech.example'];

story('SOFTECH-1', 'only registered clients are served, each known by its company number', 'softech', async (desk) => {
  const { at, told, ticket, world } = desk;
  await desk.people('softech');
  // The number is kept in the form of the register, whatever the table says.
  const bakery = await world.store.read.clientByCompanyNumber('28012348');
  expect(bakery?.name).toBe('Pekařství Novák s.r.o.');

  const [row] = await at('Mon 2026-11-23 09:00', mail('softech/1-stranger.eml'));
  expect(row?.outcome).toBe('refused');
  told('karel@jinde.example', 'refused');

  await at('Mon 2026-11-23 09:05', mail('softech/1-client.eml'));
  told(EVA, 'confirmation', 'SFT-1001', 'Pekařství Novák s.r.o.');
  told(STAFF, 'agent-new');
  expect((await ticket('SFT-1001')).client).toBe('Pekařství Novák s.r.o.');
});
