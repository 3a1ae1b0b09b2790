import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startHousekeeping, tidy } from '../../src/clock/housekeeping.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/port.ts';

const log = pino({ level: 'silent' });
const DAY = 86_400_000;
const KEPT = { rawMail: undefined, attachments: undefined, personalData: undefined };
let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spoc-clock-'));
  store = await openStore({ folder, log });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

it('removes a blob that nothing refers to, but not within its first day', async () => {
  const { hash } = await store.blobs.put(Buffer.from('nobody wants me'));
  await tidy(store, KEPT, log, new Date());
  expect((await store.blobs.get(hash)).toString()).toBe('nobody wants me');
  await tidy(store, KEPT, log, new Date(Date.now() + 2 * DAY));
  await expect(store.blobs.get(hash)).rejects.toThrow();
});

it('never lets a failure out', async () => {
  const told: string[] = [];
  const broken: Store = { ...store, sweepBlobs: () => Promise.reject(new Error('disk')) };
  await tidy(
    broken,
    KEPT,
    { info: () => undefined, error: (_facts: object, text?: string) => void told.push(text ?? '') } as never,
    new Date(),
  );
  expect(told).toEqual(['housekeeping failed; it is tried again tomorrow']);
});

it('leaves no timer behind', async () => {
  await startHousekeeping(store, KEPT, log, () => new Date()).close();
});
