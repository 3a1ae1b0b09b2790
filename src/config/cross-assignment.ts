import { candidatesOf, conditionsOf } from './compile-assignment.ts';
import type { Document, Key } from './document.ts';
import { suggestion } from './nearest.ts';
import type { Report } from './report.ts';
import type { DeskInput } from './schema.ts';
import type { AssignmentRuleInput } from './schema-assignment.ts';
import type { Parts } from './shape.ts';

/** Checks rules of assignment, skills and deputies against the agents and desks. */
export function checkAssignment(parts: Parts, document: Document, report: Report): void {
  for (const [id, desk] of parts.desks) {
    if (desk === undefined) continue;
    const path = ['desks', id, 'assignment'];
    const conditions = conditionsOf(desk, parts);
    const usable = desk.assignment.map((rule, index) => {
      const fine = checkTarget(rule, desk, parts, document, report, [...path, index, 'to']);
      const holds = checkCondition(rule, conditions, document, report, [...path, index, 'when']);
      return fine && holds !== 'broken' ? { rule, index, holds } : undefined;
    });
    if (!report.broken(['agents'])) checkReach(usable, desk, parts, document, report, path);
  }
  checkDeputies(parts, document, report);
}

/** Whether the agents of a rule are there and work at the desk. */
export function checkTarget(
  { to }: Pick<AssignmentRuleInput, 'to'>,
  desk: DeskInput,
  parts: Parts,
  document: Document,
  report: Report,
  path: readonly Key[],
): boolean {
  if (typeof to !== 'string' && 'skill' in to) return checkSkill(to, desk, parts, document, report, path);
  const [names, at]: readonly [readonly string[], readonly Key[]] =
    typeof to === 'string'
      ? [[to], path]
      : 'round_robin' in to
        ? [to.round_robin, [...path, 'round_robin']]
        : [to.least_loaded, [...path, 'least_loaded']];
  let fine = true;
  for (const [index, name] of names.entries()) {
    const here = typeof to === 'string' ? at : [...at, index];
    const wrong = (message: string, hint: string | undefined) => {
      fine = false;
      report.error(document, here, message, hint);
    };
    if (!parts.agents.has(name)) wrong(`there is no agent "${name}"`, suggestion(name, [...parts.agents.keys()]));
    else if (!desk.agents.includes(name))
      wrong(`${name} does not work at this desk`, 'name the agent under `agents:` of the desk, or choose another');
    else if (names.indexOf(name) < index) wrong(`${name} stands twice`, 'keep one');
  }
  return fine;
}

function checkSkill(
  to: Extract<AssignmentRuleInput['to'], { readonly skill: string }>,
  desk: DeskInput,
  parts: Parts,
  document: Document,
  report: Report,
  path: readonly Key[],
): boolean {
  if (candidatesOf({ to, tier: undefined, when: undefined }, desk, parts.agents).length > 0) return true;
  // What agents say of themselves could not be read.
  if (report.broken(['agents'])) return false;
  const skilled = desk.agents.filter((id) => parts.agents.get(id)?.skills.includes(to.skill));
  if (skilled.length > 0) {
    const hint = `${skilled.map((id) => `${id} is ${parts.agents.get(id)?.level}`).join(', ')}`;
    report.error(document, [...path, 'level'], `nobody of ${to.level} at this desk has the skill ${to.skill}`, hint);
    return false;
  }
  const skills = new Set(desk.agents.flatMap((id) => parts.agents.get(id)?.skills ?? []));
  const hint = suggestion(to.skill, [...skills]) ?? 'say `skills:` at an agent of this desk';
  report.error(document, [...path, 'skill'], `nobody at this desk has the skill "${to.skill}"`, hint);
  return false;
}

/** What is known of when a rule holds. */
type Holds = 'always' | 'sometimes' | 'broken';

function checkCondition(
  { when }: AssignmentRuleInput,
  conditions: ReturnType<typeof conditionsOf>,
  document: Document,
  report: Report,
  path: readonly Key[],
): Holds {
  if (when === undefined) return 'always';
  // The form that its names come from could not be read.
  if (conditions === undefined) return 'broken';
  const compiled = conditions.compile(when);
  if (!compiled.ok) {
    const { at, message, hint } = compiled.problem;
    report.textError(document, path, at, message, hint);
    return 'broken';
  }
  if (compiled.constant === false) {
    report.error(document, path, 'this condition never holds', 'take the rule out, or ask for something');
    return 'broken';
  }
  return compiled.constant === true ? 'always' : 'sometimes';
}

/** A rule that can never decide is a mistake; one behind a rule that always holds waits for absences only, which is probably one. */
function checkReach(
  rules: readonly ({ readonly rule: AssignmentRuleInput; readonly index: number; readonly holds: Holds } | undefined)[],
  desk: DeskInput,
  parts: Parts,
  document: Document,
  report: Report,
  path: readonly Key[],
): void {
  const plain = (when: string | undefined) => when?.replace(/\s+/g, ' ').trim();
  for (const later of rules) {
    if (later === undefined) continue;
    const agents = candidatesOf(later.rule, desk, parts.agents);
    for (const earlier of rules.slice(0, later.index)) {
      if (earlier === undefined) continue;
      const same = plain(earlier.rule.when) === plain(later.rule.when);
      if (earlier.holds !== 'always' && !same) continue;
      const before = candidatesOf(earlier.rule, desk, parts.agents);
      const which = `rule ${earlier.index + 1} ${earlier.holds === 'always' ? 'always holds' : 'has the same condition'}`;
      const at = [...path, later.index];
      if (agents.every((id) => before.includes(id))) {
        report.error(
          document,
          at,
          `this rule is never reached: ${which}, and has the same people`,
          'take one of them out',
        );
        break;
      }
      if (later.holds === 'sometimes' && !same) {
        const hint = 'put it before that rule';
        report.warning(
          document,
          at,
          `${which}: this one is tried only while ${before.join(', ')} ${before.length === 1 ? 'is' : 'are'} away`,
          hint,
        );
        break;
      }
    }
  }
}

function checkDeputies(parts: Parts, document: Document, report: Report): void {
  const told = new Set<string>();
  for (const [id, agent] of parts.agents) {
    const deputy = agent?.deputy;
    if (deputy === undefined) continue;
    const path = ['agents', id, 'deputy'];
    if (!parts.agents.has(deputy)) {
      report.error(document, path, `there is no agent "${deputy}"`, suggestion(deputy, [...parts.agents.keys()]));
      continue;
    }
    if (deputy === id) {
      report.error(document, path, 'nobody is his own deputy', 'name a colleague');
      continue;
    }
    const desks = [...parts.desks.values()].filter((desk) => desk?.agents.includes(id));
    if (desks.length > 0 && !desks.some((desk) => desk?.agents.includes(deputy)))
      report.error(document, path, `${deputy} works at no desk of ${id}`, 'name a colleague of the same desk');
    const circle = circleFrom(id, parts);
    if (circle.length > 1 && !circle.some((one) => told.has(one))) {
      for (const one of circle) told.add(one);
      const hint = 'while all of them are away, their tickets go by the rules of `assignment`';
      report.warning(document, path, `the deputies go in a circle: ${[...circle, id].join(' → ')}`, hint);
    }
  }
}

/** The agents of a circle that leads back to this one; empty when none does. */
function circleFrom(start: string, parts: Parts): readonly string[] {
  const seen: string[] = [start];
  for (;;) {
    const next = parts.agents.get(seen.at(-1) ?? '')?.deputy;
    if (next === start) return seen;
    if (next === undefined || seen.includes(next)) return [];
    seen.push(next);
  }
}
