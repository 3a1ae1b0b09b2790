import { afterEach, describe, expect, it } from 'vitest';
import type { DeskId } from '../../src/desk/ids.ts';
import { priorityOf } from '../../src/desk/priority/settle.ts';
import { type DeskWorld, startDesk } from './desk-world.ts';
import { NETWORK, newest, OWN_SERVICE, startNetwork } from './form-world.ts';
import { CONFIGURATION } from './world.ts';

const worlds: DeskWorld[] = [];
const start = async (made: Promise<DeskWorld> = startNetwork()) => {
  const world = await made;
  worlds.push(world);
  return world;
};
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

const at = (world: DeskWorld, moment: string) => {
  world.clock = new Date(`${moment}:00+01:00`);
};
const report = (impact: string, more = '') =>
  `Service ID: ${OWN_SERVICE}\nStart time: today 9:00\nDescription: the line to Novi Sad is not well\nImpact: ${impact}\n${more}`;
/** How the priority came about: from, to, by whom and why. */
const changes = async (world: DeskWorld) =>
  (await newest(world)).history.flatMap(({ event }) =>
    event.kind === 'priority-changed' ? [[event.from, event.to, event.by.kind, event.reason?.kind]] : [],
  );

describe('INTERSPACE-6: incidents are prioritised by impact and urgency', () => {
  it.each([
    ['en', 'Impact: Service affecting', 'Down', 'high'],
    ['en', 'Impact: Degradation', 'Slow', 'normal'],
    ['en', 'Impact: Non service affecting', 'Question', 'low'],
    ['en', 'Impact: Degradation', 'URGENT: slow', 'high'],
    ['sr', 'Uticaj: Prekid usluge', 'HITNO! Ne radi', 'urgent'],
    ['sr', 'Uticaj: Prekid usluge', 'Nije hitno, ali ne radi', 'high'],
    ['sl', 'Vpliv: Poslabšanje storitve', 'Nujno', 'high'],
    ['mk', 'Влијание: Без влијание врз услугата', 'Прашање', 'low'],
  ])('%s: %s, %s: %s', async (locale, impact, subject, priority) => {
    const world = await start();
    at(world, '2026-11-23T10:00');
    await world.send({ from: `ana-${locale}@client.example`, to: `noc-${locale}@spoc.test`, subject, text: impact });
    expect((await newest(world)).ticket.priority).toBe(priority);
  });

  it('takes what the mail program marks where the words are silent, until the impact is known', async () => {
    const world = await start();
    at(world, '2026-11-23T10:00');
    const ana = 'ana-en@client.example';
    await world.send({
      from: ana,
      to: 'noc-en@spoc.test',
      subject: 'Line',
      text: 'No link.',
      headers: { Importance: 'high' },
    });
    expect(await changes(world)).toEqual([['normal', 'high', 'gateway', 'suggestion']]);
    await world.send({ from: ana, replyTo: world.last(ana), text: 'Impact: Service affecting' });
    expect(await changes(world)).toEqual([
      ['normal', 'high', 'gateway', 'suggestion'],
      ['high', 'urgent', 'gateway', 'matrix'],
    ]);
    expect(world.last('agent-en@staff.test').text).toMatch(/Priority: +Urgent/);
  });
});

describe('INTERSPACE-2: the client chooses the priority', () => {
  it.each([
    ['en', 'Priority: low', 'low'],
    ['sr', 'Prioritet: Hitan', 'urgent'],
  ])('in %s by the field of the form: %s', async (locale, line, priority) => {
    const world = await start();
    at(world, '2026-11-23T10:00');
    await world.send({
      from: `ana-${locale}@client.example`,
      to: `noc-${locale}@spoc.test`,
      subject: 'Line',
      text: report('outage', line),
    });
    expect((await newest(world)).ticket.priority).toBe(priority);
    expect(await changes(world)).toEqual([['normal', priority, 'contact', 'client']]);
  });

  it('until an agent overrules him, which stays; all of it is on record, and is explained', async () => {
    const world = await start();
    at(world, '2026-11-23T10:00');
    const ana = 'ana-en@client.example';
    await world.send({ from: ana, to: 'noc-en@spoc.test', subject: 'Line', text: report('outage', 'Priority: low') });
    await world.send({
      from: 'agent-en@staff.test',
      replyTo: world.last('agent-en@staff.test'),
      text: '#priority high',
    });
    await world.send({ from: ana, replyTo: world.last(ana), text: 'Priority: urgent' });
    const { ticket, facts, history } = await newest(world);
    expect(ticket.priority).toBe('high');
    expect(await changes(world)).toEqual([
      ['normal', 'low', 'contact', 'client'],
      ['low', 'high', 'agent', undefined],
    ]);
    const desk = world.settings.policy.desks.get('en' as DeskId);
    expect(desk && priorityOf(facts, history, desk)).toMatchObject({
      priority: 'high',
      reason: { kind: 'agent' },
      overruled: [
        { priority: 'urgent', reason: { kind: 'client' } },
        {
          priority: 'high',
          reason: { kind: 'matrix', impact: 'service-affecting', urgency: 'medium', urgencyBy: 'usual' },
        },
        { priority: 'normal', reason: { kind: 'usual' } },
      ],
    });
  });

  it('an agent who says the priority that it has anyway has said it', async () => {
    const world = await start();
    at(world, '2026-11-23T10:00');
    const ana = 'ana-en@client.example';
    await world.send({ from: ana, to: 'noc-en@spoc.test', subject: 'Line', text: 'No link.' });
    await world.send({
      from: 'agent-en@staff.test',
      replyTo: world.last('agent-en@staff.test'),
      text: '#priority normal',
    });
    await world.send({ from: ana, replyTo: world.last(ana), text: report('outage') });
    expect((await newest(world)).ticket.priority).toBe('normal');
  });

  it('but not where the desk does not let him', async () => {
    const world = await start(
      startNetwork(NETWORK.replaceAll('usual_urgency: medium', 'usual_urgency: medium, client_chooses: false')),
    );
    at(world, '2026-11-23T10:00');
    await world.send({
      from: 'ana-en@client.example',
      to: 'noc-en@spoc.test',
      subject: 'Line',
      text: report('outage', 'Priority: low'),
    });
    expect((await newest(world)).ticket.priority).toBe('high');
  });
});

describe('CLOUDEMPIERE-6: impact on the organisation and urgency assign the priority, in the desk’s own words', () => {
  const OWN = CONFIGURATION.replace(
    '    signature: Vaš tim podrške\n',
    `    signature: Vaš tim podrške
    form: { use: dopad, type: request }
    priorities:
      matrix: { firma: { stoji: urgent, pocka: high }, osoba: { stoji: high, pocka: low } }
      usual_urgency: pocka
      words: { stoji: { sk: [stojíme, horí], sr: [stojimo, gori] } }
forms:
  dopad:
    ready: [description]
    fields:
      dopad:
        kind: choice
        labels: { sk: Koho sa to týka, sr: Koga se tiče }
        options: { firma: { sk: Celej firmy, sr: Cele firme }, osoba: { sk: Jednej osoby, sr: Jedne osobe } }
      nalehavost:
        kind: choice
        need: if-applicable
        labels: { sk: Ako to horí, sr: Koliko je hitno }
        options: { stoji: { sk: Práca stojí, sr: Posao stoji }, pocka: { sk: Počká to, sr: Može da čeka } }
`,
  ).replace(
    'form: { use: dopad, type: request }',
    'form: { use: dopad, type: request, impact: dopad, urgency: nalehavost }',
  );

  it.each([
    ['Koho sa to týka: celej firmy', 'Účtovníctvo', 'high'],
    ['Koho sa to týka: celej firmy\nAko to horí: práca stojí', 'Účtovníctvo', 'urgent'],
    ['Koga se tiče: jedne osobe', 'Knjigovodstvo', 'low'],
    ['Koga se tiče: jedne osobe', 'Stojimo!', 'high'],
  ])('%s, %s: %s', async (text, subject, priority) => {
    const world = await start(startDesk(OWN));
    await world.send({
      from: 'ana@client.example',
      to: 'podrska@spoc.test',
      subject,
      text: `Ne otvara se program za knjiženje.\n${text}`,
    });
    const { ticket } = await newest(world);
    expect(ticket).toMatchObject({ priority, type: 'request' });
    expect(world.last('ana@client.example').text).toMatch(/Cele firme|Jedne osobe/);
  });
});

describe('INTERSPACE-6: what affects no service and comes out of hours may wait, if both sides agree', () => {
  /** Monday, 23 November 2026, is a working day from 8 to 16. */
  const evening = '2026-11-23T20:00';
  it.each([
    ['en', 'agree', '24 November 2026 at 08:00', 'I agree to nothing in a sentence'],
    ['sr', 'saglasan', '24. novembar 2026. u 08:00', 'Saglasan sam da je to čudno'],
  ])(
    'in %s: the offer rides in the confirmation, the word alone accepts it, the day ends it',
    async (locale, word, day, sentence) => {
      const world = await start();
      at(world, evening);
      const [ana, noc, agent] = [
        `ana-${locale}@client.example`,
        `noc-${locale}@spoc.test`,
        `agent-${locale}@staff.test`,
      ];
      await world.send({ from: ana, to: noc, subject: 'Invoice', text: report('Non service affecting') });
      expect(world.inbox(ana)).toHaveLength(1);
      const offer = world.last(ana);
      expect(offer.text?.replace(/\s+/g, ' ')).toContain(day);
      expect(offer.text).toContain(word);
      await world.send({ from: ana, replyTo: offer, text: sentence });
      expect((await newest(world)).ticket.care.deferral?.state).toBe('offered');
      await world.send({ from: ana, replyTo: offer, text: word });
      const agreed = await newest(world);
      expect(agreed.ticket.care.deferral).toMatchObject({
        state: 'agreed',
        until: new Date('2026-11-24T08:00:00+01:00'),
      });
      expect(world.last(ana).text?.replace(/\s+/g, ' ')).toContain(day);
      const told = world.inbox(agent).length;

      at(world, '2026-11-24T07:59');
      await world.tick();
      expect(world.inbox(agent)).toHaveLength(told);
      at(world, '2026-11-24T08:01');
      await world.tick();
      expect((await newest(world)).ticket.care.deferral?.state).toBe('ended');
      expect(world.inbox(agent)).toHaveLength(told + 1);
      await world.tick();
      expect(world.inbox(agent)).toHaveLength(told + 1);
    },
  );

  it('the client may decline, and is told so', async () => {
    const world = await start();
    at(world, evening);
    const ana = 'ana-en@client.example';
    await world.send({ from: ana, to: 'noc-en@spoc.test', subject: 'Invoice', text: report('Non service affecting') });
    await world.send({ from: ana, replyTo: world.last(ana), text: '#decline' });
    expect(world.last(ana).text).toContain('will not be deferred');
    expect((await newest(world)).ticket.care.deferral?.state).toBe('declined');
  });

  it('an agent may take it up before: #resume', async () => {
    const world = await start();
    at(world, evening);
    const [ana, agent] = ['ana-en@client.example', 'agent-en@staff.test'];
    await world.send({ from: ana, to: 'noc-en@spoc.test', subject: 'Invoice', text: report('Non service affecting') });
    await world.send({ from: agent, replyTo: world.last(agent), text: '#resume' });
    expect(world.last(agent).text).toContain('no later day was agreed');
    await world.send({ from: ana, replyTo: world.last(ana), text: 'Agree.' });
    await world.send({ from: agent, replyTo: world.last(agent), text: '#resume' });
    expect((await newest(world)).ticket.care.deferral?.state).toBe('ended');
  });

  it('is offered once the impact is known, and falls when it turns out to be another', async () => {
    const world = await start();
    at(world, evening);
    const ana = 'ana-en@client.example';
    await world.send({
      from: ana,
      to: 'noc-en@spoc.test',
      subject: 'Invoice',
      text: 'Hello, a question on the invoice of this month.',
    });
    expect((await newest(world)).ticket.care.deferral).toBeUndefined();
    await world.send({ from: ana, replyTo: world.last(ana), text: 'Impact: non service affecting' });
    expect(world.last(ana).text?.replace(/\s+/g, ' ')).toContain('24 November 2026 at 08:00');
    expect(world.inbox(ana)).toHaveLength(2);
    await world.send({ from: ana, replyTo: world.last(ana), text: 'Impact: service affecting' });
    expect((await newest(world)).ticket.care.deferral?.state).toBe('ended');
  });

  it.each([
    ['in hours', '2026-11-23T10:00', 'Non service affecting'],
    ['for a case that affects the service', evening, 'Service affecting'],
  ])('is not offered %s', async (_, moment, impact) => {
    const world = await start();
    at(world, moment);
    await world.send({
      from: 'ana-en@client.example',
      to: 'noc-en@spoc.test',
      subject: 'Invoice',
      text: report(impact),
    });
    expect((await newest(world)).ticket.care.deferral).toBeUndefined();
    expect(world.last('ana-en@client.example').text).not.toContain('business day');
  });

  it('a stranger to the case cannot agree, nor can a mail that only says who it is from', async () => {
    const world = await start();
    at(world, evening);
    const ana = 'ana-en@client.example';
    await world.send({ from: ana, to: 'noc-en@spoc.test', subject: 'Invoice', text: report('Non service affecting') });
    const { subject } = world.last(ana);
    await world.send({ from: ana, to: 'noc-en@spoc.test', subject: `Re: ${subject}`, text: 'agree', unproved: true });
    expect((await newest(world)).ticket.care.deferral?.state).toBe('offered');
    await world.send({
      from: 'eve@elsewhere.example',
      to: 'noc-en@spoc.test',
      subject: `Re: ${subject}`,
      text: 'agree',
    });
    const tickets = await world.store.read.tickets({ limit: 2 });
    const first = (await world.store.read.ticketFacts(tickets.map(({ id }) => id))).get(tickets[1]?.id as never);
    expect(first?.ticket.care.deferral?.state).toBe('offered');
  });
});
