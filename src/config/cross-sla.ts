import { placeProblems } from '../desk/calendar/holidays.ts';
import { readHours, readSpans } from '../desk/calendar/hours.ts';
import { parseDayPattern } from '../desk/calendar/local.ts';
import { type CalendarId, type CalendarRules, calendarProblems } from '../desk/calendar/rules.ts';
import type { EscalationLevel, EscalationTrigger } from '../desk/escalation/matrix.ts';
import type { MatrixId } from '../desk/ids.ts';
import { type ServiceLevelId, SLA_TARGET_KINDS } from '../desk/sla/policy.ts';
import { PRIORITIES } from '../desk/status.ts';
import { calendarRules, closureOf, compileMatrix, placeOf, targetInput } from './compile-sla.ts';
import { checkReference } from './cross.ts';
import type { Document, Key } from './document.ts';
import { NAME, NAME_EXPECTED } from './fields.ts';
import { levelProblems } from './level-check.ts';
import type { Report } from './report.ts';
import type { CalendarInput, EscalationInput, ServiceLevelInput } from './schema-sla.ts';
import type { Parts } from './shape.ts';

/** Checks calendars, service levels and escalation matrices, and what desks and clients' levels refer to. */
export function crossCheckSla(parts: Parts, document: Document, report: Report): void {
  const tables = { calendars: parts.calendars, service_levels: parts.serviceLevels, escalations: parts.escalations };
  for (const [section, table] of Object.entries(tables)) {
    for (const name of table.keys())
      if (!NAME.test(name)) report.keyError(document, [section, name], 'cannot be a name', `expected ${NAME_EXPECTED}`);
  }
  for (const [id, one] of parts.calendars) if (one !== undefined) checkCalendar(id, one, document, report);
  for (const [id, one] of parts.serviceLevels) if (one !== undefined) checkLevel(id, one, parts, document, report);
  for (const [id, one] of parts.escalations) if (one !== undefined) checkMatrix(id, one, parts, document, report);
  for (const [id, desk] of parts.desks) {
    const refer = (
      key: 'calendar' | 'service_level' | 'escalation',
      what: string,
      table: ReadonlyMap<string, unknown>,
    ) => {
      const name = desk?.[key];
      if (name !== undefined) checkReference(document, report, ['desks', id, key], name, what, table);
    };
    refer('calendar', 'calendar', parts.calendars);
    refer('service_level', 'service level', parts.serviceLevels);
    refer('escalation', 'escalation matrix', parts.escalations);
  }
}

function checkCalendar(id: string, input: CalendarInput, document: Document, report: Report): void {
  const path = ['calendars', id];
  const read = readHours(input.hours);
  if (read.kind === 'problem') report.error(document, [...path, 'hours'], read.problem);
  for (const [index, place] of input.holidays.entries())
    for (const problem of placeProblems([placeOf(place)]))
      report.error(document, [...path, 'holidays', index], problem);
  for (const key of ['added', 'removed'] as const)
    for (const [index, day] of input[key].entries()) checkDay(day, [...path, key, index], document, report);
  for (const key of ['half_days', 'extra_days'] as const) {
    for (const [day, text] of Object.entries(input[key])) {
      checkDay(day, [...path, key, day], document, report);
      const spans = readSpans(text);
      if (spans.kind === 'problem') report.error(document, [...path, key, day], spans.problem);
    }
  }
  const rules: CalendarRules = { ...calendarRules(id as CalendarId, input), closures: [] };
  const problems = calendarProblems(rules);
  for (const problem of problems) report.error(document, [...path, 'hours'], problem);
  for (const [index, text] of input.closures.entries()) {
    const at = [...path, 'closures', index];
    const closure = closureOf(text);
    if (closure === undefined)
      report.error(document, at, `“${text}” has a day that is none`, 'write 2026-12-28..2026-12-31');
    else
      for (const problem of calendarProblems({ ...rules, closures: [closure] }))
        if (!problems.includes(problem)) report.error(document, at, problem);
  }
}

function checkDay(day: string, path: readonly Key[], document: Document, report: Report): void {
  if (parseDayPattern(day) === undefined)
    report.error(document, path, `“${day}” is no day`, 'write 2026-12-24, or 12-24 for every year');
}

function checkLevel(id: string, input: ServiceLevelInput, parts: Parts, document: Document, report: Report): void {
  const path = ['service_levels', id];
  if (input.calendar !== undefined)
    checkReference(document, report, [...path, 'calendar'], input.calendar, 'calendar', parts.calendars);
  for (const { severity, path: within, message, hint } of levelProblems(id as ServiceLevelId, input)) {
    if (severity === 'error') report.error(document, [...path, ...within], message, hint);
    else if (!report.broken([...path, 'targets'])) report.warning(document, [...path, ...within], message, hint);
  }
}

function checkMatrix(id: string, input: EscalationInput, parts: Parts, document: Document, report: Report): void {
  const path = ['escalations', id];
  const promised = new Set(
    [...parts.serviceLevels.values()].flatMap((level) =>
      level === undefined
        ? []
        : PRIORITIES.flatMap((one) => SLA_TARGET_KINDS.filter((kind) => targetInput(level, one, kind))),
    ),
  );
  const { levels } = compileMatrix(id as MatrixId, input);
  for (const [index, level] of input.levels.entries()) {
    const at = [...path, 'levels', index];
    for (const [nth, agent] of level.agents.entries())
      checkReference(document, report, [...at, 'agents', nth], agent, 'agent', parts.agents);
    if (level.after !== undefined && level.at !== undefined)
      report.keyError(document, [...at, 'at'], 'stands beside after', 'keep one of them');
    if (level.after?.endsWith('d') && level.time === 'business')
      report.error(
        document,
        [...at, 'after'],
        'a day of opening hours has no fixed length',
        'write hours such as 8h, or `time: clock`',
      );
    const trigger = levels[index]?.trigger;
    if (trigger?.kind === 'target' && !promised.has(trigger.target)) {
      const hint = 'it comes by itself only for levels of the register';
      report.warning(document, [...at, 'at', 'target'], `no service level promises ${trigger.target}`, hint);
    }
    const passing = passedBy(levels, index);
    if (passing !== undefined) {
      const what = `level ${index + 1} never comes by itself: level ${passing + 1} comes no later`;
      report.error(
        document,
        [...at, level.after === undefined ? 'at' : 'after'],
        what,
        'put the levels in the order in which they come',
      );
    }
  }
}

/** The place of a later level that certainly comes no later than this one does. */
function passedBy(levels: readonly EscalationLevel[], index: number): number | undefined {
  const own = levels[index]?.trigger;
  if (own === undefined) return undefined;
  const later = levels.findIndex(({ trigger }, i) => i > index && trigger !== undefined && comesNoLater(trigger, own));
  return later < 0 ? undefined : later;
}

/** Opening hours pass no faster than the clock. */
function comesNoLater(a: EscalationTrigger, b: EscalationTrigger): boolean {
  if (a.kind === 'age' && b.kind === 'age') return a.after <= b.after && (a.time === b.time || a.time === 'clock');
  return a.kind === 'target' && b.kind === 'target' && a.target === b.target && a.part <= b.part;
}
