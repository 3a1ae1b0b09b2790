import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { gatewayStatus } from '../../src/intake/control.ts';
import { deliverToSpool } from '../../src/intake/spool.ts';
import { CONFIGURATION } from '../gateway/world.ts';
import { folderWith, json, OFFLINE, type Ran, spoc } from './cli.ts';

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
    await vi.waitFor(() => expect(running.text.out, running.text.err).toContain('Spoc runs.'), { timeout: 55_000 });
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

  it('keeps what is taken for spam until a person decides', async () => {
    for (const n of ['one', 'two']) {
      const mail = `From: who@else.test\nSubject: ${n}\nX-Spam-Flag: YES\n\nbuy\n`;
      const folder = join(data(), 'spool-in');
      await deliverToSpool(Readable.from([mail]), {
        folder,
        recipients: ['support@spoc.test'],
        at: new Date(),
        unique: n,
        most: 1000,
      });
    }
    const held = async () => json<{ mail: number; reasons: string[] }[]>(await at('held', 'list', '--json'));
    await vi.waitFor(async () => expect(await held()).toHaveLength(2), { timeout: 15_000, interval: 100 });
    const [second, first] = await held();
    expect(first?.reasons.join()).toMatch(/taken for spam.*X-Spam-Flag/i);
    expect((await at('held', 'drop', `${second?.mail}`)).out).toContain('dropped');
    expect((await at('held', 'release', `${first?.mail}`)).out).toContain('released');
    await vi.waitFor(
      async () =>
        expect(json(await at('ledger', '--json'))).toMatchObject({
          waiting: 0,
          outcomes: { held: 0, spam: 1, opened: 2 },
        }),
      {
        timeout: 15_000,
        interval: 100,
      },
    );
    const explained = (await at('explain', `${first?.mail}`)).out;
    expect(explained).toMatch(/earlier +held .*taken for spam/);
    expect(explained).toContain('released by the operator');
    expect(explained).toMatch(/outcome +opened on SUP-1002/);
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
    expect(list.map(({ number }) => number)).toEqual(['POD-1002', 'SUP-1003']);
  });

  it('knows every mail of its mailbox, those that it moved included', async () => {
    const told = await at('reconcile', '--json');
    const [mailbox] = json<{ folders: { folder: string; looked: number; unknown: number }[] }[]>(told);
    expect({ code: told.code, err: told.err }).toEqual({ code: 0, err: '' });
    expect(mailbox?.folders.map(({ folder, unknown }) => [folder, unknown])).toEqual([
      ['INBOX', 0],
      ['Done', 0],
    ]);
    expect(mailbox?.folders[1]?.looked).toBeGreaterThan(3);
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

describe('a gateway whose servers never answer', () => {
  const sockets = new Set<Socket>();
  let server: Server;
  let place: Awaited<ReturnType<typeof folderWith>>;
  beforeAll(async () => {
    process.env.SPOC_TEST_PASSWORD = 'not used';
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const silent = `{ host: 127.0.0.1, port: ${port}, tls: none, user: support@desk.test, password: "\${SPOC_TEST_PASSWORD}" }`;
    place = await folderWith(OFFLINE.replace(/imap: .*/, `imap: ${silent}`).replace(/smtp: .*/, `smtp: ${silent}`));
    const opened = await spoc(
      'ticket',
      'open',
      '--desk',
      'support',
      '--for',
      'a@b.test',
      '--subject',
      's',
      '--write',
      'text',
      '--config',
      place.file,
    );
    expect(opened).toMatchObject({ code: 0 });
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
    await place.remove();
  });

  /** The relay and the mailbox are being waited for. */
  const hanging = async () => {
    const before = sockets.size;
    const gateway = startIn(place.file);
    await vi.waitFor(() => expect(sockets.size, gateway.text.err).toBeGreaterThanOrEqual(before + 2), {
      timeout: 30_000,
    });
    return gateway;
  };

  it('ends within ten seconds of the first signal', async () => {
    const gateway = await hanging();
    const begun = performance.now();
    gateway.process.kill('SIGTERM');
    await gateway.ended;
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  it('ends at once at the second', async () => {
    const gateway = await hanging();
    gateway.process.kill('SIGTERM');
    await vi.waitFor(() => expect(gateway.text.err).toContain('a second signal ends at once'), { timeout: 5_000 });
    const begun = performance.now();
    const again = setInterval(() => gateway.process.kill('SIGTERM'), 150);
    const code = await gateway.ended;
    clearInterval(again);
    expect(code).toBe(128 + 15);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});
