import type { ActCommand } from '../desk/command.ts';
import type { MailFacts } from '../desk/facts.ts';
import type { ClientId, ContactId, TicketId } from '../desk/ids.ts';
import { NO_MATTER, type SplitMatter } from '../desk/upkeep/beside.ts';
import { cleanSubject } from '../mail/subject.ts';
import type { Queries } from '../store/port.ts';

/** The newest messages of a case that can be split off. */
const MOST_MESSAGES = 200;

/** What a split of each of these cases rests on. */
export async function splitsOf(store: Queries, tickets: readonly TicketId[]): Promise<MailFacts['splits']> {
  const found = new Map<TicketId, SplitMatter>();
  for (const ticket of tickets) found.set(ticket, await matterOf(store, ticket));
  return found;
}

/** What the split that a command asks for rests on. */
export async function splittingOf(store: Queries, { ticket, acts }: ActCommand): Promise<SplitMatter> {
  return acts.some(({ kind }) => kind === 'split') ? matterOf(store, ticket) : NO_MATTER;
}

async function matterOf(store: Queries, ticket: TicketId): Promise<SplitMatter> {
  const rows = await store.messages(ticket, MOST_MESSAGES);
  const writers = new Map<ContactId, NonNullable<Awaited<ReturnType<Queries['contact']>>>>();
  const clients = new Map<ClientId, NonNullable<Awaited<ReturnType<Queries['client']>>>>();
  for (const { by } of rows) {
    if (by.kind !== 'contact' || writers.has(by.id)) continue;
    const contact = await store.contact(by.id);
    if (contact === undefined) continue;
    writers.set(by.id, contact);
    const client = contact.client === undefined ? undefined : await store.client(contact.client);
    if (client !== undefined) clients.set(client.id, client);
  }
  const messages = new Map(
    rows.map(({ key, direction, by, held, subject }) => [key, { direction, by, held, subject: cleanSubject(subject) }]),
  );
  return { messages, writers, clients };
}
