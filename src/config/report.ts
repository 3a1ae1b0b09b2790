import type { Document, Key } from './document.ts';
import type { Problem } from './problem.ts';

/** Collects what is wrong, each at its place in the files. */
export class Report {
  readonly problems: Problem[] = [];

  get failed(): boolean {
    return this.problems.some((problem) => problem.severity === 'error');
  }

  /** A problem of a file as a whole, or at a place that the YAML reader named. */
  file(
    severity: Problem['severity'],
    file: string,
    message: string,
    hint: string | undefined,
    place?: { readonly line: number; readonly column: number },
  ): void {
    this.problems.push({ severity, file, line: place?.line, column: place?.column, path: '', message, hint });
  }

  /** A problem of a value; where there is none, of the nearest table around it. */
  error(document: Document, path: readonly Key[], message: string, hint?: string): void {
    this.add('error', path, document.valuePlace(path), message, hint);
  }

  /** A problem of a key itself. */
  keyError(document: Document, path: readonly Key[], message: string, hint?: string): void {
    this.add('error', path, document.keyPlace(path), message, hint);
  }

  warning(document: Document, path: readonly Key[], message: string, hint?: string): void {
    this.add('warning', path, document.valuePlace(path), message, hint);
  }

  private add(
    severity: Problem['severity'],
    path: readonly Key[],
    place: ReturnType<Document['valuePlace']>,
    message: string,
    hint: string | undefined,
  ): void {
    this.problems.push({ severity, ...place, path: pathText(path), message, hint });
  }
}

/** `desks.ebanking.addresses[1]`. */
export function pathText(path: readonly Key[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key + 1}]` : text === '' ? key : `${text}.${key}`),
    '',
  );
}
