import type { Document, Key } from './document.ts';
import type { Problem } from './problem.ts';

/** Collects what is wrong, each at its place in the files. */
export class Report {
  readonly problems: Problem[] = [];
  #shapeEnd = 0;

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

  /** A problem of one character (from 0) of a text. */
  textError(document: Document, path: readonly Key[], character: number, message: string, hint?: string): void {
    this.add('error', path, document.textPlace(path, character), message, hint);
  }

  /** Something that a table lacks; not told where the table has another mistake, which may be the very one. */
  missing(document: Document, path: readonly Key[], message: string, hint?: string): void {
    if (!this.broken(path)) this.keyError(document, path, message, hint);
  }

  /** All keys and values have been checked by themselves; what follows checks them against each other. */
  shapeChecked(): void {
    this.#shapeEnd = this.problems.length;
  }

  /** Whether a key or value at the path or below it was found wrong by itself. */
  broken(path: readonly Key[]): boolean {
    const text = pathText(path);
    const within = (other: string) => other === text || other.startsWith(`${text}.`) || other.startsWith(`${text}[`);
    return this.problems.slice(0, this.#shapeEnd).some((problem) => within(problem.path));
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

/** `desks.ebanking.addresses[0]`. */
export function pathText(path: readonly Key[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? key : `${text}.${key}`),
    '',
  );
}
