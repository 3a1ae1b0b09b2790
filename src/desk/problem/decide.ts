import { monthSpan } from '../calendar/month.ts';
import { zoneOf } from '../calendar/zone.ts';
import type { RecurringCommand } from '../command.ts';
import { Draft, nothing } from '../draft.ts';
import type { Decision, Surroundings } from '../facts.ts';
import type { Ids } from '../ids.ts';
import type { Desk, Policy } from '../policy.ts';
import type { ProblemNotice } from './notice.ts';
import { type IncidentSeen, recurring } from './recurring.ts';

const DAY = 86_400_000;

/** What the list of a month rests on. */
export interface RecurringFacts {
  /** Of the desk and the time that `recurringSpan` names. */
  readonly incidents: readonly IncidentSeen[];
  readonly around: Surroundings;
}

/** The time that the list of a month looks at: so many days back from its end; undefined where the desk looks after no problems. */
export function recurringSpan(
  { problems, timeZone }: Desk,
  month: RecurringCommand['month'],
): { readonly from: Date; readonly to: Date } | undefined {
  if (problems === undefined) return undefined;
  const { to } = monthSpan(zoneOf(timeZone), month);
  return { from: new Date(to.getTime() - problems.days * DAY), to };
}

/** The mail with the list of a month; undefined where the desk looks after no problems. */
export function recurringNotice(
  desk: Desk,
  month: RecurringCommand['month'],
  incidents: readonly IncidentSeen[],
): ProblemNotice | undefined {
  const span = recurringSpan(desk, month);
  const { problems } = desk;
  if (span === undefined || problems === undefined) return undefined;
  return {
    kind: 'recurring-incidents',
    to: { kind: 'agent', id: problems.manager },
    desk: desk.id,
    from: span.from,
    until: span.to,
    groups: recurring(incidents, problems),
    looked: incidents.length,
    atLeast: problems.atLeast,
  };
}

/** The list of a month goes to who answers for problems, asked for by staff (INTERSPACE-7). */
export function decideRecurring(
  command: RecurringCommand,
  facts: RecurringFacts,
  policy: Policy,
  now: Date,
  ids: Ids,
): Decision {
  const desk = policy.desks.get(command.desk);
  if (desk === undefined) return nothing(undefined, `there is no desk ${command.desk}; the configuration lists them`);
  const notice = recurringNotice(desk, command.month, facts.incidents);
  if (notice === undefined)
    return nothing(undefined, `the desk ${desk.id} names nobody who answers for problems: say \`problems:\` for it`);
  return new Draft(policy, now, ids, facts.around).decision(undefined, [notice]);
}
