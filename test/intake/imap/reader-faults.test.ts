import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TokenError } from '../../../src/config/oauth.ts';
import type { ReaderOptions, Tokens } from '../../../src/intake/imap/account.ts';
import { DONE_KEYWORD } from '../../../src/intake/imap/flag.ts';
import type { ImapReader } from '../../../src/intake/imap/reader.ts';
import { type HoodiecrowMailbox, hoodiecrowMailbox } from '../../servers/imap-peer.ts';
import { accountOf, mail, readerFor, type TestStore, testStore } from './desk.ts';

const SOON = { timeout: 10_000, interval: 10 };

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

function start(account: ReturnType<typeof accountOf>, options: Partial<ReaderOptions> = {}): ImapReader {
  const reader = readerFor(desk, account, options);
  releases.push(() => reader.close());
  void reader.run();
  return reader;
}

function inbox(): NonNullable<ReturnType<HoodiecrowMailbox['server']['getMailbox']>> {
  const folder = box.server.getMailbox('INBOX');
  if (folder === undefined) throw new Error('no INBOX');
  return folder;
}

function arrive(subject: string): void {
  box.server.appendMessage(inbox(), [], new Date(), mail(subject).toString('latin1'));
}

const kept = (subjects: readonly string[]): Promise<void> =>
  vi.waitFor(async () => expect(await desk.subjects()).toEqual(subjects), SOON);
const state = (reader: ImapReader, wanted: string): Promise<void> =>
  vi.waitFor(() => expect(reader.status().state).toBe(wanted), SOON);

describe('login by XOAUTH2', () => {
  const account = () => ({ ...accountOf(box, { since: new Date(0) }), password: undefined });

  it('forgets a token that is refused and tries the next one at once', async () => {
    arrive('by token');
    const forgotten: string[] = [];
    const tokens: Tokens = {
      accessToken: async () => (forgotten.length === 0 ? 'stale-token' : 'good-token'),
      forget: (token) => forgotten.push(token),
    };
    const slow = { refused: { first: 60_000, most: 60_000 } };
    const reader = start(account(), { tokens, limits: slow });
    await kept(['by token']);
    expect(forgotten).toEqual(['stale-token']);
    expect(reader.status().failures).toBe(0);
  });

  it.each([
    ['consent', 'refused', /no access token: nobody has consented/],
    ['unreachable', 'disconnected', /nobody has consented/],
  ] as const)('tells a token that is not to be had (%s) as %s', async (kind, wanted, words) => {
    const tokens: Tokens = {
      accessToken: async () => {
        throw new TokenError(kind, 'nobody has consented');
      },
      forget: () => undefined,
    };
    const reader = start(account(), { tokens });
    await state(reader, wanted);
    expect(reader.status().error).toMatch(words);
  });
});

describe('a server that does not play along', () => {
  it('never answers: the step ends, and the next try comes', async () => {
    const sockets: Socket[] = [];
    const mute: Server = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const address = mute.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    releases.push(async () => {
      for (const socket of sockets) socket.destroy();
      mute.close();
    });
    const reader = start({ ...accountOf(box), port: address.port }, { limits: { step: 50, connect: 100 } });
    await state(reader, 'disconnected');
    await vi.waitFor(() => expect(reader.status().failures).toBeGreaterThan(1), SOON);
    expect(sockets.length).toBeGreaterThan(1);
  });

  it('is not there at all', async () => {
    await box.forget();
    releases.pop();
    const reader = start(accountOf(box));
    await state(reader, 'disconnected');
    expect(reader.status().error).toMatch(/ECONNREFUSED/);
  });

  it('has no STARTTLS: nothing is sent in plain text', async () => {
    const said: string[] = [];
    box.server.connectionHandlers.push((connection) => {
      connection.socket?.on('data', (bytes) => said.push(bytes.toString('latin1')));
    });
    const reader = start({ ...accountOf(box), tls: 'starttls' });
    await state(reader, 'disconnected');
    expect(said.join('')).not.toMatch(/LOGIN|AUTHENTICATE/i);
  });

  it('has a folder no longer', async () => {
    const reader = start(accountOf(box, { folder: 'Gone' }));
    await state(reader, 'disconnected');
    expect(reader.status().error).toBeDefined();
  });
});

describe('mail that cannot be had', () => {
  it('vanishes between listing and fetch: recorded as such, and the cursor passes it', async () => {
    for (const name of ['one', 'two', 'three']) arrive(name);
    const size = box.server.fetchHandlers['RFC822.SIZE'];
    let asked = 0;
    box.server.fetchHandlers['RFC822.SIZE'] = (connection, message, query) => {
      asked += 1;
      if (asked === 3) inbox().messages.splice(1, 1);
      return size === undefined ? message.raw.length : size(connection, message, query);
    };
    start(accountOf(box, { since: new Date(0) }));
    await kept(['one', 'three']);
    await vi.waitFor(async () => {
      expect((await desk.store.read.cursor('support', 'INBOX'))?.lastUid).toBe(3);
    }, SOON);
    const gone = await desk.store.read.vanishedMails(10);
    expect(gone.map(({ source }) => source.kind === 'imap' && source.uid)).toEqual([2]);
  });

  it('is refused by the server: the others come, and it comes when it can', async () => {
    for (const name of ['one', 'poison', 'three']) arrive(name);
    let broken = true;
    for (const name of ['BODY', 'BODY.PEEK']) {
      const body = box.server.fetchHandlers[name];
      box.server.fetchHandlers[name] = (connection, message, query) => {
        if (broken && message.uid === 2) throw new Error('the server stumbles');
        return body?.(connection, message, query);
      };
    }
    const reader = start(accountOf(box, { since: new Date(0), poll: 20 }));
    await kept(['one', 'three']);
    expect(reader.status().unfetched).toBe(1);
    expect((await desk.store.read.cursor('support', 'INBOX'))?.lastUid ?? 0).toBeLessThan(2);
    arrive('four');
    await vi.waitFor(async () => expect((await desk.subjects()).toSorted()).toEqual(['four', 'one', 'three']), SOON);

    broken = false;
    await reader.close();
    start(accountOf(box, { since: new Date(0), poll: 20 }));
    await vi.waitFor(async () => expect(await desk.subjects()).toContain('poison'), SOON);
    await vi.waitFor(async () => {
      expect((await desk.store.read.cursor('support', 'INBOX'))?.lastUid).toBe(4);
    }, SOON);
  });

  it('cannot be stored: nothing is lost, the next try takes it', async () => {
    arrive('one');
    let full = true;
    const keeper = {
      ...desk.keeper,
      keep: async (...args: Parameters<typeof desk.keeper.keep>) => {
        if (full) throw new Error('disk full');
        return desk.keeper.keep(...args);
      },
    };
    const reader = start(accountOf(box, { since: new Date(0) }), { keeper });
    await state(reader, 'disconnected');
    expect(reader.status().error).toBe('disk full');
    full = false;
    await kept(['one']);
  });
});

describe('several mailboxes', () => {
  it('are read at once into one store, each by its own cursor', async () => {
    const other = await hoodiecrowMailbox();
    releases.push(() => other.forget());
    const one = start(accountOf(box));
    const two = start({ ...accountOf(other), name: 'sales' });
    await Promise.all([state(one, 'listening'), state(two, 'listening')]);
    const folder = other.server.getMailbox('INBOX');
    if (folder === undefined) throw new Error('no INBOX');
    arrive('to support');
    other.server.appendMessage(folder, [], new Date(), mail('to sales').toString('latin1'));
    await vi.waitFor(async () => {
      const rows = await desk.rows();
      expect(rows.map((row) => row.source.mailbox).toSorted()).toEqual(['sales', 'support']);
    }, SOON);
  });
});

describe('a mailbox that refuses to be told', () => {
  it('goes on taking mail in, and is told when it lets itself be', async () => {
    let refuses = true;
    const move = box.server.getCommandHandler('UID MOVE');
    box.server.setCommandHandler('UID MOVE', (connection, parsed, data, done) => {
      if (refuses || move === false) throw new Error('over quota');
      move(connection, parsed, data, done);
    });
    arrive('one');
    const reader = start(accountOf(box, { since: new Date(0), after: { kind: 'move', folder: 'Done' }, poll: 20 }));
    await kept(['one']);
    await desk.settle();
    reader.poke();
    await vi.waitFor(() => expect(reader.status().afterError).toMatch(/refused to move/), SOON);
    arrive('two');
    await kept(['one', 'two']);
    refuses = false;
    await vi.waitFor(() => expect(inbox().messages).toHaveLength(1), SOON);
    await vi.waitFor(() => expect(reader.status().afterError).toBeUndefined(), SOON);
  });

  it('keeps no keywords: the visible flag is set instead', async () => {
    Object.assign(inbox(), { allowPermanentFlags: false });
    arrive('one');
    const flag = { kind: 'flag', flag: DONE_KEYWORD } as const;
    const reader = start(accountOf(box, { since: new Date(0), after: flag }));
    await kept(['one']);
    await desk.settle();
    reader.poke();
    await vi.waitFor(() => expect(inbox().messages[0]?.flags).toEqual(['\\Flagged']), SOON);
  });
});
