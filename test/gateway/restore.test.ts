import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { backUp } from '../../src/store/backup.ts';
import { restore } from '../../src/store/restore.ts';
import { compose, type DeskWorld, startDesk } from './desk-world.ts';
import { CONFIGURATION } from './world.ts';

const ANA = 'Ana Anić <ana@client.example>';
const ana = 'ana@client.example';
const HOUR = 3_600_000;
let world: DeskWorld;
const places: string[] = [];
afterEach(async () => {
  await world.close();
  for (const place of places.splice(0)) await rm(place, { recursive: true, force: true });
});
const mail = (subject: string) => ({ from: ANA, to: 'support@spoc.test', subject, text: 'It fails.' });

it('after a restore nobody is answered twice, nothing is lost, and new mail is answered as always', async () => {
  const target = await mkdtemp(join(tmpdir(), 'spoc-backup-'));
  places.push(target);
  world = await startDesk();
  await world.send(mail('Before'));
  await backUp(world.settings.data, target, world.clock);

  // Answered by the gateway whose disk is then lost; the mailbox has the mail still.
  world.clock = new Date(world.clock.getTime() + HOUR);
  const lateAt = world.clock;
  const late = await compose(mail('Between'), lateAt);
  await world.send(late);
  expect(world.inbox(ana).map((one) => one.subject)).toEqual(['[SUP-1001] Before', '[SUP-1002] Between']);

  const { settings } = world;
  world.clock = new Date(world.clock.getTime() + HOUR);
  await world.core.close();
  await world.store.close();
  await restore({ source: target, folder: settings.data, replace: true, damaged: false, now: world.clock });
  const folder = join(settings.data, '..');
  world = await startDesk(CONFIGURATION, {}, { folder, clock: world.clock });
  await world.core.keeper.keep([
    {
      source: { kind: 'imap', mailbox: 'demo', folder: 'INBOX', uidValidity: 1n, uid: 900_001 },
      arrivedAt: lateAt,
      quiet: false,
      content: late,
    },
  ]);
  world.clock = new Date(world.clock.getTime() + 1000);
  await world.send(mail('After'));

  expect(world.inbox(ana).map((one) => one.subject)).toEqual(['[SUP-2003] After']);
  const held = await world.store.read.outbox({ state: ['hold'], limit: 10 });
  expect(held.filter((row) => row.recipient === ana).map((row) => row.subject)).toEqual(['[SUP-2002] Between']);
  expect(await world.store.examine('contents')).toEqual([]);
  expect(await world.store.read.ledgerCounts()).toMatchObject({ received: 3, waiting: 0, outcomes: { opened: 3 } });
});
