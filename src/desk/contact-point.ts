import type { EmailAddress } from '../mail/mail.ts';
import type { MailCommand } from './command.ts';
import type { Client, MailFacts, TicketFacts } from './facts.ts';
import type { AddressRole, Desk, Policy } from './policy.ts';
import type { TicketDraft } from './ticket-draft.ts';

/** The address of the desk that a mail was sent to, when it is for some only, and whether its sender is of the client concerned. */
export interface SpecialAddress {
  readonly address: string;
  readonly role: AddressRole;
  /** Undefined when the register has no client with that company number: nobody is of him then. */
  readonly client: Client | undefined;
  readonly ofClient: boolean;
}

/** What the address that a mail was sent to is for; undefined when it is for everybody. */
export function specialAddress(
  { sentTo, desk }: Pick<MailCommand, 'sentTo' | 'desk'>,
  { sender, companies }: Pick<MailFacts, 'sender' | 'companies'>,
  policy: Policy,
): SpecialAddress | undefined {
  const role = sentTo === undefined ? undefined : policy.desks.get(desk)?.addressRoles.get(sentTo);
  if (role === undefined || sentTo === undefined) return undefined;
  const client = companies.get(role.companyNumber);
  const own = sender.kind === 'unknown' ? sender.client : sender.contact?.client;
  return { address: sentTo, role, client, ofClient: client !== undefined && own === client.id };
}

/** Whether the address is another client's: mail there is placed elsewhere or held (SAGA-3). Staff may write anywhere. */
export function isOthers(special: SpecialAddress | undefined, sender: MailFacts['sender']): boolean {
  return special?.role.kind === 'client' && !special.ofClient && sender.kind !== 'agent';
}

/** Remembers by which address of the desk its client reaches it, when it is another than the ticket is spoken of from now (SAGA-1 to SAGA-3). */
export function reachedAt(ticket: TicketDraft, desk: Desk, sentTo: string | undefined): void {
  const address = ownAddress(desk, sentTo);
  if (address === undefined || address === spokenFrom(desk, ticket.state, ticket.client)) return;
  const role = desk.addressRoles.get(address.toLowerCase());
  if (role?.kind === 'client' && role.companyNumber !== ticket.client?.companyNumber) return;
  ticket.push({ kind: 'contact-point', address, by: { kind: 'gateway' } });
}

/**
 * The address from which the desk writes about a ticket: the client's own where he has one, since he is to see no other; else the one by which he
 * reached the desk; else the first that is for everybody.
 */
export function spokenFrom(
  desk: Desk,
  ticket: TicketFacts['ticket'] | undefined,
  client: Pick<Client, 'companyNumber'> | undefined,
  sentTo?: string,
): EmailAddress {
  const own = client?.companyNumber;
  const roleOf = (address: string) => desk.addressRoles.get(address.toLowerCase());
  const alone = desk.addresses.find((address) => {
    const role = roleOf(address);
    return own !== undefined && role?.kind === 'client' && role.companyNumber === own;
  });
  const reached = ownAddress(desk, ticket === undefined ? sentTo : ticket.care.contactPoint);
  return alone ?? reached ?? desk.addresses.find((address) => roleOf(address) === undefined) ?? desk.addresses[0];
}

/** The address as the desk writes it, when it is one of the desk's. */
function ownAddress(desk: Desk, address: string | undefined): EmailAddress | undefined {
  return desk.addresses.find((one) => one.toLowerCase() === address?.toLowerCase());
}
