import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TicketEvent } from '../../src/desk/event.ts';
import type { TicketFacts } from '../../src/desk/facts.ts';
import { type DeskWorld, startDesk } from './desk-world.ts';
import { words } from './promises.ts';
import { CONFIGURATION } from './world.ts';

const ANA = 'Ana Novak <ana@client.test>';
const BOB = 'Bob Brown <bob@client.test>';
const EVE = 'Eve Else <eve@other.test>';
const JANA = 'Jana Home <jana@mail.test>';
const EMMA = 'Emma Clark <emma@staff.test>';
const DESK = 'support@spoc.test';

let world: DeskWorld;

beforeEach(async () => {
  world = await startDesk(CONFIGURATION);
  for (const [name, domain] of [
    ['Client', 'client.test'],
    ['Other', 'other.test'],
  ] as const)
    await world.core.operations.putClient({
      ...{ id: undefined, companyNumber: name, name, locale: 'en', domains: [domain] },
      ...{ desk: undefined, level: undefined, calendar: undefined, matrix: undefined },
    });
});
afterEach(() => world.close());

async function facts(number: string): Promise<TicketFacts> {
  const id = await world.store.read.ticketByNumber(number);
  const found = id === undefined ? undefined : (await world.store.read.ticketFacts([id])).get(id);
  if (found === undefined) throw new Error(`there is no ${number}`);
  return found;
}

async function kinds(number: string): Promise<readonly TicketEvent['kind'][]> {
  return (await facts(number)).history.map(({ event }) => event.kind);
}

async function texts(number: string): Promise<readonly string[]> {
  const { ticket } = await facts(number);
  return (await world.store.read.messages(ticket.id)).map(({ shown }) => shown.split('\n')[0] ?? '');
}

const open = (from: string, subject: string, text: string) => world.send({ from, to: DESK, subject, text });
const byEmma = (about: string, text: string) => {
  const notice = world.inbox('emma@staff.test').findLast(({ subject }) => subject?.includes(about));
  if (notice === undefined) throw new Error(`Emma has no notice of ${about}`);
  return world.send({ from: EMMA, replyTo: notice, text });
};

describe('#merge', () => {
  it('brings everything of the other ticket here; a reply to the old mails and to the old number lands here', async () => {
    await open(ANA, 'Printer', 'It does not print.');
    await open(ANA, 'Printer again', 'Still nothing.');
    const confirmation = world.last('ana@client.test');
    await byEmma('SUP-1002', '#tag printer');
    world.clear();
    await world.send({
      from: EMMA,
      to: DESK,
      subject: 'Re: [SUP-1001] Printer',
      text: '#merge sup-1002\n',
    });
    expect(await texts('SUP-1001')).toEqual(['It does not print.', 'Still nothing.']);
    expect((await facts('SUP-1001')).ticket.care.upkeep.tags).toEqual(['printer']);
    expect(words(world.last('emma@staff.test'))).toContain('done; everything of SUP-1002 is here now');
    const told = world.inbox('ana@client.test');
    expect(told).toHaveLength(1);
    expect(told[0]?.subject).toBe('[SUP-1001] Printer');
    expect(words(world.last('ana@client.test'))).toContain(
      'Your request SUP-1002 is about the same matter as SUP-1001.',
    );

    const [row] = await world.send({ from: ANA, replyTo: confirmation, text: 'Now it prints.' });
    const [second] = await world.send({ from: ANA, to: DESK, subject: 'About [SUP-1002]', text: 'Thanks.' });
    expect(await texts('SUP-1001')).toEqual(['It does not print.', 'Still nothing.', 'Now it prints.', 'Thanks.']);
    expect([row?.outcome, second?.outcome]).toEqual(['added', 'added']);
    expect(await world.store.examine('contents')).toEqual([]);
  });

  it('lets two people of one client take part in one ticket, and nobody beside them', async () => {
    await open(ANA, 'Printer', 'It does not print.');
    await world.send({ from: BOB, to: DESK, cc: EVE, subject: 'Printing', text: 'No paper comes out.' });
    world.clear();
    await world.send({ from: EMMA, to: DESK, subject: '[SUP-1001]', text: '#merge SUP-1002' });
    const { requester, watchers } = await facts('SUP-1001');
    expect([requester.address, ...watchers.map(({ address }) => address)]).toEqual([
      'ana@client.test',
      'bob@client.test',
    ]);
    expect(await kinds('SUP-1001')).toContain('watcher-proposed');
    expect(world.everybody()).not.toContain('eve@other.test');
    expect(words(world.last('bob@client.test'))).toContain('about the same matter as SUP-1001');
    world.clear();
    await world.send({ from: EMMA, to: DESK, subject: '[SUP-1001]', text: 'It has new toner.' });
    expect([...world.everybody()].sort()).toEqual(['ana@client.test', 'bob@client.test']);
  });

  it('never brings two clients together, and two strangers only when the agent says that he is sure', async () => {
    await open(ANA, 'Printer', 'It does not print.');
    await open(EVE, 'Printer', 'Mine neither.');
    await open(JANA, 'Printer at home', 'I am Ana, from home.');
    world.clear();
    await world.send({ from: EMMA, to: DESK, subject: '[SUP-1001]', text: '#merge SUP-1002 yes' });
    expect(words(world.last('emma@staff.test'))).toContain('different clients');
    await world.send({ from: EMMA, to: DESK, subject: '[SUP-1001]', text: '#merge SUP-1003' });
    expect(words(world.last('emma@staff.test'))).toContain('SUP-1003 is from somebody else: Jana Home');
    expect(await texts('SUP-1001')).toEqual(['It does not print.']);
    expect(world.everybody()).toEqual(['emma@staff.test']);
    await world.send({ from: EMMA, to: DESK, subject: '[SUP-1001]', text: '#merge SUP-1003 yes' });
    expect(await texts('SUP-1001')).toEqual(['It does not print.', 'I am Ana, from home.']);
    expect(await texts('SUP-1002')).toEqual(['Mine neither.']);
  });

  it('does not lose an open case in a closed one, nor an answer that waits, nor itself', async () => {
    await open(ANA, 'Printer', 'It does not print.');
    await byEmma('SUP-1001', '#closed');
    await open(ANA, 'Printer', 'It is open.');
    await world.send({ from: EMMA, to: DESK, subject: '[SUP-1001]', text: '#merge SUP-1001' });
    expect(words(world.last('emma@staff.test'))).toContain('this is the request itself');
    await world.send({ from: EMMA, to: DESK, subject: '[SUP-1001]', text: '#merge SUP-7' });
    expect(words(world.last('emma@staff.test'))).toContain('there is no request with this number');
    await world.send({ from: EMMA, to: DESK, subject: '[SUP-1001]', text: '#merge SUP-1002' });
    expect((await facts('SUP-1001')).ticket.status).toBe('open');
  });

  it('works from the terminal by the same rules, and what the ticket was stays explainable', async () => {
    await open(ANA, 'Printer', 'It does not print.');
    await open(EVE, 'Printer', 'Mine neither.');
    const { ticket } = await facts('SUP-1001');
    const other = await facts('SUP-1002');
    const act = {
      kind: 'act',
      ticket: ticket.id,
      by: { kind: 'operator' },
      text: undefined,
      visibility: 'internal',
    } as const;
    const merge = { kind: 'merge', number: 'SUP-1002', sure: true } as const;
    expect(await world.core.operations.execute({ ...act, acts: [merge] })).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('different clients'),
    });
    await world.core.operations.execute({ ...act, acts: [{ kind: 'link', number: 'SUP-1002' }] });
    expect(await kinds('SUP-1001')).toContain('linked');
    expect((await world.store.read.events(other.ticket.id)).map(({ event }) => event.kind)).toContain('linked');
  });
});

describe('#split', () => {
  it('gives the message that the agent answers a ticket of its own, and tells its writer and the agent the number', async () => {
    await open(ANA, 'Printer', 'It does not print.');
    await world.send({ from: ANA, replyTo: world.last('ana@client.test'), text: 'And the scanner smokes!' });
    const notice = world.last('emma@staff.test');
    await world.send({ from: ANA, to: DESK, subject: '[SUP-1001]', text: 'It prints now.' });
    world.clear();
    await world.send({ from: EMMA, replyTo: notice, text: '#split' });
    expect(await texts('SUP-1001')).toEqual(['It does not print.', 'It prints now.']);
    expect(await texts('SUP-1002')).toEqual(['And the scanner smokes!']);
    expect(words(world.last('emma@staff.test'))).toContain('done; the new number is SUP-1002');
    expect(world.last('ana@client.test').subject).toContain('[SUP-1002]');
    // What the client goes on writing about the scanner lands there.
    await world.send({ from: ANA, replyTo: world.last('ana@client.test'), text: 'It burns.' });
    expect(await texts('SUP-1002')).toEqual(['And the scanner smokes!', 'It burns.']);
  });

  it('does nothing with words for the client, with too few messages, or with the only one', async () => {
    await open(ANA, 'Printer', 'It does not print.');
    await byEmma('SUP-1001', '#split');
    expect(words(world.last('emma@staff.test'))).toContain('a request keeps at least one message');
    await world.send({ from: ANA, to: DESK, subject: '[SUP-1001]', text: 'It prints now.' });
    await byEmma('SUP-1001', '#split 9');
    expect(words(world.last('emma@staff.test'))).toContain('no such message of a client was found here');
    await byEmma('SUP-1001', '#split\n\nWe look at it.');
    expect(words(world.last('emma@staff.test'))).toContain('this can be: #split');
    expect(await texts('SUP-1001')).toHaveLength(2);
  });
});

describe('participants', () => {
  it('a reply in cc never changes who asked (and #unwatch ends the copies)', async () => {
    await open(ANA, 'Printer', 'It does not print.');
    await byEmma('SUP-1001', '#watch bob@client.test\n\nWhich one?');
    await world.send({ from: BOB, replyTo: world.last('bob@client.test'), cc: ANA, text: 'The one upstairs.' });
    const { requester, ticket, watchers } = await facts('SUP-1001');
    expect([requester.address, ticket.status, watchers.length]).toEqual(['ana@client.test', 'open', 1]);
    world.clear();
    await world.send({ from: EMMA, to: DESK, subject: '[SUP-1001]', text: '#unwatch bob@client.test' });
    await world.send({ from: EMMA, to: DESK, subject: '[SUP-1001]', text: 'We come at ten.' });
    expect(world.everybody()).toEqual(['ana@client.test']);
    await world.send({ from: EMMA, to: DESK, subject: '[SUP-1001]', text: '#unwatch bob@client.test' });
    expect(words(world.last('emma@staff.test'))).toContain('this address gets no copies here');
  });
});
