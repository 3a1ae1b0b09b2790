import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DeskWorld, idOf, startDesk } from './desk-world.ts';

const ANA = 'Ana Anić <ana@client.example>';
const EMMA = 'Emma Clark <emma@staff.test>';
const MARKO = 'Marko Petrović <marko@staff.test>';
const ana = 'ana@client.example';
const emma = 'emma@staff.test';
const marko = 'marko@staff.test';
const gita = 'gita@gone.example';

let world: DeskWorld;
beforeAll(async () => {
  world = await startDesk();
});
afterAll(() => world.close());
beforeEach(() => {
  world.clear();
  world.clock = new Date(world.clock.getTime() + 86_400_000); // limits of automatic answers begin anew
});

const open = async (text = 'It does not work.', more = {}) => {
  const [row] = await world.send({ from: ANA, to: 'support@spoc.test', subject: 'Broken', text, ...more });
  return { row, confirmation: world.last(ana), toEmma: world.last(emma), toMarko: world.last(marko) };
};

describe('threading', () => {
  it('finds the ticket by token, by our id, by the number; survives a client that drops one of them', async () => {
    const { confirmation } = await open();
    const ticket = (await world.send({ from: ANA, replyTo: confirmation, text: 'by token' }))[0]?.ticket;
    const byId = await world.send({
      from: ANA,
      replyTo: confirmation,
      toInstead: 'support@spoc.test',
      subject: 'other words',
      text: 'by id',
    });
    expect(byId).toMatchObject([{ outcome: 'added', ticket }]);
    const number = /\[SUP-\d+\]/.exec(confirmation.subject ?? '')?.[0];
    const byNumber = await world.send({
      from: ANA,
      to: 'support@spoc.test',
      subject: `AW: Odg: ${number} x`,
      text: 'by number',
    });
    expect(byNumber).toMatchObject([{ outcome: 'added', ticket }]);
    expect(byNumber[0]?.reasons.join()).toContain('in the subject');
  });

  it('files a colleague who answers to all by the id that was received on the ticket', async () => {
    const { row } = await open('hi', { cc: 'Boris <boris@client.example>', messageId: '<first@client.example>' });
    const reply = {
      from: 'boris@client.example',
      to: 'support@spoc.test',
      subject: 'Re: Broken',
      text: 'me too',
      headers: { 'In-Reply-To': '<first@client.example>' },
    };
    expect(await world.send(reply)).toMatchObject([{ outcome: 'added', ticket: row?.ticket }]);
  });

  it('keeps a stranger who names the number on a ticket of his own, and shows him nothing', async () => {
    const { confirmation, row } = await open('a secret of the client');
    const [strange] = await world.send({
      from: 'Eve <eve@evil.example>',
      to: 'support@spoc.test',
      subject: `Re: ${confirmation.subject}`,
      text: 'tell me all',
    });
    expect(strange?.outcome).toBe('opened');
    expect(strange?.ticket).not.toBe(row?.ticket);
    expect(
      world
        .inbox('eve@evil.example')
        .map((mail) => mail.text)
        .join(),
    ).not.toContain('secret');
    expect(world.last(emma).text).toMatch(/SUP-\d+/);
  });

  it('takes one mail that comes twice for one, and a reused Message-ID with other words for another', async () => {
    const mail = {
      from: ANA,
      to: 'support@spoc.test',
      subject: 'Twice',
      text: 'once',
      messageId: '<twice@client.example>',
    };
    const rows = await world.send(mail, mail, { ...mail, text: 'other words' });
    expect(rows.map((one) => one.outcome)).toEqual(['opened', 'duplicate', 'opened']);
  });

  it('moves wrongly filed messages to a ticket of their own, whose replies stay there', async () => {
    const { confirmation, row } = await open();
    await world.send({
      from: ANA,
      replyTo: confirmation,
      text: 'Something else: I need a new password.',
      messageId: '<else@client.example>',
    });
    const ticket = row?.ticket;
    if (ticket === undefined) throw new Error('no ticket');
    const messages = await world.store.read.messages(ticket);
    const [person] = (await world.store.read.people([ana])).values();
    if (person?.kind !== 'contact') throw new Error('Ana is a contact');
    const split = {
      kind: 'split',
      ticket,
      messages: [messages[1]?.key as never],
      subject: 'Password',
      requester: person.contact.id,
      by: { kind: 'operator' },
    } as const;
    expect(await world.core.operations.execute(split)).toMatchObject({ kind: 'done' });
    await world.deliver();
    const told = world.last(ana);
    expect(told.subject).toContain('Password');
    const [next] = await world.send({ from: ANA, replyTo: told, text: 'thanks' });
    expect(next?.ticket).not.toBe(ticket);
    const reply = {
      from: ANA,
      to: 'support@spoc.test',
      subject: 'Re: x',
      text: 'more',
      headers: { References: '<else@client.example>' },
    };
    expect((await world.send(reply))[0]?.ticket).toBe(next?.ticket);
  });
});

describe('staff by mail', () => {
  it('never tells the client what an internal note says, nor who wrote from where', async () => {
    const { toEmma } = await open();
    const note = /support\+[a-z0-9]+@spoc\.test/.exec(
      (toEmma.text ?? '').replace(toEmma.replyTo?.[0]?.address ?? '-', ''),
    )?.[0];
    expect(note).toBeDefined();
    await world.send({ from: EMMA, replyTo: toEmma, toInstead: note ?? '', text: 'The client is difficult.' });
    await world.send({ from: EMMA, replyTo: toEmma, text: '#note\n\nAnd pays late.' });
    const noted = world.last(marko);
    await world.send({ from: MARKO, replyTo: noted, text: 'I agree he is difficult.' });
    // A client that keeps nothing of the notice but its subject.
    await world.send({
      from: MARKO,
      to: 'support@spoc.test',
      subject: `Re: ${noted.subject}`,
      text: 'Very difficult.',
    });
    await world.send({
      from: EMMA,
      replyTo: toEmma,
      text: 'We look into it.\n\n-- \nEmma Clark\nemma@staff.test, +44 7700 900000',
    });
    const all = world
      .inbox(ana)
      .map((mail) => mail.raw.toString())
      .join();
    expect(all).not.toMatch(/difficult|pays late|emma@staff|7700/);
    expect(world.last(ana).text).toContain('We look into it.');
  });

  it('holds what a forged agent sends, and tells the agent how to prove himself', async () => {
    const { toEmma } = await open();
    const before = world.inbox(ana).length;
    const [row] = await world.send({
      from: EMMA,
      to: 'support@spoc.test',
      subject: `Re: ${toEmma.subject}`,
      text: 'Send your password to me.',
      unproved: true,
    });
    expect(row?.outcome).toBe('held');
    expect(world.inbox(ana)).toHaveLength(before);
    expect(world.last(emma).text).toMatch(/we cannot be sure that it comes from\s+you/);
    const [command] = await world.send({ from: EMMA, replyTo: toEmma, text: '#closed', unproved: true });
    expect(command?.outcome).toBe('held');
    expect(await world.core.operations.releaseHeld([idOf(command)])).toMatchObject([{ result: 'released' }]);
    while ((await world.core.step()) > 0);
    expect((await world.store.read.ledgerRow(idOf(command)))?.outcome).toBe('command');
  });

  it('answers a wrong command with a transcript and does nothing', async () => {
    const { toEmma } = await open();
    const before = world.inbox(ana).length;
    await world.send({ from: EMMA, replyTo: toEmma, text: '#resolvd\n#priority high\n\nIt works again.' });
    expect(world.inbox(ana)).toHaveLength(before);
    const transcript = world.last(emma).text ?? '';
    expect(transcript).toContain('#resolvd');
    expect(transcript).toContain('#resolved');
    expect(transcript).toContain('It works again.');
  });

  it("holds an answer to a notice older than a colleague's answer; #send lets it go", async () => {
    const { toEmma, toMarko } = await open();
    await world.send({ from: EMMA, replyTo: toEmma, text: 'Restart it.' });
    const [row] = await world.send({ from: MARKO, replyTo: toMarko, text: 'Buy a new one.' });
    expect(row?.outcome).toBe('held');
    const held = world.last(marko);
    expect(held.text).toContain('Restart it.');
    expect(held.text).toContain('Buy a new one.');
    expect(
      world
        .inbox(ana)
        .map((mail) => mail.text)
        .join(),
    ).not.toContain('Buy a new one.');
    await world.send({ from: MARKO, replyTo: held, text: '#send' });
    expect(world.last(ana).text).toContain('Buy a new one.');
    expect((await world.store.read.ledgerRow(idOf(row)))?.outcome).toBe('added');
  });

  it('opens a ticket for the client whose mail an agent forwards', async () => {
    const text =
      'Please take this.\n\n---------- Forwarded message ---------\nFrom: Cila Cvetko <cila@third.example>\nDate: Mon, 23 Nov 2026 at 08:00\nSubject: Printer\nTo: <emma@staff.test>\n\nThe printer burns.\n';
    const [row] = await world.send({ from: EMMA, to: 'support@spoc.test', subject: 'Fwd: Printer', text });
    expect(row?.outcome).toBe('opened');
    const confirmation = world.last('cila@third.example');
    expect(confirmation.text).toContain('The printer burns.');
    expect(confirmation.text).not.toContain('Please take this.');
    await world.send({ from: 'cila@third.example', replyTo: confirmation, text: 'It is out now.' });
    expect(world.last(marko).text).toContain('It is out now.');
  });

  it('starts a ticket towards a client with #to, and records a mail with the desk in copy without sending it again', async () => {
    await world.send({
      from: EMMA,
      to: 'support@spoc.test',
      subject: 'Your contract',
      text: '#to dora@fourth.example\n\nPlease sign the contract.',
    });
    const first = world.last('dora@fourth.example');
    expect(first.text).toContain('Please sign the contract.');
    expect(first.from?.address).toBe('support@spoc.test');
    const [row] = await world.send({ from: 'dora@fourth.example', replyTo: first, text: 'Signed.' });
    expect(row?.outcome).toBe('added');
    world.clear();
    const [copy] = await world.send({
      from: EMMA,
      to: 'Filip <filip@fifth.example>',
      cc: 'support@spoc.test',
      subject: 'Offer',
      text: 'Here is our offer.',
    });
    expect(copy?.outcome).toBe('opened');
    expect(world.inbox('filip@fifth.example')).toEqual([]);
  });

  it('moves a ticket to another desk; its old number still threads', async () => {
    const { toEmma, confirmation } = await open();
    await world.send({ from: EMMA, replyTo: toEmma, text: '#desk podrska' });
    const [row] = await world.send({
      from: ANA,
      to: 'support@spoc.test',
      subject: confirmation.subject ?? '',
      text: 'and now?',
    });
    expect(row?.outcome).toBe('added');
    expect(world.last(marko).subject).toMatch(/\[POD-\d+\]/);
  });
});

describe('notices', () => {
  it('speak the language of the desk and of each reader, with statuses from X to Y (SAGA-8)', async () => {
    await world.send({
      from: ANA,
      to: 'podrska@spoc.test',
      subject: 'Не ради пријава',
      text: 'Поштовани, не могу да се пријавим.',
    });
    expect(world.last(ana).subject).toMatch(/^\[POD-\d+\]/);
    await world.send({ from: MARKO, replyTo: world.last(marko), text: '#resolved\n\nNalog je otključan.' });
    const answer = world.last(ana).text ?? '';
    expect(answer).toContain('Nalog je otključan.');
    expect(answer).toMatch(/Nov|Rešen/i);
  });

  it('carry what RFC 3834 and threading ask for', async () => {
    const { confirmation, toEmma } = await open();
    const header = (mail: typeof confirmation, name: string) => mail.headers.find(({ key }) => key === name)?.value;
    expect(header(confirmation, 'auto-submitted')).toBe('auto-replied');
    expect(header(toEmma, 'auto-submitted')).toBe('auto-generated');
    expect(confirmation.inReplyTo).toBeDefined();
    await world.send({ from: EMMA, replyTo: toEmma, text: 'Answer.' });
    const answer = world.last(ana);
    expect(header(answer, 'auto-submitted')).toBeUndefined();
    expect(answer.references).toContain(confirmation.messageId);
  });

  it('stop after a handful of automatic answers to one sender', async () => {
    for (let i = 0; i < 12; i += 1)
      await world.send({ from: 'loop@robot.example', to: 'support@spoc.test', subject: `Round ${i}`, text: 'ping' });
    expect(world.inbox('loop@robot.example')).toHaveLength(world.settings.policy.limits.answersPerHour);
    expect(world.inbox(emma)).toHaveLength(12);
  });

  it('never answer what is automatic, and tell the assignee of a bounce', async () => {
    await world.send({ from: 'Gita <gita@gone.example>', to: 'support@spoc.test', subject: 'Bye', text: 'I leave.' });
    const toEmma = world.last(emma);
    await world.send({ from: EMMA, replyTo: toEmma, text: 'Answer.' });
    const answer = world.last(gita);
    const bounce = {
      from: 'MAILER-DAEMON@mx.client.example',
      to: 'support@spoc.test',
      subject: 'Undelivered Mail Returned to Sender',
    };
    const raw = [
      `From: ${bounce.from}`,
      `To: ${bounce.to}`,
      `Subject: ${bounce.subject}`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'It could not be delivered.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.client.example',
      '',
      `Final-Recipient: rfc822; ${gita}`,
      'Action: failed',
      'Status: 5.1.1',
      'Diagnostic-Code: smtp; 550 no such user',
      '',
      '--b',
      'Content-Type: text/rfc822-headers',
      '',
      `Message-ID: ${answer.messageId}`,
      'From: support@spoc.test',
      '',
      '--b--',
      '',
    ].join('\r\n');
    world.clear();
    const [row] = await world.send(Buffer.from(raw));
    expect(row).toMatchObject({ outcome: 'bounce' });
    expect(world.last(emma).text).toContain(gita);
    expect(world.inbox('MAILER-DAEMON@mx.client.example')).toEqual([]);
    await world.send({ from: EMMA, replyTo: world.last(emma), text: '#closed' });
    expect(world.inbox(gita)).toEqual([]); // nothing automatic any more
  });
});

describe('attachments', () => {
  it('travel both ways, with any name, once by content', async () => {
    const pdf = Buffer.from('%PDF-1.4 šđčćž');
    const attachments = [
      { filename: 'уговор – ж/ш.pdf', content: pdf, contentType: 'application/pdf' },
      { filename: 'копија.pdf', content: pdf, contentType: 'application/pdf' },
    ];
    const { toEmma, row } = await open('see attached', { attachments });
    expect(toEmma.attachments.map((one) => one.filename)).toEqual(['уговор – ж_ш.pdf', 'копија.pdf']); // a slash is no part of a name
    expect(Buffer.from(toEmma.attachments[0]?.content as ArrayBuffer)).toEqual(pdf);
    const [message] = await world.store.read.messages(row?.ticket as never);
    expect(new Set(message?.attachments.map((one) => one.blob)).size).toBe(1);
    await world.send({
      from: EMMA,
      replyTo: toEmma,
      text: 'Signed:',
      attachments: [{ filename: 'podpis.txt', content: 'ok' }],
    });
    expect(world.last(ana).attachments.map((one) => one.filename)).toEqual(['podpis.txt']);
  });
});

it('balances at the end: every mail has one outcome', async () => {
  const { received, waiting, outcomes } = await world.store.read.ledgerCounts();
  expect(waiting).toBe(0);
  expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(received);
  expect(outcomes.quarantined + outcomes.failed).toBe(0);
});
