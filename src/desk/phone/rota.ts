import type { Calendar } from '../calendar/calendar.ts';
import type { AgentId, RotaId } from '../ids.ts';

/** Who is on call when: agents in turn, each for so many days, from a Monday (or any day) on (SAGA-5). */
export interface Rota {
  readonly id: RotaId;
  readonly agents: readonly [AgentId, ...AgentId[]];
  /** The moment at which the first agent's first turn began. */
  readonly start: Date;
  /** Days of a turn, on the wall clock of `timeZone`. */
  readonly days: number;
  readonly timeZone: string;
  /** One number for whoever is on call; undefined: the agent's own. */
  readonly number: string | undefined;
}

/** How a desk is reached by phone (SAGA-4, SAGA-5). Numbers are shown as written. */
export interface PhonePolicy {
  /** In the hours of `calendar`. */
  readonly landline: string | undefined;
  readonly calendar: Calendar;
  /** Outside of them, told to known contacts only. */
  readonly onCall: RotaId | undefined;
}
