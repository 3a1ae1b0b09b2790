import { z } from 'zod';
import type { Document } from '../config/document.ts';
import { Report } from '../config/report.ts';
import { shaped } from '../config/shape.ts';
import { type Key, MAX_BYTES, parseSource } from '../config/source.ts';
import type { CsvProblem } from './csv.ts';

export type YamlRead<T> =
  | { readonly kind: 'read'; readonly value: T; readonly lineOf: (path: readonly Key[]) => number }
  | { readonly kind: 'wrong'; readonly problems: readonly CsvProblem[] };

/** Reads a register that is written as a YAML document; tells every mistake with its line. */
export function readYaml<T>(text: string, schema: z.ZodType<T>): YamlRead<T> {
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_BYTES)
    return {
      kind: 'wrong',
      problems: [{ line: 1, why: `${bytes} bytes of YAML; at most ${MAX_BYTES}, or a CSV file` }],
    };
  const report = new Report();
  const source = parseSource(text, '', '', report);
  const value = source && shaped(schema, z.toJSONSchema(schema, { io: 'input' }), documentOf(source), report);
  if (source === undefined || value === undefined)
    return {
      kind: 'wrong',
      problems: report.problems.map(({ line, path, message, hint }) => ({
        line: line ?? 1,
        why: `${path === '' ? '' : `${path}: `}${message}${hint === undefined ? '' : ` – ${hint}`}`,
      })),
    };
  return { kind: 'read', value, lineOf: (path) => source.place(path, 'key').line };
}

function documentOf({ value, place, within }: NonNullable<ReturnType<typeof parseSource>>): Document {
  return {
    value,
    file: '',
    resolve: (_path, written) => written,
    valuePlace: (path) => ({ file: '', ...place(path, 'value') }),
    keyPlace: (path) => ({ file: '', ...place(path, 'key') }),
    textPlace: (path, character) => ({ file: '', ...within(path, character) }),
  };
}
