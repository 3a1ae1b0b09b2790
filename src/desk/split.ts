import { assignByRules } from './assignment/assign.ts';
import { settleNotices, tellStaff } from './audience.ts';
import type { SplitCommand } from './command.ts';
import type { SplitFacts } from './decide.ts';
import { Draft, nothing } from './draft.ts';
import type { Decision } from './facts.ts';
import { NO_PROMPTS } from './form/case.ts';
import type { Ids } from './ids.ts';
import { deskOf, type Policy } from './policy.ts';
import { usualPriority } from './priority/settle.ts';

/** Takes wrongly filed messages off a ticket and gives them one of their own, whose number their writer is told. */
export function decideSplit(command: SplitCommand, facts: SplitFacts, policy: Policy, now: Date, ids: Ids): Decision {
  if (facts.ticket === undefined) return nothing(undefined, 'there is no such ticket');
  if (facts.requester === undefined)
    return nothing(undefined, 'the split messages have no writer who could be the requester');
  const strangers = command.messages.filter((message) => !facts.onTicket.has(message));
  if (strangers.length > 0)
    return nothing(undefined, `these messages are not on ${facts.ticket.ticket.number}: ${strangers.join(', ')}`);
  if (command.messages.length === 0) return nothing(undefined, 'name the messages to split off');
  if (command.messages.length >= facts.onTicket.size) return nothing(undefined, 'a ticket keeps at least one message');
  const moved = [...facts.onTicket].filter(([key]) => command.messages.includes(key));
  if (moved.some(([, { held }]) => held))
    return nothing(undefined, 'an answer that waits cannot be split off: send or drop it first');
  // What the requester is shown of it must be a client's: an answer to others or a note is not for his eyes.
  const first = moved.find(([, { direction }]) => direction === 'inbound')?.[0];
  if (first === undefined) return nothing(undefined, 'none of these messages came from a client');
  const desk = deskOf(policy, facts.ticket.ticket.desk);

  const draft = new Draft(policy, now, ids, facts.around);
  const from = draft.ticket(facts.ticket);
  const into = draft.open(desk, facts.requester, facts.client, command.subject, {
    channel: from.state.channel,
    type: from.state.type,
    priority: usualPriority(desk),
    status: 'new',
    by: command.by,
  });
  into.push({ kind: 'linked', ticket: from.state.id, relation: 'split-from', by: command.by });
  from.push({ kind: 'split', messages: command.messages, into: into.state.id, by: command.by });
  for (const message of command.messages) draft.moveMessage(message, into);
  assignByRules(draft, into);
  tellStaff(draft, into, first, 'agent-new', command.by);
  draft.tell({
    kind: 'confirmation',
    to: { kind: 'contact', id: facts.requester.id },
    desk: desk.id,
    ticket: into.state.id,
    changes: [],
    message: first,
    onBehalf: true,
    follows: undefined,
    ...NO_PROMPTS,
  });
  return draft.decision(undefined, settleNotices(draft));
}
