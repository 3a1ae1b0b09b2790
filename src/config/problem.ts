/** One thing that is wrong, or doubtful, in a configuration: where it stands, what is wrong, what would be right. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  /** The file as it was named, or as it was included. */
  readonly file: string;
  /** From 1; undefined when the whole file is meant. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  /** The keys that lead there: `desks.ebanking.prefix`; empty for the whole file. */
  readonly path: string;
  readonly message: string;
  /** What would be right, or what to do next. */
  readonly hint: string | undefined;
}

/** `config/spoc.yaml:12:5 desks.ebanking.prefix: … – …`, one line to a problem. */
export function problemText(problem: Problem): string {
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== undefined).join(':');
  const what = problem.path === '' ? problem.message : `${problem.path}: ${problem.message}`;
  const hint = problem.hint === undefined ? '' : ` – ${problem.hint}`;
  const text = `${place} ${problem.severity === 'warning' ? 'warning: ' : ''}${what}${hint}`;
  // Names and keys are shown as they stand in the file; a terminal takes no orders from it.
  return text.replaceAll(/[\x00-\x1f\x7f-\x9f]/g, '?');
}

/** In the order of files (the main one first) and lines, each once. */
export function sortProblems(problems: readonly Problem[], main: string): readonly Problem[] {
  const seen = new Map(problems.map((problem) => [problemText(problem), problem]));
  return [...seen.values()].sort(
    (a, b) =>
      Number(b.file === main) - Number(a.file === main) ||
      a.file.localeCompare(b.file, 'en') ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  );
}
