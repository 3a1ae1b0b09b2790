import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { FAULT_VARIABLE, type Fault, WIRE_POINTS } from './points.ts';
import { preload } from './preload.ts';
import type { Stage } from './stage.ts';

/** The built gateway. */
export const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const PRELOAD = preload();
/** A line of the log at this level tells of an error. */
const ERROR = 50;

/** A gateway that runs: the built one, as `spoc start` starts it. */
export interface Life {
  readonly pid: number;
  /** It has said that it runs; also resolves when it ends before. */
  readonly runs: Promise<void>;
  /** How it ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** Lines of its log that tell of errors, and all that is no line of a log. */
  readonly errors: readonly string[];
  kill(signal: 'SIGKILL' | 'SIGTERM'): void;
}

/** Starts the gateway, under another program if need be; where the fault is one of its store or of a wire, it will die of it. */
export function begin(stage: Stage, fault?: Fault, under: readonly string[] = []): Life {
  const deadly = fault?.kind === 'store';
  const before = deadly ? ['--import', 'tsx', '--import', PRELOAD] : [];
  const [program = process.execPath, ...args] = [...under, process.execPath, ...before, MAIN, 'start'];
  const child = spawn(program, [...args, '--config', stage.configuration], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      ...stage.environment,
      ...(deadly ? { [FAULT_VARIABLE]: `${fault.pass} ${fault.point}` } : {}),
    },
  });
  const kill = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const wire of Object.values(stage.wires)) wire.lay(undefined);
  if (fault?.kind === 'wire') {
    const { wire, from, bytes } = WIRE_POINTS[fault.point];
    stage.wires[wire].lay({ from, bytes, pass: fault.pass, spring: () => kill('SIGKILL') });
  }
  const errors: string[] = [];
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }));
  const runs = new Promise<void>((resolve) => {
    createInterface(child.stderr).on('line', (line) => {
      if (line.includes('"the gateway runs"')) resolve();
      if (isError(line)) errors.push(line);
    });
    child.once('close', () => resolve());
  });
  return { pid: child.pid ?? 0, runs, ended, errors, kill };
}

function isError(line: string): boolean {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry !== 'object' || entry === null || !('level' in entry) || Number(entry.level) >= ERROR;
  } catch {
    // Half a line is what a kill leaves.
    return !line.startsWith('{');
  }
}
