import type { MonthlyJob } from './monthly.ts';
import { RECURRING } from './recurring.ts';
import { REPORTS } from './report-job.ts';
import { STATEMENTS } from './statement-job.ts';

/** All that desks do once a month. */
export const MONTHLY_JOBS: readonly MonthlyJob[] = [RECURRING, STATEMENTS, REPORTS];
