import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { servicesNamedBy } from '../../src/desk/form/register-words.ts';
import { mail } from '../desk/world.ts';
import type { DeskWorld } from './desk-world.ts';
import { NETWORK, newest, OWN_SERVICE, plainFacts, startNetwork } from './form-world.ts';

let world: DeskWorld;
beforeAll(async () => {
  world = await startNetwork();
});
afterAll(() => world.close());

const ana = 'ana-en@client.example';
const noc = 'noc-en@spoc.test';
const day = () => {
  world.clear();
  world.clock = new Date(world.clock.getTime() + 86_400_000);
};

describe('hostile forms', () => {
  it.each([
    ['labels without end', 'Service ID: '.repeat(10_000)],
    ['numbers without end', Array.from({ length: 20_000 }, (_, at) => `${(at % 99) + 1}. SVC-${at}`).join('\n')],
    ['identifiers without end', Array.from({ length: 30_000 }, (_, at) => `X${at}`).join(' ')],
    ['one word of 200,000 letters', `Impact: ${'a1'.repeat(100_000)}`],
    ['boxes without end', `Impact: ${'[x] '.repeat(40_000)}`],
    ['quotes without end', `${'>'.repeat(500)} 1. Service ID: A-1\n`.repeat(300)],
    ['frames without end', `1. Service ID:\n${'-'.repeat(40)}\n`.repeat(4_000)],
  ])('%s open a ticket like any other mail', async (_, text) => {
    day();
    const begun = performance.now();
    const [row] = await world.send({ from: ana, to: noc, subject: 'X', text });
    expect(row?.outcome).toBe('opened');
    const answer = await world.send({ from: ana, replyTo: world.last(ana), text });
    expect(answer[0]?.outcome).toBe('added');
    expect(performance.now() - begun).toBeLessThan(30_000);
    expect(JSON.stringify((await newest(world)).facts).length).toBeLessThan(80_000);
  });

  it('what a client writes into a form is shown as text, and ends no form of ours', async () => {
    day();
    const evil = '<script>alert(1)</script>{{constructor}} \u202e';
    await world.send({
      from: ana,
      to: noc,
      subject: 'X',
      text: `Service ID: SVC-1"><img/src=x\nCircuit ID: C-1</td></table>\nTest results: ${evil}\nImpact: it is bad`,
    });
    for (const to of [ana, 'agent-en@staff.test']) {
      expect(world.last(to).html).not.toMatch(/<script|<img|\u202e/);
      expect(world.last(to).text).toMatch(/not recognised|could not be understood/);
    }
  });

  it('the words of a mail that are looked up are bounded', () => {
    const text = Array.from({ length: 20_000 }, (_, at) => `SVC-${at}`).join('\n');
    const command = mail({ body: text, visible: text, full: text, desk: 'en' as never, numbers: ['N0-1'] });
    const { length } = servicesNamedBy(command, world.settings.policy);
    expect(length).toBeGreaterThan(100);
    expect(length).toBeLessThanOrEqual(2_000);
    expect(servicesNamedBy({ ...command, mailKind: 'auto-reply' }, world.settings.policy)).toEqual([]);
  });

  it('of a desk without a register nothing is looked up', async () => {
    const plain = await startNetwork(NETWORK.replace("patterns: ['SVC-\\d{4,6}']", 'register: none'));
    expect(servicesNamedBy(mail({ body: OWN_SERVICE, desk: 'en' as never }), plain.settings.policy)).toEqual([]);
    await plain.close();
  });
});

describe('who is heard', () => {
  const facts = `Service ID: ${OWN_SERVICE}\nImpact: outage\nStart time: today 9:00\nDescription: it is down`;

  it('an automatic answer completes nothing and is asked nothing', async () => {
    day();
    await world.send({ from: ana, to: noc, subject: 'X', text: 'No link.' });
    const asked = world.last(ana);
    const before = world.inbox(ana).length;
    const headers = { 'Auto-Submitted': 'auto-replied' };
    const [row] = await world.send({ from: ana, replyTo: asked, text: facts, headers });
    expect(row?.outcome).toBe('auto-reply');
    expect((await newest(world)).ticket.care.form).toMatchObject({ complete: false, times: 1 });
    expect(world.inbox(ana)).toHaveLength(before);
  });

  it('who has had his share of answers is heard, but not asked again', async () => {
    const few = await startNetwork(NETWORK.replace('answers_per_hour: 1000', 'answers_per_hour: 1'));
    await few.send({ from: ana, to: noc, subject: 'X', text: 'No link.' });
    await few.send({ from: ana, replyTo: few.last(ana), text: `Service ID: ${OWN_SERVICE}` });
    expect(few.inbox(ana)).toHaveLength(1);
    const { ticket, facts: known } = await newest(few);
    expect(plainFacts(known)).toMatchObject({ service: OWN_SERVICE });
    expect(ticket.care.form?.times).toBe(1);
    await few.close();
  });

  it('another participant of the client completes the form, and is the one who is told', async () => {
    day();
    const other = 'ana-sr@client.example';
    await world.send({ from: ana, to: noc, cc: other, subject: 'X', text: 'No link.' });
    const asked = world.last(ana);
    await world.send({
      from: other,
      to: noc,
      subject: `Re: ${asked.subject}`,
      text: facts,
      headers: { 'In-Reply-To': asked.messageId ?? '' },
    });
    expect((await newest(world)).ticket.care.form?.complete).toBe(true);
    expect(world.last(other).subject).toContain('Re: [N0-');
    expect(world.inbox(ana)).toHaveLength(1);
  });

  it('what a client wrote is read out of the mail that an agent forwards, and he is asked for the rest', async () => {
    day();
    await world.send({
      from: 'agent-en@staff.test',
      to: noc,
      subject: 'Fwd: Line',
      text: `---------- Forwarded message ---------\nFrom: Ana <${ana}>\nDate: Mon, 23 Nov 2026 at 09:00\nSubject: Line\nTo: <agent-en@staff.test>\n\nService ID: ${OWN_SERVICE}\nImpact: degradation`,
    });
    const { ticket, facts: known } = await newest(world);
    expect(plainFacts(known)).toMatchObject({ service: OWN_SERVICE, impact: 'degradation' });
    expect(ticket).toMatchObject({ type: 'incident' });
    expect(world.last(ana).text).toMatch(/^1\. Start of the problem:/m);
  });
});
