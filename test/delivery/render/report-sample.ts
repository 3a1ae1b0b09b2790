import type { Month } from '../../../src/desk/calendar/month.ts';
import type { Report } from '../../../src/desk/report/report.ts';

/** A month with something of everything. */
export const REPORT: Report = {
  month: '2026-11' as Month,
  opened: 12,
  resolved: 9,
  backlog: { count: 5, week: 2, month: 2, older: 1, oldest: 41 * 86_400_000 },
  firstResponse: { count: 11, median: 95 * 60_000 },
  resolution: { count: 9, median: 9 * 3_600_000 },
  attainment: [
    { target: 'first-response', met: 10, missed: 1 },
    { target: 'update', met: 3, missed: 1 },
    { target: 'resolution', met: 8, missed: 1 },
  ],
  causes: [
    { cause: { kind: 'type', type: 'incident' }, count: 7 },
    { cause: { kind: 'type', type: 'request' }, count: 5 },
  ],
  tags: [{ tag: 'tlačiareň', count: 3 }],
  coverage: { free: 6, chargeable: 4, refused: 1 },
  cases: [],
};
