import { stringify } from 'csv-stringify/sync';
import type { Recurring } from '../desk/problem/recurring.ts';

/** The columns of the table that travels with the list of what recurs; stable. */
const COLUMNS = [
  'by',
  'name',
  'number',
  'opened',
  'status',
  'client',
  'service',
  'circuit',
  'problem',
  'subject',
] as const;

/** The list as a table for spreadsheets, one row for each incident of each group (RFC 4180, UTF-8 with a mark that they know it by). */
export function recurringCsv(groups: readonly Recurring[]): Buffer {
  const rows = groups.flatMap(({ by, name, incidents }) =>
    incidents.map((one) => [
      by,
      name,
      one.number,
      one.openedAt.toISOString(),
      one.status,
      one.client?.name ?? '',
      one.service?.id ?? '',
      one.circuit ?? '',
      one.problem ?? '',
      one.subject,
    ]),
  );
  const text = stringify([[...COLUMNS], ...rows], { bom: true, escape_formulas: true, record_delimiter: '\r\n' });
  return Buffer.from(text, 'utf8');
}
