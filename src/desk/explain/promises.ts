import { add, type Calendar, elapsed, isOpen, nextOpening } from '../calendar/calendar.ts';
import { chooseCalendar } from '../calendar/choose.ts';
import { unusualDays } from '../calendar/unusual.ts';
import type { EscalationTrigger } from '../escalation/matrix.ts';
import type { Policy } from '../policy.ts';
import { requestTypeOf } from '../request-type/choose.ts';
import { agreedAt } from '../sla/contract.ts';
import { type ServiceLevel, type SlaTarget, termsOf } from '../sla/policy.ts';
import type { EscalationAnswer, HoursAnswer, NamedBy, PolicyAnswer, TargetAnswer } from './answer.ts';
import type { PolicyQuestion } from './explain.ts';

/** Local days around the moment whose hours are looked at. */
const AROUND = { before: 7, after: 21 };
/** A calendar that stays open for so long (milliseconds) does not close. */
const NEVER_CLOSES = 31 * 86_400_000;

function first<T>(...named: readonly (readonly [T | undefined, NamedBy])[]): readonly [T, NamedBy] | undefined {
  for (const [name, by] of named) if (name !== undefined) return [name, by];
  return undefined;
}

/** The service level: of the request type, else of the service, else of the client's contract, else of the client, else of the desk (CLOUDEMPIERE-1, SOFTECH-3). */
export function levelAnswer(
  policy: Policy,
  { service, client, desk, request, at }: PolicyQuestion,
): PolicyAnswer['level'] {
  const { sla, desks } = policy;
  const home = desks.get(desk);
  const { contract } = agreedAt(policy, desk, client, at);
  const named = first(
    [home && requestTypeOf(home, request)?.level, 'request type'],
    [service?.level, 'service'],
    [contract?.level, 'contract'],
    [client?.level, 'client'],
    [sla.desks.get(desk)?.level, 'desk'],
  );
  if (named === undefined) return undefined;
  const [id, by] = named;
  const level = sla.levels.get(id);
  const number = by === 'contract' && contract !== undefined ? { contract: contract.id } : {};
  return { id, name: level?.name ?? '', by, known: level !== undefined, ...number };
}

/** The hours, who named them, and how they stand at the moment. */
export function hoursAnswer(
  policy: Policy,
  question: PolicyQuestion,
): { readonly answer: HoursAnswer; readonly calendar: Calendar | undefined } {
  const { at, desk } = question;
  const home = policy.sla.desks.get(desk);
  if (home === undefined) throw new Error(`the desk ${desk} has no hours`);
  const chosen = chooseCalendar(policy.sla.calendars, {
    client: agreedAt(policy, desk, question.client, at).calendar,
    serviceLevel: levelOf(policy, question)?.calendar,
    desk: home.calendar,
  });
  const by = chosen.by === 'serviceLevel' ? 'service level' : chosen.by;
  if (chosen.kind === 'unknown') {
    const nothing = {
      timeZone: policy.desks.get(desk)?.timeZone ?? 'UTC',
      open: false,
      changes: undefined,
      unusual: [],
    };
    return { answer: { id: chosen.name, by, known: false, ...nothing }, calendar: undefined };
  }
  const { calendar } = chosen;
  const open = isOpen(calendar, at);
  return {
    calendar,
    answer: {
      id: calendar.id,
      by,
      known: true,
      timeZone: calendar.timeZone,
      open,
      changes: open ? closingAfter(calendar, at) : nextOpening(calendar, at),
      unusual: unusualDays(calendar, at, AROUND.before, AROUND.after),
    },
  };
}

function levelOf(policy: Policy, question: PolicyQuestion): ServiceLevel | undefined {
  const id = levelAnswer(policy, question)?.id;
  return id === undefined ? undefined : policy.sla.levels.get(id);
}

/** When the span that is open at the moment ends. */
function closingAfter(calendar: Calendar, at: Date): Date | undefined {
  const end = at.getTime() + NEVER_CLOSES;
  if (elapsed(calendar, at, new Date(end)) === NEVER_CLOSES) return undefined;
  let [low, high] = [at.getTime(), end];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (elapsed(calendar, at, new Date(middle)) === middle - at.getTime()) low = middle;
    else high = middle;
  }
  return new Date(low);
}

/** What would be promised, and when each promise would be due if nothing stops its clock. */
export function targetAnswers(policy: Policy, question: PolicyQuestion): readonly TargetAnswer[] {
  const { desk, priority, client, at } = question;
  const level = levelAnswer(policy, question)?.id;
  const terms = termsOf(policy.sla, {
    desk,
    priority,
    level,
    clientCalendar: agreedAt(policy, desk, client, at).calendar,
  });
  return (terms?.targets ?? []).map((target) => {
    const after = (part: number) => partOf(target, part, at, terms?.calendar);
    return { ...target, due: after(1), warnings: target.warnAt.map(after) };
  });
}

function partOf({ within, time }: SlaTarget, part: number, at: Date, calendar: Calendar | undefined): Date {
  return momentAfter(Math.round(within * part), time, at, calendar);
}

function momentAfter(ms: number, time: SlaTarget['time'], at: Date, calendar: Calendar | undefined): Date {
  if (time === 'clock' || calendar === undefined) return new Date(at.getTime() + ms);
  return add(calendar, at, ms);
}

/** The matrix: of the service, else of the client, else of the desk (INTERSPACE-9), and when each level would be told. */
export function escalationAnswer(
  policy: Policy,
  { service, client, desk, at }: PolicyQuestion,
  targets: readonly TargetAnswer[],
  calendar: Calendar | undefined,
): EscalationAnswer | undefined {
  const named = first(
    [service?.matrix, 'service'],
    [client?.matrix, 'client'],
    [policy.desks.get(desk)?.escalation, 'desk'],
  );
  if (named === undefined) return undefined;
  const [id, by] = named;
  const matrix = policy.matrices.get(id);
  const due = (trigger: EscalationTrigger | undefined) => {
    if (trigger === undefined) return undefined;
    if (trigger.kind === 'age') return momentAfter(trigger.after, trigger.time, at, calendar);
    const target = targets.find(({ kind }) => kind === trigger.target);
    return target && partOf(target, trigger.part, at, calendar);
  };
  return {
    id,
    name: matrix?.name ?? '',
    by,
    known: matrix !== undefined,
    levels: (matrix?.levels ?? []).map(({ name, agents, trigger }, index) => ({
      level: index + 1,
      name,
      agents,
      trigger,
      due: due(trigger),
    })),
  };
}
