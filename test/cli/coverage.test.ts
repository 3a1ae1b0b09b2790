import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderWith, json, OFFLINE, spoc } from './cli.ts';

process.env.SPOC_TEST_PASSWORD = 'not used';

/** A desk that charges for work beyond a quarter of an hour, and asks for a service. */
const COVERING = OFFLINE.replace(
  'agents: [emma, marko] }',
  `agents: [emma, marko], form: { use: fault }, billing: { free: 15m, round: { to: 15m, per: booking } },
      coverage: { products: { payroll: { en: [payroll] } }, rules: [
        { id: long, when: time.spent > time.free, work: chargeable }, { id: usual, when: 'true', work: free } ] } }`,
).replace(
  'agents:\n',
  `forms: { fault: { ready: [service, impact], fields: { service: { patterns: ['SVC-\\d+'] } } } }\nagents:\n`,
);

let place: Awaited<ReturnType<typeof folderWith>>;
const at = (...args: string[]) => spoc(...args, '--config', place.file);
const done = async (...args: string[]) => {
  const ran = await at(...args);
  expect(ran).toMatchObject({ code: 0 });
  return ran;
};
const file = async (name: string, text: string) => {
  await writeFile(join(place.folder, name), text);
  return join(place.folder, name);
};
const shown = async (number: string) =>
  json<{
    service: string | null;
    facts: object;
    coverage: object;
    time: { bookings: { at: string }[] };
    events: object[];
  }>(await done('ticket', 'show', number, '--json'));

beforeAll(async () => {
  place = await folderWith(COVERING);
  await done('client', 'add', 'Acme', '--company-number', '123');
  await done('client', 'add', 'Other', '--company-number', '456');
  await done('contact', 'add', 'ana@acme.test', '--name', 'Ana', '--client', '123', '--responsible');
  for (const subject of ['The printer jams', 'Printer jams again']) {
    const opening = ['--desk', 'support', '--for', 'ana@acme.test', '--subject', subject];
    await done('ticket', 'open', ...opening, 'The printer jams at every second page.');
  }
});
afterAll(() => place.remove());

describe('ticket same', () => {
  it('says that it is an earlier question again, one of those that were found, or that it is none', async () => {
    expect((await done('ticket', 'same', 'SUP-1002', '--as', 'emma')).out).toContain('SUP-1002');
    const said = { kind: 'same-confirmed', by: { kind: 'agent', id: 'emma' } };
    expect((await shown('SUP-1002')).events).toContainEqual(
      expect.objectContaining({ ...said, earlier: [expect.objectContaining({ number: 'SUP-1001' })] }),
    );
    await done('ticket', 'same', 'SUP-1002', 'NONE');
    expect((await shown('SUP-1002')).events.at(-1)).toMatchObject({ kind: 'same-confirmed', earlier: [] });
    expect((await done('ticket', 'same', 'SUP-1002', 'sup-1001', '--json')).out).toContain('SUP-1002');
    expect((await done('ticket', 'same', 'SUP-1002', 'SUP-1001')).out).toContain('it was so already');
  });

  it('refuses what was not found', async () => {
    expect(await at('ticket', 'same', 'SUP-1002', 'SUP-7')).toMatchObject({
      code: 77,
      err: expect.stringContaining('it was found to be like SUP-1001, none'),
    });
    expect((await at('ticket', 'same', 'SUP-1001')).err).toContain('nothing was found that is like the ticket');
  });
});

describe('introduction', () => {
  it('is entered from a table, shown, and written out as it is read', async () => {
    expect((await done('introduction', 'list')).out).toContain('No introductions');
    const table = await file('a.csv', 'contact,product,settings,since\nana@acme.test,payroll,incomplete,2026-11-23\n');
    expect((await done('introduction', 'import', table, '--dry-run')).out).toContain('ana@acme.test');
    expect(json(await done('introduction', 'list', '--json'))).toEqual([]);
    await done('introduction', 'import', table);
    const row = {
      contact: 'ana@acme.test',
      product: 'payroll',
      introduction: 'complete',
      settings: 'incomplete',
      since: '2026-11-23',
    };
    expect(json(await done('introduction', 'list', '--json'))).toEqual([row]);
    expect((await done('introduction', 'list')).out).toMatch(
      /payroll +complete +incomplete +2026-11-23 +ana@acme\.test/,
    );

    const written = await file('b.csv', (await done('introduction', 'export')).out);
    expect(await readFile(written, 'utf8')).toContain('ana@acme.test,payroll,complete,incomplete,2026-11-23');
    const again = json(await done('introduction', 'import', written, '--replace', '--json'));
    expect(again).toMatchObject({ dryRun: false, differences: [] });
    await done('introduction', 'import', await file('c.csv', 'contact,product\n'), '--replace');
    expect(json(await done('introduction', 'list', '--json'))).toEqual([]);
  });

  it('names each wrong row with its line, and enters nothing', async () => {
    const wrong = await file(
      'd.csv',
      'contact,product,since\nana@acme.test,payroll,soon\n,payroll,\nana@acme.test,payroll,\n',
    );
    const ran = await at('introduction', 'import', wrong);
    expect(ran.code).toBe(65);
    expect(ran.err).toMatch(/d\.csv:2: since "soon" is no day/);
    expect(ran.err).toMatch(/d\.csv:3: .*contact/);
    expect(ran.err).toMatch(/d\.csv:4: .*stands in line 2 already/);
    const unknown = await file('e.csv', 'contact,product\nana@acme.test,pay\neve@acme.test,payroll\n');
    const refused = await at('introduction', 'import', unknown);
    expect(refused.err).toMatch(/there is no product pay/);
    expect(refused.err).toMatch(/no contact with the address eve@acme\.test/);
    expect(json(await done('introduction', 'list', '--json'))).toEqual([]);
  });
});

describe('agreed-hours', () => {
  it('are entered by the clock of a zone, shown in UTC, and written out as they are read', async () => {
    expect((await done('agreed-hours', 'list')).out).toContain('No agreed hours');
    const table = await file('h.csv', 'client,from,to\n123,2026-11-28 08:00,2026-11-28 12:00\n');
    await done('agreed-hours', 'import', table, '--time-zone', 'Europe/Belgrade');
    const row = { client: expect.any(String), from: '2026-11-28T07:00:00.000Z', to: '2026-11-28T11:00:00.000Z' };
    expect(json(await done('agreed-hours', 'list', '--json'))).toEqual([row]);
    expect((await done('agreed-hours', 'list')).out).toMatch(/2026-11-28T07:00:00\.000Z +2026-11-28T11:00/);
    const written = await file('i.csv', (await done('agreed-hours', 'export')).out);
    const again = json(await done('agreed-hours', 'import', written, '--replace', '--json'));
    expect(again).toMatchObject({ differences: [] });
  });

  it('names each wrong row with its line, and enters nothing', async () => {
    const before = json(await done('agreed-hours', 'list', '--json'));
    const wrong = await file(
      'j.csv',
      'client,from,to\n123,2026-11-29 08:00,later\n999,2026-11-29 08:00,2026-11-29 09:00\n',
    );
    const ran = await at('agreed-hours', 'import', wrong);
    expect(ran).toMatchObject({ code: 65, err: expect.stringMatching(/j\.csv:2: to "later" is no moment/) });
    const unknown = await file('k.csv', 'client,from,to\n999,2026-11-29 08:00,2026-11-29 09:00\n');
    expect((await at('agreed-hours', 'import', unknown)).err).toMatch(/k\.csv:2: .*999/);
    expect(json(await done('agreed-hours', 'list', '--json'))).toEqual(before);
  });
});

describe('ticket service, ticket fact', () => {
  it('set what the form asks for; what cannot be is refused with what would be right', async () => {
    await done('service', 'import', await file('s.csv', 'id,client,name\nSVC-1,123,Line\nSVC-2,456,Foreign\n'));
    await done('ticket', 'service', 'SUP-1001', 'svc', '1', '--as', 'emma');
    await done('ticket', 'fact', 'SUP-1001', 'impact', 'service', 'affecting');
    expect(await shown('SUP-1001')).toMatchObject({
      service: 'SVC-1',
      facts: { service: { value: 'SVC-1' }, impact: { value: 'service-affecting' } },
    });
    expect((await at('ticket', 'service', 'SUP-1001', 'SVC-2')).err).toContain('it takes one of: SVC-1');
    expect((await at('ticket', 'fact', 'SUP-1001', 'impact', 'huge')).err).toContain('impact Degradation');
    await done('ticket', 'service', 'SUP-1001', 'none');
    expect(await shown('SUP-1001')).toMatchObject({ service: null });
  });
});

describe('statement', () => {
  it('shows the work of a month, writes it into a file, and mails it', async () => {
    expect((await at('statement', 'acme', '--desk', 'support')).err).toMatch(
      /there was no work for Acme in \d{4}-\d{2}/,
    );
    await done('ticket', 'time', 'SUP-1001', '10m', 'paper');
    await done('ticket', 'time', 'SUP-1002', '20m', 'new', 'roller', '--as', 'emma');
    const [booked] = (await shown('SUP-1002')).time.bookings;
    const day = new Date(booked?.at ?? '').toLocaleDateString('sv', { timeZone: 'Europe/London' });
    const month = day.slice(0, 7);
    const of = ['statement', 'Acme', '--desk', 'support', '--month', month];
    const row = (charged: string) =>
      new RegExp(`SUP-1002 +${day} +20 min +${charged} +Printer jams again – new roller`);
    expect((await done(...of)).out).toMatch(row('0 min +waits for the client'));
    await done('ticket', 'cover', 'SUP-1002', 'agreed');
    const out = (await done(...of)).out;
    expect(out).toMatch(row('15 min'));
    expect(out).toMatch(/worked 30 min, to be charged 15 min/);
    expect(json(await done(...of, '--json'))).toMatchObject({ month, worked: 30, lines: [{}, {}] });
    const csv = join(place.folder, 'statement.csv');
    await done(...of, '--output', csv, '--locale', 'sl');
    expect(await readFile(csv, 'utf8')).toContain('SUP-1002');
    const pdf = join(place.folder, 'statement.pdf');
    await done(...of, '--output', pdf);
    expect((await readFile(pdf)).subarray(0, 5).toString()).toBe('%PDF-');

    expect(json(await done(...of, '--send', '--json'))).toEqual({ sent: 1 });
    expect((await done('outbox', 'list', '--json')).out).toContain('"statement"');
  });

  it('says what is wrong', async () => {
    const refused = async (...args: string[]) => (await at('statement', ...args)).err;
    expect(await refused('Acme')).toContain('there are several desks');
    expect(await refused('nobody', '--desk', 'support')).toMatch(/no client/);
    expect(await refused('Acme', '--desk', 'support', '--month', 'May')).toContain('write it as 2026-11');
    expect(await refused('Acme', '--desk', 'support', '--send', '--locale', 'sl')).toContain(
      'leave --output and --locale out',
    );
    expect(await refused('Other', '--desk', 'support', '--send')).toContain('nothing was sent');
  });
});
