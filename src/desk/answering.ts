import { answerOffer } from './agreement/answer.ts';
import { takeCoverageAnswer } from './coverage/client-answer.ts';
import { answerDeferralBy } from './deferral/answer.ts';
import type { Contact } from './facts.ts';
import type { MessageKey } from './ids.ts';
import { type Question, questionAnswered } from './questions.ts';
import type { Receiving } from './receiving.ts';
import type { TicketDraft } from './ticket-draft.ts';

/** The question that a client's mail answers by its word, as things stand before the mail has done anything; undefined when it answers none. */
export function questionOf({ command, placement }: Receiving, ticket: TicketDraft): Question | undefined {
  const { word, mailKind, released } = command;
  if ((word !== 'agree' && word !== 'decline') || !(released || mailKind === 'human')) return undefined;
  const cited = placement.kind === 'ticket' ? placement.citation?.version : undefined;
  return questionAnswered(ticket.state.care, cited);
}

/** Takes the client's word on a question; each slice that asks has its line here. Answers what the ledger says of it. */
export function answerQuestion(
  receiving: Receiving,
  ticket: TicketDraft,
  writer: Contact,
  message: MessageKey,
  { kind }: Question,
): string | undefined {
  const agreed = receiving.command.word === 'agree';
  switch (kind) {
    case 'deferral':
      return answerDeferralBy(receiving, ticket, writer, agreed);
    case 'quote':
      return answerOffer(receiving, ticket, writer, message, agreed);
    case 'coverage':
      return takeCoverageAnswer(receiving, ticket, writer, agreed);
  }
}
