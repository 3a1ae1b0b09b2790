import { assignByRules, choose } from './assignment/assign.ts';
import { isSelf, staffAudience } from './audience.ts';
import type { Draft } from './draft.ts';
import type { Actor } from './ids.ts';
import { OWN_SOURCE } from './notice.ts';
import type { Tier } from './status.ts';
import type { TicketDraft } from './ticket-draft.ts';

/**
 * Gives a case to another level of solvers (CLOUDEMPIERE-5). An assignee of another level loses it: to whom the rules of assignment choose of the new
 * level, else to its queue, whose agents are told; a manager keeps what he has.
 */
export function changeTier(draft: Draft, ticket: TicketDraft, to: Tier, by: Actor): void {
  const from = ticket.state.care.tier;
  if (from === to) return;
  ticket.push({ kind: 'tier-changed', from, to, by });
  const { assignee } = ticket.state;
  const level = assignee === undefined ? undefined : draft.policy.agents.get(assignee)?.level;
  if (level === to || level === 'manager') return;
  if (assignee !== undefined)
    ticket.push({ kind: 'assigned', to: undefined, by: { kind: 'gateway' }, why: { kind: 'tier', tier: to } });
  const { id: ticketId, desk } = ticket.state;
  const choice = choose(draft, ticket);
  if (choice !== undefined && draft.policy.agents.get(choice.agent)?.level === to && (choice.rule.tier ?? to) === to) {
    assignByRules(draft, ticket);
    const notice = { to: { kind: 'agent', id: choice.agent }, desk, ticket: ticketId, changes: [] } as const;
    if (!isSelf(draft, by, choice.agent)) draft.tell({ ...notice, kind: 'agent-assigned', by, message: undefined });
    return;
  }
  for (const id of staffAudience(draft, ticket)) {
    if (isSelf(draft, by, id)) continue;
    const notice = { to: { kind: 'agent', id }, desk, ticket: ticketId, changes: [] } as const;
    draft.tell({ ...notice, kind: 'agent-new', message: undefined, source: OWN_SOURCE });
  }
}
