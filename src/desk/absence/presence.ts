import type { Draft } from '../draft.ts';
import type { AgentId } from '../ids.ts';
import { type Absence, absenceOf } from './absence.ts';

/** The absence that an agent is in now, what this very decision enters or ends included; undefined when he is there. */
export function absenceNow({ around, absences, back, now }: Draft, agent: AgentId): Absence | undefined {
  const entered = absenceOf(agent, absences, now);
  if (entered !== undefined) return entered;
  const ended = back.some((one) => one.agent === agent && one.from <= now && now < one.to);
  return ended ? undefined : absenceOf(agent, around.absences, now);
}

/** Whether an agent is one of ours and not away now. */
export function isPresent(draft: Draft, agent: AgentId): boolean {
  return draft.policy.agents.has(agent) && absenceNow(draft, agent) === undefined;
}

/** Those who are not away. */
export function presentOf(draft: Draft, agents: readonly AgentId[]): readonly AgentId[] {
  return agents.filter((agent) => isPresent(draft, agent));
}

/** Deputies of deputies that are followed. */
const MOST_DEPUTIES = 10;

/**
 * Who does an absent agent's work: the deputy whom he named for the time, else his usual one; while that one is away, the deputy of the deputy, and so
 * on. Undefined when that leads to nobody who is there and works at the desk.
 */
export function deputyOf(draft: Draft, agent: AgentId, among: readonly AgentId[]): AgentId | undefined {
  const seen = new Set<AgentId>([agent]);
  for (let current = agent; seen.size <= MOST_DEPUTIES; ) {
    const next = absenceNow(draft, current)?.deputy ?? draft.policy.agents.get(current)?.deputy;
    if (next === undefined || seen.has(next)) return undefined;
    if (isPresent(draft, next) && among.includes(next)) return next;
    seen.add(next);
    current = next;
  }
  return undefined;
}
