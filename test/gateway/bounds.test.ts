import { afterEach, describe, expect, it } from 'vitest';
import { BOUNCE_MARK } from '../../src/delivery/compose.ts';
import { compose, type DeskWorld, idOf, startDesk } from './desk-world.ts';
import { CONFIGURATION, type Received, type Sending } from './world.ts';

const ANA = 'Ana Anić <ana@client.example>';
const EMMA = 'Emma Clark <emma@staff.test>';
const ana = 'ana@client.example';
const emma = 'emma@staff.test';
const marko = 'marko@staff.test';
const HOUR = 3_600_000;

const worlds: DeskWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

async function start(change: (configuration: string) => string = (same) => same): Promise<DeskWorld> {
  const world = await startDesk(change(CONFIGURATION));
  worlds.push(world);
  return world;
}
const ofSupport = (line: string) => (configuration: string) =>
  configuration.replace('    prefix: SUP\n', `    prefix: SUP\n    ${line}\n`);
const withLimits = (limits: string) => (configuration: string) => `${configuration}\nlimits: { ${limits} }\n`;

async function one(world: DeskWorld, mail: Sending | Buffer) {
  const [row] = await world.send(mail);
  if (row === undefined) throw new Error('no row');
  return row;
}
const mail = (more: Partial<Sending> = {}): Sending => ({
  from: ANA,
  to: 'support@spoc.test',
  subject: 'Broken',
  text: 'It fails.',
  ...more,
});
const state = async (world: DeskWorld, ticket: unknown) => {
  const facts = (await world.store.read.ticketFacts([ticket as never])).get(ticket as never);
  if (facts === undefined) throw new Error('no ticket');
  return facts.ticket;
};
const release = async (world: DeskWorld, row: Parameters<typeof idOf>[0]) => {
  const [result] = await world.core.operations.releaseHeld([idOf(row)]);
  while ((await world.core.step()) > 0);
  await world.deliver();
  return { result: result?.result, outcome: (await world.store.read.ledgerRow(idOf(row)))?.outcome };
};
const raw = (mails: readonly Received[]) => mails.map((one) => one.raw.toString()).join('\n');

describe('senders whom the desk does not know', () => {
  it.each([
    ['accept', 'opened', 1],
    ['hold', 'held', 0],
    ['refuse', 'refused', 1],
  ] as const)('%s: %s', async (how, outcome, mails) => {
    const world = await start(ofSupport(`unknown_senders: ${how}`));
    const row = await one(world, mail({ from: 'eve@evil.example' }));
    expect(row.outcome).toBe(outcome);
    expect(world.inbox('eve@evil.example')).toHaveLength(mails);
    if (how === 'accept') return;
    expect(world.inbox(emma)).toEqual([]);
    if (how === 'refuse') expect(world.last('eve@evil.example').subject).not.toMatch(/SUP-/);
    expect(await release(world, row)).toEqual({ result: 'released', outcome: 'opened' });
    expect(world.last('eve@evil.example').subject).toMatch(/SUP-1001/);
    expect((await one(world, mail({ from: 'eve@evil.example', subject: 'Again' }))).outcome).toBe('opened');
    expect(await release(world, row)).toEqual({ result: 'not-held', outcome: 'opened' });
  });

  it('are not known by a ticket at another desk of the same gateway', async () => {
    const world = await start((configuration) =>
      ofSupport('unknown_senders: accept')(configuration).replace(
        '    prefix: POD\n',
        '    prefix: POD\n    unknown_senders: refuse\n',
      ),
    );
    const eve = 'eve@evil.example';
    expect((await one(world, mail({ from: eve }))).outcome).toBe('opened');
    expect((await one(world, mail({ from: eve, to: 'podrska@spoc.test', subject: 'Faktura' }))).outcome).toBe(
      'refused',
    );
    expect((await one(world, mail({ from: eve, subject: 'Again' }))).outcome).toBe('opened');
  });

  it('are known by the domain of their client', async () => {
    const world = await start(ofSupport('unknown_senders: refuse'));
    const client = {
      id: undefined,
      companyNumber: '1',
      name: 'Client',
      locale: 'sl',
      domains: ['client.example'],
      desk: undefined,
      level: undefined,
      calendar: undefined,
      matrix: undefined,
    } as const;
    await world.core.operations.putClient(client);
    expect((await one(world, mail())).outcome).toBe('opened');
    expect(world.last(ana).text).toMatch(/Spoštovani|Pozdravljeni|zahtevek/i);
  });
});

describe('what is held without an answer', () => {
  it.each([
    ['X-Spam-Flag', { 'X-Spam-Flag': 'YES' }],
    ['X-Spam-Status', { 'X-Spam-Status': 'Yes, score=9.1 required=5.0' }],
    ['SCL', { 'X-MS-Exchange-Organization-SCL': '6' }],
  ])('mail marked by %s, until a person lets it pass or drops it', async (_name, headers) => {
    const world = await start();
    const row = await one(world, mail({ headers }));
    expect(row.outcome).toBe('held');
    expect([...world.inbox(ana), ...world.inbox(emma)]).toEqual([]);
    const other = await one(world, mail({ headers, subject: 'Other' }));
    expect(await world.core.operations.dropHeld([idOf(other)], 'spam')).toMatchObject([{ result: 'dropped' }]);
    expect((await world.store.read.ledgerRow(other.id))?.outcome).toBe('spam');
    expect(await release(world, row)).toEqual({ result: 'released', outcome: 'opened' });
    expect(await release(world, other)).toEqual({ result: 'released', outcome: 'opened' });
  });

  const judged = async (world: DeskWorld, results: string, from: string) => {
    const plain = (await compose(mail({ from, unproved: true }), world.clock)).toString();
    return one(world, Buffer.from(`Authentication-Results: mx.test; ${results}\r\n${plain}`));
  };
  it('mail that fails DMARC, but not mail whose sender logged in to send it', async () => {
    const world = await start();
    expect((await judged(world, 'dmarc=fail header.from=client.example', ana)).outcome).toBe('held');
    expect([...world.inbox(ana), ...world.inbox(emma)]).toEqual([]);
    const submitted = await judged(
      world,
      'auth=pass smtp.auth=ana@client.example; dmarc=fail header.from=client.example',
      ana,
    );
    expect(submitted).toMatchObject({ outcome: 'opened', authenticity: 'proved' });
  });
});

describe('automatic mail', () => {
  const auto = { 'Auto-Submitted': 'auto-replied' };

  it('on a ticket stays there and moves nothing; let pass by a person it is not there twice', async () => {
    const world = await start();
    await one(world, mail());
    await one(world, { from: EMMA, replyTo: world.last(emma), text: '#resolved\n\nDone.' });
    world.clear();
    const row = await one(world, mail({ subject: '[SUP-1001] Out of office', text: 'I am away.', headers: auto }));
    expect(row.outcome).toBe('auto-reply');
    expect((await state(world, row.ticket)).status).toBe('resolved');
    expect([...world.inbox(ana), ...world.inbox(emma)]).toEqual([]);
    expect((await release(world, row)).result).toBe('not-held');
    expect(await world.store.read.messages(row.ticket as never)).toHaveLength(3);
  });

  it.each([
    ['auto-reply', auto],
    ['automatic', { Precedence: 'bulk' }],
    ['automatic', { 'List-Id': '<x.list.example>', 'List-Post': '<mailto:x@list.example>' }],
  ])('of no ticket is %s, and opens one without an answer once a person lets it pass', async (outcome, headers) => {
    const world = await start();
    const row = await one(world, mail({ headers }));
    expect(row.outcome).toBe(outcome);
    expect(await release(world, row)).toEqual({ result: 'released', outcome: 'opened' });
    expect(world.inbox(ana)).toEqual([]);
    expect(world.inbox(emma)).toHaveLength(1);
  });

  it('to a bounce address causes nothing, but a plus-address of people is none', async () => {
    const world = await start();
    const row = await one(world, mail({ to: `support+${BOUNCE_MARK}${'a1'.repeat(16)}@spoc.test` }));
    expect(row.outcome).toBe('auto-reply');
    expect(world.inbox(ana)).toEqual([]);
    expect((await one(world, mail({ to: `support+${BOUNCE_MARK}team@spoc.test` }))).outcome).toBe('opened');
  });

  it('gets no answer to a change of status at once, and loses none', async () => {
    const world = await start();
    await one(world, mail());
    await one(world, { from: EMMA, replyTo: world.last(emma), text: '#pending' });
    world.clear();
    const row = await one(world, mail({ subject: '[SUP-1001]', text: 'value is 5', headers: { Precedence: 'bulk' } }));
    expect(row.outcome).toBe('added');
    expect(world.inbox(ana)).toEqual([]);
    world.clock = new Date(world.clock.getTime() + HOUR);
    await world.deliver();
    expect(world.last(ana).text).toMatch(/Awaiting reply.*In progress/s);
  });
});

describe('limits of what goes out by itself', () => {
  it('collects changes of status past the limit into one later mail', async () => {
    const world = await start(withLimits('answers_per_hour: 1, answers_per_day: 9'));
    await one(world, mail());
    for (const text of ['one', 'two', 'three']) {
      await one(world, { from: EMMA, replyTo: world.last(emma), text: '#pending' });
      if (text === 'one') world.clear();
      await one(world, mail({ subject: '[SUP-1001] x', text }));
    }
    const before = world.inbox(ana).length;
    world.clock = new Date(world.clock.getTime() + HOUR);
    await world.deliver();
    expect(world.inbox(ana).length).toBe(before + 1);
    expect((await world.store.read.outboxCounts()).queued).toBe(0);
    const told = world
      .inbox(ana)
      .map((one) => one.text)
      .join('\n');
    expect(
      told.match(/status .{0,3}Awaiting reply.{0,3} to\s+status .{0,3}In progress/g)?.length ?? 0,
    ).toBeGreaterThanOrEqual(3);
  });

  it('two gateways that write to each other stop after a few mails, whatever their headers say', async () => {
    const here = await start();
    const there = await start((text) =>
      text.replaceAll('spoc.test', 'other.test').replaceAll('staff.test', 'crew.test'),
    );
    const strip = (one: Received) =>
      Buffer.from(
        one.raw.toString('latin1').replace(/^(?:Auto-Submitted|X-Auto-Response-Suppress):.*\r\n/gim, ''),
        'latin1',
      );
    await one(here, mail({ from: 'support@other.test' }));
    let mails = 0;
    const taken = new Map([
      [here, 0],
      [there, 0],
    ]);
    for (let round = 0; round < 30; round++) {
      for (const [from, to, address] of [
        [here, there, 'support@other.test'],
        [there, here, 'support@spoc.test'],
      ] as const) {
        const fresh = from.inbox(address).slice(taken.get(from) ?? 0);
        taken.set(from, from.inbox(address).length);
        mails += fresh.length;
        for (const one of fresh) await to.send(strip(one));
      }
    }
    expect(mails).toBeGreaterThan(0);
    expect(mails).toBeLessThan(20);
  });

  it('two dead addresses of staff do not tell each other for ever', async () => {
    const world = await start();
    await one(world, mail());
    const bounce = (of: Received, address: string) =>
      Buffer.from(
        [
          'From: MAILER-DAEMON@mx.staff.test',
          'To: support@spoc.test',
          'Subject: Undelivered Mail Returned to Sender',
          'MIME-Version: 1.0',
          'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
          '',
          '--b',
          'Content-Type: text/plain',
          '',
          'No.',
          '--b',
          'Content-Type: message/delivery-status',
          '',
          'Reporting-MTA: dns; mx.staff.test',
          '',
          `Final-Recipient: rfc822; ${address}`,
          'Action: failed',
          'Status: 5.1.1',
          '',
          '--b',
          'Content-Type: text/rfc822-headers',
          '',
          `Message-ID: ${of.messageId}`,
          '',
          '--b--',
          '',
        ].join('\r\n'),
      );
    expect(await one(world, bounce(world.last(emma), emma))).toMatchObject({ outcome: 'bounce' });
    expect(world.inbox(emma)).toHaveLength(1); // he is not told at the address that does not work
    expect(world.inbox(marko)).toHaveLength(2);
    await one(world, bounce(world.last(marko), marko));
    expect([world.inbox(emma).length, world.inbox(marko).length]).toEqual([1, 2]);
  });
});

describe('a ticket over time', () => {
  it('is opened again by a reply, and continued by another once it has been closed for long', async () => {
    const world = await start(ofSupport('reopen_within: 14d'));
    const first = await one(world, mail({ text: 'OLDWORDS' }));
    const confirmation = world.last(ana);
    await one(world, { from: EMMA, replyTo: world.last(emma), text: '#resolved\n\nDone.' });
    expect((await one(world, { from: ANA, replyTo: confirmation, text: 'Not at all.' })).ticket).toBe(first.ticket);
    expect((await state(world, first.ticket)).status).toBe('open');
    await one(world, { from: EMMA, replyTo: world.last(emma), text: '#resolved' });
    world.clock = new Date(world.clock.getTime() + 30 * 24 * HOUR);
    await one(world, { from: EMMA, replyTo: world.last(emma), text: '#closed' });
    expect((await one(world, { from: ANA, replyTo: confirmation, text: 'Once more.' })).ticket).toBe(first.ticket); // closed only now
    await one(world, { from: EMMA, replyTo: world.last(emma), text: '#closed' });
    world.clock = new Date(world.clock.getTime() + 20 * 24 * HOUR);
    const late = await one(world, { from: ANA, replyTo: confirmation, text: 'It is back.' });
    expect(late.outcome).toBe('opened');
    expect(late.ticket).not.toBe(first.ticket);
    expect(world.last(ana).text).toContain('SUP-1001');
    expect(world.last(emma).text).toContain('SUP-1001');
    expect(world.last(ana).text).not.toContain('OLDWORDS');
  });

  it('tells the status in the mail that a person gets anyway, from first to last', async () => {
    const world = await start();
    const bojan = {
      id: undefined,
      name: 'Bojan',
      addresses: ['bojan@client.example' as never],
      businessUnit: undefined,
      position: undefined,
      landline: undefined,
      mobile: undefined,
      locale: undefined,
    } as const;
    const client = await world.core.operations.putClient({
      id: undefined,
      companyNumber: '1',
      name: 'C',
      locale: undefined,
      domains: ['client.example'],
      desk: undefined,
      level: undefined,
      calendar: undefined,
      matrix: undefined,
    });
    await world.core.operations.putContact({ ...bojan, client, responsible: true });
    await one(world, mail({ cc: 'aide@client.example' }));
    expect(world.inbox('bojan@client.example')).toEqual([]);
    const toEmma = world.last(emma);
    world.clear();
    await one(world, { from: EMMA, replyTo: toEmma, text: 'Which one?' });
    expect(
      [ana, 'aide@client.example', 'bojan@client.example', emma, marko].map((who) => world.inbox(who).length),
    ).toEqual([1, 1, 1, 0, 0]);
    expect(world.last(ana).text).toMatch(/from status .{0,3}New.{0,3} to\s+status .{0,3}Awaiting reply/);
    expect(world.last('bojan@client.example').text).toMatch(/New.{0,3} to\s+status .{0,3}Awaiting reply/);
    expect(world.last('bojan@client.example').text).toContain('SUP-1001');
    world.clear();
    await one(world, mail({ subject: 'Re: [SUP-1001]', text: 'That one.' }));
    expect(
      [ana, 'aide@client.example', 'bojan@client.example', emma, marko].map((who) => world.inbox(who).length),
    ).toEqual([1, 0, 1, 1, 0]);
    world.clear();
    await one(world, {
      from: 'Marko <marko@staff.test>',
      to: 'support@spoc.test',
      subject: '[SUP-1001]',
      text: '#resolved\n\nNew cable.',
    });
    expect(
      [ana, 'aide@client.example', 'bojan@client.example', emma, marko].map((who) => world.inbox(who).length),
    ).toEqual([1, 1, 1, 1, 0]);
    expect(world.last('bojan@client.example').text).toContain('New cable.');
  });
});

describe('copies', () => {
  it('to two desks are one message; the other desk is told; the order in To decides', async () => {
    const world = await start((text) =>
      text.replace('agents: [marko, emma]', 'agents: [marko]').replace('agents: [emma, marko]', 'agents: [emma]'),
    );
    const both = mail({ to: 'podrska@spoc.test, support@spoc.test', messageId: '<both@client.example>' });
    const rows = await world.send(both, both);
    expect(rows.map((row) => [row.outcome, row.desk])).toEqual([
      ['opened', 'podrska'],
      ['duplicate', 'podrska'],
    ]);
    expect(world.inbox(marko)).toHaveLength(1);
    expect(world.inbox(emma)).toHaveLength(1);
    expect(world.last(emma).replyTo ?? []).toEqual([]);
    const cc = await one(
      world,
      mail({ to: 'x@client.example, support@spoc.test', cc: 'podrska@spoc.test', subject: 'B' }),
    );
    expect(cc.desk).toBe('support');
  });

  it('without a Message-ID are the same only by their bytes', async () => {
    const world = await start();
    const bare = (text: string) =>
      Buffer.from(`From: ${ana}\r\nTo: support@spoc.test\r\nSubject: x\r\n\r\n${text}\r\n`);
    const rows = await world.send(bare('a'), bare('b'), bare('a'));
    expect(rows.map((row) => row.outcome)).toEqual(['opened', 'opened', 'duplicate']);
  });
});

describe('delivery', () => {
  it('on hold sends nothing until it is released', async () => {
    const world = await start((text) => `${text}\ndelivery: hold\n`);
    await one(world, mail());
    expect([...world.inbox(ana), ...world.inbox(emma)]).toEqual([]);
    expect((await world.store.read.outboxCounts()).hold).toBe(3);
    expect(await world.core.operations.releaseOutbox(undefined)).toBe(3);
    await world.deliver();
    expect(world.inbox(ana)).toHaveLength(1);
  });

  it('of what is imported is silent, tickets and commands and all', async () => {
    const world = await start();
    const keep = async (...mails: readonly Sending[]) => {
      const raws = await Promise.all(mails.map((each) => compose(each, world.clock)));
      await world.core.keeper.keep(
        raws.map((content) => ({
          source: { kind: 'import', mailbox: 'demo', recipient: 'support@spoc.test' },
          arrivedAt: world.clock,
          quiet: true,
          content,
        })),
      );
      while ((await world.core.step()) > 0);
    };
    await keep(
      mail(),
      mail({ from: EMMA, subject: '[SUP-1001]', text: 'An old answer.' }),
      mail({ from: EMMA, subject: '[SUP-1001]', text: '#resolved' }),
      mail({ from: EMMA, subject: '[SUP-1001]', text: '#nonsense' }),
    );
    const counts = await world.store.read.outboxCounts();
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(0);
    const ticket = await world.store.read.ticketByNumber('SUP-1001');
    expect((await state(world, ticket)).status).toBe('resolved');
  });
});

describe('what mails carry', () => {
  it('too large is left out and listed; the ticket opens; an answer that is too large asks', async () => {
    const world = await start(withLimits('attachment_bytes: 20 KB, attachments_bytes: 30 KB, outgoing: 10 KB'));
    const file = (filename: string, size: number) => ({ filename, content: Buffer.alloc(size, filename) });
    const row = await one(
      world,
      mail({
        attachments: [
          file('small.bin', 1_000),
          file('ogromno – š.bin', 50_000),
          file('b.bin', 18_000),
          file('c.bin', 18_000),
        ],
      }),
    );
    expect(row.outcome).toBe('opened');
    const [message] = await world.store.read.messages(row.ticket as never);
    expect(message?.attachments.map((one) => [one.filename, one.leftOut !== undefined])).toEqual([
      ['small.bin', false],
      ['ogromno – š.bin', true],
      ['b.bin', false],
      ['c.bin', true],
    ]);
    expect(world.last(ana).text).toContain('ogromno – š.bin');
    expect(world.last(emma).attachments.map((one) => one.filename)).toEqual(['small.bin']);
    expect(world.last(emma).text).toMatch(/b\.bin.*together/s);
    const held = await one(world, {
      from: EMMA,
      replyTo: world.last(emma),
      text: 'See:',
      attachments: [file('d.bin', 9_000), file('e.bin', 9_000)],
    });
    expect(held.outcome).toBe('held');
    await one(world, { from: EMMA, replyTo: world.last(emma), text: '#send' });
    expect(world.last(ana).attachments.map((one) => one.filename)).toEqual(['d.bin']);
    expect(world.last(ana).text).toContain('e.bin');
  });

  it('as pictures in the text and as attached mails comes through', async () => {
    const world = await start();
    const attachments = [
      {
        filename: 'screen.png',
        content: Buffer.from('png'),
        contentType: 'image/png',
        cid: 'screen@x',
        contentDisposition: 'inline' as const,
      },
      {
        filename: 'older.eml',
        content: 'From: a@b.example\r\nSubject: Older\r\n\r\nhi\r\n',
        contentType: 'message/rfc822',
      },
    ];
    const row = await one(
      world,
      mail({ html: '<p>See <img src="cid:screen@x"> <script>x()</script></p>', attachments }),
    );
    const [message] = await world.store.read.messages(row.ticket as never);
    expect(message?.attachments).toMatchObject([
      { contentId: 'screen@x', contentType: 'image/png' },
      { contentType: 'message/rfc822' },
    ]);
    expect(message?.html).toContain('cid:screen@x');
    expect(message?.html).not.toContain('script');
    expect(world.last(emma).attachments).toHaveLength(2);
  });

  it.each([
    ['no subject', mail({ subject: '' })],
    [
      'controls in subject, name and file',
      mail({
        from: 'A\u0007na <ana@client.example>',
        subject: 'x\u0000y\u001b[31m\u202e',
        attachments: [{ filename: 'a\u0000\u202e/../gpj.exe', content: 'x' }],
      }),
    ],
    ['a text of a megabyte', mail({ text: 'word '.repeat(200_000) })],
    ['a subject of a megabyte', mail({ subject: 'long '.repeat(200_000) })],
  ])('with %s opens its ticket and tells all', async (_name, odd) => {
    const world = await start();
    expect((await one(world, odd)).outcome).toBe('opened');
    for (const who of [ana, emma]) {
      expect(world.inbox(who)).toHaveLength(1);
      expect(world.last(who).raw.length).toBeLessThan(2_000_000);
      expect(raw(world.inbox(who))).not.toMatch(/[\u0000-\u0008\u001b]/);
    }
    if (odd.subject === '') expect(world.last(ana).subject).toMatch(/SUP-1001.*no subject/);
  });

  it('ten thousand recipients do not become watchers', async () => {
    const world = await start();
    const many = Array.from({ length: 10_000 }, (_, at) => `p${at}@many.example`).join(', ');
    const row = await one(
      world,
      Buffer.from(
        `From: ${ana}\r\nTo: support@spoc.test,\r\n ${many.replaceAll(', ', ',\r\n ')}\r\nSubject: x\r\nMessage-ID: <m@x>\r\n\r\nhi\r\n`,
      ),
    );
    expect(row.outcome).toBe('opened');
    expect((await state(world, row.ticket)).watchers.length).toBeLessThanOrEqual(20);
  });
});
