/** What is wrong with a template or a catalogue, for the operator who wrote it: told before start (DESIGN §5.5). */
export interface TemplateProblem {
  readonly file: string;
  /** From 1; undefined when the whole file is meant (it is missing, say). */
  readonly line: number | undefined;
  /** What is wrong and what would be right, in English. */
  readonly message: string;
}

/** `templates-own/sr/answer.hbs:12: …`, as compilers say it. */
export function showProblem({ file, line, message }: TemplateProblem): string {
  return line === undefined ? `${file}: ${message}` : `${file}:${line}: ${message}`;
}
