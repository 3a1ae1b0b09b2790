import { extname } from 'node:path';
import type { CsvProblem } from './csv.ts';
import { EXIT, Failure } from './exit.ts';
import { oneOf } from './given.ts';

/** How a register is written in a file. */
export const FORMATS = ['csv', 'yaml'] as const;
export type Format = (typeof FORMATS)[number];

/** The rows of a register's file, or what is wrong with it. */
export type RegisterTable<Row> =
  | {
      readonly kind: 'read';
      readonly rows: readonly Row[];
      /** The line (from 1) of a row (from 0). */
      readonly lineOf: (row: number) => number;
    }
  | { readonly kind: 'wrong'; readonly problems: readonly CsvProblem[] };

/** How a file is written: as said, else as its name ends; standard input is CSV. Throws a `Failure` when neither tells. */
export function formatOf(file: string, given: string | undefined): Format {
  if (given !== undefined) return oneOf(given, FORMATS, 'format');
  if (file === '-') return 'csv';
  const end = extname(file).toLowerCase();
  if (end === '.csv' || end === '.tsv' || end === '.txt') return 'csv';
  if (end === '.yaml' || end === '.yml') return 'yaml';
  throw new Failure(
    EXIT.usage,
    `the name of ${file} does not tell how it is written`,
    'say --format csv or --format yaml',
  );
}
