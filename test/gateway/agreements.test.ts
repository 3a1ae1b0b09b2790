import { afterEach, describe, expect, it } from 'vitest';
import { type DeskWorld, startDesk } from './desk-world.ts';
import { newest } from './form-world.ts';

const CONFIGURATION = `
data: data
mailboxes:
  demo:
    embedded: { imap: 0, smtp: 0 }
    address: support@spoc.test
    default_desk: it
agents:
  jana: { name: Jana Malá, address: jana@staff.test, locale: en }
  petr: { name: Petr Velký, address: petr@staff.test, locale: en }
calendars:
  always: { hours: 24/7, time_zone: Europe/Prague }
service_levels:
  standard: { name: Standard, calendar: always, time: clock, targets: { all: { resolution: 100h } } }
desks:
  it:
    name: Support
    address: support@spoc.test
    prefix: SFT
    locale: en
    time_zone: Europe/Prague
    agents: [jana, petr]
    service_level: standard
    agreements: { stands_for: 5 }
    request_types:
      default: other
      types:
        paid: { words: { en: Paid }, agreement: true, assign: jana }
        other: { words: { en: Other } }
dns: 'off'
`;

const ANA = 'ana@client.test';
const JANA = 'jana@staff.test';
const PETR = 'petr@staff.test';
const worlds: DeskWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

const start = async (subject = 'Web page') => {
  const world = await startDesk(CONFIGURATION);
  worlds.push(world);
  await world.send({ from: ANA, to: 'support@spoc.test', subject, text: 'Please change our page.' });
  return world;
};
const jana = (world: DeskWorld, text: string) => world.send({ from: JANA, replyTo: world.last(JANA), text });
const ana = (world: DeskWorld, text: string, more: { unproved?: boolean } = {}) =>
  world.send({ from: ANA, replyTo: world.last(ANA), text, ...more });
const offer = async (world: DeskWorld) => (await newest(world)).ticket.care.agreement?.offer;
const status = async (world: DeskWorld) => (await newest(world)).ticket.status;

describe('an offer by mail (SOFTECH-8)', () => {
  it('goes to the client with price, deadline and words; his yes is on record and work goes on', async () => {
    const world = await start();
    await jana(world, '#quote 120 EUR by 2026-12-05\nIt includes the new menu.');
    const sent = world.last(ANA);
    expect(sent.text).toMatch(/120\sEUR/);
    expect(sent.text).toMatch(/5 December 2026/);
    expect(sent.text).toMatch(/28 November 2026/);
    expect(sent.text).toMatch(/It includes the new menu/);
    expect(sent.text).toMatch(/single word\s+agree/);
    expect(sent.from?.name).toMatch(/Jana Malá/);
    expect(await status(world)).toBe('pending');
    expect(await offer(world)).toMatchObject({
      number: 1,
      state: 'open',
      price: { hundredths: 12_000, currency: 'EUR' },
    });

    await ana(world, 'I accept.\nPlease send the invoice to our accountant.');
    expect(await offer(world)).toMatchObject({ state: 'accepted', due: new Date('2026-12-05T22:59:59.999Z') });
    expect(await status(world)).toBe('open');
    expect(world.last(ANA).text).toMatch(/This is what we have agreed[\s\S]*120\sEUR/);
    const told = world.last(JANA).text ?? '';
    expect(told).toMatch(/has accepted the offer/);
    expect(told).toMatch(/invoice to our accountant/);
    const event = (await newest(world)).history.findLast(({ event: { kind } }) => kind === 'quote-answered')?.event;
    expect(event).toMatchObject({
      accepted: true,
      late: false,
      price: { hundredths: 12_000 },
      by: { kind: 'contact' },
    });
    // Said once more it is only a message.
    await ana(world, 'agree');
    expect((await newest(world)).history.filter(({ event: { kind } }) => kind === 'quote-answered')).toHaveLength(1);
  });

  it('is declined by a word, by a command too, and may be followed by another', async () => {
    const world = await start();
    await jana(world, '#quote 120 EUR');
    const first = world.last(ANA);
    await ana(world, '#decline\nToo much.');
    expect(await offer(world)).toMatchObject({ state: 'declined' });
    expect(world.last(ANA).text).toMatch(/declined our offer/);
    await jana(world, '#quote 90 EUR by 2026-12-10');
    expect(await offer(world)).toMatchObject({ number: 2, state: 'open' });
    // A reply to the mail of the first offer agrees to nothing.
    await world.send({ from: ANA, replyTo: first, text: 'agree' });
    expect(await offer(world)).toMatchObject({ number: 2, state: 'open' });
    await ana(world, '#accept');
    expect(await offer(world)).toMatchObject({ number: 2, state: 'accepted' });
  });

  it('does not take a yes that may not be the client’s', async () => {
    const world = await start();
    await jana(world, '#quote 120 EUR');
    await ana(world, 'agree', { unproved: true });
    expect(await offer(world)).toMatchObject({ state: 'open' });
    expect(world.last(ANA).text).toMatch(/could not\s+count it as consent/);
    expect(world.last(JANA).text).toMatch(/does not count yet/);
    await jana(world, '#agreed');
    expect(await offer(world)).toMatchObject({ state: 'accepted' });
  });

  it('reminds both sides, ends, and a yes that comes too late is for the agent to confirm', async () => {
    const world = await start();
    await jana(world, '#quote 120 EUR by 2026-12-05');
    world.clear();
    await world.until('2026-11-27T12:00:00+01:00');
    expect(world.last(ANA).text).toMatch(/still waits for your reply/);
    expect(world.last(JANA).text).toMatch(/ends soon/);
    world.clear();
    await world.until('2026-11-29T12:00:00+01:00');
    expect(world.last(ANA).text).toMatch(/has ended without a reply/);
    expect(await offer(world)).toMatchObject({ state: 'expired' });
    await ana(world, 'agree');
    expect(await offer(world)).toMatchObject({ state: 'late' });
    expect(world.last(ANA).text).toMatch(/after our offer[\s\S]*had\s+ended/);
    expect(world.last(JANA).text).toMatch(/#agreed/);
    expect(await status(world)).toBe('open');
    await jana(world, '#agreed');
    expect(await offer(world)).toMatchObject({ state: 'accepted' });
    world.clear();
    await world.until('2026-12-04T12:00:00+01:00');
    expect(world.last(JANA).text).toMatch(/deadline of SFT-1001 is near/i);
    await world.until('2026-12-06T12:00:00+01:00');
    expect(world.last(JANA).text).toMatch(/has passed/);
    expect(world.last(ANA).text).toMatch(/5 December 2026/);
  });

  it('after a downtime tells where things stand, once', async () => {
    const world = await start();
    await jana(world, '#quote 120 EUR by 2026-12-05');
    await ana(world, 'agree');
    world.clear();
    world.down('2026-12-08T12:00:00Z');
    await world.tick();
    expect(world.inbox(ANA).filter(({ text }) => /deadline|passed/.test(text ?? ''))).toHaveLength(1);
  });

  it('a wrong one is told to the agent, and nothing goes out', async () => {
    const world = await start();
    const before = world.inbox(ANA).length;
    await jana(world, '#quote a lot');
    expect(world.last(JANA).text).toMatch(/#quote 120 EUR by 2026-12-05/);
    expect(world.inbox(ANA)).toHaveLength(before);
  });
});

describe('an offer in an answer that is held', () => {
  const petr = (world: DeskWorld, text: string, replyTo = world.last(PETR)) =>
    world.send({ from: PETR, replyTo, text });
  /** Petr writes without having seen that Jana has answered. */
  const held = async (text: string) => {
    const world = await start();
    const old = world.last(PETR);
    await jana(world, 'We look into it.');
    world.clear();
    const [row] = await petr(world, text, old);
    expect(row?.outcome).toBe('held');
    expect(world.everybody()).toEqual([PETR]);
    expect(await offer(world)).toBeUndefined();
    return { world, row };
  };

  it('waits with it, and goes to the client with its words when he sends it', async () => {
    const { world } = await held(
      '#quote 120 EUR by 2026-12-05\n#priority high\n#watch ivo@client.test\n\nIt is a large page.',
    );
    const told = (world.last(PETR).text ?? '').replaceAll(/\s+/g, ' ');
    expect(told).toMatch(
      /wait with it .*#quote 120 EUR by 2026-12-05.*#priority high.*have been carried out already.*#watch ivo@client\.test/,
    );
    await petr(world, '#send');
    expect(await offer(world)).toMatchObject({
      state: 'open',
      price: { hundredths: 12_000, currency: 'EUR' },
      due: new Date('2026-12-05T22:59:59.999Z'),
    });
    expect((await newest(world)).ticket).toMatchObject({ status: 'pending', priority: 'high' });
    expect(world.inbox(ANA)).toHaveLength(1);
    expect(world.last(ANA).text).toMatch(/120\sEUR[\s\S]*5 December 2026/);
    expect(world.last(ANA).text).toMatch(/It is a large page/);
    const by = (await newest(world)).history.findLast(({ event }) => event.kind === 'quote-sent')?.event;
    expect(by).toMatchObject({ by: { kind: 'agent', id: 'petr' } });
    await ana(world, 'agree');
    expect(await offer(world)).toMatchObject({ state: 'accepted' });
  });

  it('takes effect when the operator releases it, too', async () => {
    const { world, row } = await held('#quote 120 EUR\nIt is a large page.');
    expect(row && (await world.core.operations.releaseHeld([row.id]))).toMatchObject([{ result: 'sent' }]);
    expect(await offer(world)).toMatchObject({ state: 'open', price: { hundredths: 12_000 } });
  });

  it('is gone when it is dropped, or another answer is written in its place', async () => {
    const dropped = await held('#quote 120 EUR\nIt is a large page.');
    if (dropped.row !== undefined) await dropped.world.core.operations.dropHeld([dropped.row.id], 'refused');
    await petr(dropped.world, 'Please call me.');
    expect(await offer(dropped.world)).toBeUndefined();

    const { world } = await held('#quote 120 EUR\nIt is a large page.');
    await petr(world, 'Please call me.');
    expect(world.last(ANA).text).toMatch(/Please call me/);
    expect([await offer(world), (await newest(world)).held]).toEqual([undefined, []]);
  });

  it('cannot go once a day that it names has passed', async () => {
    const { world, row } = await held('#quote 120 EUR by 2026-12-05\nIt is a large page.');
    world.down('2026-12-06T12:00:00Z');
    await petr(world, '#send');
    expect(world.last(PETR).text).toMatch(/#send: a day of the offer/);
    expect(row && (await world.core.operations.releaseHeld([row.id]))).toMatchObject([
      { result: 'refused', why: expect.stringContaining('has passed') },
    ]);
    expect(await offer(world)).toBeUndefined();
  });

  it('an offer whose only words stand on its own line is not held for want of them', async () => {
    const world = await start();
    await jana(world, '#quote 120 EUR by 2026-12-05 without tax');
    expect(world.last(ANA).text).toMatch(/120\sEUR[\s\S]*without tax|without tax[\s\S]*120\sEUR/);
  });

  it('from the terminal keeps its days across the socket', async () => {
    const world = await start();
    const { id } = (await newest(world)).ticket;
    const terms = { price: undefined, due: new Date('2026-11-25T22:59:59.999Z'), until: undefined, text: '' };
    const acts = [{ kind: 'quote', terms }] as const;
    const command = { kind: 'act', ticket: id, by: { kind: 'operator' }, acts, text: undefined, visibility: 'client' };
    await world.core.operations.execute(JSON.parse(JSON.stringify(command)));
    expect(await offer(world)).toMatchObject({ due: terms.due, until: terms.due });
  });
});

describe('work on a case that needs an agreement (SOFTECH-8)', () => {
  it('waits for it, and the clock with it; the client is told who deals with it', async () => {
    const world = await start('Paid: a new page');
    const confirmation = world.last(ANA).text ?? '';
    expect(confirmation).toMatch(/dealt with by Jana Malá/);
    expect(confirmation).toMatch(/agree with you on the price and the deadline/);
    expect(await status(world)).toBe('on-hold');
    await jana(world, '#resolved\nDone.');
    expect(world.last(JANA).text).toMatch(/has not agreed to price and deadline yet/);
    expect(await status(world)).toBe('on-hold');
    await world.until('2026-11-25T10:00:00+01:00');
    await jana(world, '#quote 120 EUR');
    await world.until('2026-11-26T10:00:00+01:00');
    await ana(world, 'agree');
    const due = (await world.store.read.dueTimers(new Date('2030-01-01'), 50)).filter(({ key }) =>
      key.includes('resolution'),
    );
    // 100 hours of the clock, none of which has been spent.
    expect(Math.max(...due.map((timer) => timer.due.getTime())) - world.clock.getTime()).toBeGreaterThan(
      99 * 3_600_000,
    );
    await jana(world, '#resolved\nDone.');
    expect(await status(world)).toBe('resolved');
  });

  it('assigning it introduces the worker by a mail of its own, each only once', async () => {
    const world = await start();
    await world.send({ from: JANA, replyTo: world.last(JANA), text: '#assign petr' });
    expect(world.last(ANA).text).toMatch(/now dealt with by Petr Velký/);
    const count = world.inbox(ANA).length;
    await world.send({ from: 'petr@staff.test', replyTo: world.last('petr@staff.test'), text: 'I am on it.' });
    expect(world.inbox(ANA)).toHaveLength(count + 1);
    await world.send({ from: 'petr@staff.test', replyTo: world.last('petr@staff.test'), text: '#assign jana' });
    expect(world.last(ANA).text).toMatch(/now dealt with by Jana Malá/);
  });
});
