import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderWith, json, OFFLINE, spoc } from './cli.ts';

process.env.SPOC_TEST_PASSWORD = 'not used';

const CONFIGURATION = `${OFFLINE}on_call:
  mobile: { agents: [emma, marko], start: 2026-01-05 09:00, time_zone: Europe/Belgrade, number: "+381 63 555 100" }
`;

describe('spoc call and spoc on-call', () => {
  let place: Awaited<ReturnType<typeof folderWith>>;
  const at = (...args: string[]) => spoc(...args, '--config', place.file);
  beforeAll(async () => {
    place = await folderWith(CONFIGURATION);
    await at('client', 'add', 'ACME', '--company-number', '123');
    await at(
      'contact',
      'add',
      'jovan@acme.test',
      '--name',
      'Jovan Jović',
      '--client',
      '123',
      '--landline',
      '011 310 86 80',
    );
    await at('contact', 'add', '--name', 'Ana Anić', '--client', '123', '--phone', '064 123 45 67');
  });
  afterAll(() => place.remove());

  it('finds whose number it is in any written form, and opens a ticket for him', async () => {
    const called = await at(
      'call',
      '+381 (11) 310-8680',
      'Cannot',
      'sign',
      '--desk',
      'podrska',
      '--as',
      'marko',
      '--json',
    );
    expect(called.err).toContain('No gateway runs');
    const { tickets, notices } = json<{ tickets: string[]; notices: number }>(called);
    expect(tickets).toEqual(['POD-1001']);
    expect(notices).toBe(1); // the confirmation: his only colleague is himself
    const shown = await at('ticket', 'show', 'POD-1001', '--json');
    expect(shown.out).toContain('"channel":"phone"');
    expect(shown.out).toContain('jovan@acme.test');
  });

  it('records a call of someone who has no address, with what he was told, and mails him nothing', async () => {
    const called = await at(
      'call',
      '064/123-45-67',
      'It',
      'does',
      'not',
      'print',
      '--desk',
      'podrska',
      '--answer',
      'Restarted.',
      '--json',
    );
    expect(json(called)).toMatchObject({ tickets: ['POD-1002'] });
    expect((await at('ticket', 'show', 'POD-1002')).out).toMatch(
      /pending[\s\S]*Ana Anić[\s\S]*does not print[\s\S]*Restarted/,
    );
    const mails = (await at('outbox', 'list')).out.split('\n').filter((line) => line.includes('POD-1002'));
    expect(mails.map((line) => line.split(/\s+/)[2])).toEqual(['agent-new']);
  });

  it('goes on on a ticket, and refuses what it cannot place', async () => {
    const more = await at('call', 'withheld', 'Again', '--ticket', 'POD-1002', '--json');
    expect(json(more)).toMatchObject({ tickets: ['POD-1002'] });
    await at('contact', 'add', 'eva@acme.test', '--name', 'Eva', '--landline', '064 123 45 67');
    const several = await at('call', '064 123 45 67', 'Who?', '--desk', 'podrska');
    expect(several).toMatchObject({ code: 77 });
    expect(several.err).toMatch(/several people have this number: \d+ Ana Anić, \d+ Eva/);
    const named = await at('call', '064 123 45 67', 'Me', '--desk', 'podrska', '--for', 'eva', '--json');
    expect(json(named)).toMatchObject({ tickets: ['POD-1003'] });
    const none = await at('call', '12', 'What?', '--desk', 'podrska');
    expect(none.err).toContain('12 is no phone number of RS');
    expect((await at('call', '064 123 45 67', 'x', '--desk', 'podrska', '--for', 'Petar')).err).toContain(
      'Petar is nobody',
    );
  });

  it('tells who is on call', async () => {
    expect(json(await at('on-call', '--at', '2026-01-12T08:59', '--json'))).toEqual([
      {
        rota: 'mobile',
        agent: 'emma',
        name: 'Emma Clark',
        number: '+381 63 555 100',
        from: '2026-01-05 09:00',
        until: '2026-01-12 09:00',
      },
    ]);
    expect((await at('on-call', '--at', '2026-01-12 09:00')).out).toContain('Marko Petrović');
    expect(json(await at('on-call', '--at', '2025-12-31', '--json'))).toMatchObject([{ rota: 'mobile', agent: null }]);
    expect((await at('on-call', '--at', 'soon')).err).toContain('"soon" is no moment');
  });

  it('enters contacts without address from a table, if they have a number', async () => {
    const file = join(place.folder, 'table.csv');
    await writeFile(file, 'addresses,name,client,mobile\n,Mira,123,060 111 22 33\n');
    expect((await at('contact', 'import', file)).out).toContain('1 contacts entered');
    await at('contact', 'import', file);
    expect((await at('contact', 'list')).out.match(/Mira/g)).toHaveLength(1);
    await writeFile(file, 'addresses,name,client,mobile\n,Nobody,123,\n');
    expect((await at('contact', 'import', file)).err).toContain(
      'table.csv:2: addresses is empty, and so are landline and mobile',
    );
    expect((await at('contact', 'add', '--name', 'Nobody')).err).toContain(
      'a contact needs an address or a phone number',
    );
  });
});
