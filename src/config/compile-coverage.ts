import type { CalendarId } from '../desk/calendar/rules.ts';
import {
  type CoverageCase,
  type CoverageReason,
  type CoverageRule,
  type CoverageRuleId,
  type CoverageRules,
  INTRODUCTIONS,
  OBLIGATIONS,
  type ProductId,
  READY_REASONS,
  type ReadyReason,
  SETTINGS,
} from '../desk/coverage/rules.ts';
import { CHANNELS, PRIORITIES, TICKET_TYPES } from '../desk/status.ts';
import type { TimeTerms } from '../desk/time/terms.ts';
import { type ConditionCompiler, conditionCompiler, type Names } from './condition.ts';
import type { BillingInput, CoverageInput, CoverageRuleInput } from './schema-coverage.ts';
import { milliseconds } from './units.ts';

const MINUTE = 60_000;

/** Compiles the conditions of a desk about what work costs. */
export function coverageConditions({ products }: CoverageInput): ConditionCompiler<CoverageCase> {
  const names = {
    ticket: {
      channel: CHANNELS,
      type: TICKET_TYPES,
      priority: PRIORITIES,
      request: 'string',
      product: ['', ...Object.keys(products)],
    },
    client: { name: 'string', number: 'string', level: 'string', obligations: ['', ...OBLIGATIONS] },
    contact: {
      introduction: ['', ...INTRODUCTIONS],
      settings: ['', ...SETTINGS],
      starting: 'bool',
      entered: 'bool',
    },
    time: { spent: 'int', free: 'int', work: 'list' },
    hours: { open: 'bool', agreed: 'bool' },
    similar: { confirmed: 'int' },
    published: { found: 'int' },
    mail: { subject: 'string', text: 'string' },
  } as const satisfies Names & Record<keyof CoverageCase, unknown>;
  return conditionCompiler<CoverageCase>(names);
}

/** The reason of a rule: as said, else the ready-made one of its own name; undefined when there is none. */
export function reasonOf({ id, reason }: CoverageRuleInput): CoverageReason | undefined {
  if (reason === undefined) return isReady(id) ? { kind: 'ready', reason: id } : undefined;
  return typeof reason === 'string' ? { kind: 'ready', reason } : { kind: 'own', texts: reason };
}

function isReady(id: string): id is ReadyReason {
  return (READY_REASONS as readonly string[]).includes(id);
}

/** The rules of a desk, of a configuration that was found right. */
export function compileCoverage(input: CoverageInput | undefined): CoverageRules | undefined {
  if (input === undefined) return undefined;
  const conditions = coverageConditions(input);
  return {
    rules: input.rules.map((rule, index) => compileRule(rule, index + 1, conditions)),
    usual: input.usual,
    products: Object.entries(input.products).map(([id, words]) => ({ id: id as ProductId, words })),
    startingFor: input.starting_for,
    calendar: input.calendar as CalendarId | undefined,
  };
}

/** One rule; throws on one that the checks let pass wrongly. */
export function compileRule(
  rule: CoverageRuleInput,
  place: number,
  conditions: ConditionCompiler<CoverageCase>,
): CoverageRule {
  const compiled = rule.when === undefined ? undefined : conditions.compile(rule.when);
  const reason = reasonOf(rule);
  if (compiled?.ok === false || reason === undefined)
    throw new Error(`the configuration was passed with a rule of coverage that cannot be: ${rule.id}`);
  const condition = compiled?.condition;
  const standing = condition?.uses.some(({ name }) => name === 'client.obligations') === true;
  return {
    id: rule.id as CoverageRuleId,
    place,
    condition,
    work: rule.work,
    reason,
    asks: rule.ask,
    byHand: rule.by_hand,
    waits: rule.waits,
    confidential: standing || (reason.kind === 'ready' && reason.reason === 'obligations'),
    examples: rule.examples,
  };
}

/** What time costs. */
export function compileBilling({ free, charged, round, included }: BillingInput): TimeTerms {
  const minutes = (span: string | undefined) => (span === undefined ? 0 : Math.round(milliseconds(span) / MINUTE));
  return {
    free: minutes(free),
    charged,
    round: { to: Math.max(1, minutes(round?.to)), per: round?.per ?? 'booking' },
    included: minutes(included),
  };
}
