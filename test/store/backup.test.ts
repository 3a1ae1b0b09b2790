import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { LedgerId, TicketId } from '../../src/desk/ids.ts';
import { backUp } from '../../src/store/backup.ts';
import { openForReading } from '../../src/store/open.ts';
import { restore } from '../../src/store/restore.ts';
import { contactRecord, imap, keep, lawDifference, mail, NOW, openTicket, settle } from './make.ts';
import { temporaryStores } from './temporary.ts';

const { folder, open } = temporaryStores();
const WRITER = fileURLToPath(new URL('load-writer.ts', import.meta.url));
const plain = { replace: false, damaged: false, now: NOW };

/** All files below a folder with their modes. */
function modes(path: string): readonly string[] {
  return readdirSync(path, { withFileTypes: true, recursive: true }).map((entry) => {
    const mode = (statSync(join(entry.parentPath, entry.name)).mode & 0o777).toString(8);
    return `${entry.isDirectory() ? 'folder' : 'file'} ${mode}`;
  });
}

/** A store with a small and a large mail, a ticket and outgoing mail in every state that is not at rest. */
async function filled(path: string) {
  const store = await open(path);
  const large = await store.blobs.put(randomBytes(100_000));
  const ticket = await store.write(async (tx) => {
    const contact = await tx.putContact(contactRecord('ana@example.com'));
    const opened = await openTicket(tx, contact);
    await settle(tx, (await keep(tx, imap(1))).id, 'opened', opened.ticket);
    await tx.keep({ source: imap(2), blob: large.hash, size: 100_000, arrivedAt: NOW, quiet: false }, NOW);
    for (let n = 0; n < 3; n++) await tx.enqueue(mail({ ticket: opened.ticket }), 'queued', NOW);
    await tx.enqueue(mail({ ticket: opened.ticket }), 'hold', NOW);
    const [first, second] = await tx.claim(NOW, 2);
    if (first === undefined || second === undefined) throw new Error('nothing was due');
    await tx.handing([first.id]);
    await tx.uncertain(second.id, 'lost', NOW);
    return opened.ticket;
  });
  return { store, large: large.hash, ticket };
}

test('a backup taken while another process writes is a moment of the past, whole, every time', async () => {
  const live = folder();
  const writer = spawn(process.execPath, ['--import', 'tsx', WRITER, live], { stdio: ['ignore', 'pipe', 'inherit'] });
  const rounds = createInterface(writer.stdout)[Symbol.asyncIterator]();
  const target = join(folder(), 'backup');
  const restored: string[] = [];
  for (let n = 0; n < 4; n++) {
    const { value } = await rounds.next();
    const done = await backUp(live, target, NOW);
    expect(done.lacking).toEqual([]);
    expect(done.mails).toBeGreaterThanOrEqual(Number(value));
    const data = folder();
    await restore({ ...plain, source: target, folder: data });
    restored.push(data);
  }
  writer.kill('SIGKILL');
  await once(writer, 'exit');
  const whole = await openForReading(live);
  let before = 0;
  for (const data of restored) {
    const store = await open(data);
    expect(await store.examine('contents')).toEqual([]);
    expect(await lawDifference(store)).toBe(0);
    const rows = await store.read.ledgerRows({ limit: 100_000 });
    expect(rows.length).toBeGreaterThan(before);
    before = rows.length;
    // The first rows of the ledger, none left out, and each ticket's first events.
    expect(rows.map(({ id }) => id).reverse()).toEqual(rows.map((_, index) => index + 1));
    for (const { id, ticket } of rows) {
      expect(await whole.read.ledgerRow(id)).toMatchObject({ id, ticket });
      const events = await store.read.events(ticket as TicketId);
      expect((await whole.read.events(ticket as TicketId)).slice(0, events.length)).toEqual(events);
    }
    const { queued, sending, uncertain, hold } = await store.read.outboxCounts();
    expect([queued, sending, uncertain, hold]).toEqual([0, 0, 0, rows.length]);
  }
  await whole.close();
}, 90_000);

describe('a backup', () => {
  test('holds database, files and spool for its owner alone; no lock, no socket, nothing else of the folder', async () => {
    const data = folder();
    const target = join(folder(), 'deep', 'backup');
    await filled(data);
    for (const name of ['control.sock', 'lock.db', 'secret.txt']) writeFileSync(join(data, name), 'x');
    mkdirSync(join(data, 'spool-in', 'new'), { recursive: true });
    writeFileSync(join(data, 'spool-in', 'new', 'one'), 'mail', { mode: 0o644 });
    expect(await backUp(data, target, NOW)).toMatchObject({
      mails: 2,
      tickets: 1,
      unsent: 4,
      files: 1,
      spooled: 1,
      copied: 1,
    });
    expect(readdirSync(target).sort()).toEqual(['backup.json', 'blobs', 'spoc.db', 'spool-in']);
    expect([...new Set(modes(target))].sort()).toEqual(['file 600', 'folder 700']);
    const reading = await openForReading(target);
    expect(await reading.examine('contents')).toEqual([]);
    await reading.close();
    expect(readdirSync(target).sort()).toEqual(['backup.json', 'blobs', 'spoc.db', 'spool-in']);
  });

  test('again in the same folder copies only what is new, and lets go of what is not needed any more', async () => {
    const data = folder();
    const target = folder();
    const { store } = await filled(data);
    await backUp(data, target, NOW);
    const more = await store.blobs.put(randomBytes(90_000));
    await store.write((tx) =>
      tx.keep({ source: imap(3), blob: more.hash, size: 90_000, arrivedAt: NOW, quiet: false }, NOW),
    );
    const stale = join(target, 'blobs', 'aa', 'b'.repeat(62));
    mkdirSync(join(stale, '..'), { recursive: true });
    writeFileSync(stale, 'of a mail that was forgotten');
    expect(await backUp(data, target, NOW)).toMatchObject({ mails: 3, files: 2, copied: 1 });
    expect(existsSync(stale)).toBe(false);
  });

  test('goes to a folder of its own, not into the data folder nor among foreign files', async () => {
    const data = folder();
    await filled(data);
    await expect(backUp(data, join(data, 'backup'), NOW)).rejects.toThrow('is in the data folder');
    await expect(backUp(data, data, NOW)).rejects.toThrow('is in the data folder');
    const home = folder();
    writeFileSync(join(home, 'letter.txt'), 'dear');
    await expect(backUp(data, home, NOW)).rejects.toThrow('holds letter.txt');
    await expect(backUp(folder(), folder(), NOW)).rejects.toThrow('there is no database');
  });

  test('tells which blob is damaged or gone, and copies all else', async () => {
    const data = folder();
    const { store, large } = await filled(data);
    appendFileSync((await store.blobs.pathOf(large)) ?? '', 'x');
    const target = folder();
    expect(await backUp(data, target, NOW)).toMatchObject({ lacking: [large], mails: 2 });
    rmSync((await store.blobs.pathOf(large)) ?? '');
    expect(await backUp(data, folder(), NOW)).toMatchObject({ lacking: [large], mails: 2 });
  });
});

describe('a restore', () => {
  test('puts outgoing mail on hold, leaves ticket numbers out, and remembers its moment', async () => {
    const data = folder();
    const target = folder();
    await filled(data);
    await backUp(data, target, NOW);
    const fresh = folder();
    expect(await restore({ ...plain, source: target, folder: fresh })).toEqual({
      madeAt: NOW.toISOString(),
      mails: 2,
      tickets: 1,
      held: 3,
      wrong: [],
      putAside: undefined,
    });
    const store = await open(fresh);
    expect(await store.read.outboxCounts()).toMatchObject({ hold: 4, queued: 0, sending: 0, uncertain: 0 });
    expect(await store.write((tx) => tx.claim(NOW, 10))).toEqual([]);
    expect(await store.read.restoredAt()).toEqual(NOW);
    const next = await store.write((tx) => openTicket(tx, 1 as never));
    const facts = (await store.read.ticketFacts([next.ticket])).get(next.ticket);
    expect(facts?.ticket.number).toBe('EB-2002');
    expect(await store.write((tx) => tx.releaseOutbox(undefined, 'queued', NOW))).toBe(4);
    expect([...new Set(modes(fresh))].sort()).toEqual(['file 600', 'folder 700']);
  });

  test('refuses a folder that is not empty, and puts its content aside when told', async () => {
    const data = folder();
    const target = folder();
    const { store } = await filled(data);
    await backUp(data, target, NOW);
    await store.write((tx) => keep(tx, imap(9)));
    await store.close();
    await expect(restore({ ...plain, source: target, folder: data })).rejects.toThrow('is not empty: it holds');
    const { putAside } = await restore({ ...plain, replace: true, source: target, folder: data });
    expect(await (await open(data)).read.ledgerCounts()).toMatchObject({ received: 2 });
    expect(await (await open(putAside ?? '')).read.ledgerCounts()).toMatchObject({ received: 3 });
  });

  test('refuses a backup that is not whole and changes nothing; takes it when told', async () => {
    const data = folder();
    const target = folder();
    const { large } = await filled(data);
    await backUp(data, target, NOW);
    rmSync(join(target, 'blobs', large.slice(0, 2), large.slice(2)));
    const db = new Database(join(target, 'spoc.db'));
    db.exec("UPDATE tickets SET status = 'closed'");
    db.close();
    const fresh = folder();
    const said = [`the blob ${large} is missing`, 'ticket 1 is not what its history says'];
    await expect(restore({ ...plain, source: target, folder: fresh })).rejects.toThrow(said.join('\n'));
    expect(readdirSync(fresh)).toEqual([]);
    expect(await restore({ ...plain, damaged: true, source: target, folder: fresh })).toMatchObject({ wrong: said });
    await expect(restore({ ...plain, source: folder(), folder: folder() })).rejects.toThrow('is no backup');
  });

  test('that was interrupted lets no gateway start, and is done by another try', async () => {
    const data = folder();
    const target = folder();
    await filled(data);
    await backUp(data, target, NOW);
    const fresh = folder();
    mkdirSync(join(fresh, 'restoring', 'blobs'), { recursive: true });
    await expect(open(fresh)).rejects.toThrow('run `spoc restore` once more');
    await restore({ ...plain, source: target, folder: fresh });
    const store = await open(fresh);
    expect(await store.read.ledgerRow(1 as LedgerId)).toMatchObject({ outcome: 'opened' });
  });

  test('takes a plain copy of a data folder that was stopped, and brings an older version up to date', async () => {
    const data = folder();
    const { store } = await filled(data);
    await store.close();
    expect(readFileSync(join(data, 'spoc.db')).length).toBeGreaterThan(0);
    const fresh = folder();
    expect(await restore({ ...plain, source: data, folder: fresh })).toMatchObject({ madeAt: undefined, mails: 2 });
  });
});
