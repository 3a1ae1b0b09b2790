import type { DeskId, TicketId } from '../ids.ts';
import type { Recipient, StatusChange } from '../notice.ts';

/** To agents, beside the mail that tells of a new ticket: earlier tickets like it that its requester may not see; replies are notes (SAOP-5). */
export interface SimilarNotice {
  readonly kind: 'agent-similar';
  readonly to: Recipient;
  readonly desk: DeskId;
  readonly ticket: TicketId;
  readonly changes: readonly StatusChange[];
}
