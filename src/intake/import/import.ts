import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type Incoming, type Keeper, SMALL_MAIL } from '../keep.ts';
import { emlFiles, isMaildir, type MailFile, maildirFiles, mailFile } from './folder.ts';
import { isMbox, readMbox } from './mbox.ts';

/** Where older mail may come from. */
export const IMPORT_KINDS = ['mbox', 'maildir', 'folder', 'mail'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

export interface ImportOptions {
  readonly keeper: Keeper;
  /** The mailbox whose rules the mail is read by, and the address it is taken to have come to. */
  readonly mailbox: string;
  readonly recipient: string;
  /** A folder for large mails of an mbox while they are read. */
  readonly spool: string;
  readonly now: () => Date;
  readonly signal?: AbortSignal;
  /** Called after each batch with the numbers so far. */
  readonly onProgress?: (sofar: ImportResult) => void;
}

export interface ImportResult {
  readonly kept: number;
  /** Imported before: the same bytes to the same recipient. */
  readonly seenBefore: number;
  /** Empty files. */
  readonly empty: number;
}

const BATCH = 200;
const BATCH_BYTES = 16 * 1024 * 1024;

/** Takes in older mail without any notice (`spoc import`): oldest first, in batches, again and again without duplicates. Throws the system's error. */
export async function importMail(path: string, options: ImportOptions): Promise<ImportResult> {
  const { keeper, mailbox, recipient, now } = options;
  const result = { kept: 0, seenBefore: 0, empty: 0 };
  let batch: Incoming[] = [];
  let bytes = 0;

  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    for (const mail of await keeper.keep(batch)) {
      if (mail.seenBefore) result.seenBefore += 1;
      else result.kept += 1;
    }
    batch = [];
    bytes = 0;
    options.onProgress?.({ ...result });
  };

  for await (const mail of mailsOf(path, options.spool)) {
    if (options.signal?.aborted === true) break;
    if (mail.size === 0) {
      result.empty += 1;
      continue;
    }
    const content = Buffer.isBuffer(mail.content) ? mail.content : await keeper.store(mail.content);
    // A date in the future would put the mail behind everything that comes.
    const arrivedAt = new Date(Math.min(mail.date?.getTime() ?? now().getTime(), now().getTime()));
    batch.push({ source: { kind: 'import', mailbox, recipient }, arrivedAt, quiet: true, content });
    bytes += Math.min(mail.size, SMALL_MAIL);
    if (batch.length >= BATCH || bytes >= BATCH_BYTES) await flush();
  }
  await flush();
  return result;
}

/** What kind of thing lies at a path. */
export async function importKind(path: string): Promise<ImportKind> {
  if ((await stat(path)).isDirectory()) return (await isMaildir(path)) ? 'maildir' : 'folder';
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(5), 0, 5, 0);
    return isMbox(buffer.subarray(0, bytesRead)) ? 'mbox' : 'mail';
  } finally {
    await file.close();
  }
}

interface FoundMail {
  /** A stream is to be read before the next mail is asked for. */
  readonly content: Buffer | Readable;
  readonly size: number;
  readonly date: Date | undefined;
}

async function* mailsOf(path: string, spool: string): AsyncGenerator<FoundMail> {
  switch (await importKind(path)) {
    case 'mbox':
      return yield* mboxMails(path, spool);
    case 'maildir':
      return yield* fileMails(await maildirFiles(path));
    case 'folder':
      return yield* fileMails(await emlFiles(path));
    case 'mail':
      return yield* fileMails([await mailFile(path)]);
  }
}

async function* fileMails(files: readonly MailFile[]): AsyncGenerator<FoundMail> {
  for (const { path, size, date } of files) {
    yield { content: size <= SMALL_MAIL ? await readFile(path) : createReadStream(path), size, date };
  }
}

async function* mboxMails(path: string, spool: string): AsyncGenerator<FoundMail> {
  let current: MboxMail | undefined;
  try {
    for await (const part of readMbox(path)) {
      if (part.kind === 'bytes') {
        await current?.add(part.bytes);
        continue;
      }
      if (current !== undefined) yield await current.done();
      await current?.forget();
      current = new MboxMail(part.date, join(spool, `mbox-${randomUUID()}`));
    }
    if (current !== undefined) yield await current.done();
  } finally {
    await current?.forget();
  }
}

/** One mail while it is read from an mbox: in memory as long as it is small, then in a file. */
class MboxMail {
  readonly #date: Date | undefined;
  readonly #path: string;
  #chunks: Buffer[] = [];
  #pending = 0;
  #size = 0;
  #file: FileHandle | undefined;

  constructor(date: Date | undefined, path: string) {
    this.#date = date;
    this.#path = path;
  }

  async add(bytes: Buffer): Promise<void> {
    this.#size += bytes.length;
    this.#pending += bytes.length;
    this.#chunks.push(bytes);
    if (this.#pending > SMALL_MAIL) await this.#write();
  }

  async done(): Promise<FoundMail> {
    if (this.#file === undefined) {
      return { content: Buffer.concat(this.#chunks), size: this.#size, date: this.#date };
    }
    await this.#write();
    return { content: createReadStream(this.#path), size: this.#size, date: this.#date };
  }

  async forget(): Promise<void> {
    if (this.#file === undefined) return;
    await this.#file.close();
    await unlink(this.#path).catch(() => undefined);
  }

  async #write(): Promise<void> {
    this.#file ??= await open(this.#path, 'wx', 0o600);
    await this.#file.writeFile(Buffer.concat(this.#chunks));
    this.#chunks = [];
    this.#pending = 0;
  }
}
