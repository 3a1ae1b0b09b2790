import type { AgentId, MatrixId } from '../ids.ts';
import type { SlaTargetKind } from '../sla/policy.ts';

/** What sends a case up to a level by itself: its age, or a part of a target (1: the target itself; above 1: after it). */
export type EscalationTrigger =
  /** Milliseconds since the case was opened, by the calendar or by the clock. */
  | { readonly kind: 'age'; readonly after: number; readonly time: 'business' | 'clock' }
  | { readonly kind: 'target'; readonly target: SlaTargetKind; readonly part: number };

/** One managerial level. */
export interface EscalationLevel {
  /** As clients and colleagues read it (“Shift manager”). */
  readonly name: string;
  readonly agents: readonly AgentId[];
  /** Undefined: only by hand. */
  readonly trigger: EscalationTrigger | undefined;
  /** How the level is reached, as the document of the matrix shows it (INTERSPACE-9). */
  readonly phone: string | undefined;
  /** Whether it is told of missed targets, or of warnings too, whatever level has the case. */
  readonly toldOfTargets: 'none' | 'missed' | 'all';
}

/** Who is told of a case that takes too long, level by level (INTERSPACE-9 to INTERSPACE-11). */
export interface EscalationMatrix {
  readonly id: MatrixId;
  readonly name: string;
  readonly levels: readonly EscalationLevel[];
  /** At least so long (milliseconds) between two steps at the client's wish, and so many of them on one case. */
  readonly clientEvery: number;
  readonly clientAtMost: number;
}
