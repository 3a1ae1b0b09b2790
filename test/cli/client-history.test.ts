import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderWith, json, OFFLINE, spoc } from './cli.ts';

process.env.SPOC_TEST_PASSWORD = 'not used';

interface Shown {
  readonly history: {
    readonly tickets: readonly {
      readonly number: string;
      readonly desk: string;
      readonly messages: readonly { readonly text: string }[];
      readonly events: readonly object[];
    }[];
    readonly more: boolean;
  };
}

describe('one client, one place (CLOUDEMPIERE-7)', () => {
  let place: Awaited<ReturnType<typeof folderWith>>;
  const at = (...args: string[]) => spoc(...args, '--config', place.file);
  const open = (desk: string, who: string, subject: string, text: string, ...more: string[]) =>
    at('ticket', 'open', '--desk', desk, '--for', who, '--subject', subject, ...more, text);
  beforeAll(async () => {
    place = await folderWith(OFFLINE.replace('prefix: SUP,', 'prefix: SUP, queue: { channel: { portal: 40 } },'));
    // Before anybody knew whose person she is.
    await open('support', 'petra@acme.test', 'Toner', 'The toner is empty.', '--name', 'Petra');
    await at('client', 'add', 'ACME', '--company-number', '123');
    await at('client', 'add', 'Other', '--company-number', '999');
    await at('contact', 'add', 'jovan@acme.test', '--name', 'Jovan', '--client', '123');
    await at('contact', 'add', 'petra@acme.test', '--client', '123');
    await at('contact', 'add', 'x@other.test', '--client', '999');
    await open('support', 'jovan@acme.test', 'Printer', 'The printer has no paper.');
    await open('podrska', 'jovan@acme.test', 'Račun', 'Pošaljite račun.');
    await open('support', 'x@other.test', 'Secret', 'Nobody else is to see this.');
    await at('ticket', 'reply', 'SUP-1002', 'Paper comes today.', '--status', 'resolved', '--as', 'emma');
    await at('ticket', 'note', 'POD-1001', 'they have not paid', '--as', 'marko');
  });
  afterAll(() => place.remove());

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
    await open('support', 'x@other.test', 'By portal', 'A question.', '--channel', 'portal');
    await open('support', 'x@other.test', 'Urgent', 'Nothing works.', '--priority', 'urgent');
    const queue = json<{ place: number; number: string; desk: string; points: { channel: number } }[]>(
      await at('ticket', 'list', '--queue', '--desk', 'support', '--json'),
    );
    expect(queue.map(({ place, number }) => `${place} ${number}`)).toEqual([
      '1 SUP-1005',
      '2 SUP-1004',
      '3 SUP-1001',
      '4 SUP-1003',
    ]);
    expect(queue[1]?.points).toMatchObject({ channel: 40 });
    expect((await at('ticket', 'list', '--queue')).out).toMatch(/1 +SUP-1005 +20\d\.\d .*200 urgent/);
  });

  it('says that a question was asked before', async () => {
    await open('support', 'jovan@acme.test', 'No paper', 'Again the printer has no paper in it.');
    expect((await at('explain', 'SUP-1006')).out).toContain('like SUP-1002');
    expect((await at('ticket', 'same', 'SUP-1006', 'SUP-1001')).err).toContain('it was found to be like SUP-1002');
    expect((await at('ticket', 'same', 'SUP-1001')).err).toContain('nothing was found that is like the ticket');
    expect((await at('ticket', 'same', 'SUP-1006', '--as', 'emma')).code).toBe(0);
    expect((await at('explain', 'SUP-1006')).out).toContain('the same question as SUP-1002, by Emma Clark');
  });
});
