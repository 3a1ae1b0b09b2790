import { afterEach, describe, expect, it } from 'vitest';
import type { LedgerRow } from '../../src/store/port.ts';
import { compose, type DeskWorld, startDesk } from './desk-world.ts';
import { CONFIGURATION, type Sending } from './world.ts';

const worlds: DeskWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

async function desk(configuration: string): Promise<DeskWorld> {
  const world = await startDesk(configuration);
  worlds.push(world);
  return world;
}

const limited = (limits: string, configuration = CONFIGURATION) => `${configuration}\nlimits: { ${limits} }\n`;
const outcomes = (rows: readonly LedgerRow[]) => rows.map((row) => row.outcome);
const later = (world: DeskWorld, minutes: number) => {
  world.clock = new Date(world.clock.getTime() + minutes * 60_000);
};
const mail = (nth: number, more: Partial<Sending> = {}): Sending => ({
  from: `Client ${nth} <client${nth}@c${nth}.example>`,
  to: 'support@spoc.test',
  subject: `Question ${nth}`,
  text: `Question number ${nth}, please.`,
  unproved: true,
  ...more,
});

describe('two gateways that write to each other', () => {
  /** Hands everything that one has sent to the other's desk over to the other, till nothing comes any more. */
  async function converse(here: DeskWorld, there: DeskWorld, rounds: number): Promise<number> {
    let handed = 0;
    for (let round = 0; round < rounds; round++) {
      let came = 0;
      for (const [one, address, other] of [
        [here, 'support@other.test', there],
        [there, 'support@spoc.test', here],
      ] as const) {
        const mails = one.inbox(address);
        one.clear();
        came += mails.length;
        if (mails.length > 0) await other.send(...mails.map(({ raw }) => raw));
        later(other, 1);
      }
      handed += came;
      if (came === 0) return handed;
    }
    return handed;
  }
  const other = CONFIGURATION.replaceAll('support@spoc.test', 'support@other.test')
    .replaceAll('podrska@spoc.test', 'podrska@other.test')
    .replaceAll('prefix: SUP', 'prefix: OTH\n    confirm_follow_ups: true');
  const here = CONFIGURATION.replace('prefix: SUP', 'prefix: SUP\n    confirm_follow_ups: true');

  it('stop after the first confirmation', async () => {
    const [one, two] = [await desk(here), await desk(other)];
    // A client of the one desk writes in the other's name, be it a forger or a misled form.
    await one.send({ from: 'support@other.test', to: 'support@spoc.test', subject: 'Hello', text: 'Hello there.' });
    expect(await converse(one, two, 20)).toBeLessThanOrEqual(3);
  });

  it('stop after a handful of mails even when what says “automatic” is lost on the way', async () => {
    const [one, two] = [await desk(here), await desk(other)];
    const bare = (raw: Buffer) =>
      Buffer.from(
        raw.toString('latin1').replace(/^(?:Auto-Submitted|X-Auto-Response-Suppress|Precedence):.*\r\n/gim, ''),
        'latin1',
      );
    await one.send({ from: 'support@other.test', to: 'support@spoc.test', subject: 'Hello', text: 'Hello there.' });
    let handed = 0;
    for (let round = 0; round < 30; round++) {
      for (const [from, address, to] of [
        [one, 'support@other.test', two],
        [two, 'support@spoc.test', one],
      ] as const) {
        const mails = from.inbox(address);
        from.clear();
        handed += mails.length;
        if (mails.length > 0) await to.send(...mails.map(({ raw }) => bare(raw)));
      }
    }
    expect(handed).toBeGreaterThan(0);
    expect(handed).toBeLessThanOrEqual(10);
  });
});

describe('a responder that sets no header', () => {
  it('gets a handful of answers about a ticket, and in all', async () => {
    const world = await desk(
      limited(
        'answers_per_hour: 20, answers_per_ticket: 3',
        CONFIGURATION.replace('prefix: SUP', 'prefix: SUP\n    confirm_follow_ups: true'),
      ),
    );
    const responder = 'robot@client.example';
    await world.send(mail(1, { from: responder }));
    for (let round = 0; round < 25; round++) {
      const newest = world.inbox(responder).at(-1);
      if (newest === undefined) break;
      await world.send({ from: responder, replyTo: newest, text: `I am away (${round}).`, unproved: true });
    }
    expect(world.inbox(responder)).toHaveLength(3);
    later(world, 61);
    await world.send({ from: responder, replyTo: world.last(responder), text: 'I am back.', unproved: true });
    expect(world.inbox(responder)).toHaveLength(4);
  });
});

/** Works all off; answers the mails in the order in which they opened tickets. */
async function decided(world: DeskWorld) {
  while ((await world.core.step()) > 0);
  const rows = await world.store.read.ledgerRows({ limit: 1000 });
  return rows.toSorted((a, b) => Number(a.ticket) - Number(b.ticket));
}

describe('a mailing list in cc', () => {
  it('is answered by nobody: each of its members writes as himself, one gets one confirmation', async () => {
    const world = await desk(CONFIGURATION);
    await world.send(mail(1, { cc: 'everyone@lists.example' }));
    const list = {
      'List-Id': '<everyone.lists.example>',
      'List-Post': '<mailto:everyone@lists.example>',
      Precedence: 'list',
    };
    const members = Array.from({ length: 30 }, (_, nth) =>
      mail(nth + 100, { to: 'everyone@lists.example', cc: 'support@spoc.test', headers: list }),
    );
    expect(new Set(outcomes(await world.send(...members)))).toEqual(new Set(['automatic']));
    for (let nth = 100; nth < 130; nth++) expect(world.inbox(`client${nth}@c${nth}.example`)).toEqual([]);
  });
});

describe('a storm of bounces', () => {
  it('causes one notice to the agents, and no mail to whom it comes from', async () => {
    const world = await desk(CONFIGURATION);
    await world.send(mail(1));
    const confirmation = world.last('client1@c1.example');
    world.clear();
    const bounce = (nth: number) => `From: Mail Delivery System <mailer-daemon@c1.example>
To: support@spoc.test
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce-${nth}@c1.example>
Date: Mon, 23 Nov 2026 09:01:00 +0000
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

No such user (${nth}).
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; c1.example

Final-Recipient: rfc822; client1@c1.example
Action: failed
Status: 5.1.1
--b
Content-Type: message/rfc822-headers

Message-ID: ${confirmation.messageId}
--b--
`;
    const storm = Array.from({ length: 100 }, (_, nth) => Buffer.from(bounce(nth).replaceAll('\n', '\r\n')));
    expect(new Set(outcomes(await world.send(...storm)))).toEqual(new Set(['bounce']));
    expect(world.inbox('mailer-daemon@c1.example')).toEqual([]);
    expect(world.inbox('client1@c1.example')).toEqual([]);
    expect(world.inbox('emma@staff.test')).toHaveLength(1);
  });
});

describe('a flood in the names of many', () => {
  it('trips the breaker: automatic mail is held, intake and people’s words go on, until the operator lets it go', async () => {
    const world = await desk(limited('automatic_per_minute: 60'));
    await world.send(mail(0));
    const first = world.last('emma@staff.test');
    later(world, 5);
    world.clear();
    const rows = await world.send(...Array.from({ length: 100 }, (_, nth) => mail(nth + 1)));
    expect(new Set(outcomes(rows))).toEqual(new Set(['opened']));
    const { hold } = await world.store.read.outboxCounts();
    // Each opens a ticket of which two agents and its sender are told: sixty mails went, the rest waits.
    expect(hold).toBe(300 - 60);

    await world.send({ from: 'emma@staff.test', replyTo: first, text: 'Here is your answer.' });
    expect(world.last('client0@c0.example').text).toContain('Here is your answer.');

    later(world, 30);
    await world.send(mail(500));
    expect(world.inbox('client500@c500.example')).toEqual([]);
    await world.core.operations.releaseOutbox(undefined);
    await world.deliver();
    expect(world.inbox('client500@c500.example')).toHaveLength(1);
    expect((await world.store.read.outboxCounts()).hold).toBe(0);
    await world.send(mail(501));
    expect(world.inbox('client501@c501.example')).toHaveLength(1);
  });
});

describe('a flood from one sender', () => {
  it('opens so many tickets an hour; the rest is held, and goes through when a person says so', async () => {
    const world = await desk(limited('tickets_per_hour: 5, answers_per_hour: 100, answers_per_day: 100'));
    const storm = Array.from({ length: 12 }, (_, nth) =>
      mail(7, { subject: `Alarm ${nth}`, text: `Alarm ${nth} is on.` }),
    );
    const rows = await world.send(...storm);
    expect(outcomes(rows)).toEqual([...Array(5).fill('opened'), ...Array(7).fill('held')]);
    expect(rows.at(-1)?.reasons.join()).toMatch(/opened 5 tickets within an hour/);
    // Others are not concerned, and what joins a ticket is no new one.
    expect(outcomes(await world.send(mail(8)))).toEqual(['opened']);
    const reply = { from: 'client7@c7.example', replyTo: world.last('client7@c7.example'), text: 'More of it.' };
    expect(outcomes(await world.send(reply))).toEqual(['added']);
    const held = rows.at(-1);
    if (held === undefined) throw new Error('no row');
    await world.core.operations.releaseHeld([held.id]);
    while ((await world.core.step()) > 0);
    expect((await world.store.read.ledgerRow(held.id))?.outcome).toBe('opened');
    later(world, 61);
    expect(outcomes(await world.send(mail(7, { subject: 'Another' })))).toEqual(['opened']);
  });

  it('does not delay others, and keeps its own order', async () => {
    const world = await desk(limited('batch_mails: 20, tickets_per_hour: 1000'));
    const sent = Array.from({ length: 120 }, (_, nth) => mail(1, { subject: `Flood ${String(nth).padStart(3, '0')}` }));
    const others = [mail(2), mail(3), mail(2, { subject: 'Second of 2' })];
    const raws = await Promise.all([...sent, ...others].map((one) => compose(one, world.clock)));
    const kept = await world.core.keeper.keep(
      raws.map((content, nth) => ({
        source: { kind: 'imap', mailbox: 'demo', folder: 'INBOX', uidValidity: 9n, uid: nth + 1 },
        arrivedAt: new Date(world.clock.getTime() + nth),
        quiet: false,
        content,
      })),
    );
    const order = (await decided(world)).map((mail) => kept.findIndex(({ id }) => id === mail.id));
    expect(order).toHaveLength(123);
    // Ten of the flood, then the three others, although a hundred and twenty came before them.
    expect(order.slice(0, 13)).toEqual([...Array(10).keys(), 120, 121, 122]);
    expect(order.filter((nth) => nth < 120)).toEqual([...Array(120).keys()]);
  });
});

describe('a backlog', () => {
  it('of many senders is worked off oldest first, with flat memory', async () => {
    const world = await desk(limited('tickets_per_hour: 1000'));
    const total = 600;
    for (let from = 0; from < total; from += 100) {
      const raws = await Promise.all(
        Array.from({ length: 100 }, (_, nth) => compose(mail(from + nth, { text: 'x'.repeat(2_000) }), world.clock)),
      );
      await world.core.keeper.keep(
        raws.map((content, nth) => ({
          source: { kind: 'imap', mailbox: 'demo', folder: 'INBOX', uidValidity: 9n, uid: from + nth + 1 },
          arrivedAt: new Date(world.clock.getTime() + from + nth),
          quiet: true,
          content,
        })),
      );
    }
    const ids = (await decided(world)).map(({ id }) => id);
    expect(ids).toHaveLength(total);
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    expect((await world.store.read.ledgerCounts()).outcomes.opened).toBe(total);
  });

  it('of one mailbox does not delay the others, however many they are', async () => {
    const world = await desk(limited('tickets_per_hour: 1000, batch_mails: 2'));
    const others = ['a', 'b', 'c', 'd'];
    const boxes = [...Array<string>(40).fill('demo'), ...others];
    const raws = await Promise.all(boxes.map((_, nth) => compose(mail(nth), world.clock)));
    await world.core.keeper.keep(
      raws.map((content, nth) => ({
        source: { kind: 'imap', mailbox: boxes[nth] ?? '', folder: 'INBOX', uidValidity: 9n, uid: nth + 1 },
        arrivedAt: new Date(world.clock.getTime() + nth),
        quiet: true,
        content,
      })),
    );
    const order = (await decided(world)).map(({ source }) => source.mailbox);
    expect(order).toHaveLength(44);
    expect(order.slice(0, 6)).toEqual(expect.arrayContaining(others));
  });
});
