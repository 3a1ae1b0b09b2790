import type { Readable } from 'node:stream';

/** SHA-256 of the content, 64 lower-case hexadecimal digits. */
export type BlobHash = string & { readonly __brand: 'BlobHash' };

/**
 * Content-addressed bytes: raw mails and attachments, each kept once. Small ones live in the database and share its commit; large ones are
 * streamed to a file, which is fsynced (and its folder) before `put` answers.
 */
export interface Blobs {
  /** Stores bytes; when the answer is here they are durable, or (small ones, given a transaction's batch) become so with the commit. */
  put(bytes: Buffer | Readable): Promise<{ readonly hash: BlobHash; readonly size: number }>;
  /** Adopts a finished temporary file of the data folder by rename; the file is gone afterwards. */
  adopt(path: string, hash: BlobHash): Promise<void>;
  get(hash: BlobHash): Promise<Buffer>;
  stream(hash: BlobHash): Promise<Readable>;
  /** The file of a large blob; undefined when it lives in the database. */
  pathOf(hash: BlobHash): Promise<string | undefined>;
  /** A folder for temporary files on the same file system. */
  readonly spool: string;
}
