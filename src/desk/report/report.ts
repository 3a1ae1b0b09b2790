import type { Calendar } from '../calendar/calendar.ts';
import { elapsed } from '../calendar/calendar.ts';
import { DAY } from '../calendar/local.ts';
import type { Month, MonthSpan } from '../calendar/month.ts';
import type { Work } from '../coverage/rules.ts';
import type { RecordedEvent } from '../event.ts';
import type { RequestTypeId, TicketNumber } from '../ids.ts';
import { SLA_TARGET_KINDS, type SlaTargetKind } from '../sla/policy.ts';
import { isDone, type Status, type TicketType } from '../status.ts';

/** A ticket as a report counts it: of its history the events that are counted, oldest first. */
export interface CountedCase {
  readonly number: TicketNumber;
  readonly subject: string;
  readonly type: TicketType;
  readonly requestType: RequestTypeId | undefined;
  readonly tags: readonly string[];
  readonly coverage: Work | undefined;
  readonly history: readonly RecordedEvent[];
}

/** How long something took: the median of so many cases, in milliseconds of opening hours; undefined: there was none. */
export interface Spent {
  readonly count: number;
  readonly median: number | undefined;
}

/** Promises that were kept and broken in the month. */
export interface Attainment {
  readonly target: SlaTargetKind;
  readonly met: number;
  readonly missed: number;
}

/** What cases were about: an entry of the desk's catalogue, else the sort of case. */
export type Cause =
  | { readonly kind: 'request-type'; readonly id: RequestTypeId }
  | { readonly kind: 'type'; readonly type: TicketType };

/** One case of the month, for tables. */
export interface ReportedCase {
  readonly number: TicketNumber;
  readonly subject: string;
  readonly cause: Cause;
  readonly openedAt: Date;
  readonly resolvedAt: Date | undefined;
  readonly status: Status;
  /** Milliseconds of opening hours. */
  readonly firstResponse: number | undefined;
  readonly resolution: number | undefined;
  readonly missed: readonly SlaTargetKind[];
  readonly coverage: Work | undefined;
}

/** What a month was like. */
export interface Report {
  readonly month: Month;
  readonly opened: number;
  readonly resolved: number;
  /** Not done at the end of the month, by age: up to a week, up to 30 days, older; `oldest` in milliseconds. */
  readonly backlog: {
    readonly count: number;
    readonly week: number;
    readonly month: number;
    readonly older: number;
    readonly oldest: number | undefined;
  };
  readonly firstResponse: Spent;
  readonly resolution: Spent;
  /** Of the targets that were decided in the month. */
  readonly attainment: readonly Attainment[];
  /** The most frequent of what was opened, at most {@link MOST_CAUSES}. */
  readonly causes: readonly { readonly cause: Cause; readonly count: number }[];
  readonly tags: readonly { readonly tag: string; readonly count: number }[];
  /** Of what was opened; undefined: nothing was decided. */
  readonly coverage: Readonly<Record<Work, number>> | undefined;
  /** Opened, resolved or open in the month, oldest first. */
  readonly cases: readonly ReportedCase[];
}

/** Causes and tags that a report names. */
export const MOST_CAUSES = 5;
const WEEK = 7 * DAY;
const THIRTY_DAYS = 30 * DAY;

/** Counts a month of a desk, or of one client there. `calendar`: the desk's hours; undefined: times are of the clock. */
export function reportOf(
  cases: readonly CountedCase[],
  month: Month,
  span: MonthSpan,
  calendar: Calendar | undefined,
): Report {
  const stood = cases.flatMap((one) => standingIn(one, span, calendar) ?? []);
  const opened = stood.filter(({ isNew }) => isNew);
  const resolved = stood.filter(({ resolvedAt }) => resolvedAt !== undefined);
  const ages = stood
    .filter(({ status }) => !isDone(status))
    .map(({ openedAt }) => span.to.getTime() - openedAt.getTime());
  const younger = (age: number) => ages.filter((one) => one <= age).length;
  const decided = opened.filter(({ coverage }) => coverage !== undefined);
  const works = (work: Work) => decided.filter(({ coverage }) => coverage === work).length;
  return {
    month,
    opened: opened.length,
    resolved: resolved.length,
    backlog: {
      count: ages.length,
      week: younger(WEEK),
      month: younger(THIRTY_DAYS) - younger(WEEK),
      older: ages.length - younger(THIRTY_DAYS),
      oldest: ages.length === 0 ? undefined : Math.max(...ages),
    },
    firstResponse: spent(stood.flatMap(({ firstResponse }) => firstResponse ?? [])),
    resolution: spent(resolved.flatMap(({ resolution }) => resolution ?? [])),
    attainment: SLA_TARGET_KINDS.map((target) => attained(target, cases, span)).filter(
      ({ met, missed }) => met + missed > 0,
    ),
    causes: counted(
      opened.map(({ cause }) => cause),
      causeKey,
    ).map(({ of: cause, count }) => ({ cause, count })),
    tags: counted(
      opened.flatMap(({ tags }) => tags),
      (tag) => tag,
    ).map(({ of: tag, count }) => ({ tag, count })),
    coverage:
      decided.length === 0
        ? undefined
        : { free: works('free'), chargeable: works('chargeable'), refused: works('refused') },
    cases: stood
      .map(({ isNew: _new, tags: _tags, ...one }) => one)
      .toSorted((a, b) => a.openedAt.getTime() - b.openedAt.getTime()),
  };
}

type Standing = ReportedCase & { readonly isNew: boolean; readonly tags: readonly string[] };

/** How a case stood in a month; undefined when it was not there: not opened yet, or done before. */
function standingIn(
  { number, subject, type, requestType, tags, coverage, history }: CountedCase,
  span: MonthSpan,
  calendar: Calendar | undefined,
): Standing | undefined {
  const until = history.filter(({ at }) => at < span.to);
  const first = until[0];
  if (first?.event.kind !== 'opened') return undefined;
  let status = first.event.status;
  let doneAt = isDone(status) ? first.at : undefined;
  for (const { event, at } of until) {
    if (event.kind !== 'status-changed') continue;
    status = event.to;
    doneAt = isDone(status) ? (doneAt ?? at) : undefined;
  }
  const openedAt = first.at;
  if (doneAt !== undefined && doneAt < span.from) return undefined;
  const took = (at: Date) =>
    calendar === undefined ? at.getTime() - openedAt.getTime() : elapsed(calendar, openedAt, at);
  const answer = until.find(({ event }) => event.kind === 'message-added' && event.direction === 'outbound')?.at;
  const answeredNow = answer !== undefined && answer >= span.from && answer > openedAt;
  return {
    ...{ number, subject, tags, coverage, openedAt, status },
    cause: requestType === undefined ? { kind: 'type', type } : { kind: 'request-type', id: requestType },
    resolvedAt: doneAt,
    firstResponse: answeredNow ? took(answer) : undefined,
    resolution: doneAt === undefined ? undefined : took(doneAt),
    missed: SLA_TARGET_KINDS.filter((target) => missesOf(target, until, span).size > 0),
    isNew: openedAt >= span.from,
  };
}

/** The promises of a kind that were broken in the month, each once: told when it broke, or known when it came about late. */
function missesOf(
  target: SlaTargetKind,
  history: readonly RecordedEvent[],
  { from, to }: MonthSpan,
): ReadonlySet<number> {
  const broken = new Map<number, Date>();
  for (const { event, at } of history) {
    const missed =
      (event.kind === 'target-told' && event.step === 'missed') ||
      (event.kind === 'target-reached' && event.state === 'missed');
    if (missed && event.target === target && !broken.has(event.cycle)) broken.set(event.cycle, at);
  }
  return new Set([...broken].filter(([, at]) => at >= from && at < to).map(([cycle]) => cycle));
}

function attained(target: SlaTargetKind, cases: readonly CountedCase[], span: MonthSpan): Attainment {
  let met = 0;
  let missed = 0;
  for (const { history } of cases) {
    missed += missesOf(target, history, span).size;
    // Resolved, opened again and resolved once more: one promise.
    const kept = history.filter(
      ({ event, at }) =>
        event.kind === 'target-reached' &&
        event.target === target &&
        event.state === 'met' &&
        at >= span.from &&
        at < span.to,
    );
    met += new Set(kept.map(({ event }) => (event.kind === 'target-reached' ? event.cycle : 0))).size;
  }
  return { target, met, missed };
}

function spent(times: readonly number[]): Spent {
  const sorted = times.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  const lower = sorted.length % 2 === 0 ? sorted[middle - 1] : upper;
  if (upper === undefined || lower === undefined) return { count: 0, median: undefined };
  return { count: sorted.length, median: Math.round((lower + upper) / 2) };
}

function causeKey(cause: Cause): string {
  return cause.kind === 'type' ? `type:${cause.type}` : `request-type:${cause.id}`;
}

/** The most frequent first; what is as frequent in the order of its key. */
function counted<T>(
  all: readonly T[],
  keyOf: (one: T) => string,
): readonly { readonly of: T; readonly count: number }[] {
  const counts = new Map<string, { of: T; count: number }>();
  for (const one of all) {
    const key = keyOf(one);
    const found = counts.get(key);
    if (found === undefined) counts.set(key, { of: one, count: 1 });
    else found.count += 1;
  }
  return [...counts]
    .toSorted(([a, one], [b, other]) => other.count - one.count || (a < b ? -1 : 1))
    .slice(0, MOST_CAUSES)
    .map(([, found]) => found);
}
