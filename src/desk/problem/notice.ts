import type { Base } from '../notice.ts';
import type { Recurring } from './recurring.ts';

/** To who answers for problems: the incidents that recurred between these moments (INTERSPACE-7). */
export type ProblemNotice = Base & {
  readonly kind: 'recurring-incidents';
  readonly from: Date;
  /** Exclusive. */
  readonly until: Date;
  readonly groups: readonly Recurring[];
  /** Incidents that were looked at. */
  readonly looked: number;
  readonly atLeast: number;
};
