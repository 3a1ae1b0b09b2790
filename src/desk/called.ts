import { fold } from '../mail/fold.ts';
import type { AgentId } from './ids.ts';
import type { Agent, Policy } from './policy.ts';

/** The one of some agents whom a person calls so: by the name in the configuration, the whole name, an address, or a part of the name that is his alone. */
export function agentCalled(word: string, among: readonly AgentId[], policy: Policy): AgentId | undefined {
  const key = nameKey(word);
  const agents = among.flatMap((id) => policy.agents.get(id) ?? []);
  const exact = agents.filter((agent) => namesOf(agent).includes(key));
  const found = exact.length > 0 ? exact : agents.filter((agent) => nameKey(agent.name).split(' ').includes(key));
  return found.length === 1 ? found[0]?.id : undefined;
}

function namesOf(agent: Agent): readonly string[] {
  return [agent.id, agent.name, ...agent.addresses].map(nameKey);
}

/** Case, alphabet, diacritics and repeated blanks make no difference in a name. */
export function nameKey(text: string): string {
  return fold(text).replace(/\s+/g, ' ').trim();
}
