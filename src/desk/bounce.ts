import { emailAddress } from '../mail/address.ts';
import { settleNotices, staffAudience } from './audience.ts';
import type { MailCommand } from './command.ts';
import { Draft, nothing } from './draft.ts';
import type { Decision, MailFacts } from './facts.ts';
import type { Ids } from './ids.ts';
import type { Policy } from './policy.ts';

/**
 * A mail of ours came back. For good: the address is marked, nothing automatic goes there any more, and the assignee is told, closed ticket
 * or not. For now: it is only recorded. No bounce is ever answered (RFC 3834 §2).
 */
export function decideBounce(command: MailCommand, facts: MailFacts, policy: Policy, now: Date, ids: Ids): Decision {
  const { bounced } = facts;
  const bounce = command.bounce;
  if (bounced === undefined || bounce === undefined) {
    return nothing({
      kind: 'bounce',
      ticket: undefined,
      reasons: [...command.kindReasons, 'it names no mail that we sent'],
    });
  }
  const ticket = bounced.ticket === undefined ? undefined : facts.tickets.get(bounced.ticket);
  const draft = new Draft(policy, now, ids);
  if (ticket !== undefined) {
    const on = draft.ticket(ticket);
    on.push({ kind: 'undelivered', outbox: bounced.outbox, contact: bounced.contact, permanent: bounce.permanent });
    const address = emailAddress(bounce.recipients[0] ?? '') ?? ticket.requester.address;
    if (bounce.permanent) {
      for (const id of staffAudience(draft, on)) {
        draft.tell({
          kind: 'agent-undelivered',
          to: { kind: 'agent', id },
          desk: on.state.desk,
          ticket: on.state.id,
          changes: [],
          address,
          status: bounce.status,
          detail: command.visible.slice(0, 2000),
        });
      }
    }
  }
  const how = bounce.permanent ? 'for good' : 'for now';
  const reasons = [
    ...command.kindReasons,
    `mail ${bounced.outbox} came back ${how}${bounce.status ? ` (${bounce.status})` : ''}`,
  ];
  return draft.decision({ kind: 'bounce', ticket: bounced.ticket, reasons }, settleNotices(draft), {
    bounced: bounce.permanent ? [bounced.outbox] : [],
    undeliverable: bounce.permanent && bounced.contact !== undefined ? [bounced.contact] : [],
  });
}
