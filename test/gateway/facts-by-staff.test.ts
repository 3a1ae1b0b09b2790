import { afterEach, describe, expect, it } from 'vitest';
import type { Act } from '../../src/desk/command.ts';
import type { ServiceId } from '../../src/desk/ids.ts';
import { type DeskWorld, startDesk } from './desk-world.ts';
import { FOREIGN_SERVICE, newest, OWN_SERVICE, plainFacts, SIX, startNetwork } from './form-world.ts';
import { CONFIGURATION } from './world.ts';

let world: DeskWorld;
afterEach(() => world.close());

const ana = (locale = 'en') => `ana-${locale}@client.example`;
const agent = (locale = 'en') => `agent-${locale}@staff.test`;
const told = (who: string) => `${world.last(who).text}`.replaceAll(/\s+/g, ' ');
const reply = (text: string, locale = 'en', more = {}) =>
  world.send({ from: agent(locale), replyTo: world.last(agent(locale)), text, ...more });
const reported = async (text = 'Our internet is slow.', locale = 'en') => {
  world = await startNetwork();
  world.clock = new Date('2026-11-23T10:00:00+01:00');
  await world.send({ from: ana(locale), to: `noc-${locale}@spoc.test`, subject: 'Trouble', text });
};
/** By the terminal, across the socket. */
const staff = async (act: Act) => {
  const command = { kind: 'act', ticket: (await newest(world)).ticket.id, by: { kind: 'operator' }, acts: [act] };
  return world.core.operations.execute(JSON.parse(JSON.stringify({ ...command, visibility: 'client' })));
};

describe('an agent says by mail what the form asks the client for (INTERSPACE-5)', () => {
  it('#service and #fact complete it: the clock runs, the priority follows, and the client is told nothing', async () => {
    await reported();
    expect((await newest(world)).ticket.care.form?.complete).toBe(false);
    const before = world.inbox(ana()).length;
    await reply(
      '#service internet novi sad\n#fact start of the problem: 9:30\n#fact impact degradation\n#fact description loses packets',
    );
    const { facts, service, ticket, history } = await newest(world);
    expect(plainFacts(facts)).toMatchObject({
      service: OWN_SERVICE,
      start: '2026-11-23T08:30:00Z',
      impact: 'degradation',
    });
    expect(service?.id).toBe(OWN_SERVICE);
    expect(ticket.care.form?.complete).toBe(true);
    expect(ticket.priority).toBe('normal');
    expect(world.inbox(ana())).toHaveLength(before);
    expect(told(agent())).toMatch(/#service internet novi sad: understood as SVC-10042 Internet Novi Sad/);
    expect(told(agent())).toMatch(/understood as 23 November 2026 at 09:30/);
    expect(told(agent())).toMatch(/#fact impact degradation: done/);
    const by = history.flatMap(({ event }) => (event.kind === 'service-set' ? [event.by] : []));
    expect(by).toEqual([{ kind: 'agent', id: 'agent-en' }]);
    // What it follows from was said, not the priority: what the client says of it later counts.
    await reply('#fact impact service-affecting');
    expect((await newest(world)).ticket.priority).toBe('high');
  });

  it('is done at once beside an answer that is held, with work and watchers; the rest waits with it', async () => {
    await reported();
    const before = world.inbox(ana()).length;
    const text = `#service ${OWN_SERVICE}\n#fact start of the problem: 9:30\n#time 25m\n#watch ivo@staff.test\n#resolved\nWe reset the line.`;
    await reply(`${text}\n\n> Our internet is slow.\n\nAnd we watch it.`);
    const { facts, service, ticket, history } = await newest(world);
    const kinds = history.map(({ event }) => event.kind);
    expect(service?.id).toBe(OWN_SERVICE);
    expect(plainFacts(facts)).toMatchObject({ start: '2026-11-23T08:30:00Z' });
    expect(kinds).toEqual(expect.arrayContaining(['time-booked', 'watcher-added', 'answer-held']));
    expect(ticket.status).not.toBe('resolved');
    expect(world.inbox(ana())).toHaveLength(before);
    expect(told(agent())).toMatch(
      /- #resolved .* carried out already: - #service \S+ - #fact [^-]*- #time 25m - #watch ivo@staff\.test .*Start of the problem: 23 November/,
    );
    await reply('#send');
    const after = await newest(world);
    expect(after.ticket.status).toBe('resolved');
    expect(after.history.filter(({ event }) => event.kind === 'time-booked')).toHaveLength(1);
    expect(world.inbox(ana()).length).toBeGreaterThan(before);
  });

  it('takes the place of what the client said, and “none” takes it back', async () => {
    await reported('Service ID: SVC-10042\nImpact: degradation\n\nIt is slow.');
    await reply('#fact impact Service affecting\n#service none');
    const { facts, service, ticket } = await newest(world);
    expect(plainFacts(facts)).toMatchObject({ impact: 'service-affecting', service: 'none' });
    expect([service, ticket.care.service]).toEqual([undefined, undefined]);
    await reply('#fact service svc 10042');
    expect((await newest(world)).service?.id).toBe(OWN_SERVICE);
  });

  it('names no service of another client, and says what would be right', async () => {
    await reported();
    await reply(`#service ${FOREIGN_SERVICE}\n#priority urgent`);
    expect(told(agent())).toMatch(/#service SVC-20077: this can be: #service SVC-10042/);
    expect(told(agent())).not.toContain('SECRETNAME');
    await reply('#fact service SVC-20077');
    expect(told(agent())).toContain('#fact service SVC-20077: this can be: #fact service SVC-10042');
    await reply('#fact impct degradation');
    expect(told(agent())).toMatch(/this can be: .*#fact impact.*did you mean impact\?/);
    // An agent, too, gets so many answers an hour.
    world.clock = new Date(world.clock.getTime() + 2 * 3_600_000);
    await reply('#fact impact enormous');
    expect(told(agent())).toMatch(/#fact impact Service affecting, #fact impact Degradation/);
    await reply('#fact start someday');
    expect(told(agent())).toContain('#fact start 2026-12-05 10:30');
    const { facts, ticket } = await newest(world);
    expect([Object.keys(facts), ticket.priority, ticket.care.service]).toEqual([
      expect.not.arrayContaining(['service', 'impact', 'start']),
      expect.not.stringMatching('urgent'),
      undefined,
    ]);
  });

  it('needs the proof that commands need, and a ticket', async () => {
    await reported();
    await reply(`#service ${OWN_SERVICE}`, 'en', { unproved: true });
    expect((await newest(world)).service).toBeUndefined();
    const [row] = await world.send({
      from: agent(),
      to: 'noc-en@spoc.test',
      subject: 'A call',
      text: `#call +381 64 123 45 67 Ana\n#service ${OWN_SERVICE}\nShe called.`,
    });
    expect(row?.outcome).toBe('command');
    expect(told(agent())).toContain('this can be done only on a request');
  });

  it.each(SIX)('in %s', async (locale) => {
    await reported('Internet!', locale);
    await reply(`#service ${OWN_SERVICE}\n#help`, locale);
    expect(told(agent(locale))).toMatch(/#service \p{Lu}+\|none: .*#fact \p{Lu}+ \p{Lu}+: /u);
  });
});

describe('the operator does the same at the terminal, by the same rules', () => {
  it('across the socket', async () => {
    await reported();
    const at = new Date('2026-11-23T10:00:00+01:00');
    expect(await staff({ kind: 'fact', written: 'start: today 9:30', at })).toMatchObject({ kind: 'done' });
    expect(plainFacts((await newest(world)).facts)).toMatchObject({ start: '2026-11-23T08:30:00Z' });
    expect(await staff({ kind: 'service', named: FOREIGN_SERVICE })).toMatchObject({
      kind: 'refused',
      why: 'it takes one of: SVC-10042',
    });
    expect(await staff({ kind: 'service', named: OWN_SERVICE })).toMatchObject({ kind: 'done' });
    expect((await newest(world)).service?.id).toBe(OWN_SERVICE);
  });

  it('where a desk has no form a service can be set, and a fact cannot', async () => {
    world = await startDesk(CONFIGURATION);
    const none = { domains: [], locale: undefined, desk: undefined, level: undefined, calendar: undefined };
    const client = await world.core.operations.putClient({
      ...none,
      id: undefined,
      companyNumber: undefined,
      name: 'Client',
      matrix: undefined,
      domains: ['client.example'],
    });
    const rest = { name: 'Line', level: undefined, matrix: undefined };
    await world.store.write((tx) => tx.putService({ ...rest, id: 'S-1' as ServiceId, client, circuits: ['C 77'] }));
    await world.send({ from: 'ana@client.example', to: 'support@spoc.test', subject: 'Help', text: 'Help.' });
    expect(await staff({ kind: 'service', named: 'c77' })).toMatchObject({ kind: 'done' });
    expect((await newest(world)).service?.id).toBe('S-1');
    expect(await staff({ kind: 'service', named: undefined })).toMatchObject({ kind: 'done' });
    expect((await newest(world)).service).toBeUndefined();
    expect(await staff({ kind: 'fact', written: 'impact: none', at: world.clock })).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('the desk asks for no facts'),
    });
  });
});
