import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { SMALL_MAIL } from '../keep.ts';
import { emlFiles, type MailFile, maildirFiles, mailFile } from './folder.ts';
import { HEAD, type HeadTimes, headTimes } from './head-times.ts';
import { importKind } from './import.ts';
import { readMbox, type Stretch } from './mbox.ts';

/** A mail of an archive: where it lies and when it is from. Its bytes are read when they are asked for. */
export interface ArchivedMail {
  readonly size: number;
  readonly times: HeadTimes;
  /** What else tells its time: the From_ line of an mbox, or when the file was written. */
  readonly kept: Date | undefined;
  /** A stream, when it is large, reads the file once. */
  readonly open: () => Promise<Buffer | Readable>;
}

/** Lists the mails of an mbox, a Maildir, a folder of `.eml` files or one file, as they stand there. Holds no mail in memory. Throws the system's error. */
export async function* archivedMails(path: string): AsyncGenerator<ArchivedMail> {
  switch (await importKind(path)) {
    case 'mbox':
      return yield* ofMbox(path);
    case 'maildir':
      return yield* (await maildirFiles(path)).map(ofFile);
    case 'folder':
      return yield* (await emlFiles(path)).map(ofFile);
    case 'mail':
      return yield ofFile(await mailFile(path));
  }
}

function ofFile({ path, size, times, date }: MailFile): ArchivedMail {
  return {
    size,
    times,
    kept: date,
    open: async () => (size <= SMALL_MAIL ? readFile(path) : createReadStream(path)),
  };
}

/** A mail of an mbox as far as it was seen. */
interface Begun {
  readonly from: number;
  readonly date: Date | undefined;
  head: string;
  size: number;
}

async function* ofMbox(path: string): AsyncGenerator<ArchivedMail> {
  let begun: Begun | undefined;
  for await (const part of readMbox(path)) {
    if (part.kind === 'start') {
      if (begun !== undefined) yield ofStretch(path, begun, part.offset);
      begun = { from: part.offset, date: part.date, head: '', size: 0 };
    } else if (begun !== undefined) {
      begun.size += part.bytes.length;
      if (begun.head.length < HEAD) begun.head += part.bytes.toString('latin1');
    }
  }
  if (begun !== undefined) yield ofStretch(path, begun, undefined);
}

function ofStretch(path: string, { from, date, head, size }: Begun, to: number | undefined): ArchivedMail {
  const bytes = () => Readable.from(mailBytes(path, { from, to }), { objectMode: false });
  return {
    size,
    times: headTimes(head),
    kept: date,
    open: async () => (size <= SMALL_MAIL ? buffer(bytes()) : bytes()),
  };
}

async function* mailBytes(path: string, stretch: Stretch): AsyncGenerator<Buffer> {
  for await (const part of readMbox(path, stretch)) if (part.kind === 'bytes') yield part.bytes;
}
