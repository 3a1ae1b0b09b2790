import { replyAddressIn } from '../../mail/reply-address-line.ts';
import { atLeast } from '../command.ts';
import { contactActor } from '../draft.ts';
import type { Contact } from '../facts.ts';
import type { Receiving } from '../receiving.ts';
import type { TicketDraft } from '../ticket-draft.ts';

/** Addresses that one case can have written to: nobody is pestered through us. */
const MOST_ASKED = 3;

/**
 * Follows a client's mail that names another address for its case: that address is asked to confirm, and gets nothing else before it has. Only a contact
 * of a client may name one, and his mail must be sure enough for a client's act. Answers what the ledger says of it.
 */
export function askReplyAddress(receiving: Receiving, ticket: TicketDraft, writer: Contact): string | undefined {
  const { command, draft, desk, facts } = receiving;
  const human = command.mailKind === 'human' || command.released;
  const address = human && !command.quiet ? replyAddressIn(command.body) : undefined;
  if (address === undefined) return undefined;
  const key = address.toLowerCase();
  const his = writer.id === ticket.requester.id && writer.client !== undefined && writer.known;
  if (!his || !atLeast(facts.authenticity.level, desk.needs.clientAct))
    return 'another address for the case was named, and not followed: the sender is not sure to be of the client';
  const own = key === writer.address?.toLowerCase();
  const person = facts.people.get(key);
  if (own || person?.kind === 'agent' || isOurs(receiving, key)) return undefined;
  const contact = person?.kind === 'contact' ? person.contact : draft.newContact('', address, undefined, false);
  const before = ticket.state.care.replyAddress;
  if (before?.contact === contact.id && before.state !== 'declined') return undefined;
  if ((before?.times ?? 0) >= MOST_ASKED) return 'another address was named, but too many were asked on this case';
  ticket.push({ kind: 'reply-address-asked', contact: contact.id, by: contactActor(writer.id) });
  const { id, desk: at } = ticket.state;
  draft.tell({
    kind: 'reply-address',
    to: { kind: 'contact', id: contact.id },
    desk: at,
    ticket: id,
    changes: [],
    writer: writer.id,
  });
  return 'another address for the case was named; it is asked to confirm';
}

/** Takes the answer of the address that was asked: a mail that shows the token it was sent, and that does not say no. */
export function answerReplyAddress(
  { command, placement }: Receiving,
  ticket: TicketDraft,
  sender: Contact,
): string | undefined {
  const { replyAddress } = ticket.state.care;
  const cited = placement.kind === 'ticket' && placement.citation?.issuedToSender === true;
  if (replyAddress?.state !== 'asked' || replyAddress.contact !== sender.id || !cited) return undefined;
  const confirmed = command.word !== 'decline';
  ticket.push({ kind: 'reply-address-answered', contact: sender.id, confirmed, by: contactActor(sender.id) });
  return `the other address for the case ${confirmed ? 'has confirmed' : 'does not want it'}`;
}

function isOurs({ policy }: Receiving, key: string): boolean {
  return [...policy.desks.values()].some((desk) => desk.addresses.some((own) => own.toLowerCase() === key));
}
