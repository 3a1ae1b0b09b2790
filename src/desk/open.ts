import { assignByRules } from './assignment/assign.ts';
import { settleNotices, tellStaff } from './audience.ts';
import type { OpenCommand } from './command.ts';
import type { OpenFacts } from './decide.ts';
import { contactActor, Draft, nothing } from './draft.ts';
import type { Decision } from './facts.ts';
import { NO_PROMPTS, type Prompts, promptsOf, takeStatement } from './form/case.ts';
import type { Ids } from './ids.ts';
import { limited } from './limits/limits.ts';
import type { Desk, Policy } from './policy.ts';
import { typeAtOpening } from './request-type/choose.ts';
import { beginning, beginType } from './request-type/settle.ts';
import type { TicketDraft } from './ticket-draft.ts';
import { answered } from './work.ts';

/** A ticket opened for a contact by staff: after a call, from the portal, or towards him (SAGA-5, INTERSPACE-2). */
export function decideOpen(command: OpenCommand, facts: OpenFacts, policy: Policy, now: Date, ids: Ids): Decision {
  const desk = policy.desks.get(command.desk);
  if (desk === undefined) return nothing(undefined, `there is no desk ${command.desk}; the configuration lists them`);
  if (facts.requester === undefined)
    return nothing(undefined, 'there is no such contact; `spoc contact add` enters one');
  const draft = new Draft(policy, now, ids, facts.around);
  const outbound = command.direction === 'outbound';
  const chosen = typeAtOpening(desk, command);
  const begins = beginning(desk, chosen);
  const { subject, text, whole } = outbound
    ? { ...command, whole: undefined }
    : limited(desk.textLimits, command.subject, command.text);
  const ticket = draft.open(desk, facts.requester, facts.client, subject, {
    channel: command.channel,
    // What staff say counts before what the type begins as.
    type: command.type === 'request' ? (chosen?.type.ticketType ?? command.type) : command.type,
    priority: command.priority === 'normal' && chosen !== undefined ? begins.priority : command.priority,
    status: outbound ? 'open' : 'new',
    by: command.by,
  });
  beginType(ticket, chosen, command.by);
  const by = outbound ? command.by : contactActor(facts.requester.id);
  const message = draft.addMessage(ticket, {
    direction: command.direction,
    by,
    authenticity: 'proved',
    source: 'typed',
    text,
    whole,
  });
  const prompts = outbound ? NO_PROMPTS : notedFacts(draft, ticket, desk, command, facts);
  if (outbound) {
    answered(draft, ticket, message, command.by, { addressed: new Set(), statusSet: false });
    ticket.changes.splice(0);
  } else {
    assignByRules(draft, ticket);
    tellStaff(draft, ticket, message, 'agent-new', command.by);
    draft.tell({
      kind: 'confirmation',
      to: { kind: 'contact', id: facts.requester.id },
      desk: desk.id,
      ticket: ticket.state.id,
      changes: [],
      message,
      onBehalf: true,
      follows: undefined,
      ...(whole === undefined ? {} : { shortened: true as const }),
      ...prompts,
    });
  }
  return draft.decision(undefined, settleNotices(draft));
}

/** What the client said to staff, who wrote it down; he is asked for the rest by the mail that tells him of his case (SOFTECH-10). */
function notedFacts(
  draft: Draft,
  ticket: TicketDraft,
  desk: Desk,
  { text, subject }: OpenCommand,
  { services, client }: OpenFacts,
): Prompts {
  takeStatement(draft, ticket, desk, {
    writing: { text, whole: text, html: undefined, writtenAt: draft.now, forwarded: false },
    subject,
    importance: undefined,
    by: contactActor(ticket.requester.id),
    services,
    client: client?.id,
  });
  return promptsOf(draft, ticket, desk, ticket.requester.address !== undefined);
}
