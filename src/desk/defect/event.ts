import type { Actor, MessageKey, TicketId } from '../ids.ts';
import type { DefectPlan } from './plan.ts';

/** How a case of a client hangs on another: on a defect whose fix it waits for, or it was caused by a problem (INTERSPACE-7, CLOUDEMPIERE-8). */
export type Bond = 'hangs-on' | 'caused-by';

/** What happens to defects and problems, and to the cases that hang on them. */
export type DefectEvent =
  /** The case hangs on that ticket from now on; where it was a defect, the client was told its plan with it. */
  | { readonly kind: 'hung'; readonly on: TicketId; readonly bond: Bond; readonly by: Actor }
  | { readonly kind: 'unhung'; readonly from: TicketId; readonly bond: Bond; readonly by: Actor }
  /** On the defect or problem: that case hangs on it. */
  | { readonly kind: 'gathered'; readonly ticket: TicketId; readonly by: Actor }
  | { readonly kind: 'let-go'; readonly ticket: TicketId; readonly by: Actor }
  /** Where a defect stands from now on. `fixed`: staff gave its day, whatever the release's is. */
  | { readonly kind: 'defect-plan'; readonly plan: DefectPlan; readonly fixed?: true; readonly by: Actor }
  /** On a case that hangs: its client was told of the defect's plan. */
  | { readonly kind: 'defect-told'; readonly of: TicketId; readonly plan: DefectPlan }
  /** What the analysis of a problem has found; its words are a message. */
  | { readonly kind: 'analysed'; readonly part: AnalysisPart; readonly message: MessageKey; readonly by: Actor };

/** What an analysis finds (INTERSPACE-7): why it happened, and what is done so that it does not recur. */
export const ANALYSIS_PARTS = ['root-cause', 'prevention'] as const;
export type AnalysisPart = (typeof ANALYSIS_PARTS)[number];
