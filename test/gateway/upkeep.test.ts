import { afterEach, describe, expect, it } from 'vitest';
import type { TicketFacts } from '../../src/desk/facts.ts';
import { type DeskWorld, startDesk } from './desk-world.ts';
import { words } from './promises.ts';
import { CONFIGURATION } from './world.ts';

const ANA = 'Ana Novak <ana@client.test>';
const EMMA = 'Emma Clark <emma@staff.test>';
const DESK = 'support@spoc.test';

/** Open 9 to 17 in London; reminders after one day of work and two, closed two days after that. */
function configuration(more = ''): string {
  return `${CONFIGURATION.replace(
    'signature: Your support team',
    `signature: Your support team\n    calendar: office\n    silence: { remind_after: [8h, 16h], close_after: 16h }${more}`,
  )}
calendars:
  office: { hours: Mon-Fri 09:00-17:00, time_zone: Europe/London, holidays: [GB-ENG] }
`;
}

let world: DeskWorld;
afterEach(() => world.close());

/** Ana's ticket, Monday at nine; what went out because of it is forgotten. */
async function opened(text = configuration()): Promise<void> {
  world = await startDesk(text);
  world.clock = new Date('2026-11-23T09:00:00Z');
  await world.send({ from: ANA, to: DESK, subject: 'Printer', text: 'It does not print.' });
}

async function facts(): Promise<TicketFacts> {
  const id = await world.store.read.ticketByNumber('SUP-1001');
  const found = id === undefined ? undefined : (await world.store.read.ticketFacts([id])).get(id);
  if (found === undefined) throw new Error('there is no SUP-1001');
  return found;
}

const byEmma = (text: string) => world.send({ from: EMMA, to: DESK, subject: '[SUP-1001] Printer', text });

describe('#due', () => {
  it('warns whoever works on it as the business day before opens, and again when it has come', async () => {
    await opened();
    await byEmma('#assign me');
    world.clear();
    await byEmma('#due 30. 11. 2026');
    expect(words(world.last('emma@staff.test'))).toContain('due 30 November 2026 at 17:00; you will be warned before');
    world.clear();
    await world.until('2026-11-27T08:59:59Z');
    expect(world.everybody()).toEqual([]);
    await world.until('2026-11-27T09:00:00Z');
    expect(world.everybody()).toEqual(['emma@staff.test']);
    expect(words(world.last('emma@staff.test'))).toContain(
      'The date of request SUP-1001 nears: 30 November 2026 at 17:00',
    );
    await world.until('2026-11-30T17:00:00Z');
    expect(words(world.last('emma@staff.test'))).toContain('The date of request SUP-1001 has come');
    expect(world.inbox('emma@staff.test')).toHaveLength(2);
    expect(world.everybody()).toEqual(['emma@staff.test']);
  });

  it('is taken away by none, is not shown to the client, and does nothing on a ticket at rest', async () => {
    await opened();
    await byEmma('#assign me\n#due 2026-11-25 12:00');
    world.clear();
    await byEmma('Is it on?');
    expect(words(world.last('ana@client.test'))).not.toContain('25 November');
    await byEmma('#due none');
    world.clear();
    await world.until('2026-11-25T13:00:00Z');
    expect(world.inbox('emma@staff.test')).toEqual([]);
    await byEmma('#due 2026-11-27');
    await byEmma('#resolved');
    world.clear();
    await world.until('2026-12-01T13:00:00Z');
    expect(world.inbox('emma@staff.test')).toEqual([]);
  });

  it.each(['yesterday', '2020-01-01', 'soon', '1.12.-5.12.', ''])('understands no date in %j', async (text) => {
    await opened();
    await byEmma(`#due ${text}`);
    expect(words(world.last('emma@staff.test'))).toContain('this can be: #due 2026-12-05');
    expect((await facts()).ticket.care.upkeep.due).toBeUndefined();
  });
});

describe('#snooze', () => {
  it('puts on hold till the hours of that day begin, and comes back with a mail', async () => {
    await opened();
    await byEmma('#assign me\n#snooze 5d');
    expect((await facts()).ticket.status).toBe('on-hold');
    expect(words(world.last('emma@staff.test'))).toContain('on hold until 30 November 2026 at 09:00');
    world.clear();
    await world.until('2026-11-30T08:59:59Z');
    expect(world.everybody()).toEqual([]);
    await world.until('2026-11-30T09:00:00Z');
    expect((await facts()).ticket.status).toBe('open');
    expect(words(world.last('emma@staff.test'))).toContain('Request SUP-1001 is back');
    expect(world.inbox('emma@staff.test')).toHaveLength(1);
  });

  it('ends when the client writes, or an agent sets another status', async () => {
    await opened();
    await byEmma('#snooze 4h');
    await world.send({ from: ANA, to: DESK, subject: '[SUP-1001]', text: 'It smokes!' });
    const woken = (await facts()).ticket;
    expect([woken.status, woken.care.upkeep.snoozed]).toEqual(['open', undefined]);
    await byEmma('#snooze 4h');
    await byEmma('#pending');
    world.clear();
    await world.until('2026-11-23T16:00:00Z');
    expect((await facts()).ticket.status).toBe('pending');
    expect(world.inbox('emma@staff.test')).toEqual([]);
  });
});

describe('#tag', () => {
  it('adds and takes away, and finds', async () => {
    await opened();
    await byEmma('#tag Printer, drivers hočeš');
    await byEmma('#tag -drivers');
    expect((await facts()).ticket.care.upkeep.tags).toEqual(['printer', 'hočeš']);
    const found = (tag: string) => world.store.read.tickets({ tag, limit: 10 });
    expect((await found('hočeš')).map(({ number }) => number)).toEqual(['SUP-1001']);
    expect(await found('drivers')).toEqual([]);
    await byEmma('#tag a/b');
    expect(words(world.last('emma@staff.test'))).toContain('this can be: #tag invoice');
    await byEmma(`#tag ${Array.from({ length: 19 }, (_, nth) => `t${nth}`).join(' ')}`);
    expect(words(world.last('emma@staff.test'))).toContain('a request has at most 20 tags');
    expect(await world.store.examine('contents')).toEqual([]);
  });
});

describe('#spam', () => {
  it('closes without a mail to the sender, whose further mail is held', async () => {
    await opened();
    world.clear();
    await byEmma('#spam');
    expect((await facts()).ticket.status).toBe('closed');
    expect(world.everybody()).toEqual([]);
    const [again] = await world.send({ from: ANA, to: DESK, subject: 'Buy', text: 'Cheap printers.' });
    expect(again?.outcome).toBe('held');
    expect(again?.reasons).toContain('an agent called an earlier mail of the sender spam');
    expect(world.everybody()).toEqual([]);
    // Opened again it was no spam, and he is heard as ever.
    await byEmma('#open');
    const [heard] = await world.send({ from: ANA, to: DESK, subject: 'Paper', text: 'It is out.' });
    expect(heard?.outcome).toBe('opened');
  });

  it('does with further mail what the desk says', async () => {
    await opened(configuration('\n    spam_senders: spam'));
    await byEmma('#spam');
    const [again] = await world.send({ from: ANA, to: DESK, subject: 'Buy', text: 'Cheap printers.' });
    expect(again?.outcome).toBe('spam');
  });

  it('never shuts out somebody whom the registers know, and goes with no words for the client', async () => {
    world = await startDesk(configuration());
    await world.core.operations.putContact({
      ...{ id: undefined, client: undefined, name: 'Ana Novak', businessUnit: undefined, position: undefined },
      ...{
        landline: undefined,
        mobile: undefined,
        addresses: ['ana@client.test' as never],
        locale: 'en',
        responsible: false,
      },
    });
    await world.send({ from: ANA, to: DESK, subject: 'Printer', text: 'Forged.', unproved: true });
    await byEmma('#spam\n\nGo away.');
    expect(words(world.last('emma@staff.test'))).toContain('this can be: #spam');
    await byEmma('#spam');
    const [again] = await world.send({ from: ANA, to: DESK, subject: 'Paper', text: 'It is out.' });
    expect(again?.outcome).toBe('opened');
  });
});

describe('a client who is silent', () => {
  const reminders = () => world.inbox('ana@client.test').map(words);

  it('is reminded in business time, told before the case closes, and can open it again', async () => {
    await opened();
    world.clock = new Date('2026-11-26T15:00:00Z'); // Thursday
    await byEmma('Which printer?');
    world.clear();
    await world.until('2026-11-27T14:59:59Z');
    expect(world.everybody()).toEqual([]);
    await world.until('2026-11-27T15:00:00Z');
    expect(reminders()).toHaveLength(1);
    expect(reminders()[0]).toContain('To go on with request SUP-1001 we still need your reply.');
    expect(reminders()[0]).toContain('Which printer?');
    expect(reminders()[0]).not.toContain('close');
    await world.until('2026-12-01T15:00:00Z');
    expect(reminders()[1]).toContain(
      'If we do not hear from you, we will close the request on 3 December 2026 at 15:00',
    );
    await world.until('2026-12-03T14:59:59Z');
    expect((await facts()).ticket.status).toBe('pending');
    await world.until('2026-12-03T15:00:00Z');
    expect((await facts()).ticket.status).toBe('closed');
    expect(reminders()[2]).toContain('If you need us again, reply to this message.');
    expect(reminders()).toHaveLength(3);
    await world.send({ from: ANA, replyTo: world.last('ana@client.test'), text: 'The one upstairs.' });
    expect((await facts()).ticket.status).toBe('open');
  });

  it('who writes, or is written to again, is left in peace from then on', async () => {
    await opened();
    await byEmma('Which printer?');
    await world.until('2026-11-24T08:00:00Z');
    await byEmma('The one upstairs?');
    world.clear();
    await world.until('2026-11-24T16:59:59Z');
    expect(world.everybody()).toEqual([]);
    await world.send({ from: ANA, to: DESK, subject: '[SUP-1001]', text: 'Yes.' });
    world.clear();
    await world.until('2026-12-20T12:00:00Z');
    expect(world.everybody()).toEqual([]);
  });

  it('after a downtime gets one reminder, and the full time after it', async () => {
    await opened();
    await byEmma('Which printer?');
    world.clear();
    world.down('2026-12-07T09:00:00Z');
    await world.tick();
    expect(reminders()).toHaveLength(1);
    expect(reminders()[0]).not.toContain('close');
    await world.until('2026-12-08T17:00:00Z');
    expect(reminders()).toHaveLength(2);
    await world.until('2026-12-10T16:59:00Z');
    expect((await facts()).ticket.status).toBe('pending');
    await world.until('2026-12-10T17:00:00Z');
    expect((await facts()).ticket.status).toBe('closed');
  });

  it('whom no mail reaches is not closed: the agents are told to call him', async () => {
    await opened();
    await byEmma('#assign me\n\nWhich printer?');
    const { requester, ticket } = await facts();
    await world.store.write((tx) => tx.apply({ ...NOTHING, undeliverable: [requester.id] }, new Map(), world.clock));
    world.clear();
    await world.until('2026-12-20T12:00:00Z');
    expect(world.everybody()).toEqual(['emma@staff.test']);
    expect(words(world.last('emma@staff.test'))).toContain('cannot be reminded');
    expect((await facts()).ticket.status).toBe(ticket.status);
  });
});

const NOTHING = {
  ...{ outcome: undefined, refusal: undefined, contacts: [], changes: [], messages: [], releases: [], moves: [] },
  ...{ notices: [], exposed: [], undeliverable: [], reachable: [], bounced: [], timers: [], facts: [], absences: [] },
  ...{ back: [], turns: [], enrolled: [], decided: [], merges: [], senders: [], wakes: [], bookings: [] },
};
