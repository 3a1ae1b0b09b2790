import { reliefText, relieve } from './assignment/relieve.ts';
import { settleNotices, tellStaff } from './audience.ts';
import { contactActor } from './draft.ts';
import type { Contact, TicketFacts } from './facts.ts';
import type { AgentId } from './ids.ts';
import { isParticipant } from './place.ts';
import { type Receiving, type Ruling, watchedBy } from './receiving.ts';
import type { TicketDraft } from './ticket-draft.ts';
import { wake } from './upkeep/steps.ts';
import type { ReadVerbs } from './verbs.ts';
import { noted, perform } from './work.ts';

type ForwardedMail = NonNullable<Receiving['command']['forwarded']>;

/** Whose mail an agent forwards onto a ticket, when he takes part in it or is of its client; undefined for anybody else's. */
export function forwardedClient({ facts: known, command }: Receiving, facts: TicketFacts): Contact | undefined {
  const person = command.forwarded && known.people.get(command.forwarded.from.address.toLowerCase());
  if (person?.kind !== 'contact') return undefined;
  const { id, client } = person.contact;
  const ofClient = client !== undefined && client === facts.ticket.client;
  return ofClient || isParticipant(id, facts) ? person.contact : undefined;
}

/**
 * A client's answer that went to an agent alone, and that he forwards onto its ticket: it stands there as the client's, with its attachments; the
 * agent's own words above it are a note, and nothing of them goes to the client (SAOP-2).
 */
export function forwardedOnTicket(
  receiving: Receiving,
  agent: AgentId,
  facts: TicketFacts,
  verbs: ReadVerbs,
  client: Contact,
  forwarded: ForwardedMail,
): Ruling {
  const { draft, placement, command } = receiving;
  const by = { kind: 'agent', id: agent } as const;
  const ticket: TicketDraft = draft.ticket(facts);
  draft.meet(client);
  const writer = contactActor(client.id);
  const message = draft.addMessage(ticket, {
    direction: 'inbound',
    by: writer,
    authenticity: 'claimed',
    source: 'mail',
    text: forwarded.text,
  });
  const { status } = ticket.state;
  if (status === 'pending' || status === 'resolved' || status === 'closed') ticket.setStatus('open', writer);
  wake(draft, ticket, undefined, writer);
  perform(draft, ticket, verbs.acts, by, watchedBy(receiving));
  const relief = relieve(draft, ticket);
  tellStaff(draft, ticket, message, 'agent-message', by);
  const words = [verbs.noteText, command.body].filter((part) => part.trim() !== '').join('\n\n');
  if (words !== '') {
    const { level: authenticity } = receiving.facts.authenticity;
    noted(draft, ticket, { direction: 'internal', by, authenticity, source: 'typed', text: words });
  }
  const reasons = [
    ...placement.reasons,
    `agent ${agent} forwarded a mail of ${forwarded.from.address}`,
    ...(relief === undefined ? [] : [reliefText(relief)]),
  ];
  return { outcome: 'added', ticket: ticket.state.id, reasons, notices: settleNotices(draft) };
}
