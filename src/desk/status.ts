/** The life of a ticket: `new` is the waiting list (SAOP-1), `pending` waits for the client, `on-hold` for something else. */
export const STATUSES = ['new', 'open', 'pending', 'on-hold', 'resolved', 'closed'] as const;
export type Status = (typeof STATUSES)[number];

export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** Levels of solvers; work goes up them by functional escalation (CLOUDEMPIERE-5). */
export const TIERS = ['L1', 'L2', 'L3'] as const;
export type Tier = (typeof TIERS)[number];

/** What sort of case it is. */
export const TICKET_TYPES = ['request', 'incident', 'problem', 'change', 'defect'] as const;
export type TicketType = (typeof TICKET_TYPES)[number];

/** The way by which a ticket came (SAGA-4, SAOP-2, INTERSPACE-2). */
export const CHANNELS = ['mail', 'phone', 'portal'] as const;
export type Channel = (typeof CHANNELS)[number];

/** The languages that Spoc writes (DESIGN §5.6); `sr-Cyrl` is written by transliteration of `sr`. */
export const LOCALES = ['en', 'sr', 'sr-Cyrl', 'sl', 'sk', 'cs', 'mk'] as const;
export type Locale = (typeof LOCALES)[number];

/** Whether work on the ticket has ended. */
export function isDone(status: Status): boolean {
  return status === 'resolved' || status === 'closed';
}
