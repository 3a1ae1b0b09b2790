import type { Draft, TicketDraft } from './draft.ts';
import type { Contact } from './facts.ts';
import { type Actor, type AgentId, type MessageKey, sameActor } from './ids.ts';
import { type Notice, type NoticeKind, OWN_SOURCE, type Recipient, recipientKey, type Sourcing } from './notice.ts';

/** Who of the client's side is told of a change of status: the requester and the client's responsible persons (SAGA-8). */
export function clientAudience(ticket: TicketDraft): readonly Contact[] {
  return distinct([ticket.requester, ...(ticket.client?.responsible ?? [])]);
}

/** Who is sent an agent's answer: requester and watchers. */
export function answerAudience(ticket: TicketDraft): readonly Contact[] {
  return distinct([ticket.requester, ...ticket.watchers]);
}

/** Which agents a ticket's mail goes to: the assignee, or all agents of the desk while nobody has it. */
export function staffAudience(draft: Draft, ticket: TicketDraft): readonly AgentId[] {
  const { assignee, desk } = ticket.state;
  if (assignee !== undefined && draft.policy.agents.has(assignee)) return [assignee];
  return draft.policy.desks.get(desk)?.agents ?? [];
}

/** Tells the ticket's agents of a message, but not its author. */
export function tellStaff(
  draft: Draft,
  ticket: TicketDraft,
  message: MessageKey,
  kind: 'agent-new' | 'agent-message' | 'agent-note',
  by: Actor,
  source: Sourcing = OWN_SOURCE,
): void {
  for (const id of staffAudience(draft, ticket)) {
    if (by.kind === 'agent' && by.id === id) continue;
    const base = {
      to: { kind: 'agent', id } as const,
      desk: ticket.state.desk,
      ticket: ticket.state.id,
      changes: [],
      message,
    };
    if (kind === 'agent-new') draft.tell({ ...base, kind, source });
    else if (kind === 'agent-message') draft.tell({ ...base, kind, source, proposed: [] });
    else draft.tell({ ...base, kind });
  }
}

/**
 * Settles who gets what, once all events are there: one act gives each person at most one mail. A change of status rides in the mail that
 * a person gets anyway, else it is a notice of its own; nobody is told of what he did himself, except a client of his ticket's status.
 */
export function settleNotices(draft: Draft, notBefore?: (to: Contact) => Date | undefined): readonly Notice[] {
  const best = new Map<string, Notice>();
  for (const notice of draft.notices) {
    const key = recipientKey(notice.to);
    const other = best.get(key);
    if (other === undefined || rank(notice.kind) < rank(other.kind)) best.set(key, notice);
  }
  for (const ticket of draft.drafts) {
    if (ticket.changes.length === 0) continue;
    const { id, desk, assignee } = ticket.state;
    for (const contact of clientAudience(ticket)) {
      const to: Recipient = { kind: 'contact', id: contact.id };
      const own = best.get(recipientKey(to));
      if (own !== undefined && 'changes' in own) continue;
      best.set(recipientKey(to), {
        kind: 'status-changed',
        to,
        desk,
        ticket: id,
        changes: [],
        notBefore: notBefore?.(contact),
      });
    }
    const by = ticket.changes.at(-1)?.by;
    if (assignee !== undefined && by !== undefined && !sameActor(by, { kind: 'agent', id: assignee })) {
      const to: Recipient = { kind: 'agent', id: assignee };
      if (!best.has(recipientKey(to))) {
        best.set(recipientKey(to), {
          kind: 'agent-changed',
          to,
          desk,
          ticket: id,
          changes: [],
          priority: undefined,
          by,
        });
      }
    }
  }
  const changesOf = new Map(draft.drafts.map((ticket) => [ticket.state.id, ticket.changes]));
  const blocked = undeliverable(draft);
  return [...best.values()]
    .filter((notice) => notice.kind === 'answer' || notice.to.kind !== 'contact' || !blocked.has(notice.to.id))
    .map((notice) => ('changes' in notice ? { ...notice, changes: changesOf.get(notice.ticket) ?? [] } : notice));
}

/** Contacts to whom nothing automatic goes, since their address bounced for good. */
function undeliverable(draft: Draft): ReadonlySet<Contact['id']> {
  const people = draft.drafts.flatMap((ticket) => [...clientAudience(ticket), ...ticket.watchers]);
  return new Set(people.filter((person) => person.undeliverable).map((person) => person.id));
}

/** When one person would get several mails by one act, the first of these stays. */
const ORDER: readonly NoticeKind[] = [
  'transcript',
  'prove',
  'refused',
  'agent-held',
  'answer',
  'confirmation',
  'follow-up',
  'status-changed',
  'agent-undelivered',
  'agent-assigned',
  'agent-new',
  'agent-message',
  'agent-note',
  'agent-changed',
  'agent-also',
];

function rank(kind: NoticeKind): number {
  return ORDER.indexOf(kind);
}

function distinct(people: readonly Contact[]): readonly Contact[] {
  return [...new Map(people.map((person) => [person.id, person])).values()];
}
