import { nameKey } from '../called.ts';
import type { Contact, TicketFacts } from '../facts.ts';

/** What of a contact says whose requests he may see. */
type Reader = Pick<Contact, 'id' | 'client' | 'businessUnit' | 'sees'>;

/**
 * Whether a contact may see a ticket in the record. His own always; those of his unit when their requester is of the same client and unit; those of
 * the whole client when they are that client's. Of another client he never sees one, whatever the register says of him.
 */
export function maySee(
  reader: Reader,
  { ticket, requester }: { readonly ticket: Pick<TicketFacts['ticket'], 'client'>; readonly requester: Reader },
): boolean {
  if (requester.id === reader.id) return true;
  if (reader.client === undefined || ticket.client !== reader.client) return false;
  return reader.sees === 'client' || (reader.sees === 'unit' && isSameUnit(reader, requester));
}

/** Whether two people of one client work in the same business unit, however it is written. */
export function isSameUnit(one: Omit<Reader, 'id' | 'sees'>, other: Omit<Reader, 'id' | 'sees'>): boolean {
  const unit = unitKey(one.businessUnit);
  return one.client !== undefined && one.client === other.client && unit !== '' && unit === unitKey(other.businessUnit);
}

/** Case, alphabet, diacritics and punctuation make no difference in an address. */
function unitKey(unit: string | undefined): string {
  return nameKey((unit ?? '').replace(/[^\p{L}\p{N}]+/gu, ' '));
}
