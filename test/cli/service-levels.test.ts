import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderWith, json, OFFLINE, spoc } from './cli.ts';

process.env.SPOC_TEST_PASSWORD = 'not used';

const CONFIGURATION = `${OFFLINE}
calendars:
  office: { hours: Mon-Fri 09:00-17:00, time_zone: Europe/Belgrade }
service_levels:
  basic: { name: Basic, targets: { all: { resolution: 40h } } }
`;

const TABLE = `id,name,calendar,tell_client,priority,target,within,time,paused_by,warn_at
gold,Gold,office,yes,all,first_response,4h,,,
gold,,,,urgent,first_response,30m,clock,none,0.5 0.9
silver,Silver,,,,,,,,
`;

interface Told {
  readonly unchanged: number;
  readonly differences: readonly {
    what: string;
    id: string;
    fields: { field: string; from: unknown; to: unknown }[];
  }[];
}

describe('the register of service levels', () => {
  let place: Awaited<ReturnType<typeof folderWith>>;
  const at = (...args: string[]) => spoc(...args, '--config', place.file);
  const file = async (text: string, name = 'levels.csv') => {
    const path = join(place.folder, name);
    await writeFile(path, text);
    return path;
  };
  const levels = async () =>
    json<{ id: string; from: string }[]>(await at('service-level', 'list', '--json')).map(
      ({ id, from }) => `${id} ${from}`,
    );
  const ALL = ['basic configuration', 'gold register', 'silver register'];
  beforeAll(async () => {
    place = await folderWith(CONFIGURATION);
    const imported = await at('service-level', 'import', await file(TABLE));
    expect(imported.err).toBe('');
    expect(imported.out).toBe('2 added, 0 changed, 0 removed, 0 unchanged.\n');
  });
  afterAll(() => place.remove());

  it('stands beside those of the configuration, with every promise as it was written', async () => {
    expect(await levels()).toEqual(ALL);
    expect(json(await at('service-level', 'show', 'gold', '--json'))).toMatchObject({
      name: 'Gold',
      calendar: 'office',
      tellsClient: true,
      targets: {
        normal: [{ kind: 'first-response', within: 4 * 3_600_000, time: 'business', warnAt: [0.75] }],
        urgent: [{ kind: 'first-response', within: 1_800_000, time: 'clock', pausedBy: [], warnAt: [0.5, 0.9] }],
      },
    });
    expect((await at('service-level', 'show', 'gold')).out).toContain('30m clock');
  });

  it.each(['csv', 'yaml'])('reads what it exports as %s without a change', async (format) => {
    const path = await file((await at('service-level', 'export', '--format', format)).out, `export.${format}`);
    const again = await at('service-level', 'import', path, '--replace', '--json');
    expect(json<Told>(again)).toMatchObject({ differences: [], unchanged: 2 });
  });

  it('tells a change promise by promise', async () => {
    const other = TABLE.replace('gold,,,,urgent,first_response,30m', 'gold,,,,urgent,first_response,20m');
    const dry = await at('service-level', 'import', await file(other, 'other.csv'), '--dry-run', '--json');
    expect(json<Told>(dry).differences).toEqual([
      {
        what: 'changed',
        id: 'gold',
        fields: [{ field: 'targets.urgent.first_response.within', from: '30m', to: '20m' }],
      },
    ]);
  });

  it.each([
    ['id,name\nbasic,Basic\n', 2, 'stands in the configuration too'],
    ['id,name\nBronze!,Bronze\n', 2, 'cannot be a name'],
    ['id,name,calendar\nbronze,Bronze,offcie\n', 2, 'did you mean "office"?'],
    [
      'id,name,priority,target,within\nbronze,Bronze,all,resolution,2d\n',
      2,
      'a day of opening hours has no fixed length',
    ],
    ['id,name,priority,target,within\nbronze,Bronze,all,resolution,soon\n', 2, 'within: expected'],
    ['id,name,priority,target,within\nbronze,Bronze,all,repair,4h\n', 2, 'target is "repair"'],
    ['id,name,priority,target,within\nbronze,Bronze,all,resolution,4h\nbronze,,all,resolution,5h\n', 3, 'twice'],
    [
      'id,name,priority,target,within\nbronze,Bronze,all,resolution,4h\nbronze,Brass,low,resolution,5h\n',
      3,
      'another than in line 2',
    ],
    ['id,name,priority,target,within\nbronze,Bronze,all,resolution,\n', 2, 'within is empty'],
    ['id,name,priority,target,within,warn_at\nbronze,Bronze,all,resolution,4h,1.5\n', 2, 'warn_at: expected a part'],
    ['id,name\n,Bronze\n', 2, 'id is empty'],
  ])('refuses %j with its line, and changes nothing', async (text, line, says) => {
    const path = await file(text, 'wrong.csv');
    const refused = await at('service-level', 'import', path);
    expect(refused.code).toBe(65);
    expect(refused.err).toContain(`${path}:${line}: `);
    expect(refused.err).toContain(says);
    expect(await levels()).toEqual(ALL);
  });

  it.each([
    [
      'service_levels:\n  bronze:\n    name: Bronze\n    targets: { all: { resolution: { wihtin: 4h } } }\n',
      4,
      'did you mean "within"?',
    ],
    ['service_levels:\n  basic: { name: Basic }\n', 2, 'stands in the configuration too'],
    ['levels: {}\n', 1, 'this key is unknown'],
  ])('refuses YAML %j with its line', async (text, line, says) => {
    const path = await file(text, 'wrong.yaml');
    const refused = await at('service-level', 'import', path);
    expect(refused.code).toBe(65);
    expect(refused.err).toContain(`${path}:${line}: `);
    expect(refused.err).toContain(says);
  });

  it('keeps a level that a client or a service has', async () => {
    await at('client', 'add', 'ACME', '--company-number', '123', '--service-level', 'silver');
    await writeFile(join(place.folder, 's.csv'), 'id,client,service_level\nSRV-1,123,silver\nSRV-2,123,gold\n');
    expect((await at('service', 'import', join(place.folder, 's.csv'))).code).toBe(0);
    const refused = await at('service-level', 'remove', 'silver');
    expect(refused.err).toContain(
      'silver is the service level of the service SRV-1 and 1 more: give them another first',
    );
    expect(await levels()).toEqual(ALL);
    const replaced = await at(
      'service-level',
      'import',
      await file('id,name\nsilver,Silver\n', 'one.csv'),
      '--replace',
    );
    expect(replaced.err).toContain('gold is the service level of the service SRV-2');
    expect((await at('service-level', 'remove', 'basic')).err).toContain('no service level basic in the register');
    await at('client', 'add', 'ACME', '--company-number', '123', '--service-level', 'none');
    await at('service', 'remove', 'SRV-1');
    expect((await at('service-level', 'remove', 'silver')).out).toContain('1 removed');
    expect(await levels()).toEqual(['basic configuration', 'gold register']);
  });
});
