import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderWith, json, OFFLINE, spoc } from './cli.ts';

process.env.SPOC_TEST_PASSWORD = 'not used';

const TWO = OFFLINE.replace(
  /^agents:\n/m,
  'agents:\n  jelena: { name: Jelena Đurić, address: jelena@agents.test }\n',
).replace(/agents: \[/, 'agents: [jelena, ');

describe('absences at the terminal', () => {
  let place: Awaited<ReturnType<typeof folderWith>>;
  const at = (...args: string[]) => spoc(...args, '--config', place.file);
  beforeAll(async () => {
    place = await folderWith(TWO);
  });
  afterAll(() => place.remove());

  it('are entered, listed and taken back', async () => {
    const year = new Date().getUTCFullYear() + 1;
    const days = `${year}-01-20..${year}-01-31`;
    const added = await at('absence', 'add', 'Jelena', days, '--deputy', 'marko');
    expect(added.err).toBe('');
    expect(added.out).toContain(`jelena is away from ${year}-01-20 until ${year}-01-31, deputy marko`);
    const told = json<{ kind: string; recipient: string }[]>(await at('outbox', 'list', '--json'));
    expect(told.map(({ kind, recipient }) => `${kind} → ${recipient}`).toSorted()).toEqual([
      'agent-absences → jelena@agents.test',
      'agent-stand-in → marko@staff.test',
    ]);
    await at('absence', 'remove', 'jelena', `${year}-01-25`);
    const list = (await at('absence', 'list')).out;
    expect(list).toMatch(new RegExp(`jelena\\s+${year}-01-20\\s+${year}-01-24\\s+marko\\s+command`));
    expect(list).toMatch(new RegExp(`jelena\\s+${year}-01-26\\s+${year}-01-31\\s+marko`));
    await at('absence', 'remove', 'jelena');
    expect(json(await at('absence', 'list', '--json'))).toEqual([]);
  });

  it('say what would be right', async () => {
    expect((await at('absence', 'add', 'jelna', 'today')).err).toContain('did you mean "jelena"?');
    expect((await at('absence', 'add', 'jelena', 'soon')).err).toContain('write 2026-12-20..2026-12-31');
    expect((await at('absence', 'add', 'jelena', 'today', '--deputy', 'jelena')).err).toContain(
      'there is no agent "jelena"',
    );
  });

  it('come from a table whole or not at all', async () => {
    const file = join(place.folder, 'absences.csv');
    const year = new Date().getUTCFullYear() + 1;
    await writeFile(
      file,
      `agent,from,to,deputy\njelena,${year}-02-01,${year}-02-05,marko\nmarko,1.2.2020,,\njelna,${year}-02-01,,\njelena,${year}-02-05,,\n`,
    );
    const wrong = await at('absence', 'import', file);
    expect(wrong.code).toBe(65);
    expect(wrong.err).toMatch(/absences\.csv:3: .*no days to come/);
    expect(wrong.err).toMatch(/absences\.csv:4: agent is "jelna"; did you mean "jelena"\?/);
    expect(wrong.err).toMatch(/absences\.csv:5: jelena is away in this time by an earlier row/);
    expect(json(await at('absence', 'list', '--json'))).toEqual([]);

    await writeFile(
      file,
      `agent;from;to;deputy\nJelena Đurić;1. 2. ${year};5. 2. ${year};Marko\nmarko;${year}-03-01;;\n`,
    );
    expect((await at('absence', 'import', file, '--dry-run')).out).toContain(
      '2 absences would be entered; nothing was changed',
    );
    expect(json(await at('absence', 'list', '--json'))).toEqual([]);
    expect((await at('absence', 'import', file)).out).toContain('2 absences entered');
    expect(json(await at('absence', 'list', '--json'))).toMatchObject([
      { agent: 'jelena', deputy: 'marko', source: 'table' },
      { agent: 'marko', deputy: null, source: 'table' },
    ]);
  });
});
