import type { Policy } from '../desk/policy.ts';
import { suggestion } from './nearest.ts';
import type { Problem } from './problem.ts';
import { withRegistered } from './registered-levels.ts';
import { withReleases } from './registered-releases.ts';

/** Names of the configuration that a register says, each with who says it first. */
export type NamedBy = ReadonlyMap<string, string>;

/** What the registers of a data folder say of a configuration. */
export interface RegisterUse {
  readonly levels: NamedBy;
  readonly calendars: NamedBy;
  readonly matrices: NamedBy;
  /** Company numbers of the clients. */
  readonly companies: ReadonlySet<string>;
  readonly services: number;
  /** The register of service levels. */
  readonly registered: Parameters<typeof withRegistered>[1];
  readonly releases: Parameters<typeof withReleases>[1];
}

/** What the registers name that a configuration does not have, and levels that cannot stand beside it. */
export function registerProblems(use: RegisterUse, configured: Policy): readonly Problem[] {
  const levelled = withRegistered(configured, use.registered);
  const { policy } = levelled;
  const problems = [...levelled.problems, ...withReleases(policy, use.releases).problems];
  const error = (message: string, hint: string | undefined): Problem => ({
    severity: 'error',
    file: 'the registers',
    line: undefined,
    column: undefined,
    path: '',
    message,
    hint,
  });
  const unknown = (what: string, named: NamedBy, known: ReadonlyMap<string, unknown>) =>
    [...named]
      .filter(([name]) => !known.has(name))
      .map(([name, who]) =>
        error(
          `there is no ${what} ${name}, which ${who} has`,
          suggestion(
            name,
            [...known.keys()].filter((one) => !one.includes(':')),
          ) ?? 'enter it, or give another',
        ),
      );
  return [
    ...problems.map((problem) => error(problem, undefined)),
    ...unknown('service level', use.levels, policy.sla.levels),
    ...unknown('calendar', use.calendars, policy.sla.calendars),
    ...unknown('escalation matrix', use.matrices, policy.matrices),
  ];
}
