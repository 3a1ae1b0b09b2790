import { Readable } from 'node:stream';
import type { BlobFiles } from './blob-files.ts';
import { SMALL_BLOB } from './blob-rows.ts';
import type { BlobHash, Blobs } from './blobs.ts';

/** How blobs are kept: rows for the small ones, files for the large ones. `keepSmall` writes a row, in the caller's transaction when he is in one. */
export function blobStore(
  files: BlobFiles,
  readSmall: (hash: BlobHash) => Buffer | undefined,
  keepSmall: (bytes: Buffer) => Promise<BlobHash>,
): Blobs {
  async function fileOf(hash: BlobHash): Promise<string> {
    const path = await files.pathOf(hash);
    if (path === undefined)
      throw new Error(`the blob ${hash} is not there: restore it from a backup of the data folder`);
    return path;
  }
  return {
    spool: files.spool,
    async put(content) {
      const source: AsyncIterable<Buffer> = Buffer.isBuffer(content) ? once(content) : buffers(content);
      const iterator = source[Symbol.asyncIterator]();
      const beginning: Buffer[] = [];
      let size = 0;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
        beginning.push(next.value);
        size += next.value.length;
        if (size <= SMALL_BLOB) continue;
        try {
          return await files.write(beginning, { [Symbol.asyncIterator]: () => iterator });
        } finally {
          await iterator.return?.(); // a stream that could not be written to its end is let go of
        }
      }
      return { hash: await keepSmall(Buffer.concat(beginning)), size };
    },
    adopt: (path, hash) => files.adopt(path, hash),
    async get(hash) {
      return readSmall(hash) ?? files.read(await fileOf(hash));
    },
    async stream(hash) {
      const small = readSmall(hash);
      return small === undefined ? files.stream(await fileOf(hash)) : Readable.from([small]);
    },
    async pathOf(hash) {
      return readSmall(hash) === undefined ? files.pathOf(hash) : undefined;
    },
  };
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

async function* buffers(stream: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of stream as AsyncIterable<Buffer | string>)
    yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}
