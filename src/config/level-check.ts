import { type ServiceLevelId, SLA_TARGET_KINDS, targetProblems } from '../desk/sla/policy.ts';
import { PRIORITIES } from '../desk/status.ts';
import { compileLevel, targetInput } from './compile-sla.ts';
import type { ServiceLevelInput, TargetInput } from './schema-sla.ts';

/** What is wrong with a service level by itself, at a place within it. */
export interface LevelProblem {
  readonly severity: 'error' | 'warning';
  readonly path: readonly string[];
  readonly message: string;
  readonly hint: string | undefined;
}

/** What is wrong with a service level, of the configuration or of a register, whatever stands around it. */
export function levelProblems(id: ServiceLevelId, input: ServiceLevelInput): readonly LevelProblem[] {
  const level = compileLevel(id, input);
  const problems: LevelProblem[] = [];
  if (PRIORITIES.every((priority) => level.targets[priority].length === 0))
    problems.push({
      severity: 'warning',
      path: [],
      message: 'promises nothing',
      hint: 'say `targets: { all: { first_response: 4h } }`',
    });
  const told = new Set<string>();
  const error = (path: readonly string[], message: string, hint?: string) => {
    if (told.has([...path, message].join('\0'))) return;
    told.add([...path, message].join('\0'));
    problems.push({ severity: 'error', path: ['targets', ...path], message, hint });
  };
  for (const priority of PRIORITIES) {
    const given = SLA_TARGET_KINDS.flatMap((kind) => targetInput(input, priority, kind) ?? []);
    for (const one of given)
      if (countsDays(one.input, input.time))
        error(one.path, 'a day of opening hours has no fixed length', 'write hours such as 8h, or `time: clock`');
    const own = given.some((one) => one.path[0] === priority) ? priority : 'all';
    for (const problem of targetProblems(level.targets[priority])) error([own], problem);
  }
  return problems;
}

function countsDays(given: TargetInput, time: ServiceLevelInput['time']): boolean {
  const own = typeof given === 'string' ? { within: given } : given;
  return own.within.endsWith('d') && (own.time ?? time) === 'business';
}
