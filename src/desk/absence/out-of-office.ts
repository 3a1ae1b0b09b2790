import { reliefText, relieveAndTell } from '../assignment/relieve.ts';
import { settleNotices } from '../audience.ts';
import { atLeast } from '../command.ts';
import type { AgentId } from '../ids.ts';
import { type Receiving, type Ruling, still, writtenAt } from '../receiving.ts';
import type { Status } from '../status.ts';
import { presentFrom } from './absence.ts';
import { readOutOfOffice } from './until.ts';

/**
 * Out-of-office mail of an agent enters an absence; it is never answered. It must carry an id or token of ours or be proved, lest somebody silence an
 * agent by a forged one. What is known already stays as it is; a later end is added to it. Where the mail answers a notice of a ticket that waits for
 * this very agent, the ticket goes on to whoever is there: its client has been waiting since (SAOP-2).
 */
export function outOfOffice(receiving: Receiving, agent: AgentId): Ruling {
  const { command, facts, desk, draft, placement } = receiving;
  const { level, reason } = facts.authenticity;
  if (!atLeast(level, 'cited'))
    return still('auto-reply', [`automatic mail of agent ${agent} does nothing: it is ${level} (${reason})`]);
  if (command.mailKind === 'auto-reply' && facts.citations.length === 0)
    return still('auto-reply', [`automatic mail of agent ${agent} that answers nothing of ours and says no absence`]);
  if (command.quiet) return still('auto-reply', ['what is imported is over']);
  const { to, said } = readOutOfOffice(`${command.subject}\n${command.visible}`, {
    now: writtenAt(receiving),
    timeZone: desk.timeZone,
  });
  const from = presentFrom(agent, draft.around.absences, draft.now);
  if (from < to) draft.absences.push({ agent, from, to, deputy: undefined, source: 'out-of-office' });
  const until = to.toISOString().slice(0, 16).replace('T', ' ');
  const reasons = [
    `out-of-office of agent ${agent} until ${until} UTC, ${said ? 'as it says' : 'since it names no day'}`,
    ...(from < to ? [] : ['that is known, or over']),
  ];
  if (placement.kind === 'ticket' && waitsForStaff(placement.facts.ticket.status)) {
    const ticket = draft.ticket(placement.facts);
    const relief = ticket.state.assignee === agent ? relieveAndTell(draft, ticket) : undefined;
    if (relief !== undefined) reasons.push(`${ticket.state.number}: ${reliefText(relief)}`);
  }
  return { ...still('auto-reply', reasons), notices: settleNotices(draft) };
}

function waitsForStaff(status: Status): boolean {
  return status === 'new' || status === 'open';
}
