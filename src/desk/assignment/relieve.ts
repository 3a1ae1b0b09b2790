import { absenceNow, deputyOf } from '../absence/presence.ts';
import { staffAudience } from '../audience.ts';
import type { Draft } from '../draft.ts';
import type { AgentId } from '../ids.ts';
import { OWN_SOURCE } from '../notice.ts';
import { deskOf } from '../policy.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import { assignByRules } from './assign.ts';

/** What became of a ticket whose assignee is away. */
export type Relief =
  | { readonly kind: 'deputy' | 'rule'; readonly from: AgentId; readonly to: AgentId }
  | { readonly kind: 'queue'; readonly from: AgentId };

/**
 * A ticket that needs somebody now is taken from an assignee who is away: to his deputy, else to whom the rules choose, else back to the queue
 * (SAOP-2). Undefined, and nothing changed, when nobody has it or its assignee is there. To be called when the client writes or a target nears.
 */
export function relieve(draft: Draft, ticket: TicketDraft): Relief | undefined {
  const from = ticket.state.assignee;
  if (from === undefined || absenceNow(draft, from) === undefined) return undefined;
  const by = { kind: 'gateway' } as const;
  const deputy = deputyOf(draft, from, deskOf(draft.policy, ticket.state.desk).agents);
  if (deputy !== undefined) {
    ticket.assign(deputy, by, { kind: 'absent', agent: from });
    return { kind: 'deputy', from, to: deputy };
  }
  const choice = assignByRules(draft, ticket, (rule) => ({ kind: 'absent', agent: from, rule }));
  if (choice !== undefined) return { kind: 'rule', from, to: choice.agent };
  ticket.assign(undefined, by, { kind: 'absent', agent: from });
  return { kind: 'queue', from };
}

/** The same, and tells whoever has it now: for when no message of the ticket is told anyway. */
export function relieveAndTell(draft: Draft, ticket: TicketDraft): Relief | undefined {
  const relief = relieve(draft, ticket);
  if (relief === undefined) return undefined;
  const { id, desk } = ticket.state;
  for (const agent of staffAudience(draft, ticket)) {
    const base = { to: { kind: 'agent', id: agent }, desk, ticket: id, changes: [], message: undefined } as const;
    if (relief.kind === 'queue') draft.tell({ ...base, kind: 'agent-new', source: OWN_SOURCE });
    else draft.tell({ ...base, kind: 'agent-assigned', by: { kind: 'gateway' } });
  }
  return relief;
}

/** What became of it, for the reasons of a mail. */
export function reliefText(relief: Relief): string {
  const away = `${relief.from} is away`;
  return relief.kind === 'queue' ? `${away}: back to the queue` : `${away}: given to ${relief.to} (${relief.kind})`;
}
