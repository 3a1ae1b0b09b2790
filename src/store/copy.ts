import { createHash } from 'node:crypto';
import { type Dirent, existsSync } from 'node:fs';
import { chmod, type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { blobPath, sync } from './blob-files.ts';
import type { BlobHash } from './blobs.ts';

/** The database's name in a data folder and in a backup. */
export const DATABASE = 'spoc.db';
/** The spool of `spoc deliver`: mail in it is ours already. Its folders that hold whole mails. */
export const SPOOL = 'spool-in';
const SPOOLED = ['new', 'bad'] as const;

/**
 * Writes the database of a folder, as it is at this moment, to a new file of mode 0600 and syncs it. One read transaction: a gateway that
 * writes meanwhile is neither stopped nor seen. What was deleted is not in it.
 */
export async function snapshot(folder: string, target: string): Promise<void> {
  await rm(target, { force: true });
  await (await open(target, 'wx', 0o600)).close();
  const source = new Database(join(folder, DATABASE), { readonly: true, fileMustExist: true, timeout: 10_000 });
  try {
    source.pragma('temp_store = MEMORY');
    source.prepare('VACUUM INTO ?').run(target);
  } finally {
    source.close();
  }
  await sync(target);
}

/** What copying blobs came to. */
export interface CopiedBlobs {
  readonly copied: number;
  readonly bytes: number;
  /** Not copied: their content is not what their name says. */
  readonly spoilt: readonly BlobHash[];
  /** Not copied: they are not there. */
  readonly missing: readonly BlobHash[];
}

/**
 * Copies the files of blobs between the `blobs` folders of two places, each read once and compared with its name. Those that are there stay: their
 * files never change.
 */
export async function copyBlobs(from: string, to: string, hashes: Iterable<BlobHash>): Promise<CopiedBlobs> {
  const spoilt: BlobHash[] = [];
  const missing: BlobHash[] = [];
  const folders = new Set<string>();
  let copied = 0;
  let bytes = 0;
  await privateFolders(to);
  for (const hash of hashes) {
    const target = join(to, blobPath(hash));
    const folder = dirname(target);
    if (!folders.has(folder)) await privateFolders(folder);
    folders.add(folder);
    if (existsSync(target)) continue;
    const written = await copyFile(join(from, blobPath(hash)), target, hash);
    if (written === 'missing') missing.push(hash);
    else if (written === 'spoilt') spoilt.push(hash);
    else {
      copied += 1;
      bytes += written;
    }
  }
  for (const folder of folders) await sync(folder);
  await sync(to);
  return { copied, bytes, spoilt, missing };
}

/** Copies the mails of a spool; answers the paths that were copied, below the spool. Mail that the gateway takes in meanwhile is passed over. */
export async function copySpool(from: string, to: string): Promise<readonly string[]> {
  const copied: string[] = [];
  for (const kind of SPOOLED) {
    const names = await filesOf(join(from, kind));
    if (names.length === 0) continue;
    await privateFolders(join(to, kind));
    for (const name of names) {
      const path = join(kind, name);
      if ((await copyFile(join(from, path), join(to, path))) !== 'missing') copied.push(path);
    }
    await sync(join(to, kind));
  }
  return copied;
}

/** Names of the plain files in a folder; none when there is no such folder. */
export async function filesOf(folder: string): Promise<readonly string[]> {
  return (await entriesOf(folder)).filter((entry) => entry.isFile()).map((entry) => entry.name);
}

/** What lies in a folder; nothing when there is no such folder. */
export async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Makes a folder that only its owner enters. */
export async function privateFolders(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await chmod(path, 0o700);
}

/** Writes a small file so that it is whole or not there, mode 0600. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.new`;
  await rm(temporary, { force: true });
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await sync(dirname(path));
}

/** Copies a file under a temporary name, syncs it and names it; with a hash only when its content has that. Answers its bytes. */
async function copyFile(from: string, to: string, hash?: BlobHash): Promise<number | 'missing' | 'spoilt'> {
  const source = await opened(from);
  if (source === undefined) return 'missing';
  const temporary = `${to}.new`;
  const sum = createHash('sha256');
  let size = 0;
  try {
    await rm(temporary, { force: true });
    const file = await open(temporary, 'wx', 0o600);
    try {
      for await (const chunk of source.createReadStream({ autoClose: false, highWaterMark: 1024 * 1024 })) {
        const piece = chunk as Buffer;
        sum.update(piece);
        size += piece.length;
        await file.writeFile(piece);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    if (hash !== undefined && sum.digest('hex') !== hash) {
      await rm(temporary);
      return 'spoilt';
    }
    await rename(temporary, to);
    return size;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    await source.close();
  }
}

/** A file opened for reading; undefined when it is not there. */
async function opened(path: string): Promise<FileHandle | undefined> {
  return open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}
