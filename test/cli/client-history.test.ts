import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Act } from '../../src/desk/command.ts';
import type { AgentId, ClientId, DeskId } from '../../src/desk/ids.ts';
import type { Channel, Priority } from '../../src/desk/status.ts';
import { OPERATOR } from '../../src/intake/execute.ts';
import { emailAddress } from '../../src/mail/address.ts';
import { type DeskWorld, startDesk } from '../gateway/desk-world.ts';
import { CONFIGURATION } from '../gateway/world.ts';
import { folderWith, json, OFFLINE, spoc } from './cli.ts';

process.env.SPOC_TEST_PASSWORD = 'not used';

interface Shown {
  readonly history: {
    readonly tickets: readonly { readonly number: string; readonly messages: readonly { readonly text: string }[] }[];
    readonly more: boolean;
  };
}

describe('one client, one place (CLOUDEMPIERE-7)', () => {
  let world: DeskWorld;
  const at = (...args: string[]) => spoc(...args, '--config', world.settings.file);

  async function client(name: string, companyNumber: string): Promise<ClientId> {
    return world.core.operations.putClient({
      ...{ id: undefined, companyNumber, name, locale: undefined, domains: [], desk: undefined },
      ...{ level: undefined, calendar: undefined, matrix: undefined },
    });
  }
  async function person(name: string, address: string, of: ClientId | undefined) {
    const mail = emailAddress(address);
    return world.core.operations.putContact({
      ...{ id: undefined, client: of, name, businessUnit: undefined, position: undefined, landline: undefined },
      ...{ mobile: undefined, locale: undefined, responsible: false, addresses: mail === undefined ? [] : [mail] },
    });
  }
  async function open(
    desk: string,
    who: Awaited<ReturnType<typeof person>>,
    subject: string,
    text: string,
    more: { readonly channel?: Channel; readonly priority?: Priority } = {},
  ) {
    const done = await world.core.operations.execute({
      ...{ kind: 'open', desk: desk as DeskId, by: OPERATOR, requester: who, channel: 'phone', type: 'request' },
      ...{ priority: 'normal', subject, text, direction: 'inbound', ...more },
    });
    expect(done).toMatchObject({ kind: 'done' });
  }
  async function act(number: string, agent: string, acts: readonly Act[], text?: string, inside = false) {
    const ticket = await world.store.read.ticketByNumber(number);
    if (ticket === undefined) throw new Error(`there is no ticket ${number}`);
    const by = { kind: 'agent', id: agent as AgentId } as const;
    const visibility = inside ? 'internal' : 'client';
    return world.core.operations.execute({ kind: 'act', ticket, by, acts, text, visibility });
  }

  let jovan: Awaited<ReturnType<typeof person>>;
  let stranger: Awaited<ReturnType<typeof person>>;
  beforeAll(async () => {
    world = await startDesk(
      CONFIGURATION.replace('    prefix: SUP\n', '    prefix: SUP\n    queue: { channel: { portal: 40 } }\n'),
    );
    // Before anybody knew whose person she is.
    const petra = await person('Petra', 'petra@acme.test', undefined);
    await open('support', petra, 'Toner', 'The toner is empty.');
    const acme = await client('ACME', '123');
    await person('Petra', 'petra@acme.test', acme);
    jovan = await person('Jovan', 'jovan@acme.test', acme);
    stranger = await person('X', 'x@other.test', await client('Other', '999'));
    for (const [desk, who, subject, text] of [
      ['support', jovan, 'Printer', 'The printer has no paper.'],
      ['podrska', jovan, 'Račun', 'Pošaljite račun.'],
      ['support', stranger, 'Secret', 'Nobody else is to see this.'],
    ] as const) {
      world.clock = new Date(world.clock.getTime() + 60_000);
      await open(desk, who, subject, text);
    }
    world.clock = new Date(world.clock.getTime() + 60_000);
    await act('SUP-1002', 'emma', [{ kind: 'status', to: 'resolved' }], 'Paper comes today.');
    world.clock = new Date(world.clock.getTime() + 60_000);
    await act('POD-1001', 'marko', [], 'they have not paid', true);
  });
  afterAll(() => world.close());

  it('shows its tickets at all desks, and what was said and done on them, the newest first', async () => {
    const { out, code } = await at('client', 'show', 'ACME');
    expect(code).toBe(0);
    expect(out).toContain('jovan@acme.test');
    expect(out).toMatch(/POD-1001 +podrska .*\n.*SUP-1002 +support +resolved .*\n.*SUP-1001 +support +new/);
    expect(out).toContain('podrska: 1 open, 0 done; support: 1 open, 1 done; 3 tickets');
    const history = out.slice(out.indexOf('History'));
    const order = [
      'they have not paid',
      'Paper comes today.',
      'Pošaljite račun.',
      'The printer has no paper.',
      'Toner',
    ];
    const places = order.map((text) => history.indexOf(text));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(history).toContain('→ Emma Clark: Paper comes today.');
    expect(history).toContain('✎ Marko Petrović: they have not paid');
    expect(history).toContain('status from new to resolved by Emma Clark');
    expect(out).not.toContain('Secret');
  });

  it('goes through it page by page, and says the same to programs', async () => {
    const first = json<Shown>(await at('client', 'show', '123', '--limit', '2', '--json')).history;
    expect(first).toMatchObject({ tickets: [{ number: 'POD-1001' }, { number: 'SUP-1002' }], more: true });
    expect(first.tickets[1]?.messages.map(({ text }) => text)).toEqual([
      'The printer has no paper.',
      'Paper comes today.',
    ]);
    const page = ['--limit', '2', '--before', 'SUP-1002'];
    const rest = json<Shown>(await at('client', 'show', '123', ...page, '--json')).history;
    expect(rest).toMatchObject({ tickets: [{ number: 'SUP-1001' }], more: false });
    expect((await at('client', 'show', '123', '--limit', '2')).out).toContain('older ones: --before SUP-1002');
    expect((await at('client', 'show', '999')).out).not.toContain('Printer');
    expect((await at('client', 'show', '123', '--limit', '0')).code).toBe(64);
  });

  it('lists the waiting list in its order, with the points (SAOP-2)', async () => {
    await open('support', stranger, 'By portal', 'A question.', { channel: 'portal' });
    await open('support', stranger, 'Urgent', 'Nothing works.', { priority: 'urgent' });
    const queue = json<{ place: number; number: string; points: { channel: number } }[]>(
      await at('ticket', 'list', '--queue', '--desk', 'support', '--json'),
    );
    expect(queue.map(({ place, number }) => `${place} ${number}`)).toEqual([
      '1 SUP-1005',
      '2 SUP-1004',
      '3 SUP-1001',
      '4 SUP-1003',
    ]);
    expect(queue[1]?.points).toMatchObject({ channel: 40 });
    expect((await at('explain', 'SUP-1004')).out).toMatch(/waits +place 2 of 4 \(channel 40, priority 0, age /);
    expect((await at('ticket', 'list', '--queue')).out).toMatch(/1 +SUP-1005 .*200 urgent/);
  });

  it('says that a question was asked before', async () => {
    await open('support', jovan, 'No paper', 'Again the printer has no paper in it.');
    expect((await at('explain', 'SUP-1006')).out).toContain('like SUP-1002');
    expect(await act('SUP-1006', 'emma', [{ kind: 'same', as: 'SUP-1001' }])).toMatchObject({
      why: 'it was found to be like SUP-1002, none',
    });
    expect(await act('SUP-1001', 'emma', [{ kind: 'same', as: undefined }])).toMatchObject({
      why: 'nothing was found that is like the ticket',
    });
    expect(await act('SUP-1006', 'emma', [{ kind: 'same', as: undefined }])).toMatchObject({ kind: 'done' });
    expect((await at('explain', 'SUP-1006')).out).toContain('the same question as SUP-1002, by Emma Clark');
  });
});

it('tells how much is published, and what of it is wrong (CLOUDEMPIERE-2)', async () => {
  const place = await folderWith(OFFLINE.replace('prefix: SUP,', 'prefix: SUP, answers: { links: links.csv },'));
  const file = join(place.folder, 'links.csv');
  expect(await spoc('check', '--config', place.file)).toMatchObject({
    code: 78,
    out: expect.stringContaining(`there is no file ${file}`),
  });
  await writeFile(file, 'title,url\nPIN,https://x.example/pin\nPaper,nowhere\n');
  const { out, code } = await spoc('check', '--config', place.file);
  expect(code).toBe(0);
  expect(out).toContain('1 published answer of support');
  expect(out).toContain('row 2: url "nowhere" is no address of a web page; it is left out');
  await place.remove();
});
