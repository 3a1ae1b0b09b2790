import { isSelf } from '../audience.ts';
import type { Draft } from '../draft.ts';
import type { Actor, AgentId } from '../ids.ts';
import { homeDesk } from '../policy.ts';
import { type Absence, absencesAfter } from './absence.ts';
import type { StandIn } from './notice.ts';

/** Tells deputies for whom they stand in, now that absences were entered or ended; nobody of what he entered himself or knew already (SAOP-2). */
export function tellDeputies(draft: Draft, by: Actor): void {
  const { policy, around, absences, back } = draft;
  const before = absencesAfter(around.absences, [], []);
  const after = absencesAfter(around.absences, absences, back);
  for (const agent of policy.agents.keys()) {
    const desk = homeDesk(policy, agent);
    if (desk === undefined || isSelf(draft, by, agent)) continue;
    const standsIn = standsInFor(draft, agent, after);
    if (isSame(standsIn, standsInFor(draft, agent, before))) continue;
    draft.tell({ kind: 'agent-stand-in', to: { kind: 'agent', id: agent }, desk: desk.id, standsIn });
  }
}

/** What is still to come; an out-of-office mail is too uncertain to tell somebody else of. */
function standsInFor({ policy, now }: Draft, deputy: AgentId, absences: readonly Absence[]): readonly StandIn[] {
  return absences.flatMap(({ agent, from, to, source, deputy: named }) => {
    const absent = policy.agents.get(agent);
    if (absent === undefined || source === 'out-of-office' || to <= now) return [];
    if ((named ?? absent.deputy) !== deputy) return [];
    return [{ name: absent.name, first: from, last: new Date(to.getTime() - 1) }];
  });
}

function isSame(one: readonly StandIn[], other: readonly StandIn[]): boolean {
  const told = (all: readonly StandIn[]) => all.map(({ name, first, last }) => `${+first} ${+last} ${name}`).join('\n');
  return told(one) === told(other);
}
