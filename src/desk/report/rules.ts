import type { AgentId } from '../ids.ts';

/** What a client gets of the monthly report: nothing, the figures in a mail, or these with the documents. */
export type ReportKind = 'none' | 'figures' | 'full';

/** Who gets the monthly reports of a desk. */
export interface ReportRules {
  /** They get that of the whole desk. */
  readonly managers: readonly AgentId[];
  /** What clients get whose service level says nothing of it (CLOUDEMPIERE-1). */
  readonly clients: ReportKind;
}
