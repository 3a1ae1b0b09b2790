import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LedgerId } from '../../src/desk/ids.ts';
import { type DeskWorld, idOf, startDesk } from './desk-world.ts';
import { CONFIGURATION, type Received, type Sending } from './world.ts';

const OPS = 'Olga <ops@staff.test>';
const ops = 'ops@staff.test';
const ana = 'ana@client.example';
const OPERATOR = `operator: { address: ${ops}, name: Olga, every: 1h }\n`;

let world: DeskWorld;
beforeAll(async () => {
  world = await startDesk(CONFIGURATION + OPERATOR);
});
afterAll(() => world.close());
beforeEach(async () => {
  const { mails } = await world.store.read.forOperator(1_000);
  await world.core.operations.dropHeld(
    mails.map(({ id }) => id),
    'spam',
  );
  later(24); // limits of automatic answers begin anew
  world.clear();
});

/** So many mails that are taken for spam; their ids. */
async function spam(count: number, from = ana): Promise<readonly LedgerId[]> {
  const mails = Array.from(
    { length: count },
    (_, index): Sending => ({
      from,
      to: 'support@spoc.test',
      subject: `Offer ${index + 1}`,
      text: `Buy now, ${index}.`,
      headers: { 'X-Spam-Flag': 'YES' },
    }),
  );
  return (await world.send(...mails)).map((row) => idOf(row));
}
const outcome = async (id: LedgerId | undefined) => (await world.store.read.ledgerRow(id ?? (0 as LedgerId)))?.outcome;
const outcomes = (ids: readonly LedgerId[]) => Promise.all(ids.map(outcome));
const later = (hours: number) => {
  world.clock = new Date(world.clock.getTime() + hours * 3_600_000);
};
const said = (who: string) => world.last(who).text?.replace(/\s+/g, ' ');
const notices = () => world.inbox(ops).filter((mail) => mail.subject?.startsWith('Spoc:'));
async function answer(text: string, more: Partial<Sending> = {}, to: Received | undefined = notices().at(-1)) {
  const [row] = await world.send({ from: OPS, text, ...(to === undefined ? {} : { replyTo: to }), ...more });
  if (row === undefined) throw new Error('no row');
  return row;
}

describe('the operator is told', () => {
  it('of held mail at once, of what comes after it together, and of nothing twice', async () => {
    expect(await world.tellOperator()).toBeUndefined();
    const [first] = await spam(1);
    await world.tellOperator();
    expect(notices()).toHaveLength(1);
    const [notice] = notices();
    expect(notice?.subject).toBe('Spoc: 1 message is waiting for your decision');
    expect(notice?.text).toContain('Offer 1');
    expect(notice?.text).toContain(`release ${first}`);
    expect(notice?.text).toContain('taken for spam');
    expect(notice?.from?.address).toBe('support@spoc.test');
    await spam(1, 'ivo@client.example');
    await spam(1, 'eve@client.example');
    expect(await world.tellOperator()).toEqual(new Date(world.clock.getTime() + 3_600_000));
    expect(notices()).toHaveLength(1);
    later(1);
    await world.tellOperator();
    expect(notices().map((mail) => mail.subject)).toEqual([
      'Spoc: 1 message is waiting for your decision',
      'Spoc: 2 messages are waiting for your decision',
    ]);
    later(5);
    expect(await world.tellOperator()).toBeUndefined();
    expect(notices()).toHaveLength(2);
  });

  it('of many in several notices, each time with how many more there are', async () => {
    const ids = await spam(35);
    await world.tellOperator();
    expect(notices()[0]?.text).toContain('5 more messages are waiting');
    expect(await world.tellOperator()).toEqual(new Date(world.clock.getTime() + 3_600_000));
    later(1);
    await world.tellOperator();
    expect(notices()[1]?.subject).toBe('Spoc: 5 messages are waiting for your decision');
    expect(notices()[1]?.text).toContain(`release ${ids[30]}`);
  });

  it('of no answer that waits for its author, and of nothing when nobody is named', async () => {
    await world.send({ from: ana, to: 'support@spoc.test', subject: 'Help', text: 'x' });
    const toEmma = world.last('emma@staff.test');
    await world.send({ from: 'emma@staff.test', replyTo: toEmma, text: 'First.' });
    const [held] = await world.send({ from: 'marko@staff.test', replyTo: world.last('marko@staff.test'), text: '' });
    expect(held?.outcome).toBe('held');
    await world.tellOperator();
    expect(notices()).toEqual([]);
    world = await world.reconfigured(CONFIGURATION);
    await spam(1);
    expect(await world.tellOperator()).toBeUndefined();
    world = await world.reconfigured(CONFIGURATION + OPERATOR);
  });

  it('in his language', async () => {
    for (const [locale, words] of [
      ['sl', 'sporočili čakata na vašo odločitev'],
      ['sr-Cyrl', 'поруке чекају на Вашу одлуку'],
    ] as const) {
      world = await world.reconfigured(CONFIGURATION + OPERATOR.replace('every', `locale: ${locale}, every`));
      later(2);
      await spam(2);
      await world.tellOperator();
      expect(world.last(ops).subject).toContain(words);
      expect(world.last(ops).text).toContain('release');
    }
    world = await world.reconfigured(CONFIGURATION + OPERATOR);
  });
});

describe('the operator answers', () => {
  it.each([
    ['release %1', ['opened', 'held', 'held']],
    ['#release %1 %2', ['opened', 'opened', 'held']],
    ['Release #%1, #%2.\n\nBest regards,\nOlga', ['opened', 'opened', 'held']],
    ['drop %1\nspam %2\nrelease %3', ['refused', 'spam', 'opened']],
    ['#drop %1\n#spam %2', ['refused', 'spam', 'held']],
    ['spam all', ['spam', 'spam', 'spam']],
    ['SPAM ALL', ['spam', 'spam', 'spam']],
  ])('%j', async (typed, expected) => {
    const ids = await spam(3);
    await world.tellOperator();
    const row = await answer(typed.replace(/%(\d)/g, (_all, at: string) => String(ids[Number(at) - 1])));
    expect(row).toMatchObject({ outcome: 'command', ticket: undefined });
    expect(await outcomes(ids)).toEqual(expected);
    expect((await world.store.read.ledgerRow(ids[0] as LedgerId))?.history.length).toBeGreaterThan(0);
    for (const id of ids) {
      const decided = await world.store.read.ledgerRow(id);
      if (decided?.outcome !== 'spam') continue;
      expect(decided.settled).toMatchObject({ by: { kind: 'operator' } });
      expect(decided.reasons).toEqual([`dropped by the operator by mail ${row.id} as spam`]);
    }
  });

  it('about the one mail of a notice without its number', async () => {
    const [id] = await spam(1);
    await world.tellOperator();
    await answer('release');
    expect(await outcome(id)).toBe('opened');
    expect(world.inbox(ana)).toHaveLength(1);
  });

  it('where the mailbox has no plus-addresses', async () => {
    world = await world.reconfigured(
      CONFIGURATION.replace('    poll: 5s', '    plus_addresses: false\n    poll: 5s') + OPERATOR,
    );
    const [id] = await spam(1);
    await world.tellOperator();
    expect(notices()[0]?.replyTo).toBeUndefined();
    await answer('release');
    expect(await outcome(id)).toBe('opened');
    world = await world.reconfigured(CONFIGURATION + OPERATOR);
  });

  it.each([
    ['release 999999', /release 999999/],
    ['release %1 999999', /999999/],
    ['release', /release/],
    ['delete %1', /delete/],
    ['release %1\ndrop %1', /drop/],
    ['Please let the first one in.', /Please let the first one in/],
    ['', /…/],
  ])('%j: nothing is done, and it comes back', async (typed, shown) => {
    const ids = await spam(2);
    await world.tellOperator();
    const told = world.inbox(ops).length;
    const notice = notices().at(-1);
    const row = await world.send({
      from: OPS,
      to: notice?.replyTo?.[0]?.address ?? '',
      subject: 'Re: Spoc',
      text: typed.replace(/%(\d)/g, (_all, at: string) => String(ids[Number(at) - 1])),
    });
    expect(row[0]).toMatchObject({ outcome: 'command' });
    expect(await outcomes(ids)).toEqual(['held', 'held']);
    expect(world.inbox(ops)).toHaveLength(told + 1);
    expect(world.last(ops).text).toMatch(shown);
    expect(world.last(ops).text).toContain(String(ids[0]));
  });

  it('about a mail that was decided meanwhile: nothing is done', async () => {
    const ids = await spam(2);
    await world.tellOperator();
    await world.core.operations.releaseHeld([ids[0] as LedgerId]);
    while ((await world.core.step()) > 0);
    await answer(`drop ${ids[0]} ${ids[1]}`);
    expect(await outcomes(ids)).toEqual(['opened', 'held']);
    expect(said(ops)).toContain('it is not waiting any more');
  });

  it('about what another notice told of: nothing is done', async () => {
    const [first] = await spam(1);
    await world.tellOperator();
    later(1);
    await spam(1, 'ivo@client.example');
    await world.tellOperator();
    await answer(`release ${first}`);
    expect(await outcome(first)).toBe('held');
  });

  it('without proof: it is held, and he is told how to prove himself', async () => {
    const [id] = await spam(1);
    await world.tellOperator();
    const row = await answer('release', { unproved: true });
    expect(row).toMatchObject({ outcome: 'held' });
    expect(row.reasons.join()).toMatch(/this needs proved/);
    expect(await outcome(id)).toBe('held');
    expect(said(ops)).toContain('cannot be sure that it comes from you');
    // Whoever sits at the terminal may say that it was he.
    await world.core.operations.releaseHeld([row.id]);
    while ((await world.core.step()) > 0);
    expect(await outcome(id)).toBe('opened');
  });

  it('and nobody else does, whatever he has got hold of', async () => {
    const [id] = await spam(1);
    await world.tellOperator();
    const notice = notices()[0];
    const stolen = { to: notice?.replyTo?.[0]?.address ?? '', headers: { 'In-Reply-To': notice?.messageId ?? '' } };
    for (const from of ['eve@evil.example', 'emma@staff.test', ana]) {
      const [row] = await world.send({ from, subject: 'Re: Spoc', text: `release ${id}`, ...stolen });
      expect(row?.outcome).toBe('opened');
    }
    const raw = `From: ${OPS}, Eve <eve@evil.example>\r\nTo: ${stolen.to}\r\nSubject: x\r\n\r\nrelease ${id}\r\n`;
    await world.send(Buffer.from(raw));
    expect(await outcome(id)).toBe('held');
    expect(
      world
        .inbox('eve@evil.example')
        .map((mail) => mail.text)
        .join(),
    ).not.toContain('Buy now');
  });

  it('automatically: nothing is done, nobody is answered', async () => {
    const ids = await spam(1);
    await world.tellOperator();
    const told = world.inbox(ops).length;
    await answer('release', { headers: { 'Auto-Submitted': 'auto-replied' } });
    expect(await outcomes(ids)).toEqual(['held']);
    expect(world.inbox(ops)).toHaveLength(told);
  });
});

it('is told again of a mail that he let in and that cannot come in', async () => {
  const [row] = await world.send(Buffer.from('To: support@spoc.test\r\nSubject: nobody\r\n\r\nhello\r\n'));
  await world.tellOperator();
  expect(notices()[0]?.text).toContain('nobody');
  await answer('release');
  expect(await outcome(row?.id)).toBe('held');
  later(1);
  await world.tellOperator();
  expect(notices()).toHaveLength(2);
});
