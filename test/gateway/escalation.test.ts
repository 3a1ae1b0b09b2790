import { afterEach, describe, expect, it } from 'vitest';
import { type DeskWorld, startDesk } from './desk-world.ts';
import { ANA, BY_HAND, configuration, DESK, EMMA, eventsOf, MARKO, OLGA, ticketOf, words } from './promises.ts';

let world: DeskWorld;
afterEach(() => world.close());

/** Ana's ticket, opened at nine on a Monday; what went out because of it is forgotten. */
async function opened(text: string): Promise<void> {
  world = await startDesk(text);
  world.clock = new Date('2026-11-23T08:00:00Z');
  await world.send({ from: ANA, to: DESK, subject: 'It is slow', text: 'Very slow since Sunday.' });
}

describe('INTERSPACE-10: a ticket automatically goes to the next managerial level by its age', () => {
  it('each level is told with the history so far, notes too, and the client who has it now', async () => {
    await opened(configuration());
    await world.send({ from: EMMA, replyTo: world.last('emma@staff.test'), text: '#note\nThe line card is broken.' });
    world.clear();
    await world.until('2026-11-23T09:59:59Z');
    expect(world.everybody()).toEqual([]);
    await world.until('2026-11-23T10:00:00Z');
    const told = words(world.last('olga@staff.test'));
    expect(told).toContain('[SUP-1001] #note It is slow');
    expect(told).toContain('Request SUP-1001 is escalated: Shift manager');
    expect(told).toContain('It went up by itself, because it has taken long.');
    expect(told).toContain('Very slow since Sunday.');
    expect(told).toContain('The line card is broken.');
    const client = words(world.last('ana@client.test'));
    expect(client).toContain('request SUP-1001 has gone to a higher level of responsibility: Shift manager.');
    expect(client).not.toContain('line card');
    expect([...world.everybody()].sort()).toEqual([
      'ana@client.test',
      'emma@staff.test',
      'luka@staff.test',
      'marko@staff.test',
      'olga@staff.test',
    ]);
    expect(words(world.last('emma@staff.test'))).toContain('First response: the promised time is running out');

    await world.until('2026-11-23T20:00:00Z');
    expect(world.inbox('olga@staff.test')).toHaveLength(1);
    expect(words(world.last('ivan@staff.test'))).toContain('is escalated: Director');
    expect((await eventsOf(world, 'escalated')).map(({ level, why }) => [level, why])).toEqual([
      [1, 'age'],
      [2, 'age'],
    ]);
  });

  it('after a downtime it is told late, once, and at once to the level that it should have come to', async () => {
    await opened(configuration());
    world.clear();
    world.down('2026-11-23T15:00:00Z');
    await world.tick();
    await world.tick();
    expect(await eventsOf(world, 'escalated')).toMatchObject([{ level: 2 }]);
    expect(world.inbox('ivan@staff.test')).toHaveLength(1);
    expect(world.inbox('olga@staff.test')).toHaveLength(0);
    expect(
      world
        .inbox('ana@client.test')
        .map(words)
        .filter((text) => text.includes('Director')),
    ).toHaveLength(1);
    expect((await eventsOf(world, 'target-told')).map(({ step }) => step)).toEqual(['missed']);
  });

  it('an answer of the manager is a note, and he may act on the ticket though he is no agent of the desk', async () => {
    await opened(configuration());
    await world.until('2026-11-23T10:00:00Z');
    const told = world.last('olga@staff.test');
    world.clear();
    await world.send({
      from: OLGA,
      replyTo: told,
      text: 'Why does it take so long?',
    });
    expect(world.everybody()).not.toContain('ana@client.test');
    expect(words(world.last('emma@staff.test'))).toContain('Why does it take so long?');
  });

  it('what is resolved goes to nobody; opened again it goes on', async () => {
    await opened(configuration());
    await world.send({ from: EMMA, replyTo: world.last('emma@staff.test'), text: '#resolved\nRestarted.' });
    world.clear();
    await world.until('2026-11-23T12:00:00Z');
    expect(world.everybody()).toEqual([]);
    await world.send({ from: ANA, to: DESK, subject: '[SUP-1001] It is slow', text: 'It is slow again.' });
    expect(await eventsOf(world, 'escalated')).toMatchObject([{ level: 1, why: 'age' }]);
  });
});

describe('INTERSPACE-11: the client may ask for escalation by hand', () => {
  it('when response time was missed: a reply to the notice with the word for it', async () => {
    await opened(configuration({ matrix: BY_HAND }));
    await world.until('2026-11-23T12:00:01Z');
    const missed = world.last('ana@client.test');
    expect(words(missed)).toContain(
      'A time that we promised you for request SUP-1001 was missed: First response: 4 hours (opening hours)',
    );
    expect(words(missed)).toContain('with the single word escalate');
    world.clear();
    await world.send({ from: ANA, replyTo: missed, text: 'Escalate!' });
    expect(words(world.last('ana@client.test'))).toContain(
      'As you asked, request SUP-1001 has gone to a higher level of responsibility: Shift manager.',
    );
    expect(words(world.last('olga@staff.test'))).toContain('The client asked for it.');
    expect((await ticketOf(world)).ticket.care.escalation).toMatchObject({ matrix: 'managers', level: 1 });
  });

  it('but not again and again: within the hour, beyond what is allowed, above the highest level', async () => {
    await opened(configuration({ matrix: BY_HAND }));
    const ask = async (text: string) => {
      world.clear();
      await world.send({ from: ANA, to: DESK, subject: '[SUP-1001] It is slow', text });
      return words(world.last('ana@client.test'));
    };
    expect(await ask('#escalate')).toContain('As you asked');
    expect(await ask('eskalacija')).toContain(
      'The request went to a higher level (Shift manager) only a short time ago.',
    );
    world.clock = new Date('2026-11-23T09:30:00Z');
    expect(await ask('Eskalácia.')).toContain('a higher level of responsibility: Director');
    world.clock = new Date('2026-11-23T11:30:00Z');
    expect(await ask('ескалација')).toContain('The request is at the highest level already: Director');
    expect((await eventsOf(world, 'escalation-refused')).map(({ why }) => why)).toEqual(['too-soon', 'highest']);
    expect(await eventsOf(world, 'escalated')).toHaveLength(2);
  });

  it('a mail that merely speaks of it asks for nothing', async () => {
    await opened(configuration({ matrix: BY_HAND }));
    await world.send({
      from: ANA,
      to: DESK,
      subject: '[SUP-1001] It is slow',
      text: 'Should I escalate this to my manager?',
    });
    expect(await eventsOf(world, 'escalated')).toEqual([]);
    expect(await eventsOf(world, 'escalation-refused')).toEqual([]);
  });

  it('who only says that he is the client is told so, and nothing of the case', async () => {
    await opened(configuration({ matrix: BY_HAND }));
    await world.send({ from: ANA, to: DESK, subject: '[SUP-1001] It is slow', text: 'escalate' });
    world.clear();
    await world.send({ from: ANA, to: DESK, subject: '[SUP-1001] It is slow', text: 'escalate', unproved: true });
    const told = words(world.last('ana@client.test'));
    expect(told).toContain('We could not make sure that the message really comes from your address');
    expect(told).not.toContain('Shift manager');
    expect(await eventsOf(world, 'escalated')).toHaveLength(1);
  });

  it('a desk without a matrix says so', async () => {
    await opened(configuration().replace('    escalation: managers\n', ''));
    world.clear();
    await world.send({ from: ANA, to: DESK, subject: '[SUP-1001] It is slow', text: 'escalate' });
    expect(words(world.last('ana@client.test'))).toContain('No escalation is foreseen for this request');
  });

  it('an agent does it by #escalate; what cannot be done is answered', async () => {
    await opened(configuration({ matrix: BY_HAND }));
    const first = world.last('emma@staff.test');
    await world.send({ from: EMMA, replyTo: first, text: '#escalate 2' });
    expect(words(world.last('ivan@staff.test'))).toContain('Escalated by: Emma Clark');
    expect(words(world.last('ana@client.test'))).toContain('So that it is solved sooner');
    expect(words(world.last('ana@client.test'))).not.toContain('Emma');
    world.clear();
    await world.send({ from: EMMA, replyTo: first, text: '#escalate' });
    expect(words(world.last('emma@staff.test'))).toContain('the highest level has the request already');
    expect(world.everybody()).toEqual(['emma@staff.test']);
  });
});

describe('CLOUDEMPIERE-5: calls and requests move on to further levels of solvers (L1, L2, L3)', () => {
  it('an assignee of another level gives it up; the new level is told and has it from then on', async () => {
    await opened(configuration({ matrix: BY_HAND }));
    await world.send({ from: EMMA, replyTo: world.last('emma@staff.test'), text: '#assign me' });
    world.clear();
    await world.send({ from: EMMA, to: DESK, subject: '[SUP-1001]', text: '#level L2' });
    expect((await ticketOf(world)).ticket).toMatchObject({ assignee: undefined, care: { tier: 'L2' } });
    expect(world.inbox('marko@staff.test')).toHaveLength(1);
    expect(world.inbox('luka@staff.test')).toHaveLength(0);
    world.clear();
    await world.send({ from: ANA, to: DESK, subject: '[SUP-1001]', text: 'Any news?' });
    expect(world.everybody()).toEqual(['marko@staff.test']);
    await world.send({ from: MARKO, replyTo: world.last('marko@staff.test'), text: '#assign me\n#level L3' });
    expect((await ticketOf(world)).ticket).toMatchObject({ assignee: undefined, care: { tier: 'L3' } });
    expect(world.inbox('luka@staff.test')).toHaveLength(1);
    expect((await eventsOf(world, 'tier-changed')).map(({ from, to }) => `${from} ${to}`)).toEqual(['L1 L2', 'L2 L3']);
  });
});
