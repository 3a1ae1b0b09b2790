import { emailAddress } from '../mail/address.ts';
import type { EmailAddress } from '../mail/mail.ts';
import { settleNotices, staffAudience } from './audience.ts';
import type { MailCommand, UndeliveredCommand } from './command.ts';
import type { UndeliveredFacts } from './decide.ts';
import { Draft, nothing } from './draft.ts';
import type { Decision, MailFacts, TicketFacts } from './facts.ts';
import type { AgentId, ContactId, Ids, OutboxId } from './ids.ts';
import { deskOf, type Policy } from './policy.ts';

/** A mail of ours that did not arrive. */
interface Loss {
  readonly outbox: OutboxId;
  readonly contact: ContactId | undefined;
  /** The agent whom it was for: he is not told at the address that does not work. */
  readonly agent: AgentId | undefined;
  readonly address: EmailAddress;
  readonly status: string | undefined;
  readonly detail: string;
}

/** Characters of what the other server said. */
const MAX_DETAIL = 2_000;

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
  const draft = new Draft(policy, now, ids, facts.around);
  if (ticket !== undefined && !bounced.again) {
    const address = emailAddress(bounce.recipients[0] ?? '');
    const { outbox, contact, agent, recipient } = bounced;
    const loss: Loss = {
      outbox,
      contact,
      agent,
      address: address ?? recipient,
      status: bounce.status,
      detail: command.visible,
    };
    // A notice of a loss that is lost itself is told to nobody: two dead addresses would tell each other for ever.
    record(draft, ticket, loss, bounce.permanent, bounce.permanent && bounced.kind !== 'agent-undelivered');
  }
  const how = bounce.permanent ? 'for good' : 'for now';
  const reasons = [
    ...command.kindReasons,
    `mail ${bounced.outbox} came back ${how}${bounce.status ? ` (${bounce.status})` : ''}${bounced.again ? ', again' : ''}`,
  ];
  return draft.decision({ kind: 'bounce', ticket: bounced.ticket, reasons }, settleNotices(draft), {
    bounced: bounce.permanent ? [bounced.outbox] : [],
    undeliverable: bounce.permanent && bounced.contact !== undefined ? [bounced.contact] : [],
  });
}

/** The relay would not take a mail, or gave it up: the assignee is told with its words; a refused address is marked. */
export function decideUndelivered(
  command: UndeliveredCommand,
  { ticket, around }: UndeliveredFacts,
  policy: Policy,
  now: Date,
  ids: Ids,
): Decision {
  if (ticket === undefined) return nothing(undefined, 'there is no such ticket');
  const draft = new Draft(policy, now, ids, around);
  record(draft, ticket, command, command.permanent, true);
  return draft.decision(undefined, settleNotices(draft), {
    undeliverable: command.permanent && command.contact !== undefined ? [command.contact] : [],
  });
}

function record(draft: Draft, ticket: TicketFacts, loss: Loss, permanent: boolean, tell: boolean): void {
  const on = draft.ticket(ticket);
  on.push({ kind: 'undelivered', outbox: loss.outbox, contact: loss.contact, permanent });
  if (!tell) return;
  const others = staffAudience(draft, on).filter((id) => id !== loss.agent);
  const colleagues = deskOf(draft.policy, on.state.desk).agents.filter((id) => id !== loss.agent);
  for (const id of others.length > 0 ? others : colleagues) {
    draft.tell({
      kind: 'agent-undelivered',
      to: { kind: 'agent', id },
      desk: on.state.desk,
      ticket: on.state.id,
      changes: [],
      address: loss.address,
      status: loss.status,
      detail: loss.detail.slice(0, MAX_DETAIL),
    });
  }
}
