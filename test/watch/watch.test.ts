import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pino, { type Logger } from 'pino';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadSettings } from '../../src/config/load.ts';
import { Secret } from '../../src/config/secret.ts';
import type { Settings } from '../../src/config/settings.ts';
import { createRenderer } from '../../src/delivery/render/renderer.ts';
import { type Gateway, startGateway } from '../../src/gateway.ts';
import { createTell } from '../../src/watch/tell.ts';
import { createWatchman } from '../../src/watch/watchman.ts';
import { CONFIGURATION } from '../gateway/world.ts';
import { seen } from './seen.ts';

/** A hook, a relay and a program that note what they are told. */
async function ways(folder: string) {
  const posted: { readonly kind: string; readonly subject: string }[] = [];
  const hook: Server = createServer((incoming, outgoing) => {
    let text = '';
    incoming.on('data', (chunk) => {
      text += String(chunk);
    });
    incoming.on('end', () => {
      posted.push(JSON.parse(text));
      outgoing.end();
    });
  });
  await new Promise<void>((done) => hook.listen(0, '127.0.0.1', done));
  const mails: string[] = [];
  const relay = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      let text = '';
      stream.on('data', (chunk) => {
        text += String(chunk);
      });
      stream.on('end', () => {
        mails.push(text);
        done();
      });
    },
  });
  await new Promise<void>((done) => relay.listen(0, '127.0.0.1', done));
  const program = join(folder, 'page.mjs');
  await writeFile(
    program,
    `import { appendFileSync, readFileSync } from 'node:fs';\nappendFileSync(process.argv[2], readFileSync(0) + '\\n');\n`,
  );
  return {
    posted,
    mails,
    program,
    pages: join(folder, 'pages'),
    hookUrl: `http://127.0.0.1:${(hook.address() as AddressInfo).port}/key-123`,
    smtpPort: (relay.server.address() as AddressInfo).port,
    close: async () => {
      await new Promise<void>((done) => hook.close(() => done()));
      await new Promise<void>((done) => relay.close(done));
    },
  };
}

describe('a gateway that is watched', () => {
  let folder: string;
  let gateway: Gateway;
  let settings: Settings;
  let log: Logger;
  let told: Awaited<ReturnType<typeof ways>>;
  const lines: string[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'spoc-watch-'));
    told = await ways(folder);
    const file = join(folder, 'spoc.yaml');
    await writeFile(
      file,
      `${CONFIGURATION.replace('log: { level: warn }', '')}
watch:
  listen: 127.0.0.1:0
  canary: { every: 1s, within: 10s }
  alerts:
    smtp: { host: 127.0.0.1, port: ${told.smtpPort}, tls: none }
    from: spoc@operator.test
    to: [operator@operator.test]
    webhook: \${ALERT_URL}
    command: [${process.execPath}, ${told.program}, ${told.pages}]
`,
    );
    const loaded = await loadSettings(file, { ALERT_URL: told.hookUrl });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    settings = loaded.settings;
    const renderer = createRenderer({ builtIn: resolve(import.meta.dirname, '../../templates'), own: undefined });
    renderer.prepare();
    log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
    gateway = await startGateway({ settings, renderer, log, now: () => new Date(), random: () => 0.5 });
  });
  afterAll(async () => {
    await gateway.close(2_000);
    await told.close();
    await rm(folder, { recursive: true, force: true });
  });

  const get = (path: string, method = 'GET') =>
    fetch(`http://127.0.0.1:${gateway.watchPort}${path}`, { method, signal: AbortSignal.timeout(10_000) });

  it('answers that it works and that it is ready, and nothing else', async () => {
    expect((await get('/healthz')).status).toBe(200);
    const ready = await get('/readyz');
    expect([ready.status, await ready.text()]).toEqual([200, 'ready\n']);
    expect((await get('/etc/passwd')).status).toBe(404);
    expect((await get('/metrics', 'DELETE')).status).toBe(405);
    expect((await get('/__proto__')).status).toBe(404);
  });

  it('measures the whole way by mails to itself, which are nobody’s tickets', async () => {
    const text = await vi.waitFor(
      async () => {
        const metrics = await (await get('/metrics')).text();
        expect(metrics).toMatch(/spoc_canary_seconds_count [1-9]/);
        return metrics;
      },
      { timeout: 20_000, interval: 100 },
    );
    expect(text).toMatch(/spoc_mail_decided_total\{outcome="automatic"\} [1-9]/);
    expect(text).toMatch(/spoc_mail_lag_seconds_count [1-9]/);
    expect(text).toMatch(/spoc_mailbox_state\{mailbox="demo",state="(?:listening|working)"\} 1/);
    expect(text).toContain('spoc_outbox_mails{state="queued"}');
    expect(await gateway.store.read.tickets({ limit: 5 })).toEqual([]);
    const [row] = await gateway.store.read.ledgerRows({ outcome: ['automatic'], limit: 1 });
    expect(row?.reasons.join()).toContain('our own canary');
  });

  it('tells an alarm by every way once, again after a while, and that it is right again', async () => {
    const { posted, mails, pages } = told;
    const { store } = gateway;
    const tell = createTell(settings.watch.alerts, log);
    let breaker: Date | undefined = new Date('2026-11-23T08:00:00Z');
    const observed = async (at: Date) => seen({ at, startedAt: at, breaker, ledger: { ...seen().ledger, newest: at } });
    const watchman = () =>
      createWatchman({ settings: settings.watch, store, observe: observed, missing: () => new Map(), tell, log });
    const at = (minutes: number) => new Date(Date.parse('2026-11-23T09:00:00Z') + minutes * 60_000);
    const first = watchman();
    await first.look(at(0));
    await first.look(at(1));
    // A restart tells nothing twice.
    const second = watchman();
    await second.look(at(2));
    expect(posted.map(({ kind }) => kind)).toEqual(['alarm']);
    expect(posted[0]?.subject).toContain('automatic mail is held since');
    expect(mails.join()).toMatch(/Subject: \[Spoc\] automatic mail is held/);
    expect(mails.join()).toMatch(/Auto-Submitted: auto-generated/);
    expect(await readFile(pages, 'utf8')).toContain('automatic mail is held');
    await second.look(at(24 * 60 + 1));
    breaker = undefined;
    await second.look(at(24 * 60 + 2));
    expect(posted.map(({ kind }) => kind)).toEqual(['alarm', 'alarm', 'cleared']);
  });

  it('tells whom it could not reach at the next look, by the ways that work', async () => {
    const lonely = createTell(
      { ...settings.watch.alerts, mail: undefined, webhook: new Secret('http://127.0.0.1:1/key-123') },
      log,
    );
    const failed = await lonely({ kind: 'alarm', subject: 's', text: 't', at: new Date() });
    expect(failed).toEqual(['webhook: no connection']);
  });

  it('says no secret in its log', () => {
    expect(lines.join('')).not.toContain('key-123');
    expect(lines.join('')).toContain('automatic mail is held');
  });
});
