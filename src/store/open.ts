import { setImmediate } from 'node:timers/promises';
import { removeOldAttachments, removeOldRaw } from './age.ts';
import { blobFiles } from './blob-files.ts';
import { blobReader, blobSweeper, blobWriter, SMALL_BLOB } from './blob-rows.ts';
import { blobStore } from './blob-store.ts';
import type { BlobHash, Blobs } from './blobs.ts';
import { type Connection, openReader, openWriter, privateFolder } from './connection.ts';
import { contractWrites } from './contracts.ts';
import { coverageRegisterWrites } from './coverage.ts';
import { decisionWrites } from './decision-write.ts';
import { releaseWrites } from './defects.ts';
import { type Depth, examine } from './examine.ts';
import { emptyEverywhere, forgetPerson, maskEverywhere } from './forget.ts';
import { idMakers, idsFor } from './ids.ts';
import { ledgerWrites } from './ledger-write.ts';
import { checkVersion, migrate, shippedMigrations } from './migrate.ts';
import { outboxWrites } from './outbox-write.ts';
import { peopleWrites } from './people-write.ts';
import { contactTrace, personTrace } from './person.ts';
import type { Queries, Store, Tx } from './port.ts';
import { queriesOver } from './queries.ts';
import { registerWrites } from './registers.ts';
import { refuseHalfRestored } from './restored.ts';
import { searchWriter } from './search.ts';
import { timerWrites } from './timers.ts';
import { type Level, transactions } from './transactions.ts';

/** Where the store tells what it did; pino's loggers fit. */
export interface StoreLog {
  info(facts: object, text: string): void;
}

export interface StoreOptions {
  /** The data folder; made when it is not there. */
  readonly folder: string;
  readonly now?: () => Date;
  readonly log: StoreLog;
  /** Nothing of it is to outlive the process: commits are not fsynced. */
  readonly throwaway?: boolean;
}

/** Blob rows and files that one step of a sweep looks at. */
const SWEEP_STEP = 500;
/** Mails of which one step lets go. */
const AGE_STEP = 200;
/** What was stored so lately may be about to be referred to (milliseconds). */
const JUST_NOW = 600_000;

/**
 * Opens the data folder for the one process that holds its lock (`acquireLock`): migrates the database, clears the spool of what a
 * crash left. Throws `NewerDatabase` or `HalfRestored`.
 */
export async function openStore({ folder, now = () => new Date(), log, throwaway }: StoreOptions): Promise<Store> {
  refuseHalfRestored(folder);
  privateFolder(folder);
  const writer = openWriter(folder, throwaway);
  try {
    const applied = migrate(writer.raw, shippedMigrations(), now());
    if (applied > 0) log.info({ folder, applied }, 'database migrated');
    const reader = openReader(folder);
    const files = await blobFiles(folder, true);
    return assemble(writer, reader, files, now);
  } catch (error) {
    writer.raw.close();
    throw error;
  }
}

/** Opens the data folder to read, beside the process that writes. Throws when the folder holds no database, or one of another version. */
export async function openForReading(folder: string): Promise<{
  readonly read: Queries;
  readonly blobs: Pick<Blobs, 'get' | 'stream' | 'pathOf'>;
  /** As `Store.examine`. */
  examine(depth?: Depth): Promise<readonly string[]>;
  close(): Promise<void>;
}> {
  const reader = openReader(folder);
  try {
    checkVersion(reader.raw, shippedMigrations());
  } catch (error) {
    reader.raw.close();
    throw error;
  }
  const files = await blobFiles(folder, false);
  const refuse = () => Promise.reject(new Error('the data folder is open for reading only'));
  const blobs = blobStore(files, blobReader(reader), refuse);
  return {
    read: queriesOver(reader),
    blobs,
    examine: (depth = 'references') => examine(reader, blobs, depth),
    async close() {
      reader.raw.close();
    },
  };
}

function assemble(
  writer: Connection,
  reader: Connection,
  files: Awaited<ReturnType<typeof blobFiles>>,
  now: () => Date,
): Store {
  const turns = transactions(writer.raw);
  const search = searchWriter(writer);
  const sweeper = blobSweeper(writer);
  const keepSmall = blobWriter(writer);
  const readCommitted = blobReader(reader);
  const blobs = blobStore(files, readCommitted, (bytes) => turns.run(async () => keepSmall(bytes, now())));
  const operations = transaction(writer, async (bytes) =>
    bytes.length > SMALL_BLOB ? (await blobs.put(bytes)).hash : keepSmall(bytes, now()),
  );

  /** One turn for each step, others in between. */
  async function inSteps(step: (after: number) => Promise<number | undefined>): Promise<void> {
    for (let after: number | undefined = 0; after !== undefined; ) {
      const from: number = after;
      after = await turns.run(() => step(from));
      await setImmediate();
    }
  }
  /** So that what was deleted is not in the log either. */
  const checkpoint = () => turns.alone(() => writer.raw.pragma('wal_checkpoint(TRUNCATE)'));

  return {
    blobs,
    read: queriesOver(reader),
    write: (work) => turns.run((level) => work(operations.within(level))),
    async indexSome(limit) {
      return search.pending() ? turns.run(() => search.indexSome(limit)) : 0;
    },
    async sweepBlobs(before) {
      let swept = 0;
      for (let after: number | undefined = 0; after !== undefined; ) {
        const from: number = after;
        const step = await turns.run(async () => sweeper.sweepRows(before, from, SWEEP_STEP));
        swept += step.swept;
        after = step.next;
        await setImmediate(); // let others have their turn
      }
      for await (const hash of files.storedBefore(before)) {
        // Within a turn, so that no transaction can come to need the file between the question and the removal.
        const removed = await turns.run(async () => !sweeper.needed(hash) && files.removeStale(hash, before));
        if (removed) swept++;
      }
      if (swept > 0) await checkpoint();
      return swept;
    },
    examine: (depth = 'references') => examine(reader, blobs, depth),
    async forget(who, at) {
      const done = await turns.run(async () => {
        const trace = 'address' in who ? personTrace(writer, who.address) : contactTrace(writer, who.contact);
        if (trace === undefined) return undefined;
        return { trace, result: forgetPerson(writer, trace, operations.settle, search.reindex, at) };
      });
      if (done === undefined) return undefined;
      const { trace, result } = done;
      if (result.kind === 'busy') return result;
      const addresses = result.words.filter((word) => word.includes('@'));
      const blobs = new Set(result.blobs);
      await inSteps(async (after) => {
        const { masked, blobs: more, next } = maskEverywhere(writer, addresses, after);
        search.reindex(masked);
        for (const hash of more) blobs.add(hash);
        return next;
      });
      await inSteps(async (after) => emptyEverywhere(writer, addresses, after, at));
      // What is being stored just now may be the same bytes: the sweep looks at those again.
      const before = new Date(Math.min(now().getTime(), at.getTime()) - JUST_NOW);
      for (const hash of blobs)
        await turns.run(async () => {
          if (sweeper.needed(hash)) return;
          sweeper.drop(hash, before);
          if ((await files.pathOf(hash)) !== undefined) files.removeStale(hash, before);
        });
      await turns.run(async () => search.tidy());
      await checkpoint();
      return { kind: 'done', trace };
    },
    async removeOldRaw(before, at) {
      let removed = 0;
      await inSteps(async () => {
        const step = removeOldRaw(writer, before, AGE_STEP, at);
        removed += step;
        return step === 0 ? undefined : removed;
      });
      return removed;
    },
    async removeOldAttachments(before) {
      let removed = 0;
      await inSteps(async (after) => {
        const step = removeOldAttachments(writer, before, after);
        removed += step.removed;
        return step.next;
      });
      return removed;
    },
    async close() {
      await turns.end();
      reader.raw.close();
      writer.raw.close();
    },
  };
}

/** The port's transaction: the operations once, and for each transaction or savepoint an object of its own, no call of which works beyond its end. */
function transaction(
  db: Connection,
  putBlob: (bytes: Buffer) => Promise<BlobHash>,
): { readonly within: (level: Level) => Tx; readonly settle: Tx['settle'] } {
  const makers = idMakers(db);
  const people = peopleWrites(db, makers);
  const { putClient, putContact } = people;
  const timers = timerWrites(db);
  const { timerLater, dropTimer, remember } = timers;
  const operations: Omit<Tx, 'savepoint'> = {
    ...queriesOver(db),
    ...ledgerWrites(db),
    ...decisionWrites(db, people, timers.setTimers, timers.addTimers),
    ...outboxWrites(db),
    ...registerWrites(db),
    ...releaseWrites(db),
    ...coverageRegisterWrites(db),
    ...contractWrites(db),
    timerLater,
    dropTimer,
    remember,
    putClient,
    putContact,
    putBlob,
    ids: (prefixOf) => idsFor(makers, prefixOf),
  };
  const within = (level: Level): Tx => {
    const savepoint: Tx['savepoint'] = (work) => level.savepoint((inner) => work(within(inner)));
    return new Proxy<Tx>(operations as Tx, {
      get(target, name, receiver) {
        level.check();
        return name === 'savepoint' ? savepoint : Reflect.get(target, name, receiver);
      },
    });
  };
  return { within, settle: operations.settle };
}
