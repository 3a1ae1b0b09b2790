import { type FileHandle, mkdir, open, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { TooLarge } from './collect.ts';

/** The envelope of a spooled mail: the first line of its file, as JSON; the raw mail follows byte for byte. */
export interface SpoolEnvelope {
  readonly recipients: readonly string[];
  readonly at: Date;
}

/** Finished mail lies in `new`; `tmp` is for writing; `bad` for what cannot be read as a spooled mail. */
export const SPOOL_FOLDERS = { tmp: 'tmp', ready: 'new', bad: 'bad' } as const;

/** Largest first line; an MTA passes some hundred recipients at most. */
export const MOST_ENVELOPE = 64 * 1024;

/** Nothing was handed in. */
export class NoMail extends Error {
  override readonly name = 'NoMail';
}

export interface DeliverOptions {
  /** The spool; made when missing. */
  readonly folder: string;
  readonly recipients: readonly string[];
  readonly at: Date;
  /** Makes the file's name unique on this machine, such as a random UUID. */
  readonly unique: string;
  /** Bytes a mail may have. */
  readonly most: number;
}

/**
 * Puts one mail into the spool (`spoc deliver`). When this answers the mail is safe: file and folder are fsynced. Throws `TooLarge` or `NoMail` (for good) or
 * the system's error (for now: the MTA keeps the mail).
 */
export async function deliverToSpool(input: Readable, options: DeliverOptions): Promise<string> {
  const { folder, recipients, at } = options;
  const envelope = `${JSON.stringify({ recipients, at: at.toISOString() })}\n`;
  if (recipients.length === 0) throw new Error('a mail needs a recipient');
  if (envelope.length > MOST_ENVELOPE) throw new TooLarge('too many recipients');
  const tmp = join(folder, SPOOL_FOLDERS.tmp);
  const ready = join(folder, SPOOL_FOLDERS.ready);
  await mkdir(tmp, { recursive: true, mode: 0o700 });
  await mkdir(ready, { recursive: true, mode: 0o700 });

  const name = `${String(at.getTime()).padStart(15, '0')}.${options.unique}`;
  const path = join(tmp, name);
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(envelope);
      await writeAll(file, input, options.most);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(path, join(ready, name));
  } catch (error) {
    await unlink(path).catch(() => undefined);
    throw error;
  }
  await syncFolder(ready);
  return name;
}

async function writeAll(file: FileHandle, input: Readable, most: number): Promise<void> {
  let size = 0;
  for await (const chunk of input) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > most) throw new TooLarge(`the mail has more than ${most} bytes`);
    await file.writeFile(bytes);
  }
  if (size === 0) throw new NoMail('there is no mail on standard input');
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
