import { createReadStream } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Readable } from 'node:stream';
import type { IntakeSettings } from '../config/settings.ts';
import type { Attachment } from '../mail/mail.ts';
import { readSpooledRef } from '../mail/parse/spooled.ts';
import { SMALL_BLOB } from '../store/blob-rows.ts';
import type { BlobHash } from '../store/blobs.ts';
import type { Store, StoredAttachment, Tx, WaitingMail } from '../store/port.ts';
import { StorageTrouble } from '../store/trouble.ts';
import type { Blocker } from './block.ts';
import { createParsePool } from './parse-pool.ts';
import type { Understood } from './understand.ts';

/** A kept mail, read. */
export interface ReadMail {
  readonly understood: Understood;
  /** The attachments with the rule that blocks each; undefined where none does. */
  readonly blocked: readonly (string | undefined)[];
  /** The raw bytes once more, for those who check signatures. */
  readonly raw: () => Promise<Buffer | Readable>;
  /** Puts the attachments into the blob store, within the transaction where they are small. */
  readonly storeAttachments: (tx: Tx) => Promise<readonly StoredAttachment[]>;
}

/** Reads kept mail in worker threads. */
export interface Reader {
  /** Throws when the mail cannot be read at all (a parser that hangs or dies): it is tried again, then quarantined. */
  read(waiting: WaitingMail): Promise<ReadMail>;
  close(): Promise<void>;
}

/** Attachments of more bytes go from the worker to the blob store by way of a file. */
const SPOOL_OVER = 2 * 1024 * 1024;
const WORKER_MEMORY_MB = 256;

/** Makes a reader on the blobs of a store. */
export function createReader(store: Store, intake: IntakeSettings, blocker: Blocker): Reader {
  const pool = createParsePool({
    size: Math.max(1, Math.min(4, availableParallelism() - 1)),
    timeoutMs: intake.parseTime,
    memoryMb: WORKER_MEMORY_MB,
    limits: {
      bytes: intake.mailBytes,
      attachmentBytes: intake.attachmentBytes,
      attachmentBytesTotal: intake.attachmentsBytes,
    },
    spool: { folder: store.blobs.spool, over: SPOOL_OVER },
  });
  return {
    async read({ blob, size }) {
      const path = size > SMALL_BLOB ? await store.blobs.pathOf(blob) : undefined;
      const bytes = path === undefined ? await store.blobs.get(blob) : undefined;
      const outcome = await pool.parse(bytes === undefined ? { path: path ?? '' } : { bytes });
      if (outcome.kind === 'failed')
        throw outcome.trouble === undefined
          ? new Error(outcome.reason)
          : new StorageTrouble(outcome.trouble, outcome.reason);
      const { understood } = outcome;
      const adopted = await adoptAll(store, understood, blocker);
      return {
        understood,
        blocked: adopted.map((one) => one.blocked),
        raw: async () => bytes ?? createReadStream(path ?? ''),
        storeAttachments: (tx) => Promise.all(adopted.map((one) => stored(tx, one))),
      };
    },
    close: () => pool.close(),
  };
}

interface Adopted {
  readonly attachment: Attachment;
  /** Where its bytes are, when they lie in a file. */
  readonly blob: BlobHash | undefined;
  readonly detectedType: string | undefined;
  readonly blocked: string | undefined;
}

/**
 * Large attachments become blobs at once, several mails side by side: within the transaction everybody would wait for their fsyncs. Should the
 * mail fail later, they are found again by their content; what no message needs is swept.
 */
async function adoptAll(store: Store, { mail, detected }: Understood, blocker: Blocker): Promise<readonly Adopted[]> {
  const adopted: Adopted[] = [];
  for (const [index, attachment] of mail.attachments.entries()) {
    const blob = await largeBlob(store, attachment);
    const detectedType = detected[index];
    const blocked = blocker({ ...attachment, detectedType });
    adopted.push({ attachment, blob, detectedType, blocked });
  }
  return adopted;
}

async function largeBlob({ blobs }: Store, { ref, content, leftOut }: Attachment): Promise<BlobHash | undefined> {
  const spooled = ref === undefined ? undefined : readSpooledRef(ref);
  if (spooled !== undefined) {
    await blobs.adopt(spooled.path, spooled.hash as BlobHash);
    return spooled.hash as BlobHash;
  }
  if (content === undefined || leftOut !== undefined || content.length <= SMALL_BLOB) return undefined;
  return (await blobs.put(content)).hash;
}

async function stored(tx: Tx, { attachment, blob, detectedType, blocked }: Adopted): Promise<StoredAttachment> {
  const { filename, contentType, size, contentId, inline, content, leftOut } = attachment;
  const kept = blob ?? (content === undefined || leftOut !== undefined ? undefined : await tx.putBlob(content));
  return { filename, contentType, detectedType, size, contentId, inline, blob: kept, leftOut, blocked };
}
