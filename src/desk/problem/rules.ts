import type { AgentId } from '../ids.ts';

/** How a desk looks after problems (INTERSPACE-7). */
export interface ProblemRules {
  /** Who answers for them, and gets the list of what recurs. */
  readonly manager: AgentId;
  /** So many incidents of the same service, circuit or client recur. */
  readonly atLeast: number;
  /** … within so many days back from the end of the month. */
  readonly days: number;
}
