import { settleNotices } from './audience.ts';
import type { SplitCommand } from './command.ts';
import type { SplitFacts } from './decide.ts';
import { Draft, nothing } from './draft.ts';
import type { Decision } from './facts.ts';
import { splitOff } from './filing/split-off.ts';
import type { Ids } from './ids.ts';
import type { Policy } from './policy.ts';

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

  const draft = new Draft(policy, now, ids, facts.around);
  const { requester, client } = facts;
  const from = draft.ticket(facts.ticket);
  splitOff(draft, from, { messages: command.messages, requester, client, subject: command.subject }, first, command.by);
  return draft.decision(undefined, settleNotices(draft));
}
