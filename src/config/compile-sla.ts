import { type Calendar, compileCalendar } from '../desk/calendar/calendar.ts';
import { holidaysOf } from '../desk/calendar/holidays.ts';
import { ALWAYS, readHours, readSpans } from '../desk/calendar/hours.ts';
import { parseDayPattern, parseLocalDate } from '../desk/calendar/local.ts';
import type { CalendarId, CalendarRules, HolidayPlace, SpecialDay } from '../desk/calendar/rules.ts';
import type { EscalationLevel, EscalationMatrix } from '../desk/escalation/matrix.ts';
import type { AgentId, DeskId, MatrixId } from '../desk/ids.ts';
import {
  type ServiceLevel,
  type ServiceLevelId,
  SLA_TARGET_KINDS,
  type SlaPolicy,
  type SlaTarget,
  type SlaTargetKind,
} from '../desk/sla/policy.ts';
import type { Priority } from '../desk/status.ts';
import { compileBilling } from './compile-coverage.ts';
import type { ConfigurationInput } from './schema.ts';
import type {
  CalendarInput,
  EscalationInput,
  EscalationLevelInput,
  ServiceLevelInput,
  TargetInput,
  TargetsInput,
} from './schema-sla.ts';
import { milliseconds } from './units.ts';

type Inputs = Pick<ConfigurationInput, 'calendars' | 'service_levels' | 'escalations' | 'desks'>;

/** Calendars, levels and which of them a desk has; a desk that names no calendar is there day and night. */
export function compileSla(input: Inputs): SlaPolicy {
  const calendars = new Map<CalendarId, Calendar>();
  for (const [name, one] of Object.entries(input.calendars)) {
    const rules = calendarRules(name as CalendarId, one);
    calendars.set(rules.id, compileCalendar(rules, holidaysOf(rules.holidays)));
  }
  for (const [desk, { calendar, time_zone }] of Object.entries(input.desks)) {
    if (calendar !== undefined) continue;
    const always = alwaysOf(desk, time_zone);
    calendars.set(
      always.id,
      compileCalendar(always, () => []),
    );
  }
  const levels = Object.entries(input.service_levels).map(([id, level]) => compileLevel(id as ServiceLevelId, level));
  return {
    levels: new Map(levels.map((level) => [level.id, level])),
    calendars,
    desks: new Map(
      Object.entries(input.desks).map(([desk, { calendar, service_level }]) => [
        desk as DeskId,
        { calendar: (calendar ?? ownCalendar(desk)) as CalendarId, level: service_level as ServiceLevelId | undefined },
      ]),
    ),
  };
}

/** The name of the calendar of a desk that names none; no name of an operator has a colon. */
function ownCalendar(desk: string): CalendarId {
  return `desk:${desk}` as CalendarId;
}

function alwaysOf(desk: string, timeZone: string): CalendarRules {
  const nothing = { holidays: [], added: [], removed: [], halfDays: [], extraDays: [], closures: [] };
  return { id: ownCalendar(desk), timeZone, week: ALWAYS, ...nothing };
}

/** The rules of a calendar as far as they can be read: the checks tell of the rest. */
export function calendarRules(id: CalendarId, input: CalendarInput): CalendarRules {
  const read = readHours(input.hours);
  return {
    id,
    timeZone: input.time_zone,
    week: read.kind === 'hours' ? read.week : ALWAYS,
    holidays: input.holidays.map(placeOf),
    added: input.added.flatMap((day) => parseDayPattern(day) ?? []),
    removed: input.removed.flatMap((day) => parseDayPattern(day) ?? []),
    halfDays: specialDays(input.half_days),
    extraDays: specialDays(input.extra_days),
    closures: input.closures.flatMap((text) => closureOf(text) ?? []),
  };
}

/** `GB-SCT`. */
export function placeOf(text: string): HolidayPlace {
  const [country = '', region] = text.split('-');
  return { country, region };
}

/** `2026-12-28..2026-12-31`, or one day; undefined when a day of it is none. */
export function closureOf(text: string): CalendarRules['closures'][number] | undefined {
  const [first = '', last = first] = text.split('..');
  const [from, to] = [parseLocalDate(first), parseLocalDate(last)];
  return from === undefined || to === undefined ? undefined : { from, to };
}

function specialDays(table: CalendarInput['half_days']): readonly SpecialDay[] {
  return Object.entries(table).flatMap(([day, text]): readonly SpecialDay[] => {
    const [on, read] = [parseDayPattern(day), readSpans(text)];
    return on === undefined || read.kind === 'problem' ? [] : [{ on, spans: read.spans }];
  });
}

/** A service level, of the configuration or of a register. */
export function compileLevel(id: ServiceLevelId, input: ServiceLevelInput): ServiceLevel {
  const of = (priority: Priority) => targetsOf(input, priority);
  return {
    id,
    name: input.name.trim(),
    calendar: input.calendar as CalendarId | undefined,
    tellsClient: input.tell_client,
    targets: { low: of('low'), normal: of('normal'), high: of('high'), urgent: of('urgent') },
    ...(input.billing === undefined ? {} : { billing: compileBilling(input.billing) }),
    ...(input.report === undefined ? {} : { report: input.report }),
  };
}

function targetsOf(input: ServiceLevelInput, priority: Priority): readonly SlaTarget[] {
  return SLA_TARGET_KINDS.flatMap((kind) => {
    const given = targetInput(input, priority, kind)?.input;
    return given === undefined ? [] : [targetOf(kind, given, input)];
  });
}

const KEY_OF = {
  'first-response': 'first_response',
  update: 'update',
  resolution: 'resolution',
} as const satisfies Readonly<Record<SlaTargetKind, keyof TargetsInput>>;

/** What a level says of a target and where: of the priority itself, else of all. */
export function targetInput(
  { targets }: Pick<ServiceLevelInput, 'targets'>,
  priority: Priority,
  kind: SlaTargetKind,
): { readonly input: TargetInput; readonly path: readonly [string, string] } | undefined {
  const key = KEY_OF[kind];
  for (const table of [priority, 'all'] as const) {
    const input = targets[table][key];
    if (input !== undefined) return { input, path: [table, key] };
  }
  return undefined;
}

function targetOf(kind: SlaTargetKind, given: TargetInput, level: ServiceLevelInput): SlaTarget {
  const own = typeof given === 'string' ? { within: given } : given;
  return {
    kind,
    within: milliseconds(own.within),
    time: own.time ?? level.time,
    pausedBy: own.paused_by ?? level.paused_by,
    warnAt: own.warn_at ?? level.warn_at,
  };
}

/** The matrices by name. */
export function compileMatrices(input: Inputs): ReadonlyMap<MatrixId, EscalationMatrix> {
  return new Map(
    Object.entries(input.escalations).map(([id, matrix]) => [id as MatrixId, compileMatrix(id as MatrixId, matrix)]),
  );
}

/** One matrix of escalation. */
export function compileMatrix(id: MatrixId, input: EscalationInput): EscalationMatrix {
  return {
    id,
    name: input.name.trim(),
    levels: input.levels.map(compileEscalationLevel),
    clientEvery: input.client_every,
    clientAtMost: input.client_at_most,
  };
}

function compileEscalationLevel(input: EscalationLevelInput): EscalationLevel {
  return {
    name: input.name.trim(),
    agents: input.agents as readonly string[] as readonly AgentId[],
    phone: input.phone,
    toldOfTargets: input.told_of_targets,
    trigger: triggerOf(input),
  };
}

function triggerOf({ after, at, time }: EscalationLevelInput): EscalationLevel['trigger'] {
  if (after !== undefined) return { kind: 'age', after: milliseconds(after), time };
  if (at === undefined) return undefined;
  return { kind: 'target', target: at.target === 'first_response' ? 'first-response' : at.target, part: at.part };
}

/** All of a configuration that bears on what is due when: by this text a gateway sees that it was changed. */
export function timingOf(input: Inputs): string {
  const desks = Object.entries(input.desks).map(
    ([id, { calendar, service_level, escalation, form, time_zone, defects, silence }]) => {
      const { releases } = defects;
      const clockWaits = form?.clock_waits;
      return [id, { calendar, service_level, escalation, clockWaits, time_zone, releases, silence }];
    },
  );
  return JSON.stringify([input.calendars, input.service_levels, input.escalations, desks]);
}
