import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it, vi } from 'vitest';
import { openStore } from '../../../src/store/open.ts';
import { temporaryFolder } from '../../servers/folder.ts';
import { hoodiecrowMailbox } from '../../servers/imap-peer.ts';
import { mail, subjectOf } from './desk.ts';

const READER = fileURLToPath(new URL('crash-reader.ts', import.meta.url));

const releases: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release();
});

it('killed at any moment, every mail is in the ledger once and in one folder of the mailbox', async () => {
  const data = await temporaryFolder('crash');
  const box = await hoodiecrowMailbox();
  releases.push(
    () => data.forget(),
    () => box.forget(),
  );
  const folderOf = (path: string) => box.server.getMailbox(path)?.messages ?? [];
  const names = Array.from({ length: 80 }, (_, index) => `mail ${index}`);
  const inbox = box.server.getMailbox('INBOX');
  if (inbox === undefined) throw new Error('no INBOX');
  for (const one of names) box.server.appendMessage(inbox, [], new Date(), mail(one).toString('latin1'));

  let child: ChildProcess | undefined;
  let commands = 0;
  let fatal = Number.POSITIVE_INFINITY;
  box.server.connectionHandlers.push((connection) => {
    connection.socket?.on('data', () => {
      commands += 1;
      if (commands === fatal) child?.kill('SIGKILL');
    });
  });
  const start = (): ChildProcess => {
    commands = 0;
    child = spawn(process.execPath, ['--import', 'tsx', READER, data.path, String(box.port)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return child;
  };

  // From the first commands after the login to the middle of a move: each time some words later than the last.
  for (fatal of [9, 11, 12, 13, 15, 17]) {
    const running = start();
    await once(running, 'exit');
    expect(running.signalCode).toBe('SIGKILL');
  }
  fatal = Number.POSITIVE_INFINITY;
  const last = start();
  await vi.waitFor(() => expect(folderOf('INBOX')).toEqual([]), { timeout: 20_000, interval: 20 });
  last.kill('SIGKILL');
  await once(last, 'exit');

  const moved = folderOf('Spoc/Done').map((message) => subjectOf(Buffer.from(message.raw, 'latin1')));
  expect(moved.toSorted()).toEqual(names.toSorted());
  const store = await openStore({ folder: data.path, log: { info: () => undefined } });
  releases.push(() => store.close());
  const rows = await store.read.ledgerRows({ limit: 1_000 });
  const kept = await Promise.all(rows.flatMap(({ blob }) => (blob === undefined ? [] : [store.blobs.get(blob)]))).then(
    (raws) => raws.map(subjectOf),
  );
  expect(kept.toSorted()).toEqual(names.toSorted());
  const { received, waiting, outcomes } = await store.read.ledgerCounts();
  expect([received, waiting, outcomes.opened]).toEqual([80, 0, 80]);
}, 60_000);
