import type { Settings } from '../config/settings.ts';
import type { Contact, TicketFacts } from '../desk/facts.ts';
import type { Recipient } from '../desk/notice.ts';
import type { Agent, Desk } from '../desk/policy.ts';
import { replyContact } from '../desk/reply-address/state.ts';
import type { Locale } from '../desk/status.ts';
import type { EmailAddress } from '../mail/mail.ts';
import type { OutgoingMail, Queries } from '../store/port.ts';

/** Somebody to write to: resolved from a `Recipient`. `own` is his language where the desk writes in one only (INTERSPACE-4). */
export interface Addressee {
  readonly recipient: Recipient;
  /** The contact who reads it, where a contact does. */
  readonly reader?: Contact | undefined;
  /** The contact whose address it is: of a requester it may be another one (SOFTECH-4). */
  readonly contact?: Contact['id'];
  readonly name: string;
  readonly address: EmailAddress;
  readonly locale: Locale;
  readonly own: Locale;
}

/** Whom a mail to somebody goes to, and in which language; undefined when it can go to none. */
export async function addressee(
  store: Queries,
  recipient: Recipient,
  ticket: TicketFacts | undefined,
  desk: Desk,
  settings: Settings,
): Promise<Addressee | undefined> {
  if (recipient.kind === 'address')
    return { recipient, name: recipient.name, address: recipient.address, ...languages(desk, desk.locale) };
  if (recipient.kind === 'operator') {
    const { operator } = settings.policy;
    return (
      operator && {
        recipient,
        name: operator.name,
        address: operator.address,
        locale: operator.locale,
        own: operator.locale,
      }
    );
  }
  if (recipient.kind === 'agent') {
    const agent: Agent | undefined = settings.policy.agents.get(recipient.id);
    if (agent === undefined) return undefined;
    const { locale } = agent;
    return { recipient, name: agent.name, address: agent.addresses[0], locale, own: locale };
  }
  const reader = await store.contact(recipient.id);
  const contact = await reachedContact(store, reader, ticket);
  if (contact?.address === undefined) return undefined;
  const client =
    contact.client === undefined || contact.client === ticket?.client?.id
      ? ticket?.client
      : await store.client(contact.client);
  const locale = contact.locale ?? (contact.client === undefined ? undefined : client?.locale) ?? desk.locale;
  return {
    recipient,
    reader,
    contact: contact.id,
    name: contact.name,
    address: contact.address,
    ...languages(desk, locale),
  };
}

/** The requester of a case is reached at the address that he named for it, once that has confirmed (SOFTECH-4). */
async function reachedContact(
  store: Queries,
  reader: Contact | undefined,
  ticket: TicketFacts | undefined,
): Promise<Contact | undefined> {
  const other =
    reader !== undefined && reader.id === ticket?.requester.id
      ? replyContact(ticket.ticket.care.replyAddress)
      : undefined;
  const named = other === undefined ? undefined : await store.contact(other);
  return named?.address === undefined ? reader : named;
}

/** A desk that corresponds in one language only writes in that one to all but its agents. */
function languages({ correspondence }: Desk, own: Locale): Pick<Addressee, 'locale' | 'own'> {
  return { locale: correspondence ?? own, own };
}

/** The others that the answer goes to, for people to see. */
export async function copiesTo(
  store: Queries,
  cc: readonly Recipient[],
  ticket: TicketFacts | undefined,
  desk: Desk,
  settings: Settings,
): Promise<OutgoingMail['cc']> {
  const people: { readonly name: string; readonly address: string }[] = [];
  for (const recipient of cc) {
    const person = await addressee(store, recipient, ticket, desk, settings);
    if (person !== undefined) people.push({ name: person.name, address: person.address });
  }
  return people;
}
