import type { OnTicket } from '../notice.ts';

/** Mails about access (SOFTECH-2); the key stands in no other. */
export type AccessNotice =
  /** To administrators: somebody asks for access, and what is known of him. */
  | (OnTicket & { readonly kind: 'agent-access' })
  /** To the verified applicant: a link that works once. */
  | (OnTicket & { readonly kind: 'access-link'; readonly key: string; readonly until: Date })
  /** To the administrator: the letter, to be printed and posted. */
  | (OnTicket & { readonly kind: 'agent-access-letter'; readonly key: string; readonly until: Date });
