import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acquireLock } from '../../src/store/lock.ts';
import { folderWith, json, OFFLINE, spoc } from './cli.ts';

process.env.SPOC_TEST_PASSWORD = 'not used';

describe('tickets at the terminal, when no gateway runs', () => {
  let place: Awaited<ReturnType<typeof folderWith>>;
  const at = (...args: string[]) => spoc(...args, '--config', place.file);
  const ticket = async (number: string) => json<Record<string, unknown>>(await at('ticket', 'show', number, '--json'));
  beforeAll(async () => {
    place = await folderWith(OFFLINE);
    await at('client', 'add', 'ACME', '--company-number', '123');
    await at('contact', 'add', 'jovan@acme.test', '--name', 'Jovan', '--client', '123');
    const opened = await at(
      'ticket',
      'open',
      '--desk',
      'support',
      '--for',
      'jovan@acme.test',
      '--subject',
      'Printer',
      '--as',
      'emma',
      'He',
      'called: no paper.',
    );
    expect(opened).toMatchObject({ code: 0, out: expect.stringContaining('SUP-1001  new  nobody  Printer') });
    expect(opened.err).toContain('No gateway runs');
  });
  afterAll(() => place.remove());

  it('lists those that are not done, by any filter', async () => {
    const numbers = async (...args: string[]) =>
      json<{ number: string }[]>(await at('ticket', 'list', '--json', ...args)).map(({ number }) => number);
    expect(await numbers()).toEqual(['SUP-1001']);
    expect(await numbers('--desk', 'podrska')).toEqual([]);
    expect(await numbers('--assignee', 'nobody', '--client', 'acme', '--status', 'new', 'open')).toEqual(['SUP-1001']);
    expect(await numbers('--assignee', 'emma')).toEqual([]);
    expect((await at('ticket', 'list')).out).toMatch(/SUP-1001 .* Printer/);
  });

  it('is worked on by the same rules as by mail', async () => {
    expect((await at('ticket', 'assign', 'sup-1001', 'marko')).out).toContain('SUP-1001  open  marko');
    expect(json(await at('ticket', 'priority', 'SUP-1001', 'high', '--json'))).toMatchObject({ tickets: ['SUP-1001'] });
    await at('ticket', 'note', 'SUP-1001', 'only', 'for us', '--as', 'emma');
    await at('ticket', 'reply', 'SUP-1001', 'Paper comes today.', '--status', 'on-hold', '--as', 'marko');
    await at('ticket', 'watch', 'SUP-1001', 'petra@acme.test');
    const shown = await ticket('SUP-1001');
    expect(shown).toMatchObject({
      status: 'on-hold',
      priority: 'high',
      assignee: 'marko',
      client: 'ACME',
      watchers: [{ address: 'petra@acme.test' }],
    });
    expect(
      (shown.messages as { direction: string; text: string; by: unknown }[]).map(({ direction, text }) => [
        direction,
        text,
      ]),
    ).toEqual([
      ['inbound', 'He called: no paper.'],
      ['internal', 'only for us'],
      ['outbound', 'Paper comes today.'],
    ]);
    const told = (await at('ticket', 'show', 'SUP-1001')).out;
    expect(told).toContain('Marko Petrović');
    expect(told).toContain('only for us');
  });

  it('moves, and its old number still leads to it', async () => {
    expect((await at('ticket', 'move', 'SUP-1001', 'podrska')).out).toContain('POD-1001');
    expect(await ticket('SUP-1001')).toMatchObject({ number: 'POD-1001' });
  });

  it('resolves with its solution, and a message is split off', async () => {
    await at('ticket', 'status', 'POD-1001', 'resolved', 'There is paper.');
    expect(await ticket('POD-1001')).toMatchObject({ status: 'resolved' });
    const [first] = (await ticket('POD-1001')).messages as { id: number }[];
    const split = json<{ tickets: string[] }>(
      await at('ticket', 'split', 'POD-1001', '--messages', `#${first?.id}`, '--subject', 'Another thing', '--json'),
    );
    expect(split.tickets).toContain('POD-1002');
    expect(((await ticket('POD-1002')).messages as unknown[]).length).toBe(1);
  });

  it('is found again by its words, whatever the accents', async () => {
    expect(json<{ number: string; snippet: string }[]>(await at('search', 'CALLED', '--json'))[0]).toMatchObject({
      number: 'POD-1002',
      snippet: expect.stringContaining('called'),
    });
    expect((await at('search', 'nowhere')).out).toContain('Nothing found');
  });

  it('is explained from its events and mails', async () => {
    const { out } = await at('explain', 'SUP-1001');
    for (const words of [
      'opened as SUP-1001 at support for Jovan',
      'priority from normal to high by the operator',
      'moved from support (SUP-1001) to podrska (POD-1001)',
      'split off into POD-1002',
      '(answer) to jovan@acme.test: queued',
    ])
      expect(out).toContain(words);
    expect(json(await at('explain', 'SUP-1001', '--json'))).toMatchObject({
      ticket: { number: 'POD-1001' },
      mails: [],
    });
  });

  it('lists, releases and drops what waits to go out', async () => {
    const rows = json<{ id: number; state: string; ticket: string }[]>(await at('outbox', 'list', '--json'));
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.every(({ state }) => state === 'queued')).toBe(true);
    const [one] = rows;
    expect((await at('outbox', 'drop', `${one?.id}`)).out).toContain('1 mail dropped');
    expect((await at('outbox', 'drop', `${one?.id}`)).code).toBe(66);
    expect((await at('outbox', 'release')).out).toContain('0 mails');
  });

  it.each([
    [['ticket', 'show', 'SUP-999'], 66, 'there is no ticket SUP-999'],
    [['ticket', 'assign', 'POD-1001', 'emm'], 64, 'did you mean "emma"?'],
    [['ticket', 'status', 'POD-1001', 'resolvd'], 64, 'did you mean "resolved"?'],
    [['ticket', 'reply', 'POD-1001', 'x', '--as', 'nobody-we-know'], 64, 'there is no agent'],
    [['ticket', 'send', 'POD-1001'], 77, 'no answer waits'],
    [['ticket', 'open', '--for', 'x@y.test', '--subject', 's', 'text'], 64, 'say which with --desk: support, podrska'],
    [['ticket', 'split', 'POD-1001', '--messages', '9999'], 66, 'not all of these messages'],
    [['ticket', 'list', '--limit', '0'], 64, '--limit'],
    [['ledger', '--outcome', 'opend'], 64, 'did you mean "opened"?'],
    [['explain', '4711'], 66, 'there is no mail 4711'],
    [['held', 'release', '4711'], 66, 'left as before'],
  ])('%j answers %i', async (args, code, words) => {
    const ran = await at(...args);
    expect(ran.err).toContain(words);
    expect(ran.code).toBe(code);
  });

  it('takes older mail in from a folder, once', async () => {
    const older = join(place.folder, 'older');
    await mkdir(older);
    for (const n of [1, 2])
      await writeFile(
        join(older, `${n}.eml`),
        `From: a${n}@b.test\nTo: support@desk.test\nSubject: old ${n}\n\nhello\n`,
      );
    const imported = await at('import', older, '--desk', 'support', '--json');
    expect(json(imported)).toEqual({ kept: 2, seenBefore: 0, empty: 0 });
    expect(imported.err).toContain('they become tickets when it starts');
    expect(json(await at('import', older, '--desk', 'podrska', '--json'))).toMatchObject({ kept: 2 }); // to another address: other mail
    expect(json(await at('import', older, '--desk', 'support', '--json'))).toEqual({
      kept: 0,
      seenBefore: 2,
      empty: 0,
    });
    expect(json(await at('ledger', '--waiting', '--json'))).toMatchObject({ received: 4, waiting: 4 });
    expect((await at('explain', '1')).out).toContain('waits to be decided');
    expect((await at('import', '/nowhere/at/all')).code).toBe(66);
  });

  it('is told by doctor what waits, and that nothing is wrong', async () => {
    const { code, out } = await at('doctor');
    expect(code).toBe(0);
    expect(out).toContain('received 4 = waiting 4 + settled 0');
    expect(out).toContain('no gateway runs');
    expect(out).toContain('ok     the store');
  });

  it('leaves the data folder to its holder, and reads beside him', async () => {
    const lock = acquireLock(join(place.folder, 'data'));
    try {
      const refused = await at('ticket', 'priority', 'POD-1001', 'low');
      expect(refused).toMatchObject({ code: 69, err: expect.stringContaining(`process ${process.pid}`) });
      expect((await at('start')).code).toBe(69);
      expect((await at('ticket', 'show', 'POD-1001')).code).toBe(0);
    } finally {
      if (lock.kind === 'lock') lock.release();
    }
  });
});

describe('a wrong configuration', () => {
  it('is told whole, with file and line, and nothing runs', async () => {
    const place = await folderWith(OFFLINE.replace('prefix: SUP', 'prefx: SUP').replace('delivery', ''));
    try {
      for (const command of [['check'], ['ticket', 'list'], ['start']]) {
        const ran = await spoc(...command, '--config', place.file);
        expect(ran.code).toBe(78);
        expect(ran.out + ran.err).toMatch(/spoc\.yaml:\d+:\d+ .*did you mean "prefix"\?/);
      }
      expect(json(await spoc('check', '--json', '--config', place.file))).toMatchObject({ ok: false });
      expect((await spoc('doctor', '--config', place.file)).code).toBe(1);
      expect((await spoc('check', '--config', join(place.folder, 'nothing.yaml'))).code).toBe(78);
    } finally {
      await place.remove();
    }
  });

  it('is none: check says so, and schema prints what editors want', async () => {
    const place = await folderWith(OFFLINE);
    try {
      expect(await spoc('check', '--config', place.file)).toMatchObject({
        code: 0,
        out: expect.stringContaining('ok'),
      });
    } finally {
      await place.remove();
    }
    expect(JSON.parse((await spoc('schema')).out)).toMatchObject({ title: 'Spoc configuration' });
    expect((await spoc('schema', '--markdown')).out).toContain('| `delivery` |');
    expect((await spoc('exit-codes')).out).toContain('75');
    expect((await spoc('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await spoc()).code).toBe(64);
  });
});
