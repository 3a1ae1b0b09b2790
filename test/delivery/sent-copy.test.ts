import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSentCopies, type SentCopies } from '../../src/delivery/sent-copy.ts';
import { READER_LIMITS } from '../../src/intake/imap/account.ts';
import { closeSession, openSession, type Session } from '../../src/intake/imap/session.ts';
import { openStore } from '../../src/store/open.ts';
import type { OutboxRow, Store } from '../../src/store/port.ts';
import { dovecotAvailable } from '../servers/dovecot.ts';
import { dovecotPeer, hoodiecrowPeer, type ImapPeer, type PeerMailbox } from '../servers/imap-peer.ts';
import { id, outgoing } from './outgoing.ts';

const log = pino({ level: 'silent' });
const peers: [string, () => ImapPeer][] = [['hoodiecrow', hoodiecrowPeer]];
if (await dovecotAvailable()) peers.push(['Dovecot', dovecotPeer]);

describe.each(peers)('copies of sent mail, on %s', (_, start) => {
  const peer = start();
  afterAll(() => peer.stop());
  let folder: string;
  let store: Store;
  let box: PeerMailbox;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'spoc-sent-'));
    store = await openStore({ folder, log });
    box = await peer.mailbox();
  });

  afterEach(async () => {
    await box.forget();
    await store.close();
    rmSync(folder, { recursive: true });
  });

  function open(): Promise<Session> {
    const { host, port, user, password } = box;
    const account = { name: 'box', host, port, tls: 'none', user, password, ca: undefined, folder: 'INBOX' } as const;
    const rest = { since: 'now', after: { kind: 'leave' }, poll: 60_000 } as const;
    return openSession({ ...account, ...rest }, undefined, READER_LIMITS);
  }

  function copies(): SentCopies {
    return createSentCopies({
      store,
      folder: 'Sent',
      open,
      close: closeSession,
      log,
      random: () => 0,
    });
  }

  async function sent(messageId: string): Promise<OutboxRow> {
    await store.write((tx) => tx.enqueue(outgoing({ messageId: id(messageId) }), 'queued', new Date()));
    const [row] = await store.write((tx) => tx.claim(new Date(), 1));
    if (row === undefined) throw new Error('nothing to send');
    await store.write((tx) => tx.sent(row.id, '250 ok', undefined, new Date()));
    return row;
  }

  async function inSent(): Promise<readonly { readonly id: string | undefined; readonly seen: boolean }[]> {
    const session = await open();
    await session.client.mailboxOpen('Sent');
    const all = await session.client.fetchAll('1:*', { envelope: true, flags: true });
    await closeSession(session);
    return all.map((mail) => ({ id: mail.envelope?.messageId, seen: mail.flags?.has('\\Seen') ?? false }));
  }

  it('are kept as read, in a folder that is made when it is not there', async () => {
    const keeper = copies();
    keeper.add(await sent('a@x.example'), undefined);
    keeper.add(await sent('b@x.example'), undefined);
    await keeper.drain();
    expect(await inSent()).toEqual([
      { id: '<a@x.example>', seen: true },
      { id: '<b@x.example>', seen: true },
    ]);
  });

  it('are not made where the server has made one, and tell the id that it gave', async () => {
    const session = await open();
    await session.client.mailboxCreate('Sent');
    const stored = (ours: string, theirs: string, header: string) =>
      session.client.append('Sent', `Message-ID: <${theirs}>\r\n${header}: <${ours}>\r\nSubject: a\r\n\r\nbody\r\n`, [
        '\\Seen',
      ]);
    await stored('a@x.example', 'AM9@AM9.prod.outlook.com', 'X-Microsoft-Original-Message-ID');
    await stored('b@x.example', 'CA+1@mail.gmail.com', 'X-Google-Original-Message-ID');
    await stored('-', 'c@x.example', 'X-Other');
    await closeSession(session);

    const keeper = copies();
    const rows = [await sent('a@x.example'), await sent('b@x.example'), await sent('c@x.example')];
    for (const row of rows) keeper.add(row, undefined);
    await keeper.drain();
    expect(await inSent()).toHaveLength(3);
    expect((await store.read.outboxBy({ messageId: id('AM9@AM9.prod.outlook.com') }))?.id).toBe(rows[0]?.id);
    expect((await store.read.outboxBy({ messageId: id('CA+1@mail.gmail.com') }))?.id).toBe(rows[1]?.id);
    expect(await store.read.outboxBy({ messageId: id('c@x.example') })).toMatchObject({ id: rows[2]?.id });
  });

  it('are given up where the mailbox cannot be reached; the mail stays sent', async () => {
    const row = await sent('a@x.example');
    const broken = createSentCopies({
      store,
      folder: 'Sent',
      open: () => Promise.reject(new Error('away')),
      close: async () => undefined,
      log,
      random: () => 0,
    });
    broken.add(row, undefined);
    await broken.drain();
    expect((await store.read.outbox({ limit: 5 }))[0]).toMatchObject({ state: 'sent', attempts: 1 });
  });
});
