import type { ReportTable } from '../report-paper.ts';
import { line } from './clean.ts';
import { type Block, inline, mark, plain } from './document.ts';

/** The tables of a report as blocks of a mail; figures stand to the right. */
export function reportBlocks(tables: readonly ReportTable[]): readonly Block[] {
  return tables.flatMap(({ heading, heads, rows }): readonly Block[] => [
    { kind: 'title', level: 2, line: plain(line(heading)) },
    {
      kind: 'table',
      columns: heads.map((head, nth) => ({
        head: line(head),
        align: nth === 0 ? ('left' as const) : ('right' as const),
      })),
      rows: rows.map((row) =>
        row.map((cell, nth) => (nth === 0 ? plain(line(cell)) : inline(mark('strong', line(cell))))),
      ),
    },
  ]);
}
