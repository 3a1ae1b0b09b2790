import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadSettings } from '../../src/config/load.ts';
import type { Settings } from '../../src/config/settings.ts';
import { tokenSources } from '../../src/config/tokens.ts';
import type { HoodiecrowConnection } from '../../src/intake/embedded/hoodiecrow.ts';
import { openWaysIn } from '../../src/intake/ways-in.ts';
import { temporaryFolder } from '../servers/folder.ts';
import { type HoodiecrowMailbox, hoodiecrowMailbox } from '../servers/imap-peer.ts';
import { type TestStore, testStore } from './imap/desk.ts';

const SOON = { timeout: 20_000, interval: 20 };
const BOXES = 24;

let desk: TestStore;
let box: HoodiecrowMailbox;
let releases: (() => Promise<void>)[] = [];
beforeEach(async () => {
  desk = await testStore();
  box = await hoodiecrowMailbox();
  releases = [() => desk.forget(), () => box.forget()];
});
afterEach(async () => {
  for (const release of releases.toReversed()) await release();
});

/** Many mailboxes of one server: folders of one account. */
async function configured(): Promise<Settings> {
  const folder = await temporaryFolder('ways-in');
  releases.push(() => folder.forget());
  const boxes = Array.from(
    { length: BOXES },
    (_, nth) => `
  box${nth}:
    imap: { host: 127.0.0.1, port: ${box.port}, tls: none, user: ana, password: "\${TEST_PASSWORD}" }
    smtp: { host: 127.0.0.1, port: 9, tls: none }
    folder: Box${nth}
    address: box${nth}@desk.test
    default_desk: support
    after: leave`,
  );
  const file = join(folder.path, 'spoc.yaml');
  await writeFile(
    file,
    `
data: data
mailboxes:${boxes.join('')}
desks:
  support:
    { name: Support, address: box0@desk.test, mailbox: box0, prefix: SUP, locale: en, time_zone: Europe/London, signature: Support }
dns: 'off'
`,
  );
  const loaded = await loadSettings(file, { TEST_PASSWORD: box.password });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.settings;
}

it('comes back to a server that was started anew bit by bit: spread in time, a few logins at once', async () => {
  const open = new Set<HoodiecrowConnection>();
  let most = 0;
  box.server.connectionHandlers.push((connection) => {
    open.add(connection);
    connection.socket?.once('close', () => open.delete(connection));
    most = Math.max(most, [...open].filter(({ state }) => state === 'Not Authenticated').length);
  });
  const pauses: number[] = [];
  const log = pino({ level: 'warn' }, { write: (line) => pauses.push(JSON.parse(line).retryInMs) });
  const settings = await configured();
  for (const { folder } of settings.mailboxes.values()) box.server.createMailbox(folder);
  const tokens = tokenSources(settings, () => new Date());
  releases.push(async () => tokens.close());
  let drawn = 0;
  const ways = await openWaysIn({
    settings,
    store: desk.store,
    keeper: desk.keeper,
    tokens: tokens.of,
    log,
    now: () => new Date(),
    random: () => drawn++ / BOXES,
    signal: new AbortController().signal,
  });
  releases.push(() => ways.close());
  const allListen = () =>
    vi.waitFor(() => expect(new Set(ways.status().map(({ state }) => state))).toEqual(new Set(['listening'])), SOON);
  await allListen();
  expect(most).toBe(10);
  expect(pauses).toEqual([]);

  most = 0;
  for (const { socket } of open) socket?.destroy();
  await vi.waitFor(() => expect(pauses).toHaveLength(BOXES), SOON);
  await allListen();
  expect(most).toBeLessThanOrEqual(10);
  expect(new Set(pauses).size).toBe(BOXES);
  expect(Math.max(...pauses) - Math.min(...pauses)).toBeGreaterThan(200);
});
