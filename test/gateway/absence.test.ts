import { afterEach, describe, expect, it } from 'vitest';
import type { Absence, Presence } from '../../src/desk/absence/absence.ts';
import type { Actor, AgentId, TicketId } from '../../src/desk/ids.ts';
import { type DeskWorld, startDesk } from './desk-world.ts';
import { CONFIGURATION, type Received, type Sending } from './world.ts';

const ANA = 'Ana Anić <ana@client.example>';
const EMMA = 'Emma Clark <emma@staff.test>';
const MARKO = 'Marko Petrović <marko@staff.test>';
const IVO = 'Ivo Ivić <ivo@staff.test>';
const [ana, emma, marko, ivo] = ['ana@client.example', 'emma@staff.test', 'marko@staff.test', 'ivo@staff.test'];

/** Emma, Marko and Ivo in London; mail about cards is Marko's, the rest goes round. */
const DESK = (agents = '', rules = '') =>
  CONFIGURATION.replace(
    /agents:[\s\S]*?desks:/,
    `agents:
  emma: { name: Emma Clark, address: emma@staff.test, locale: en }
  marko: { name: Marko Petrović, address: marko@staff.test, locale: sr${agents} }
  ivo: { name: Ivo Ivić, address: ivo@staff.test, locale: en }
desks:`,
  ).replace(
    '    agents: [emma, marko]\n',
    `    agents: [emma, marko, ivo]\n    assignment:\n      - { when: 'mail.subject.has("card")', to: marko }\n${rules}`,
  );
const ROUND = '      - { to: { round_robin: [emma, marko, ivo] } }\n';

let world: DeskWorld;
afterEach(() => world.close());

const start = async (configuration: string, clock = '2026-11-23T09:00:00Z') => {
  world = await startDesk(configuration);
  world.clock = new Date(clock);
};
const at = (clock: string) => {
  world.clock = new Date(clock);
  world.clear();
};
const write = async (subject: string, more: Partial<Sending> = {}) => {
  const [row] = await world.send({ from: ANA, to: 'support@spoc.test', subject, text: 'Please help.', ...more });
  if (row?.ticket === undefined) throw new Error(`no ticket: ${row?.outcome} ${row?.reasons.join('; ')}`);
  return row;
};
const command = async (from: string, text: string, to = 'support@spoc.test') => {
  const [row] = await world.send({ from, to, subject: 'Away', text });
  return row;
};
const stateOf = async (ticket: TicketId | undefined) => {
  const facts = ticket && (await world.store.read.ticketFacts([ticket])).get(ticket);
  if (facts === undefined) throw new Error('no ticket');
  return facts;
};
const about = (mail: Received) => `${mail.subject} ${mail.text}`.replaceAll(/\s+/g, ' ');

describe('SAOP-2 – a request never hangs on one person', () => {
  it('who gets a request is decided by the rules of the desk, and he alone is told, with the reason', async () => {
    await start(DESK('', ROUND));
    const cards = await write('My card is blocked');
    expect((await stateOf(cards.ticket)).ticket).toMatchObject({ assignee: 'marko', status: 'new' });
    expect(cards.reasons.join('; ')).toContain('assigned to marko by rule 1 of the desk');
    expect(about(world.last(marko))).toContain('Dodeljeno Vama po pravilu 1 ove službe.');
    expect([world.inbox(emma).length, world.inbox(ivo).length]).toEqual([0, 0]);

    // The rest goes round.
    const who: (string | undefined)[] = [];
    for (const subject of ['One', 'Two', 'Three', 'Four'])
      who.push((await stateOf((await write(subject)).ticket)).ticket.assignee);
    expect(who).toEqual(['emma', 'marko', 'ivo', 'emma']);
    expect(about(world.last(ivo))).toContain('Assigned to you by rule 2 of the desk.');
  });

  it('an assignment by rule leaves the request on the waiting list until the agent takes it up', async () => {
    await start(DESK());
    const { ticket } = await write('My card is blocked');
    const told = world.last(marko);
    expect(about(world.last(ana))).not.toContain('In progress');
    world.clear();
    await world.send({ from: MARKO, replyTo: told, text: '#assign me' });
    expect((await stateOf(ticket)).ticket).toMatchObject({ assignee: 'marko', status: 'open' });
    expect(about(world.last(ana))).toContain('from status “New” to status “In progress”');
  });

  it('an agent who is away by command gets no new request and no mail; his tickets go to the deputy when the client writes', async () => {
    await start(DESK(', deputy: ivo', ROUND));
    const { ticket } = await write('My card is blocked');
    const confirmation = world.last(ana);

    at('2026-12-18T15:00:00Z');
    const said = await command(MARKO, '#away 20. 12. - 31. 12. zamena Emma\n\nSrećni praznici!', 'podrska@spoc.test');
    expect([said?.outcome, said?.ticket]).toEqual(['command', undefined]);
    const transcript = about(world.last(marko));
    expect(transcript).toContain('Izvršeno');
    expect(transcript).toMatch(
      /odsutni: 20\. decembar 2026\. – 31\. decembar 2026\. \(uključujući oba dana\); zamena: Emma Clark/,
    );

    // Before it begins nothing changes.
    await world.send({ from: ANA, replyTo: confirmation, text: 'Any news?' });
    expect((await stateOf(ticket)).ticket.assignee).toBe('marko');

    at('2026-12-21T09:00:00Z');
    await world.send({ from: ANA, replyTo: confirmation, text: 'It is urgent now.' });
    const { ticket: now, history } = await stateOf(ticket);
    expect(now.assignee).toBe('emma');
    expect(history.at(-1)?.event).toMatchObject({
      kind: 'assigned',
      to: 'emma',
      why: { kind: 'absent', agent: 'marko' },
    });
    expect(about(world.last(emma))).toContain('It is urgent now.');
    expect(about(world.last(emma))).toContain('Assigned to you as the deputy: Marko Petrović is away.');
    expect([world.inbox(marko).length, world.inbox(ivo).length]).toEqual([0, 0]);

    // New requests pass him by, also those that are his by rule.
    const next = await write('Another card');
    expect((await stateOf(next.ticket)).ticket.assignee).toBe('emma');
    // After the last day he is there again.
    at('2027-01-01T09:00:00Z');
    const later = await write('A third card');
    expect((await stateOf(later.ticket)).ticket.assignee).toBe('marko');
  });

  it('without a deputy the rules choose again; without anybody the ticket is back in the queue and all are told', async () => {
    await start(DESK());
    const { ticket } = await write('My card is blocked');
    const confirmation = world.last(ana);
    at('2026-12-01T09:00:00Z');
    await command(MARKO, '#away until 2026-12-31');
    world.clear();
    await world.send({ from: ANA, replyTo: confirmation, text: 'Hello?' });
    const { ticket: now, history } = await stateOf(ticket);
    expect(now.assignee).toBeUndefined();
    expect(history.at(-1)?.event).toMatchObject({ kind: 'assigned', why: { kind: 'absent', agent: 'marko' } });
    for (const one of [emma, ivo])
      expect(about(world.last(one))).toContain('It is back in the queue, since Marko Petrović');
    expect(world.inbox(marko)).toEqual([]);
    // Nobody is left out when the whole desk is away: somebody must know.
    await command(EMMA, '#away today');
    await command(IVO, '#away today');
    world.clear();
    await write('All alone');
    expect([marko, emma, ivo].map((one) => world.inbox(one).length)).toEqual([1, 1, 1]);
  });

  it('his out-of-office mail passes on the very request it answers, is not answered itself, and ends by its own date', async () => {
    await start(DESK('', ROUND), '2026-12-21T09:00:00Z');
    const { ticket } = await write('My card is blocked');
    const told = world.last(marko);
    world.clear();
    const [row] = await world.send({
      from: MARKO,
      replyTo: told,
      subject: 'Automatski odgovor: My card is blocked',
      text: 'Van kancelarije sam do 28.12.2026. Za hitne slučajeve obratite se kolegama.',
      headers: { 'Auto-Submitted': 'auto-replied' },
    });
    expect(row?.outcome).toBe('auto-reply');
    expect(row?.reasons.join('; ')).toContain('out-of-office of agent marko until 2026-12-29 00:00 UTC, as it says');
    expect((await stateOf(ticket)).ticket.assignee).toBe('emma');
    expect(about(world.last(emma))).toContain('Assigned to you by rule 2 of the desk: Marko Petrović is away.');
    expect(world.inbox(marko)).toEqual([]);
    expect(world.inbox(ana)).toEqual([]);
    at('2026-12-28T18:00:00Z');
    expect((await stateOf((await write('A card')).ticket)).ticket.assignee).not.toBe('marko');
    at('2026-12-29T08:00:00Z');
    expect((await stateOf((await write('A card again')).ticket)).ticket.assignee).toBe('marko');
  });

  it('an out-of-office mail that names no day counts until the end of the next one, each further one prolongs it', async () => {
    await start(DESK(), '2026-12-21T09:00:00Z');
    await write('My card is blocked');
    const told = world.last(marko);
    const away = (subject: string) =>
      world.send({
        from: MARKO,
        replyTo: told,
        subject,
        text: 'I am out of the office with limited access to my mail.',
        headers: { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' },
      });
    await away('Automatic reply: My card is blocked');
    expect(await world.store.read.absences(world.clock)).toEqual([
      {
        agent: 'marko',
        from: new Date('2026-12-21T09:00:00Z'),
        to: new Date('2026-12-23T00:00:00Z'),
        deputy: undefined,
        source: 'out-of-office',
      },
    ]);
    at('2026-12-22T20:00:00Z');
    await away('Automatic reply: Another');
    const ends = (await world.store.read.absences(world.clock)).map(({ to }) => to.toISOString());
    expect(ends.at(-1)).toBe('2026-12-24T00:00:00.000Z');
  });

  it('a forged out-of-office mail silences nobody', async () => {
    await start(DESK(), '2026-12-21T09:00:00Z');
    await write('My card is blocked');
    world.clear();
    const [row] = await world.send({
      from: MARKO,
      to: 'support@spoc.test',
      subject: 'Automatic reply: My card is blocked',
      text: 'I am out of the office until 31.12.2027.',
      headers: { 'Auto-Submitted': 'auto-replied' },
      unproved: true,
    });
    expect(row?.outcome).toBe('auto-reply');
    expect(row?.reasons.join('; ')).toContain('automatic mail of agent marko does nothing: it is claimed');
    expect(await world.store.read.absences(world.clock)).toEqual([]);
    expect(world.everybody()).toEqual([]);
  });

  it('#back ends an absence, and a command that is not understood says what would be right', async () => {
    await start(DESK(), '2026-12-21T09:00:00Z');
    await command(MARKO, '#away until 2026-12-31');
    at('2026-12-23T09:00:00Z');
    await command(MARKO, '#back');
    expect(about(world.last(marko))).toContain('vratili ste se; odsustvo je završeno');
    expect(await world.store.read.absences(world.clock)).toEqual([]);
    world.clear();
    await command(EMMA, '#away next year');
    expect(about(world.last(emma))).toMatch(/#away next year: this can be: 2026-12-20\.\.2026-12-31/);
    expect((await command(EMMA, '#help'))?.outcome).toBe('command');
    expect(about(world.last(emma))).toContain('#away 2026-12-20..2026-12-31');
  });

  it('a colleague’s note on the ticket of somebody away reaches those who are there', async () => {
    await start(DESK());
    await write('My card is blocked');
    const told = world.last(marko);
    await command(MARKO, '#away today');
    world.clear();
    await world.send({
      from: EMMA,
      to: 'support@spoc.test',
      subject: told.subject ?? '',
      text: '#note\nCalled the bank.',
    });
    expect(world.inbox(marko)).toEqual([]);
    expect(about(world.last(ivo))).toContain('Called the bank.');
  });

  it('an absence that somebody else enters is told to the agent, once, and he can correct it by a reply', async () => {
    await start(DESK(', deputy: ivo'), '2026-12-01T09:00:00Z');
    const days = (from: string, to: string) => ({
      from: new Date(`${from}T00:00:00Z`),
      to: new Date(`${to}T00:00:00Z`),
    });
    const away = (agent: string, from: string, to: string, deputy?: string) =>
      ({ agent: agent as AgentId, ...days(from, to), deputy: deputy as AgentId | undefined, source: 'table' }) as const;
    const enter = async (by: Actor, absences: readonly Absence[], back: readonly Presence[] = []) => {
      world.clear();
      expect(await world.core.operations.execute({ kind: 'absence', by, absences, back })).toMatchObject({
        kind: 'done',
      });
      await world.deliver();
      return world.everybody();
    };
    const operator: Actor = { kind: 'operator' };
    const table = [away('marko', '2026-12-21', '2027-01-01'), away('emma', '2026-12-24', '2026-12-25', 'ivo')];

    expect(await enter(operator, table)).toEqual([emma, marko, ivo]);
    expect(about(world.last(ivo))).toMatch(
      /stand in for: - Marko Petrović: 21 December 2026 – 31 December 2026 .*- Emma Clark: 24 December 2026 /,
    );
    expect(world.last(marko).subject).toBe('Vaša upisana odsustva');
    expect(about(world.last(marko))).toContain(
      'odsutni: 21. decembar 2026. – 31. decembar 2026. (uključujući oba dana); zamena: Ivo Ivić',
    );
    expect(about(world.last(emma))).toContain('away: 24 December 2026; deputy: Ivo Ivić');
    expect(world.last(emma).headers.find(({ key }) => key === 'auto-submitted')?.value).toMatch(/^auto-generated/);

    // A table that is entered again, and who says it himself, are told nothing.
    expect(await enter(operator, table)).toEqual([]);
    expect(await enter({ kind: 'agent', id: 'emma' as AgentId }, [away('emma', '2026-12-28', '2026-12-29')])).toEqual(
      [],
    );

    // A day in the middle is taken out of it.
    await enter(operator, [], [{ agent: 'marko' as AgentId, ...days('2026-12-24', '2026-12-25') }]);
    expect(about(world.last(marko))).toMatch(/21\. decembar 2026\. – 23\. .*25\. decembar 2026\. – 31\./);
    expect(about(world.last(ivo))).toMatch(/Petrović: 21 December 2026 – 23 .*Petrović: 25 December 2026 – 31 /);
    await world.send({ from: MARKO, replyTo: world.last(marko), text: '#back 2026-12-21..2026-12-31' });
    expect((await world.store.read.absences(world.clock)).map(({ agent }) => agent)).toEqual(['emma', 'emma']);
    expect(await enter(operator, [], [{ agent: 'marko' as AgentId, ...days('2026-12-24', '2026-12-25') }])).toEqual([]);
    await enter(operator, [], [{ agent: 'emma' as AgentId, ...days('2026-12-01', '2199-12-31') }]);
    expect(about(world.last(emma))).toContain('You are not recorded as away, now or later.');
  });
});
