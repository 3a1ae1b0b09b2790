import type { Actor, ContactId } from '../ids.ts';

/** What a ticket's history says of another address that its client named for it (SOFTECH-4); the address itself is the contact's. */
export type ReplyAddressEvent =
  /** It was written to, and gets nothing more until it answers. */
  | { readonly kind: 'reply-address-asked'; readonly contact: ContactId; readonly by: Actor }
  /** It has answered: yes, or no. */
  | {
      readonly kind: 'reply-address-answered';
      readonly contact: ContactId;
      readonly confirmed: boolean;
      readonly by: Actor;
    };
