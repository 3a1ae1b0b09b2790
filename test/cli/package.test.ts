import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { deliverToSpool } from '../../src/intake/spool.ts';

const ROOT = resolve(import.meta.dirname, '../..');
let place: string;
let main: string;

/** What the package is when somebody installs it: its archive unpacked into an empty folder, the dependencies beside it. */
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'spoc-package-'));
  // Built by `npm test` before the tests; scripts would build it once more.
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', place], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ filename }] = JSON.parse(packed) as [{ readonly filename: string }];
  const modules = join(place, 'app', 'node_modules');
  mkdirSync(join(modules, 'spoc'), { recursive: true });
  execFileSync('tar', ['-xzf', join(place, filename), '--strip-components=1', '-C', join(modules, 'spoc')]);
  for (const name of readdirSync(join(ROOT, 'node_modules')))
    if (name !== 'spoc' && !name.startsWith('.')) symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  main = join(modules, 'spoc', 'dist', 'cli', 'main.js');
  // The configuration that comes with it, on any free ports.
  mkdirSync(join(place, 'app', 'config'));
  const shipped = readFileSync(join(modules, 'spoc', 'config', 'spoc.yaml'), 'utf8');
  writeFileSync(join(place, 'app', 'config', 'spoc.yaml'), shipped.replace(/imap: \d+, smtp: \d+/, 'imap: 0, smtp: 0'));
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

const spoc = (...args: string[]) =>
  execFileSync(process.execPath, [main, ...args], {
    cwd: join(place, 'app'),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });

describe('the package', () => {
  it('holds what it needs to run, and nothing of how it is made', () => {
    const folder = join(main, '../../..');
    const top = readdirSync(folder).sort();
    expect(top).toEqual(['LICENSE', 'README.md', 'config', 'dist', 'package.json', 'src', 'templates']);
    expect(readdirSync(join(folder, 'src'))).toEqual(['store']);
    expect(readdirSync(join(folder, 'src', 'store'))).toEqual(['migrations']);
    expect(readdirSync(join(folder, 'config'))).toEqual(
      expect.arrayContaining(['compose.yaml', 'spoc.service', 'spoc.yaml']),
    );
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(spoc('--version').trim()).toBe(version);
  });

  it('runs elsewhere: starts, takes a mail in, is well, ends; all that it leaves is its owner’s alone', async () => {
    const child = spawn(process.execPath, [main, 'start'], {
      cwd: join(place, 'app'),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    const ended = new Promise<number | null>((done) => child.once('exit', done));
    try {
      await vi.waitFor(() => expect(said).toContain('Spoc runs.'), { timeout: 60_000 });
      const data = join(place, 'app', 'data');
      const mail = `From: ana@client.example\nSubject: Elsewhere\n\n${'hello '.repeat(20_000)}\n`;
      await deliverToSpool(Readable.from([mail]), {
        folder: join(data, 'spool-in'),
        recipients: ['support@spoc.test'],
        at: new Date(),
        unique: 'one',
        most: 10_000_000,
      });
      await vi.waitFor(() => expect(spoc('ticket', 'list')).toContain('Elsewhere'), { timeout: 60_000, interval: 500 });
      expect(spoc('status')).toContain(`process ${child.pid}`);
      const wrong = readdirSync(data, { withFileTypes: true, recursive: true }).flatMap((entry) => {
        const path = join(entry.parentPath, entry.name);
        const mode = statSync(path).mode & 0o777;
        return mode === (entry.isDirectory() ? 0o700 : 0o600) ? [] : [`${path} ${mode.toString(8)}`];
      });
      expect(wrong).toEqual([]);
      expect(statSync(data).mode & 0o777).toBe(0o700);
      expect(existsSync(join(data, 'control.sock'))).toBe(true);
    } finally {
      child.kill('SIGTERM');
    }
    expect(await ended).toBe(0);
    expect(() => spoc('status')).toThrow(/no gateway runs/);
  }, 150_000);
});

describe('what it is run by', () => {
  const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');

  it('shuts the container in, keeps the data outside of it, and asks for its health', () => {
    const { services, volumes } = parse(text('config/compose.yaml')) as {
      services: Record<string, Record<string, unknown>>;
      volumes: object;
    };
    expect(services.spoc).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    expect(services.spoc?.volumes).toContain('data:/var/lib/spoc');
    expect(Object.keys(volumes)).toEqual(['data']);
    const docker = text('Dockerfile');
    expect(docker.lastIndexOf('USER node')).toBeGreaterThan(docker.lastIndexOf('RUN '));
    expect(docker).toMatch(/HEALTHCHECK .*CMD \["spoc", "status"\]/);
    // Every folder of the package is copied, and from where it is.
    const { files } = JSON.parse(text('package.json')) as { files: string[] };
    for (const file of files)
      expect(docker, file).toMatch(new RegExp(`^COPY .*\\b${file.replace('.', '\\.')}\\b`, 'm'));
  });

  it('ends the service by the signal that lets it finish, and starts it only by its own user', () => {
    const unit = text('config/spoc.service');
    for (const line of [
      'User=spoc',
      'UMask=0077',
      'StateDirectoryMode=0700',
      'NoNewPrivileges=yes',
      'ProtectSystem=strict',
    ])
      expect(unit.split('\n')).toContain(line);
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(10);
    expect(unit).not.toContain('MemoryDenyWriteExecute=');
  });
});
