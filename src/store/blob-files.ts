import { createHash } from 'node:crypto';
import { createReadStream, existsSync, rmSync, statSync, utimesSync } from 'node:fs';
import { chmod, type FileHandle, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { BlobHash } from './blobs.ts';
import { privateFolder } from './connection.ts';

/** Large blobs as files `blobs/ab/cdef…`, named by their content. A file stands there only when it is whole and fsynced. */
export interface BlobFiles {
  readonly spool: string;
  /** Streams the rest of a blob, whose beginning was read already, to its file. */
  write(
    beginning: readonly Buffer[],
    rest: AsyncIterable<Buffer>,
  ): Promise<{ readonly hash: BlobHash; readonly size: number }>;
  adopt(path: string, hash: BlobHash): Promise<void>;
  /** Undefined when there is no such file. */
  pathOf(hash: BlobHash): Promise<string | undefined>;
  read(path: string): Promise<Buffer>;
  stream(path: string): Readable;
  /** Every blob that lies in a file and was last stored before that moment. */
  storedBefore(before: Date): AsyncIterable<BlobHash>;
  /** Removes a blob unless it was stored again since. */
  removeStale(hash: BlobHash, before: Date): boolean;
}

/** Opens the folders of a data folder. `sweep`: they are made, and what a crash left in the spool goes; only for the process that holds the lock. */
export async function blobFiles(folder: string, sweep: boolean): Promise<BlobFiles> {
  const root = sweep ? privateFolder(join(folder, 'blobs')) : join(folder, 'blobs');
  const spool = sweep ? privateFolder(join(folder, 'tmp')) : join(folder, 'tmp');
  if (sweep) for (const name of await readdir(spool)) await rm(join(spool, name), { recursive: true, force: true });
  let temporary = 0;

  const place = (hash: BlobHash) => join(root, blobPath(hash));

  /** Gives a finished, fsynced file its name, and makes the name last. */
  async function settle(path: string, hash: BlobHash): Promise<void> {
    const target = place(hash);
    const parent = dirname(target);
    if (!(await exists(parent))) privateFolder(parent);
    // In one tick, as `removeStale` is: a sweep sees that the blob was stored again, or has removed it before.
    if (existsSync(target)) {
      utimesSync(target, new Date(), new Date());
      await rm(path);
    } else {
      await chmod(path, 0o600);
      await rename(path, target);
    }
    // Also where it stood there: whoever put it there may not have come so far.
    await sync(parent);
  }

  return {
    spool,
    async write(beginning, rest) {
      const path = join(spool, `blob-${process.pid}-${++temporary}`);
      const file = await open(path, 'wx', 0o600);
      try {
        const hash = createHash('sha256');
        let size = 0;
        const take = async (chunk: Buffer): Promise<void> => {
          hash.update(chunk);
          size += chunk.length;
          await writeAll(file, chunk);
        };
        for (const chunk of beginning) await take(chunk);
        for await (const chunk of rest) await take(chunk);
        await file.sync();
        await file.close();
        const name = hash.digest('hex') as BlobHash;
        await settle(path, name);
        return { hash: name, size };
      } catch (error) {
        await file.close().catch(() => undefined); // already closed, or the disk's error is told below
        await rm(path, { force: true });
        throw error;
      }
    },
    async adopt(path, hash) {
      await sync(path);
      await settle(path, hash);
    },
    async pathOf(hash) {
      const path = place(hash);
      return (await exists(path)) ? path : undefined;
    },
    read: (path) => readFile(path),
    stream: (path) => createReadStream(path),
    async *storedBefore(before) {
      for (const prefix of await readdir(root))
        for (const name of await readdir(join(root, prefix))) {
          const { mtime } = await stat(join(root, prefix, name));
          if (mtime < before) yield `${prefix}${name}` as BlobHash;
        }
    },
    removeStale(hash, before) {
      if (statSync(place(hash)).mtime >= before) return false;
      rmSync(place(hash));
      return true;
    },
  };
}

async function writeAll(file: FileHandle, chunk: Buffer): Promise<void> {
  for (let done = 0; done < chunk.length; ) done += (await file.write(chunk, done)).bytesWritten;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}

/** Where a blob's file lies below the folder of the blobs. */
export function blobPath(hash: BlobHash): string {
  return join(hash.slice(0, 2), hash.slice(2));
}

/** Makes what a file holds, or the names in a folder, survive a power cut. */
export async function sync(path: string): Promise<void> {
  const opened = await open(path, 'r');
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}
