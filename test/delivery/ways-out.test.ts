import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, it, vi } from 'vitest';
import { loadSettings } from '../../src/config/load.ts';
import { tokenSources } from '../../src/config/tokens.ts';
import { openWaysOut } from '../../src/delivery/ways-out.ts';
import type { DeskId } from '../../src/desk/ids.ts';
import { openStore } from '../../src/store/open.ts';
import { temporaryFolder } from '../servers/folder.ts';
import { address, id, outgoing } from './outgoing.ts';
import { startSink } from './sink.ts';

const log = pino({ level: 'silent' });
const MAILS = 12;

it.each([
  ['as many as it says', '\n    connections: 2', 2],
  ['four when it says nothing', '', 4],
])('mail goes out over %s', async (_name, said, most) => {
  const folder = await temporaryFolder('ways-out');
  // Each mail waits until as many are on the way as are allowed, or no more are to come.
  const answers: (() => void)[] = [];
  let onTheWay = 0;
  let mostOnTheWay = 0;
  let taken = 0;
  const sink = await startSink({
    onData(stream, _session, callback) {
      onTheWay += 1;
      mostOnTheWay = Math.max(mostOnTheWay, onTheWay);
      stream.resume();
      stream.on('end', () => {
        answers.push(() => {
          onTheWay -= 1;
          taken += 1;
          callback(null, 'taken');
        });
        if (answers.length >= most || taken + answers.length === MAILS)
          for (const answer of answers.splice(0)) answer();
      });
    },
  });
  const file = join(folder.path, 'spoc.yaml');
  await writeFile(
    file,
    `
data: data
mailboxes:
  box:
    imap: { host: 127.0.0.1, port: 9, tls: none, user: ana, password: "\${TEST_PASSWORD}" }
    smtp: { host: 127.0.0.1, port: ${sink.port}, tls: none }
    address: support@support.example
    after: leave${said}
desks:
  support: { name: Support, address: support@support.example, prefix: SUP, locale: en, time_zone: Europe/London, signature: Support }
dns: 'off'
`,
  );
  const loaded = await loadSettings(file, { TEST_PASSWORD: 'x' });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const { settings } = loaded;
  const store = await openStore({ folder: settings.data, log });
  const now = () => new Date('2026-03-02T10:00:00Z');
  await store.write(async (tx) => {
    for (let nth = 0; nth < MAILS; nth += 1) {
      const recipient = address(`klient${nth}@example.com`);
      const desk = 'support' as DeskId;
      await tx.enqueue(outgoing({ desk, recipient, messageId: id(`m${nth}@support.example`) }), 'queued', now());
    }
  });
  const ways = openWaysOut({
    ...{ settings, store, log, now, tokens: tokenSources(settings, now).of },
    copies: { open: () => Promise.reject(new Error('none is kept')), close: async () => undefined },
    onUndelivered: async () => undefined,
    random: () => 0,
    signal: new AbortController().signal,
  });
  try {
    await vi.waitFor(() => expect(taken).toBe(MAILS), { timeout: 10_000, interval: 20 });
    expect(mostOnTheWay).toBe(most);
  } finally {
    await ways.close(1_000);
    await store.close();
    await sink.close();
    await folder.forget();
  }
});
