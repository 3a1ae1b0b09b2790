import { createHash } from 'node:crypto';
import { backoff } from '../delivery/backoff.ts';
import type { TicketId } from '../desk/ids.ts';
import { WAKE } from '../desk/timer.ts';
import { type Execution, execute } from '../intake/execute.ts';
import type { Step } from '../intake/loop.ts';
import { type TimerParts, WALK } from '../intake/reckon.ts';
import type { DueTimer, Tx } from '../store/port.ts';
import { storageTrouble } from '../store/trouble.ts';

/** Timers and tickets that one commit takes: bounded, so that mail does not wait for them. */
const BATCH = 25;
/** A step that fails waits so long (milliseconds) before its next try. */
const RETRY = { first: 60_000, cap: 3_600_000 };
/** Counted up when timers are worked out in another way, so that they are once more for every ticket. */
const RULES = 1;

/**
 * Makes the step of the loop that fires timers: a batch of those that are due, each in a savepoint, then a piece of the walk that follows a
 * change of configuration or registers. A timer that fails is tried again later, and never lost.
 */
export function timerStep(parts: TimerParts): Step {
  const fingerprint = createHash('sha256').update(`${RULES} ${parts.timing}`).digest('hex').slice(0, 32);
  return async () => {
    const fired = await fireDue(parts);
    const walking = await walkOn(parts, fingerprint);
    if (fired > 0 || walking) parts.onChange();
    return fired > 0 || walking ? 'more' : parts.store.read.nextTimerAt();
  };
}

async function fireDue({ store, execution, log, now, random }: TimerParts): Promise<number> {
  if ((await store.read.dueTimers(now(), 1)).length === 0) return 0;
  return store.write(async (tx) => {
    const due = await tx.dueTimers(now(), BATCH);
    for (const timer of due) {
      try {
        await tx.savepoint((inner) => fire(inner, timer, execution, now()));
      } catch (error) {
        if (storageTrouble(error) !== undefined) throw error; // all are tried again; no timer is at fault
        const at = new Date(now().getTime() + backoff(timer.attempts + 1, RETRY, random()));
        log.error(
          { err: error, ticket: timer.ticket, timer: timer.key, attempt: timer.attempts + 1 },
          'a timer failed; it is tried again',
        );
        await tx.timerLater(timer, at);
      }
    }
    return due.length;
  });
}

async function fire(tx: Tx, timer: DueTimer, execution: Execution, at: Date): Promise<void> {
  const { ticket, key } = timer;
  // What was due before a restore may have been told already by what the backup lacks.
  const restored = await tx.restoredAt();
  const delivery = restored !== undefined && timer.due <= restored ? 'hold' : execution.delivery;
  const { refusal, decision } = await execute(tx, { kind: 'timer', ticket, key }, { ...execution, delivery }, at);
  if (refusal !== undefined || key.startsWith(WAKE)) await tx.dropTimer(timer);
  const still = decision.timers.some(({ timers }) => timers.some((one) => one.key === key && one.due <= at));
  if (still) throw new Error(`timer ${key} is due and was not taken`);
}

/** One piece of the walk through all open tickets; answers whether there was any: what it made due is looked for then. What fails is passed over and logged. */
async function walkOn({ store, execution, log, now }: TimerParts, fingerprint: string): Promise<boolean> {
  if ((await store.read.remembered(WALK)) === `${fingerprint}:done`) return false;
  return store.write(async (tx) => {
    const [found, last] = ((await tx.remembered(WALK)) ?? '').split(':');
    const after = found === fingerprint && last !== undefined ? (Number(last) as TicketId) : undefined;
    const tickets = await tx.openTickets(after, BATCH);
    for (const ticket of tickets) {
      try {
        await tx.savepoint((inner) => execute(inner, { kind: 'reckon', ticket }, execution, now()));
      } catch (error) {
        if (storageTrouble(error) !== undefined) throw error;
        log.error({ err: error, ticket }, 'the timers of a ticket could not be worked out; they stay as they were');
      }
    }
    const end = tickets.length < BATCH;
    await tx.remember(WALK, `${fingerprint}:${end ? 'done' : String(tickets.at(-1))}`);
    return true;
  });
}
