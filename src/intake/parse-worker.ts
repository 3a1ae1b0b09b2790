import { createHash, randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parentPort } from 'node:worker_threads';
import type { AttachmentSink } from '../mail/parse/collect.ts';
import type { ParseLimits } from '../mail/parse/limits.ts';
import { spooledRef } from '../mail/parse/spooled.ts';
import { storageTrouble, type Trouble } from '../store/trouble.ts';
import { type Understood, understand } from './understand.ts';

/** Where a mail's raw bytes are: small ones are sent along, large ones are read from a file. */
export type MailSource = { readonly path: string } | { readonly bytes: Uint8Array };

/** Where and when attachments go to files. */
export interface SpoolOptions {
  /** Folder for temporary files. */
  readonly folder: string;
  /** Attachments of more bytes go to a file; smaller ones come back in memory. */
  readonly over: number;
}

/** One mail to understand. `prefix` begins the name of every file that is spooled for it. */
export interface WorkerJob {
  readonly source: MailSource;
  readonly limits: Partial<ParseLimits>;
  readonly spool: SpoolOptions | undefined;
  readonly prefix: string;
}

/** What a worker answers; a failure is of the source or the spool, never of the mail. */
export type WorkerAnswer =
  | { readonly kind: 'understood'; readonly understood: Understood }
  | { readonly kind: 'failed'; readonly reason: string; readonly trouble?: Trouble | undefined };

/** Bytes of a large mail that are read at a time: strings of more would be large objects to V8. */
const PIECE = 64 * 1024;

/** A file in pieces, each of its own memory, and of no more than it holds: memory outside the heap sets V8 clearing it. */
function* pieces(path: string): Generator<Buffer, void, undefined> {
  const file = openSync(path, 'r');
  try {
    for (let left = fstatSync(file).size; left > 0; ) {
      const piece = Buffer.allocUnsafeSlow(Math.min(left, PIECE));
      const length = readSync(file, piece, 0, piece.length, null);
      if (length === 0) return;
      left -= length;
      yield piece.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

/**
 * A sink that keeps small attachments in memory and writes others to files, which it removes when they fail. It writes and waits: the thread has
 * nothing else to do, and to be woken for each piece costs more than the writing.
 */
export function spoolSink(spool: SpoolOptions, prefix: string): AttachmentSink {
  return async (_meta, chunks) => {
    const held: Uint8Array[] = [];
    const hash = createHash('sha256');
    const path = join(spool.folder, `${prefix}${randomUUID()}`);
    let size = 0;
    let file: number | undefined;
    try {
      for await (const chunk of chunks) {
        size += chunk.length;
        held.push(chunk);
        if (size <= spool.over) continue;
        file ??= openSync(path, 'wx', 0o600);
        for (const piece of held.splice(0)) {
          hash.update(piece);
          for (let at = 0; at < piece.length; ) at += writeSync(file, piece, at);
        }
      }
    } catch (cause) {
      if (file !== undefined) {
        closeSync(file);
        rmSync(path, { force: true });
      }
      throw cause;
    }
    if (file === undefined) return Buffer.concat(held);
    closeSync(file);
    return spooledRef({ hash: hash.digest('hex'), size, path });
  };
}

async function answer(job: WorkerJob): Promise<WorkerAnswer> {
  const source =
    'path' in job.source
      ? Readable.from(pieces(job.source.path), { objectMode: false })
      : Buffer.from(job.source.bytes);
  const sink = job.spool ? spoolSink(job.spool, job.prefix) : undefined;
  try {
    return { kind: 'understood', understood: await understand(source, job.limits, sink) };
  } catch (cause) {
    const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : 'parsing failed';
    return { kind: 'failed', reason, trouble: storageTrouble(cause) };
  }
}

let last = Promise.resolve();
parentPort?.on('message', (job: WorkerJob) => {
  // In turn: whoever waits for the first takes what keeps it waiting to be its fault.
  last = last.then(async () => parentPort?.postMessage(await answer(job)));
});
