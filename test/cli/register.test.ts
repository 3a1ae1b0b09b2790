import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderWith, json, OFFLINE, spoc } from './cli.ts';

process.env.SPOC_TEST_PASSWORD = 'not used';

describe('the register of clients and contacts', () => {
  let place: Awaited<ReturnType<typeof folderWith>>;
  const at = (...args: string[]) => spoc(...args, '--config', place.file);
  const table = async (text: string) => {
    const file = join(place.folder, 'table.csv');
    await writeFile(file, text);
    return file;
  };
  beforeAll(async () => {
    place = await folderWith(OFFLINE);
  });
  afterAll(() => place.remove());

  it('says what to do when nothing is remembered yet', async () => {
    const { code, err } = await at('client', 'list');
    expect(code).toBe(69);
    expect(err).toContain('npx spoc start');
  });

  it('enters a client and its people, and shows them', async () => {
    expect(
      (await at('client', 'add', 'ACME d.o.o.', '--company-number', '123', '--domain', 'acme.test', '--locale', 'sr'))
        .code,
    ).toBe(0);
    const added = await at(
      'contact',
      'add',
      'jovan@acme.test',
      '--name',
      'Jovan',
      '--client',
      '123',
      '--mobile',
      '+38160111',
      '--responsible',
    );
    expect(added.code).toBe(0);
    expect(json(await at('contact', 'show', 'JOVAN@acme.test', '--json'))).toMatchObject({
      name: 'Jovan',
      mobile: '+38160111',
      responsible: true,
      landline: null,
    });
    expect((await at('client', 'show', 'acme D.O.O.')).out).toContain('jovan@acme.test');
  });

  it('changes only what is said of a contact who is there', async () => {
    await at('contact', 'add', 'jovan@acme.test', '--position', 'director');
    expect(json(await at('contact', 'show', 'jovan@acme.test', '--json'))).toMatchObject({
      position: 'director',
      mobile: '+38160111',
      responsible: true,
    });
    await at('contact', 'add', 'jovan@acme.test', '--no-responsible');
    expect(json(await at('contact', 'show', 'jovan@acme.test', '--json'))).toMatchObject({
      position: 'director',
      responsible: false,
    });
  });

  it('knows whose requests a contact may see; a table that does not say leaves it', async () => {
    const sees = async () => json<{ sees: string }>(await at('contact', 'show', 'jovan@acme.test', '--json')).sees;
    expect(await sees()).toBe('own');
    expect((await at('contact', 'add', 'jovan@acme.test', '--sees', 'client')).code).toBe(0);
    expect((await at('contact', 'show', 'jovan@acme.test')).out).toMatch(/sees +client/);
    await at('contact', 'import', await table('addresses,name,client\njovan@acme.test,Jovan,123\n'));
    expect(await sees()).toBe('client');
    expect((await at('contact', 'export')).out).toMatch(/,client\r?\n/);
    await at('contact', 'import', await table('addresses,name,client,sees\njovan@acme.test,Jovan,123,unit\n'));
    expect(await sees()).toBe('unit');
    const wrong = await table('addresses,sees\njovan@acme.test,all\n');
    expect((await at('contact', 'import', wrong)).err).toContain('sees is "all"; one of own, unit, client');
    expect((await at('contact', 'add', 'jovan@acme.test', '--sees', 'all')).code).toBe(64);
    await at('contact', 'add', 'jovan@acme.test', '--mobile', '+38160111', '--position', 'director', '--sees', 'own');
  });

  it('refuses a table with wrong rows, naming each line, and enters nothing', async () => {
    const file = await table(
      'addresses,name,client,responsible\nx@acme.test,X,123,yes\nnobody,Y,123,perhaps\nz@acme.test,Z,unknown,no\n',
    );
    const refused = await at('contact', 'import', file);
    expect(refused.code).toBe(65);
    expect(refused.err).toContain(`${file}:3: addresses: "nobody" is not an e-mail address`);
    expect(refused.err).toContain(`${file}:3: responsible is "perhaps"; one of yes, no would be right`);
    expect(refused.err).toContain('nothing was changed');
    expect((await at('contact', 'show', 'x@acme.test')).code).toBe(66);
  });

  it('enters nothing when the store refuses a row', async () => {
    const file = await table('addresses,name,client\nx@acme.test,X,123\nz@acme.test,Z,unknown\n');
    const refused = await at('contact', 'import', file, '--json');
    expect(refused.code).toBe(65);
    expect(json<{ problems: { line: number }[] }>(refused).problems.map(({ line }) => line)).toEqual([3]);
    expect((await at('contact', 'show', 'x@acme.test')).code).toBe(66);
  });

  it('reads what it exports, again and again, without doubles', async () => {
    const file = await table((await at('client', 'export')).out);
    expect((await at('client', 'import', file)).out).toContain('1 clients');
    const contacts = await table((await at('contact', 'export')).out);
    expect((await at('contact', 'import', contacts)).code).toBe(0);
    expect(json<unknown[]>(await at('client', 'list', '--json'))).toHaveLength(1);
    expect(json<unknown[]>(await at('contact', 'list', '--json'))).toHaveLength(1);
  });

  it('knows a client without a number by its name when a table is read twice', async () => {
    const file = await table('name;domains\nBezbroja;bez.test\n');
    await at('client', 'import', file);
    await at('client', 'import', file);
    expect(
      json<{ name: string }[]>(await at('client', 'list', '--json')).filter(({ name }) => name === 'Bezbroja'),
    ).toHaveLength(1);
  });

  it.each([
    [['client', 'show', 'nobody'], 66, 'there is no client nobody'],
    [['client', 'add', 'X', '--locale', 'srb'], 64, 'did you mean "sr"?'],
    [['client', 'add', 'X', '--domain', 'gmail.com'], 65, 'gmail.com'],
    [['contact', 'add', 'nonsense'], 64, 'no e-mail address'],
    [['contact', 'import', '/nowhere/at/all.csv'], 66, 'no such file'],
    [['client', 'shwo'], 64, 'Did you mean show?'],
  ])('%j answers %i', async (args, code, words) => {
    const ran = await at(...args);
    expect(ran.err).toContain(words);
    expect(ran.err).not.toMatch(/\n {4}at /);
    expect(ran.code).toBe(code);
  });
});
