import type { Calendar } from '../calendar/calendar.ts';
import { chooseCalendar } from '../calendar/choose.ts';
import type { CalendarId } from '../calendar/rules.ts';
import type { DeskId } from '../ids.ts';
import type { ReportKind } from '../report/rules.ts';
import { PRIORITIES, type Priority } from '../status.ts';
import type { TimeTerms } from '../time/terms.ts';

/** The service level's name in the configuration or register (`gold`). */
export type ServiceLevelId = string & { readonly __brand: 'ServiceLevelId' };

/**
 * What is promised: a first answer by staff; after that an answer at least so often; the end of the case (INTERSPACE-11 “response or repair
 * time”, CLOUDEMPIERE-9).
 */
export const SLA_TARGET_KINDS = ['first-response', 'update', 'resolution'] as const;
export type SlaTargetKind = (typeof SLA_TARGET_KINDS)[number];

/** What may stop a target's clock: the ticket waits for the client, for something else, for the facts of a form, or was deferred (INTERSPACE-6). */
export const SLA_PAUSES = ['pending', 'on-hold', 'form', 'deferred'] as const;
export type SlaPause = (typeof SLA_PAUSES)[number];

/** One promise. */
export interface SlaTarget {
  readonly kind: SlaTargetKind;
  /** Milliseconds; an act at the very moment is still in time. */
  readonly within: number;
  /** Whether they are counted by the calendar or by the clock. */
  readonly time: 'business' | 'clock';
  readonly pausedBy: readonly SlaPause[];
  /** Parts of `within` at which people are warned, such as 0.75: above 0, below 1. */
  readonly warnAt: readonly number[];
}

/** A level of service: what is promised for each priority, by which calendar (CLOUDEMPIERE-1). */
export interface ServiceLevel {
  readonly id: ServiceLevelId;
  readonly name: string;
  /** The desk's calendar when undefined. */
  readonly calendar: CalendarId | undefined;
  /** Whether a client is told that a target of his was missed (INTERSPACE-11: he may answer by asking for escalation). */
  readonly tellsClient: boolean;
  /** At most one target of a kind; a priority without one promises nothing of that kind. */
  readonly targets: Readonly<Record<Priority, readonly SlaTarget[]>>;
  /** What time of work costs; undefined: as at the desk. */
  readonly billing?: TimeTerms | undefined;
  /** What its clients get of the monthly report (CLOUDEMPIERE-1); undefined: as the desk has it. */
  readonly report?: ReportKind | undefined;
}

/** All promises of a gateway, compiled once. */
export interface SlaPolicy {
  readonly levels: ReadonlyMap<ServiceLevelId, ServiceLevel>;
  readonly calendars: ReadonlyMap<CalendarId, Calendar>;
  /** A desk's hours, and the level of clients and services that have none. */
  readonly desks: ReadonlyMap<DeskId, { readonly calendar: CalendarId; readonly level: ServiceLevelId | undefined }>;
}

/** What is promised on a ticket for the time being. */
export interface SlaTerms {
  readonly level: ServiceLevelId;
  readonly calendar: Calendar;
  readonly targets: readonly SlaTarget[];
}

/** What is known of a case that decides its terms. */
export interface SlaCase {
  readonly desk: DeskId;
  readonly priority: Priority;
  /** Of the service concerned, else of the client, as the registers say. */
  readonly level: ServiceLevelId | undefined;
  /** Hours agreed with the client himself. */
  readonly clientCalendar: CalendarId | undefined;
}

/** The terms that hold for a case; undefined when nothing is promised, or its level or calendar is not known. */
export function termsOf(policy: SlaPolicy, { desk, priority, level, clientCalendar }: SlaCase): SlaTerms | undefined {
  const home = policy.desks.get(desk);
  const id = level ?? home?.level;
  const found = id === undefined ? undefined : policy.levels.get(id);
  if (home === undefined || found === undefined) return undefined;
  const named = { client: clientCalendar, serviceLevel: found.calendar, desk: home.calendar };
  const chosen = chooseCalendar(policy.calendars, named);
  if (chosen.kind === 'unknown') return undefined;
  return { level: found.id, calendar: chosen.calendar, targets: found.targets[priority] };
}

/** What is wrong or cannot come about in a policy, each in one sentence for the operator (`spoc check`). */
export function slaProblems(policy: SlaPolicy): readonly string[] {
  const problems: string[] = [];
  for (const [desk, { calendar, level }] of policy.desks) {
    if (!policy.calendars.has(calendar)) problems.push(`desk ${desk}: there is no calendar ${calendar}`);
    if (level !== undefined && !policy.levels.has(level))
      problems.push(`desk ${desk}: there is no service level ${level}`);
  }
  for (const level of policy.levels.values()) {
    if (level.calendar !== undefined && !policy.calendars.has(level.calendar))
      problems.push(`service level ${level.id}: there is no calendar ${level.calendar}`);
    for (const priority of PRIORITIES)
      problems.push(
        ...targetProblems(level.targets[priority]).map((one) => `service level ${level.id}, ${priority}: ${one}`),
      );
  }
  return problems;
}

/** A target longer than this many milliseconds (ten years) is a slip of the pen. */
const LONGEST_TARGET = 10 * 366 * 24 * 3_600_000;

/** What is wrong with the targets of one priority, each in one sentence for the operator. */
export function targetProblems(targets: readonly SlaTarget[]): readonly string[] {
  const problems: string[] = [];
  for (const kind of SLA_TARGET_KINDS)
    if (targets.filter((target) => target.kind === kind).length > 1) problems.push(`it has two ${kind} targets`);
  for (const { kind, within, warnAt } of targets) {
    if (!Number.isSafeInteger(within) || within <= 0 || within > LONGEST_TARGET)
      problems.push(`the ${kind} target of ${within} ms is none: from 1 ms to ten years`);
    for (const part of warnAt)
      if (!(part > 0 && part < 1))
        problems.push(`a ${kind} warning at ${part} of the target: write a part between 0 and 1`);
  }
  const first = targets.find(({ kind }) => kind === 'first-response');
  const resolution = targets.find(({ kind }) => kind === 'resolution');
  if (
    first !== undefined &&
    resolution !== undefined &&
    first.time === resolution.time &&
    first.within > resolution.within
  )
    problems.push('the first response is due after the resolution');
  return problems;
}
