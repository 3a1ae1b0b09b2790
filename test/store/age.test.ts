import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { ContactId } from '../../src/desk/ids.ts';
import { contactRecord, later, NOW, openTicket } from './make.ts';
import { temporaryStores } from './temporary.ts';

const { folder, open } = temporaryStores();
/** More than one piece of a walk. */
const MANY = 1_100;

test('whoever’s tickets all rest is found wherever he stands, but not who watches a ticket that goes on', async () => {
  const path = folder();
  const store = await open(path);
  const contacts = await store.write(async (tx) => {
    const all: ContactId[] = [];
    for (let n = 0; n < MANY; n++) all.push(await tx.putContact(contactRecord(`c${n}@example.com`)));
    const asked = [all[0], all[600], all[MANY - 2], all[MANY - 1]] as ContactId[];
    for (const contact of asked) await openTicket(tx, contact, { text: 'x' });
    return asked;
  });
  const [one, other, watching, going] = contacts;
  const db = new Database(join(path, 'spoc.db'));
  db.prepare("UPDATE tickets SET status = 'closed', done_at = opened_at WHERE requester <> ?").run(going);
  db.prepare('UPDATE tickets SET watchers = json_array(?) WHERE requester = ?').run(watching, going);
  db.close();
  const year = later(365 * 86_400_000);
  expect(await store.read.forgettable(year, 5)).toEqual([one, other]);
  expect(await store.read.forgettable(year, 1)).toEqual([one]);
  expect(await store.read.forgettable(NOW, 5)).toEqual([]);
});

test('attachments go when they are old, wherever their messages stand', async () => {
  const path = folder();
  const store = await open(path);
  await store.write(async (tx) => openTicket(tx, await tx.putContact(contactRecord('a@example.com')), { text: 'x' }));
  const db = new Database(join(path, 'spoc.db'));
  const copy = db.prepare(
    `INSERT INTO messages (id, ticket, direction, by, authenticity, at, held, subject, body, spans)
     SELECT ?, ticket, direction, by, authenticity, at + ?, 0, subject, body, spans FROM messages WHERE id = 1`,
  );
  const attach = db.prepare(
    "INSERT INTO attachments (message, position, content_type, size, inline, blob) VALUES (?, 0, 'text/plain', 1, 0, ?)",
  );
  for (const [id, age] of [
    [2, 0],
    [600, 10],
    [1_200, 0],
  ] as const) {
    copy.run(id, age);
    attach.run(id, 'a'.repeat(64));
  }
  const kept = () => db.prepare('SELECT message FROM attachments WHERE blob IS NOT NULL').pluck().all();
  expect(await store.removeOldAttachments(later(5))).toBe(2);
  expect(kept()).toEqual([600]);
  expect(await store.removeOldAttachments(later(5))).toBe(0);
  expect(await store.removeOldAttachments(later(11))).toBe(1);
  db.close();
});

test('open tickets are walked through by number, whatever their status', async () => {
  const path = folder();
  const store = await open(path);
  const tickets = await store.write(async (tx) => {
    const contact = await tx.putContact(contactRecord('a@example.com'));
    return Promise.all(Array.from({ length: 6 }, async () => (await openTicket(tx, contact, { text: 'x' })).ticket));
  });
  const db = new Database(join(path, 'spoc.db'));
  for (const [nth, status] of ['pending', 'closed', 'new', 'resolved', 'on-hold', 'open'].entries())
    db.prepare('UPDATE tickets SET status = ? WHERE id = ?').run(status, tickets[nth]);
  db.close();
  const [first, , third, , fifth, sixth] = tickets;
  expect(await store.read.openTickets(undefined, 3)).toEqual([first, third, fifth]);
  expect(await store.read.openTickets(fifth, 3)).toEqual([sixth]);
});
