import { atLeast } from '../command.ts';
import { contactActor } from '../draft.ts';
import type { Contact } from '../facts.ts';
import type { Receiving } from '../receiving.ts';
import { isDone } from '../status.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import { answerCoverage } from './answer.ts';

/**
 * Takes a client's word on work that costs: an act about money, so it must surely be his (DESIGN §4), and he the requester or somebody of the client. He is
 * told what came of it. Answers what the ledger says of it.
 */
export function takeCoverageAnswer(
  { draft, desk, facts, mayAnswer, command }: Receiving,
  ticket: TicketDraft,
  writer: Contact,
  agreed: boolean,
): string | undefined {
  const { id, care, requester, client, status } = ticket.state;
  if (care.coverage.decided?.answer !== 'asked' || isDone(status)) return undefined;
  const his = writer.id === requester || (client !== undefined && writer.client === client && writer.known);
  if (!his) return 'the word on chargeable work was not taken: the sender is not of the client';
  const { level } = facts.authenticity;
  const sure = atLeast(level, desk.agreements.needs);
  if (sure) answerCoverage(ticket, agreed, contactActor(writer.id));
  if (mayAnswer && !command.quiet)
    draft.tell({
      kind: 'coverage-answered',
      to: { kind: 'contact', id: writer.id },
      desk: ticket.state.desk,
      ticket: id,
      changes: [],
      answer: !sure ? 'unproven' : agreed ? 'agreed' : 'declined',
    });
  if (!sure) return `the word on chargeable work was not taken: the sender is ${level}`;
  return `chargeable work ${agreed ? 'agreed to' : 'declined'}`;
}
