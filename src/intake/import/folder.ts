import { open, opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HEAD, type HeadTimes, headTimes } from './head-times.ts';

/** A file that holds one mail. */
export interface MailFile {
  readonly path: string;
  readonly size: number;
  readonly times: HeadTimes;
  /** The Date header, else when the file was written. */
  readonly date: Date;
}

/** Whether a folder is a Maildir: `cur` and `new` side by side. */
export async function isMaildir(path: string): Promise<boolean> {
  const parts = await Promise.all(['cur', 'new'].map((name) => stat(join(path, name)).catch(() => undefined)));
  return parts.every((part) => part?.isDirectory() === true);
}

/** The mails of a Maildir, oldest first. */
export async function maildirFiles(path: string): Promise<readonly MailFile[]> {
  return byDate([...(await filesOf(join(path, 'cur'), '')), ...(await filesOf(join(path, 'new'), ''))]);
}

/** The `.eml` files of a folder, oldest first. */
export async function emlFiles(path: string): Promise<readonly MailFile[]> {
  return byDate(await filesOf(path, '.eml'));
}

/** One file as a mail. */
export async function mailFile(path: string): Promise<MailFile> {
  const file = await open(path, 'r');
  try {
    const { size, mtime } = await file.stat();
    const head = Buffer.alloc(Math.min(size, HEAD));
    await file.read(head, 0, head.length, 0);
    const times = headTimes(head.toString('latin1'));
    return { path, size, times, date: times.date ?? mtime };
  } finally {
    await file.close();
  }
}

async function filesOf(folder: string, ending: string): Promise<readonly MailFile[]> {
  const found: MailFile[] = [];
  for await (const entry of await opendir(folder)) {
    if (!entry.isFile() || entry.name.startsWith('.') || !entry.name.toLowerCase().endsWith(ending)) continue;
    found.push(await mailFile(join(folder, entry.name)));
  }
  return found;
}

/** A reply must not be taken in before what it answers. */
function byDate(files: readonly MailFile[]): readonly MailFile[] {
  return files.toSorted((a, b) => a.date.getTime() - b.date.getTime() || (a.path < b.path ? -1 : 1));
}
