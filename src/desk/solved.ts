import { saysNothing } from '../mail/closing.ts';
import { atLeast } from './command.ts';
import type { Contact } from './facts.ts';
import type { Actor } from './ids.ts';
import type { Receiving } from './receiving.ts';
import type { TicketDraft } from './ticket-draft.ts';

/**
 * Whether a client says by one word that his own case is solved (`#solved`, or the word in his language), and nothing else that somebody would have to
 * read first. Only its requester may say so, and only when it is sure enough that he writes.
 */
export function saysSolved({ command, facts, desk }: Receiving, ticket: TicketDraft, sender: Contact): boolean {
  if (command.word !== 'solved' || (command.mailKind !== 'human' && !command.released)) return false;
  if (sender.id !== ticket.requester.id || !atLeast(facts.authenticity.level, desk.needs.clientAct)) return false;
  const marked = command.commands.some(({ verb }) => verb === 'solved');
  const rest = marked ? command.body : command.body.trimStart().replace(/^[^\n]*/, '');
  return command.attachments === 0 && saysNothing(rest, command.from[0]?.name ?? '');
}

/** What is worked on is resolved by it, and what was resolved is closed. */
export function solve(ticket: TicketDraft, by: Actor): void {
  const { status } = ticket.state;
  if (status !== 'closed') ticket.setStatus(status === 'resolved' ? 'closed' : 'resolved', by);
}
