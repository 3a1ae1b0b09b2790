import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { chown, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { freePort, temporaryFolder } from '../servers/folder.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
/** Debian's user for mail, as whom Dovecot works. */
const MAIL = 8;
const DONE = 'Done';
/** So long (milliseconds) a run may take before it is given up. */
const PATIENCE = 600_000;

/** A mail at the sink. */
export interface Arrival {
  readonly head: string;
  readonly at: number;
}

/** Servers that all runs share: a Dovecot with a new user for each, an SMTP sink in a process of its own. */
export interface BenchStage {
  readonly dovecot: Dovecot;
  readonly sink: {
    readonly port: number;
    taken(): Promise<number>;
    /** When the last mail was accepted, milliseconds since the epoch. */
    last(): Promise<number>;
    /** From now on the heads of mails are kept. */
    keep(): void;
    heads(): Promise<readonly string[]>;
    /** The same with the moments at which they were accepted. */
    arrivals(): Promise<readonly Arrival[]>;
  };
  readonly folder: string;
  stop(): Promise<void>;
}

/** Starts them; needs Dovecot installed, and root. */
export async function setBench(limits = ''): Promise<BenchStage> {
  const folder = await temporaryFolder('bench');
  const dovecot = await startDovecot({ extra: limits });
  const child = fork(here('./sink-process.ts'), { execArgv: ['--import', 'tsx'] });
  const [first] = (await once(child, 'message')) as [{ readonly port: number }];
  const asked = async <T>(kind: string): Promise<T> => {
    child.send({ kind });
    const [answer] = (await once(child, 'message')) as [T];
    return answer;
  };
  const arrivals = async () => (await asked<{ readonly heads: readonly Arrival[] }>('heads')).heads;
  return {
    dovecot,
    folder: folder.path,
    sink: {
      port: first.port,
      taken: async () => (await asked<{ readonly taken: number }>('count')).taken,
      keep: () => child.send({ kind: 'keep' }),
      last: async () => (await asked<{ readonly last: number }>('count')).last,
      heads: async () => (await arrivals()).map(({ head }) => head),
      arrivals,
    },
    stop: async () => {
      child.kill();
      await dovecot.stop();
      await folder.forget();
    },
  };
}

/** A process that takes mail in: the bare parts or the gateway. */
export interface Subject {
  readonly user: string;
  readonly child: ChildProcess;
  /** All that it does after the mail has gone out is done. */
  idle(): boolean;
  /** The 99th percentile of its event loop's delay since last asked, milliseconds; undefined where it does not say. */
  loopDelay(): Promise<number | undefined>;
  stop(): Promise<void>;
}

let users = 0;

/** Starts the bare parts on a mailbox of their own. */
export async function startFloor({ dovecot, sink, folder }: BenchStage): Promise<Subject> {
  const user = `floor${++users}`;
  const args = [dovecot.imapPort, user, dovecot.password, sink.port, join(folder, `${user}.db`)].map(String);
  const child = fork(here('./floor-process.ts'), args, { execArgv: ['--import', 'tsx'] });
  await once(child, 'message');
  return {
    user,
    child,
    idle: () => true,
    loopDelay: async () => undefined,
    stop: async () => {
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
}

const NO_LIMITS =
  '{ answers_per_hour: 10000, answers_per_day: 100000, answers_per_ticket: 10000, tickets_per_hour: 100000, automatic_per_minute: 1000000 }';

/** What a gateway of the bench is started with beside the stage. */
export interface GatewayOptions {
  /** Lines of YAML beneath `desks.support`. */
  readonly desk?: string;
  readonly top?: string;
  /** Users of further mailboxes, which are read as well and lead to the same desk. */
  readonly mailboxes?: readonly string[];
  /** One that is there already continues what an earlier gateway left. */
  readonly data?: string;
  /** The user of its mailbox; default: a new one. */
  readonly user?: string;
  /** Mails on the way to the sink at once; default: as many as one allows a relay of one's own. */
  readonly connections?: number;
  /** The configuration's `limits`, in YAML; default: so high that none is reached. */
  readonly limits?: string;
  /** The port of a name server on the loopback; default: none is asked. */
  readonly names?: number;
  /** A folder for processor profiles of its threads, written when it ends. */
  readonly profile?: string | undefined;
}

/** Starts the built gateway, everything on, on a mailbox of its own. */
export async function startSpoc({ dovecot, sink, folder }: BenchStage, options: GatewayOptions = {}): Promise<Subject> {
  const user = options.user ?? `spoc${++users}`;
  const home = join(folder, user);
  const data = options.data ?? join(home, 'data');
  const port = await freePort();
  await mkdir(home, { recursive: true });
  const file = join(home, 'spoc.yaml');
  const further = (options.mailboxes ?? [])
    .map(
      (name) =>
        `  ${name}: { imap: { host: 127.0.0.1, port: ${dovecot.imapPort}, tls: none, user: ${name}, password: "\${BENCH_PASSWORD}" }, smtp: none, address: ${name}@example.com, since: 2020-01-01, default_desk: support, after: { move: ${DONE} } }`,
    )
    .join('\n');
  await writeFile(
    file,
    `
data: ${data}
mailboxes:
  box:
    imap: { host: 127.0.0.1, port: ${dovecot.imapPort}, tls: none, user: ${user}, password: "\${BENCH_PASSWORD}" }
    smtp: { host: 127.0.0.1, port: ${sink.port}, tls: none }
    address: desk@example.com
    plus_addresses: true
    since: 2020-01-01
    after: { move: ${DONE} }
    connections: ${options.connections ?? 10}
${further}
desks:
  support:
    name: Support
    mailbox: box
    address: desk@example.com
    prefix: SUP
    locale: en
    time_zone: Europe/London
    signature: Support
${options.desk ?? ''}
${options.top ?? ''}
dns: ${options.names === undefined ? "'off'" : `{ servers: [127.0.0.1:${options.names}] }`}
watch: { listen: 127.0.0.1:${port} }
limits: ${options.limits ?? NO_LIMITS}
`,
  );
  const profiling = options.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profile}`];
  const child = spawn(process.execPath, [...profiling, MAIN, 'start', '--config', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, BENCH_PASSWORD: dovecot.password },
  });
  const errors: string[] = [];
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the gateway ended with ${code}: ${errors.join('\n')}`)));
    createInterface({ input: child.stderr as NonNullable<typeof child.stderr> }).on('line', (line) => {
      if (line.includes('"the gateway runs"')) resolve();
      else if (!line.includes('"level":30') && errors.length < 50) errors.push(line);
    });
  });
  // It logs in by itself, a moment later; its Maildir is made then.
  while (!existsSync(join(dovecot.pathOf(user), 'tmp'))) await sleep(20);
  const db = new Database(join(data, 'spoc.db'), { readonly: true });
  const behind = db
    .prepare(
      "SELECT (SELECT coalesce(max(id), 0) FROM messages) > coalesce((SELECT n FROM counters WHERE name = 'search:indexed'), 0)",
    )
    .pluck();
  return {
    user,
    child,
    idle: () => behind.get() === 0,
    loopDelay: async () => {
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      return Number(/^spoc_event_loop_delay_p99_seconds (\S+)$/m.exec(text)?.[1] ?? Number.NaN) * 1_000;
    },
    stop: async () => {
      db.close();
      child.kill('SIGTERM');
      await once(child, 'close');
    },
  };
}

/** What a run came to. */
export interface Run {
  readonly perSecond: number;
  /** Processor milliseconds of one mail, all threads of the process. */
  readonly cpu: number;
  /** Most memory that it ever had, megabytes. */
  readonly peakMb: number;
  readonly loopDelayMs: number | undefined;
}

/** Puts mails into the mailbox at once, and waits until each has been moved and indexed, and `each` mails have gone out for it. */
export async function measure(stage: BenchStage, subject: Subject, mails: readonly Buffer[], each = 1): Promise<Run> {
  const inbox = stage.dovecot.pathOf(subject.user);
  const names = await put(inbox, mails);
  const before = await stage.sink.taken();
  const cpu = cpuOf(subject.child);
  await subject.loopDelay();
  const begun = performance.now();
  for (const name of names) await rename(join(inbox, 'tmp', name), join(inbox, 'new', name));
  for (;;) {
    if ((await stage.sink.taken()) - before >= mails.length * each && subject.idle() && (await left(inbox)) === 0)
      break;
    if (performance.now() - begun > PATIENCE) throw new Error('the run took too long');
    if (subject.child.exitCode !== null) throw new Error('the process ended');
    await sleep(5);
  }
  const took = performance.now() - begun;
  return {
    perSecond: (mails.length / took) * 1_000,
    cpu: (cpuOf(subject.child) - cpu) / mails.length,
    peakMb: peakOf(subject.child),
    loopDelayMs: await subject.loopDelay(),
  };
}

/** Delivers mails to a subject's mailbox; answers their names there. */
export async function deliver(
  { dovecot }: BenchStage,
  { user }: Pick<Subject, 'user'>,
  mails: readonly Buffer[],
): Promise<readonly string[]> {
  const inbox = dovecot.pathOf(user);
  const names = await put(inbox, mails);
  for (const name of names) await rename(join(inbox, 'tmp', name), join(inbox, 'new', name));
  return names;
}

let files = 0;

/** Writes mails where Dovecot does not look yet; answers their names. */
export async function put(maildir: string, mails: readonly Buffer[]): Promise<readonly string[]> {
  const names: string[] = [];
  for (const mail of mails) {
    files += 1;
    const name = `${Math.floor(Date.now() / 1000)}.M${String(files).padStart(9, '0')}P1.bench`;
    const path = join(maildir, 'tmp', name);
    await writeFile(path, mail);
    await chown(path, MAIL, MAIL);
    names.push(name);
  }
  return names;
}

async function left(maildir: string): Promise<number> {
  const [fresh, seen] = await Promise.all(['new', 'cur'].map((part) => readdir(join(maildir, part)).catch(() => [])));
  return (fresh?.length ?? 0) + (seen?.length ?? 0);
}

const TICKS = 100;

/** Processor milliseconds of a process so far (proc(5): fields 14 and 15 of `stat`). */
export function cpuOf({ pid }: ChildProcess): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / TICKS) * 1_000;
}

/** The most memory that a process has had, in megabytes. */
export function peakOf({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}
