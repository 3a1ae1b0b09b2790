import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MailboxId } from '../../src/config/settings.ts';
import type { MessageId } from '../../src/mail/mail.ts';
import { createCanaries } from '../../src/watch/canary.ts';
import { type DeskWorld, startDesk } from '../gateway/desk-world.ts';

let world: DeskWorld;
beforeAll(async () => {
  world = await startDesk();
});
afterAll(() => world.close());

it('a canary is signed: only what comes back as it left was on the whole way', async () => {
  let tokens = 0;
  const canaries = createCanaries(
    { every: 60_000, within: 300_000 },
    { settings: world.settings, store: world.store, token: () => `canary${++tokens}`, delivery: 'send' },
  );
  const box = 'demo' as MailboxId;
  const sentAt = world.clock;
  const later = (minutes: number) => new Date(sentAt.getTime() + minutes * 60_000);
  await canaries.send(sentAt);
  await world.deliver();
  const mail = world.last('support@spoc.test');
  const id = mail.messageId?.slice(1, -1) as MessageId;
  const signature = mail.headers.find(({ key }) => key === 'x-spoc-canary')?.value ?? '';
  expect(signature).toMatch(/^[0-9a-f]{64}$/);
  // Somebody who has seen the Message-ID alone; another mailbox's or moment's signature; one that was cut.
  for (const other of [undefined, '', 'x', signature.slice(1), signature.replace(/^./, (c) => (c === '0' ? '1' : '0'))])
    expect(canaries.back(id, other, later(1))).toBeUndefined();
  expect(canaries.back('another@spoc.test' as MessageId, signature, later(1))).toBeUndefined();
  expect([...canaries.missing(later(6)).keys()]).toEqual([box]);
  expect(canaries.back(id, signature, later(2))).toBe(120_000);
  expect(canaries.missing(later(6))).toEqual(new Map());
  expect(canaries.back(id, signature, later(3))).toBeUndefined(); // each counts once
});
