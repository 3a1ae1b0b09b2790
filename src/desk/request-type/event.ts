import type { Actor, RequestTypeId } from '../ids.ts';

/** How a request came by its type: a field or line of the mail, a command, the address that it was sent to, how its subject begins, the usual one, or staff. */
export type RequestTypeWhy = 'stated' | 'command' | 'address' | 'subject' | 'usual' | 'staff';

/** What a ticket's history says of its request type. */
export type RequestTypeEvent = {
  /** The type of the desk's catalogue (SOFTECH-3); `to` is undefined at a desk that has no such type. */
  readonly kind: 'request-type-set';
  readonly from: RequestTypeId | undefined;
  readonly to: RequestTypeId | undefined;
  readonly why: RequestTypeWhy;
  readonly by: Actor;
};
