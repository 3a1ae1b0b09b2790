import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ParseLimits } from '../mail/parse/limits.ts';
import type { Trouble } from '../store/trouble.ts';
import type { MailSource, SpoolOptions, WorkerAnswer, WorkerJob } from './parse-worker.ts';
import type { Understood } from './understand.ts';

/** How mails are understood apart from the gateway's own thread. */
export interface ParsePoolOptions {
  /** Worker threads; they start when they are needed. */
  readonly size: number;
  /** Milliseconds one mail may take. */
  readonly timeoutMs: number;
  /** Heap of one worker. */
  readonly memoryMb: number;
  readonly limits?: Partial<ParseLimits>;
  /** Without it all attachments come back in memory. */
  readonly spool?: SpoolOptions;
  /** The program of a worker, for tests. */
  readonly worker?: URL;
}

/** What became of a mail: `failed` means try once more, then quarantine. */
export type ParseOutcome =
  | { readonly kind: 'understood'; readonly understood: Understood }
  /** `trouble`: the disk did not take what was spooled. */
  | { readonly kind: 'failed'; readonly reason: string; readonly trouble?: Trouble | undefined };

/** Understands mails in worker threads. */
export interface ParsePool {
  /** Never rejects. Files that were spooled for a mail that failed are removed. */
  parse(source: MailSource): Promise<ParseOutcome>;
  /** Ends all workers; what is under way or waiting gets `failed`. */
  close(): Promise<void>;
}

interface Job {
  readonly message: WorkerJob;
  readonly settle: (outcome: ParseOutcome) => void;
}

interface Crew {
  readonly worker: Worker;
  /** The first is being worked on. */
  readonly jobs: Job[];
  timer: NodeJS.Timeout | undefined;
}

/** Jobs that a worker has at a time: the next one lies there already, since the gateway is often busy when one is done. */
const DEPTH = 2;

/** Of the young generation of a worker's heap: one mail at a time leaves little that outlives a scavenge. */
const YOUNG_MB = 12;

/** The built worker runs as it is; TypeScript sources (tests, development) through tsx, which in a worker must be registered from inside. */
function startWorker(options: ParsePoolOptions): Worker {
  const source = import.meta.url.endsWith('.ts');
  const program = options.worker ?? new URL(source ? './parse-worker.ts' : './parse-worker.js', import.meta.url);
  const resourceLimits = {
    maxOldGenerationSizeMb: options.memoryMb,
    maxYoungGenerationSizeMb: YOUNG_MB,
    stackSizeMb: 4,
  };
  if (!program.pathname.endsWith('.ts')) return new Worker(program, { resourceLimits });
  const loader = new URL('esm/api/index.mjs', pathToFileURL(createRequire(import.meta.url).resolve('tsx'))).href;
  const boot = `import(${JSON.stringify(loader)}).then((tsx) => { tsx.register(); return import(${JSON.stringify(program.href)}); })`;
  return new Worker(boot, { eval: true, resourceLimits });
}

/** Buffers cross threads as plain byte arrays; made into buffers again, without a copy. */
function restored(answer: WorkerAnswer): ParseOutcome {
  if (answer.kind === 'failed') return answer;
  const { understood } = answer;
  const attachments = understood.mail.attachments.map((attachment) => {
    const bytes: Uint8Array | undefined = attachment.content;
    return bytes
      ? { ...attachment, content: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) }
      : attachment;
  });
  return { kind: 'understood', understood: { ...understood, mail: { ...understood.mail, attachments } } };
}

/** Starts a pool of workers. A worker that takes too long, dies or runs out of memory costs that one mail and is replaced. */
export function createParsePool(options: ParsePoolOptions): ParsePool {
  const crews: Crew[] = [];
  const waiting: Job[] = [];
  let closed = false;

  const sweep = async (prefix: string): Promise<void> => {
    if (!options.spool) return;
    const { folder } = options.spool;
    const left = (await readdir(folder)).filter((name) => name.startsWith(prefix));
    await Promise.all(left.map((name) => rm(join(folder, name), { force: true })));
  };

  const failed = (job: Job, reason: string, trouble?: Trouble): void => {
    const outcome: ParseOutcome = { kind: 'failed', reason, trouble };
    // A folder that cannot be read hides nothing: what is left in it is swept when the gateway starts.
    void sweep(job.message.prefix).then(
      () => job.settle(outcome),
      () => job.settle(outcome),
    );
  };

  /** Gives the first job of a worker its time. */
  const clock = (crew: Crew): void => {
    clearTimeout(crew.timer);
    const late = (): void => dismiss(crew, `parsing took longer than ${options.timeoutMs} ms`);
    crew.timer = crew.jobs.length === 0 ? undefined : setTimeout(late, options.timeoutMs);
  };

  /** Takes a worker out; what it was doing has failed, what it had not begun is for another. */
  const dismiss = (crew: Crew, reason: string): void => {
    const at = crews.indexOf(crew);
    if (at < 0) return;
    crews.splice(at, 1);
    const [job, ...rest] = crew.jobs.splice(0);
    clock(crew);
    void crew.worker.terminate();
    if (job) failed(job, reason);
    if (closed) for (const one of rest) failed(one, reason);
    else waiting.unshift(...rest);
    next();
  };

  const hire = (): Crew => {
    const crew: Crew = { worker: startWorker(options), jobs: [], timer: undefined };
    crew.worker.on('message', (answer: WorkerAnswer) => {
      const job = crew.jobs.shift();
      clock(crew);
      if (!job) return;
      if (answer.kind === 'failed') failed(job, answer.reason, answer.trouble);
      else job.settle(restored(answer));
      next();
    });
    crew.worker.on('error', (error) => dismiss(crew, `the parser died: ${error.message}`));
    crew.worker.on('exit', (code) => dismiss(crew, `the parser ended with code ${code}`));
    crews.push(crew);
    return crew;
  };

  /** Who takes the next job: one who has nothing to do, else a new one, else one who has room. */
  const taker = (): Crew | undefined => {
    const idle = crews.find(({ jobs }) => jobs.length === 0);
    return idle ?? (crews.length < options.size ? hire() : crews.find(({ jobs }) => jobs.length < DEPTH));
  };

  const next = (): void => {
    while (!closed && waiting.length > 0) {
      const crew = taker();
      const job = crew && waiting.shift();
      if (!crew || !job) return;
      crew.jobs.push(job);
      if (crew.jobs.length === 1) clock(crew);
      crew.worker.postMessage(job.message);
    }
  };

  return {
    parse: (source) =>
      new Promise((settle) => {
        if (closed) return settle({ kind: 'failed', reason: 'the parser is closed' });
        const message: WorkerJob = {
          source,
          limits: options.limits ?? {},
          spool: options.spool,
          prefix: `${randomUUID()}-`,
        };
        waiting.push({ message, settle });
        next();
      }),
    close: async () => {
      closed = true;
      for (const job of waiting.splice(0)) failed(job, 'the parser was closed');
      const all = [...crews];
      for (const crew of all) dismiss(crew, 'the parser was closed');
      await Promise.all(all.map(({ worker }) => worker.terminate()));
    },
  };
}
