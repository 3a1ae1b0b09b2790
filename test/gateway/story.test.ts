import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from './world.ts';

describe('a ticket, from the first mail to its solution', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  it('goes its way between client and agent, by mail alone', async () => {
    await world.send({
      from: 'Ana Anić <ana@client.example>',
      to: 'support@spoc.test',
      subject: 'Cannot log in',
      text: 'Dear all,\n\nI cannot log in since this morning.\n\nAna',
      attachments: [{ filename: 'snímek č. 1.txt', content: 'screen' }],
    });
    const confirmation = await world.nth('ana@client.example', 1);
    expect(confirmation.subject).toContain('[SUP-1001]');
    expect(confirmation.text).toContain('Cannot log in');
    const toEmma = await world.nth('emma@staff.test', 1);
    expect(toEmma.text).toContain('I cannot log in since this morning.');
    expect(toEmma.attachments.map((one) => one.filename)).toEqual(['snímek č. 1.txt']);

    await world.send({ from: 'Emma <emma@staff.test>', replyTo: toEmma, text: 'Please try again now.' });
    const answer = await world.nth('ana@client.example', 2);
    expect(answer.text).toContain('Please try again now.');
    expect(answer.text).not.toContain('emma@staff.test');
    expect(answer.raw.toString()).not.toContain('emma@staff.test');

    await world.send({ from: 'Ana Anić <ana@client.example>', replyTo: answer, text: 'Still nothing.' });
    const again = await world.nth('emma@staff.test', 2);
    expect(again.text).toContain('Still nothing.');

    await world.send({
      from: 'Emma <emma@staff.test>',
      replyTo: again,
      text: '#resolved\n\nYour account was locked; it is open now.',
    });
    await world.settled(4);
    const mails = await world.inbox('ana@client.example');
    expect(mails.at(-1)?.text).toContain('it is open now');
    expect(mails.at(-1)?.text).toMatch(/resolved/i);
    expect(await world.gateway.store.read.ledgerCounts()).toMatchObject({ received: 4, waiting: 0 });
  });

  it('goes on after a restart, although the embedded mailbox has forgotten everything', async () => {
    const before = await world.gateway.store.read.ledgerCounts();
    await world.restart();
    await world.send({
      from: 'Cila <cila@other.example>',
      to: 'support@spoc.test',
      subject: 'After',
      text: 'Still there?',
      unproved: true,
    });
    await world.settled(before.received + 1);
    expect((await world.inbox('cila@other.example')).map((mail) => mail.subject)).toEqual(['[SUP-1002] After']);
  });
});
