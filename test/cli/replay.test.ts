import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReplayReport } from '../../src/clock/replay/report.ts';
import { folderWith, json, OFFLINE, spoc } from './cli.ts';

const PASSWORD = process.env.SPOC_TEST_PASSWORD;
let place: Awaited<ReturnType<typeof folderWith>>;
beforeAll(async () => {
  process.env.SPOC_TEST_PASSWORD = 'secret';
  place = await folderWith(OFFLINE);
});
afterAll(async () => {
  if (PASSWORD === undefined) delete process.env.SPOC_TEST_PASSWORD;
  else process.env.SPOC_TEST_PASSWORD = PASSWORD;
  await place.remove();
});

/** A mail as it lies in an archive; `hour` of 2 March 2026. */
function mail(
  hour: number,
  from: string,
  to: string,
  id: string,
  more: string,
  text = 'Hello,\n\nplease help.\n',
): string {
  const at = `Mon, 2 Mar 2026 ${String(hour).padStart(2, '0')}:00:00 +0000`;
  return `From: ${from}\nTo: ${to}\nDate: ${at}\nMessage-ID: <${id}>\n${more}\n\n${text}`;
}

const ANA = 'Ana <ana@client.example>';
const ARCHIVE = [
  mail(8, ANA, 'support@desk.test', '1@client.example', 'Subject: Cannot log in'),
  mail(
    9,
    'Emma Clark <emma@staff.test>',
    `${ANA}, support@desk.test`,
    '2@staff.test',
    'Subject: Re: Cannot log in\nIn-Reply-To: <1@client.example>',
    'Try again, please.\n',
  ),
  mail(
    10,
    ANA,
    'emma@staff.test, support@desk.test',
    '3@client.example',
    'Subject: Re: Cannot log in\nIn-Reply-To: <2@staff.test>',
    'Still nothing.\n',
  ),
  // Sent by somebody of the desk from the shared mailbox.
  mail(
    11,
    'Support <support@desk.test>',
    ANA,
    '4@desk.test',
    'Subject: Re: Cannot log in\nIn-Reply-To: <3@client.example>',
    'And now?\n',
  ),
  mail(12, 'Emma Clark <emma@staff.test>', 'support@desk.test', '5@staff.test', 'Subject: Lunch', 'Shall we?\n'),
  mail(
    13,
    'Jovan <jovan@klijent.example>',
    'podrska@desk.test',
    '6@klijent.example',
    'Subject: Pitanje',
    'Dobar dan.\n',
  ),
  mail(14, 'Shop <shop@shop.example>', 'support@desk.test', '7@shop.example', 'Subject: Offer\nX-Spam-Flag: YES'),
];

async function archive(): Promise<string> {
  const path = join(place.folder, 'archive.mbox');
  // Not in the order in which they came.
  await writeFile(
    path,
    ARCHIVE.toReversed()
      .map((one) => `From - Mon Mar  2 00:00:00 2026\n${one}\n`)
      .join(''),
  );
  return path;
}
const replayed = async (...options: readonly string[]) => {
  const ran = await spoc('replay', await archive(), '--config', place.file, '--json', ...options);
  expect(ran.err).toBe('');
  return ran;
};
const counts = <T extends { readonly count: number }>(rows: readonly T[], name: keyof T) =>
  Object.fromEntries(rows.map((row) => [row[name], row.count]));

describe('spoc replay', { timeout: 120_000 }, () => {
  it('tells what the configuration would have made of an archive, the same each time, and leaves nothing behind', async () => {
    const before = (await readdir(tmpdir())).filter((name) => name.startsWith('spoc-replay-'));
    const first = await replayed('--trust', '--verbose');
    expect((await replayed('--trust', '--verbose')).out).toBe(first.out);
    const lines = first.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const report: ReplayReport = lines.pop();
    expect(lines.map(({ outcome, ticket }) => [outcome, ticket])).toEqual([
      ['opened', 'SUP-1001'],
      ['added', 'SUP-1001'],
      ['added', 'SUP-1001'],
      ['added', 'SUP-1001'],
      ['opened', 'SUP-1002'],
      ['opened', 'POD-1001'],
      ['held', null],
    ]);
    expect(report.mails).toMatchObject({ all: 7, agents: { joined: 2, opened: 1, unplaced: 0 } });
    expect(report.mails.stopped).toMatchObject([
      { outcome: 'held', from: 'shop@shop.example', reasons: [expect.any(String), expect.stringContaining('spam')] },
    ]);
    expect(counts(report.tickets.byDesk, 'desk')).toEqual({ support: 2, podrska: 1 });
    expect(counts(report.tickets.byStatus, 'status')).toEqual({ pending: 1, new: 2 });
    expect(report.notices).toContainEqual({ kind: 'confirmation', language: 'en-GB', to: 'client', count: 2 });
    expect(report.notices).toContainEqual({ kind: 'confirmation', language: 'sr-Latn', to: 'client', count: 1 });
    expect(existsSync(join(place.folder, 'data', 'spoc.db')), 'the data folder').toBe(false);
    expect((await readdir(tmpdir())).filter((name) => name.startsWith('spoc-replay-'))).toEqual(before);
  });

  it('believes nobody without a trusted receiver or --trust: answers of staff are held', async () => {
    const report = json<ReplayReport>(await replayed());
    expect(counts(report.mails.outcomes, 'outcome')).toMatchObject({ held: 4 });
    expect(report.mails.agents).toEqual({ joined: 0, opened: 0, unplaced: 3 });
  });

  it('takes the mail of a stretch of time, and lets timers run as long as it is told', async () => {
    const report = json<ReplayReport>(
      await replayed('--from', '2026-03-02T12:30:00Z', '--to', '2026-03-02T13:30:00Z', '--until', '2026-03-20'),
    );
    expect(report.span).toEqual({
      first: '2026-03-02T13:00:00.000Z',
      last: '2026-03-02T13:00:00.000Z',
      end: '2026-03-20T00:00:00.000Z',
    });
    expect(report.mails.all).toBe(1);
  });

  it('begins with the people of the data folder, which it leaves as they are', async () => {
    const { code } = await spoc(
      'client',
      'add',
      'Client Ltd',
      '--domain',
      'client.example',
      '--locale',
      'sl',
      '--config',
      place.file,
    );
    expect(code).toBe(0);
    const report = json<ReplayReport>(await replayed('--trust', '--people'));
    expect(report.notices).toContainEqual({ kind: 'confirmation', language: 'sl', to: 'client', count: 1 });
    expect(json(await spoc('ticket', 'list', '--json', '--config', place.file))).toEqual([]);
    expect(json(await spoc('outbox', 'list', '--json', '--config', place.file))).toEqual([]);
  });

  it('shows what another policy would have kept and missed, with the escalations that follow', async () => {
    const promising = async (firstResponse: string) => {
      const file = join(place.folder, `${firstResponse}.yaml`);
      const level = `{ name: Standard, time: clock, targets: { all: { first_response: ${firstResponse}, resolution: 10h } } }`;
      const matrix = '{ name: Managers, levels: [{ name: Manager, agents: [marko], after: 4h }] }';
      const desk = OFFLINE.replace(
        'agents: [emma, marko] }',
        'agents: [emma, marko], service_level: standard, escalation: managers }',
      );
      await writeFile(file, `${desk}service_levels:\n  standard: ${level}\nescalations:\n  managers: ${matrix}\n`);
      return json<ReplayReport>(await spoc('replay', await archive(), '--config', file, '--json', '--trust'));
    };
    const hour = 3_600_000;
    // Emma answers Ana after an hour; nobody answers what Emma asked herself.
    const [kept, missed] = [await promising('60m'), await promising('59m')];
    const first = { level: 'standard', priority: 'normal', target: 'first-response', open: 0, median: hour };
    expect(kept.targets).toContainEqual({ ...first, met: 1, missed: 1 });
    expect(missed.targets).toContainEqual({ ...first, met: 0, missed: 2 });
    expect(kept.targets).toContainEqual({
      ...first,
      target: 'resolution',
      met: 0,
      missed: 1,
      open: 1,
      median: undefined,
    });
    expect(kept.escalations).toEqual([{ matrix: 'managers', level: 1, why: 'age', count: 2 }]);
    const told = ({ notices }: ReplayReport) =>
      notices.filter(({ kind }) => kind === 'agent-target').reduce((sum, one) => sum + one.count, 0);
    expect(told(missed)).toBeGreaterThan(told(kept));
  });

  it('reads the same mail out of a folder, and tells people in words', async () => {
    const folder = join(place.folder, 'mails');
    await mkdir(folder, { recursive: true });
    for (const [at, one] of ARCHIVE.entries()) await writeFile(join(folder, `${9 - at}.eml`), one);
    const { out } = await spoc('replay', folder, '--config', place.file, '--trust');
    expect(out).toMatch(/^7 mails from 2026-03-02 /);
    expect(out).toMatch(/Of agents: 2 joined a ticket, 1 opened one, 0 could not be placed\./);
    expect(out).toMatch(/1 +confirmation +sr-Latn +client/);
    expect(out).toMatch(/held +shop@shop\.example +Offer/);
  });

  it('says what is wrong with what it was given', async () => {
    expect(await spoc('replay', join(place.folder, 'nothing'), '--config', place.file)).toMatchObject({ code: 66 });
    const wrong = await spoc('replay', await archive(), '--config', place.file, '--from', 'yesterday');
    expect(wrong).toMatchObject({ code: 64, err: expect.stringContaining('2026-01-31') });
  });
});
