import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
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

/** A sink that keeps small attachments in memory and writes others to files, which it removes when they fail. */
export function spoolSink(spool: SpoolOptions, prefix: string): AttachmentSink {
  return async (_meta, chunks) => {
    const held: Uint8Array[] = [];
    const hash = createHash('sha256');
    const path = join(spool.folder, `${prefix}${randomUUID()}`);
    let size = 0;
    let file: FileHandle | undefined;
    try {
      for await (const chunk of chunks) {
        size += chunk.length;
        if (file === undefined && size > spool.over) {
          file = await open(path, 'wx', 0o600);
          for (const earlier of held.splice(0)) await writeAll(file, earlier, hash);
        }
        if (file) await writeAll(file, chunk, hash);
        else held.push(chunk);
      }
    } catch (cause) {
      await file?.close();
      if (file) await rm(path, { force: true });
      throw cause;
    }
    if (!file) return Buffer.concat(held);
    await file.close();
    return spooledRef({ hash: hash.digest('hex'), size, path });
  };
}

async function writeAll(file: FileHandle, chunk: Uint8Array, hash: ReturnType<typeof createHash>): Promise<void> {
  hash.update(chunk);
  for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten;
}

async function answer(job: WorkerJob): Promise<WorkerAnswer> {
  const source = 'path' in job.source ? createReadStream(job.source.path) : Buffer.from(job.source.bytes);
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
