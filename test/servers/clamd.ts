import { spawn } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canRun } from './command.ts';
import { freePort, temporaryFolder } from './folder.ts';

const CLAMD = '/usr/sbin/clamd';
/** It has read its signatures in a second, on a busy machine in ten. */
const PATIENCE = 30_000;

/** A clamd of a test's own, which knows one signature. */
export interface RealClamd {
  readonly port: number;
  readonly socket: string;
  /** What it takes for malware, and under which name. */
  readonly marker: string;
  readonly name: string;
  stop(): Promise<void>;
}

/** Whether Debian's clamd can be started here: installed, and we are root. */
export async function clamdAvailable(): Promise<boolean> {
  return process.getuid?.() === 0 && (await canRun(CLAMD));
}

/** Starts a clamd in a temporary folder, with a signature file of our own, on a free loopback port and a Unix socket. `most`: StreamMaxLength. */
export async function startRealClamd(most: string): Promise<RealClamd> {
  const folder = await temporaryFolder('clamd');
  const port = await freePort();
  const marker = 'MAGPIE-IN-THE-ATTIC-4711';
  const database = join(folder.path, 'database');
  const socket = join(folder.path, 'socket', 'clamd.ctl');
  await mkdir(database);
  await mkdir(join(folder.path, 'socket'));
  await chmod(join(folder.path, 'socket'), 0o777); // it gives up being root
  await writeFile(join(database, 'own.ndb'), `Spoc.Test.Magpie:0:*:${Buffer.from(marker).toString('hex')}\n`);
  const file = join(folder.path, 'clamd.conf');
  await writeFile(
    file,
    [
      `DatabaseDirectory ${database}`,
      `LocalSocket ${socket}`,
      `TCPSocket ${port}`,
      'TCPAddr 127.0.0.1',
      `StreamMaxLength ${most}`,
      'Foreground yes',
      'User clamav',
      '',
    ].join('\n'),
  );
  const child = spawn(CLAMD, ['--config-file', file], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    await folder.forget();
  };
  const ready = new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), PATIENCE);
    void ended.then(() => {
      clearTimeout(timer);
      resolve(false);
    });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (/Self checking every/.test(said)) resolve(true);
      });
  });
  if (!(await ready)) {
    await stop();
    throw new Error(`clamd did not start: ${said}`);
  }
  return { port, socket, marker, name: 'Spoc.Test.Magpie.UNOFFICIAL', stop };
}
