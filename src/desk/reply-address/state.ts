import type { ContactId } from '../ids.ts';
import type { ReplyAddressEvent } from './event.ts';

/** The other address of a case, and how far it is. */
export interface ReplyAddress {
  readonly contact: ContactId;
  readonly state: 'asked' | 'confirmed' | 'declined';
  /** How many addresses were written to on this ticket. */
  readonly times: number;
}

/** What an event makes of it. */
export function replyAddressAfter(
  before: ReplyAddress | undefined,
  event: ReplyAddressEvent,
): ReplyAddress | undefined {
  if (event.kind === 'reply-address-asked')
    return { contact: event.contact, state: 'asked', times: (before?.times ?? 0) + 1 };
  if (before?.contact !== event.contact) return before;
  return { ...before, state: event.confirmed ? 'confirmed' : 'declined' };
}

/** The contact to whom what is for the requester goes instead; undefined: to himself. */
export function replyContact(address: ReplyAddress | undefined): ContactId | undefined {
  return address?.state === 'confirmed' ? address.contact : undefined;
}
