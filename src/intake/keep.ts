import type { Readable } from 'node:stream';
import type { LedgerId } from '../desk/ids.ts';
import { headSender } from '../mail/head-sender.ts';
import { SMALL_BLOB } from '../store/blob-rows.ts';
import type { BlobHash } from '../store/blobs.ts';
import type { Cursor, MailSource, Store } from '../store/port.ts';

/** Raw mail up to this many bytes is held in memory while it comes in; more is streamed to the blob store. */
export const SMALL_MAIL = 256 * 1024;

/** A mail at the door, not yet safe. */
export interface Incoming {
  readonly source: MailSource;
  /** INTERNALDATE, or the moment it was handed to us. */
  readonly arrivedAt: Date;
  /** Imported: no notice goes out because of it. */
  readonly quiet: boolean;
  /** A stream is read once, before the commit; an error in it fails the whole batch and nothing of it is kept. */
  readonly content: Buffer | Readable | StoredRaw;
}

/** Raw mail that is in the blob store already (one mail to several recipients). */
export interface StoredRaw {
  readonly hash: BlobHash;
  readonly size: number;
}

/** What a folder's reader wants remembered in the same commit as the mails. */
export interface CursorMove {
  readonly mailbox: string;
  readonly folder: string;
  /** Undefined: the cursor stays where it is (a scan that is not finished). */
  readonly cursor: Cursor | undefined;
  /** Mail that was listed and confirmed absent before it could be fetched. */
  readonly vanished: readonly MailSource[];
}

export interface KeptResult {
  readonly id: LedgerId;
  /** It has a ledger row from earlier; nothing new was written. */
  readonly seenBefore: boolean;
  readonly hash: BlobHash;
  readonly size: number;
}

/** The one place where mail becomes safe: when `keep` answers, raw bytes, ledger rows and cursor are durable (DESIGN §3.2). */
export interface Keeper {
  keep(batch: readonly Incoming[], move?: CursorMove): Promise<readonly KeptResult[]>;
  /** Before mail is fetched or accepted: throws `StorageTrouble` while the disk takes none. */
  ready(): Promise<void>;
  /** Stores raw bytes ahead of `keep`, for mail that has several recipients. */
  store(content: Buffer | Readable): Promise<StoredRaw>;
}

export interface KeeperOptions {
  readonly now: () => Date;
  /** Called after each commit that brought something new. */
  readonly onKept: (kept: readonly KeptResult[]) => void;
  /** Asked by `Keeper.ready`; default: always. */
  readonly ready?: (() => Promise<void>) | undefined;
}

/** Keeps mail in a store: small raw mail inside the transaction, large ahead of it, a whole batch to one commit. */
export function createKeeper(store: Store, options: KeeperOptions): Keeper {
  const settle = async (content: Incoming['content']): Promise<Buffer | StoredRaw> => {
    if (Buffer.isBuffer(content)) return content.length <= SMALL_BLOB ? content : store.blobs.put(content);
    return 'hash' in content ? content : store.blobs.put(content);
  };

  return {
    ready: options.ready ?? (async () => undefined),
    store: (content) => store.blobs.put(content),
    async keep(batch, move) {
      // Files are fsynced side by side; streams come one after the other over one connection.
      const held = await Promise.all(
        batch.map(({ content }) => (Buffer.isBuffer(content) ? settle(content) : undefined)),
      );
      const contents: (Buffer | StoredRaw)[] = [];
      for (const [index, mail] of batch.entries()) contents.push(held[index] ?? (await settle(mail.content)));

      const kept = await store.write(async (tx) => {
        const at = options.now();
        const results: KeptResult[] = [];
        for (const [index, mail] of batch.entries()) {
          const content = contents[index];
          if (content === undefined) throw new Error('keep: a mail without content');
          const raw = Buffer.isBuffer(content) ? { hash: await tx.putBlob(content), size: content.length } : content;
          const { source, arrivedAt, quiet } = mail;
          const sender = Buffer.isBuffer(mail.content) ? headSender(mail.content) : undefined;
          const row = await tx.keep({ source, blob: raw.hash, size: raw.size, arrivedAt, quiet, sender }, at);
          results.push({ ...row, hash: raw.hash, size: raw.size });
        }
        if (move !== undefined) {
          for (const source of move.vanished) await tx.vanished(source, at);
          if (move.cursor !== undefined) await tx.setCursor(move.mailbox, move.folder, move.cursor);
        }
        return results;
      });

      if (kept.some((result) => !result.seenBefore)) options.onKept(kept);
      return kept;
    },
  };
}
