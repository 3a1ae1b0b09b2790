import type { Base } from '../notice.ts';

/** To an agent: when he is away from now on, since somebody else has entered or ended an absence of his. */
export type AbsenceNotice = Base & {
  readonly kind: 'agent-absences';
  readonly absences: readonly AbsenceTold[];
};

/** One absence as the agent is told of it. */
export interface AbsenceTold {
  /** Moments in its first and in its last day. */
  readonly first: Date;
  readonly last: Date;
  /** Who stands in for him: whoever was named for the time, else his usual deputy. */
  readonly deputyName: string | undefined;
}
