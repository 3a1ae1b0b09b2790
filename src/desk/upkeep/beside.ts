import type { Act } from '../command.ts';
import type { Client, Contact, NewMessage, Service, TicketFacts } from '../facts.ts';
import type { ClientId, ContactId, MessageKey } from '../ids.ts';
import type { RfoWritten } from '../rfo/issue.ts';

/** The cases that acts name by their numbers, under the number as the act has it. */
export type Others = ReadonlyMap<string, TicketFacts>;

/** A message of a case, as far as it bears on where it belongs. */
export type SplitMessage = Pick<NewMessage, 'direction' | 'by' | 'held'> & { readonly subject: string };

/** What a `#split` by mail rests on: the messages of its case, oldest first, and who wrote them. */
export interface SplitMatter {
  readonly messages: ReadonlyMap<MessageKey, SplitMessage>;
  readonly writers: ReadonlyMap<ContactId, Contact>;
  readonly clients: ReadonlyMap<ClientId, Client>;
}

/** No message is known. */
export const NO_MATTER: SplitMatter = { messages: new Map(), writers: new Map(), clients: new Map() };

/** What acts rest on beside their own case. */
export interface Beside {
  /** All that is to be done. */
  readonly acts: readonly Act[];
  readonly named: Others;
  readonly splitting: SplitMatter;
  readonly written: RfoWritten;
  readonly now: Date;
  /** As `Surroundings.services` has them. */
  readonly services: readonly Service[];
}
