import type { Actor, ClientId } from '../ids.ts';

/** How access is handed over once the applicant is verified: a link that works once, or a letter for the post (SOFTECH-2). */
export const ACCESS_WAYS = ['link', 'letter'] as const;
export type AccessWay = (typeof ACCESS_WAYS)[number];

/** What a ticket's history says of a request for access. The key itself is never kept, only its SHA-256. */
export type AccessEvent =
  /** `named`: the client whose company number the mail holds; that proves nothing. */
  | { readonly kind: 'access-asked'; readonly named: ClientId | undefined; readonly by: Actor }
  | {
      readonly kind: 'access-granted';
      readonly way: AccessWay;
      readonly hash: string;
      /** The last moment at which the key is good. */
      readonly until: Date;
      readonly by: Actor;
    }
  | { readonly kind: 'access-redeemed'; readonly by: Actor };
