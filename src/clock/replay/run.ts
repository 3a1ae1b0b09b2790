import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { MailboxId, Settings } from '../../config/settings.ts';
import type { Renderer } from '../../delivery/render/renderer.ts';
import type { Policy } from '../../desk/policy.ts';
import { type Core, createCore } from '../../intake/core.ts';
import { openStore } from '../../store/open.ts';
import type { Queries, Store } from '../../store/port.ts';
import { timerStep } from '../timers.ts';
import { ownMailAsAgents, TRUSTING } from './archive-reading.ts';
import { type Arrival, arrivals } from './order.ts';
import { copyRegisters } from './people.ts';

/** What is replayed, and how. */
export interface ReplayOptions {
  /** An mbox, a Maildir, a folder of `.eml` files, or one mail. */
  readonly path: string;
  /** The configuration that is tried; its data folder is not touched. */
  readonly settings: Settings;
  /** By whose rules the mail is read. */
  readonly mailbox: MailboxId;
  /** Prepared. */
  readonly renderer: Renderer;
  readonly log: Logger;
  /** All senders are believed, and all Received lines. */
  readonly trust: boolean;
  readonly from: Date | undefined;
  readonly to: Date | undefined;
  /** How long after the last mail timers still run; undefined: `LINGER` after it. */
  readonly until: Date | undefined;
  /** Clients, contacts and services to begin with. */
  readonly registers: Queries | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, all: number) => void;
}

/** What is left after a replay, to be read until the folder goes. */
export interface Replayed {
  readonly store: Queries;
  /** Moments between which it ran; undefined when there was no mail. */
  readonly span: { readonly first: Date; readonly last: Date; readonly end: Date } | undefined;
  /** What was decided by: the configuration's, with the service levels of the registers. */
  readonly policy: Policy;
}

/** Timers run so long after the last mail (milliseconds): most promises are over by then. */
export const LINGER = 30 * 86_400_000;

/**
 * Runs mail through a configuration as if it came in now: the real core with a virtual clock, on a store in a folder of its own, which is
 * removed when `work` has read what it wants. Nothing is sent: mail stays in that store's outbox. The same mail and configuration
 * make the same tickets, notices and times.
 */
export async function replay<T>(options: ReplayOptions, work: (replayed: Replayed) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'spoc-replay-'));
  try {
    const { log, signal } = options;
    const store = await openStore({ folder, log, throwaway: true });
    try {
      if (options.registers !== undefined) await copyRegisters(options.registers, store);
      const { span, policy } = await run(options, store, folder);
      signal.throwIfAborted();
      return await work({ store: store.read, span, policy });
    } finally {
      await store.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(options: ReplayOptions, store: Store, folder: string): Promise<Pick<Replayed, 'span' | 'policy'>> {
  const { settings: given, mailbox, trust, signal } = options;
  const trusted = given.mailboxes.get(mailbox)?.trusted ?? [];
  const mails = await arrivals(options.path, { trusted, trust, from: options.from, to: options.to });
  const [first] = mails;
  const last = mails.at(-1);
  if (first === undefined || last === undefined) return { span: undefined, policy: given.policy };

  const settings: Settings = { ...given, data: folder, delivery: 'hold', dns: { kind: 'off' }, scan: undefined };
  const clock = new Clock(first.at);
  let tokens = 0;
  const core = await createCore({
    store,
    settings,
    renderer: options.renderer,
    resolver: undefined,
    log: options.log,
    now: clock.now,
    random: () => 0.5,
    token: () => `replay${String(++tokens).padStart(20, '0')}`,
    onChange: () => undefined,
    reading: (reader) => ownMailAsAgents(reader, settings),
    ...(trust ? { authenticator: TRUSTING } : {}),
  });
  const fire = timerStep({
    store,
    timing: settings.timing,
    execution: core.execution,
    log: options.log,
    now: clock.now,
    random: () => 0.5,
    onChange: () => undefined,
  });
  const work = async () => {
    while ((await core.step()) > 0);
    while ((await fire()) === 'more');
  };
  /** Lets the time pass to a moment: what falls due before it is done at its own time, the earliest first. */
  const letPass = async (to: Date) => {
    while (!signal.aborted) {
      const moments = [await store.read.nextRetryAt(), await store.read.nextTimerAt()];
      const due = moments.flatMap((one) => one ?? []).sort((a, b) => a.getTime() - b.getTime())[0];
      if (due === undefined || due > to) break;
      clock.set(due);
      await work();
    }
    clock.set(to);
  };
  try {
    for (const [index, arrival] of mails.entries()) {
      if (signal.aborted) break;
      await letPass(arrival.at);
      await takeIn(arrival, index, mailbox, core);
      await work();
      options.onProgress(index + 1, mails.length);
    }
    await letPass(options.until ?? new Date(last.at.getTime() + LINGER));
    return { span: { first: first.at, last: last.at, end: clock.now() }, policy: core.execution.policy };
  } finally {
    await core.close();
  }
}

/** The virtual clock: it stands until it is set, and never goes back. */
class Clock {
  #at: Date;
  readonly now = (): Date => this.#at;

  constructor(at: Date) {
    this.#at = at;
  }

  set(at: Date): void {
    if (at > this.#at) this.#at = at;
  }
}

async function takeIn({ at, mail }: Arrival, index: number, mailbox: MailboxId, core: Core): Promise<void> {
  const source = { kind: 'imap', mailbox, folder: 'replay', uidValidity: 1n, uid: index + 1 } as const;
  await core.keeper.keep([{ source, arrivedAt: at, quiet: false, content: await mail.open() }]);
}
