import type { Logger } from 'pino';

/** Work that is done whenever something may have come, and again by itself at times. */
export interface Loop {
  /** There may be something to do. */
  poke(): void;
  /** Resolves once nothing is left to do, and no step runs. */
  idle(): Promise<void>;
  /** Ends after the step at hand. */
  close(): Promise<void>;
}

/** A loop's step: does a bounded piece of work, and says whether there is more, or when to look again (undefined: when poked). */
export type Step = () => Promise<'more' | Date | undefined>;

/** After a step that threw it waits so long, at first and at most (milliseconds). */
const AFTER_ERROR = { first: 1_000, most: 15_000 };

/** Runs `step` until closed. An error in a step is logged, once for as long as it stays the same, and the step is tried again a little later. */
export function startLoop(name: string, step: Step, log: Pick<Logger, 'error'>, now: () => Date): Loop {
  let closing = false;
  let poked = true;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let failures = 0;
  let told: string | undefined;
  const waiters: (() => void)[] = [];

  const run = async (): Promise<void> => {
    while (poked && !closing) {
      poked = false;
      let next: Awaited<ReturnType<Step>>;
      try {
        next = await step();
        failures = 0;
        told = undefined;
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        if (text !== told) log.error({ err: error, loop: name }, 'a step failed; it is tried again');
        told = text;
        next = new Date(
          now().getTime() + Math.min(AFTER_ERROR.first * 2 ** Math.min(failures++, 10), AFTER_ERROR.most),
        );
      }
      if (next === 'more') poked = true;
      else if (next !== undefined) wakeAt(next);
    }
    running = undefined;
    for (const waiter of waiters.splice(0)) waiter();
  };
  const start = (): void => {
    if (running === undefined && !closing) running = run();
  };
  const poke = (): void => {
    poked = true;
    start();
  };
  const wakeAt = (when: Date): void => {
    clearTimeout(timer);
    const wait = Math.min(Math.max(when.getTime() - now().getTime(), 0), 2 ** 31 - 1);
    timer = setTimeout(poke, wait);
    timer.unref();
  };
  start();

  return {
    poke,
    idle: () => (running === undefined ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve))),
    close: async () => {
      closing = true;
      clearTimeout(timer);
      await running;
    },
  };
}
