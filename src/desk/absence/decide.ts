import { settleNotices } from '../audience.ts';
import type { AbsenceCommand } from '../command.ts';
import { Draft, nothing } from '../draft.ts';
import type { Decision, Surroundings } from '../facts.ts';
import type { Ids } from '../ids.ts';
import type { Policy } from '../policy.ts';
import { tellAbsent, tellDeputies } from './tell.ts';

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
  tellAbsent(draft, command.by);
  tellDeputies(draft, command.by);
  return draft.decision(undefined, settleNotices(draft));
}
