import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { TicketId } from '../../src/desk/ids.ts';
import { fold } from '../../src/desk/ticket.ts';
import { lawDifference, NOW } from './make.ts';
import { temporaryStores } from './temporary.ts';

const { folder, open } = temporaryStores();
const WRITER = fileURLToPath(new URL('crash-writer.ts', import.meta.url));

/** Lets a writer work until it has told of so many commits, and kills it some lines of work later. Answers the last commit it told of. */
async function killedAfter(path: string, begin: number, rounds: number, delay: number): Promise<number> {
  const child = spawn(process.execPath, ['--import', 'tsx', WRITER, path, String(begin)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let last = begin - 1;
  for await (const line of createInterface(child.stdout)) {
    last = Number(line);
    if (last === begin + rounds - 1) setTimeout(() => child.kill('SIGKILL'), delay);
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
  return last;
}

test('killed at any moment, all that was committed is there, whole, and nothing twice', async () => {
  const path = folder();
  let begin = 1;
  for (const [run, delay] of [0, 1, 2, 3, 5].entries()) {
    const last = await killedAfter(path, begin, 2 + run, delay);
    const store = await open(path);
    expect(await store.examine()).toEqual([]);
    expect(await lawDifference(store)).toBe(0);
    expect(readdirSync(store.blobs.spool)).toEqual([]);

    const uids = Array.from({ length: (last - begin + 1) * 2 }, (_, n) => begin * 2 + n);
    expect((await store.read.knownUids('support', 'INBOX', 7n, uids)).size).toBe(uids.length);
    const { received, outcomes } = await store.read.ledgerCounts();
    expect(outcomes.opened).toBe(received);
    const rows = await store.read.ledgerRows({ limit: 10_000 });
    const tickets = new Set<TicketId>();
    for (const row of rows) {
      if (row.ticket === undefined || row.blob === undefined) throw new Error(`ledger row ${row.id} is half written`);
      expect((await store.blobs.get(row.blob)).length).toBeGreaterThan(0);
      tickets.add(row.ticket);
      expect((await store.read.messages(row.ticket)).map((message) => message.ledger)).toEqual([row.id]);
      const facts = (await store.read.ticketFacts([row.ticket])).get(row.ticket);
      expect(facts?.ticket).toEqual(fold(await store.read.events(row.ticket)));
    }
    expect(tickets.size).toBe(received);
    const { queued, sending, uncertain } = await store.read.outboxCounts();
    expect(queued + sending + uncertain).toBe(received);
    expect(await store.write((tx) => tx.recoverSending(NOW))).toBe(sending);
    await store.indexSome(10_000);
    expect(await store.read.search('token', 10_000)).toHaveLength(received);
    begin = Math.max(...rows.flatMap(({ source }) => (source.kind === 'imap' ? source.uid : []))) + 1;
    begin = Math.ceil(begin / 2);
    await store.close();
  }
}, 120_000);
