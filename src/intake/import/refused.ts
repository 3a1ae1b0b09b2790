import { RecordRefused } from '../../store/port.ts';

/** Why a row cannot be entered; `row` counts from 0, undefined when it is no single row's fault. */
export interface RowProblem {
  readonly row: number | undefined;
  readonly why: string;
}

/** Rows that are refused one by one before the rest is not looked at. */
const MOST_PROBLEMS = 100;

/** Undoes the transaction of an import with refused rows. */
export class RowsRefused extends Error {
  override readonly name = 'RowsRefused';
  readonly problems: readonly RowProblem[];

  constructor(problems: readonly RowProblem[]) {
    super('rows were refused');
    this.problems = problems;
  }
}

/** Enters row after row; answers those that were refused, at most 100. */
export async function enterEach<T>(
  rows: readonly T[],
  enter: (row: T) => Promise<void>,
): Promise<readonly RowProblem[]> {
  const problems: RowProblem[] = [];
  for (const [at, row] of rows.entries()) {
    try {
      await enter(row);
    } catch (error) {
      if (!(error instanceof RecordRefused)) throw error;
      problems.push({ row: at, why: error.message });
      if (problems.length >= MOST_PROBLEMS) break;
    }
  }
  return problems;
}
