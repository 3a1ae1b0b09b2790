import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pino from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadSettings } from '../../src/config/load.ts';
import { createRenderer } from '../../src/delivery/render/renderer.ts';
import { type Gateway, startGateway } from '../../src/gateway.ts';
import { type Embedded, startEmbedded } from '../../src/intake/embedded.ts';
import { type Relay, type Script, startRelay } from '../delivery/scripted-relay.ts';
import { startProxy, type Wire } from '../servers/proxy.ts';

/** Reconnecting waits longer each time, and the machine may be busy. */
vi.setConfig({ testTimeout: 90_000 });
const SOON = { timeout: 40_000, interval: 25 };

/** A whole gateway whose mailbox lies behind a wire that can be cut, and whose relay answers as the test says. */
interface Stage {
  readonly gateway: Gateway;
  readonly box: Embedded;
  readonly wire: Wire;
  readonly relay: Relay;
  /** What the relay does; changed while it runs. */
  readonly script: { -readonly [K in keyof Script]: Script[K] };
  /** Milliseconds that the gateway's clock is ahead. */
  readonly clock: { ahead: number };
  /** Mail comes to the mailbox. */
  arrive(...names: readonly string[]): void;
  /** Waits until so many mails have an outcome, and everybody has been told of each: its sender and two agents. */
  told(mails: number): Promise<void>;
}

const releases: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const release of releases.splice(0).toReversed()) await release();
});

async function stage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'spoc-deaths-'));
  releases.push(() => rm(folder, { recursive: true, force: true }));
  const password = 'secret-of-a-test';
  const box = await startEmbedded({
    addresses: ['support@spoc.test'],
    people: [],
    password,
    ports: { imap: 0, smtp: 0 },
    now: () => new Date(),
  });
  releases.push(() => box.close());
  const wire = await startProxy(box.imap.port);
  releases.push(() => wire.stop());
  const script: Stage['script'] = {};
  const relay = await startRelay({
    mail: (...given) => script.mail?.(...given),
    rcpt: (...given) => script.rcpt?.(...given),
    content: (...given) => script.content?.(...given),
    end: (...given) => script.end?.(...given),
    greeting: (...given) => script.greeting?.(...given),
  });
  releases.push(() => relay.close());
  const file = join(folder, 'spoc.yaml');
  await writeFile(
    file,
    `
data: data
mailboxes:
  support:
    imap: { host: 127.0.0.1, port: ${wire.port}, tls: none, user: support@spoc.test, password: "\${PW}" }
    smtp: { host: 127.0.0.1, port: ${relay.port}, tls: none }
    since: 2020-01-01
    poll: 1s
    after: { move: Done }
agents:
  emma: { name: Emma Clark, address: emma@staff.test, locale: en }
  marko: { name: Marko Petrović, address: marko@staff.test, locale: sr }
desks:
  support: { name: Support, address: support@spoc.test, prefix: SUP, locale: en, time_zone: Europe/London, agents: [emma, marko] }
dns: 'off'
`,
  );
  const loaded = await loadSettings(file, { PW: password });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const renderer = createRenderer({ builtIn: resolve(import.meta.dirname, '../../templates'), own: undefined });
  renderer.prepare();
  const log = pino({ level: process.env.SPOC_TEST_LOG ?? 'silent' });
  let uid = 0;
  const clock = { ahead: 0 };
  const gateway = await startGateway({
    settings: loaded.settings,
    renderer,
    log,
    now: () => new Date(Date.now() + clock.ahead),
    random: () => 0.1,
  });
  const made: Stage = {
    box,
    wire,
    relay,
    script,
    clock,
    gateway,
    arrive: (...names) => {
      for (const name of names) box.deliver(mail(name, ++uid), 'support@spoc.test');
    },
    told: (mails) =>
      vi.waitFor(async () => {
        const { received, waiting, outcomes } = await made.gateway.store.read.ledgerCounts();
        expect({ received, waiting, opened: outcomes.opened }).toEqual({ received: mails, waiting: 0, opened: mails });
        const ids = new Set(relay.taken.map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw)?.[1]));
        expect(ids.size, 'mails sent').toBe(mails * 3);
        const { queued, sending, uncertain } = await made.gateway.store.read.outboxCounts();
        expect(queued + sending + uncertain, 'mails to be sent').toBe(0);
      }, SOON),
  };
  releases.push(() => made.gateway.close(2_000));
  return made;
}

function mail(name: string, nth: number): Buffer {
  return Buffer.from(
    `From: ${name} <${name}@client.test>\r\nTo: support@spoc.test\r\nSubject: ${name} asks\r\nMessage-ID: <${name}.${nth}@client.test>\r\n` +
      `Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n\r\nPlease help, ${name}.\r\n${'Some more words of it.\r\n'.repeat(40)}`,
  );
}

/** How often each mail of ours was taken by the relay. */
function repeats({ relay }: Stage): number {
  const ids = relay.taken.map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw)?.[1]);
  return ids.length - new Set(ids).size;
}

/** Lets the gateway's clock run ahead so far (milliseconds) that whatever waits is due, and wakes the outbox by another mail. */
function jump(world: Stage, milliseconds: number): void {
  world.clock.ahead += milliseconds;
}

describe('an IMAP server', () => {
  it('dropped in the middle of fetching, again and again: every mail comes once', async () => {
    const world = await stage();
    world.wire.cutAfter(6_000);
    world.arrive(...Array.from({ length: 12 }, (_, nth) => `ana${nth}`));
    await vi.waitFor(() => expect(world.wire.connections()).toBeGreaterThan(1), SOON);
    world.wire.cutAfter(undefined);
    await world.told(12);
    expect(repeats(world)).toBe(0);
  });

  it('dropped while the gateway listens: what comes meanwhile is taken after', async () => {
    const world = await stage();
    world.arrive('ana');
    await world.told(1);
    for (const name of ['bojan', 'cila', 'dora']) {
      world.wire.cut();
      world.arrive(name);
    }
    await world.told(4);
  });
});

describe('the clock', () => {
  it('jumped a day ahead and two back: nothing is lost, nothing is sent twice', async () => {
    const world = await stage();
    world.arrive('ana');
    await world.told(1);
    jump(world, 86_400_000);
    world.arrive('bojan');
    await world.told(2);
    jump(world, -2 * 86_400_000);
    world.arrive('cila');
    await world.told(3);
    expect(repeats(world)).toBe(0);
  });
});

describe('an SMTP relay', () => {
  it('that cuts the line in the middle of a mail gets it again, and only once', async () => {
    const world = await stage();
    let cuts = 0;
    world.script.content = (bytes) => (bytes > 500 && cuts++ < 3 ? 'close' : undefined);
    world.arrive('ana');
    // The clock runs on only once each has been put off: what is put off after it waits anew.
    await vi.waitFor(async () => {
      expect(cuts).toBeGreaterThan(2);
      expect((await world.gateway.store.read.outboxCounts()).sending).toBe(0);
    }, SOON);
    jump(world, 600_000);
    world.arrive('bojan');
    await world.told(2);
    expect(repeats(world)).toBe(0);
  });

  it('that says nothing after the end of a mail is asked once more, with the same mail', async () => {
    const world = await stage();
    let silent = 0;
    world.script.end = () => (silent++ === 0 ? 'close' : undefined);
    world.arrive('ana');
    await vi.waitFor(() => expect(silent).toBeGreaterThan(0), SOON);
    jump(world, 3_600_000);
    world.arrive('bojan');
    await world.told(2);
    expect(repeats(world)).toBe(0);
  });

  it('that puts everything off for hours gets it at last', async () => {
    const world = await stage();
    world.script.rcpt = () => '451 4.3.0 try again later';
    world.arrive('ana');
    await vi.waitFor(
      () => expect(world.relay.said.filter((line) => line.startsWith('RCPT')).length).toBeGreaterThan(2),
      SOON,
    );
    for (let hour = 0; hour < 6; hour += 2) {
      const before = world.relay.said.length;
      jump(world, 2 * 3_600_000);
      world.arrive(`later${hour}`);
      await vi.waitFor(() => expect(world.relay.said.length).toBeGreaterThan(before), SOON);
    }
    expect(world.relay.taken).toEqual([]);
    world.script.rcpt = () => undefined;
    jump(world, 6 * 3_600_000);
    world.arrive('last');
    await world.told(5);
    expect(repeats(world)).toBe(0);
  });

  it('that refuses one recipient of three: the others get theirs, and a colleague is told', async () => {
    const world = await stage();
    world.script.rcpt = (to) => (to === 'marko@staff.test' ? '550 5.1.1 no such user' : undefined);
    world.arrive('ana');
    await vi.waitFor(() => {
      const to = world.relay.taken.map((one) => one.to).sort();
      expect(to).toEqual(['ana@client.test', 'emma@staff.test', 'emma@staff.test']);
    }, SOON);
    expect(world.relay.taken.map(({ raw }) => raw).join()).toContain('could not be delivered');
    expect((await world.gateway.store.read.outboxCounts()).failed).toBe(1);
  });

  it('with a full mailbox behind it: for now it is tried again, for good a person is told', async () => {
    const world = await stage();
    let full = 0;
    world.script.rcpt = (to) => (to === 'ana@client.test' && full++ === 0 ? '452 4.2.2 mailbox full' : undefined);
    world.arrive('ana');
    await vi.waitFor(() => expect(full).toBeGreaterThan(0), SOON);
    jump(world, 600_000);
    world.arrive('bojan');
    await world.told(2);
    expect(repeats(world)).toBe(0);
  });

  it('that is not there at all keeps nothing from being taken in', async () => {
    const world = await stage();
    world.script.greeting = () => 'close';
    world.arrive('ana', 'bojan');
    await vi.waitFor(async () => {
      expect((await world.gateway.store.read.ledgerCounts()).outcomes.opened).toBe(2);
    }, SOON);
    expect(world.relay.taken).toEqual([]);
    world.script.greeting = () => undefined;
    jump(world, 3_600_000);
    world.arrive('cila');
    await world.told(3);
    expect(repeats(world)).toBe(0);
  });
});
