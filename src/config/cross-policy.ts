import { type Calendar, compileCalendar } from '../desk/calendar/calendar.ts';
import { holidaysOf, placeProblems } from '../desk/calendar/holidays.ts';
import { readHours } from '../desk/calendar/hours.ts';
import { type CalendarId, calendarProblems } from '../desk/calendar/rules.ts';
import type { EscalationTrigger } from '../desk/escalation/matrix.ts';
import type { MatrixId } from '../desk/ids.ts';
import type { ServiceLevel, ServiceLevelId, SlaTarget } from '../desk/sla/policy.ts';
import { PRIORITIES } from '../desk/status.ts';
import { fieldFor, fieldsOf } from './compile-form.ts';
import { roleOf } from './compile-phone.ts';
import { calendarRules, compileLevel, compileMatrix } from './compile-sla.ts';
import type { Document } from './document.ts';
import { isReadyForm } from './ready-fields.ts';
import type { RegisterUse } from './register-use.ts';
import type { Report } from './report.ts';
import type { DeskInput } from './schema.ts';
import type { RequestTypeInput } from './schema-request-type.ts';
import type { Parts } from './shape.ts';

/** What the checks work with; the registers are known only where a data folder was looked into. */
interface Checking {
  readonly parts: Parts;
  readonly document: Document;
  readonly report: Report;
  readonly use: RegisterUse | undefined;
  /** Those that can be compiled. */
  readonly calendars: ReadonlyMap<string, Calendar>;
  readonly levels: ReadonlyMap<string, ServiceLevel>;
}

/**
 * Rules that are right by themselves and contradict each other, can never come about, or are used by nobody. `years`: the UTC year that runs, and the
 * next, by whose hours it is judged what calendars have room for.
 */
export function crossCheckPolicy(
  parts: Parts,
  document: Document,
  report: Report,
  years: readonly number[],
  use: RegisterUse | undefined,
): void {
  const checking = { parts, document, report, use, calendars: calendarsOf(parts), levels: levelsOf(parts) };
  checkRoom(checking, years);
  for (const [id, desk] of parts.desks) {
    if (desk === undefined) continue;
    checkDeferral(id, desk, checking);
    checkOrder(id, desk, checking);
    checkWaiting(id, desk, checking);
    checkLabels(id, desk, checking);
    if (use !== undefined) checkRegisters(id, desk, checking, use);
  }
  checkUnused(checking);
}

function calendarsOf(parts: Parts): ReadonlyMap<string, Calendar> {
  const found = new Map<string, Calendar>();
  for (const [id, input] of parts.calendars) {
    if (input === undefined || readHours(input.hours).kind === 'problem') continue;
    const rules = calendarRules(id as CalendarId, input);
    const right = calendarProblems(rules).length === 0 && placeProblems(rules.holidays).length === 0;
    if (right) found.set(id, compileCalendar(rules, holidaysOf(rules.holidays)));
  }
  return found;
}

function levelsOf(parts: Parts): ReadonlyMap<string, ServiceLevel> {
  return new Map(
    [...parts.serviceLevels].flatMap(([id, input]) =>
      input === undefined ? [] : [[id, compileLevel(id as ServiceLevelId, input)] as const],
    ),
  );
}

/** Opening hours that a year does not have are never spent in it. */
function checkRoom({ parts, document, report, calendars, levels }: Checking, years: readonly number[]): void {
  const open = (name: string | undefined) => {
    const calendar = name === undefined ? undefined : calendars.get(name);
    return calendar === undefined ? undefined : Math.max(...years.map((year) => calendar.year(year).total));
  };
  for (const name of calendars.keys())
    if (open(name) === 0)
      report.error(
        document,
        ['calendars', name, 'hours'],
        `it is never open in ${years.join(' and ')}`,
        'look at its free days and closures',
      );
  for (const [id, level] of levels) {
    const homes = [...parts.desks.values()].flatMap((desk) => (desk?.service_level === id ? [desk.calendar] : []));
    for (const name of new Set(level.calendar === undefined ? homes : [level.calendar])) {
      const room = open(name);
      if (room === undefined || room === 0) continue;
      const longest = Math.max(0, ...businessTargets(level).map(({ within }) => within));
      if (longest <= room) continue;
      const hours = (ms: number) => Math.round(ms / 3_600_000);
      report.warning(
        document,
        ['service_levels', id, 'targets'],
        `${hours(longest)} opening hours take longer than a year: ${name} is open ${hours(room)} hours a year`,
        'say `time: clock`, or fewer hours',
      );
    }
  }
}

function businessTargets(level: ServiceLevel): readonly SlaTarget[] {
  return PRIORITIES.flatMap((priority) => level.targets[priority]).filter(({ time }) => time === 'business');
}

/** A desk that is always there never comes to offer the next business day. */
function checkDeferral(id: string, desk: DeskInput, { parts, document, report, use }: Checking): void {
  if (desk.deferral === undefined) return;
  const always = (name: string | undefined) => {
    const hours = name === undefined ? '24/7' : parts.calendars.get(name)?.hours;
    return hours !== undefined && /^\s*24\/7\s*$/.test(hours);
  };
  const agreed = [...parts.serviceLevels.values()].flatMap((level) => level?.calendar ?? []);
  if (![desk.calendar, ...agreed, ...(use?.calendars.keys() ?? [])].every(always)) return;
  report.warning(
    document,
    ['desks', id, 'deferral'],
    'is never offered: this desk is there day and night',
    'name a `calendar:` with closed hours at the desk or the service level',
  );
}

/** A level of the matrix that the next one overtakes, by what the desk promises. */
function checkOrder(id: string, desk: DeskInput, { parts, document, report, levels }: Checking): void {
  const input = parts.escalations.get(desk.escalation ?? '');
  const level = levels.get(desk.service_level ?? '');
  if (input === undefined || level === undefined || desk.escalation === undefined) return;
  const matrix = compileMatrix(desk.escalation as MatrixId, input);
  for (const [index, { trigger }] of matrix.levels.entries()) {
    const next = matrix.levels.findIndex((one, i) => i > index && one.trigger !== undefined);
    const after = matrix.levels[next]?.trigger;
    if (trigger === undefined || after === undefined || trigger.kind === after.kind) continue;
    const overtaken = PRIORITIES.filter((priority) => {
      const [own, others] = [momentOf(trigger, level, priority), momentOf(after, level, priority)];
      return own !== undefined && others !== undefined && own.time === others.time && others.ms <= own.ms;
    });
    if (overtaken.length === 0) continue;
    report.warning(
      document,
      ['escalations', desk.escalation, 'levels', index],
      `at the desk ${id}, level ${next + 1} comes before level ${index + 1} for ${overtaken.join(', ')} of ${level.id}`,
      'put the levels in the order in which they come, or change their times',
    );
  }
}

function momentOf(
  trigger: EscalationTrigger,
  level: ServiceLevel,
  priority: (typeof PRIORITIES)[number],
): { readonly ms: number; readonly time: 'business' | 'clock' } | undefined {
  if (trigger.kind === 'age') return { ms: trigger.after, time: trigger.time };
  // An update is promised anew with each answer.
  const target = level.targets[priority].find(({ kind }) => kind === trigger.target && kind !== 'update');
  return target && { ms: target.within * trigger.part, time: target.time };
}

/** A clock that is to wait for the form, by a level whose targets do not wait. */
function checkWaiting(id: string, desk: DeskInput, { document, report, levels }: Checking): void {
  const level = levels.get(desk.service_level ?? '');
  if (desk.form?.clock_waits !== true || level === undefined) return;
  const targets = PRIORITIES.flatMap((priority) => level.targets[priority]);
  if (targets.length === 0 || targets.some(({ pausedBy }) => pausedBy.includes('form'))) return;
  report.warning(
    document,
    ['desks', id, 'form', 'clock_waits'],
    `no target of ${level.id} waits for the form`,
    'name `form` under `paused_by:` of the service level, or take this out',
  );
}

/** Words for a language that neither clients nor agents are written to in. */
function checkLabels(id: string, desk: DeskInput, { parts, document, report }: Checking): void {
  if (desk.correspondence === undefined) return;
  const written = new Set<string>([desk.correspondence]);
  for (const name of desk.agents) {
    const first = [...parts.desks.values()].find((one) => one?.agents.includes(name));
    written.add(parts.agents.get(name)?.locale ?? first?.locale ?? desk.locale);
  }
  if (written.has('sr-Cyrl')) written.add('sr'); // its words are made of the Latin ones
  for (const locale of Object.keys(desk.labels))
    if (!written.has(locale))
      report.warning(
        document,
        ['desks', id, 'labels', locale],
        `nobody is written to in ${locale} here: correspondence is in ${desk.correspondence}`,
        `say the words in ${desk.correspondence}, or take these out`,
      );
}

/** What a desk needs that the registers do not have. */
function checkRegisters(id: string, desk: DeskInput, { parts, document, report }: Checking, use: RegisterUse): void {
  for (const [index, entry] of (desk.addresses ?? []).entries()) {
    const role = roleOf(entry);
    if (role === undefined || use.companies.has(role.companyNumber)) continue;
    report.warning(
      document,
      ['desks', id, 'addresses', index],
      `there is no client with the company number ${role.companyNumber} yet`,
      'enter it: `spoc client add NAME --company-number …`',
    );
  }
  if (desk.form === undefined || use.services > 0) return;
  const own = parts.forms.get(desk.form.use);
  const input = own ?? (isReadyForm(desk.form.use) ? { ready: desk.form.use, fields: {} } : undefined);
  const fields = input === undefined ? [] : fieldsOf(input);
  const field = fields.find(({ key }) => key === (desk.form && fieldFor(desk.form, 'service', fields)));
  if (field?.kind === 'identifier' && field.register !== undefined)
    report.warning(
      document,
      ['desks', id, 'form'],
      `asks for ${field.key}, but the register of services is empty: no answer will be known`,
      'enter the services: `spoc service import`',
    );
}

/** What is named nowhere. Clients and services of the registers may name levels, calendars and matrices. */
function checkUnused({ parts, document, report, use }: Checking): void {
  const desks = [...parts.desks.values()].filter((desk) => desk !== undefined);
  const unused = (section: string, all: Iterable<string>, used: ReadonlySet<string | undefined>, hint: string) => {
    for (const name of all) if (!used.has(name)) report.warning(document, [section, name], 'is used nowhere', hint);
  };
  unused(
    'forms',
    parts.forms.keys(),
    new Set(desks.flatMap((desk) => [desk.form?.use, desk.enrolment?.use, ...typesOf(desk).map(({ form }) => form)])),
    'name it under `form:` of a desk, or take it out',
  );
  unused(
    'on_call',
    parts.rotas.keys(),
    new Set(desks.map((desk) => desk.phone?.on_call)),
    'name it under `phone:` of a desk, or take it out',
  );
  if (use === undefined) return;
  const levels = [...parts.serviceLevels.values()];
  const calendars = [
    ...desks.flatMap((desk) => [desk.calendar, desk.phone?.calendar]),
    ...levels.map((level) => level?.calendar),
    ...use.calendars.keys(),
  ];
  unused(
    'service_levels',
    parts.serviceLevels.keys(),
    new Set([
      ...desks.flatMap((desk) => [desk.service_level, ...typesOf(desk).map((type) => type.service_level)]),
      ...use.levels.keys(),
    ]),
    'name it at a desk, a client or a service, or take it out',
  );
  unused(
    'calendars',
    parts.calendars.keys(),
    new Set(calendars),
    'name it at a desk, a service level or a client, or take it out',
  );
  unused(
    'escalations',
    parts.escalations.keys(),
    new Set([...desks.map((desk) => desk.escalation), ...use.matrices.keys()]),
    'name it at a desk, a client or a service, or take it out',
  );
}

function typesOf({ request_types }: DeskInput): readonly RequestTypeInput[] {
  return Object.values(request_types?.types ?? {});
}
