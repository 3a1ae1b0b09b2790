import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Embedded, startEmbedded } from '../../src/intake/embedded.ts';
import { folderWith, spoc } from '../cli/cli.ts';

/*
 * Every kind of secret is planted, every server that is given one says it again in its refusal, and whatever can be read of the gateway
 * afterwards is searched for them.
 */

const MAIN = resolve(import.meta.dirname, '../../src/cli/main.ts');
const SECRETS = {
  SPOC_IMAP: 'Imap-Kestrel-77!a b',
  SPOC_SMTP: 'Smtp-Osprey-78"c',
  SPOC_REFUSED: 'Refused-Merlin-79',
  SPOC_CLIENT: 'Client~Secret-Harrier-80/x',
  SPOC_ALERT_SMTP: 'Alert-Buzzard-81',
  SPOC_WEBHOOK: 'Hook-Falcon-82',
} as const;
const TOKEN_IN_FILE = 'Refresh-Goshawk-83';

/** Every form in which a secret travels. */
const forms = (secret: string): readonly string[] => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  new URLSearchParams({ x: secret }).toString().slice(2),
  // Of base64, which goes by threes, what does not hang on its neighbours.
  ...[0, 1, 2].map((offset) =>
    Buffer.from(`${'\0'.repeat(offset)}${secret}`)
      .toString('base64')
      .slice(4, -4),
  ),
];

let place: Awaited<ReturnType<typeof folderWith>>;
let box: Embedded;
let gateway: ChildProcess;
let log = '';
const posted: string[] = [];
const mailed: string[] = [];
const releases: (() => unknown)[] = [];

const at = (...args: string[]) => spoc(...args, '--config', place.file);
const port = (server: { address(): AddressInfo | string | null }) => (server.address() as AddressInfo).port;
const listening = async (server: Server): Promise<number> => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  releases.push(() => new Promise((done) => server.close(done)));
  return port(server);
};

/** An IMAP server that refuses every login, in the words of the login. */
const loudImap = () =>
  createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('* OK [CAPABILITY IMAP4rev1] ready\r\n');
    let held = '';
    socket.on('data', (chunk) => {
      held += String(chunk);
      for (let end = held.indexOf('\r\n'); end >= 0; end = held.indexOf('\r\n')) {
        const line = held.slice(0, end);
        held = held.slice(end + 2);
        const [tag = '*', verb = ''] = line.split(' ');
        if (/^CAPABILITY$/i.test(verb)) socket.write('* CAPABILITY IMAP4rev1\r\n');
        socket.write(/^LOGIN$/i.test(verb) ? `${tag} NO wrong: ${line}\r\n` : `${tag} OK done\r\n`);
      }
    });
  });

/** A relay that refuses every login, in the words of the login. */
async function loudRelay(): Promise<number> {
  const relay = new SMTPServer({
    authMethods: ['PLAIN', 'LOGIN'],
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, done) => {
      const plain = Buffer.from(`\0${username}\0${password}`).toString('base64');
      mailed.push(password ?? '');
      done(new Error(`wrong: ${username} ${password} (${plain})`));
    },
  });
  await new Promise<void>((done) => relay.listen(0, '127.0.0.1', done));
  relay.on('error', () => undefined);
  releases.push(() => new Promise<void>((done) => relay.close(() => done())));
  return port(relay.server);
}

beforeAll(async () => {
  Object.assign(process.env, SECRETS);
  place = await folderWith('');
  releases.push(place.remove);
  box = await startEmbedded({
    addresses: ['support@spoc.test'],
    people: [],
    password: SECRETS.SPOC_IMAP,
    ports: { imap: 0, smtp: 0 },
    now: () => new Date(),
  });
  releases.push(() => box.close());
  const authority = await listening(
    createHttpServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += String(chunk);
      });
      request.on('end', () => {
        const words = {
          error: 'invalid_client',
          error_description: `no such client: ${decodeURIComponent(body)} ${body}`,
        };
        response.writeHead(401, { 'content-type': 'application/json' }).end(JSON.stringify(words));
      });
    }),
  );
  const hook = await listening(
    createHttpServer((request, response) => {
      posted.push(request.url ?? '');
      response.writeHead(500).end(`no: ${request.url}`);
    }),
  );
  process.env.SPOC_WEBHOOK = `http://127.0.0.1:${hook}/${SECRETS.SPOC_WEBHOOK}`;
  await writeFile(join(place.folder, 'refresh'), TOKEN_IN_FILE, { mode: 0o600 });
  const refused = await listening(loudImap());
  const relay = await loudRelay();
  const server = (at: number, login: string, user = 'support') =>
    `{ host: 127.0.0.1, port: ${at}, tls: none, user: ${user}@spoc.test, ${login} }`;
  const variable = (name: keyof typeof SECRETS) => `"$${`{${name}}`}"`;
  const microsoft = `oauth: { provider: microsoft, tenant: t, client_id: c, client_secret: ${variable('SPOC_CLIENT')}, expires: 2020-01-01, token_url: "http://127.0.0.1:${authority}/" }`;
  const google = `oauth: { provider: google, client_id: c, client_secret: ${variable('SPOC_CLIENT')}, refresh_token_file: refresh, token_url: "http://127.0.0.1:${authority}/" }`;
  await writeFile(
    place.file,
    `
data: data
mailboxes:
  main:
    imap: ${server(box.imap.port, `password: ${variable('SPOC_IMAP')}`)}
    smtp: ${server(relay, `password: ${variable('SPOC_SMTP')}`)}
    plus_addresses: true
    since: 2020-01-01
    default_desk: support
  refused:
    imap: ${server(refused, `password: ${variable('SPOC_REFUSED')}`, 'refused')}
    smtp: ${server(relay, `password: ${variable('SPOC_SMTP')}`, 'refused')}
    address: refused@spoc.test
    default_desk: support
  microsoft:
    imap: ${server(box.imap.port, microsoft, 'microsoft')}
    smtp: ${server(relay, microsoft, 'microsoft')}
    address: microsoft@spoc.test
    default_desk: support
  google:
    imap: ${server(box.imap.port, google, 'google')}
    smtp: ${server(relay, google, 'google')}
    address: google@spoc.test
    default_desk: support
agents:
  emma: { name: Emma Clark, address: emma@staff.test }
desks:
  support: { name: Support, address: support@spoc.test, mailbox: main, prefix: SUP, locale: en, time_zone: Europe/London, agents: [emma] }
dns: 'off'
log: { level: trace }
watch:
  listen: 127.0.0.1:0
  alerts:
    smtp: ${server(relay, `password: ${variable('SPOC_ALERT_SMTP')}`)}
    from: spoc@operator.test
    to: [operator@operator.test]
    webhook: ${variable('SPOC_WEBHOOK')}
`,
  );
  gateway = spawn(process.execPath, ['--import', 'tsx', MAIN, 'start', '--config', place.file], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [gateway.stdout, gateway.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
  await vi.waitFor(() => expect(log).toContain('Spoc runs.'), { timeout: 60_000 });
  box.deliver(
    Buffer.from(
      'From: Ana <ana@client.example>\r\nTo: support@spoc.test\r\nMessage-ID: <one@x>\r\nSubject: One\r\n\r\nhello\r\n',
    ),
    'support@spoc.test',
  );
  // Each server has refused its login.
  await vi.waitFor(
    () => {
      expect(mailed).toEqual(expect.arrayContaining([SECRETS.SPOC_SMTP, SECRETS.SPOC_ALERT_SMTP]));
      expect(posted.join()).toContain(SECRETS.SPOC_WEBHOOK);
      for (const name of ['refused', 'microsoft', 'google']) expect(log).toMatch(new RegExp(`"mailbox":"${name}"`));
      expect(log).toMatch(/"outcome":"opened"/);
    },
    { timeout: 60_000, interval: 100 },
  );
}, 150_000);
afterAll(async () => {
  if (gateway?.exitCode === null) {
    gateway.kill('SIGTERM');
    await once(gateway, 'exit');
  }
  for (const release of releases.reverse()) await release();
  for (const name of Object.keys(SECRETS)) delete process.env[name];
});

/** Which secrets are in a text, by name. */
function found(text: string | Buffer): readonly string[] {
  const all = [...Object.entries(SECRETS), ['the refresh token', TOKEN_IN_FILE] as const];
  return all.filter(([, secret]) => forms(secret).some((form) => text.includes(form))).map(([name]) => name);
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

const COMMANDS = [
  ...['check', 'check --connect', 'doctor', 'status', 'ledger', 'explain 1', 'explain SUP-1001', 'ticket list'],
  ...[
    'ticket show SUP-1001',
    'held list',
    'outbox list',
    'search hello',
    'client list',
    'on-call',
    'verify',
    'reconcile main',
  ],
].flatMap((line) => [line.split(' '), [...line.split(' '), '--json']]);

describe('a secret of the configuration', () => {
  it('would be found where it is', () => {
    for (const [name, secret] of Object.entries(SECRETS))
      for (const form of forms(secret)) expect(found(`x${form}x`)).toContain(name);
    const plain = Buffer.from(`\0support@spoc.test\0${SECRETS.SPOC_SMTP}`).toString('base64');
    expect(found(`AUTH PLAIN ${plain}`)).toEqual(['SPOC_SMTP']);
  });

  it.each(COMMANDS.map((args) => [args.join(' '), args] as const))('is not told by `spoc %s`', async (_line, args) => {
    const { out, err } = await at(...args);
    expect(out + err).not.toBe('');
    expect(found(out + err), out + err).toEqual([]);
  });

  it('is not told by --debug, nor by the errors of a wrong configuration', async () => {
    const wrong = join(place.folder, 'wrong.yaml');
    await writeFile(wrong, (await readFile(place.file, 'utf8')).replace('prefix: SUP', `prefx: SUP`));
    const checked = await spoc('check', '--debug', '--config', wrong);
    expect(checked.out).toContain('prefx');
    expect(found(checked.out + checked.err)).toEqual([]);
    // Written where it does not belong, it is refused without being repeated.
    await writeFile(
      wrong,
      (await readFile(place.file, 'utf8')).replace(/password: "\$\{SPOC_IMAP\}"/, `password: ${SECRETS.SPOC_REFUSED}`),
    );
    const written = await spoc('check', '--config', wrong);
    expect(written.code).toBe(78);
    expect(found(written.out + written.err), written.out).toEqual([]);
    const failed = await at('login', 'microsoft', '--debug');
    expect(failed.code).not.toBe(0);
    expect(found(failed.out + failed.err), failed.err).toEqual([]);
  });

  it('is in no file of the data folder, of a backup, of an export; those are their owner’s alone', async () => {
    expect((await at('backup', join(place.folder, 'backup'))).code).toBe(0);
    expect((await at('export-person', 'ana@client.example', join(place.folder, 'ana.json'))).code).toBe(0);
    const files = [
      ...(await filesBelow(join(place.folder, 'data'))),
      ...(await filesBelow(join(place.folder, 'backup'))),
      join(place.folder, 'ana.json'),
    ];
    expect(files.length).toBeGreaterThan(4);
    for (const file of files) {
      expect(found(await readFile(file)), file).toEqual([]);
      expect((await stat(file)).mode & 0o077, file).toBe(0);
    }
  });

  it('is on no command line', async () => {
    expect(found(await readFile(`/proc/${gateway.pid}/cmdline`))).toEqual([]);
  });

  it('is not in the log, however much is logged; nor is a reply address, nor a person', async () => {
    const db = new Database(join(place.folder, 'data', 'spoc.db'), { readonly: true });
    const tokens = db
      .prepare('SELECT token_reply AS reply, token_note AS note, token_bounce AS bounce FROM outbox')
      .all() as Record<string, string | null>[];
    db.close();
    const all = tokens.flatMap((row) => Object.values(row)).filter((token) => token !== null);
    expect(all.length).toBeGreaterThan(3);
    const explained = (await at('explain', 'SUP-1001')).out + (await at('ticket', 'show', 'SUP-1001')).out;
    gateway.kill('SIGTERM');
    await once(gateway, 'exit');
    const lines = log.split('\n').filter((line) => line.startsWith('{'));
    expect(lines.length).toBeGreaterThan(5);
    expect(found(log), log).toEqual([]);
    expect(all.filter((token) => log.includes(token) || explained.includes(token))).toEqual([]);
    expect(lines.join('\n')).not.toMatch(/ana@client|emma@staff|Emma Clark/);
    // One line for each mail, with its ledger id.
    const mails = lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ msg }) => msg === 'mail');
    expect(mails).toMatchObject([{ ledger: 1, outcome: 'opened' }]);
  });
});
