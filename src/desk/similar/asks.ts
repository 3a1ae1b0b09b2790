import type { MailCommand } from '../command.ts';
import type { Contact, MailFacts } from '../facts.ts';
import type { ClientId } from '../ids.ts';
import { place } from '../place.ts';
import { deskOf, type Policy } from '../policy.ts';

/** Who asks what by a mail that opens a ticket. */
export interface Asks {
  readonly people: readonly (Contact | undefined)[];
  /** The client that owns the domain of somebody who is not known yet. */
  readonly client: ClientId | undefined;
  readonly text: string;
}

/** What a mail may be like others by; undefined when it opens no ticket: most mails belong to one, and nothing has to be looked up for them. */
export function asksOf(command: MailCommand, facts: MailFacts, policy: Policy, now: Date): Asks | undefined {
  const { mailKind, forwarded, quiet, spam, quarantine, released } = command;
  if (quiet || facts.copyOf !== undefined || (!released && (spam !== undefined || quarantine !== undefined)))
    return undefined;
  if (mailKind !== 'human' && mailKind !== 'list' && mailKind !== 'bulk') return undefined;
  if (facts.openedLately >= policy.limits.ticketsPerHour || !opens(facts, policy, now)) return undefined;
  const { sender } = facts;
  const other = forwarded === undefined ? undefined : facts.people.get(forwarded.from.address.toLowerCase());
  const writer = sender.kind === 'agent' && other !== undefined ? other : sender;
  const text =
    sender.kind === 'agent' && forwarded !== undefined
      ? `${forwarded.subject}\n${forwarded.text}`
      : `${command.subject}\n${command.visible}`;
  return writer.kind === 'unknown'
    ? { people: [], client: writer.client, text }
    : { people: [writer.contact], client: undefined, text };
}

function opens(facts: MailFacts, policy: Policy, now: Date): boolean {
  const placement = place(facts, policy);
  if (placement.kind === 'none') return true;
  const { ticket } = placement.facts;
  const closedFor = now.getTime() - ticket.statusSince.getTime();
  return ticket.status === 'closed' && closedFor > deskOf(policy, ticket.desk).reopenWithin;
}
