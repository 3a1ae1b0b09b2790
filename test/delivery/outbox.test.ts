import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOutboxWorker, type OutboxOptions, type OutboxWorker } from '../../src/delivery/outbox.ts';
import type { Undelivered } from '../../src/delivery/outcome.ts';
import { createTransport } from '../../src/delivery/transport.ts';
import { openStore } from '../../src/store/open.ts';
import type { OutboxRow, OutgoingMail, Store } from '../../src/store/port.ts';
import { address, id, outgoing } from './outgoing.ts';
import { type Relay, type Script, startRelay } from './scripted-relay.ts';

const silent = pino({ level: 'silent' });
let folder: string;
let store: Store;
let clock: Date;
const ends: (() => unknown)[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'spoc-outbox-'));
  store = await openStore({ folder, log: silent });
  clock = new Date('2026-03-02T10:00:00Z');
});

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await store.close();
  rmSync(folder, { recursive: true });
});

interface Rig {
  readonly relay: Relay;
  readonly worker: OutboxWorker;
  readonly undelivered: { readonly row: OutboxRow; readonly why: Undelivered }[];
}

/** A worker that runs against a relay of the test's own. */
async function rig(script: Script = {}, change: Partial<OutboxOptions> = {}): Promise<Rig> {
  const relay = await startRelay(script);
  const undelivered: Rig['undelivered'] = [];
  const transport = createTransport(
    {
      name: 'support',
      host: '127.0.0.1',
      port: relay.port,
      tls: 'none',
      user: undefined,
      password: undefined,
      address: address('support@support.example'),
    },
    { log: silent, timeouts: { connect: 500, envelope: 500, final: 500 } },
  );
  const worker = createOutboxWorker({
    store,
    transportFor: () => transport,
    log: silent,
    now: () => clock,
    random: () => 0,
    signal: new AbortController().signal,
    concurrency: 4,
    onUndelivered: async (_tx, row, why) => {
      undelivered.push({ row, why });
    },
    ...change,
  });
  ends.push(async () => {
    await worker.close();
    transport.close();
    await relay.close();
  });
  void worker.run();
  return { relay, worker, undelivered };
}

let made = 0;
async function enqueue(change: Partial<OutgoingMail> = {}): Promise<OutgoingMail> {
  made += 1;
  const mail = outgoing({ messageId: id(`m${made}@support.example`), ...change });
  await store.write((tx) => tx.enqueue(mail, 'queued', clock));
  return mail;
}

async function rows(): Promise<readonly OutboxRow[]> {
  return (await store.read.outbox({ limit: 1_000 })).toReversed();
}

/** Waits until what is to be seen is there; the test's own time limit ends what never comes. */
async function until(seen: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await seen())) await turn();
}

async function settled(...states: readonly OutboxRow['state'][]): Promise<readonly OutboxRow[]> {
  await until(async () => (await rows()).every((row) => states.includes(row.state)));
  return rows();
}

function later(worker: OutboxWorker, ms: number): void {
  clock = new Date(clock.getTime() + ms);
  worker.poke();
}

describe('the outbox', () => {
  it('has few mails before that of a mailbox that nobody else writes to, although many of a busy one wait', async () => {
    const busy = Array.from({ length: 60 }, (_, nth) => outgoing({ messageId: id(`b${nth}@x`) }));
    await store.write(async (tx) => {
      for (const mail of busy) await tx.enqueue(mail, 'queued', clock, 'busy');
      await tx.enqueue(outgoing({ messageId: id('quiet@x') }), 'queued', clock, 'quiet');
    });
    const { relay } = await rig();
    await settled('sent');
    const at = relay.taken.findIndex(({ raw }) => raw.includes('<quiet@x>'));
    expect(at).toBeGreaterThanOrEqual(0);
    expect(at).toBeLessThan(8);
  });

  it('sends what is in it, and what comes later when poked', async () => {
    await enqueue();
    const { relay, worker } = await rig();
    await settled('sent');
    await enqueue();
    worker.poke();
    const [first] = await settled('sent');
    expect(relay.taken).toHaveLength(2);
    expect(first).toMatchObject({ attempts: 1, sentAt: clock });
    expect(relay.taken[0]?.raw).toContain('Message-ID: <m');
  });

  it('does not touch mail on hold, nor mail that is not due', async () => {
    await store.write((tx) => tx.enqueue(outgoing({ messageId: id('held@x') }), 'hold', clock));
    await enqueue({ notBefore: new Date(clock.getTime() + 60_000) });
    await enqueue();
    const { relay, worker } = await rig();
    await until(() => relay.taken.length === 1);
    later(worker, 61_000);
    await until(() => relay.taken.length === 2);
    expect((await rows()).map((row) => row.state)).toContain('hold');
  });

  it('tries again after 4xx, later each time, and gets through', async () => {
    await enqueue();
    const { relay, worker } = await rig({ rcpt: (_to, n) => (n < 3 ? '450 4.2.0 greylisted' : undefined) });
    await until(async () => (await rows())[0]?.lastError !== undefined);
    expect((await rows())[0]).toMatchObject({
      state: 'queued',
      attempts: 1,
      lastError: '450 4.2.0 greylisted',
      nextTry: new Date(clock.getTime() + 60_000),
    });
    later(worker, 60_000);
    await until(async () => (await rows())[0]?.attempts === 2 && (await rows())[0]?.state === 'queued');
    expect((await rows())[0]?.nextTry).toEqual(new Date(clock.getTime() + 120_000));
    later(worker, 120_000);
    await settled('sent');
    const ids = relay.said.filter((line) => line.startsWith('MAIL'));
    expect(ids).toHaveLength(3);
  });

  it.each<[string, Script, string | undefined]>([
    ['at RCPT', { rcpt: () => '550 5.1.1 no such user' }, '5.1.1'],
    ['at DATA', { data: () => '554 5.6.0 no' }, '5.6.0'],
    ['after the text', { end: () => '554 5.7.1 spam' }, '5.7.1'],
  ])('tells a person of 5xx %s, once', async (_, script, status) => {
    await enqueue();
    const { undelivered, relay, worker } = await rig(script);
    await settled('failed');
    later(worker, 86_400_000);
    await enqueue({ recipient: address('other@client.example') });
    worker.poke();
    await until(() => undelivered.length === 2);
    expect(undelivered[0]?.why).toMatchObject({ state: 'failed', status });
    expect(relay.said.filter((line) => line.startsWith('MAIL'))).toHaveLength(2);
  });

  it('keeps the failure when the notice about it fails, and undoes the notice alone', async () => {
    await enqueue();
    const onUndelivered: OutboxOptions['onUndelivered'] = async (tx) => {
      await tx.enqueue(outgoing({ messageId: id('notice@x') }), 'queued', clock);
      throw new Error('no template');
    };
    await rig({ rcpt: () => '550 5.1.1 no such user' }, { onUndelivered });
    await settled('failed');
    expect(await rows()).toHaveLength(1);
  });
});

describe('a mail in doubt', () => {
  it('is tried once more, as the same mail', async () => {
    const mail = await enqueue();
    const bytes: string[] = [];
    const end = (raw: string, n: number) => {
      bytes.push(raw);
      return n === 1 ? 'close' : undefined;
    };
    const { worker, undelivered } = await rig({ end });
    await settled('uncertain');
    later(worker, 60_000);
    const [row] = await settled('sent');
    expect(row).toMatchObject({ attempts: 2, mayBeSent: true });
    expect(bytes[1]).toBe(bytes[0]);
    expect(bytes[0]).toContain(`<${mail.messageId}>`);
    expect(undelivered).toEqual([]);
  });

  it('is left to a person the second time, and sent again only when he says so', async () => {
    await enqueue();
    const { worker, undelivered, relay } = await rig({ end: (_raw, n) => (n <= 2 ? 'close' : undefined) });
    await settled('uncertain');
    later(worker, 60_000);
    await until(() => undelivered.length === 1);
    expect(undelivered[0]?.why.state).toBe('uncertain');
    later(worker, 30 * 86_400_000);
    await enqueue();
    worker.poke();
    await until(() => relay.taken.length === 1);
    const [row] = await rows();
    expect(row).toMatchObject({ state: 'uncertain', attempts: 2 });
    if (row === undefined) return;
    await store.write((tx) => tx.releaseOutbox([row.id], 'queued', clock));
    worker.poke();
    await settled('sent');
  });

  it('stays in doubt through a 4xx in between', async () => {
    await enqueue();
    const { worker, undelivered } = await rig({ end: (_raw, n) => (n === 2 ? '450 4.2.0 later' : 'close') });
    await settled('uncertain');
    later(worker, 60_000);
    await settled('queued');
    later(worker, 120_000);
    await until(() => undelivered.length === 1);
    expect(undelivered[0]?.why.state).toBe('uncertain');
  });

  it('after a crash is tried once more; after two a person is told', async () => {
    await enqueue();
    await crash();
    const first = await rig();
    await settled('sent');
    await first.worker.close();
    await enqueue();
    await crash();
    await store.write((tx) => tx.recoverSending(clock));
    await crash();
    const second = await rig();
    await until(() => second.undelivered.length === 1);
    expect(second.undelivered[0]?.why.state).toBe('uncertain');
    expect(second.relay.taken).toEqual([]);
  });

  it('is not what a crash leaves before the end was handed over, however often', async () => {
    await enqueue();
    for (let crashes = 0; crashes < 3; crashes += 1) {
      await store.write((tx) => tx.claim(clock, 10));
      await store.write((tx) => tx.recoverSending(clock));
    }
    await store.write((tx) => tx.claim(clock, 10));
    const { relay, undelivered } = await rig();
    await settled('sent');
    expect([relay.taken.length, undelivered]).toEqual([1, []]);
  });

  it('is recorded before the end of a mail leaves, and not before all else of it has', async () => {
    await enqueue();
    const seen: (readonly [string, boolean | undefined])[] = [];
    const look = async (when: string) => seen.push([when, (await rows())[0]?.handed]);
    const waits: Promise<unknown>[] = [];
    await rig({
      data: () => void waits.push(look('at DATA')),
      end: () => void waits.push(look('at the end')),
    });
    await settled('sent');
    await Promise.all(waits);
    expect(seen).toEqual([
      ['at DATA', false],
      ['at the end', true],
    ]);
  });

  it('does not arise while the store cannot be written: no end leaves', async () => {
    await enqueue();
    let broken = false;
    const flaky: Store = {
      ...store,
      write: (work) => (broken ? Promise.reject(new Error('SQLITE_FULL')) : store.write(work)),
    };
    const { relay, worker } = await rig(
      {
        data: (n) => {
          broken = n === 1;
        },
      },
      { store: flaky },
    );
    await until(() => relay.said.includes('DATA'));
    await turn();
    expect(relay.taken).toEqual([]);
    setTimeout(() => {
      broken = false;
    }, 50);
    await settled('queued');
    later(worker, 60_000);
    await settled('sent');
    expect(relay.taken).toHaveLength(1);
    expect((await rows())[0]).toMatchObject({ mayBeSent: false });
  });

  /** As a gateway that is killed between the end of a mail and the relay's word. */
  async function crash(): Promise<void> {
    await store.write(async (tx) => tx.handing((await tx.claim(clock, 10)).map((row) => row.id)));
  }
});

describe('a relay that is away', () => {
  it('is left alone for a while; its mail waits and none is given up', async () => {
    for (let n = 0; n < 30; n += 1) await enqueue();
    const { relay, worker, undelivered } = await rig({ greeting: (n) => (n <= 6 ? '554 5.3.2 down' : undefined) });
    await until(async () => (await rows()).every((row) => row.state === 'queued') && relay.connections > 0);
    expect(relay.connections).toBeLessThanOrEqual(4);
    for (let wait = 5_000; relay.taken.length < 30; wait *= 2) {
      const before = relay.connections;
      later(worker, wait);
      await until(() => relay.connections > before || relay.taken.length === 30);
      await until(async () => (await rows()).every((row) => row.state !== 'sending'));
    }
    await settled('sent');
    expect(undelivered).toEqual([]);
  });

  it('does not hold up the mail of other desks', async () => {
    const down = await startRelay({ rcpt: () => 'hang' });
    const good = await startRelay();
    const account = (port: number) =>
      createTransport(
        {
          name: `relay ${port}`,
          host: '127.0.0.1',
          port,
          tls: 'none',
          user: undefined,
          password: undefined,
          address: address('support@support.example'),
          connections: 2,
        },
        { log: silent, timeouts: { envelope: 600_000 } },
      );
    const [slow, quick] = [account(down.port), account(good.port)];
    ends.push(() => Promise.all([down.close(), good.close()]));
    ends.push(() => [slow.close(), quick.close()]);
    for (let n = 0; n < 20; n += 1) await enqueue({ desk: 'slow' as OutgoingMail['desk'] });
    for (let n = 0; n < 20; n += 1) await enqueue({ desk: 'quick' as OutgoingMail['desk'] });
    await rig({}, { transportFor: (desk) => (desk === 'slow' ? slow : quick) });
    await until(() => good.taken.length === 20);
  });
});

describe('the end', () => {
  it('lets what is on the way arrive, and starts nothing more', async () => {
    for (let n = 0; n < 50; n += 1) await enqueue();
    const { relay, worker } = await rig({ latency: 20 });
    await until(() => relay.taken.length > 0);
    await worker.drain(10_000);
    const states = (await rows()).map((row) => row.state);
    expect(states.filter((state) => state === 'sent')).toHaveLength(relay.taken.length);
    expect(states.filter((state) => state === 'queued')).toHaveLength(50 - relay.taken.length);
    expect(relay.taken.length).toBeLessThan(50);
  });

  it('cuts what does not end in time; what had been handed over is in doubt', async () => {
    await enqueue();
    const { relay, worker } = await rig({ end: () => 'hang' });
    await until(() => relay.said.includes('DATA'));
    await worker.drain(50);
    expect((await rows())[0]?.state).toMatch(/uncertain|queued/);
  });

  it('by signal is at once', async () => {
    for (let n = 0; n < 8; n += 1) await enqueue();
    const stop = new AbortController();
    const { relay, worker } = await rig({ rcpt: () => 'hang' }, { signal: stop.signal });
    await until(() => relay.said.some((line) => line.startsWith('RCPT')));
    stop.abort();
    await worker.run();
    expect((await rows()).map((row) => row.state)).toEqual(Array.from({ length: 8 }, () => 'queued'));
  });
});

it('keeps results when the store cannot be written, and writes them when it can', async () => {
  await enqueue();
  let broken = false;
  const flaky: Store = {
    ...store,
    write: (work) => (broken ? Promise.reject(new Error('SQLITE_FULL')) : store.write(work)),
  };
  const end = (): undefined => {
    broken = true;
    setTimeout(() => {
      broken = false;
    }, 50);
  };
  const { relay } = await rig({ end }, { store: flaky });
  await settled('sent');
  expect(relay.taken).toHaveLength(1);
});

it('fails a mail of a desk without an account, and tells', async () => {
  await enqueue();
  const { undelivered } = await rig({}, { transportFor: () => undefined });
  await until(() => undelivered.length === 1);
  expect(undelivered[0]?.why.text).toBe('desk ebanking has no account to send by');
});
