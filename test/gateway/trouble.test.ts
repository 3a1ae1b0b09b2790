import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import pino from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startGateway } from '../../src/gateway.ts';
import { type DeskWorld, startDesk } from './desk-world.ts';
import { CONFIGURATION, type Sending } from './world.ts';

const ANA = 'Ana Anić <ana@client.example>';
const EMMA = 'Emma Clark <emma@staff.test>';
const MARKO = 'Marko Petrović <marko@staff.test>';
const ana = 'ana@client.example';
const emma = 'emma@staff.test';
const marko = 'marko@staff.test';

let world: DeskWorld;
afterEach(async () => {
  vi.restoreAllMocks();
  await world.close();
});
const mail = (more: Partial<Sending> = {}): Sending => ({
  from: ANA,
  to: 'support@spoc.test',
  subject: 'Broken',
  text: 'It fails.',
  ...more,
});
const outcomes = async () => (await world.store.read.ledgerRows({ limit: 50 })).map((row) => row.outcome).reverse();
const later = async (ms: number) => {
  world.clock = new Date(world.clock.getTime() + ms);
  while ((await world.core.step()) > 0);
  await world.deliver();
};

describe('a mail that fails', () => {
  it('rolls back alone, blocks nobody, and goes through whole once it can', async () => {
    world = await startDesk();
    const { renderer } = world.core.execution.composer;
    const render = renderer.render.bind(renderer);
    const spy = vi.spyOn(renderer, 'render').mockImplementation((view, options) => {
      if ('ticket' in view && view.ticket?.subject === 'Bad') throw new Error('the template broke');
      return render(view, options);
    });
    const attachments = [{ filename: 'a.txt', content: 'same' }];
    await world.send(
      mail({ subject: 'One', attachments }),
      mail({ subject: 'Bad', attachments }),
      mail({ subject: 'Two', attachments }),
    );
    expect(await outcomes()).toEqual(['opened', undefined, 'opened']);
    expect(world.inbox(ana).map((one) => one.subject)).toEqual(['[SUP-1001] One', '[SUP-1002] Two']);
    const [, bad] = (await world.store.read.ledgerRows({ limit: 50 })).toReversed();
    expect(bad).toMatchObject({ attempts: 1, lastError: 'the template broke' });
    spy.mockRestore();
    await later(60_000);
    expect(world.last(ana).subject).toBe('[SUP-1003] Bad');
    expect(world.last(emma).attachments.map((one) => one.filename)).toEqual(['a.txt']);
    expect(await world.store.examine()).toEqual([]);
  });

  it('again and again is quarantined at last; a person can have it tried once more', async () => {
    world = await startDesk(`${CONFIGURATION}\nlimits: { attempts: 3 }\n`);
    const { blobs } = world.store;
    const get = blobs.get.bind(blobs);
    const fails = vi.spyOn(blobs, 'get').mockImplementation(async (hash) => {
      const bytes = await get(hash);
      if (bytes?.includes('POISON')) throw new Error('the parser died');
      return bytes;
    });
    await world.send(mail({ text: 'POISON' }), mail({ subject: 'Fine' }));
    expect(await outcomes()).toEqual([undefined, 'opened']);
    for (let round = 0; round < 3; round++) await later(3_600_000);
    expect(await outcomes()).toEqual(['quarantined', 'opened']);
    const [row] = await world.store.read.ledgerRows({ outcome: ['quarantined'], limit: 5 });
    expect(row?.reasons.join()).toContain('the parser died');
    fails.mockRestore();
    expect(await world.core.operations.releaseHeld(row ? [row.id] : [])).toMatchObject([{ result: 'released' }]);
    await later(0);
    expect(await outcomes()).toEqual(['opened', 'opened']);
    const { received, waiting, outcomes: counts } = await world.store.read.ledgerCounts();
    expect([received, waiting, counts.opened]).toEqual([2, 0, 2]);
  });
});

describe('a configuration that has lost', () => {
  const without = (change: (text: string) => string) => change(CONFIGURATION);

  it('a desk leaves its tickets to the first: clients, staff and bounces go on', async () => {
    world = await startDesk();
    await world.send(
      mail({ to: 'podrska@spoc.test', subject: 'Staro' }),
      mail({ to: 'podrska@spoc.test', subject: 'Drugo' }),
    );
    const [first, second] = world.inbox(ana);
    const notice = world.last(marko);
    await world.send({ from: MARKO, replyTo: notice, text: '#assign me' });
    world = await world.reconfigured(without((text) => text.replace(/ {2}podrska:[\s\S]*?(?=dns:)/, '')));
    const [followUp] = await world.send({
      from: ANA,
      replyTo: first as never,
      text: 'Any news?',
      toInstead: 'support@spoc.test',
    });
    expect(followUp).toMatchObject({ outcome: 'added' });
    expect(world.last(emma).subject).toMatch(/^\[SUP-\d+\]/);
    const [answer] = await world.send({ from: MARKO, replyTo: notice, text: 'Da.', toInstead: 'support@spoc.test' });
    expect(answer).toMatchObject({ outcome: 'added' });
    expect(world.last(ana).from?.address).toBe('support@spoc.test');
    const ticket = await world.store.read.ticketByNumber(/POD-\d+/.exec(second?.subject ?? '')?.[0] ?? '');
    const act = {
      kind: 'act',
      ticket: ticket as never,
      by: { kind: 'operator' },
      text: 'x',
      visibility: 'internal',
    } as const;
    expect(await world.core.operations.execute({ ...act, acts: [{ kind: 'status', to: 'open' }] })).toMatchObject({
      kind: 'done',
    });
  });

  it('an agent leaves his tickets to his colleagues, and is a stranger with his old notices', async () => {
    world = await startDesk();
    await world.send(mail());
    const toMarko = world.last(marko);
    await world.send({ from: MARKO, replyTo: toMarko, text: '#assign me' });
    world = await world.reconfigured(
      without((text) =>
        text
          .replace(/ {2}marko:.*\n/, '')
          .replace('[emma, marko]', '[emma]')
          .replace('[marko, emma]', '[emma]'),
      ),
    );
    const [row] = await world.send(mail({ subject: '[SUP-1001]', text: 'And?' }));
    expect(row).toMatchObject({ outcome: 'added' });
    expect(world.last(emma).text).toContain('And?');
    const before = world.inbox(ana).length;
    const [gone] = await world.send({ from: MARKO, replyTo: toMarko, text: '#closed\n\nSECRETLY' });
    expect(gone?.outcome).toBe('opened');
    expect(gone?.ticket).not.toBe(row?.ticket);
    expect(world.inbox(ana)).toHaveLength(before);
  });

  it('a mailbox leaves its waiting mail to another', async () => {
    world = await startDesk();
    await world.core.keeper.keep([
      {
        source: { kind: 'pipe', mailbox: 'gone', recipient: 'old@spoc.test' },
        arrivedAt: world.clock,
        quiet: false,
        content: Buffer.from(`From: ${ana}\r\nSubject: x\r\n\r\nhi\r\n`),
      },
    ]);
    await later(0);
    expect(await outcomes()).toEqual(['opened']);
    expect(world.last(ana).subject).toMatch(/SUP-1001/);
  });
});

describe('a mailbox without plus-addresses', () => {
  it('threads by id and number, notes by #note and by the notice of a note', async () => {
    world = await startDesk(CONFIGURATION.replace('    poll: 5s\n', '    poll: 5s\n    plus_addresses: false\n'));
    await world.send(mail());
    const toEmma = world.last(emma);
    expect(toEmma.replyTo ?? []).toEqual([]);
    await world.send({ from: EMMA, replyTo: toEmma, text: '#note\nTOPSECRET' });
    await world.send({ from: MARKO, replyTo: world.last(marko), text: 'ALSOSECRET' });
    await world.send({ from: EMMA, replyTo: toEmma, text: 'Hello.' });
    await world.send({ from: ANA, replyTo: world.last(ana), text: 'Hi.' });
    expect(await outcomes()).toEqual(['opened', 'added', 'added', 'added', 'added']);
    expect(world.last(emma).text).toContain('Hi.');
    expect(
      world
        .inbox(ana)
        .map((one) => one.raw.toString())
        .join(),
    ).not.toMatch(/TOPSECRET|ALSOSECRET/);
  });
});

it('a start that fails half-way leaves nothing at work', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  world = await startDesk();
  const errors: unknown[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => errors.push(line) });
  const { renderer } = world.core.execution.composer;
  const folder = `${world.settings.data}-other`;
  const settings = { ...world.settings, data: folder, lmtp: { host: '127.0.0.1', port, mailbox: 'demo' as never } };
  const starting = startGateway({ settings, renderer, log, now: () => new Date(), random: () => 0.5 });
  await expect(starting).rejects.toThrow(/EADDRINUSE/);
  await new Promise((resolve) => setImmediate(resolve));
  expect(errors).toEqual([]);
  taken.close();
});
