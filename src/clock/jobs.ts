import type { MonthlyJob } from './monthly.ts';

/** All that desks do once a month. */
export const MONTHLY_JOBS: readonly MonthlyJob[] = [];
