import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { access, constants, open, readFile } from 'node:fs/promises';
import { createConnection } from 'node:net';

/**
 * Runs a program to its end; throws with what it said when it fails. Its output goes to a file: a daemon that it leaves behind would keep a pipe
 * open, and we would wait for that.
 */
export async function run(program: string, args: readonly string[], log: string): Promise<string> {
  const output = await open(log, 'w');
  try {
    const child = spawn(program, [...args], { stdio: ['ignore', output.fd, output.fd] });
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('exit', resolve).once('error', reject);
    });
    const said = await readFile(log, 'utf8');
    if (code !== 0) throw new Error(`${program} ${args.join(' ')} failed (${code}): ${said.trim()}`);
    return said;
  } finally {
    await output.close();
  }
}

/** Whether a program can be run at this path. */
export async function canRun(program: string): Promise<boolean> {
  return access(program, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Resolves when something greets on a loopback port; rejects after ten seconds. */
export async function greets(port: number): Promise<void> {
  const end = performance.now() + 10_000;
  for (;;) {
    const greeted = await new Promise<boolean>((resolve) => {
      const socket = createConnection(port, '127.0.0.1');
      const done = (answer: boolean): void => {
        socket.destroy();
        resolve(answer);
      };
      socket.setTimeout(2_000, () => done(false));
      socket.once('data', () => done(true)).once('error', () => done(false));
    });
    if (greeted) return;
    if (performance.now() > end) throw new Error(`nothing greets on port ${port}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Ends the daemon of this pid file when the test process ends without having stopped it; answers how to take that back. */
export function endedWithUs(pidFile: string): () => void {
  const end = (): void => {
    try {
      process.kill(Number.parseInt(readFileSync(pidFile, 'utf8'), 10), 'SIGTERM');
    } catch {
      // It has ended already.
    }
  };
  process.once('exit', end);
  return () => process.removeListener('exit', end);
}
