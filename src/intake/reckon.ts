import type { Logger } from 'pino';
import type { Store, Tx } from '../store/port.ts';
import type { Execution } from './execute.ts';

/** What firing timers needs. */
export interface TimerParts {
  readonly store: Store;
  /** `Settings.timing`: what of the configuration bears on timers. */
  readonly timing: string;
  readonly execution: Execution;
  readonly log: Logger;
  readonly now: () => Date;
  /** In [0, 1). */
  readonly random: () => number;
  /** Something was committed that others work on: mail to send. */
  readonly onChange: () => void;
}

/** Where the walk through all open tickets stands: `<fingerprint>:<last ticket>`, or `<fingerprint>:done`. */
export const WALK = 'timers:walk';

/**
 * Has the timers of all open tickets worked out anew, step by step, with the change that calls for it: a register that changed, say. Commits with
 * the transaction; the loop must be poked after it.
 */
export async function reckonAll(tx: Pick<Tx, 'remember'>): Promise<void> {
  await tx.remember(WALK, 'anew');
}
