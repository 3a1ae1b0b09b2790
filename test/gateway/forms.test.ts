import { afterEach, describe, expect, it } from 'vitest';
import type { DeskWorld } from './desk-world.ts';
import { FOREIGN_SERVICE, newest, OWN_SERVICE, plainFacts, putContact, startNetwork } from './form-world.ts';

const worlds: DeskWorld[] = [];
const start = async () => {
  const world = await startNetwork();
  worlds.push(world);
  return world;
};
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

const ana = 'ana-en@client.example';
const agent = 'agent-en@staff.test';
const noc = 'noc-en@spoc.test';
/** Monday, 23 November 2026, 10:00 in Belgrade. */
const at = (world: DeskWorld, time: string) => {
  world.clock = new Date(`2026-11-23T${time}:00+01:00`);
};

describe('a report that states all that is required (INTERSPACE-5)', () => {
  it('is confirmed with what was understood, has its service and its priority by the matrix, and asks nothing', async () => {
    const world = await start();
    at(world, '10:00');
    const text = `Hello,\n\nService ID: svc 10042\nStart time: today 9:30\nDescription: the line to Novi Sad carries nothing\nImpact: Service affecting\n\nAna`;
    await world.send({ from: ana, to: noc, subject: 'Line down', text });
    const { ticket, facts, service } = await newest(world);
    expect(plainFacts(facts)).toMatchObject({
      service: OWN_SERVICE,
      start: '2026-11-23T08:30:00Z',
      impact: 'service-affecting',
    });
    expect(service?.id).toBe(OWN_SERVICE);
    expect(ticket).toMatchObject({ type: 'incident', priority: 'high' });
    expect(ticket.care.form).toMatchObject({ complete: true, times: 0 });
    const mail = world.last(ana).text ?? '';
    expect(mail).toMatch(/Service ID: +SVC-10042, Internet Novi Sad/);
    expect(mail).toMatch(/Start of the problem: +23 November 2026 at 09:30/);
    expect(mail).not.toMatch(/1\. /);
    expect(world.inbox(ana)).toHaveLength(1);
    expect(world.last(agent).text).toMatch(/Impact: +Service affecting/);
  });
});

describe('a report that does not', () => {
  it('is confirmed by one mail with a form for what is missing; partial answers narrow it, the last one completes it', async () => {
    const world = await start();
    at(world, '10:00');
    await world.send({
      from: ana,
      to: noc,
      subject: 'Trouble',
      text: 'Hi,\n\nour internet has been very slow since 9:30 today.\n\nAna',
    });
    expect(world.inbox(ana)).toHaveLength(1);
    const first = world.last(ana);
    expect(first.text).toContain(
      '1. Service ID:\n2. Impact:\n   [ ] Service affecting\n   [ ] Degradation\n   [ ] Non service affecting\n3. Circuit ID (if applicable):',
    );
    expect(first.text).not.toMatch(/Start of the problem:$/m);
    let { ticket } = await newest(world);
    expect(ticket.care.form).toMatchObject({ complete: false, times: 1 });
    expect(ticket.priority).toBe('normal');
    expect(world.last(agent).text).toMatch(/Service ID: +not stated yet/);

    at(world, '10:20');
    await world.send({ from: ana, replyTo: first, text: 'It is svc-10042.' });
    const second = world.last(ana);
    expect(world.inbox(ana)).toHaveLength(2);
    expect(second.text).toContain('1. Impact:');
    expect(second.text).not.toContain('Service ID:\n');
    expect(second.text).toMatch(/Service ID: +SVC-10042, Internet Novi Sad/);

    at(world, '10:40');
    await world.send({ from: ana, replyTo: second, text: 'Impact: degradation' });
    const third = world.last(ana);
    expect(third.text?.replace(/\s+/g, ' ')).toContain('we need nothing more from you');
    expect(third.text).not.toContain('1. ');
    ({ ticket } = await newest(world));
    expect(ticket.care.form).toMatchObject({ complete: true, times: 2 });
    expect(ticket.care.service).toBe(OWN_SERVICE);

    await world.send({ from: ana, replyTo: third, text: 'Any news?' });
    expect(world.inbox(ana)).toHaveLength(3);
  });

  it('is not asked about more often than the desk says', async () => {
    const world = await start();
    at(world, '10:00');
    await world.send({ from: ana, to: noc, subject: 'Trouble', text: 'It does not work.' });
    for (const text of [
      'Service ID: SVC-99999',
      'Service ID: SVC-99998',
      'Service ID: SVC-99997',
      'Service ID: SVC-99996',
    ])
      await world.send({ from: ana, replyTo: world.last(ana), text });
    expect((await newest(world)).ticket.care.form?.times).toBe(3);
    expect(world.inbox(ana)).toHaveLength(3);
  });
});

describe('services', () => {
  /** A mail without numbers, ids and what the reader wrote himself. */
  const bare = (mail: Buffer, id: string) =>
    mail
      .toString()
      .replace(/=\r?\n/g, '')
      .replaceAll(id, 'SVC-XXXXX')
      .replace(
        /N0-\d+|t\d{25}|(?:Message-ID|Date|boundary|Content-Type|In-Reply-To|References):?[^\r\n]*|--=_spoc-[^\r\n]*/g,
        '',
      );

  it('of another client and services that nobody has get the same answer, byte for byte', async () => {
    const answers: string[] = [];
    for (const id of [FOREIGN_SERVICE, 'SVC-20078']) {
      const world = await start();
      at(world, '10:00');
      await world.send({
        from: ana,
        to: noc,
        subject: 'Down',
        text: `Service ID: ${id}\nImpact: outage\nStart time: 9:00\nDescription: it is down`,
      });
      expect(world.last(ana).text).toContain(`Service ID: ${id} was not recognised`);
      expect((await newest(world)).service).toBeUndefined();
      answers.push(
        world
          .inbox(ana)
          .map((mail) => bare(mail.raw, id))
          .join('\n'),
      );
      expect(world.last(agent).text).not.toContain('SECRETNAME');
    }
    expect(answers[0]).toBe(answers[1]);
    expect(answers[0]?.length).toBeGreaterThan(1_000);
  });

  it('are told to no stranger, and to no participant of another client', async () => {
    const world = await start();
    at(world, '10:00');
    const text = `Service ID: ${OWN_SERVICE}\nImpact: outage\nStart time: 9:00\nDescription: it is down`;
    await world.send({ from: 'eve@elsewhere.example', to: noc, subject: 'Down', text, unproved: true });
    expect(world.last('eve@elsewhere.example').raw.toString()).not.toContain('Novi Sad');
    expect((await newest(world)).service).toBeUndefined();

    await putContact(world, 'kai@partner.example', undefined);
    await world.send({
      from: ana,
      to: noc,
      cc: 'kai@partner.example',
      subject: 'Slow',
      text: 'It is slow since 9:00, I do not know why.',
    });
    await world.send({
      from: 'kai@partner.example',
      to: noc,
      subject: `Re: ${world.last(ana).subject}`,
      text: `Service ID: ${OWN_SERVICE}`,
      headers: { 'In-Reply-To': world.last(ana).messageId ?? '' },
    });
    expect((await newest(world)).service).toBeUndefined();
    expect(world.inbox('kai@partner.example')).toEqual([]);
  });
});
