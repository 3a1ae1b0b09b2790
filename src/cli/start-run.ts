import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Settings } from '../config/settings.ts';
import { showProblem } from '../delivery/render/problem.ts';
import { createRenderer, type Renderer } from '../delivery/render/renderer.ts';
import { type Gateway, startGateway } from '../gateway.ts';
import { acquireLock, type Lock } from '../store/lock.ts';
import { configured, TEMPLATES } from './configuration.ts';
import { EXIT, type ExitCode, Failure } from './exit.ts';
import { gatewayLog } from './log.ts';
import { say } from './terminal.ts';
import { welcome } from './welcome.ts';

/** What is under way may take this long to finish; after the second it is cut, whatever it is. Milliseconds. */
const GRACE = 5_000;
const LAST = 9_500;
/** V8 lets a heap grow threefold before it clears it; mails are short-lived, and 40 % beyond what is alive costs it no more. */
const HEAP = '--heap-growing-percent=40';
/** Garbage is marked and swept by four further threads: where there are two processors, they take them from those that work. */
const GARBAGE_ALONE = ['--no-concurrent-marking', '--no-concurrent-sweeping', '--no-parallel-scavenge'];

/** Runs the gateway in the foreground; answers when it has ended. */
export async function start(options: { readonly config?: string }): Promise<ExitCode> {
  setFlagsFromString(HEAP);
  if (availableParallelism() <= 2) for (const flag of GARBAGE_ALONE) setFlagsFromString(flag);
  const settings = await configured(options.config);
  const lock = lockFor(settings);
  try {
    const code = await run(settings);
    if (code === EXIT.ok) lock.release();
    return code;
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function run(settings: Settings): Promise<ExitCode> {
  const log = gatewayLog(settings.log.level, process.stderr);
  const renderer = preparedRenderer(settings);
  const ended = whenToldToEnd();
  clearHeap();
  const gateway = await startGateway({ settings, renderer, log, now: () => new Date(), random: Math.random });
  for (const line of welcome(settings, gateway.status())) say(line);
  log.info({ data: settings.data, pid: process.pid }, 'the gateway runs');
  const signal = await ended;
  log.info({ signal }, 'ending: what has begun is finished first; a second signal ends at once');
  const whole = await within(LAST, gateway);
  log.info({ whole }, whole ? 'ended' : 'ended before all was finished; the next start takes it up');
  const code = whole ? EXIT.ok : EXIT.later;
  // Whatever may still hang must not keep the process alive; the lock ends with it.
  setTimeout(() => process.exit(code), 250).unref();
  return code;
}

/** The growth is counted from the first full collection; without one now, what starting leaves behind lets the heap grow by 80 MB more. */
function clearHeap(): void {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
}

/** Takes the data folder for this process. Throws a `Failure` when another has it. */
export function lockFor({ data }: Settings): Lock {
  const lock = acquireLock(data);
  if (lock.kind === 'lock') return lock;
  const whose = lock.heldBy === undefined ? 'another process' : `another gateway (process ${lock.heldBy})`;
  throw new Failure(
    EXIT.unavailable,
    `${whose} works on the data folder ${data}`,
    'one gateway at a time writes there: end that one first, or name another folder under `data:`',
  );
}

/** The templates, ready to write with. Throws a `Failure` that tells all that is wrong in them. */
export function preparedRenderer(settings: Settings): Renderer {
  const renderer = createRenderer({ builtIn: TEMPLATES, own: settings.templates });
  const problems = renderer.prepare();
  if (problems.length === 0) return renderer;
  const text = problems.map(showProblem).join('\n');
  throw new Failure(
    EXIT.config,
    `templates are wrong\n${text}`,
    'correct them, or take your own out of the templates folder',
  );
}

/** Ctrl-C under npm comes twice, from the terminal and from npm; what comes so soon (milliseconds) is the same signal. */
const SAME_SIGNAL = 100;

/** Resolves with the first SIGTERM or SIGINT; the second ends the process, with the code that shells expect of it. */
function whenToldToEnd(): Promise<NodeJS.Signals> {
  const numbers = { SIGINT: 2, SIGTERM: 15 } as const;
  let told: number | undefined;
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (told === undefined) {
          told = performance.now();
          resolve(signal);
        } else if (performance.now() - told > SAME_SIGNAL) process.exit(128 + numbers[signal]);
      });
    }
  });
}

/** Ends the gateway; false when it did not end in time, and the process is to end all the same. */
async function within(most: number, gateway: Gateway): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), most);
  });
  const whole = await Promise.race([gateway.close(GRACE).then(() => true as const), late]);
  clearTimeout(timer);
  return whole;
}
