import type { TicketId } from './ids.ts';

/** Something due on a ticket at a moment. Its key says what, and stays the same however often the timers are worked out anew. */
export interface Timer {
  readonly key: string;
  readonly ticket: TicketId;
  readonly due: Date;
}

/** Keys of timers that have a ticket look at something beyond itself, a defect that it hangs on, say: they stay until they have fired. */
export const WAKE = 'wake/';
