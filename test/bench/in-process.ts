import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pino } from 'pino';
import { loadSettings } from '../../src/config/load.ts';
import { createRenderer } from '../../src/delivery/render/renderer.ts';
import { newToken } from '../../src/delivery/token.ts';
import { type Core, createCore } from '../../src/intake/core.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/port.ts';

/** A gateway without servers: what takes mail in, decides it and writes the answers, on a data folder of its own. */
export interface InProcess {
  readonly store: Store;
  /** Keeps mails, decides all, and indexes them; answers the milliseconds that it took. */
  take(mails: readonly Buffer[]): Promise<number>;
  close(): Promise<void>;
}

/** Where its database lies. */
export const DATA = 'data';
let uid = 0;

/** Starts it; the folder may hold the data of an earlier one. */
export async function startInProcess(folder: string): Promise<InProcess> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'spoc.yaml');
  await writeFile(file, CONFIGURATION.replace('DATA', join(folder, DATA)));
  const loaded = await loadSettings(file, { BENCH_PASSWORD: 'x' });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const { settings } = loaded;
  const renderer = createRenderer({ builtIn: resolve(import.meta.dirname, '../../templates'), own: undefined });
  renderer.prepare();
  const log = pino({ level: 'silent' });
  const store = await openStore({ folder: settings.data, log });
  const now = () => new Date();
  const core: Core = await createCore({
    ...{ store, settings, renderer, resolver: undefined, log, now, token: () => newToken(now()) },
    random: () => 0.5,
    onChange: () => undefined,
  });
  return {
    store,
    async take(mails) {
      const begun = performance.now();
      for (let at = 0; at < mails.length; at += BATCH) {
        const batch = mails.slice(at, at + BATCH).map((content) => ({
          source: {
            kind: 'imap' as const,
            mailbox: 'box',
            folder: 'INBOX',
            uidValidity: BigInt(Date.now()),
            uid: ++uid,
          },
          arrivedAt: now(),
          quiet: false,
          content,
        }));
        await core.keeper.keep(batch);
        while ((await core.step()) > 0);
        while ((await store.indexSome(BATCH * 2)) > 0);
      }
      return performance.now() - begun;
    },
    async close() {
      await core.close();
      await store.close();
    },
  };
}

const BATCH = 50;

const CONFIGURATION = `
data: DATA
mailboxes:
  box:
    imap: { host: 127.0.0.1, port: 143, tls: none, user: box, password: "\${BENCH_PASSWORD}" }
    smtp: { host: 127.0.0.1, port: 25, tls: none }
    address: desk@example.com
    plus_addresses: true
desks:
  support: { name: Support, address: desk@example.com, prefix: SUP, locale: en, time_zone: Europe/London, signature: Support }
dns: 'off'
limits: { answers_per_hour: 10000, answers_per_day: 100000, answers_per_ticket: 10000, tickets_per_hour: 100000, automatic_per_minute: 1000000 }
`;
