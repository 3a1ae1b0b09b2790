import { afterEach, describe, expect, it } from 'vitest';
import type { TicketFacts } from '../../src/desk/facts.ts';
import { pdfPages } from '../delivery/document/pdf-text.ts';
import { type DeskWorld, startDesk } from './desk-world.ts';
import { CONFIGURATION, type Received } from './world.ts';

const EMMA = 'Emma Clark <emma@staff.test>';
const ZORAN = 'Zoran <zoran@beta.test>';
const CONFIG = `${CONFIGURATION.replaceAll(
  /^( {4}time_zone: Europe\/Belgrade)$/gm,
  '$1\n    calendar: office\n    rfo: { days: 5, warn_days: 1 }\n    problems: { manager: marko }',
)}calendars:\n  office: { hours: Mon-Fri 08:00-16:00, time_zone: Europe/Belgrade }\n`;

let world: DeskWorld;
afterEach(() => world.close());

const words = ({ subject, text }: Received) => `${subject}\n${text}`.replace(/\s+/g, ' ');
const said = (who: string) => words(world.last(who));

async function ticket(number = 'POD-1001'): Promise<TicketFacts> {
  const id = await world.store.read.ticketByNumber(number);
  const facts = id && (await world.store.read.ticketFacts([id])).get(id);
  if (facts === undefined) throw new Error(`there is no ${number}`);
  return facts;
}

const emma = (text: string, replyTo = world.last('emma@staff.test')) => world.send({ from: EMMA, replyTo, text });
const zoran = (text: string, more: { readonly unproved?: boolean } = {}) =>
  world.send({ from: ZORAN, replyTo: world.last('zoran@beta.test'), text, ...more });

/** An urgent incident of Zoran's, resolved an hour after it came. */
async function resolved(): Promise<void> {
  world = await startDesk(CONFIG);
  await world.send({ from: ZORAN, to: 'podrska@spoc.test', subject: 'Prekid', text: 'Veza ne radi.' });
  await emma('#type incident\n#priority urgent\n#resolved\nVeza je popravljena.');
}

async function document(): Promise<string> {
  const { attachments } = world.last('zoran@beta.test');
  const pdf = attachments.find(({ filename }) => filename === 'rfo-pod-1001.pdf');
  if (pdf === undefined) throw new Error('there is no document');
  return pdfPages(Buffer.from(pdf.content as ArrayBuffer))
    .flat()
    .join(' ')
    .replace(/\s+/g, ' ');
}

const WRITTEN = '#rfo\nUzrok: Napajanje je otkazalo.\n\nMere:\nDrugo napajanje je ugrađeno.';

describe('the document on an outage (INTERSPACE-8)', { timeout: 90_000 }, () => {
  it('is asked for in the client’s words, written by an answer, sent in his language, and kept', async () => {
    await resolved();
    await zoran('Uzrok prekida');
    expect(said('zoran@beta.test')).toContain('dobićete najkasnije 30. novembar 2026. u 16:00');
    expect((await ticket()).ticket.status).toBe('resolved');
    const attachments = [{ filename: 'merenja.csv', content: 'a,b' }];
    await world.send({ from: EMMA, replyTo: world.last('emma@staff.test'), text: WRITTEN, attachments });
    expect(said('zoran@beta.test')).toContain('u prilogu je dokument o uzroku prekida (RFO)');
    expect(world.last('zoran@beta.test').attachments.map(({ filename }) => filename)).toEqual([
      'merenja.csv',
      'rfo-pod-1001.pdf',
    ]);
    const text = await document();
    for (const part of [
      'Uzrok prekida',
      'Napajanje je otkazalo.',
      'Drugo napajanje',
      'Klijentu su poslate informacije',
    ])
      expect(text).toContain(part);
    const { care, status } = (await ticket()).ticket;
    expect([care.rfo?.state, status]).toEqual(['issued', 'resolved']);
    const message = care.rfo?.message && (await world.store.read.message(care.rfo.message));
    const kept = message?.attachments.find(({ filename }) => filename === 'rfo-pod-1001.pdf');
    expect(kept?.blob && (await world.store.blobs.get(kept.blob)).subarray(0, 5).toString()).toBe('%PDF-');
    expect(await world.store.examine('contents')).toEqual([]);
    expect(await world.store.read.timersOf((await ticket()).ticket.id)).toEqual([]);
  });

  it('has a draft for staff alone: a reply to it without #rfo is a note', async () => {
    await resolved();
    await zoran('RFO');
    expect(said('emma@staff.test')).toContain('#note');
    world.clear();
    await emma('Ko piše ovo?', await theDraft());
    expect(world.everybody()).not.toContain('zoran@beta.test');
  });

  /** What Emma was told, out of the outbox: her mails were forgotten. */
  async function theDraft(): Promise<Received> {
    const rows = await world.store.read.outbox({ ticket: (await ticket()).ticket.id, limit: 50 });
    const row = rows.find(({ kind, recipient }) => kind === 'agent-rfo' && recipient === 'emma@staff.test');
    if (row === undefined) throw new Error('there is no draft');
    const replyTo = row.replyTo === undefined ? [] : [{ name: '', address: row.replyTo }];
    return { subject: row.subject, messageId: `<${row.messageId}>`, text: row.text, replyTo } as unknown as Received;
  }

  it('is not promised on the word of a From line alone', async () => {
    await resolved();
    await world.send({
      from: ZORAN,
      to: 'podrska@spoc.test',
      subject: '[POD-1001]',
      text: 'RFO',
      unproved: true,
    });
    expect(said('zoran@beta.test')).toContain('nismo mogli da proverimo');
    expect((await ticket()).ticket.care.rfo).toBeUndefined();
  });

  it('can be asked for long after the case was closed, without opening it or another', async () => {
    await resolved();
    await world.until('2027-01-11T09:00:00Z');
    await zoran('RFO');
    expect(said('zoran@beta.test')).toContain('najkasnije 18. januar 2027. u 16:00');
    expect((await ticket()).ticket.status).toBe('resolved');
    await expect(ticket('POD-1002')).rejects.toThrow('there is no');
  });

  it('that is late after a downtime is told once, to the client, the agents and who answers for problems', async () => {
    await resolved();
    await zoran('RFO');
    world.clear();
    world.down('2026-12-04T09:00:00Z');
    await world.tick();
    await world.tick();
    expect(world.inbox('zoran@beta.test').map(words)).toEqual([
      expect.stringContaining('zbog toga Vam se izvinjavamo'),
    ]);
    expect(world.inbox('marko@staff.test').filter(({ subject }) => subject?.includes('POD-1001'))).toHaveLength(1);
    expect(said('emma@staff.test')).toContain('has not been sent');
    await zoran('RFO');
    expect(said('zoran@beta.test')).toContain('izvinjavamo');
    await emma(WRITTEN);
    expect(await document()).toContain('Drugo napajanje');
  });

  it('begins with what the problem has told', async () => {
    await resolved();
    await world.send({ from: ZORAN, to: 'podrska@spoc.test', subject: 'Opet', text: 'Opet prekid.' });
    await emma('#type problem');
    await emma('#root-cause\nIspravljač se pregreva.');
    await emma('#prevention\nNovi ispravljač.');
    const [first] = world.inbox('emma@staff.test');
    await emma('#problem POD-1002', first);
    await world.send({ from: ZORAN, to: 'podrska@spoc.test', subject: '[POD-1001]', text: 'RFO' });
    expect(said('emma@staff.test')).toMatch(
      /Cause: > Ispravljač se pregreva\. .*Preventive measures: > Novi ispravljač\./,
    );
    for (const mail of world.inbox('zoran@beta.test')) expect(words(mail)).not.toContain('spravljač');
  });
});
