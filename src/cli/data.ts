import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Settings } from '../config/settings.ts';
import { tokenSources } from '../config/tokens.ts';
import { newToken } from '../delivery/token.ts';
import { type GatewayStatus, gatewayStatus, NoGateway, remoteOperations } from '../intake/control.ts';
import { createCore } from '../intake/core.ts';
import type { Operations } from '../intake/operations.ts';
import { mailboxOpener } from '../intake/reconcile.ts';
import { openForReading, openStore } from '../store/open.ts';
import type { Queries } from '../store/port.ts';
import { EXIT, Failure } from './exit.ts';
import { lockFor, preparedRenderer } from './start-run.ts';

/** The store as a command reads it. */
export type Reading = Awaited<ReturnType<typeof openForReading>>;

/** Opens what is remembered for reading, beside a gateway that may run; closes it when `work` has ended. */
export async function reading<T>(settings: Settings, work: (reading: Reading) => Promise<T>): Promise<T> {
  if (!existsSync(join(settings.data, 'spoc.db')))
    throw new Failure(
      EXIT.unavailable,
      `nothing is remembered yet: there is no database in ${settings.data}`,
      'start the gateway once (`npx spoc start`), or name the right configuration with --config',
    );
  return openedForReading(settings.data, work);
}

/** Opens a data folder, or a backup, for reading; closes it when `work` has ended. */
export async function openedForReading<T>(folder: string, work: (reading: Reading) => Promise<T>): Promise<T> {
  const open = await openForReading(folder);
  try {
    return await work(open);
  } finally {
    await open.close();
  }
}

/** How a change is made, and whether a gateway runs that takes it further. */
export interface Changing {
  readonly operations: Operations;
  readonly read: Queries;
  readonly running: boolean;
}

/** Changes things through the gateway that runs, or by itself with the lock when none does (DESIGN §2, one writer). */
export async function changing<T>(settings: Settings, work: (changing: Changing) => Promise<T>): Promise<T> {
  if ((await runningGateway(settings)) !== undefined)
    return reading(settings, ({ read }) => work({ operations: remoteOperations(settings.data), read, running: true }));
  const lock = lockFor(settings);
  try {
    return await changingAlone(settings, work);
  } finally {
    lock.release();
  }
}

/** How many messages the search index takes at a time. */
const INDEX_BATCH = 200;

async function changingAlone<T>(settings: Settings, work: (changing: Changing) => Promise<T>): Promise<T> {
  const renderer = preparedRenderer(settings);
  const log = pino({ level: 'silent' });
  const store = await openStore({ folder: settings.data, log });
  try {
    const now = () => new Date();
    const tokens = tokenSources(settings, now);
    const core = await createCore({
      store,
      settings,
      renderer,
      resolver: undefined,
      log,
      now,
      random: Math.random,
      token: () => newToken(now()),
      onChange: () => undefined,
      openMailbox: mailboxOpener(tokens.of),
    });
    try {
      const result = await work({ operations: core.operations, read: store.read, running: false });
      while ((await store.indexSome(INDEX_BATCH)) > 0);
      return result;
    } finally {
      await core.close();
      tokens.close();
    }
  } finally {
    await store.close();
  }
}

/** The gateway that runs on the data folder; undefined when none does. */
export async function runningGateway({ data }: Settings): Promise<GatewayStatus | undefined> {
  try {
    return await gatewayStatus(data);
  } catch (error) {
    if (error instanceof NoGateway) return undefined;
    throw error;
  }
}

/** What a command says after a change that the gateway has to take further. */
export function notRunning(running: boolean, what: string): string | undefined {
  return running ? undefined : `No gateway runs: ${what} when it starts (npx spoc start).`;
}
