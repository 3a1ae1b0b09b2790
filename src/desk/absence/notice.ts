import type { Base } from '../notice.ts';

/** To an agent: when he is away from now on, since somebody else has entered or ended an absence of his. */
export type AbsenceNotice = Base & {
  readonly kind: 'agent-absences';
  readonly absences: readonly AbsenceTold[];
};

/** To a deputy: for whom he stands in from now on, since that has changed without him. */
export type StandInNotice = Base & {
  readonly kind: 'agent-stand-in';
  readonly standsIn: readonly StandIn[];
};

/** A time in which somebody is stood in for. */
export interface StandIn {
  /** Who is away. */
  readonly name: string;
  /** Moments in its first and in its last day. */
  readonly first: Date;
  readonly last: Date;
}

/** One absence as the agent is told of it. */
export interface AbsenceTold {
  /** Moments in its first and in its last day. */
  readonly first: Date;
  readonly last: Date;
  /** Who stands in for him: whoever was named for the time, else his usual deputy. */
  readonly deputyName: string | undefined;
}
