import type { ContactId } from '../ids.ts';
import type { OnTicket } from '../notice.ts';

/** To an address that a client named for one of his cases: it is asked to confirm, and told nothing of the case (SOFTECH-4). */
export type ReplyAddressNotice = OnTicket & { readonly kind: 'reply-address'; readonly writer: ContactId };
