import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { gatewayStatus } from '../../src/cli/control.ts';
import { CONFIGURATION } from '../gateway/world.ts';
import { folderWith, json, type Ran, spoc } from './cli.ts';

const MAIN = resolve(import.meta.dirname, '../../src/cli/main.ts');

/** A gateway in a process of its own. */
interface Running {
  readonly process: ChildProcess;
  readonly text: { out: string; err: string };
  readonly ended: Promise<number | null>;
}

function startIn(file: string): Running {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, 'start', '--config', file], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text.out += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text.err += chunk;
  });
  return { process: child, text, ended: new Promise((done) => child.once('exit', (code) => done(code))) };
}

describe('a gateway started at the terminal', () => {
  let place: Awaited<ReturnType<typeof folderWith>>;
  let running: Running;
  const data = () => join(place.folder, 'data');
  const at = (...args: string[]) => spoc(...args, '--config', place.file);
  beforeAll(async () => {
    place = await folderWith(CONFIGURATION.replace('level: warn', 'level: info'));
    running = startIn(place.file);
    await vi.waitFor(() => expect(running.text.out, running.text.err).toContain('Spoc runs.'), { timeout: 30_000 });
  });
  afterAll(async () => {
    running.process.kill('SIGKILL');
    await running.ended;
    await place.remove();
  });

  it('says which addresses listen, how to send a first mail and where the tickets are', async () => {
    const [servers] = (await gatewayStatus(data())).embedded;
    for (const words of [
      'support@spoc.test',
      `SMTP 127.0.0.1:${servers?.smtp.port}`,
      `curl -sS --url smtp://127.0.0.1:${servers?.smtp.port}`,
      'npx spoc demo',
      'npx spoc ticket list',
    ])
      expect(running.text.out).toContain(words);
    expect(running.text.out).not.toContain(servers?.password);
  });

  it('has the folder for itself', async () => {
    expect(await at('start')).toMatchObject({
      code: 69,
      err: expect.stringContaining(`process ${running.process.pid}`),
    });
  });

  it('carries out what is asked of it elsewhere, and tells refusals in the same words', async () => {
    expect((await at('client', 'add', 'ACME', '--company-number', '1')).code).toBe(0);
    const refused = await at('client', 'add', 'ACME', '--domain', 'gmail.com');
    expect(refused).toMatchObject({ code: 65, err: expect.stringContaining('gmail.com') });
    const opened = await at(
      'ticket',
      'open',
      '--desk',
      'support',
      '--for',
      'ana@client.example',
      '--subject',
      'By phone',
      'She called.',
    );
    expect(opened).toMatchObject({ code: 0, out: expect.stringContaining('SUP-1001') });
    expect(opened.err).not.toContain('No gateway runs');
    await vi.waitFor(async () => expect((await at('outbox', 'list')).out).toContain('Nothing waits'), {
      timeout: 15_000,
      interval: 100,
    });
  });

  it('takes mail from the pipe of an MTA and makes a ticket of it', async () => {
    const deliver = (input: string, ...args: string[]) =>
      spawnSync(process.execPath, ['--import', 'tsx', MAIN, 'deliver', '--config', place.file, ...args], {
        input,
        encoding: 'utf8',
      });
    expect(
      deliver('From: jovan@klijent.example\nSubject: iz cevi\n\nhello\n', '--recipient', 'podrska@spoc.test').status,
    ).toBe(0);
    expect(deliver('', '--recipient', 'podrska@spoc.test').status).toBe(65);
    let found: Ran | undefined;
    await vi.waitFor(
      async () => {
        found = await at('ledger', '--json');
        expect(json(found)).toMatchObject({ received: 1, waiting: 0, outcomes: { opened: 1 } });
      },
      { timeout: 15_000, interval: 100 },
    );
    expect((await at('explain', '1')).out).toMatch(/opened.* on POD-1001/);
    const tickets = json<{ number: string }[]>(await at('ticket', 'list', '--json'));
    expect(tickets.map(({ number }) => number)).toEqual(['POD-1001', 'SUP-1001']);
  });

  it('is well, says doctor', async () => {
    const { code, out } = await at('doctor');
    expect(out).toContain(`the gateway runs (process ${running.process.pid})`);
    expect({ code, out }).toMatchObject({ code: 0 });
  });

  it('plays the story of the demo', async () => {
    const { code, out, err } = await at('demo');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const words of [
      'račun č. 7.png',
      'Primljeno:',
      'The invoice opens now.',
      'iz statusa',
      'SUP-1002',
      'POD-1002',
    ])
      expect(out).toContain(words);
    const list = json<{ number: string; status: string }[]>(
      await at('ticket', 'list', '--status', 'resolved', '--json'),
    );
    expect(list.map(({ number }) => number)).toEqual(['POD-1002', 'SUP-1002']);
  });

  it('logs JSON without addresses, and ends by itself when it is told to', async () => {
    const begun = performance.now();
    running.process.kill('SIGTERM');
    expect(await running.ended).toBe(0);
    expect(performance.now() - begun).toBeLessThan(10_000);
    const logged = running.text.err
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { msg: string });
    expect(logged.map(({ msg }) => msg)).toContain('ended');
    expect(running.text.err).not.toMatch(/ana@|jovan@|emma@/);
    expect(existsSync(join(data(), 'control.sock'))).toBe(false);
  });
});
