import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderWith, json, OFFLINE, spoc } from './cli.ts';

let place: Awaited<ReturnType<typeof folderWith>>;
const at = (...args: string[]) => spoc(...args, '--config', place.file);
beforeEach(async () => {
  process.env.SPOC_TEST_PASSWORD = 'not used';
  place = await folderWith(OFFLINE);
  for (const who of ['ana', 'jovan']) {
    const opening = ['--desk', 'support', '--for', `${who}@client.example`, '--subject', `Of ${who}`, 'It fails.'];
    expect(await at('ticket', 'open', ...opening)).toMatchObject({ code: 0 });
  }
});
afterEach(() => place.remove());
const counted = { tickets: 1, open: 1, messages: 1, mails: 0, outgoing: 1 };

describe('what people may ask for about themselves', () => {
  it('is written to a file that only its owner reads, and nobody else is in it', async () => {
    const file = join(place.folder, 'ana.json');
    expect(json(await at('export-person', 'Ana@client.example', file, '--json'))).toMatchObject(counted);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const text = await readFile(file, 'utf8');
    expect(JSON.parse(text)).toMatchObject({
      contact: { addresses: ['ana@client.example'] },
      tickets: [{ number: 'SUP-1001', subject: 'Of ana', role: 'requester' }],
      outgoing: [{ recipient: 'ana@client.example', ticket: 'SUP-1001' }],
    });
    expect(text).not.toContain('jovan');
    expect(await at('export-person', 'ana@client.example', file)).toMatchObject({
      code: 65,
      err: expect.stringContaining('is there already'),
    });
    expect(await at('export-person', 'x@client.example', join(place.folder, 'x'))).toMatchObject({ code: 66 });
  });

  it('has the work booked on his own tickets, his introductions and the hours agreed with his client, and nobody else’s', async () => {
    const coverage =
      'coverage: { products: { payroll: { en: [payroll] } }, rules: [{ id: usual, when: "true", work: free }] }';
    await writeFile(place.file, OFFLINE.replace('agents: [emma, marko] }', `agents: [emma, marko], ${coverage} }`));
    const done = async (...args: string[]) => expect(await at(...args)).toMatchObject({ code: 0, err: '' });
    await done('client', 'add', 'Acme', '--company-number', '123');
    await done('client', 'add', 'Other', '--company-number', '456');
    await done('contact', 'add', 'ana@client.example', '--client', '123');
    await done('contact', 'add', 'jovan@client.example', '--client', '456');
    await done('ticket', 'time', 'SUP-1001', '25m', 'data', 'correction', '--as', 'emma');
    await done('ticket', 'time', 'SUP-1002', '40m', 'for another');
    const csv = async (name: string, text: string) => {
      await writeFile(join(place.folder, name), text);
      return join(place.folder, name);
    };
    const rows = 'contact,product,since\nana@client.example,payroll,2026-11-23\njovan@client.example,payroll,\n';
    await done('introduction', 'import', await csv('introductions.csv', rows));
    const hours = 'client,from,to\n123,2026-11-28 08:00,2026-11-28 12:00\n456,2026-11-29 08:00,2026-11-29 12:00\n';
    await done('agreed-hours', 'import', await csv('hours.csv', hours), '--time-zone', 'UTC');

    const file = join(place.folder, 'ana.json');
    await done('export-person', 'ana@client.example', file);
    const { bookings, introductions, agreedHours } = JSON.parse(await readFile(file, 'utf8'));
    expect(bookings).toMatchObject([
      { ticket: 'SUP-1001', minutes: 25, text: 'data correction', by: { kind: 'agent', id: 'emma' } },
    ]);
    expect(introductions).toEqual([
      { product: 'payroll', introduction: 'complete', settings: 'complete', since: '2026-11-23T00:00:00.000Z' },
    ]);
    expect(agreedHours).toEqual([{ from: '2026-11-28T08:00:00.000Z', to: '2026-11-28T12:00:00.000Z' }]);
  });

  it('is forgotten after a yes, and not while mail about it waits to be sent', async () => {
    expect(json(await at('forget', 'ana@client.example', '--dry-run', '--json'))).toMatchObject({
      result: 'there',
      ...counted,
    });
    expect(await at('forget', 'ana@client.example')).toMatchObject({ code: 64, err: expect.stringContaining('--yes') });
    expect(await at('forget', 'emma@staff.test', '--yes')).toMatchObject({ code: 65 });
    expect(await at('forget', 'ana@client.example', '--yes')).toMatchObject({
      code: 75,
      err: expect.stringMatching(/about the tickets to be sent; nothing was changed/),
    });
    const rows = json<{ id: number; ticket: string }[]>(await at('outbox', 'list', '--json'));
    await at('outbox', 'drop', ...rows.filter(({ ticket }) => ticket === 'SUP-1001').map(({ id }) => `${id}`));
    expect(await at('forget', 'ana@client.example', '--yes')).toMatchObject({ code: 0 });
    expect(await at('forget', 'ana@client.example', '--yes')).toMatchObject({ code: 66 });
    expect((await at('ticket', 'show', 'SUP-1001')).out).not.toContain('ana');
    expect((await at('ticket', 'show', 'SUP-1002')).out).toContain('jovan@client.example');
    expect(await at('verify')).toMatchObject({ code: 0 });
  });
});
