import type { Logger } from 'pino';
import { backoff } from '../delivery/backoff.ts';
import { composeNotices } from '../delivery/compose.ts';
import { HOUR } from '../desk/calendar/local.ts';
import { type Month, monthAfter, monthOf, monthSpan } from '../desk/calendar/month.ts';
import { zoneOf } from '../desk/calendar/zone.ts';
import type { DeskId } from '../desk/ids.ts';
import type { Notice } from '../desk/notice.ts';
import type { Desk, Policy } from '../desk/policy.ts';
import type { Execution } from '../intake/execute.ts';
import type { Step } from '../intake/loop.ts';
import type { Store, Tx } from '../store/port.ts';
import { storageTrouble } from '../store/trouble.ts';

/** One piece of a monthly job. */
export interface MonthlyWork {
  /** What is written here is committed together with the fact that the piece is done: mail that it enqueues goes out once. */
  readonly tx: Tx;
  readonly desk: Desk;
  readonly month: Month;
  /** When the month began and ended, by the clock of the desk. */
  readonly from: Date;
  readonly to: Date;
  /** Now: some hours after the end, or later after a downtime. */
  readonly at: Date;
  /** Its delivery is `hold` for what was due before a restore. */
  readonly execution: Execution;
  /** What the piece before answered; undefined: it is the first of the month. */
  readonly after: string | undefined;
}

/** Something that a desk does once for each month, after it has ended. */
export interface MonthlyJob {
  /** Lower-case letters; never changed, since what is done is remembered under it. */
  readonly key: string;
  /** Whether a desk has it at all. */
  readonly of: (desk: Desk, policy: Policy) => boolean;
  /** Does a bounded piece (one client, say) and answers where the next one goes on, in at most 500 characters; undefined: the month is done. */
  readonly run: (work: MonthlyWork) => Promise<string | undefined>;
}

/**
 * Writes the mails of a piece and puts them into the outbox. The breaker neither counts nor holds them: no mail causes them, and a desk with many
 * clients would trip it every month.
 */
export async function post(work: MonthlyWork, notices: readonly Notice[]): Promise<void> {
  const { tx, at, execution } = work;
  for (const mail of await composeNotices(tx, notices, execution.composer, at))
    await tx.enqueue(mail, execution.delivery === 'hold' ? 'hold' : 'queued', at);
}

/** What running monthly jobs needs. */
export interface MonthlyParts {
  readonly store: Store;
  readonly jobs: readonly MonthlyJob[];
  readonly execution: Execution;
  readonly log: Pick<Logger, 'info' | 'error'>;
  readonly now: () => Date;
  /** In [0, 1). */
  readonly random: () => number;
  /** Something was committed that others work on: mail to send. */
  readonly onChange: () => void;
}

/** A month is worked off so long (milliseconds) after its end: nobody reads a report at midnight, and what came in late is in it. */
const MORNING = 6 * HOUR;
/** After a longer downtime the months before these are of no interest any more. */
const MOST_MONTHS = 12;
/** A job that fails waits so long (milliseconds) before its next try. */
const RETRY = { first: 60_000, cap: 6 * HOUR };

/** How far a job of a desk has come: this month is done, or its pieces up to `after` are. */
interface Stand {
  readonly month: Month;
  readonly after: string | undefined;
}

interface Failure {
  readonly count: number;
  readonly until: Date;
}

/**
 * Makes the step of the loop that works off ended months: each job of each desk exactly once a month, late after a downtime, one piece in one commit.
 * A job that is new begins with the month that is running. One that fails is tried again later, and keeps no other back.
 */
export function monthlyStep(parts: MonthlyParts): Step {
  const failures = new Map<string, Failure>();
  return async () => {
    const { store, execution, now } = parts;
    const moments: Date[] = [];
    for (const desk of execution.policy.desks.values()) {
      for (const job of parts.jobs) {
        if (!job.of(desk, execution.policy)) continue;
        const name = `monthly:${job.key}:${desk.id}`;
        const failure = failures.get(name);
        if (failure !== undefined && failure.until > now()) {
          moments.push(failure.until);
          continue;
        }
        const stand = (await standOf(store, name)) ?? (await begin(store, name, desk, now()));
        const month = stand.after === undefined ? nextMonth(stand.month, desk, now()) : stand.month;
        const due = dueAt(month, desk);
        if (due > now()) {
          moments.push(due);
          continue;
        }
        const done = await tryPiece(parts, job, desk.id, name, { month, after: stand.after }, failure?.count ?? 0);
        if (done === undefined) {
          failures.delete(name);
          return 'more'; // mail has its turn in between
        }
        failures.set(name, done);
        moments.push(done.until);
      }
    }
    return moments.sort((a, b) => a.getTime() - b.getTime())[0];
  };
}

/** When the months up to a job's next one are worked off. */
function dueAt(month: Month, { timeZone }: Desk): Date {
  return new Date(monthSpan(zoneOf(timeZone), month).to.getTime() + MORNING);
}

/** The month after the one that is done, but none that is too long ago. */
function nextMonth(done: Month, { timeZone }: Desk, now: Date): Month {
  const oldest = monthAfter(monthOf(zoneOf(timeZone), now), -MOST_MONTHS);
  const next = monthAfter(done);
  return next < oldest ? oldest : next;
}

async function standOf(store: Store, name: string): Promise<Stand | undefined> {
  return readStand(await store.read.remembered(name));
}

function readStand(value: string | undefined): Stand | undefined {
  if (value === undefined) return undefined;
  const month = value.slice(0, 7) as Month;
  return { month, after: value.length > 7 ? value.slice(8) : undefined };
}

/** What ended before the job was met is not told: the month before this one counts as done. */
async function begin(store: Store, name: string, { timeZone }: Desk, now: Date): Promise<Stand> {
  const month = monthAfter(monthOf(zoneOf(timeZone), now), -1);
  await store.write((tx) => tx.remember(name, month));
  return { month, after: undefined };
}

/** Does one piece in one commit; answers when to try again where it failed. */
async function tryPiece(
  parts: MonthlyParts,
  job: MonthlyJob,
  id: DeskId,
  name: string,
  stand: Stand,
  failed: number,
): Promise<Failure | undefined> {
  const { store, execution, log, now, random, onChange } = parts;
  const { month, after } = stand;
  try {
    const next = await store.write(async (tx) => {
      const desk = execution.policy.desks.get(id);
      if (desk === undefined) return undefined;
      const at = now();
      const restored = await tx.restoredAt();
      // What was due before a restore may have gone out already by what the backup lacks.
      const delivery = restored !== undefined && dueAt(month, desk) <= restored ? 'hold' : execution.delivery;
      const span = monthSpan(zoneOf(desk.timeZone), month);
      const rest = await job.run({ tx, desk, month, ...span, at, execution: { ...execution, delivery }, after });
      await tx.remember(name, rest === undefined ? month : `${month}:${rest}`);
      return rest;
    });
    if (next === undefined) log.info({ job: job.key, desk: id, month }, 'a monthly job is done');
    onChange();
    return undefined;
  } catch (error) {
    if (storageTrouble(error) !== undefined) throw error; // all is tried again; the job is not at fault
    const count = failed + 1;
    log.error({ err: error, job: job.key, desk: id, month, attempt: count }, 'a monthly job failed; it is tried again');
    return { count, until: new Date(now().getTime() + backoff(count, RETRY, random())) };
  }
}
