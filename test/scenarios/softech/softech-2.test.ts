import { expect } from 'vitest';
import { hashOf, keyParts } from '../../../src/desk/access/access.ts';
import type { DeskWorld } from '../../gateway/desk-world.ts';
import { mail, not, story } from '../story.ts';

const EVA = 'eva.novakova@pekarstvi.example';
const KAREL = 'karel@jinde.example';
const JANA = 'jana@softech.example';
const TOMAS = 'tomas@softech.example';

/** What `spoc access redeem` does with a key. */
async function redeem(world: DeskWorld, key: string): Promise<string> {
  const { number = '', secret = '' } = keyParts(key) ?? {};
  const ticket = await world.store.read.ticketByNumber(number);
  if (ticket === undefined) return 'no ticket';
  const act = { kind: 'redeem', hash: hashOf(secret) } as const;
  const by = { kind: 'operator' } as const;
  const done = await world.core.operations.execute({
    kind: 'act',
    ticket,
    by,
    acts: [act],
    text: undefined,
    visibility: 'internal',
  });
  return done.kind;
}

story('SOFTECH-2', 'access goes out in the agreed way, once the applicant is verified', 'softech', async (desk) => {
  const { at, told, ticket, world } = desk;
  await desk.people('softech');

  // Somebody who names the number of a client: the administrator is told what is known, he himself nothing.
  await at('Mon 2026-11-23 09:00', mail('softech/2-stranger.eml'));
  told(KAREL, 'confirmation', 'SFT-1001', not('Pekařství Novák s.r.o.'), not('Eva'), not('596 111 222'));
  told(
    TOMAS,
    'agent-access',
    KAREL,
    'nezapsán jako kontakt',
    'Pekařství Novák s.r.o., 28012348',
    'Eva Nováková, +420 596 111 222',
  );
  told(JANA, 'agent-new');
  await at('Mon 2026-11-23 09:05', mail('softech/2-grant-stranger.eml'));
  told(TOMAS, 'transcript', 'zapište ho, až ověříte');

  await at('Mon 2026-11-23 10:00', mail('softech/2-client.eml'));
  told(EVA, 'confirmation', 'SFT-1002');
  told(TOMAS, 'agent-access', 'zapsán jako kontakt', 'Pekařství Novák s.r.o.');
  told(JANA, 'agent-new');
  await at('Mon 2026-11-23 10:05', mail('softech/2-not-administrator.eml'));
  told(JANA, 'transcript');

  await at('Mon 2026-11-23 10:10', mail('softech/2-grant.eml'));
  const link = told(EVA, 'access-link', 'funguje jednou', '25. listopadu 2026');
  const key = /pristup\/(\S+)/.exec(link.text ?? '')?.[1] ?? '';
  // What is kept tells nobody the key.
  const kept = JSON.stringify([
    await world.store.read.outbox({ limit: 100 }),
    await world.store.read.events((await ticket('SFT-1002')).id),
  ]);
  const { secret = '?' } = keyParts(key) ?? {};
  expect(secret).toHaveLength(31);
  expect(kept.includes(secret)).toBe(false);

  expect(await redeem(world, `${key.slice(0, -1)}x`)).toBe('refused');
  expect(await redeem(world, key)).toBe('done');
  expect(await redeem(world, key)).toBe('refused');

  await at('Mon 2026-11-23 11:00', mail('softech/2-client-again.eml'));
  told(EVA, 'confirmation', 'SFT-1003');
  told(TOMAS, 'agent-access');
  told(JANA, 'agent-new');
  await at('Mon 2026-11-23 11:05', mail('softech/2-grant-letter.eml'));
  told(TOMAS, 'agent-access-letter', 'SFT-1003.pdf', '23. prosince 2026');
  told(EVA, 'status-changed', not('pristup/'));
  expect((await ticket('SFT-1003')).care.access).toMatchObject({ state: 'granted' });
});
