import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pdfPages } from '../delivery/document/pdf-text.ts';
import { folderWith, json, OFFLINE, spoc } from './cli.ts';

process.env.SPOC_TEST_PASSWORD = 'not used';

const CONFIGURATION = OFFLINE.replace(
  'agents: [emma, marko] }',
  `agents: [emma, marko], problems: { manager: marko, at_least: 2 }, rfo: {},
      defects: { releases: [{ name: "4.1", expected: 2099-01-15 }] } }`,
);
const TEXT = 'Cause:\nA cut fibre.\nPrevention:\n- A second path';

/** Each command is a whole start: milliseconds that a story of them may take on a busy machine. */
const SLOW = 120_000;

describe('spoc defect, problem, release and rfo', { timeout: SLOW }, () => {
  let place: Awaited<ReturnType<typeof folderWith>>;
  const at = (...args: string[]) => spoc(...args, '--config', place.file);
  const done = async (...args: string[]) => {
    const ran = await at(...args);
    expect(ran, args.join(' ')).toMatchObject({ code: 0 });
    return ran;
  };
  const open = (who: string, type: string, priority = 'normal') =>
    done(
      ...['ticket', 'open', '--desk', 'support', '--for', who, '--subject', 'It is down', '--type', type],
      ...['--priority', priority, '--channel', 'phone', 'It is down.'],
    );
  beforeAll(async () => {
    place = await folderWith(CONFIGURATION);
  });
  afterAll(() => place.remove());

  it('lets tickets hang on a defect and brings it on, and lists where it stands', async () => {
    await open('ana@alpha.test', 'defect');
    await open('vera@beta.test', 'request');
    await done('defect', 'hang', 'SUP-1002', 'sup-1001');
    expect(await at('defect', 'plan', 'SUP-1001', '4.1')).toMatchObject({
      code: 77,
      err: expect.stringContaining('the defect is not confirmed yet'),
    });
    await done('defect', 'confirm', 'SUP-1001');
    expect(await at('defect', 'plan', 'SUP-1001', '9.9')).toMatchObject({
      code: 77,
      err: expect.stringContaining('it takes one of: 4.1'),
    });
    await done('defect', 'plan', 'SUP-1001', '4.1');
    expect(json(await done('defect', 'list', '--json'))).toEqual([
      {
        ...{ number: 'SUP-1001', subject: 'It is down', status: 'on-hold', stage: 'planned' },
        ...{ release: '4.1', expected: '2099-01-15', hanging: ['SUP-1002'] },
      },
    ]);
    expect((await done('ticket', 'show', 'SUP-1002')).out).toContain('on defect SUP-1001');
    expect((await done('explain', 'SUP-1001')).out).toContain('defect planned for 4.1, expected 2099-01-15');
    await done('defect', 'unhang', 'SUP-1002');
    expect(await at('defect', 'plan', 'SUP-1001', '4.1', '--expected', 'soon')).toMatchObject({ code: 64 });
  });

  it('keeps a register of releases beside the configuration', async () => {
    await done('release', 'set', '4.2', '--expected', '2099-03-01', '--desk', 'support');
    await writeFile(join(place.folder, 'r.csv'), 'desk,name,expected,released\nsupport,5.0,2099-06-01,\n');
    await done('release', 'import', join(place.folder, 'r.csv'));
    await done('release', 'out', '4.2', '--on', '2099-02-27', '--desk', 'support');
    expect(json(await done('release', 'list', '--json'))).toEqual([
      { desk: 'support', name: '4.1', expected: '2099-01-15', released: null, from: 'configuration' },
      { desk: 'support', name: '4.2', expected: '2099-03-01', released: '2099-02-27', from: 'register' },
      { desk: 'support', name: '5.0', expected: '2099-06-01', released: null, from: 'register' },
    ]);
    const { out } = await done('release', 'export');
    await writeFile(join(place.folder, 'again.csv'), out);
    expect(json(await done('release', 'import', join(place.folder, 'again.csv'), '--json'))).toMatchObject({
      differences: [],
      unchanged: 2,
    });
    await writeFile(join(place.folder, 'wrong.csv'), 'desk,name,expected\nsupport,6,2099-02-30\nnowhere,7,\n');
    const wrong = await at('release', 'import', join(place.folder, 'wrong.csv'), '--json');
    expect(json<{ problems: { line: number }[] }>(wrong).problems.map(({ line }) => line)).toEqual([2, 3]);
  });

  it('gathers incidents on a problem with its analysis, and lists what recurs', async () => {
    await open('ana@alpha.test', 'problem');
    await open('ana@alpha.test', 'incident', 'urgent');
    await open('ana@alpha.test', 'incident');
    await done('problem', 'hang', 'SUP-1004', 'SUP-1003');
    await done('problem', 'cause', 'SUP-1003', 'The', 'power', 'fails.');
    await done('problem', 'prevention', 'SUP-1003', 'A second supply.');
    expect((await done('explain', 'SUP-1003')).out).toContain('root cause in message #');
    expect(json(await done('problems', 'list', '--json'))).toMatchObject([
      { number: 'SUP-1003', hanging: ['SUP-1004'] },
    ]);
    const month = new Date().toISOString().slice(0, 7);
    const list = json<{ incidents: number; groups: unknown[] }>(
      await done('problems', 'recurring', '--desk', 'support', '--month', month, '--json'),
    );
    // They have no client, and no service: nothing is common to them.
    expect(list).toMatchObject({ incidents: 2, groups: [] });
    expect(json(await done('problems', 'recurring', '--desk', 'support', '--send', '--json'))).toMatchObject({
      sent: 'marko',
    });
    expect((await done('outbox', 'list', '--json')).out).toContain('recurring-incidents');
    expect(await at('problems', 'recurring', '--desk', 'support', '--month', '2026-13')).toMatchObject({ code: 64 });
  });

  it('writes the document of an outage, shows it and exports its PDF', async () => {
    expect((await at('rfo', 'write', 'SUP-1004', TEXT)).err).toContain('the incident is not resolved yet');
    await done('ticket', 'status', 'SUP-1004', 'resolved');
    expect((await done('rfo', 'draft', 'SUP-1004')).out).toMatch(/Cause:[\s\S]*Reported by telephone[\s\S]*Preventive/);
    expect((await at('rfo', 'write', 'SUP-1004', 'Cause: x')).err).toContain('it lacks the section “Prevention:”');
    await done('rfo', 'write', 'SUP-1004', TEXT);
    expect(json(await done('rfo', 'show', 'SUP-1004', '--json'))).toMatchObject({
      number: 'SUP-1004',
      state: 'issued',
      file: 'rfo-sup-1004.pdf',
      text: TEXT,
    });
    expect(json(await done('rfo', 'list', '--json'))).toMatchObject([{ number: 'SUP-1004', state: 'issued' }]);
    const file = join(place.folder, 'rfo.pdf');
    await done('rfo', 'show', 'SUP-1004', '--output', file);
    expect(
      pdfPages(await readFile(file))
        .flat()
        .join(' '),
    ).toContain('A second path');
    expect(await at('rfo', 'show', 'SUP-1005', '--output', file)).toMatchObject({ code: 66 });
  });
});
