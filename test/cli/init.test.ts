import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Asker, Cancelled, terminalAsker } from '../../src/cli/ask.ts';
import { type InitDeps, type InitFlags, init } from '../../src/cli/init.ts';
import { loadSettings } from '../../src/config/load.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spoc-init-'));
  file = join(folder, 'config', 'spoc.yaml');
});
afterEach(() => rm(folder, { recursive: true }));

const alone: InitDeps = { asker: undefined, timeZone: 'Europe/Vienna' };
const FLAGS: InitFlags = { address: 'podpora@firma.si', agents: ['Ana Kos <ana@firma.si>', 'Žiga <ziga@firma.si>'] };

async function loaded(env: Readonly<Record<string, string>>) {
  const result = await loadSettings(file, env);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result;
}

/** Answers by what the question says; Enter (the guess) where nothing is scripted. */
function scripted(answers: readonly (readonly [RegExp, string | boolean])[]): Asker & { readonly asked: string[] } {
  const asked: string[] = [];
  const left = [...answers];
  const answer = (message: string): string | boolean | undefined => {
    asked.push(message);
    const at = left.findIndex(([pattern]) => pattern.test(message));
    return at < 0 ? undefined : left.splice(at, 1)[0]?.[1];
  };
  return {
    asked,
    async text({ message, initial, check }) {
      const given = String(answer(message) ?? initial ?? '');
      const wrong = check?.(given);
      if (wrong !== undefined) throw new Error(`${message}: ${given}: ${wrong}`);
      return given;
    },
    secret: async ({ message }) => String(answer(message) ?? ''),
    choose: async ({ message, initial, options }) =>
      options.find(({ value }) => value === answer(message))?.value ?? initial,
    confirm: async ({ message, initial }) => Boolean(answer(message) ?? initial),
    say: () => undefined,
  };
}

describe('with nobody to ask', () => {
  test('writes a configuration that loads, without any secret, and says what comes next', async () => {
    const result = await init(file, FLAGS, alone);
    expect(result).toEqual({
      kind: 'written',
      file,
      secretFile: undefined,
      next: [
        'set the environment variable SUPPORT_PASSWORD',
        'npx spoc check --connect',
        'npm start, and write a mail to podpora@firma.si',
      ],
    });
    const { settings, warnings } = await loaded({ SUPPORT_PASSWORD: 'x' });
    expect(warnings).toEqual([]);
    expect(settings.data).toBe(join(folder, 'data'));
    expect([...settings.policy.agents.keys()]).toEqual(['ana', 'ziga']);
    expect(settings.policy.desks.get('support' as never)).toMatchObject({
      name: 'Support',
      prefix: 'SUP',
      locale: 'sl',
      timeZone: 'Europe/Vienna',
      agents: ['ana', 'ziga'],
    });
    expect(settings.mailboxes.get('support' as never)).toMatchObject({
      plusAddresses: false,
      access: {
        imap: { host: 'imap.firma.si', port: 993, tls: 'implicit' },
        smtp: { host: 'smtp.firma.si', port: 465 },
      },
    });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'config'))).toEqual(['spoc.yaml']);
  });

  test.each([
    [
      'a port of STARTTLS',
      { smtp: 'mail.firma.si:587' },
      { access: { smtp: { host: 'mail.firma.si', port: 587, tls: 'starttls' } } },
    ],
    [
      'Google',
      { provider: 'google', clientId: 'c.apps' },
      { plusAddresses: true, access: { imap: { login: { oauth: { provider: 'google' } } } } },
    ],
    [
      'Microsoft',
      { provider: 'microsoft', clientId: 'c', tenant: 'firma.si' },
      { access: { smtp: { port: 587, tls: 'starttls', login: { oauth: { tenant: 'firma.si' } } } } },
    ],
  ])('%s', async (_, flags, expected) => {
    expect(await init(file, { ...FLAGS, ...flags }, alone)).toMatchObject({ kind: 'written' });
    const { settings } = await loaded({ SUPPORT_PASSWORD: 'x', SUPPORT_CLIENT_SECRET: 'x' });
    expect(settings.mailboxes.get('support' as never)).toMatchObject(expected);
  });

  test('names with every kind of sign come through as they are', async () => {
    const names = ['O\'Neil "Jr": #1, {x}', 'yes', '- dash', 'Ђорђе', '& amp', '123'];
    const agents = names.map((name, index) => `${name} <a${index}@firma.si>`);
    expect(await init(file, { ...FLAGS, agents, desk: 'Help: "desk" #1' }, alone)).toMatchObject({ kind: 'written' });
    const { settings } = await loaded({ SUPPORT_PASSWORD: 'x' });
    expect([...settings.policy.agents.values()].map((agent) => agent.name)).toEqual(names);
    expect(settings.policy.desks.get('support' as never)).toMatchObject({
      name: 'Help: "desk" #1',
      signature: 'Help: "desk" #1',
    });
  });

  test('tells all that is missing or wrong at once, and writes nothing', async () => {
    const result = await init(file, { provider: 'google', prefix: 'sup', locale: 'de', agents: ['nobody'] }, alone);
    expect(result).toEqual({
      kind: 'refused',
      problems: [
        '--address is missing: expected an address such as support@example.com',
        '--user is missing: expected one line of text, not empty',
        '--client-id is missing: expected one line of text, not empty',
        '--prefix sup: expected one to ten capital letters and digits that begin with a letter, such as EB',
        '--locale de: expected one of en, sr, sr-Cyrl, sl, sk, cs, mk',
        '--agent nobody: a name and an address: Ana Kos <ana@example.com>',
      ],
    });
    expect(await readdir(folder)).toEqual([]);
  });

  test("an agent at the desk's own address would loop, and nothing is left behind", async () => {
    const result = await init(file, { ...FLAGS, agents: ['Ana <podpora@firma.si>'] }, alone);
    expect(result).toMatchObject({ kind: 'refused', problems: [expect.stringMatching(/go round in a circle/)] });
    expect(await readdir(join(folder, 'config'))).toEqual([]);
  });

  test('never overwrites', async () => {
    await mkdir(join(folder, 'config'));
    await writeFile(file, 'mine');
    expect(await init(file, FLAGS, alone)).toMatchObject({
      kind: 'refused',
      problems: [expect.stringMatching(/is there already/)],
    });
    expect(await readFile(file, 'utf8')).toBe('mine');
  });
});

describe('with a person', () => {
  test('asks what no flag says; the password goes into a file of its own', async () => {
    const asker = scripted([
      [/address to which clients write/, 'podpora@firma.si'],
      [/^Password$/, 'hunter2'],
      [/Name of the desk/, 'e-Banking podpora'],
      [/Who answers/, 'Ana Kos <ana@firma.si>'],
      [/Who else/, 'Žiga <ziga@firma.si>'],
    ]);
    const result = await init(file, {}, { ...alone, asker });
    const secret = join(folder, 'config', 'secrets', 'support-password');
    expect(result).toMatchObject({ kind: 'written', secretFile: secret });
    expect((await stat(secret)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).not.toContain('hunter2');
    const { settings, warnings } = await loaded({});
    expect(warnings).toEqual([]);
    const access = settings.mailboxes.get('support' as never)?.access;
    const login = access?.kind === 'servers' ? access.imap.login : undefined;
    expect(login?.kind === 'password' && login.password.reveal()).toBe('hunter2');
    expect(settings.policy.desks.get('support' as never)?.prefix).toBe('EBP');
    expect(asker.asked).toContain('Does mail to podpora+test@firma.si reach this mailbox, too?');
  });

  test('giving up leaves nothing', async () => {
    const asker = { ...scripted([]), text: () => Promise.reject(new Cancelled('given up')) };
    expect(await init(file, {}, { ...alone, asker })).toEqual({ kind: 'cancelled' });
    expect(await readdir(folder)).toEqual([]);
  });

  test('the terminal: typing, choosing, giving up', async () => {
    const input = new PassThrough();
    const output = new PassThrough();
    output.resume();
    const asker = terminalAsker(input, output);
    const typed = asker.text({ message: 'Who?', check: (answer) => (answer === 'ana' ? undefined : 'ana') });
    input.write('ana\r');
    expect(await typed).toBe('ana');
    const chosen = asker.choose({
      message: 'Which?',
      options: [
        { value: 'a', label: 'A' },
        { value: 'b', label: 'B' },
      ],
      initial: 'a',
    });
    input.write('\x1b[B\r');
    expect(await chosen).toBe('b');
    const guessed = asker.confirm({ message: 'Sure?', initial: true });
    input.write('\r');
    expect(await guessed).toBe(true);
    const secret = asker.secret({ message: 'Password' });
    input.write('hunter2\r');
    expect(await secret).toBe('hunter2');
    const given = asker.text({ message: 'Who?' });
    input.write('\x03');
    await expect(given).rejects.toThrow(Cancelled);
  });
});
