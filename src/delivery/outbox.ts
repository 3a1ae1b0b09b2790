import { setMaxListeners } from 'node:events';
import type { DeskId, OutboxId } from '../desk/ids.ts';
import type { MessageId } from '../mail/mail.ts';
import type { Blobs } from '../store/blobs.ts';
import type { OutboxRow, Store } from '../store/port.ts';
import { backoff } from './backoff.ts';
import { done, heed, isFull, isIdle, type Lane, newLane, takeNext } from './lane.ts';
import { type DeliveryLog, withoutAddresses } from './log.ts';
import { composeMime } from './mime.ts';
import { type Judged, type Outcome, outcomeOf, record, recover, safely, type Tell } from './outcome.ts';
import type { Transport } from './transport.ts';
import { judge, type SendResult, type Verdict } from './verdict.ts';

export interface OutboxOptions {
  readonly store: Store;
  /** The relay account by which a desk sends; the same object for desks that share it. Undefined: the desk has none. */
  readonly transportFor: (desk: DeskId) => Transport | undefined;
  readonly log: DeliveryLog;
  readonly now: () => Date;
  /** 0 ≤ x < 1, for jitter. */
  readonly random: () => number;
  /** Aborting it cuts every connection at once (a second SIGTERM). */
  readonly signal: AbortSignal;
  /** Mails on the way at once over one relay, at most; the relay's own number of connections bounds it as well. */
  readonly concurrency: number;
  /**
   * A mail that a person must know of: refused for good, given up, or in doubt twice. Called within the transaction that records it, so that
   * the notice it causes is as lasting as the failure; what it throws is logged and undoes only its own writes.
   */
  readonly onUndelivered?: Tell | undefined;
  /** A mail is sent, and that is recorded; `alias` is the Message-ID that the relay gave it. */
  readonly onSent?: ((row: OutboxRow, alias: MessageId | undefined) => void) | undefined;
}

/** Drains the outbox by itself, independent of intake. */
export interface OutboxWorker {
  /** Works until drained, closed or aborted. Rows that a crash left `sending` are in doubt and tried once more. */
  run(): Promise<void>;
  /** New mail may be in the outbox. */
  poke(): void;
  /** Starts no more mail, waits at most `within` milliseconds for what is on the way, then cuts it; all is recorded when it answers. */
  drain(within: number): Promise<void>;
  close(): Promise<void>;
}

/** The longest sleep, milliseconds: the outbox is looked at so often even when nobody pokes; more often while mail is on the way. */
const LONGEST_SLEEP = 15_000;
const BUSY_SLEEP = 1_000;
/** A commit costs an fsync: results wait so long (milliseconds) for others, unless a free connection waits for mail. */
const GATHER = 25;
/** So long the end of a mail is held back for others to share its commit, unless all that is on the way waits for it. */
const HOLD = 5;
const MOST_GATHERED = 64;
/** After a failed commit, milliseconds; results are kept and written again. */
const COMMIT_RETRY = { first: 500, cap: 30_000 };

/** A mail whose end waits for a commit; rejected when that fails. */
interface Handing {
  readonly id: OutboxId;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Makes the worker; it does nothing before `run`. */
export function createOutboxWorker(options: OutboxOptions): OutboxWorker {
  const { store, log, now } = options;
  const lanes = new Map<Transport, Lane>();
  const deskLanes = new Map<DeskId, Lane>();
  const tell = safely(options.onUndelivered, log);
  const cut = new AbortController();
  // Every mail on the way listens for the end, however many there are.
  setMaxListeners(0, cut.signal);
  let outcomes: Outcome[] = [];
  /** Mails whose end is held back until it is recorded that it leaves. */
  let handing: Handing[] = [];
  let holdingSince = 0;
  let stopping = false;
  let gatheringSince = 0;
  /** Something may be due. */
  let asked = true;
  /** The last claim took all that was due. */
  let exhausted = false;
  let woken = false;
  let claimedAt = 0;
  let wake: (() => void) | undefined;
  let running: Promise<void> | undefined;

  const rouse = (): void => {
    woken = true;
    wake?.();
  };
  const poke = (): void => {
    asked = true;
    exhausted = false;
    rouse();
  };
  const onAbort = (): void => {
    stopping = true;
    cut.abort();
    rouse();
  };
  if (options.signal.aborted) onAbort();
  else options.signal.addEventListener('abort', onAbort, { once: true });

  const onTheWay = (): number => [...lanes.values()].reduce((sum, lane) => sum + lane.onTheWay, 0);
  const waiting = (): number => [...lanes.values()].reduce((sum, lane) => sum + lane.ready.length, 0);
  const conclude = (outcome: Outcome): void => {
    if (outcomes.length === 0) gatheringSince = performance.now();
    outcomes.push(outcome);
  };
  const finish = (row: OutboxRow, verdict: Judged): void => {
    conclude(outcomeOf(row, verdict, now(), options.random()));
    rouse();
  };

  const hand = (row: OutboxRow): Promise<void> =>
    new Promise((resolve, reject) => {
      if (handing.length === 0) holdingSince = performance.now();
      handing.push({ id: row.id, resolve, reject });
      rouse();
    });

  function laneOf(desk: DeskId): Lane | undefined {
    const transport = options.transportFor(desk);
    if (transport === undefined) return undefined;
    const lane = lanes.get(transport) ?? newLane(transport, options.concurrency);
    lanes.set(transport, lane);
    deskLanes.set(desk, lane);
    return lane;
  }

  /** Records what came of the last mails and whose end now leaves, and takes the next ones, in one commit. */
  async function commitAndClaim(): Promise<void> {
    const at = now();
    const batch = outcomes;
    const leaving = handing;
    const except = [...deskLanes].filter(([, lane]) => isFull(lane, at)).map(([desk]) => desk);
    if (batch.length === 0 && leaving.length === 0 && stopping) return;
    outcomes = [];
    handing = [];
    if (!stopping) claimedAt = at.getTime();
    let claimed: readonly OutboxRow[];
    try {
      claimed = await store.write(async (tx) => {
        await tx.handing(leaving.map(({ id }) => id));
        for (const outcome of batch) await record(tx, outcome, at, tell);
        return stopping ? [] : await tx.claim(at, options.concurrency, except);
      });
    } catch (error) {
      outcomes = [...batch, ...outcomes];
      for (const { reject } of leaving) reject(error);
      throw error;
    }
    for (const { resolve } of leaving) resolve();
    exhausted = claimed.length < options.concurrency && except.length === 0;
    // There may be more, for relays that are still free.
    asked = claimed.length >= options.concurrency;
    for (const row of claimed) assign(row);
    for (const outcome of batch) if (outcome.kind === 'sent') options.onSent?.(outcome.row, outcome.alias);
  }

  function assign(row: OutboxRow): void {
    const lane = laneOf(row.desk);
    if (lane !== undefined) lane.ready.push(row);
    else finish(row, { kind: 'failed', status: undefined, text: `desk ${row.desk} has no account to send by` });
  }

  /** Starts what can be started. */
  function start(): void {
    for (const lane of lanes.values()) {
      if (stopping || lane.pausedUntil > now().getTime()) putBack(lane);
      for (let row = takeNext(lane); row !== undefined; row = takeNext(lane)) void deliver(lane, row);
    }
  }

  function putBack(lane: Lane): void {
    for (const row of lane.ready.splice(0)) {
      const text = row.lastError ?? 'waited for the relay';
      conclude({ kind: 'again', row, text, at: new Date(lane.pausedUntil) });
    }
  }

  async function deliver(lane: Lane, row: OutboxRow): Promise<void> {
    const verdict = judge(await tryToSend(lane.transport, row, store.blobs, () => hand(row), cut.signal));
    done(lane, row);
    if (!cut.signal.aborted) heed(lane, verdict, now(), options.random(), log);
    report(row, lane.transport.name, verdict);
    if (verdict.kind === 'trouble') finish(row, { ...verdict, until: new Date(lane.pausedUntil) });
    // Cut off by us: the next start begins with it.
    else if (verdict.kind === 'again' && cut.signal.aborted) finish(row, { ...verdict, kind: 'trouble', until: now() });
    else finish(row, verdict);
  }

  function report(row: OutboxRow, relay: string, verdict: Verdict): void {
    if (verdict.kind === 'trouble') return;
    if (verdict.kind === 'sent') {
      log.debug({ outbox: row.id, relay }, 'sent');
      return;
    }
    const facts = { outbox: row.id, relay, attempt: row.attempts, reply: withoutAddresses(verdict.text) };
    log.warn(
      facts,
      { again: 'not sent, tried again later', failed: 'refused', uncertain: 'may have been sent' }[verdict.kind],
    );
  }

  async function loop(): Promise<void> {
    let failures = 0;
    for (let recovered = false; ; ) {
      woken = false;
      try {
        if (!recovered) await store.write((tx) => recover(tx, now(), tell));
        recovered = true;
        if (asked || isTimeToCommit()) await commitAndClaim();
        failures = 0;
      } catch (error) {
        failures += 1;
        log.error({ err: error }, 'the outbox cannot be written: tried again');
        if (stopping && failures > 3) return;
        await sleep(backoff(failures, COMMIT_RETRY, options.random()));
        asked = true;
        continue;
      }
      start();
      if (stopping && onTheWay() === 0 && waiting() === 0 && outcomes.length === 0) return;
      if (!asked && !isTimeToCommit() && (await sleep(await untilNext()))) asked = true;
    }
  }

  function isTimeToCommit(): boolean {
    if (handing.length > 0 && (handing.length >= onTheWay() || performance.now() - holdingSince >= HOLD)) return true;
    if (outcomes.length === 0) return false;
    const idle = !exhausted && [...lanes.values()].some((lane) => isIdle(lane, now()));
    return idle || stopping || outcomes.length >= MOST_GATHERED || performance.now() - gatheringSince >= GATHER;
  }

  /** Milliseconds until results are to be written, a mail is due or a relay is asked again. */
  async function untilNext(): Promise<number> {
    if (handing.length > 0) return HOLD - (performance.now() - holdingSince);
    if (outcomes.length > 0) return GATHER - (performance.now() - gatheringSince);
    if (stopping) return LONGEST_SLEEP;
    if (onTheWay() > 0) return BUSY_SLEEP;
    const at = now().getTime();
    const due = (await store.read.nextOutboxAt())?.getTime() ?? Number.POSITIVE_INFINITY;
    const resumes = [...lanes.values()].map((lane) => lane.pausedUntil).filter((until) => until > at);
    // What was due at the last claim and not taken waits for a paused relay.
    const next = Math.min(...resumes, due > claimedAt ? due : Number.POSITIVE_INFINITY);
    return Math.min(LONGEST_SLEEP, Math.max(next - at, 10));
  }

  /** Whether the time was over before something woke us. */
  function sleep(ms: number): Promise<boolean> {
    if (woken) return Promise.resolve(false);
    return new Promise((resolve) => {
      const end = (over: boolean): void => {
        clearTimeout(timer);
        wake = undefined;
        resolve(over);
      };
      const timer = setTimeout(() => end(true), Math.max(ms, 0));
      wake = () => end(false);
    });
  }

  async function drain(within: number): Promise<void> {
    stopping = true;
    rouse();
    const timer = setTimeout(() => cut.abort(), within);
    await running;
    clearTimeout(timer);
    options.signal.removeEventListener('abort', onAbort);
  }

  return {
    run() {
      running ??= loop();
      return running;
    },
    poke,
    drain,
    close: () => drain(0),
  };
}

async function tryToSend(
  transport: Transport,
  row: OutboxRow,
  blobs: Pick<Blobs, 'stream'>,
  handing: () => Promise<void>,
  signal: AbortSignal,
): Promise<SendResult> {
  try {
    const { eightBit, open } = await composeMime(row, blobs);
    const from = row.envelopeFrom === '<>' ? '' : row.envelopeFrom;
    const { recipient: to, messageId } = row;
    return await transport.send({ from, to, messageId, eightBit, open, handing }, signal);
  } catch (error) {
    return { kind: 'unreadable', text: error instanceof Error ? error.message : String(error) };
  }
}
