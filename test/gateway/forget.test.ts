import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tidy } from '../../src/clock/housekeeping.ts';
import type { LedgerId, TicketId } from '../../src/desk/ids.ts';
import type { EmailAddress } from '../../src/mail/mail.ts';
import { compose, type DeskWorld, startDesk } from './desk-world.ts';
import type { Received } from './world.ts';

const ANA = 'Ana Anić <ana@client.example>';
const JOVAN = 'Jovan Jović <jovan@client.example>';
const EMMA = 'Emma Clark <emma@staff.test>';
const ana = 'ana@client.example';
const DAY = 86_400_000;
const log = pino({ level: 'silent' });

let world: DeskWorld;
beforeEach(async () => {
  world = await startDesk();
});
afterEach(() => world.close());

/** Everything that lies on the disk, as bytes; with the database's own log written back. */
function onDisk(): string {
  const { data } = world.settings;
  const files = readdirSync(data, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  return files.map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('latin1')).join('\n');
}
const latin = (text: string) => Buffer.from(text).toString('latin1');
const index = async () => {
  while ((await world.store.indexSome(100)) > 0);
};
const ticketOf = async (number: string): Promise<TicketId> => {
  const found = await world.store.read.ticketByNumber(number);
  if (found === undefined) throw new Error(`no ticket ${number}`);
  return found;
};

/** Ana's ticket, on which an agent and her colleague wrote too, and another on which she is only spoken of. */
async function life(): Promise<Buffer> {
  const blank = { id: undefined, client: undefined, businessUnit: 'Trg 1', position: 'buhalter', landline: undefined };
  await world.core.operations.putContact({
    ...blank,
    ...{
      mobile: '+381641234567',
      name: 'Ana Anić',
      addresses: [ana as EmailAddress],
      locale: 'sr',
      responsible: false,
    },
  });
  const first = await compose(
    {
      from: ANA,
      to: 'support@spoc.test',
      cc: JOVAN,
      subject: 'Zvezdana faktura',
      text: 'Moja tajna je xylophone.',
      html: '<p>Moja tajna je <b>xylophone</b>.</p>',
      attachments: [
        { filename: 'licna-karta.txt', content: Buffer.alloc(90_000, 'passport-number ') },
        { filename: 'malo.txt', content: 'passport-small' },
      ],
      messageId: '<ana-1@client.example>',
    },
    world.clock,
  );
  await world.send(first);
  await world.send({ from: EMMA, replyTo: world.last('emma@staff.test'), text: 'Dear Ana Anić, call +381641234567.' });
  await world.send({
    from: JOVAN,
    replyTo: world.last(ana),
    text: 'Ana sits next to me, she is ana@client.example. All is well.',
  });
  await world.send({
    from: 'Petra <petra@other.example>',
    to: 'support@spoc.test',
    subject: 'Else',
    text: `Ask ${ana}!`,
  });
  await index();
  return first;
}

describe('who is forgotten', () => {
  it('is nowhere on the disk any more, while histories can be told and others keep their words', async () => {
    await life();
    const ticket = await ticketOf('SUP-1001');
    const events = await world.store.read.events(ticket);
    expect(onDisk()).toContain('xylophone');

    const done = await world.store.forget({ address: 'ANA@client.example' }, new Date(Date.now() + DAY));
    expect(done).toMatchObject({ kind: 'done', trace: { keys: [ana] } });
    // What was stored just now goes with the next sweep.
    await world.store.sweepBlobs(new Date(Date.now() + DAY));
    const disk = onDisk();
    for (const word of [
      ana,
      latin('Anić'),
      'anic',
      'xylophone',
      'passport',
      'licna',
      '1234567',
      'buhalter',
      'Zvezdana',
      'zvezdana',
      'ana-1@',
    ])
      expect(disk.includes(word), word).toBe(false);

    expect(await world.store.read.events(ticket)).toEqual(events);
    expect(await world.store.examine('contents')).toEqual([]);
    const shown = (await world.store.read.messages(ticket)).map((message) => message.shown);
    expect(shown[0]).toBe('–');
    expect(shown[1]).toBe('Dear ••••••••, call +••••••••••••.'.replace('+••••••••••••', '•••••••••••••'));
    expect(shown[2]).toContain('••• sits next to me, she is ••••••••••••••••••. All is well.');
    const [other] = await world.store.read.messages(await ticketOf('SUP-1002'));
    expect(other?.shown).toBe('Ask ••••••••••••••••••!');
    expect(await world.store.read.search('xylophone', 5)).toEqual([]);
    expect(await world.store.read.search('well', 5)).toHaveLength(1);
    expect(await world.store.read.personTrace(ana)).toBeUndefined();
    expect((await world.store.read.ticketFacts([ticket])).get(ticket)?.requester).toMatchObject({ name: '#1' });
  });

  it('does not come back by a re-read of the mailbox, nor by a copy that came another way', async () => {
    const first = await life();
    await world.store.forget({ address: ana }, world.clock);
    const before = await world.store.read.ledgerCounts();
    const source = { kind: 'imap', mailbox: 'demo', folder: 'INBOX', uidValidity: 77n, uid: 1 } as const;
    const again = { source, arrivedAt: world.clock, quiet: false };
    const [same] = await world.core.keeper.keep([{ ...again, content: first }]);
    expect(same).toMatchObject({ id: 1, seenBefore: true });
    expect(await world.store.read.ledgerCounts()).toEqual(before);
    expect(await world.store.read.keptRaw('demo', same?.hash ?? '')).toBe(true);

    const copied = Buffer.concat([
      Buffer.from('Received: from elsewhere by mx.test; Mon, 23 Nov 2026 10:00:00 +0000\r\n'),
      first,
    ]);
    const [copy] = await world.core.keeper.keep([{ ...again, source: { ...source, uid: 2 }, content: copied }]);
    while ((await world.core.step()) > 0);
    expect(await world.store.read.ledgerRow(copy?.id as LedgerId)).toMatchObject({
      outcome: 'duplicate',
      from: '',
      subject: '–',
      blob: undefined,
    });
    expect(await world.store.examine('contents')).toEqual([]);
  });

  it('may write again, as somebody new', async () => {
    await life();
    await world.store.forget({ address: ana }, world.clock);
    const [row] = await world.send({ from: ANA, to: 'support@spoc.test', subject: 'Again', text: 'It is me.' });
    expect(row).toMatchObject({ outcome: 'opened' });
    expect(await world.store.read.personTrace(ana)).toMatchObject({ requested: [row?.ticket], sent: [row?.id] });
    // Staff may still work on the old ticket; there is only nobody to write to.
    const notices = world.inbox('emma@staff.test').filter((mail) => mail.subject?.includes('SUP-1001'));
    const [answer] = await world.send({ from: EMMA, replyTo: notices.at(-1) as Received, text: 'For the record.' });
    expect(answer).toMatchObject({ outcome: 'added', attempts: 0, ticket: await ticketOf('SUP-1001') });
    expect(world.inbox(ana).some((mail) => mail.text?.includes('For the record'))).toBe(false);
  });

  it('is not forgotten half: mail to be decided or sent comes first, and held mail is settled', async () => {
    await life();
    const content = await compose({ from: ANA, to: 'support@spoc.test', text: 'one more' }, world.clock);
    const source = { kind: 'imap', mailbox: 'demo', folder: 'INBOX', uidValidity: 1n, uid: 5_000_001 } as const;
    await world.core.keeper.keep([{ source, arrivedAt: world.clock, quiet: false, content }]);
    await world.core.step();
    expect(await world.store.forget({ address: ana }, world.clock)).toMatchObject({ kind: 'busy' });
    expect(await world.store.read.personTrace(ana)).toBeDefined();
    await world.deliver();
    await world.send({ from: ANA, to: 'support@spoc.test', text: 'buy', headers: { 'X-Spam-Flag': 'YES' } });
    expect((await world.store.read.ledgerCounts()).outcomes.held).toBe(1);
    expect(await world.store.forget({ address: ana }, world.clock)).toMatchObject({ kind: 'done' });
    expect((await world.store.read.ledgerCounts()).outcomes).toMatchObject({ held: 0, refused: 1 });
    expect(await world.store.forget({ address: 'nobody@client.example' }, world.clock)).toBeUndefined();
  });
});

describe('what is older than it is to be kept', () => {
  const kept = { rawMail: undefined, attachments: undefined, personalData: undefined };

  it('goes: raw mail and sent mail, then their files; what was read out of them stays', async () => {
    const first = await life();
    const at = new Date(world.clock.getTime() + 31 * DAY);
    await tidy(world.store, { ...kept, rawMail: 30 * DAY }, log, world.clock);
    expect(await world.store.read.ledgerRow(1 as LedgerId)).toMatchObject({ removed: undefined });
    await tidy(world.store, { ...kept, rawMail: 30 * DAY }, log, at);
    const row = await world.store.read.ledgerRow(1 as LedgerId);
    expect(row).toMatchObject({ removed: 'age', blob: undefined, subject: 'Zvezdana faktura' });
    const [sent] = await world.store.read.outbox({ state: ['sent'], limit: 1 });
    expect(sent).toMatchObject({ text: '', html: '', attachments: [] });
    const [message] = await world.store.read.messages(await ticketOf('SUP-1001'));
    expect(message?.shown).toContain('xylophone');
    const [large] = message?.attachments ?? [];
    if (large?.blob === undefined) throw new Error('the attachment is gone');
    expect((await world.store.blobs.get(large.blob)).length).toBe(90_000);
    expect(await world.store.examine('contents')).toEqual([]);
    const source = { kind: 'imap', mailbox: 'demo', folder: 'INBOX', uidValidity: 77n, uid: 1 } as const;
    const [again] = await world.core.keeper.keep([{ source, arrivedAt: at, quiet: false, content: first }]);
    expect(again?.seenBefore).toBe(true);
  });

  it('goes: attachments with the raw mail that holds them', async () => {
    await life();
    const at = new Date(world.clock.getTime() + 400 * DAY);
    await tidy(world.store, { ...kept, rawMail: 365 * DAY, attachments: 365 * DAY }, log, at);
    const [message] = await world.store.read.messages(await ticketOf('SUP-1001'));
    expect(message?.attachments.map(({ filename, blob, leftOut }) => [filename, blob, leftOut])).toEqual([
      ['licna-karta.txt', undefined, 'removed by age'],
      ['malo.txt', undefined, 'removed by age'],
    ]);
    expect(onDisk()).not.toContain('passport-number');
    expect(await world.store.examine('contents')).toEqual([]);
  });

  it('goes: people whose last ticket was closed long ago, and nobody else', async () => {
    await life();
    await world.send({ from: EMMA, replyTo: world.last('emma@staff.test'), text: '#closed' });
    const ticket = await ticketOf('SUP-1001');
    const by = { kind: 'operator' } as const;
    const acts = [{ kind: 'status', to: 'closed' }] as const;
    await world.core.operations.execute({ kind: 'act', ticket, by, acts, text: undefined, visibility: 'client' });
    await world.deliver();
    const petra = await ticketOf('SUP-1002');
    await world.core.operations.execute({
      kind: 'act',
      ticket: petra,
      by,
      acts: [{ kind: 'status', to: 'open' }],
      text: undefined,
      visibility: 'client',
    });
    await world.deliver();
    const personalData = 365 * DAY;
    await tidy(world.store, { ...kept, personalData }, log, new Date(world.clock.getTime() + 300 * DAY));
    expect(await world.store.read.personTrace(ana)).toBeDefined();
    await tidy(world.store, { ...kept, personalData }, log, new Date(world.clock.getTime() + 366 * DAY));
    expect(await world.store.read.personTrace(ana)).toBeUndefined();
    expect(await world.store.read.personTrace('petra@other.example')).toBeDefined();
    expect(await world.store.examine('contents')).toEqual([]);
  });
});
