import { recurringNotice, recurringSpan } from '../desk/problem/decide.ts';
import { loadIncidents } from '../intake/load-recurring.ts';
import { type MonthlyJob, post } from './monthly.ts';

/** Each month the list of incidents that recur goes to who answers for problems (INTERSPACE-7). */
export const RECURRING: MonthlyJob = {
  key: 'recurring',
  of: (desk) => desk.problems !== undefined,
  async run(work) {
    const span = recurringSpan(work.desk, work.month);
    if (span === undefined) return undefined;
    const notice = recurringNotice(work.desk, work.month, await loadIncidents(work.tx, work.desk, span));
    if (notice !== undefined) await post(work, [notice]);
    return undefined;
  },
};
