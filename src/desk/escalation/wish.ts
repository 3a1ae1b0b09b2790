import { atLeast } from '../command.ts';
import type { EscalationRefusal } from '../event.ts';
import type { Contact, TicketFacts } from '../facts.ts';
import { isParticipant } from '../place.ts';
import type { Receiving } from '../receiving.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import { escalate, matrixOfDraft, refusalOf } from './escalate.ts';
import { levelIn } from './steps.ts';

/**
 * A client's mail that asks for escalation by a word on a line of its own, `#escalate` among them (INTERSPACE-11): followed when its sender is sure
 * enough for a client's act and the matrix allows it, else he is told why not. Answers what the ledger says of it; undefined when the mail asks for none.
 */
export function followWish(
  receiving: Receiving,
  ticket: TicketDraft,
  facts: TicketFacts,
  sender: Contact,
): string | undefined {
  const { command, draft, policy } = receiving;
  const personal = command.mailKind === 'human' || command.released;
  if (command.word !== 'escalate' || !personal) return undefined;
  const by = { kind: 'contact', id: sender.id } as const;
  const matrix = matrixOfDraft(policy, ticket);
  const why = mayAsk(receiving, facts, sender) ? refusalOf(matrix, ticket, draft.now) : 'unproven';
  if (matrix !== undefined && why === undefined) {
    const level = levelIn(matrix, ticket.state) + 1;
    escalate(draft, ticket, { matrix, level, why: 'client', key: undefined, by }, [sender]);
    return `escalated to level ${level} at the client's wish`;
  }
  const reason = why ?? 'no-matrix';
  ticket.push({ kind: 'escalation-refused', why: reason, by });
  if (receiving.mayAnswer) {
    const { id, desk } = ticket.state;
    const has = matrix?.levels[levelIn(matrix, ticket.state) - 1]?.name;
    const to = { kind: 'contact', id: sender.id } as const;
    // Who is not sure to be on the case is told nothing of how it stands.
    const level = reason === 'unproven' ? undefined : has;
    draft.tell({ kind: 'escalation-refused', to, desk, ticket: id, changes: [], why: reason, level });
  }
  return `the wish for escalation was not followed: ${REASONS[reason]}`;
}

const REASONS: Readonly<Record<EscalationRefusal, string>> = {
  'too-soon': 'it was escalated a short time ago',
  highest: 'the highest level has it',
  'no-matrix': 'there is no escalation matrix, or clients may not ask',
  'too-often': 'it was escalated at his wish as often as is allowed',
  unproven: 'the sender is not sure enough for an act of a client',
};

function mayAsk({ desk, facts: known }: Receiving, facts: TicketFacts, sender: Contact): boolean {
  const ofClient = sender.client !== undefined && sender.client === facts.ticket.client;
  return atLeast(known.authenticity.level, desk.needs.clientAct) && (ofClient || isParticipant(sender.id, facts));
}
