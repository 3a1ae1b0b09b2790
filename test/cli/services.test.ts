import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderWith, json, OFFLINE, spoc } from './cli.ts';

process.env.SPOC_TEST_PASSWORD = 'not used';

interface Told {
  readonly dryRun: boolean;
  readonly unchanged: number;
  readonly differences: readonly {
    what: string;
    id: string;
    fields: { field: string; from: unknown; to: unknown }[];
  }[];
}

const TABLE = `id,client,name,circuits,service_level,escalation
SRV-1,123,Internet,C-1; C 2,,
SRV-2,Mlin Žitko,"Veza, Niš",,,
`;

describe('the register of services', () => {
  let place: Awaited<ReturnType<typeof folderWith>>;
  const at = (...args: string[]) => spoc(...args, '--config', place.file);
  const file = async (text: string, name = 'services.csv') => {
    const path = join(place.folder, name);
    await writeFile(path, text);
    return path;
  };
  const ids = async () => json<{ id: string }[]>(await at('service', 'list', '--json')).map(({ id }) => id);
  beforeAll(async () => {
    place = await folderWith(OFFLINE);
    await at('client', 'add', 'ACME', '--company-number', '123');
    await at('client', 'add', 'Mlin Žitko');
    expect((await at('service', 'import', await file(TABLE))).out).toBe(
      '2 added, 0 changed, 0 removed, 0 unchanged.\n',
    );
  });
  afterAll(() => place.remove());

  it('shows services, by id or circuit however they are written', async () => {
    expect(await ids()).toEqual(['SRV-1', 'SRV-2']);
    expect(json(await at('service', 'show', 'c2', '--json'))).toEqual({
      id: 'SRV-1',
      client: 1,
      clientName: '123',
      name: 'Internet',
      circuits: ['C-1', 'C 2'],
      serviceLevel: null,
      escalation: null,
    });
    expect((await at('service', 'list', '--client', 'mlin žitko')).out).toContain('Veza, Niš');
    expect(await at('service', 'show', 'nothing')).toMatchObject({ code: 66 });
  });

  it('says by a dry run what would be added, changed field by field and removed, and changes nothing', async () => {
    const other = 'id,client,name,circuits\nSRV-1,123,Internet 2,C-1;C 2\nSRV-3,Mlin Žitko,,C-9\n';
    const path = await file(other, 'other.csv');
    const dry = await at('service', 'import', path, '--replace', '--dry-run', '--json');
    expect(json<Told>(dry)).toEqual({
      dryRun: true,
      unchanged: 0,
      differences: [
        { what: 'changed', id: 'SRV-1', fields: [{ field: 'name', from: 'Internet', to: 'Internet 2' }] },
        expect.objectContaining({ what: 'removed', id: 'SRV-2' }),
        expect.objectContaining({ what: 'added', id: 'SRV-3' }),
      ],
    });
    const told = await at('service', 'import', path, '--replace', '--dry-run');
    expect(told.out).toContain('    name: Internet → Internet 2');
    expect(told.out).toContain('Would be: 1 added, 1 changed, 1 removed, 0 unchanged. Nothing was changed.');
    expect(json<Told>(await at('service', 'import', await file(TABLE), '--replace', '--json'))).toEqual({
      dryRun: false,
      unchanged: 2,
      differences: [],
    });
  });

  it.each([
    ['an empty id', 'id,client\n,123\n', 2, 'id is empty'],
    ['no client', 'id,client\nSRV-7,\n', 2, 'client is empty'],
    ['a client who is not there', 'id,client\nSRV-7,123\nSRV-8,nobody\n', 3, 'company number or name nobody'],
    ['the same id twice', 'id,client\nSRV-7,123\nSRV-7,123\n', 3, 'SRV-7 stands in line 2 already'],
    ['an id that reads like another', 'id,client\nSRV-7,123\nsrv 1,123\n', 3, 'reads like SRV-1'],
    ['a level that is not there', 'id,client,service_level\nSRV-7,123,gold\n', 2, 'there is no service level gold'],
    ['a matrix that is not there', 'id,client,escalation\nSRV-7,123,noc\n', 2, 'there is no escalation matrix noc'],
    ['an unknown column', 'id,clinet\nSRV-7,123\n', 1, 'did you mean "client"?'],
  ])('refuses %s with its line, and changes nothing', async (_name, text, line, says) => {
    const path = await file(text, 'wrong.csv');
    const refused = await at('service', 'import', path);
    expect(refused.code).toBe(65);
    expect(refused.err).toContain(`${path}:${line}: `);
    expect(refused.err).toContain(says);
    expect(refused.err).toContain('nothing was changed');
    const { problems } = json<{ problems: { line: number }[] }>(await at('service', 'import', path, '--json'));
    expect(problems.map((one) => one.line)).toContain(line);
    expect(await ids()).toEqual(['SRV-1', 'SRV-2']);
  });

  it.each([
    ['services:\n  SRV-7: { client: 123 }\n  SRV-8:\n    clinet: x\n', 4, 'did you mean "client"?'],
    ['services:\n  SRV-7: { client: nobody }\n', 2, 'company number or name nobody'],
    ['services:\n  SRV-7: { client: 123 }\n  SRV-7: { client: 123 }\n', 3, 'SRV-7'],
    ['services:\n  SRV-7: { client: 123, circuits: ["a,b"] }\n', 2, 'without commas'],
    ['SRV-7: { client: 123 }\n', 1, 'unknown'],
    ['- 1\n', 1, 'no table'],
  ])('refuses YAML %j with its line', async (text, line, says) => {
    const path = await file(text, 'wrong.yaml');
    const refused = await at('service', 'import', path);
    expect(refused.code).toBe(65);
    expect(refused.err).toContain(`${path}:${line}: `);
    expect(refused.err).toContain(says);
    expect(await ids()).toEqual(['SRV-1', 'SRV-2']);
  });

  it.each(['csv', 'yaml'])('reads what it exports as %s without a change', async (format) => {
    const exported = await at('service', 'export', '--format', format);
    const path = await file(exported.out, `export.${format}`);
    expect(json<Told>(await at('service', 'import', path, '--replace', '--json'))).toMatchObject({
      differences: [],
      unchanged: 2,
    });
  });

  it('takes a service out, and says so before', async () => {
    await at('service', 'import', await file('id,client\nSRV-9,123\n', 'nine.csv'));
    expect((await at('service', 'remove', 'SRV-9', '--dry-run')).out).toContain('- SRV-9');
    expect(await ids()).toHaveLength(3);
    expect((await at('service', 'remove', 'SRV-9', 'SRV-10')).err).toContain('there is no service SRV-10');
    expect(await ids()).toHaveLength(3);
    expect((await at('service', 'remove', 'SRV-9')).out).toContain('1 removed');
    expect(await ids()).toHaveLength(2);
  });

  it('wants to know how a file is written whose name does not tell', async () => {
    const path = await file(TABLE, 'services.dat');
    expect(await at('service', 'import', path)).toMatchObject({ code: 64 });
    expect((await at('service', 'import', path, '--format', 'csv')).code).toBe(0);
  });
});

describe('what was agreed with a client', () => {
  it('is checked against the configuration and kept where a table does not speak of it', async () => {
    const place = await folderWith(OFFLINE);
    const at = (...args: string[]) => spoc(...args, '--config', place.file);
    const path = join(place.folder, 'clients.csv');
    try {
      const wrong = await at('client', 'add', 'ACME', '--company-number', '123', '--service-level', 'gold');
      expect(wrong.code).toBe(65);
      expect(wrong.err).toContain('there is no service level gold');
      await at('client', 'add', 'ACME', '--company-number', '123', '--locale', 'sr', '--domain', 'acme.test');
      await writeFile(path, 'company_number,name,calendar\n123,ACME,office\n');
      const refused = await at('client', 'import', path);
      expect(refused.code).toBe(65);
      expect(refused.err).toContain(`${path}:2: there is no calendar office`);
      await writeFile(path, 'company_number,name,locale\n123,ACME d.o.o.,sl\n');
      await at('client', 'import', path);
      expect(json(await at('client', 'show', '123', '--json'))).toMatchObject({
        name: 'ACME d.o.o.',
        locale: 'sl',
        domains: ['acme.test'],
        serviceLevel: null,
      });
      await at('client', 'add', 'ACME', '--company-number', '123');
      expect(json(await at('client', 'show', '123', '--json'))).toMatchObject({ locale: 'sl', domains: ['acme.test'] });
    } finally {
      await place.remove();
    }
  });
});
