import type { Store, Tx } from '../../src/store/port.ts';
import { FAULT_VARIABLE, type StorePoint } from './points.ts';

// Stands in for `dist/store/open.js` in a gateway that is to die at a point of its store (`preload.ts` puts it there): all that it does is
// wrap the port. The gateway itself is the built one, and knows nothing of this.

const built: typeof import('../../src/store/open.ts') = await import(
  new URL('../../dist/store/open.js', import.meta.url).href
);
export const { openForReading } = built;

/** Opens the store as the gateway does, and lets it die where it was told to. */
export const openStore: typeof built.openStore = async (options) => fatal(await built.openStore(options));

const [, pass = '1', fatalPoint] = /^(\d+) (.+)$/.exec(process.env[FAULT_VARIABLE] ?? '') ?? [];
let left = Number(pass);

/** The kernel ends the process before this returns, when it is the point. */
function reach(point: StorePoint): void {
  if (point !== fatalPoint) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
}

/** What a transaction did that has points around its commit. */
type Deed = 'kept' | 'decided' | 'mailbox' | 'claimed' | 'handing' | 'sent';

function fatal(store: Store): Store {
  return {
    ...store,
    blobs: {
      ...store.blobs,
      async put(content) {
        reach('blob: before');
        const stored = await store.blobs.put(content);
        reach('blob: after');
        return stored;
      },
    },
    read: {
      ...store.read,
      async unacknowledged(...which) {
        const rows = await store.read.unacknowledged(...which);
        if (rows.length > 0) reach('mailbox: before it is told');
        return rows;
      },
    },
    async write(work) {
      const deeds = new Set<Deed>();
      const result = await store.write(async (tx) => {
        const done = await work(watched(tx, deeds));
        for (const deed of deeds) reach(`${deed}: before commit`);
        return done;
      });
      for (const deed of deeds) reach(`${deed}: after commit`);
      return result;
    },
    async indexSome(limit) {
      const indexed = await store.indexSome(limit);
      if (indexed > 0) reach('indexed: after commit');
      return indexed;
    },
  };
}

function watched(tx: Tx, deeds: Set<Deed>): Tx {
  const watchers: Partial<Tx> = {
    savepoint: (work) => tx.savepoint((inner) => work(watched(inner, deeds))),
    async putBlob(bytes) {
      reach('blob: before');
      const hash = await tx.putBlob(bytes);
      reach('blob: after');
      return hash;
    },
    async keep(mail, at) {
      reach('ledger row: before');
      const row = await tx.keep(mail, at);
      reach('ledger row: after');
      deeds.add('kept');
      return row;
    },
    async settle(...what) {
      await tx.settle(...what);
      deeds.add('decided');
    },
    async acknowledged(ids, how) {
      if (how === 'done') reach('mailbox: told, not recorded');
      await tx.acknowledged(ids, how);
      deeds.add('mailbox');
    },
    async claim(...which) {
      const rows = await tx.claim(...which);
      if (rows.length > 0) deeds.add('claimed');
      return rows;
    },
    async handing(ids) {
      await tx.handing(ids);
      if (ids.length > 0) deeds.add('handing');
    },
    async sent(...what) {
      reach('sent: before it is recorded');
      await tx.sent(...what);
      deeds.add('sent');
    },
  };
  return new Proxy(tx, {
    get: (target, name, receiver) => Reflect.get(name in watchers ? watchers : target, name, receiver),
  });
}
