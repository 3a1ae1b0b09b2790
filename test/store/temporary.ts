import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/port.ts';
import type { Bench } from './contract.ts';
import { NOW } from './make.ts';

export const silent = { info: () => undefined };

/** Data folders that are removed after each test, stores that are closed. */
export function temporaryStores(): {
  readonly folder: () => string;
  readonly open: (folder: string) => Promise<Store>;
  readonly bench: () => Promise<Bench>;
} {
  const folders: string[] = [];
  const stores = new Set<Store>();
  afterEach(async () => {
    for (const store of stores) await store.close();
    stores.clear();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  const folder = () => {
    const path = mkdtempSync(join(tmpdir(), 'spoc-store-'));
    folders.push(path);
    return path;
  };
  const open = async (path: string) => {
    const store = await openStore({ folder: path, now: () => NOW, log: silent });
    stores.add(store);
    return store;
  };
  return {
    folder,
    open,
    bench: async () => {
      const path = folder();
      let store = await open(path);
      return {
        store,
        reopen: async () => {
          await store.close();
          stores.delete(store);
          store = await open(path);
          return store;
        },
      };
    },
  };
}
