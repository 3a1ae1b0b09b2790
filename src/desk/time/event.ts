import type { Actor } from '../ids.ts';

/** What a ticket's history says of the time that was worked on it. */
export type TimeEvent = {
  /** Its words are a row of the store, by the ticket and this event's version. */
  readonly kind: 'time-booked';
  /** Below nothing: what was booked too much. */
  readonly minutes: number;
  /** The request of the desk's catalogue that the work is, where its words name one. */
  readonly work?: string;
  readonly by: Actor;
};

/** The time of a ticket so far. */
export interface CareTime {
  /** Minutes. */
  readonly spent: number;
  /** Requests of the catalogue that work was booked as. */
  readonly works: readonly string[];
}

/** Nothing was booked. */
export const NO_TIME: CareTime = { spent: 0, works: [] };

/** What a booking makes of it. */
export function timeAfter(time: CareTime, { minutes, work }: TimeEvent): CareTime {
  return {
    spent: time.spent + minutes,
    works: work === undefined || time.works.includes(work) ? time.works : [...time.works, work],
  };
}
