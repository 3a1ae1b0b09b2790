import { isSelf, settleNotices } from '../audience.ts';
import type { AbsenceCommand } from '../command.ts';
import { Draft, nothing } from '../draft.ts';
import type { Decision, Surroundings } from '../facts.ts';
import type { AgentId, Ids } from '../ids.ts';
import { homeDesk, type Policy } from '../policy.ts';
import { type Absence, absencesAfter } from './absence.ts';
import { tellDeputies } from './stand-in.ts';

/** What is known when absences are entered from anywhere but a mail. */
export interface AbsenceFacts {
  readonly around: Surroundings;
}

/** Enters and ends absences, all of them or none. */
export function decideAbsence(
  command: AbsenceCommand,
  { around }: AbsenceFacts,
  policy: Policy,
  now: Date,
  ids: Ids,
): Decision {
  const agents = [
    ...command.absences.flatMap(({ agent, deputy }) => [agent, ...(deputy === undefined ? [] : [deputy])]),
  ];
  const unknown = [...agents, ...command.back.map(({ agent }) => agent)].find((agent) => !policy.agents.has(agent));
  if (unknown !== undefined) return nothing(undefined, `there is no agent ${unknown}; the configuration lists them`);
  const own = command.absences.find(({ agent, deputy }) => agent === deputy);
  if (own !== undefined) return nothing(undefined, `${own.agent} cannot be his own deputy`);
  if ([...command.absences, ...command.back].some(({ from, to }) => !(from < to)))
    return nothing(undefined, 'a time ends before it begins');
  const draft = new Draft(policy, now, ids, around);
  draft.absences.push(...command.absences);
  draft.back.push(...command.back);
  for (const agent of new Set([...command.absences, ...command.back].map((one) => one.agent)))
    if (!isSelf(draft, command.by, agent)) tellAbsences(draft, agent);
  tellDeputies(draft, command.by);
  return draft.decision(undefined, settleNotices(draft));
}

/** Tells an agent what is recorded of him now that somebody else has entered something; what was known already is told no second time. */
function tellAbsences(draft: Draft, agent: AgentId): void {
  const { policy, now, around, absences, back } = draft;
  const desk = homeDesk(policy, agent);
  if (desk === undefined) return;
  const ahead = (all: readonly Absence[]): readonly Absence[] =>
    all.filter((one) => one.agent === agent && now < one.to);
  const before = ahead(absencesAfter(around.absences, [], []));
  const after = ahead(absencesAfter(around.absences, absences, back));
  if (after.length === before.length && after.every((one, nth) => isSame(one, before[nth]))) return;
  draft.tell({
    kind: 'agent-absences',
    to: { kind: 'agent', id: agent },
    desk: desk.id,
    absences: after.map(({ from, to, deputy }) => ({
      first: from,
      last: new Date(to.getTime() - 1),
      deputyName: policy.agents.get(deputy ?? policy.agents.get(agent)?.deputy ?? agent)?.name,
    })),
  });
}

/** Alike in all that the agent is told. */
function isSame(one: Absence, other: Absence | undefined): boolean {
  return (
    one.from.getTime() === other?.from.getTime() &&
    one.to.getTime() === other.to.getTime() &&
    one.deputy === other.deputy
  );
}
