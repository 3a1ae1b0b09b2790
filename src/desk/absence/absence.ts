import type { AgentId } from '../ids.ts';

/** A time in which an agent does no work; tickets do not wait for him (SAOP-2). */
export interface Absence {
  readonly agent: AgentId;
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
  /** Takes his tickets meanwhile; undefined: his usual deputy, or the queue. */
  readonly deputy: AgentId | undefined;
  /** Who or what said so. An out-of-office mail says nothing certain of its end. */
  readonly source: 'command' | 'table' | 'out-of-office';
}

/** A time in which an agent is there after all: no absence counts in it. */
export interface Presence {
  readonly agent: AgentId;
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

/** The absence that an agent is in at a moment; undefined when he is there. */
export function absenceOf(agent: AgentId, absences: readonly Absence[], at: Date): Absence | undefined {
  return absences.find((one) => one.agent === agent && one.from <= at && at < one.to);
}

/** The first moment, from one on, at which an agent is there: the end of the absence that he is in and of those that follow on it. */
export function presentFrom(agent: AgentId, absences: readonly Absence[], at: Date): Date {
  const next = absenceOf(agent, absences, at);
  return next === undefined ? at : presentFrom(agent, absences, next.to);
}
