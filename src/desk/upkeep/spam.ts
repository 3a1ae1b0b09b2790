import type { Draft } from '../draft.ts';
import { isVouchedFor } from '../facts.ts';
import type { Actor } from '../ids.ts';
import type { TicketDraft } from '../ticket-draft.ts';

/**
 * Closes a case that is none: nobody of the client's side gets a mail. Its sender is marked, so that his further mail is dealt with as the desk says,
 * but never one whom the registers know: spam is sent in the names of others.
 */
export function markSpam(draft: Draft, ticket: TicketDraft, by: Actor): void {
  if (ticket.state.care.upkeep.spam) return;
  const sender = !isVouchedFor(ticket.requester);
  const from = ticket.state.status;
  // Not by `setStatus`, which would tell of it.
  if (from !== 'closed') ticket.push({ kind: 'status-changed', from, to: 'closed', by });
  ticket.push({ kind: 'spam-marked', sender, by });
  if (sender) draft.senders.push({ contact: ticket.requester.id, spam: true });
}

/** Who opens such a case again says that it is one after all. */
export function unmarkSpam(draft: Draft, ticket: TicketDraft, by: Actor): void {
  if (!ticket.state.care.upkeep.spam) return;
  ticket.push({ kind: 'spam-unmarked', by });
  draft.senders.push({ contact: ticket.requester.id, spam: false });
}
