import { createReadStream, type FSWatcher, watch } from 'node:fs';
import { mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { storageTrouble } from '../store/trouble.ts';
import type { IntakeLog } from './imap/account.ts';
import { type Incoming, type Keeper, SMALL_MAIL } from './keep.ts';
import { MOST_ENVELOPE, SPOOL_FOLDERS, type SpoolEnvelope } from './spool.ts';

export interface SpoolReaderOptions {
  readonly folder: string;
  readonly keeper: Keeper;
  /** The mailbox whose rules mail to this recipient is read by. */
  readonly mailboxOf: (recipient: string) => string;
  readonly log: IntakeLog;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** Milliseconds between two looks; the file system's hints come sooner. */
  readonly poll?: number;
}

export interface SpoolReader {
  /** Works until `close`, or the signal; never rejects. */
  run(): Promise<void>;
  poke(): void;
  /** Takes in all that lies there now; answers how many files were worked off. */
  drain(): Promise<number>;
  close(): Promise<void>;
}

const POLL = 5_000;
const BATCH = 100;
const BATCH_BYTES = 16 * 1024 * 1024;
/** Leftovers of deliveries that did not finish; their MTA kept the mail. */
const STALE_TMP = 86_400_000;

/** Reads what `spoc deliver` put down, oldest first. A file is removed only after its mail is committed; what a crash left is seen before. */
export function createSpoolReader(options: SpoolReaderOptions): SpoolReader {
  const { folder, keeper, mailboxOf, log, now } = options;
  const ready = join(folder, SPOOL_FOLDERS.ready);
  const ending = new AbortController();
  const signal = AbortSignal.any([options.signal, ending.signal]);
  let wake: (() => void) | undefined;
  let poked = false;
  let running: Promise<void> | undefined;

  const poke = (): void => {
    poked = true;
    wake?.();
  };

  async function drain(): Promise<number> {
    await Promise.all(
      Object.values(SPOOL_FOLDERS).map((name) => mkdir(join(folder, name), { recursive: true, mode: 0o700 })),
    );
    const names = (await readdir(ready)).toSorted();
    await keeper.ready();
    let done = 0;
    let batch: Spooled[] = [];
    let bytes = 0;
    for (const name of names) {
      if (signal.aborted) break;
      const mail = await readSpooled(name);
      if (mail === undefined) continue;
      batch.push(mail);
      bytes += Math.min(mail.size, SMALL_MAIL);
      if (batch.length >= BATCH || bytes >= BATCH_BYTES) {
        done += await take(batch);
        batch = [];
        bytes = 0;
      }
    }
    return done + (await take(batch));
  }

  async function readSpooled(name: string): Promise<Spooled | undefined> {
    try {
      return await readSpoolFile(join(ready, name), name);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      if (!(error instanceof SyntaxError)) log.warn({ name, error: words }, 'a spooled mail cannot be read');
      else {
        log.error({ name, error: words }, 'not a spooled mail, put aside');
        await rename(join(ready, name), join(folder, SPOOL_FOLDERS.bad, name)).catch(() => undefined);
      }
      return undefined;
    }
  }

  async function take(batch: readonly Spooled[]): Promise<number> {
    if (batch.length === 0) return 0;
    try {
      const mails: Incoming[] = [];
      for (const mail of batch) {
        const small = mail.size <= SMALL_MAIL ? await bytesFrom(mail) : undefined;
        const content = small ?? (await keeper.store(createReadStream(mail.path, { start: mail.start })));
        for (const recipient of mail.envelope.recipients) {
          const source = { kind: 'pipe', mailbox: mailboxOf(recipient), recipient } as const;
          mails.push({ source, arrivedAt: mail.envelope.at, quiet: false, content });
        }
      }
      await keeper.keep(mails);
    } catch (error) {
      if (batch.length > 1) return await takeOneByOne(batch);
      const words = error instanceof Error ? error.message : String(error);
      log.warn({ name: batch[0]?.path, error: words }, 'a spooled mail could not be kept; it stays for another try');
      return 0;
    }
    for (const mail of batch) await unlink(mail.path).catch(() => undefined);
    return batch.length;
  }

  async function takeOneByOne(batch: readonly Spooled[]): Promise<number> {
    let done = 0;
    for (const mail of batch) done += await take([mail]);
    return done;
  }

  async function sweep(): Promise<void> {
    const tmp = join(folder, SPOOL_FOLDERS.tmp);
    for (const name of await readdir(tmp)) {
      const path = join(tmp, name);
      const age = await stat(path).then(
        (file) => now().getTime() - file.mtimeMs,
        () => 0,
      );
      if (age > STALE_TMP) await unlink(path).catch(() => undefined);
    }
  }

  async function loop(): Promise<void> {
    let watcher: FSWatcher | undefined;
    signal.addEventListener('abort', poke, { once: true });
    while (!signal.aborted) {
      poked = false;
      try {
        await drain();
        // Only a hint: it may be missing (network file systems) or miss something.
        watcher ??= openWatch();
        if (!poked) await sweep();
      } catch (error) {
        // That the disk takes nothing is told once, by who watches it.
        const facts = { error: error instanceof Error ? error.message : String(error) };
        if (storageTrouble(error) === undefined) log.warn(facts, 'the spool cannot be read');
      }
      if (poked || signal.aborted) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, options.poll ?? POLL);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      wake = undefined;
    }
    watcher?.close();
  }

  function openWatch(): FSWatcher | undefined {
    try {
      const watcher = watch(ready, { persistent: false }, poke);
      watcher.on('error', () => watcher.close());
      // What came between the last look and now.
      poke();
      return watcher;
    } catch {
      return undefined;
    }
  }

  return {
    run: () => {
      running ??= loop();
      return running;
    },
    poke,
    drain,
    close: async () => {
      ending.abort();
      await running;
    },
  };
}

interface Spooled {
  readonly path: string;
  readonly envelope: SpoolEnvelope;
  /** Where the raw mail begins, and how long it is. */
  readonly start: number;
  readonly size: number;
}

/** Reads a spooled file's envelope. Throws `SyntaxError` when it is none. */
async function readSpoolFile(path: string, name: string): Promise<Spooled> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(Math.min(size, MOST_ENVELOPE + 1));
    await file.read(head, 0, head.length, 0);
    const end = head.indexOf(0x0a);
    if (end < 0) throw new SyntaxError(`${name} has no envelope line`);
    const envelope = envelopeOf(JSON.parse(head.subarray(0, end).toString('utf8')));
    if (envelope === undefined) throw new SyntaxError(`${name} has an envelope without recipients or date`);
    return { path, envelope, start: end + 1, size: size - end - 1 };
  } finally {
    await file.close();
  }
}

function envelopeOf(value: unknown): SpoolEnvelope | undefined {
  if (typeof value !== 'object' || value === null || !('recipients' in value) || !('at' in value)) return undefined;
  const at = new Date(String(value.at));
  if (!Array.isArray(value.recipients) || Number.isNaN(at.getTime())) return undefined;
  const recipients = value.recipients.filter((recipient): recipient is string => typeof recipient === 'string');
  return recipients.length === 0 ? undefined : { recipients, at };
}

async function bytesFrom(mail: Spooled): Promise<Buffer> {
  const file = await open(mail.path, 'r');
  try {
    const bytes = Buffer.alloc(mail.size);
    const { bytesRead } = await file.read(bytes, 0, mail.size, mail.start);
    if (bytesRead !== mail.size) throw new Error(`${mail.path} is shorter than it was`);
    return bytes;
  } finally {
    await file.close();
  }
}
