import type { TicketEvent } from '../event.ts';
import type { MessageKey, TicketId } from '../ids.ts';
import type { AnalysisPart } from './event.ts';
import { type DefectPlan, REPORTED } from './plan.ts';

/** What a ticket has to do with defects and problems. */
export interface Bonds {
  /** The defect that it hangs on, and what its client was told of it last. */
  readonly defect: { readonly on: TicketId; readonly told: DefectPlan | undefined } | undefined;
  /** The problem that caused it. */
  readonly problem: TicketId | undefined;
  /** The cases that hang on it. */
  readonly gathered: readonly TicketId[];
  /** Where it stands, when it is a defect that more is known of than that it was reported. */
  readonly plan: (DefectPlan & { readonly fixed: boolean }) | undefined;
  /** The newest messages of its analysis. */
  readonly analysis: Readonly<Partial<Record<AnalysisPart, MessageKey>>>;
}

/** A ticket that has nothing to do with any. */
export const NO_BONDS: Bonds = { defect: undefined, problem: undefined, gathered: [], plan: undefined, analysis: {} };

/** What clients are told of a defect now. */
export function planOf(bonds: Bonds): DefectPlan {
  if (bonds.plan === undefined) return REPORTED;
  const { stage, release, expected } = bonds.plan;
  return { stage, release, expected };
}

/** What an event makes of them. */
export function bondsAfter(bonds: Bonds, event: TicketEvent): Bonds {
  switch (event.kind) {
    case 'hung':
      if (event.bond === 'caused-by') return { ...bonds, problem: event.on };
      return { ...bonds, defect: { on: event.on, told: undefined } };
    case 'unhung':
      return event.bond === 'caused-by' ? { ...bonds, problem: undefined } : { ...bonds, defect: undefined };
    case 'gathered':
      return { ...bonds, gathered: [...bonds.gathered.filter((id) => id !== event.ticket), event.ticket] };
    case 'let-go':
      return { ...bonds, gathered: bonds.gathered.filter((id) => id !== event.ticket) };
    case 'defect-plan':
      return { ...bonds, plan: { ...event.plan, fixed: event.fixed === true } };
    case 'defect-told':
      return bonds.defect?.on === event.of ? { ...bonds, defect: { on: event.of, told: event.plan } } : bonds;
    case 'analysed':
      return { ...bonds, analysis: { ...bonds.analysis, [event.part]: event.message } };
    default:
      return bonds;
  }
}
