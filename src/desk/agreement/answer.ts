import { atLeast } from '../command.ts';
import { contactActor } from '../draft.ts';
import type { Contact } from '../facts.ts';
import type { MessageKey } from '../ids.ts';
import type { Receiving } from '../receiving.ts';
import { replyContact } from '../reply-address/state.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import type { QuoteResult } from './notice.ts';
import { settleAnswer, tellQuote } from './quote.ts';

/**
 * Takes the client's word on the offer that he has (SOFTECH-8): an act about money, so it must surely be his. One that comes after the offer has ended is
 * put on record, and an agent confirms it. Answers what the ledger says of it.
 */
export function answerOffer(
  receiving: Receiving,
  ticket: TicketDraft,
  writer: Contact,
  message: MessageKey,
  accepted: boolean,
): string | undefined {
  const { draft, desk, facts } = receiving;
  const { offer } = ticket.state.care.agreement ?? {};
  if (offer === undefined) return undefined;
  const by = contactActor(writer.id);
  const ofClient = writer.client !== undefined && writer.client === ticket.state.client;
  const named = replyContact(ticket.state.care.replyAddress) === writer.id;
  const his = ofClient || named || writer.id === ticket.requester.id;
  if (!his || !atLeast(facts.authenticity.level, desk.agreements.needs)) {
    tell(receiving, ticket, writer, 'unproven');
    tellQuote(draft, ticket, 'unproven', message, by);
    return `the word on offer ${offer.number} was not taken: ${his ? `the sender is ${facts.authenticity.level}` : 'the sender is not of the client'}`;
  }
  const late = accepted && (offer.state === 'expired' || offer.until < draft.now);
  settleAnswer(ticket, offer, accepted, late, message, by);
  const result: QuoteResult = !accepted ? 'declined' : late ? 'late' : 'accepted';
  tell(receiving, ticket, writer, result);
  tellQuote(draft, ticket, result, message, by);
  return `offer ${offer.number} ${late ? 'accepted after it had ended' : result}`;
}

/** Tells the writer, and the requester where that is somebody else. */
function tell({ draft, mayAnswer }: Receiving, ticket: TicketDraft, writer: Contact, result: QuoteResult): void {
  if (!mayAnswer) return;
  const { id, desk } = ticket.state;
  // What is for the requester goes to the address that he named.
  const named = replyContact(ticket.state.care.replyAddress) === writer.id;
  const people = result === 'unproven' || named ? [writer.id] : [...new Set([writer.id, ticket.requester.id])];
  for (const person of people)
    draft.tell({ kind: 'quote-answered', to: { kind: 'contact', id: person }, desk, ticket: id, changes: [], result });
}
