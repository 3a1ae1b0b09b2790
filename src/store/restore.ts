import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BackupRefused, manifestOf } from './backup.ts';
import { blobFiles, sync } from './blob-files.ts';
import { blobReader } from './blob-rows.ts';
import { blobStore } from './blob-store.ts';
import { openWriter, privateFolder } from './connection.ts';
import { copyBlobs, copySpool, DATABASE, SPOOL, snapshot } from './copy.ts';
import { blobsInFiles, examine } from './examine.ts';
import { migrate, shippedMigrations } from './migrate.ts';
import { markRestored, RESTORING } from './restored.ts';

/** Beside these a data folder is empty: the lock of the process that restores, and what an earlier try left. */
const NOTHING = new Set(['lock.db', 'lock.db-journal', 'lock.pid', 'tmp', RESTORING]);

/** How the folders begin in which earlier content lies. */
const ASIDE = 'replaced-';

export interface RestoreOptions {
  readonly source: string;
  /** The data folder, whose lock the caller holds. */
  readonly folder: string;
  /** What is in the data folder is put aside, in a folder within it. */
  readonly replace: boolean;
  /** A backup in which something is wrong is taken all the same. */
  readonly damaged: boolean;
  readonly now: Date;
}

/** What a restore came to. */
export interface Restored {
  /** When the backup was made, as far as it says. */
  readonly madeAt: string | undefined;
  readonly mails: number;
  readonly tickets: number;
  /** Outgoing mails that were put on hold. */
  readonly held: number;
  /** What is wrong with it; empty unless `damaged` was said. */
  readonly wrong: readonly string[];
  /** Where the earlier content lies now. */
  readonly putAside: string | undefined;
}

/**
 * Makes a backup the content of a data folder: copied and examined beside it first, then moved into place. Outgoing mail that the backup says
 * is still to be sent is put on hold, since it may have gone out; the store remembers the moment, so that answers to older mail wait too. Throws
 * `BackupRefused`.
 */
export async function restore({ source, folder, replace, damaged, now }: RestoreOptions): Promise<Restored> {
  if (!existsSync(join(source, DATABASE)))
    throw new BackupRefused(`${source} is no backup: there is no ${DATABASE} in it`);
  const there = (await readdir(folder)).filter((name) => !NOTHING.has(name) && !name.startsWith(ASIDE));
  if (there.length > 0 && !replace)
    throw new BackupRefused(
      `the data folder ${folder} is not empty: it holds ${there.slice(0, 5).join(', ')}; with --replace that is put aside`,
    );
  const staging = join(folder, RESTORING);
  await rm(staging, { recursive: true, force: true });
  privateFolder(staging);
  const { wrong, ...facts } = await putTogether(source, staging, now);
  if (wrong.length > 0 && !damaged) {
    await rm(staging, { recursive: true });
    throw new BackupRefused(
      `the backup is not whole; nothing was changed\n${wrong.join('\n')}\nan earlier backup may be; --damaged takes this one as it is`,
    );
  }
  const putAside = there.length > 0 ? await setAside(folder, there, now) : undefined;
  // The database last: while the folder for restoring is there, no gateway starts.
  const names = (await readdir(staging)).sort((a, b) => Number(a === DATABASE) - Number(b === DATABASE));
  for (const name of names) await rename(join(staging, name), join(folder, name));
  await sync(folder);
  await rm(staging, { recursive: true });
  await sync(folder);
  return { ...facts, madeAt: (await manifestOf(source))?.madeAt, wrong, putAside };
}

async function putTogether(
  source: string,
  staging: string,
  now: Date,
): Promise<Pick<Restored, 'mails' | 'tickets' | 'held' | 'wrong'>> {
  await snapshot(source, join(staging, DATABASE));
  const db = openWriter(staging);
  const { raw } = db;
  try {
    migrate(raw, shippedMigrations(), now);
    // What is missing or damaged the examination tells.
    await copyBlobs(join(source, 'blobs'), join(staging, 'blobs'), blobsInFiles(raw));
    await copySpool(join(source, SPOOL), join(staging, SPOOL));
    const refuse = () => Promise.reject(new Error('nothing is written while a backup is examined'));
    const blobs = blobStore(await blobFiles(staging, false), blobReader(db), refuse);
    const wrong = await examine(db, blobs, 'contents');
    const held = markRestored(raw, now);
    const number = (table: 'ledger' | 'tickets') => Number(raw.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
    const facts = { mails: number('ledger'), tickets: number('tickets'), held, wrong };
    raw.pragma('wal_checkpoint(TRUNCATE)');
    return facts;
  } finally {
    raw.close();
  }
}

/** Moves what is there to a folder of its own; the lock stays. */
async function setAside(folder: string, names: readonly string[], now: Date): Promise<string> {
  const aside = join(folder, `${ASIDE}${now.toISOString().replace(/[-:]|\.\d+/g, '')}`);
  await mkdir(aside, { mode: 0o700 });
  for (const name of names) await rename(join(folder, name), join(aside, name));
  await sync(folder);
  return aside;
}
