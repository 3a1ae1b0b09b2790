import { isPresent } from '../absence/presence.ts';
import type { Draft } from '../draft.ts';
import type { AssignedWhy } from '../event.ts';
import type { Facts } from '../form/facts.ts';
import type { AgentId } from '../ids.ts';
import { deskOf } from '../policy.ts';
import { requestTypeOf } from '../request-type/choose.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import type { AssignmentCase, AssignmentRule } from './rules.ts';

/** The place of the rule that a request type brings: it stands in no list. */
export const TYPE_PLACE = 0;

/** Characters of a mail that conditions are shown. */
const MOST_TEXT = 20_000;

/** Whom the rules choose, and by which of them. */
export interface Choice {
  readonly rule: AssignmentRule;
  readonly agent: AgentId;
}

/** The first rule of the desk that holds and that has somebody who is not away; undefined when none has. Changes nothing. */
export function choose(draft: Draft, ticket: TicketDraft): Choice | undefined {
  const desk = deskOf(draft.policy, ticket.state.desk);
  const own = requestTypeOf(desk, ticket.state.care.requestType)?.assignment;
  const rules = own === undefined ? desk.assignment : [own, ...desk.assignment];
  let of: AssignmentCase | undefined;
  for (const rule of rules) {
    const agent = candidate(draft, rule);
    if (agent === undefined) continue;
    of ??= caseOf(ticket);
    if (rule.condition === undefined || rule.condition.holds(of)) return { rule, agent };
  }
  return undefined;
}

/**
 * Gives a ticket to whom the rules choose, with the level of solvers that the rule names, and says why in its history. The ticket stays on the waiting
 * list: it is taken into work when an agent does so (SAOP-1). Undefined, and nothing changed, when no rule has anybody.
 */
export function assignByRules(
  draft: Draft,
  ticket: TicketDraft,
  why: (rule: number) => AssignedWhy = (rule) => ({ kind: 'rule', rule }),
): Choice | undefined {
  const choice = choose(draft, ticket);
  if (choice === undefined) return undefined;
  const { rule, agent } = choice;
  const by = { kind: 'gateway' } as const;
  const from = ticket.state.care.tier;
  if (rule.tier !== undefined && rule.tier !== from) ticket.push({ kind: 'tier-changed', from, to: rule.tier, by });
  const { requestType } = ticket.state.care;
  const typed = rule.place === TYPE_PLACE && requestType !== undefined;
  ticket.assign(agent, by, typed ? { kind: 'request-type', type: requestType } : why(rule.place));
  if (rule.to.kind !== 'agent') draft.turns.push({ key: rule.key, agent });
  return choice;
}

/** Who got it and why, for the reasons of a mail. */
export function choiceText({ agent, rule }: Choice): string {
  if (rule.place === TYPE_PLACE) return `assigned to ${agent} by the request type`;
  return `assigned to ${agent} by rule ${rule.place} of the desk`;
}

/** Whom a rule would choose now, were it to hold; undefined when all of its people are away. */
export function candidate(draft: Draft, { to, key }: AssignmentRule): AgentId | undefined {
  if (to.kind === 'agent') return isPresent(draft, to.agent) ? to.agent : undefined;
  const first = nextInTurn(draft, key, to.agents);
  let best: AgentId | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let nth = 0; nth < to.agents.length; nth++) {
    const agent = to.agents[(first + nth) % to.agents.length];
    if (agent === undefined || !isPresent(draft, agent)) continue;
    if (to.kind === 'round-robin') return agent;
    const load = draft.around.workload.get(agent) ?? 0;
    if (load < least) [best, least] = [agent, load];
  }
  return best;
}

/** The place of whoever comes after the one who had the last turn. */
function nextInTurn({ around, turns }: Draft, key: string, agents: readonly AgentId[]): number {
  const last = turns.findLast((turn) => turn.key === key)?.agent ?? around.turns.get(key);
  return last === undefined ? 0 : agents.indexOf(last) + 1;
}

/** What conditions may ask about a ticket. */
export function caseOf({
  state,
  title,
  opening,
  sentTo,
  requester,
  client,
  service,
  facts,
}: TicketDraft): AssignmentCase {
  const from = requester.address?.toLowerCase() ?? '';
  return {
    mail: {
      subject: title,
      text: opening.slice(0, MOST_TEXT),
      from,
      domain: from.slice(from.lastIndexOf('@') + 1),
      to: sentTo,
    },
    ticket: {
      type: state.type,
      priority: state.priority,
      channel: state.channel,
      tier: state.care.tier,
      request: state.care.requestType ?? '',
    },
    client: { name: client?.name ?? '', number: client?.companyNumber ?? '', level: client?.level ?? '' },
    service: { id: service?.id ?? '', name: service?.name ?? '', level: service?.level ?? '' },
    form: settled(facts),
  };
}

function settled(facts: Facts): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const [key, fact] of Object.entries(facts))
    if (fact.kind === 'given' && fact.recognised) values[key] = fact.value;
  return values;
}
