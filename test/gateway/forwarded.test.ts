import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TicketId } from '../../src/desk/ids.ts';
import { compose, type DeskWorld, startDesk } from './desk-world.ts';
import type { Received, Sending } from './world.ts';

const EMMA = 'Emma Clark <emma@staff.test>';
const MARKO = 'Marko Petrović <marko@staff.test>';
const [cila, emma, marko] = ['cila@third.example', 'emma@staff.test', 'marko@staff.test'];
const FILE = { filename: 'printer.log', content: 'fire' };

let world: DeskWorld;
beforeAll(async () => {
  world = await startDesk();
});
afterAll(() => world.close());
beforeEach(() => {
  world.clear();
  world.clock = new Date(world.clock.getTime() + 86_400_000); // limits of automatic answers begin anew
});

const one = async (mail: Sending | Buffer) => {
  const [row] = await world.send(mail);
  if (row === undefined) throw new Error('no row');
  return row;
};
const messagesOf = async (ticket: TicketId | undefined) =>
  ticket === undefined ? [] : world.store.read.messages(ticket);
const sourceOf = (address: string) =>
  world
    .inbox(address)
    .map(({ raw }) => raw.toString())
    .join('\n');
const whole = (mail: Received) => `${mail.subject} ${mail.text}`.replaceAll(/\s+/g, ' ');

/** What each program sets over the mail that it forwards, the mail itself in the middle. */
const INLINE: readonly (readonly [name: string, subject: string, above: string, head: string])[] = [
  [
    'Gmail, en',
    'Fwd: Printer',
    'Please take this.',
    '---------- Forwarded message ---------\nFrom: Cila Cvetko <cila@third.example>\nDate: Mon, 23 Nov 2026 at 08:00\nSubject: Printer\nTo: <emma@staff.test>\n',
  ],
  [
    'Gmail, sr',
    'Fwd: Printer',
    'Molim preuzmite.',
    '---------- Forwarded message ---------\nOd: Cila Cvetko <cila@third.example>\nDatum: pon, 23. nov 2026. u 08:00\nNaslov: Printer\nZa: <emma@staff.test>\n',
  ],
  [
    'Outlook, en',
    'FW: Printer',
    'See below',
    '________________________________\nFrom: Cila Cvetko <cila@third.example>\nSent: Monday, November 23, 2026 8:00 AM\nTo: Emma Clark <emma@staff.test>\nSubject: Printer\n',
  ],
  [
    'Outlook, sr',
    'Prosl: Printer',
    'Vidite ispod.',
    '________________________________\nOd: Cila Cvetko <cila@third.example>\nPoslato: ponedeljak, 23. novembar 2026. 8:00\nZa: Emma Clark <emma@staff.test>\nTema: Printer\n',
  ],
  [
    'Outlook, sl',
    'Posr.: Printer',
    'Glej spodaj.',
    '________________________________\nOd: Cila Cvetko <cila@third.example>\nPoslano: ponedeljek, 23. november 2026 8:00\nZa: Emma Clark <emma@staff.test>\nZadeva: Printer\n',
  ],
  [
    'Outlook, sk',
    'FW: Printer',
    'Pozri nižšie.',
    '________________________________\nOd: Cila Cvetko <cila@third.example>\nOdoslané: pondelok 23. novembra 2026 8:00\nKomu: Emma Clark <emma@staff.test>\nPredmet: Printer\n',
  ],
  [
    'Outlook, cs',
    'FW: Printer',
    'Viz níže.',
    '________________________________\nOd: Cila Cvetko <cila@third.example>\nOdesláno: pondělí 23. listopadu 2026 8:00\nKomu: Emma Clark <emma@staff.test>\nPředmět: Printer\n',
  ],
  [
    'Outlook, mk',
    'FW: Printer',
    'Погледни подолу.',
    '________________________________\nОд: Cila Cvetko <cila@third.example>\nИспратено: понеделник, 23 ноември 2026 8:00\nДо: Emma Clark <emma@staff.test>\nПредмет: Printer\n',
  ],
  [
    'Apple Mail, en',
    'Fwd: Printer',
    'For you',
    'Begin forwarded message:\n\nFrom: Cila Cvetko <cila@third.example>\nSubject: Printer\nDate: 23 November 2026 at 08:00:00 CET\nTo: Emma Clark <emma@staff.test>\n',
  ],
  [
    'Thunderbird, en',
    'Fwd: Printer',
    'For you',
    '-------- Forwarded Message --------\nSubject: \tPrinter\nDate: \tMon, 23 Nov 2026 08:00:00 +0100\nFrom: \tCila Cvetko <cila@third.example>\nTo: \tEmma Clark <emma@staff.test>\n',
  ],
  [
    'Thunderbird, cs',
    'Fwd: Printer',
    'Prosím',
    '-------- Přeposlaná zpráva --------\nPředmět: \tPrinter\nDatum: \tMon, 23 Nov 2026 08:00:00 +0100\nOd: \tCila Cvetko <cila@third.example>\nKomu: \tEmma Clark <emma@staff.test>\n',
  ],
  [
    'a phone, nothing added',
    'Fwd: Printer',
    '',
    '---------- Forwarded message ---------\nFrom: Cila Cvetko <cila@third.example>\nDate: Mon, 23 Nov 2026 at 08:00\nSubject: Printer\nTo: <emma@staff.test>\n',
  ],
];

describe('SAOP-2 – a mail to an agent’s own address, forwarded to the desk, is the client’s ticket', () => {
  it.each(INLINE)('by hand: %s', async (_name, subject, above, head) => {
    const row = await one({
      from: EMMA,
      to: 'support@spoc.test',
      subject,
      text: `${above}\n\n${head}\nThe printer burns.\n\nCila`,
      attachments: [FILE],
    });
    expect(row.outcome).toBe('opened');
    const facts = row.ticket && (await world.store.read.ticketFacts([row.ticket])).get(row.ticket);
    expect(facts?.requester.address).toBe(cila);
    expect(facts?.subject).toBe('Printer');
    const [first, note] = await messagesOf(row.ticket);
    expect(first).toMatchObject({ direction: 'inbound', authenticity: 'claimed' });
    expect(first?.shown).toContain('The printer burns.');
    expect(first?.shown).not.toContain('emma@staff.test');
    expect(first?.attachments.map(({ filename }) => filename)).toEqual(['printer.log']);
    // Her own words are a note, and nothing of hers reaches the client.
    expect([note?.direction, note?.shown.trim()]).toEqual(above === '' ? [undefined, undefined] : ['internal', above]);
    const confirmation = world.last(cila);
    expect(whole(confirmation)).toContain('The printer burns.');
    expect(whole(confirmation)).toContain('printer.log');
    expect(sourceOf(cila)).not.toMatch(/emma/i);
    if (above !== '') expect(whole(confirmation)).not.toContain(above);
    expect(world.inbox(marko)).not.toEqual([]);
    expect(world.inbox(emma)).toEqual([]);
  });

  it('as an attachment: the whole mail comes along', async () => {
    const inner = await compose(
      {
        from: 'Cila Cvetko <cila@third.example>',
        to: EMMA,
        subject: 'Printer',
        text: 'The printer burns.',
        attachments: [FILE],
      },
      world.clock,
    );
    const row = await one({
      from: EMMA,
      to: 'support@spoc.test',
      subject: 'Fwd: Printer',
      text: 'Please take this.',
      attachments: [{ filename: 'Printer.eml', content: inner, contentType: 'message/rfc822' }],
    });
    expect(row.outcome).toBe('opened');
    const [first, note] = await messagesOf(row.ticket);
    expect(first?.shown).toContain('The printer burns.');
    expect(note).toMatchObject({ direction: 'internal' });
    expect(first?.attachments).toHaveLength(1);
    expect(whole(world.last(cila))).toContain('The printer burns.');
    expect(sourceOf(cila)).not.toMatch(/emma/i);
  });

  it.each([
    [
      'redirected by hand (Resent-*)',
      { 'Resent-From': EMMA, 'Resent-To': 'Support <support@spoc.test>', 'Resent-Message-ID': '<r1@staff.test>' },
    ],
    [
      'handed on by a rule of the mail server',
      { 'X-Forwarded-To': 'podrska@spoc.test', 'X-Forwarded-For': 'emma@staff.test podrska@spoc.test' },
    ],
    [
      'handed on by Exchange',
      { 'X-MS-Exchange-Inbox-Rules-Loop': 'emma@staff.test', 'X-Auto-Response-Suppress': 'DR' },
    ],
  ])('%s: From is the client, To the agent', async (_name, headers) => {
    const row = await one({
      from: 'Cila Cvetko <cila@third.example>',
      to: EMMA,
      subject: 'Printer',
      text: 'The printer burns.',
      headers,
      attachments: [FILE],
    });
    expect(row.outcome).toBe('opened');
    expect(row.desk).toBe(headers['X-Forwarded-To' as keyof typeof headers] === undefined ? 'support' : 'podrska');
    const facts = row.ticket && (await world.store.read.ticketFacts([row.ticket])).get(row.ticket);
    expect([facts?.requester.address, facts?.watchers]).toEqual([cila, []]);
    expect((await messagesOf(row.ticket))[0]?.attachments).toHaveLength(1);
    expect(whole(world.last(cila))).toContain('The printer burns.');
    expect(sourceOf(cila)).not.toMatch(/emma/i);
  });

  it('forwarded by a rule as a mail of the agent’s: no out-of-office, but the client’s ticket', async () => {
    const row = await one({
      from: EMMA,
      to: 'support@spoc.test',
      subject: 'FW: Printer',
      headers: { 'Auto-Submitted': 'auto-generated', 'X-MS-Exchange-Generated-Message-Source': 'Mailbox Rules Agent' },
      text: `${INLINE[2]?.[3]}\nThe printer burns.`,
    });
    expect(row.outcome).toBe('opened');
    expect(await world.store.read.absences(world.clock)).toEqual([]);
    expect(whole(world.last(cila))).toContain('The printer burns.');
    expect(world.inbox(emma)).toEqual([]);
  });

  it('by somebody who cannot prove to be the agent: nothing is opened in the client’s name', async () => {
    const row = await one({
      from: EMMA,
      to: 'support@spoc.test',
      subject: 'Fwd: Printer',
      text: `${INLINE[0]?.[3]}\nThe printer burns.`,
      unproved: true,
    });
    expect(row.outcome).toBe('held');
    expect(world.inbox(cila)).toEqual([]);
  });
});

describe('SAOP-2 – a client’s answer that went to an agent alone, forwarded', () => {
  const forwarded = (subject: string, above: string, from = 'Cila Cvetko <cila@third.example>'): Sending => ({
    from: MARKO,
    to: 'support@spoc.test',
    subject: `Fwd: Re: ${subject}`,
    text: `${above}\n\n---------- Forwarded message ---------\nFrom: ${from}\nDate: Mon, 23 Nov 2026 at 08:00\nSubject: Re: ${subject}\nTo: <marko@staff.test>\n\nIt still burns.`,
    attachments: [FILE],
  });

  it('joins its ticket as the client’s, the agent’s words stay inside, and it is open again', async () => {
    const opened = await one({
      from: 'Cila Cvetko <cila@third.example>',
      to: 'support@spoc.test',
      subject: 'Printer',
      text: 'It burns.',
    });
    await world.send({ from: EMMA, replyTo: world.last(emma), text: 'Please use the extinguisher.' });
    const subject = world.last(cila).subject ?? '';
    world.clear();
    const row = await one(forwarded(subject, 'She does not listen.'));
    expect([row.outcome, row.ticket]).toEqual(['added', opened.ticket]);
    const messages = await messagesOf(opened.ticket);
    expect(messages.map(({ direction, shown }) => [direction, shown.trim()]).slice(-2)).toEqual([
      ['inbound', 'It still burns.'],
      ['internal', 'She does not listen.'],
    ]);
    expect(messages.at(-2)?.attachments).toHaveLength(1);
    const facts = opened.ticket && (await world.store.read.ticketFacts([opened.ticket])).get(opened.ticket);
    expect(facts?.ticket.status).toBe('open');
    expect(sourceOf(cila)).not.toContain('listen');
    expect(whole(world.last(emma))).toContain('It still burns.');
  });

  it('of a stranger’s is no message of the client', async () => {
    const opened = await one({
      from: 'Cila Cvetko <cila@third.example>',
      to: 'support@spoc.test',
      subject: 'Printer',
      text: 'It burns.',
    });
    const subject = world.last(cila).subject ?? '';
    await one(forwarded(subject, '#note see below', 'Mallory <mallory@bad.example>'));
    expect((await messagesOf(opened.ticket)).map(({ direction }) => direction)).toEqual(['inbound', 'internal']);
  });
});
