import { TYPE_PLACE } from '../desk/assignment/assign.ts';
import type { AssignmentRule, AssignTo } from '../desk/assignment/rules.ts';
import type { AgentId, DeskId } from '../desk/ids.ts';
import { fieldsOf } from './compile-form.ts';
import type { ConditionCompiler } from './condition.ts';
import { caseConditions } from './conditions.ts';
import { isReadyForm } from './ready-fields.ts';
import type { AgentInput, DeskInput } from './schema.ts';
import type { AssignmentRuleInput, TargetInput } from './schema-assignment.ts';
import type { Parts } from './shape.ts';

type CaseConditions = ReturnType<typeof caseConditions>;

/** The compiler of a desk's conditions, over the fields of its form too; undefined when its form cannot be read. */
export function conditionsOf({ form, request_types }: DeskInput, { forms }: Parts): CaseConditions | undefined {
  const requests = Object.keys(request_types?.types ?? {});
  if (form === undefined) return caseConditions({}, requests);
  const own = forms.get(form.use);
  if (own === undefined && (forms.has(form.use) || !isReadyForm(form.use))) return undefined;
  const fields = fieldsOf(own ?? { ready: form.use, fields: {} });
  // A choice is one of its answers, or nothing.
  return caseConditions(
    Object.fromEntries(
      fields.map((one) => [one.key, one.kind === 'choice' ? ['', ...one.options.map(({ key }) => key)] : 'string']),
    ),
    requests,
  );
}

/** The agents whom a rule may choose, in their order; of a skill those of the desk who have it. */
export function candidatesOf(
  { to }: AssignmentRuleInput,
  desk: Pick<DeskInput, 'agents'>,
  agents: ReadonlyMap<string, AgentInput | undefined>,
): readonly string[] {
  if (typeof to === 'string') return [to];
  if ('round_robin' in to) return to.round_robin;
  if ('least_loaded' in to) return to.least_loaded;
  return desk.agents.filter((id) => {
    const agent = agents.get(id);
    return agent?.skills.includes(to.skill) === true && (to.level === undefined || agent.level === to.level);
  });
}

/** The rules of a desk, of a configuration that was found right. */
export function compileAssignment(id: DeskId, desk: DeskInput, parts: Parts): readonly AssignmentRule[] {
  const conditions = conditionsOf(desk, parts);
  return desk.assignment.map((rule, index) => ({
    place: index + 1,
    key: turnKey(id, rule),
    condition: rule.when === undefined ? undefined : conditionOf(conditions, rule.when),
    to: assignTo(rule, candidatesOf(rule, desk, parts.agents) as readonly string[] as readonly AgentId[]),
    tier: rule.tier,
  }));
}

/** The rule that a request type brings: whoever it names gets its requests. */
export function compileTypeRule(id: DeskId, to: TargetInput, desk: DeskInput, parts: Parts): AssignmentRule {
  const rule = { to, when: undefined, tier: undefined };
  const agents = candidatesOf(rule, desk, parts.agents) as readonly string[] as readonly AgentId[];
  return {
    place: TYPE_PLACE,
    key: turnKey(id, rule),
    condition: undefined,
    to: assignTo(rule, agents),
    tier: undefined,
  };
}

function conditionOf<T>(conditions: ConditionCompiler<T> | undefined, source: string) {
  const compiled = conditions?.compile(source);
  if (!compiled?.ok) throw new Error(`the configuration was passed with a condition that cannot be read: ${source}`);
  return compiled.condition;
}

function assignTo({ to }: AssignmentRuleInput, agents: readonly AgentId[]): AssignTo {
  if (typeof to === 'string') return { kind: 'agent', agent: to as AgentId };
  if ('least_loaded' in to) return { kind: 'least-loaded', agents };
  return { kind: 'skill' in to ? to.by : 'round-robin', agents };
}

/** By whom it chooses and not by its place: a rule put before it leaves the turns as they are, and rules over the same people share them. */
function turnKey(desk: DeskId, { to }: AssignmentRuleInput): string {
  if (typeof to === 'string') return `${desk}/agent:${to}`;
  if ('skill' in to) return `${desk}/skill:${to.skill}${to.level === undefined ? '' : `/${to.level}`}`;
  return `${desk}/${('round_robin' in to ? to.round_robin : to.least_loaded).join(',')}`;
}
