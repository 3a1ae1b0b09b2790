import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, it } from 'vitest';
import type { LedgerId } from '../../src/desk/ids.ts';
import { migrate, shippedMigrations } from '../../src/store/migrate.ts';
import { compose, type DeskWorld, startDesk } from './desk-world.ts';
import { CONFIGURATION, type Received } from './world.ts';

const ANA = 'Ana Anić <ana@client.example>';
const shipped = shippedMigrations();
const kept = (id: number) => join(import.meta.dirname, '../store/schemas', `${String(id).padStart(4, '0')}.sql`);
let world: DeskWorld | undefined;
afterEach(() => world?.close());

/** A data folder as a gateway of that schema left it. */
async function folderOf(schema: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'spoc-upgrade-'));
  await mkdir(join(folder, 'data'));
  const db = new Database(join(folder, 'data', 'spoc.db'));
  db.pragma('journal_mode = WAL');
  migrate(db, shipped.slice(0, schema), new Date('2026-11-01T00:00:00Z'));
  db.pragma('foreign_keys = OFF');
  db.exec(readFileSync(kept(schema), 'utf8'));
  db.close();
  return folder;
}

it('keeps a database of every earlier schema: make.ts writes one before a migration is added', () => {
  expect(shipped.slice(0, -1).filter(({ id }) => !existsSync(kept(id)))).toEqual([]);
});

it.each(shipped.slice(0, -1))(
  'what schema $id remembers is whole after the upgrade, and work goes on',
  async ({ id }) => {
    const folder = await folderOf(id);
    const clock = new Date('2026-11-23T10:00:00Z');
    world = await startDesk(CONFIGURATION, {}, { folder, clock });
    const { store, core } = world;
    const { read } = store;
    expect(await store.examine('contents')).toEqual([]);
    expect(await read.ledgerCounts()).toMatchObject({
      received: 7,
      waiting: 1,
      outcomes: { opened: 2, added: 3, held: 1 },
    });
    expect(await read.outboxCounts()).toMatchObject({
      failed: 1,
      uncertain: 1,
      sending: 1,
      queued: 1,
      hold: 1,
      sent: 10,
    });
    expect(await read.vanishedMails(5)).toHaveLength(1);
    expect(await read.cursor('demo', 'INBOX')).toMatchObject({ uidValidity: 1n, lastUid: 90 });

    const ticket = await read.ticketByNumber('SUP-1001');
    if (ticket === undefined) throw new Error('the ticket is gone');
    expect((await read.ticketFacts([ticket])).get(ticket)).toMatchObject({
      ticket: { status: 'resolved', assignee: 'emma' },
      requester: { name: 'Ana Anić', address: 'ana@client.example' },
      client: { name: 'Client d.o.o.' },
    });
    expect((await read.messages(ticket)).map(({ shown }) => shown)).toEqual([
      'It fails.',
      'Is it on?',
      'It is.',
      'Then all is well.',
    ]);
    const [first] = await read.messages(ticket);
    const [attachment] = first?.attachments ?? [];
    if (attachment?.blob === undefined) throw new Error('the attachment is gone');
    expect([attachment.filename, String(await store.blobs.get(attachment.blob))]).toEqual([
      'račun č. 7.txt',
      'sto dinara',
    ]);

    for (const row of await read.outbox({ limit: 50 })) expect(row).toMatchObject({ text: 'Text', html: '<p></p>' });

    // A mail on the way when that gateway ended may have been sent; the next start is unsure of it.
    expect(await store.write((tx) => tx.recoverSending(clock))).toBe(1);
    expect(await read.outboxCounts()).toMatchObject({ sending: 0, uncertain: 2 });
    while ((await core.step()) > 0);
    expect((await read.ledgerRows({ waiting: true, limit: 5 })).map((row) => row.lastError)).toEqual([]);
    expect(await read.ledgerCounts()).toMatchObject({ waiting: 0, outcomes: { opened: 3 } });
    while ((await store.indexSome(100)) > 0);
    expect((await read.search('racun', 5)).map((hit) => hit.ticket.number)).toEqual(['SUP-1001']);

    // A client answers a mail that the old gateway sent.
    const sent = await read.outbox({ ticket, state: ['sent'], limit: 50 });
    const answer = sent.find((row) => row.recipient === 'ana@client.example' && row.purpose === 'client');
    if (answer === undefined) throw new Error('no mail to the client');
    const replyTo = { subject: answer.subject, messageId: `<${answer.messageId}>`, text: answer.text } as Received;
    const content = await compose({ from: ANA, replyTo, toInstead: answer.replyTo ?? '', text: 'Again.' }, clock);
    const source = { kind: 'imap', mailbox: 'demo', folder: 'INBOX', uidValidity: 1n, uid: 91 } as const;
    const [reply] = await core.keeper.keep([{ source, arrivedAt: clock, quiet: false, content }]);
    while ((await core.step()) > 0);
    expect(await read.ledgerRow(reply?.id as LedgerId)).toMatchObject({
      outcome: 'added',
      ticket,
      authenticity: 'proved',
    });
    expect(await store.examine('contents')).toEqual([]);
  },
);
