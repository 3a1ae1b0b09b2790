import { afterEach, describe, expect, it } from 'vitest';
import { type DeskWorld, startDesk } from './desk-world.ts';
import { newest } from './form-world.ts';

const CONFIGURATION = `
data: data
mailboxes:
  demo:
    embedded: { imap: 0, smtp: 0 }
    address: podpora@spoc.test
    default_desk: it
agents:
  jana: { name: Jana Malá, address: jana@staff.test, locale: cs }
  petr: { name: Petr Velký, address: petr@staff.test, locale: en }
service_levels:
  standard: { name: Standard, targets: { all: { resolution: 40h } } }
  express: { name: Express, targets: { all: { resolution: 4h } } }
forms:
  domain: { fields: { domain: { kind: text, labels: { en: Domain, cs: Doména } }, registrar: { kind: text, need: if-applicable, labels: { en: Registrar, cs: Registrátor } } } }
desks:
  it:
    name: Podpora
    addresses: [podpora@spoc.test, domeny@spoc.test]
    prefix: SFT
    locale: cs
    time_zone: Europe/Prague
    agents: [jana, petr]
    service_level: standard
    request_types:
      default: other
      types:
        express: { words: { en: Express intervention, cs: [Expresní servisní zásah, expres] }, type: incident, priority: urgent, assign: petr, service_level: express, surcharge: "50 %", checklist: { en: [Ring the client back], cs: [Zavolat zpět] } }
        domain: { words: { en: New domain, cs: Nová doména }, form: domain, address: domeny@spoc.test }
        other: { words: { en: Other, cs: Ostatní } }
dns: 'off'
`;

const worlds: DeskWorld[] = [];
const start = async () => {
  const world = await startDesk(CONFIGURATION);
  worlds.push(world);
  return world;
};
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});
const ANA = 'ana@client.test';
const set = async (world: DeskWorld) =>
  (await newest(world)).history.flatMap(({ event }) =>
    event.kind === 'request-type-set' ? [[event.to, event.why, event.by.kind]] : [],
  );

describe('request types by mail (SOFTECH-3)', () => {
  it('gives a request of a type its sort, priority, people, targets, checklist, and says the surcharge', async () => {
    const world = await start();
    await world.send({ from: ANA, to: 'podpora@spoc.test', subject: 'Expres: server', text: 'Nejede server.' });
    const { ticket } = await newest(world);
    expect(ticket).toMatchObject({ type: 'incident', priority: 'urgent', assignee: 'petr' });
    expect(ticket.care.requestType).toBe('express');
    expect(await set(world)).toEqual([['express', 'subject', 'contact']]);
    const timers = await world.store.read.dueTimers(new Date('2030-01-01'), 10);
    expect(Math.max(...timers.map(({ due }) => due.getTime() - world.clock.getTime()))).toBe(4 * 3_600_000 + 1);
    expect(world.last('petr@staff.test').text).toMatch(/Ring the client back/);
    expect(world.last('petr@staff.test').text).toMatch(/Express intervention/);
    const confirmation = world.last(ANA).text ?? '';
    expect(confirmation).toMatch(/Expresní servisní zásah/);
    expect(confirmation).toMatch(/50\s*%/);
    expect(confirmation).not.toMatch(/Zavolat/);
    expect(world.inbox('jana@staff.test')).toHaveLength(0);
  });

  it('takes the usual type where nothing says another, and the client may state one in a line, or later', async () => {
    const world = await start();
    await world.send({ from: ANA, to: 'podpora@spoc.test', subject: 'Prosba', text: 'Dobrý den, prosím o pomoc.' });
    expect(await set(world)).toEqual([['other', 'usual', 'gateway']]);
    await world.send({ from: ANA, replyTo: world.last(ANA), text: 'Typ požadavku: expres\n\nServer nejede.' });
    expect(await set(world)).toEqual([
      ['other', 'usual', 'gateway'],
      ['express', 'stated', 'contact'],
    ]);
    expect((await newest(world)).ticket).toMatchObject({ type: 'incident', priority: 'urgent' });
    await world.send({
      from: ANA,
      to: 'podpora@spoc.test',
      subject: 'Prosba 2',
      text: 'Type: Express intervention\n\nHelp.',
    });
    expect(await set(world)).toEqual([
      ['other', 'usual', 'gateway'],
      ['express', 'stated', 'contact'],
    ]);
    // What words in a sentence say is no choice.
    await world.send({ from: ANA, to: 'podpora@spoc.test', subject: 'Prosba 3', text: 'Doručte to expres, prosím.' });
    expect((await newest(world)).ticket.care.requestType).toBe('other');
  });

  it('by a command at the head of his mail', async () => {
    const world = await start();
    await world.send({ from: ANA, to: 'podpora@spoc.test', subject: 'Server', text: '#express\nNejede.' });
    expect(await set(world)).toEqual([['express', 'command', 'contact']]);
  });

  it('asks by the form of the type, which an address of the desk chooses', async () => {
    const world = await start();
    await world.send({ from: ANA, to: 'domeny@spoc.test', subject: 'Prosím o doménu', text: 'Děkuji.' });
    expect(await set(world)).toEqual([['domain', 'address', 'contact']]);
    expect(world.last(ANA).text).toMatch(/Doména/);
    await world.send({ from: ANA, replyTo: world.last(ANA), text: 'Doména: novak.example' });
    const { facts, ticket } = await newest(world);
    expect(facts).toMatchObject({ domain: { kind: 'given', value: 'novak.example' } });
    expect(ticket.care.form).toMatchObject({ form: 'domain', complete: true });
  });

  it('a type stated in the mail brings its own form, which reads the same mail', async () => {
    const world = await start();
    const text = 'Typ: Nová doména\nDoména: novak.example\n';
    await world.send({ from: ANA, to: 'podpora@spoc.test', subject: 'Prosba', text });
    expect((await newest(world)).facts).toMatchObject({ domain: { kind: 'given', value: 'novak.example' } });
    expect((await newest(world)).ticket.care.form?.complete).toBe(true);
  });

  it('what staff set stays, by mail and by word', async () => {
    const world = await start();
    await world.send({ from: ANA, to: 'podpora@spoc.test', subject: 'Prosba', text: 'Prosím.' });
    await world.send({ from: 'jana@staff.test', replyTo: world.last('jana@staff.test'), text: '#type Nová doména' });
    expect((await newest(world)).ticket.care.requestType).toBe('domain');
    await world.send({ from: ANA, replyTo: world.last(ANA), text: 'Typ: expres' });
    expect((await newest(world)).ticket.care.requestType).toBe('domain');
    // The sorts of cases are still to be had by the same command.
    await world.send({ from: 'jana@staff.test', replyTo: world.last('jana@staff.test'), text: '#type problem' });
    expect((await newest(world)).ticket).toMatchObject({ type: 'problem' });
    await world.send({ from: 'jana@staff.test', replyTo: world.last('jana@staff.test'), text: '#type expresss' });
    expect(world.last('jana@staff.test').text).toMatch(/express/);
  });
});
