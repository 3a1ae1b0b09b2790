import type { EmailAddress } from '../mail/mail.ts';
import type { MailCommand } from './command.ts';
import type { SpecialAddress } from './contact-point.ts';
import type { Draft } from './draft.ts';
import type { Contact, MailFacts, Outcome } from './facts.ts';
import type { TicketId } from './ids.ts';
import type { Notice } from './notice.ts';
import type { Placement } from './place.ts';
import type { Desk, Policy } from './policy.ts';

/** One mail being decided: what all the rules share. */
export interface Receiving {
  readonly command: MailCommand;
  readonly facts: MailFacts;
  readonly policy: Policy;
  /** Of the ticket that it was filed on, else the one that its addresses name. */
  readonly desk: Desk;
  readonly draft: Draft;
  readonly placement: Placement;
  /** The address that it was sent to, when that is for some only. */
  readonly special: SpecialAddress | undefined;
  /** Whether automatic answers to this sender are within their limits, and this mail may be answered at all. */
  readonly mayAnswer: boolean;
}

/** What became of a mail. */
export interface Ruling {
  readonly outcome: Outcome;
  readonly ticket: TicketId | undefined;
  readonly reasons: readonly string[];
  readonly notices: readonly Notice[];
}

/** A mail that was on its way for longer bears the date of a clock that is wrong (milliseconds). */
const LONGEST_WAY = 7 * 86_400_000;

/** When a mail was written: what its “today” means. */
export function writtenAt({ command, draft }: Pick<Receiving, 'command' | 'draft'>): Date {
  const way = draft.now.getTime() - command.writtenAt.getTime();
  return way > 0 && way <= LONGEST_WAY ? command.writtenAt : draft.now;
}

/** A ruling that changes nothing. */
export function still(outcome: Outcome, reasons: readonly string[], notices: readonly Notice[] = []): Ruling {
  return { outcome, ticket: undefined, reasons, notices };
}

/** The sender as a contact, brought into being when he is none yet. */
export function senderContact(receiving: Receiving, known: boolean): Contact | undefined {
  const { facts, command, draft } = receiving;
  if (facts.sender.kind !== 'unknown' && facts.sender.contact !== undefined) return facts.sender.contact;
  const [from] = command.from;
  if (from === undefined) return undefined;
  const client = facts.sender.kind === 'unknown' ? facts.sender.client : undefined;
  return draft.newContact(from.name, from.address, client, known);
}

/** Whether an address can be made to watch: agents see the ticket anyway. */
export function mayWatch({ facts }: Receiving): (address: EmailAddress) => boolean {
  return (address) => facts.people.get(address.toLowerCase())?.kind !== 'agent';
}

/** The people whom `#watch` names; one who is unknown becomes a contact. */
export function watchedBy({ facts, draft }: Receiving): (address: EmailAddress) => Contact | undefined {
  return (address) => {
    const person = facts.people.get(address.toLowerCase()) ?? { kind: 'unknown', client: undefined };
    if (person.kind === 'agent') return undefined;
    return person.kind === 'contact' ? person.contact : draft.newContact('', address, person.client, false);
  };
}

/** Whom the mail itself went to, by every address of theirs that we know. */
export function addressedBy({ command, facts }: Receiving): ReadonlySet<string> {
  const listed = [...command.to, ...command.cc].map((one) => one.address.toLowerCase());
  const others = listed.flatMap((address) => {
    const person = facts.people.get(address);
    return person?.kind === 'contact' ? (person.contact.address?.toLowerCase() ?? []) : [];
  });
  return new Set([...listed, ...others]);
}
