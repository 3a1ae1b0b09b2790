import { existsSync } from 'node:fs';
import { readdir, readFile, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { sync } from './blob-files.ts';
import type { BlobHash } from './blobs.ts';
import { copyBlobs, copySpool, DATABASE, entriesOf, privateFolders, SPOOL, snapshot, writeWhole } from './copy.ts';
import { blobsInFiles } from './examine.ts';

/** What a backup says of itself, for people. */
export interface Manifest {
  readonly madeAt: string;
  readonly schema: number;
  readonly mails: number;
  readonly tickets: number;
  readonly messages: number;
  /** Outgoing mails that were not yet sent. */
  readonly unsent: number;
  /** Large mails and attachments, which lie in files of their own. */
  readonly files: number;
  readonly spooled: number;
}

/** What a backup came to. */
export interface BackedUp extends Manifest {
  /** Files that were not there from an earlier backup, and their size. */
  readonly copied: number;
  readonly bytes: number;
  /** Blobs that are missing or damaged in the data folder, and in no earlier backup there. */
  readonly lacking: readonly BlobHash[];
}

/** A backup cannot be made or used so; the message says what to do. */
export class BackupRefused extends Error {
  override readonly name = 'BackupRefused';
}

const MANIFEST = 'backup.json';
const NEW_DATABASE = `${DATABASE}.new`;
const OURS = new Set([DATABASE, NEW_DATABASE, 'blobs', SPOOL, MANIFEST, `${MANIFEST}.new`]);
/** A blob that is let go of while others are copied makes a new snapshot necessary; more often than this it is missing. */
const ROUNDS = 5;

/**
 * Copies all that a data folder remembers to a folder of its own, beside a gateway that may write: the database as it is at one moment, the
 * files that it refers to, and the spool. A second backup to the same folder copies only what is new; until it is whole the first one stays. Throws
 * `BackupRefused`.
 */
export async function backUp(folder: string, target: string, now: Date): Promise<BackedUp> {
  await prepare(folder, target);
  const blobsAt = join(target, 'blobs');
  // Before the database: mail that leaves the spool meanwhile is in the snapshot, and what is in both is seen before.
  const spooled = await copySpool(join(folder, SPOOL), join(target, SPOOL));
  let copied = 0;
  let bytes = 0;
  for (let round = 1; ; round++) {
    await snapshot(folder, join(target, NEW_DATABASE));
    const { manifest, files } = describe(join(target, NEW_DATABASE), now, spooled.length);
    const { missing, spoilt, ...more } = await copyBlobs(join(folder, 'blobs'), blobsAt, files);
    copied += more.copied;
    bytes += more.bytes;
    if (missing.length > 0 && round < ROUNDS) continue;
    await rename(join(target, NEW_DATABASE), join(target, DATABASE));
    await sync(target);
    await writeWhole(join(target, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
    await dropOthers(target, new Set(files), new Set(spooled));
    return { ...manifest, copied, bytes, lacking: [...missing, ...spoilt] };
  }
}

/** What a backup says of itself; undefined when the folder holds none, or one without a description. */
export async function manifestOf(folder: string): Promise<Manifest | undefined> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Manifest);
}

async function prepare(folder: string, target: string): Promise<void> {
  if (!existsSync(join(folder, DATABASE))) throw new BackupRefused(`there is no database in ${folder} to back up`);
  const within = relative(await realpath(folder), await realpathOf(target));
  if (within === '' || (!within.startsWith('..') && !within.startsWith('/')))
    throw new BackupRefused(`${target} is in the data folder: a backup belongs on another disk, or at least beside it`);
  const names = (await entriesOf(target)).map((entry) => entry.name);
  const foreign = names.find((name) => !OURS.has(name));
  if (foreign !== undefined)
    throw new BackupRefused(`${target} holds ${foreign}: name a new or empty folder, or an earlier backup`);
  await privateFolders(target);
}

/** The real path of what may not be there yet. */
async function realpathOf(path: string): Promise<string> {
  const full = resolve(path);
  if (existsSync(full)) return realpath(full);
  const above = dirname(full);
  return above === full ? full : join(await realpathOf(above), relative(above, full));
}

function describe(
  path: string,
  now: Date,
  spooled: number,
): { readonly manifest: Manifest; readonly files: readonly BlobHash[] } {
  const raw = new Database(path, { readonly: true });
  try {
    const number = (sql: string): number => Number(raw.prepare(sql).pluck().get());
    const files = blobsInFiles(raw);
    const manifest: Manifest = {
      madeAt: now.toISOString(),
      schema: number('SELECT max(id) FROM migrations'),
      mails: number('SELECT count(*) FROM ledger'),
      tickets: number('SELECT count(*) FROM tickets'),
      messages: number('SELECT count(*) FROM messages'),
      unsent: number(`SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending', 'uncertain', 'hold')`),
      files: files.length,
      spooled,
    };
    return { manifest, files };
  } finally {
    raw.close();
  }
}

/** Removes what the newest backup does not need: what was forgotten must not live on in it. */
async function dropOthers(target: string, files: ReadonlySet<BlobHash>, spooled: ReadonlySet<string>): Promise<void> {
  const blobsAt = join(target, 'blobs');
  for (const { name: prefix } of await entriesOf(blobsAt))
    for (const name of await readdir(join(blobsAt, prefix)))
      if (!files.has(`${prefix}${name}` as BlobHash)) await rm(join(blobsAt, prefix, name));
  for (const { name: kind } of await entriesOf(join(target, SPOOL)))
    for (const name of await readdir(join(target, SPOOL, kind)))
      if (!spooled.has(join(kind, name))) await rm(join(target, SPOOL, kind, name));
}
