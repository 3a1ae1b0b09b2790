import { isSelf } from '../audience.ts';
import type { Draft } from '../draft.ts';
import type { Actor, AgentId } from '../ids.ts';
import { homeDesk, type Policy } from '../policy.ts';
import { type Absence, absencesAfter, aheadOf } from './absence.ts';

/** Tells agents what is recorded of them now that somebody else has entered or ended something. */
export function tellAbsent(draft: Draft, by: Actor): void {
  const { policy } = draft;
  for (const { agent, desk, now } of changed(draft, by, (all, agent) => all.filter((one) => one.agent === agent)))
    draft.tell({
      kind: 'agent-absences',
      to: { kind: 'agent', id: agent },
      desk,
      absences: now.map((one) => ({ ...daysOf(one), deputyName: nameOf(policy, deputyIn(policy, one)) })),
    });
}

/** Tells deputies for whom they stand in, now that absences were entered or ended. An out-of-office mail is too uncertain to tell somebody else of (SAOP-2). */
export function tellDeputies(draft: Draft, by: Actor): void {
  const { policy } = draft;
  const standsIn = (all: readonly Absence[], deputy: AgentId) =>
    all.filter((one) => one.source !== 'out-of-office' && deputyIn(policy, one) === deputy);
  for (const { agent, desk, now } of changed(draft, by, standsIn))
    draft.tell({
      kind: 'agent-stand-in',
      to: { kind: 'agent', id: agent },
      desk,
      standsIn: now.map((one) => ({ ...daysOf(one), name: nameOf(policy, one.agent) ?? one.agent })),
    });
}

/** Those for whom something has changed that they did not enter themselves, with what concerns them now; nobody is told what he knew already. */
function changed(draft: Draft, by: Actor, concerns: (all: readonly Absence[], agent: AgentId) => readonly Absence[]) {
  const { policy, around, absences, back, now } = draft;
  const after = absencesAfter(around.absences, absences, back);
  return [...policy.agents.keys()].flatMap((agent) => {
    const desk = homeDesk(policy, agent);
    if (desk === undefined || isSelf(draft, by, agent)) return [];
    const [known, recorded] = [around.absences, after].map((all) => aheadOf(concerns(all, agent), now));
    if (recorded === undefined || said(known) === said(recorded)) return [];
    return [{ agent, desk: desk.id, now: recorded }];
  });
}

function said(absences: readonly Absence[] = []): string {
  return JSON.stringify(absences.map(({ agent, from, to, deputy }) => [agent, from, to, deputy]));
}

function daysOf({ from, to }: Absence): { readonly first: Date; readonly last: Date } {
  return { first: from, last: new Date(to.getTime() - 1) };
}

/** Who stands in for him: whoever was named for the time, else his usual deputy. */
function deputyIn(policy: Policy, { agent, deputy }: Absence): AgentId | undefined {
  return deputy ?? policy.agents.get(agent)?.deputy;
}

function nameOf(policy: Policy, agent: AgentId | undefined): string | undefined {
  return agent === undefined ? undefined : policy.agents.get(agent)?.name;
}
