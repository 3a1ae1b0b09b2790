import type { AssignTo } from '../assignment/rules.ts';
import type { CalendarId } from '../calendar/rules.ts';
import type { UnusualDay } from '../calendar/unusual.ts';
import type { EscalationTrigger } from '../escalation/matrix.ts';
import type { AgentId, DeskId, FormId, MatrixId } from '../ids.ts';
import type { ShownPhone } from '../phone/shown.ts';
import type { ContractId } from '../sla/contract.ts';
import type { ServiceLevelId, SlaTarget } from '../sla/policy.ts';
import type { Locale, Priority, Tier } from '../status.ts';
import type { CoverageAnswer } from './coverage.ts';

/** Whose word counted. */
export type NamedBy = 'request type' | 'service' | 'contract' | 'client' | 'service level' | 'desk';

/** Which rules apply to a case that would be opened at a moment, and why: what `spoc policy explain` prints. */
export interface PolicyAnswer {
  readonly desk: { readonly id: DeskId; readonly name: string };
  readonly at: Date;
  readonly priority: Priority;
  /** Undefined: nothing is promised. `known` is false for a name that stands for no level. */
  readonly level:
    | {
        readonly id: ServiceLevelId;
        readonly name: string;
        readonly by: NamedBy;
        readonly known: boolean;
        /** Its number, when one named the level (CLOUDEMPIERE-9). */
        readonly contract?: ContractId;
      }
    | undefined;
  readonly hours: HoursAnswer;
  readonly targets: readonly TargetAnswer[];
  /** Undefined: nobody is told by age or target. */
  readonly escalation: EscalationAnswer | undefined;
  readonly assignment: readonly RuleAnswer[];
  readonly form: FormAnswer | undefined;
  readonly priorities: PrioritiesAnswer | undefined;
  /** The desk's rules of what work costs, with examples; undefined where it has none (SAOP-3 to SAOP-6). */
  readonly coverage: CoverageAnswer | undefined;
  /** Impacts of which deferral would be offered at that moment; undefined where the desk offers none. */
  readonly deferral:
    | { readonly impacts: readonly string[]; readonly offered: boolean; readonly until: Date }
    | undefined;
  /** When a document on the outage that is asked for at that moment would be due; undefined where cases of this priority have none (INTERSPACE-8). */
  readonly rfo: { readonly due: Date; readonly warn: Date | undefined } | undefined;
  readonly language: { readonly locale: Locale; readonly by: 'desk alone' | 'client' | 'desk' };
  /** What a known contact of the client is told, and what a stranger is. */
  readonly phone: { readonly known: ShownPhone | undefined; readonly stranger: ShownPhone | undefined };
}

export interface HoursAnswer {
  readonly id: CalendarId;
  readonly by: NamedBy;
  /** False for a name that stands for no calendar: then nothing is promised. */
  readonly known: boolean;
  readonly timeZone: string;
  readonly open: boolean;
  /** When it closes, if open, or opens; undefined when that never comes, as with 24/7. */
  readonly changes: Date | undefined;
  /** Holidays, closures and other days with hours of their own around the moment. */
  readonly unusual: readonly UnusualDay[];
}

export interface TargetAnswer extends SlaTarget {
  readonly due: Date;
  readonly warnings: readonly Date[];
}

export interface EscalationAnswer {
  readonly id: MatrixId;
  readonly name: string;
  readonly by: NamedBy;
  readonly known: boolean;
  readonly levels: readonly {
    /** From 1. */
    readonly level: number;
    readonly name: string;
    readonly agents: readonly AgentId[];
    readonly trigger: EscalationTrigger | undefined;
    /** Undefined: not by itself, or of a target that is not promised. */
    readonly due: Date | undefined;
  }[];
}

export interface RuleAnswer {
  /** From 1; 0 is what the request type brings. */
  readonly place: number;
  readonly condition: string | undefined;
  readonly to: AssignTo;
  readonly tier: Tier | undefined;
  readonly outcome:
    | { readonly kind: 'decides'; readonly agent: AgentId }
    | { readonly kind: 'does not hold' }
    | { readonly kind: 'all away' }
    /** A rule before it decides. */
    | { readonly kind: 'not reached' };
}

export interface FormAnswer {
  readonly id: FormId;
  readonly required: readonly string[];
  readonly ifApplicable: readonly string[];
  readonly clockWaits: boolean;
  readonly askAtMost: number;
}

export interface PrioritiesAnswer {
  /** Pairs of impact and urgency that make the priority in question. */
  readonly pairs: readonly { readonly impact: string; readonly urgency: string }[];
  readonly usual: Priority;
  readonly usualUrgency: string | undefined;
  readonly clientChooses: boolean;
}
