import { open, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { createParsePool, type ParsePool } from '../intake/parse-pool.ts';
import type { KnownParties } from '../mail/authenticity/flags.ts';
import { judge } from '../mail/authenticity/judge.ts';
import { trustedResults } from '../mail/authenticity/trusted-results.ts';
import type { ParsedMail } from '../mail/mail.ts';
import { decodeBytes } from '../mail/parse/charset.ts';
import { DEFAULT_LIMITS } from '../mail/parse/limits.ts';
import { normaliseText } from '../mail/parse/text.ts';
import { EXIT, type ExitCode, Failure } from './exit.ts';
import { inOrder } from './in-order.ts';
import type { InspectOptions } from './inspect.ts';
import { type Inspected, inspected, inspectedBody } from './inspect-shape.ts';
import { showInspected } from './inspect-show.ts';
import { jsonLine } from './terminal.ts';

/** A mail that takes longer, or more memory, is given up as unreadable. */
const MOST_TIME = 30_000;
const MOST_MEMORY_MB = 768;
/** Workers at most, and how many mails each may be ahead of the printing. */
const MOST_WORKERS = 8;
const AHEAD = 8;
/** Milliseconds for the DNS look-ups of one mail. */
const DNS_TIME = 10_000;

/** What could not be read. */
export interface Unreadable {
  readonly file: string;
  readonly error: string;
}

/** What inspecting looks at beside the mail itself. */
interface Surroundings {
  readonly trusted: readonly string[];
  readonly known: KnownParties;
  readonly prefixes: readonly string[] | undefined;
  readonly own: ((mail: ParsedMail, file: string) => Promise<Parameters<typeof judge>[0]['own']>) | undefined;
}

/** Inspects files, any number in one process, and prints what it finds in their order. */
export async function inspect(files: readonly string[], options: InspectOptions): Promise<ExitCode> {
  if (options.text === true && options.html === true)
    throw new Failure(EXIT.usage, '--text and --html exclude each other', 'give one kind of body at a time');
  const around = await surroundings(options);
  const workers = Math.min(MOST_WORKERS, availableParallelism(), files.length);
  const pool = createParsePool({ size: workers, timeoutMs: MOST_TIME, memoryMb: MOST_MEMORY_MB });
  const bare = options.text === true ? 'text' : options.html === true ? 'html' : undefined;
  const one = (file: string) =>
    (bare === undefined ? inspectMail(file, pool, around) : inspectBody(file, bare)).catch(
      (error: unknown): Unreadable => ({ file, error: error instanceof Error ? error.message : 'it cannot be read' }),
    );
  let unread = 0;
  const { write, release } = ownOutput();
  try {
    for await (const result of inOrder(files, one, workers * AHEAD)) {
      if ('error' in result) unread += 1;
      await write(options.json === true ? `${jsonLine(result)}\n` : showInspected(result));
    }
  } finally {
    release();
    await pool.close();
  }
  return unread > 0 ? EXIT.wrong : EXIT.ok;
}

async function inspectMail(file: string, pool: ParsePool, around: Surroundings): Promise<Inspected | Unreadable> {
  const outcome = await pool.parse(file === '-' ? { bytes: await bytesOf(file) } : { path: await readable(file) });
  if (outcome.kind === 'failed') return { file, error: outcome.reason };
  const { mail } = outcome.understood;
  const authenticity = judge({
    from: mail.from,
    replyTo: mail.replyTo,
    trusted: trustedResults(mail.headers, around.trusted),
    own: await around.own?.(mail, file),
    citation: undefined,
    known: around.known,
  });
  return inspected(file, outcome.understood, authenticity, around.prefixes);
}

async function inspectBody(file: string, kind: 'text' | 'html'): Promise<Inspected> {
  const { text } = decodeBytes(await bytesOf(file), undefined);
  return inspectedBody(file, kind, normaliseText(text).slice(0, DEFAULT_LIMITS.textLength));
}

/** The path, when it leads to a file that can be opened. */
async function readable(file: string): Promise<string> {
  if ((await stat(file)).isDirectory()) throw new Error(`${file} is a folder; name the files in it`);
  await (await open(file, 'r')).close();
  return file;
}

async function bytesOf(file: string): Promise<Buffer> {
  const source = file === '-' ? process.stdin : (await open(await readable(file), 'r')).createReadStream();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > DEFAULT_LIMITS.bytes) throw new Error(`it has more than ${DEFAULT_LIMITS.bytes} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

async function surroundings({ config, trust = [], dns }: InspectOptions): Promise<Surroundings> {
  const own = dns === true ? await ownCheck() : undefined;
  if (config === undefined) return { trusted: trust, known: { people: [], domains: [] }, prefixes: undefined, own };
  const { configured } = await import('./configuration.ts');
  const { knownParties } = await import('../intake/authenticate.ts');
  const settings = await configured(config);
  return {
    trusted: [...trust, ...[...settings.mailboxes.values()].flatMap((box) => box.trusted)],
    known: knownParties(settings),
    prefixes: [...settings.policy.desks.values()].map((desk) => desk.prefix),
    own,
  };
}

/** Checks signatures by asking the DNS; what cannot be found out is unknown. */
async function ownCheck(): Promise<NonNullable<Surroundings['own']>> {
  const { verifyOurselves } = await import('../mail/authenticity/own-check.ts');
  const { cachedResolver } = await import('../intake/dns-cache.ts');
  const resolver = cachedResolver();
  return async (mail, file) => {
    const from = mail.from.map(({ address }) => address);
    if (file === '-') return { dkim: 'unknown', dmarc: 'unknown', reason: 'standard input can be read once only' };
    const raw = (await open(file, 'r')).createReadStream();
    return verifyOurselves(raw, { from, resolver, now: new Date(), signal: AbortSignal.timeout(DNS_TIME) });
  };
}

/** Keeps standard output for results alone: what a library prints goes to standard error. Waits while the reader is slow. */
function ownOutput(): { readonly write: (text: string) => Promise<void>; readonly release: () => void } {
  const theirs = process.stdout.write;
  const print = theirs.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  return {
    write: async (text) => {
      if (!print(text)) await new Promise((resolve) => process.stdout.once('drain', resolve));
    },
    release: () => {
      process.stdout.write = theirs;
    },
  };
}
