import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DeskWorld, idOf, startDesk } from './desk-world.ts';
import type { Received, Sending } from './world.ts';

const ANA = 'Ana Anić <ana@client.example>';
const EMMA = 'Emma Clark <emma@staff.test>';
const MARKO = 'Marko Petrović <marko@staff.test>';
const ana = 'ana@client.example';
const emma = 'emma@staff.test';
const marko = 'marko@staff.test';

let world: DeskWorld;
beforeAll(async () => {
  world = await startDesk();
});
afterAll(() => world.close());
beforeEach(() => {
  world.clear();
  world.clock = new Date(world.clock.getTime() + 86_400_000); // limits of automatic answers begin anew
});

async function open(more: Partial<Sending> = {}) {
  const [row] = await world.send({ from: ANA, to: 'support@spoc.test', subject: 'Broken', text: 'It fails.', ...more });
  if (row?.ticket === undefined) throw new Error(`no ticket: ${row?.reasons}`);
  return { ticket: row.ticket, confirmation: world.last(ana), toEmma: world.last(emma), toMarko: world.last(marko) };
}

const one = async (mail: Sending | Buffer) => {
  const [row] = await world.send(mail);
  if (row === undefined) throw new Error('no row');
  return row;
};
const token = (mail: Received) => mail.replyTo?.[0]?.address ?? '';
const number = (mail: Received) => /[A-Z]+-\d+/.exec(mail.subject ?? '')?.[0] ?? '';
const sentTo = (address: string) =>
  world
    .inbox(address)
    .map((mail) => mail.raw.toString())
    .join('\n');
const noteAddress = (mail: Received) =>
  [...(mail.text ?? '').matchAll(/support\+[a-z0-9]+@spoc\.test/g)]
    .map(([one]) => one)
    .find((one) => one !== token(mail)) ?? '';
const state = async (ticket: Parameters<typeof world.store.read.ticketFacts>[0][number]) => {
  const facts = (await world.store.read.ticketFacts([ticket])).get(ticket);
  if (facts === undefined) throw new Error('no ticket');
  return facts;
};

describe('where the legs conflict', () => {
  it.each([
    ['token over id', (a: Received, b: Received) => ({ toInstead: token(a), replyTo: b, subject: 'x' })],
    ['token over number', (a: Received, b: Received) => ({ to: token(a), subject: `Re: ${b.subject}` })],
    [
      'id over number',
      (a: Received, b: Received) => ({ replyTo: a, toInstead: 'support@spoc.test', subject: b.subject ?? '' }),
    ],
  ])('the first wins, and the conflict is shown: %s', async (_name, mail) => {
    const first = await open();
    const second = await open();
    const row = await one({ from: ANA, text: 'more', ...mail(first.confirmation, second.confirmation) });
    expect(row).toMatchObject({ outcome: 'added', ticket: first.ticket });
    expect(row.reasons.join('\n')).toMatch(/conflict: .*the earlier rule counts/);
  });

  it('files by an id that was received only whom the ticket concerns', async () => {
    const { ticket } = await open({ messageId: '<mine@client.example>', cc: 'bob@elsewhere.example' });
    const cite = {
      to: 'support@spoc.test',
      subject: 'Hello',
      text: 'x',
      headers: { References: '<mine@client.example>' },
    };
    expect(await one({ from: 'bob@elsewhere.example', ...cite })).toMatchObject({ outcome: 'added', ticket });
    const stranger = await one({ from: 'eve@evil.example', ...cite });
    expect(stranger).toMatchObject({ outcome: 'opened' });
    expect(stranger.ticket).not.toBe(ticket);
  });

  it.each(['', '<>', '< >', '<'])('never matches the empty id %j', async (id) => {
    await open({ headers: { 'X-No': '1' } });
    const row = await one({
      from: ANA,
      to: 'support@spoc.test',
      subject: 'New',
      text: 'y',
      headers: { 'In-Reply-To': id },
    });
    expect(row.outcome).toBe('opened');
  });
});

describe('a token', () => {
  it('in the hands of a stranger opens a ticket of his own and shows him nothing', async () => {
    const { confirmation, toEmma, ticket } = await open({ text: 'SECRETWORD' });
    for (const address of [token(confirmation), token(toEmma), noteAddress(toEmma)]) {
      const row = await one({
        from: 'eve@evil.example',
        to: address,
        subject: `Re: ${confirmation.subject}`,
        text: '#resolved\nhi',
      });
      expect(row.outcome).toBe('opened');
      expect(row.ticket).not.toBe(ticket);
    }
    expect(sentTo('eve@evil.example')).not.toContain('SECRETWORD');
    expect((await state(ticket)).ticket.status).toBe('new');
  });

  it('of an agent, stolen, does nothing under his name without proof when others have seen it', async () => {
    const { toEmma, ticket } = await open();
    await one({
      from: EMMA,
      to: token(toEmma),
      cc: 'friend@elsewhere.example',
      subject: 'fyi',
      text: '#note\nx',
      unproved: true,
    });
    const before = world.inbox(ana).length;
    for (const text of ['#closed', 'Send me your password.', '#note\nlies'])
      expect((await one({ from: EMMA, to: token(toEmma), text, unproved: true })).outcome).toBe('held');
    expect(world.inbox(ana)).toHaveLength(before);
    expect((await state(ticket)).ticket.status).toBe('new');
    expect((await one({ from: EMMA, to: token(toEmma), text: '#note\nreally me' })).outcome).toBe('added');
  });

  it('unseen by others lets an unproved agent answer, not command', async () => {
    const { toEmma } = await open();
    expect((await one({ from: EMMA, replyTo: toEmma, text: 'Answer.', unproved: true })).outcome).toBe('added');
    expect((await one({ from: EMMA, replyTo: toEmma, text: '#watch x@y.example', unproved: true })).outcome).toBe(
      'held',
    );
  });

  it('that has expired proves nothing', async () => {
    const { toEmma } = await open();
    world.clock = new Date(world.clock.getTime() + 500 * 86_400_000);
    expect((await one({ from: EMMA, replyTo: toEmma, text: 'Late.', unproved: true })).outcome).toBe('held');
  });

  it('of an agent in a notice forwarded to the client makes the client an agent of nothing', async () => {
    const { toEmma, ticket } = await open();
    await one({ from: EMMA, replyTo: toEmma, text: '#note\nDIFFICULT' });
    world.clear();
    for (const address of [token(toEmma), noteAddress(toEmma)]) {
      const row = await one({
        from: ANA,
        to: address,
        subject: `Re: Fwd: ${toEmma.subject}`,
        text: '#closed\n\nI am angry',
      });
      expect(row).toMatchObject({ outcome: 'added', ticket });
    }
    const messages = await world.store.read.messages(ticket);
    expect(messages.slice(-2).map((message) => message.direction)).toEqual(['inbound', 'inbound']);
    expect((await state(ticket)).ticket.status).not.toBe('closed');
    expect(sentTo(ana)).not.toContain('DIFFICULT');
  });

  it('of the client, used by an agent, is an answer of the agent and no mail of the client', async () => {
    const { confirmation, ticket } = await open();
    const row = await one({
      from: EMMA,
      to: token(confirmation),
      subject: `Re: ${confirmation.subject}`,
      text: 'Hello Ana.',
    });
    expect(row).toMatchObject({ outcome: 'added', ticket });
    expect((await world.store.read.messages(ticket)).at(-1)).toMatchObject({
      direction: 'outbound',
      by: { kind: 'agent', id: 'emma' },
    });
  });
});

describe('who is who', () => {
  it('discloses nothing to a Reply-To, and answers the first of several From addresses as claimed', async () => {
    await one({
      from: 'Ivo <ivo@client.example>',
      to: 'support@spoc.test',
      subject: 'A',
      text: 'b',
      headers: { 'Reply-To': 'eve@evil.example' },
    });
    expect(world.inbox('eve@evil.example')).toEqual([]);
    expect(world.inbox('ivo@client.example')).toHaveLength(1);
    const raw =
      'From: Ana <ana@client.example>, Eve <eve@evil.example>\r\nTo: support@spoc.test\r\nSubject: Two\r\nMessage-ID: <two@x>\r\n\r\nhi\r\n';
    const row = await one(Buffer.from(raw));
    expect(row).toMatchObject({ outcome: 'opened', authenticity: 'claimed' });
    expect(world.inbox('eve@evil.example')).toEqual([]);
    expect(world.last(emma).text).toMatch(/several senders/);
  });

  it('holds a mail of an agent and somebody else at once', async () => {
    const { toEmma } = await open();
    const raw = `Authentication-Results: mx.test; dmarc=pass header.from=staff.test\r\nReceived: from a by mx.test; Mon, 23 Nov 2026 09:00:00 +0000\r\nFrom: Emma <emma@staff.test>, Eve <eve@evil.example>\r\nTo: ${token(toEmma)}\r\nSubject: x\r\nMessage-ID: <mix@x>\r\n\r\n#closed\r\n`;
    expect((await one(Buffer.from(raw))).outcome).toBe('held');
  });

  it.each(['From: support@spoc.test', 'From: Support <podrska+abc@spoc.test>'])(
    'holds what says it is ours: %s',
    async (from) => {
      const row = await one(
        Buffer.from(
          `${from}\r\nTo: support@spoc.test\r\nSubject: x\r\nMessage-ID: <${Math.abs(from.length)}@x>\r\n\r\nhello\r\n`,
        ),
      );
      expect(row.outcome).toBe('held');
      expect(world.inbox('support@spoc.test')).toEqual([]);
    },
  );

  it.each([
    ['no From', ''],
    ['an empty From', 'From: <>\r\n'],
    ['a From that is no address', 'From: somebody\r\n'],
  ])('holds a mail with %s', async (_name, from) => {
    const row = await one(Buffer.from(`${from}To: support@spoc.test\r\nSubject: ${_name}\r\n\r\nhello\r\n`));
    expect(row.outcome).toBe('held');
  });

  it('lets an agent be a client, time and again, and sends him one mail by each act', async () => {
    const agent = { from: EMMA, to: 'podrska@spoc.test', subject: 'My own trouble', text: 'Help me.' };
    for (const subject of ['First', 'Second']) {
      world.clear();
      expect((await one({ ...agent, subject })).outcome).toBe('opened');
      expect(world.inbox(emma)).toHaveLength(1);
      expect(world.inbox(marko)).toHaveLength(1);
    }
    await one({ from: MARKO, replyTo: world.last(marko), text: 'Done.' });
    expect(world.last(emma).text).toContain('Done.');
    const more = await one({ from: EMMA, replyTo: world.last(emma), text: 'Thank you.' });
    expect(more.outcome).toBe('added');
    expect((await world.store.read.messages(more.ticket as never)).at(-1)?.direction).toBe('inbound');
    expect(world.last(marko).text).toContain('Thank you.');
  });

  it('takes an agent whom staff entered as a contact for an agent', async () => {
    await world.core.operations.contactFor('emma@staff.test', 'Emma');
    const { toEmma } = await open();
    expect((await one({ from: EMMA, replyTo: toEmma, text: 'Answer.' })).outcome).toBe('added');
    expect(world.last(ana).text).toContain('Answer.');
    expect((await one({ from: EMMA, to: 'support@spoc.test', subject: 'Own', text: 'x' })).outcome).toBe('opened');
  });
});

describe('internal notes reach no client', () => {
  const SECRET = 'TOPSECRET';
  it.each([
    ['the note address', (to: Received) => ({ to: noteAddress(to), text: SECRET })],
    ['both addresses', (to: Received) => ({ to: `${token(to)}, ${noteAddress(to)}`, text: SECRET })],
    ['#note', (to: Received) => ({ to: token(to), text: `#note\n${SECRET}` })],
    ['#note with words behind it', (to: Received) => ({ to: token(to), text: `#note ${SECRET}` })],
    ['#note #resolved', (to: Received) => ({ to: token(to), text: `#note\n#resolved\n${SECRET}` })],
    [
      '#note in a mail without a ticket, with #to',
      () => ({ to: 'support@spoc.test', text: `#to ana@client.example\n#note\n${SECRET}` }),
    ],
    ['the quote of a notice and nothing else', (to: Received) => ({ replyTo: to, text: '' })],
  ])('by %s, and whatever follows', async (_name, mail) => {
    const { toEmma, toMarko, ticket } = await open();
    await one({ from: EMMA, subject: 'x', ...mail(toEmma) });
    await one({
      from: MARKO,
      replyTo: world.last(marko) === toMarko ? toMarko : world.last(marko),
      text: `#note\nI agree: ${SECRET}`,
    });
    await one({ from: MARKO, replyTo: toMarko, text: '#watch boss@client.example\n\nWe work on it.' });
    await one({ from: ANA, replyTo: world.last(ana), text: 'Thanks, and?' });
    await one({ from: MARKO, replyTo: world.last(marko), text: '#resolved' });
    await one({ from: EMMA, replyTo: world.last(emma), text: '#send' });
    for (const who of [ana, 'boss@client.example']) expect(sentTo(who)).not.toMatch(/TOPSECRET|emma@staff|marko@staff/);
    const emmas = world.inbox(emma).filter((notice) => noteAddress(notice) !== '');
    expect(emmas.map((notice) => notice.text).join()).not.toContain(SECRET); // what can be answered to the client holds no note
    expect((await state(ticket)).ticket.status).toBe('resolved');
  });

  it('by a split', async () => {
    const { toEmma, ticket } = await open();
    await one({ from: EMMA, replyTo: toEmma, text: `#note\n${SECRET}` });
    await one({ from: ANA, replyTo: world.last(ana), text: 'Another matter.' });
    const messages = await world.store.read.messages(ticket);
    const requester = (await state(ticket)).requester.id;
    const split = (keys: readonly number[]) =>
      world.core.operations.execute({
        kind: 'split',
        ticket,
        messages: keys as never,
        subject: 'S',
        requester,
        by: { kind: 'operator' },
      });
    expect(await split([messages[1]?.key as number])).toMatchObject({ kind: 'refused' });
    expect(await split([messages[1]?.key as number, messages[2]?.key as number])).toMatchObject({ kind: 'done' });
    await world.deliver();
    expect(world.last(ana).text).toContain('Another matter.');
    expect(sentTo(ana)).not.toContain(SECRET);
  });

  it("nor does an agent's signature, address or quoted history", async () => {
    const { toEmma } = await open();
    const text = 'Please restart it.\n\nBest regards,\n-- \nEmma Clark\nEmma@staff.test\n+44 7700 900000';
    await one({ from: EMMA, replyTo: toEmma, text });
    const answer = world.last(ana);
    expect(answer.text).toContain('Please restart it.');
    expect(answer.raw.toString()).not.toMatch(/7700|emma@staff\.test|\bagent-new\b/i);
    expect(answer.from).toEqual({ name: 'Emma Clark (Support)', address: 'support@spoc.test' });
  });

  it("nor does the picture of an agent's signature, while one that he pasted goes along", async () => {
    const { toEmma } = await open();
    const picture = (name: string) => ({
      filename: `${name}.png`,
      content: Buffer.from(name),
      contentType: 'image/png',
      cid: `${name}@x`,
      contentDisposition: 'inline' as const,
    });
    const html =
      '<div>Press this: <img src="cid:screen@x"></div><div>-- <br>Emma Clark<br><img src="cid:logo@x"></div>';
    await one({ from: EMMA, to: token(toEmma), html, attachments: [picture('screen'), picture('logo')] });
    expect(world.last(ana).attachments.map((each) => each.filename)).toEqual(['screen.png']);
  });

  it("nor does the Message-ID of an agent's mail, or one that the reader has not seen", async () => {
    const forward =
      'FYI\n\n---------- Forwarded message ---------\nFrom: Cila Cvetko <cila@third.example>\nDate: Mon, 23 Nov 2026 at 08:00\nSubject: Printer\nTo: <emma@staff.test>\n\nThe printer burns.\n';
    await one({
      from: EMMA,
      to: 'support@spoc.test',
      subject: 'Fwd: Printer',
      text: forward,
      messageId: '<private@emmas-laptop.local>',
    });
    await one({ from: MARKO, replyTo: world.last(marko), text: 'We come.' });
    expect(sentTo('cila@third.example')).toContain('We come.');
    expect(sentTo('cila@third.example')).not.toMatch(/emmas-laptop|FYI/);
  });
});

it('opens a ticket for the client whose mail an agent forwards as an attachment', async () => {
  const content = 'From: Fina <fina@sixth.example>\r\nSubject: Older\r\n\r\nThe lift is stuck.\r\n';
  const attachments = [{ filename: 'mail.eml', content, contentType: 'message/rfc822' }];
  const row = await one({ from: EMMA, to: 'support@spoc.test', subject: 'Fwd: Older', text: 'see', attachments });
  expect(row.outcome).toBe('opened');
  expect(world.last('fina@sixth.example').text).toContain('The lift is stuck.');
  expect(world.last(marko).text).toContain('The lift is stuck.');
});

describe('commands', () => {
  it.each([
    ['#send\nand this', /#send/],
    ['#to a@b.example\n#to c@d.example\nhi', /#to/],
    ['#watch emma@staff.test', /#watch/],
    ['#watch support@spoc.test', /#watch/],
    ['#resolved it works', /#resolved/],
    ['#desk nowhere', /#desk/],
    ['#frobnicate', /#frobnicate/],
    ['#to ana@client.example\nhi', /#to/],
  ])('%j does nothing and comes back', async (text, line) => {
    const { toEmma, ticket } = await open();
    const before = world.inbox(ana).length;
    const { version } = (await state(ticket)).ticket;
    expect((await one({ from: EMMA, replyTo: toEmma, text })).outcome).toBe('command');
    expect(world.inbox(ana)).toHaveLength(before);
    expect(world.last(emma).text).toMatch(line);
    expect((await state(ticket)).ticket).toMatchObject({ status: 'new', watchers: [], version });
  });

  it.each([
    '#watch boss@client.example\n#watch aide@client.example',
    '#watch <boss@client.example>\n#watch mailto:aide@client.example',
    '#watch The Boss <boss@client.example>\n#watch aide@client.example<mailto:aide@client.example>',
  ])('%j adds both, who are copied on answers only', async (text) => {
    const { toEmma, ticket } = await open();
    expect((await one({ from: EMMA, replyTo: toEmma, text })).outcome).toBe('command');
    expect((await state(ticket)).watchers.map((person) => person.address).sort()).toEqual([
      'aide@client.example',
      'boss@client.example',
    ]);
    await one({ from: EMMA, replyTo: toEmma, text: '#note\nx' });
    await one({ from: EMMA, replyTo: toEmma, text: '#hold' });
    expect(world.inbox('boss@client.example')).toEqual([]);
    await one({ from: EMMA, replyTo: toEmma, text: 'An answer.' });
    for (const who of ['boss@client.example', 'aide@client.example', ana])
      expect(world.last(who).text).toContain('An answer.');
    expect(new Set([ana, 'boss@client.example'].map((who) => world.last(who).messageId)).size).toBe(2);
  });

  it('alone send the client nothing but the notice they cause, a picture in the signature or not', async () => {
    const { toEmma } = await open();
    world.clear();
    const attachments = [
      {
        filename: 'logo.png',
        content: Buffer.from('x'),
        contentType: 'image/png',
        cid: 'logo@x',
        contentDisposition: 'inline' as const,
      },
    ];
    const row = await one({ from: EMMA, replyTo: toEmma, text: '#assign me\n#resolved', attachments });
    expect(row.outcome).toBe('command');
    expect(world.inbox(ana)).toHaveLength(1);
    expect(world.last(ana).text).toMatch(/from status .New. to status .Resolved./);
    expect(world.last(ana).attachments).toEqual([]);
  });

  it('move a ticket: the new desk gets it to work on, the client keeps his thread', async () => {
    const { toEmma, confirmation, ticket } = await open({ text: 'WHATITISABOUT' });
    world.clear();
    await one({ from: EMMA, replyTo: toEmma, text: '#desk podrska' });
    expect(world.last(marko).text).toContain('WHATITISABOUT');
    expect(world.last(marko).subject).toMatch(/POD-/);
    await one({ from: MARKO, replyTo: world.last(marko), text: 'Radimo.' });
    expect(world.last(ana).from?.address).toBe('podrska@spoc.test');
    const rows = [
      await one({ from: ANA, replyTo: world.last(ana), text: 'ok' }),
      await one({ from: ANA, to: 'support@spoc.test', subject: `[${number(confirmation)}] again`, text: 'ok2' }),
    ];
    expect(rows.map((row) => row.ticket)).toEqual([ticket, ticket]);
  });
});

describe('an answer that waits', () => {
  async function waiting() {
    const opened = await open();
    await one({ from: EMMA, replyTo: opened.toEmma, text: 'Restart it.' });
    const row = await one({ from: MARKO, replyTo: opened.toMarko, text: 'Buy a new one.' });
    expect(row.outcome).toBe('held');
    return { ...opened, row, held: world.last(marko) };
  }

  it('is sent by the operator, once, and its mail is settled with his name', async () => {
    const { row } = await waiting();
    expect(await world.core.operations.releaseHeld([idOf(row)])).toMatchObject([{ result: 'sent' }]);
    await world.deliver();
    expect(world.last(ana).text).toContain('Buy a new one.');
    expect(await world.store.read.ledgerRow(row.id)).toMatchObject({
      outcome: 'added',
      settled: { by: { kind: 'operator' } },
    });
    expect(await world.core.operations.releaseHeld([idOf(row)])).toMatchObject([{ result: 'not-held' }]);
  });

  it('that the operator dropped can be sent by nobody', async () => {
    const { row, held, ticket } = await waiting();
    expect(await world.core.operations.dropHeld([idOf(row)], 'refused')).toMatchObject([{ result: 'dropped' }]);
    expect((await state(ticket)).ticket.heldAnswers).toEqual([]);
    expect((await one({ from: MARKO, replyTo: held, text: '#send' })).outcome).toBe('command');
    expect(await world.core.operations.releaseHeld([idOf(row)])).toMatchObject([{ result: 'not-held' }]);
    expect(sentTo(ana)).not.toContain('Buy a new one.');
  });

  it('gives way to another that its author writes instead', async () => {
    const { row, held, ticket } = await waiting();
    expect((await one({ from: MARKO, replyTo: held, text: 'As Emma says.' })).outcome).toBe('added');
    expect(world.last(ana).text).toContain('As Emma says.');
    expect((await state(ticket)).ticket.heldAnswers).toEqual([]);
    expect((await world.store.read.ledgerRow(row.id))?.outcome).toBe('refused');
  });

  it('is one to a client (#to) too: empty or doubtful it comes back, and nothing is lost', async () => {
    const to = { from: EMMA, to: 'support@spoc.test', subject: 'Contract' };
    const row = await one({ ...to, text: '#to dora@fourth.example' });
    expect(row.outcome).toBe('held');
    expect(world.inbox('dora@fourth.example')).toEqual([]);
    await one({ from: EMMA, replyTo: world.last(emma), text: 'Please sign it.' });
    expect(world.last('dora@fourth.example').text).toContain('Please sign it.');
    expect(world.inbox('dora@fourth.example')).toHaveLength(1);
  });
});
