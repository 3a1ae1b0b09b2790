import type { CalendarId } from '../desk/calendar/rules.ts';
import type { AgentId } from '../desk/ids.ts';
import type { ProblemRules } from '../desk/problem/rules.ts';
import type { RfoRules } from '../desk/rfo/rules.ts';
import type { ProblemsInput, RfoInput } from './schema-problem.ts';

/** How a desk looks after problems. */
export function compileProblems(input: ProblemsInput | undefined): ProblemRules | undefined {
  return input && { manager: input.manager as AgentId, atLeast: input.at_least, days: input.days };
}

/** How a desk explains outages. */
export function compileRfo(input: RfoInput | undefined): RfoRules | undefined {
  if (input === undefined) return undefined;
  const { priorities, days, calendar, warn_days: warnDays } = input;
  return { priorities, days, calendar: calendar as CalendarId | undefined, warnDays };
}
