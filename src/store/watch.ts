import { statfs } from 'node:fs/promises';
import type { Store } from './port.ts';
import { StorageTrouble, storageTrouble, TROUBLE_WORDS, type Trouble } from './trouble.ts';

/** Whether the store takes what it is given. */
export type StoreHealth =
  | { readonly kind: 'fine' }
  | { readonly kind: Trouble; readonly since: Date; readonly error: string };

/** A store with an eye on its disk. */
export interface WatchedStore {
  readonly store: Store;
  readonly health: () => StoreHealth;
  /** Before more is taken in: throws `StorageTrouble` while there is no room; tries whether there is again. */
  readonly ready: () => Promise<void>;
}

export interface WatchOptions {
  /** The data folder. */
  readonly folder: string;
  readonly now: () => Date;
  readonly log: {
    info(facts: object, text: string): void;
    error(facts: object, text: string): void;
  };
  /** Bytes free and in all on the disk of the folder; the system's answer unless a test says otherwise. */
  readonly room?: () => Promise<{ readonly free: number; readonly all: number }>;
}

/** With less free no more mail is taken in, so that what was taken can be decided and answered: bytes, or this part of a small disk. */
const RESERVE = 32 * 1024 * 1024;
const RESERVE_PART = 1 / 20;
/** A large file that could not be written is forgotten after so long (milliseconds), when all else is written. */
const FORGOTTEN_AFTER = 600_000;

/**
 * Watches what a store writes: says once when the disk takes no more and once when it does again (log and status). What failed is rolled back and
 * told to whoever asked; all loops of the gateway try again by themselves.
 */
export function watchStore(inner: Store, options: WatchOptions): WatchedStore {
  const { now, log, folder } = options;
  const room = options.room ?? (() => roomOf(folder));
  let health: StoreHealth = { kind: 'fine' };
  let failed: 'commit' | 'file' | 'room' = 'commit';
  let lastFailure = 0;

  function trouble(kind: Trouble, what: typeof failed, error: string): void {
    lastFailure = now().getTime();
    // A commit that fails is the worse of the two: only one that goes through ends it.
    if (health.kind === 'fine' || what === 'commit') failed = what;
    if (health.kind === kind) return;
    health = { kind, since: health.kind === 'fine' ? now() : health.since, error };
    log.error(
      { folder, error },
      `${TROUBLE_WORDS[kind]}: no mail is taken in until it takes what is written; nothing is lost`,
    );
  }

  function wrote(what: 'commit' | 'file'): void {
    if (health.kind === 'fine') return;
    const over = what === failed || now().getTime() - lastFailure > FORGOTTEN_AFTER;
    if (!over || failed === 'room') return;
    fine();
  }

  function fine(): void {
    health = { kind: 'fine' };
    log.info({ folder }, 'the disk takes what is written again: mail is taken in');
  }

  async function watched<T>(what: 'commit' | 'file', work: Promise<T>): Promise<T> {
    try {
      const result = await work;
      wrote(what);
      return result;
    } catch (error) {
      const kind = storageTrouble(error);
      if (kind !== undefined) trouble(kind, what, error instanceof Error ? error.message : '');
      throw error;
    }
  }

  const { blobs } = inner;
  const store: Store = {
    ...inner,
    blobs: {
      ...blobs,
      put: (content) => watched('file', blobs.put(content)),
      adopt: (path, hash) => watched('file', blobs.adopt(path, hash)),
    },
    write: (work) => watched('commit', inner.write(work)),
    indexSome: (limit) => watched('commit', inner.indexSome(limit)),
  };

  return {
    store,
    health: () => health,
    async ready() {
      const { free, all } = await room();
      if (free < Math.min(RESERVE, all * RESERVE_PART)) {
        const left = `${Math.floor(free / 1024)} kB are free on the disk of ${folder}`;
        trouble('full', 'room', left);
        throw new StorageTrouble('full', left);
      }
      if (health.kind === 'fine') return;
      // A row that nobody needs, always the same; housekeeping removes it.
      await store.write((tx) => tx.putBlob(PROBE));
      if (failed === 'room') fine();
    },
  };
}

const PROBE = Buffer.from('spoc: can this be written?');

async function roomOf(folder: string): Promise<{ readonly free: number; readonly all: number }> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { free: bavail * bsize, all: blocks * bsize };
}
