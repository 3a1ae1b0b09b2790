import type { MonthlyJob } from './monthly.ts';
import { RECURRING } from './recurring.ts';

/** All that desks do once a month. */
export const MONTHLY_JOBS: readonly MonthlyJob[] = [RECURRING];
