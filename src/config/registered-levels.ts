import type { Policy } from '../desk/policy.ts';
import type { ServiceLevel, ServiceLevelId } from '../desk/sla/policy.ts';
import { compileLevel } from './compile-sla.ts';
import { NAME, NAME_EXPECTED } from './fields.ts';
import { levelProblems } from './level-check.ts';
import { suggestion } from './nearest.ts';
import { type ServiceLevelInput, serviceLevel } from './schema-sla.ts';

/** A service level as the register keeps it: the keys of the configuration, every target written out. */
export interface WrittenLevel {
  readonly name: string;
  readonly calendar?: string;
  readonly tell_client: boolean;
  readonly billing?: NonNullable<ServiceLevelInput['billing']>;
  readonly targets: Readonly<Partial<Record<TargetTable, Readonly<Partial<Record<TargetKey, WrittenTarget>>>>>>;
}

export interface WrittenTarget {
  /** As written: `4h`. */
  readonly within: string;
  readonly time: ServiceLevelInput['time'];
  readonly paused_by: ServiceLevelInput['paused_by'];
  readonly warn_at: readonly number[];
}

export const TARGET_TABLES = ['all', 'low', 'normal', 'high', 'urgent'] as const;
export type TargetTable = (typeof TARGET_TABLES)[number];
export const TARGET_KEYS = ['first_response', 'update', 'resolution'] as const;
export type TargetKey = (typeof TARGET_KEYS)[number];

/** The form in which the register keeps a level that was read: equal promises are written alike. */
export function writtenLevel(input: ServiceLevelInput): WrittenLevel {
  const targets = TARGET_TABLES.flatMap((table) => {
    const own = TARGET_KEYS.flatMap((key) => {
      const given = input.targets[table][key];
      return given === undefined ? [] : [[key, writtenTarget(given, input)] as const];
    });
    return own.length === 0 ? [] : [[table, Object.fromEntries(own)] as const];
  });
  const calendar = input.calendar === undefined ? {} : { calendar: input.calendar };
  const billing = input.billing === undefined ? {} : { billing: input.billing };
  return {
    name: input.name.trim(),
    ...calendar,
    tell_client: input.tell_client,
    ...billing,
    targets: Object.fromEntries(targets),
  };
}

function writtenTarget(
  given: NonNullable<ServiceLevelInput['targets']['all']['update']>,
  level: ServiceLevelInput,
): WrittenTarget {
  const own = typeof given === 'string' ? { within: given } : given;
  return {
    within: own.within.replaceAll(' ', ''),
    time: own.time ?? level.time,
    paused_by: own.paused_by ?? level.paused_by,
    warn_at: own.warn_at ?? level.warn_at,
  };
}

/** A level of the register beside a policy; or what is wrong with it, in sentences for the operator. */
export function registeredLevel(
  id: ServiceLevelId,
  written: unknown,
  { sla }: Policy,
):
  | { readonly kind: 'level'; readonly level: ServiceLevel }
  | { readonly kind: 'wrong'; readonly problems: readonly string[] } {
  const read = serviceLevel.safeParse(written);
  if (!read.success) {
    const problems = read.error.issues.map(({ path, message }) => `${path.join('.') || 'it'}: expected ${message}`);
    return { kind: 'wrong', problems };
  }
  const problems = levelProblems(id, read.data)
    .filter(({ severity }) => severity === 'error')
    .map(({ path, message, hint }) => `${path.join('.')}: ${message}${hint === undefined ? '' : ` – ${hint}`}`);
  if (!NAME.test(id)) problems.push(`cannot be a name; expected ${NAME_EXPECTED}`);
  if (sla.levels.has(id)) problems.push('stands in the configuration too: keep it in one place');
  const { calendar } = read.data;
  const calendars: ReadonlyMap<string, unknown> = sla.calendars;
  if (calendar !== undefined && !calendars.has(calendar)) {
    const known = [...calendars.keys()].filter((name) => NAME.test(name));
    problems.push(
      `there is no calendar ${calendar}; ${suggestion(calendar, known) ?? 'name one of the configuration'}`,
    );
  }
  return problems.length > 0 ? { kind: 'wrong', problems } : { kind: 'level', level: compileLevel(id, read.data) };
}

/**
 * The configuration's policy with the levels of the register beside its own. A level that cannot stand there is left out, and told in a
 * sentence: of two with one name the configuration's holds.
 */
export function withRegistered(
  configured: Policy,
  registered: readonly { readonly id: ServiceLevelId; readonly level: unknown }[],
): { readonly policy: Policy; readonly problems: readonly string[] } {
  const levels = new Map(configured.sla.levels);
  const problems: string[] = [];
  for (const { id, level: written } of registered) {
    const read = registeredLevel(id, written, configured);
    if (read.kind === 'level') levels.set(id, read.level);
    else problems.push(...read.problems.map((problem) => `service level ${id} of the register: ${problem}`));
  }
  if (levels.size === configured.sla.levels.size) return { policy: configured, problems };
  return { policy: { ...configured, sla: { ...configured.sla, levels } }, problems };
}
