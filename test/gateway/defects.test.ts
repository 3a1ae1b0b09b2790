import { afterEach, describe, expect, it } from 'vitest';
import type { Act } from '../../src/desk/command.ts';
import type { TicketFacts } from '../../src/desk/facts.ts';
import type { ReleaseRow } from '../../src/intake/import/release-register.ts';
import { type DeskWorld, startDesk } from './desk-world.ts';
import { CONFIGURATION, type Received } from './world.ts';

const EMMA = 'Emma Clark <emma@staff.test>';
const [ANA, ZORAN, VERA] = ['ana@alpha.test', 'zoran@beta.test', 'vera@gamma.test'] as const;
const CLIENTS = [ANA, ZORAN, VERA] as const;
const ON_HOLD = `${CONFIGURATION.replace(
  'signature: Your support team',
  'signature: Your support team\n    defects: { releases: [{ name: "4.1", expected: 2026-12-10 }, { name: "4.2", expected: 2027-01-15 }] }',
)}`;

let world: DeskWorld;
afterEach(() => world.close());

const words = ({ subject, text }: Received) => `${subject}\n${text}`.replace(/\s+/g, ' ');
const said = (who: string) => words(world.last(who));

async function ticket(number: string): Promise<TicketFacts> {
  const id = await world.store.read.ticketByNumber(number);
  const facts = id && (await world.store.read.ticketFacts([id])).get(id);
  if (facts === undefined) throw new Error(`there is no ${number}`);
  return facts;
}

/** The newest mail to Emma about a ticket. */
function toEmma(number: string): Received {
  const mail = world.inbox('emma@staff.test').findLast(({ subject }) => subject?.includes(number));
  if (mail === undefined) throw new Error(`Emma has got nothing about ${number}`);
  return mail;
}

const emma = (number: string, text: string) => world.send({ from: EMMA, replyTo: toEmma(number), text });

/** … where she has got none since the inboxes were cleared. */
const emmaOn = (number: string, text: string) =>
  world.send({ from: EMMA, to: 'support@spoc.test', subject: `[${number}]`, text });

/** By the terminal. */
async function staff(number: string, act: Act): Promise<void> {
  const { id } = (await ticket(number)).ticket;
  const by = { kind: 'operator' } as const;
  const rest = { text: undefined, visibility: 'client' } as const;
  expect((await world.core.operations.execute({ kind: 'act', ticket: id, by, acts: [act], ...rest })).kind).toBe(
    'done',
  );
}

/** Ana's ticket SUP-1001, which is the defect; SUP-1002 of Vera and POD-1001 of Zoran, who writes to the Serbian desk. */
async function three(configuration = ON_HOLD): Promise<void> {
  world = await startDesk(configuration);
  await world.send({ from: `Ana <${ANA}>`, to: 'support@spoc.test', subject: 'Export fails', text: 'It crashes.' });
  await world.send({ from: `Vera <${VERA}>`, to: 'support@spoc.test', subject: 'Crash', text: 'Crash on export.' });
  await world.send({ from: `Zoran <${ZORAN}>`, to: 'podrska@spoc.test', subject: 'Pada', text: 'Izvoz pada.' });
  await emma('SUP-1001', '#type defect');
  await emma('SUP-1002', '#defect SUP-1001');
  await emma('POD-1001', '#defect sup-1001');
}

/** Whole gateways: milliseconds that each may take on a busy machine. */
const SLOW = 90_000;

describe('tickets of several clients hang on one defect (CLOUDEMPIERE-8)', { timeout: SLOW }, () => {
  it('each is told of the suspicion at once, in his own language and on his own ticket, and waits', async () => {
    await three();
    expect(said(VERA)).toContain('[SUP-1002]');
    expect(said(VERA)).toContain('may be caused by a defect in our software');
    expect(said(ZORAN)).toContain('je možda posledica greške u našem programu');
    expect((await ticket('SUP-1002')).ticket.status).toBe('on-hold');
    expect((await ticket('SUP-1001')).ticket.care.bonds.gathered).toHaveLength(2);
  });
});

describe('a defect', { timeout: SLOW }, () => {
  it('is planned for a release of the desk on its day, is put off, and is released: all who wait are told, none of the others', async () => {
    await three();
    await emma('SUP-1001', '#confirmed');
    for (const who of [ANA, VERA]) expect(said(who)).toContain('Our tests have confirmed it');
    expect(said(ZORAN)).toContain('naše provere su potvrdile');

    await emma('SUP-1001', '#planned 4.1\nWe found the cause, dear Ana.');
    expect(said(ANA)).toMatch(/\[SUP-1001\].*Release: 4\.1 Expected: 10 December 2026.*We found the cause, dear Ana/);
    expect(said(VERA)).toMatch(/\[SUP-1002\].*Release: 4\.1 Expected: 10 December 2026/);
    expect(said(ZORAN)).toMatch(/\[POD-1001\].*Izdanje: 4\.1 Očekuje se: 10\. decembar 2026/);
    expect(said(VERA)).not.toContain('Ana');

    await emma('SUP-1001', '#planned 4.2 by 2027-01-20');
    expect(said(VERA)).toMatch(/has changed.*Expected: 20 January 2027.*Until now: release 4\.1, expected 10 December/);
    expect(said(ZORAN)).toMatch(/je promenjen.*Izdanje: 4\.2 Očekuje se: 20\. januar 2027/);

    await emma('SUP-1001', '#released 4.2');
    for (const who of [ANA, VERA]) expect(said(who)).toMatch(/has been released: release 4\.2.*to status “Resolved”/);
    expect(said(ZORAN)).toContain('je objavljena: izdanje 4.2');
    for (const number of ['SUP-1001', 'SUP-1002', 'POD-1001'])
      expect((await ticket(number)).ticket.status, number).toBe('resolved');

    // Nobody ever saw another's number, name or address.
    const others: Readonly<Record<string, RegExp>> = {
      [ANA]: /SUP-1002|POD-1001|\bvera\b|zoran/i,
      [VERA]: /SUP-1001|POD-1001|\bana\b|alpha|zoran/i,
      [ZORAN]: /SUP-100|\bvera\b|\bana\b|alpha/i,
    };
    for (const who of CLIENTS)
      for (const mail of world.inbox(who)) expect(mail.raw.toString()).not.toMatch(others[who] ?? /$^/);
  });

  it('that is none leaves the tickets to the agents again', async () => {
    await three();
    await emma('SUP-1001', '#not-a-defect\nThe disk was full.');
    expect(said(ANA)).toMatch(/have not confirmed a defect.*The disk was full/);
    expect(said(VERA)).toContain('have not confirmed a defect');
    expect(said(VERA)).not.toContain('disk');
    expect((await ticket('SUP-1002')).ticket.status).toBe('open');
  });

  it('cannot be planned before it is confirmed, nor for a release that the desk does not have', async () => {
    await three();
    await emma('SUP-1001', '#planned 4.2');
    expect(said('emma@staff.test')).toContain('the defect is not confirmed yet');
    await emma('SUP-1001', '#confirmed #planned');
    await emma('SUP-1001', '#confirmed\n#planned 5.0 by 2027-03-01');
    expect(said('emma@staff.test')).toMatch(/#planned 5\.0 by 2027-03-01: this can be: 4\.1, 4\.2/);
    expect((await ticket('SUP-1001')).ticket.care.bonds.plan).toBeUndefined();
    await emma('SUP-1001', '#confirmed\n#planned 4.2');
    expect((await ticket('SUP-1001')).ticket.care.bonds.plan).toMatchObject({
      stage: 'planned',
      expected: '2027-01-15',
    });
  });

  it('follows the day of its release in the configuration, and comes out with it', async () => {
    await three();
    await emma('SUP-1001', '#confirmed\n#planned 4.2');
    world.clear();
    world = await world.reconfigured(ON_HOLD.replace('2027-01-15', '2027-02-01'));
    await world.tick();
    expect(said(VERA)).toMatch(/has changed.*Expected: 1 February 2027/);
    expect(said(ZORAN)).toContain('1. februar 2027');
    world = await world.reconfigured(ON_HOLD.replace('expected: 2027-01-15', 'released: 2027-02-01'));
    await world.tick();
    expect(said(ZORAN)).toContain('je objavljena: izdanje 4.2');
    expect((await ticket('POD-1001')).ticket.status).toBe('resolved');
    expect(world.inbox(VERA)).toHaveLength(1);
  });
});

describe('what hangs where', { timeout: SLOW }, () => {
  it('is refused where it cannot be, with the reason', async () => {
    await three();
    for (const [number, line, why] of [
      ['SUP-1002', '#defect SUP-9999', 'there is no request with this number'],
      ['SUP-1001', '#defect SUP-1001', 'nor on itself'],
      ['SUP-1001', '#defect POD-1001', 'cannot hang on another'],
      ['SUP-1002', '#problem SUP-1001', 'that request is not a problem'],
      ['SUP-1002', '#problem none', 'does not hang on any'],
      ['SUP-1002', '#confirmed', 'this request is not a defect'],
      ['SUP-1002', '#defect', '#defect EB-1001'],
    ] as const) {
      await emma(number, line);
      // Only so many transcripts an hour.
      world.clock = new Date(world.clock.getTime() + 3_600_001);
      expect(said('emma@staff.test'), line).toContain(why);
    }
  });

  it('can be taken off again, and goes on', async () => {
    await three();
    await emma('SUP-1002', '#defect none');
    expect((await ticket('SUP-1002')).ticket).toMatchObject({ status: 'open', care: { bonds: { defect: undefined } } });
    const [only] = (await ticket('SUP-1001')).ticket.care.bonds.gathered;
    expect(only).toBe((await ticket('POD-1001')).ticket.id);
    world.clear();
    await staff('SUP-1001', { kind: 'stage', to: 'confirmed', release: undefined, day: undefined });
    await world.tick();
    expect(world.everybody()).not.toContain(VERA);
    expect(said(ZORAN)).toContain('potvrdile');
  });

  it('news that were on their way when something else happened to the ticket arrive all the same', async () => {
    await three();
    world.clear();
    await staff('SUP-1001', { kind: 'stage', to: 'confirmed', release: undefined, day: undefined });
    // Before the timers fire, the priority of the waiting ticket changes: its own timers are worked out anew.
    await staff('SUP-1002', { kind: 'priority', to: 'high' });
    await world.tick();
    expect(said(VERA)).toContain('Our tests have confirmed it');
    await world.tick();
    expect(world.inbox(VERA)).toHaveLength(1);
    expect(await world.store.read.timersOf((await ticket('SUP-1002')).ticket.id)).toEqual([]);
  });
});

describe('the register of releases', { timeout: SLOW }, () => {
  const enter = (rows: readonly ReleaseRow[], remove: readonly string[] = []) =>
    world.core.operations.changeRegister({ kind: 'releases', rows, remove, dryRun: false });
  const row = (more: Partial<ReleaseRow> = {}): ReleaseRow => ({
    ...{ id: 'support/5.0', desk: 'support', name: '5.0', expected: '2027-03-01', released: undefined },
    ...more,
  });

  it('stands beside the configuration and goes before it; who waits is told when its day moves and when it is out', async () => {
    await three();
    await emma('SUP-1001', '#confirmed\n#planned 4.2');
    expect(await enter([row(), row({ id: 'support/4.2', name: '4.2', expected: '2027-01-31' })])).toMatchObject({
      differences: [{ what: 'added' }, { what: 'added' }],
    });
    await world.tick();
    expect(said(VERA)).toContain('Expected: 31 January 2027');
    await emma('SUP-1001', '#planned 5.0');
    expect(said(ZORAN)).toContain('Izdanje: 5.0 Očekuje se: 1. mart 2027');
    await enter([row({ released: '2027-02-26' })]);
    await world.tick();
    expect(said(ZORAN)).toContain('je objavljena: izdanje 5.0');
    expect((await ticket('POD-1001')).ticket.status).toBe('resolved');
    expect(await enter([], ['support/5.0'])).toMatchObject({ differences: [{ what: 'removed', id: 'support/5.0' }] });
  });

  it('takes in no release of an unknown desk, of no name or of no day, and then none at all', async () => {
    world = await startDesk(ON_HOLD);
    const wrong = [
      row(),
      row({ id: 'suport/6', desk: 'suport' }),
      row({ id: 'support/x y', name: 'x y' }),
      row({ id: 'support/7', name: '7', expected: '2027-02-30' }),
    ];
    expect(await enter(wrong)).toMatchObject({
      kind: 'refused',
      problems: [
        { row: 1, why: expect.stringContaining('there is no desk suport') },
        { row: 2, why: expect.stringContaining('no name of a release') },
        { row: 3, why: expect.stringContaining('no day') },
      ],
    });
    expect(await world.store.read.releases()).toEqual([]);
  });
});

describe('#merge', { timeout: SLOW }, () => {
  const bonds = async (number: string) => (await ticket(number)).ticket.care.bonds;
  const id = async (number: string) => (await ticket(number)).ticket.id;
  const write = (who: string, subject: string) =>
    world.send({ from: `${who} <${who}>`, to: 'support@spoc.test', subject, text: 'It fails again.' });

  it('carries over what the merged ticket hangs on: its client, who knows the plan, is told what comes later on the remaining one', async () => {
    await three();
    await write(VERA, 'Once more');
    const gone = await id('SUP-1002');
    world.clear();
    await staff('SUP-1003', { kind: 'merge', number: 'SUP-1002', sure: false });
    expect((await world.store.read.ticketFacts([gone])).get(gone)?.ticket.care.bonds.defect).toBeUndefined();
    expect((await bonds('SUP-1003')).defect).toEqual({ on: await id('SUP-1001'), told: { stage: 'reported' } });
    expect((await bonds('SUP-1001')).gathered).toEqual([await id('POD-1001'), await id('SUP-1003')]);
    expect((await ticket('SUP-1003')).ticket.status).toBe('on-hold');
    // She is told that the two are one, and not once more of the suspicion.
    await world.deliver();
    expect(world.inbox(VERA)).toHaveLength(1);
    expect(said(VERA)).toMatch(/SUP-1002.*SUP-1003/);
    expect(said(VERA)).not.toContain('defect');

    world.clear();
    await staff('SUP-1001', { kind: 'stage', to: 'confirmed', release: undefined, day: undefined });
    await world.tick();
    expect(world.inbox(VERA)).toHaveLength(1);
    expect(said(VERA)).toMatch(/\[SUP-1003\].*Our tests have confirmed it/);
  });

  it('by mail tells the requester of the remaining ticket, who did not know of it, and leaves what is over as it is', async () => {
    await three();
    await write('ivo@gamma.test', 'Crash here, too');
    world.clear();
    await emmaOn('SUP-1003', '#merge SUP-1002 yes');
    expect(said('ivo@gamma.test')).toContain('may be caused by a defect in our software');
    expect(said(VERA)).not.toContain('may be caused');
    expect((await bonds('SUP-1003')).defect?.on).toBe(await id('SUP-1001'));

    await emmaOn('SUP-1001', '#not-a-defect');
    await write(VERA, 'A printer');
    world.clear();
    await emmaOn('SUP-1004', '#merge POD-1001 yes');
    await emmaOn('SUP-1004', '#merge SUP-1003 yes');
    expect((await bonds('SUP-1004')).defect?.told).toEqual({ stage: 'not-a-defect' });
    for (const who of [VERA, 'ivo@gamma.test'])
      for (const mail of world.inbox(who)) expect(words(mail)).not.toContain('have not confirmed');
  });

  it('of two that hang on different defects, and of one that others hang on, is refused', async () => {
    await three();
    await write(VERA, 'Another');
    await write(ANA, 'A second defect');
    await staff('SUP-1004', { kind: 'type', to: 'defect' });
    await staff('SUP-1003', { kind: 'hang', on: 'SUP-1004', as: 'defect' });
    await emma('SUP-1003', '#merge SUP-1002');
    expect(said('emma@staff.test')).toContain('the two requests hang on different defects or problems');
    await emma('SUP-1004', '#merge SUP-1001');
    expect(said('emma@staff.test')).toContain('other requests hang on that request');
    expect((await bonds('SUP-1002')).defect?.on).toBe(await id('SUP-1001'));
    await staff('SUP-1003', { kind: 'hang', on: undefined, as: 'defect' });
    await emma('SUP-1003', '#merge SUP-1002');
    expect((await bonds('SUP-1003')).defect?.on).toBe(await id('SUP-1001'));
  });

  it('carries a problem over without a word to the client', async () => {
    await three();
    await write(VERA, 'A slow line');
    await write(VERA, 'A slow line again');
    await staff('SUP-1001', { kind: 'type', to: 'problem' });
    await staff('SUP-1003', { kind: 'hang', on: 'SUP-1001', as: 'problem' });
    const gone = await id('SUP-1003');
    world.clear();
    await staff('SUP-1004', { kind: 'merge', number: 'SUP-1003', sure: false });
    await world.deliver();
    expect((await bonds('SUP-1004')).problem).toBe(await id('SUP-1001'));
    expect((await bonds('SUP-1001')).gathered).not.toContain(gone);
    expect(world.inbox(VERA)).toHaveLength(1);
    expect((await ticket('SUP-1004')).ticket.status).toBe('new');
  });
});
